"""What the writer of an opinion sees before it goes: opinions that say the same here, and how the name will appear."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from consult.consultations.actions import appearance
from consult.consultations.levels import CONSEQUENCES, Shown
from consult.core import compiling
from consult.forums import rules
from consult.forums.authors import AuthorView, author_of
from consult.forums.models import Comment
from consult.forums.selectors import own_voice

LOOKED_AT = 300
OFFERED = 3


@dataclass(frozen=True)
class SimilarRow:
    """An opinion on the same place that says what is about to be said."""

    id: int
    author: AuthorView
    position: str
    reason: SafeString
    proposed: str
    mine: bool
    may_endorse: bool


@dataclass(frozen=True)
class Review:
    """`name` is what everybody will read beside the opinion; `level` names who may know more."""

    similar: tuple[SimilarRow, ...]
    level: str
    consequences: str
    name: str
    is_named: bool
    is_guarded: bool


def review(user, consultation, about, typed: dict) -> Review:
    """Four queries, whatever the number of opinions; only opinions that this person may read are compared."""
    voice = own_voice(user, consultation)
    label, descriptor = (voice.label, voice.descriptor) if voice else appearance(user, consultation)
    named = typed["shown"] == Shown.NAMED
    return Review(
        _similar(user, consultation, about, typed),
        str(Shown(typed["shown"]).label),
        " ".join(map(str, CONSEQUENCES[typed["shown"]])),
        label if named else descriptor,
        named,
        typed["shown"] == Shown.COUNCIL,
    )


def _similar(user, consultation, about, typed: dict) -> tuple[SimilarRow, ...]:
    said = (
        Comment.objects.readable_by(user, consultation)
        .opinions()
        .filter(clause=about.clause, attachment=about.attachment)
        .order_by("-pk")
        .values_list("pk", "reason", "proposed")[:LOOKED_AT]
    )
    alike = _alike(f"{typed['reason']}\n{typed['proposed']}", [(pk, f"{a}\n{b}") for pk, a, b in said])
    found = (
        Comment.objects.filter(pk__in=alike[:OFFERED]).select_related("voice", "consultation").order_by("pk")
    )
    return tuple(_row(user, comment) for comment in found)


def _alike(text: str, said: list[tuple[int, str]]) -> list[int]:
    """Numbers of the texts that fold with this one, the oldest first: the first to say it is the one to support."""
    texts = [
        compiling.Comment("", text),
        *(compiling.Comment(str(pk), words) for pk, words in reversed(said)),
    ]
    for group in compiling.fold(texts):
        if "" in group.members:
            return [int(member) for member in group.members if member]
    return []


def _row(user, comment: Comment) -> SimilarRow:
    mine = rules.is_author(user, comment)
    return SimilarRow(
        comment.pk,
        author_of(comment, user),
        comment.position,
        mark_safe(comment.reason_html),  # cleaned when it was saved
        comment.proposed,
        mine,
        not mine and bool(rules.may_endorse(user, comment)),
    )

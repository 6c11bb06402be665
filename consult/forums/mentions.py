"""Mentions inside a file. A person is named by a comment of theirs: "@#123" is whoever wrote the comment numbered 123.

So an unnamed voice can be called without being known, and nothing in a text leads to a voice. What is kept are
references (Mention); the text of the mention is drawn when the comment is saved.
"""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from consult.core import vietnamese
from consult.forums.models import Comment, Mention, Shown

MOST = 10
OFFERED = 8
_MENTION = re.compile(r"(?<![\w@#])@#(\d{1,12})(?!\w)")
# Attributes in cleaned HTML are always in double quotes, so a tag ends where this says.
_TAGS = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')


@dataclass(frozen=True)
class Person:
    """Somebody who may be mentioned: the name as it stands in the file, and the number that stands for them."""

    number: int
    name: str
    detail: str


def find(user, consultation, text: str) -> dict[int, Comment]:
    """The comments that a text mentions, by number: of this file, posted, readable by the writer; at most ten."""
    numbers = list(dict.fromkeys(int(found) for found in _MENTION.findall(text)))[:MOST]
    if not numbers:
        return {}
    readable = Comment.objects.readable_by(user, consultation)
    found = readable.filter(state="posted", number__in=numbers)
    return {comment.number: comment for comment in found.select_related("voice", "consultation")}


def link(html: str, mentioned: dict[int, Comment]) -> str:
    """Cleaned HTML with its mentions as links; what stands in code or in another link stays as it was typed."""
    if not mentioned:
        return html
    parts, inside = _TAGS.split(html), 0
    for place, part in enumerate(parts):
        if place % 2:
            inside += part.startswith(("<a", "<code", "<pre")) - part.startswith(("</a", "</code", "</pre"))
        elif not inside:
            parts[place] = _MENTION.sub(lambda hit: _draw(hit, mentioned), part)
    return "".join(parts)


def _draw(hit, mentioned) -> str:
    comment = mentioned.get(int(hit.group(1)))
    if comment is None:
        return hit.group(0)
    url = reverse("comment", args=[comment.consultation.code, comment.pk])
    if comment.shown != Shown.NAMED:
        return format_html('<a href="{}">@#{}</a>', url, comment.number)
    name = comment.voice.label.partition(", ")[0]
    return format_html('<a href="{}">@{} (#{})</a>', url, name, comment.number)


def keep(comment: Comment, mentioned: dict[int, Comment]) -> None:
    """Write down what a comment mentions; again (after an edit) only what is new. Called by the actions, under lock."""
    Mention.objects.bulk_create(
        (Mention(comment=comment, of=other) for other in mentioned.values()), ignore_conflicts=True
    )


def mentioned_by(comment: Comment) -> tuple[int, ...]:
    """Whom to tell that a comment mentions them: each person once, never its own author.

    Who may read the comment is the caller's question.
    """
    people = (
        Mention.objects.filter(comment=comment, of__state="posted", of__voice__person__isnull=False)
        .exclude(of__voice=comment.voice_id)
        .order_by("of__voice__person_id")
        .values_list("of__voice__person_id", flat=True)
    )
    return tuple(people.distinct())


def offered(user, consultation, words: str) -> tuple[Person, ...]:
    """Voices whose name stands in this file under a comment and holds these words; marks do not matter. One query.

    Never an unnamed voice, and never a person who has not spoken here under their name.
    """
    wanted = vietnamese.fold(words).split()
    if not wanted:
        return ()
    named = (
        Comment.objects.readable_by(user, consultation)
        .filter(state="posted", shown=Shown.NAMED)
        .order_by("voice_id", "-pk")
        .distinct("voice_id")
        .values_list("number", "voice__label", "voice__person_id")
    )
    mine = user.pk if user.is_authenticated else None
    found = (
        Person(number, *_split(label)) for number, label, person in named if person is None or person != mine
    )
    matching = [one for one in found if all(word in vietnamese.fold(one.name) for word in wanted)]
    return tuple(sorted(matching, key=lambda one: (vietnamese.fold(one.name), one.number))[:OFFERED])


def _split(label: str) -> tuple[str, str]:
    name, _comma, detail = label.partition(", ")
    return name, detail

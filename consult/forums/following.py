"""Following a clause or a file: who is told of what is said there. Private to the person; nothing of it is in the ledger.

A clause that is followed is followed into later versions by their links (documents.carrying); nothing is rewritten.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.consultations.models import Consultation
from consult.documents import carrying
from consult.documents.models import Clause, DraftVersion
from consult.forums.models import Comment, Follow, FollowChoice

_BY_ITSELF = """
INSERT INTO forums_follow (user_id, consultation_id, clause_id, "on", at)
SELECT %s, %s, %s, true, now()
WHERE NOT EXISTS (SELECT 1 FROM forums_followchoice WHERE user_id = %s AND NOT by_itself)
ON CONFLICT DO NOTHING
"""


def follow(user, *, consultation, clause: Clause | None, on: bool) -> None:
    """Follow a clause (None: the whole file), or stop. Anybody signed in who may see the file; the same again is nothing."""
    files.may_see(user, consultation).or_refuse()
    _set(
        user,
        consultation,
        [clause and clause.pk, *_earlier(clause)] if not on else [clause and clause.pk],
        on,
    )


def _set(user, consultation, clause_ids, on: bool) -> None:
    with transaction.atomic():
        for clause_id in clause_ids:
            Follow.objects.update_or_create(
                user=user, consultation=consultation, clause_id=clause_id, defaults={"on": on}
            )


def _earlier(clause: Clause | None) -> tuple[int, ...]:
    """The clauses of earlier versions that became this one: who stops here stops there."""
    return carrying.sources(clause.version).get(clause.pk, ()) if clause else ()


def by_itself(user, comment: Comment) -> None:
    """After a comment: its author follows the clause, unless they chose otherwise or stopped here before."""
    if comment.clause_id is None and comment.attachment_id is not None:
        return
    with connection.cursor() as cursor:  # one statement: a posting has few
        cursor.execute(_BY_ITSELF, [user.pk, comment.consultation_id, comment.clause_id, user.pk])


def choose(user, *, by_itself: bool) -> None:
    """Whether what one comments on is followed by itself from now on."""
    FollowChoice.objects.update_or_create(user=user, defaults={"by_itself": by_itself})


def is_followed(user, consultation, clause_id: int | None, version=None) -> bool:
    """Whether the person follows this clause (None: the whole file), also by a clause that became it.

    No query for a file that came from `file_or_404`, else one.
    """
    if not user.is_authenticated:
        return False
    followed = getattr(consultation, "followed_ids", None)
    if followed is None:
        rows = Follow.objects.filter(user=user, consultation=consultation, on=True)
        followed = list(rows.values_list("clause_id", flat=True))
    if clause_id is None:
        return None in followed
    earlier = carrying.sources(version).get(clause_id, ()) if version else ()
    return not {clause_id, *earlier}.isdisjoint(followed)


@dataclass(frozen=True)
class FollowedRow:
    """One thing that is followed."""

    code: str
    title: str
    clause_id: int | None
    place: str
    url: str


@dataclass(frozen=True)
class FollowedPage:
    """What a person follows, and their choice."""

    rows: tuple[FollowedRow, ...]
    by_itself: bool


def followed_page(user) -> FollowedPage:
    """Everything that this person follows in files they may see, file by file; two queries."""
    rows = Follow.objects.filter(user=user, on=True, consultation__in=Consultation.objects.visible_to(user))
    found = rows.order_by("-consultation", "clause__order").select_related("consultation", "clause")
    choice = FollowChoice.objects.filter(user=user).first()
    return FollowedPage(tuple(_row(row) for row in found), choice is None or choice.by_itself)


def _row(row: Follow) -> FollowedRow:
    code, clause = row.consultation.code, row.clause
    place = _("Toàn bộ hồ sơ") if clause is None else clause.citation[:1].upper() + clause.citation[1:]
    if clause is None:
        url = reverse("consultation", args=[code])
    else:
        url = reverse("clause_panel", args=[code, clause.pk])
    return FollowedRow(code, row.consultation.title, row.clause_id, place, url)


def followers_of(comment: Comment) -> tuple[int, ...]:
    """People who follow what a comment is about: its file, its clause, or an earlier clause that became it.

    Without its author. Two queries and one for the links. Who may read the comment is the caller's question.
    """
    clauses: tuple[int, ...] = ()
    if comment.clause_id is not None:
        version = DraftVersion.objects.only("pk", "number", "draft_id").get(pk=comment.version_id)
        clauses = (comment.clause_id, *carrying.sources(version).get(comment.clause_id, ()))
    rows = Follow.objects.filter(consultation=comment.consultation_id, on=True, user__is_active=True)
    found = rows.filter(clause=None) | rows.filter(clause__in=clauses)
    author = comment.voice.person_id
    people = found.order_by("user_id").values_list("user_id", flat=True).distinct()
    return tuple(pk for pk in people if pk != author)

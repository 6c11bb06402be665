"""What moderation puts in the place of a comment, or above one that waits: the same words wherever it is drawn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums.models import Comment, Ground, Ruling
from consult.kit import writing


@dataclass(frozen=True)
class Mark:
    """One line; `blank` says that this reader sees the line alone, not the comment."""

    words: str
    blank: bool = True
    # Asked by the author or a moderator: the decision has a page of its own.
    decided: bool = False


def marks(rows, user, *, knows: bool) -> dict[int, Mark]:
    """For comments that are hidden or wait for approval, by number; one query if there is a hidden one.

    `rows` have id, state, created_at and writer_id; `knows` says that the reader belongs to the council.
    """
    hidden = [row.id for row in rows if row.state == Comment.State.HIDDEN]
    rulings = {}
    if hidden:
        found = Ruling.objects.latest_of(hidden).values_list("case__comment", "outcome", "ground", "at")
        rulings = {pk: line(outcome, ground, at) for pk, outcome, ground, at in found}
    made = {pk: Mark(words, blank=not knows, decided=knows) for pk, words in rulings.items()}
    for row in rows:
        mine = user.is_authenticated and row.writer_id == user.pk
        if row.state == Comment.State.HELD:
            made[row.id] = Mark(waiting(row.created_at), blank=not (knows or mine))
        elif row.id in made and mine:
            made[row.id] = Mark(made[row.id].words, blank=False, decided=True)
    return made


def line(outcome: str, ground: str, at) -> str:
    """What stands in the place of a hidden comment: day and published reason, never the words of the decision."""
    known = {"day": vietnamese.date_short(at), "reason": str(Ground(ground).label).lower()}
    if outcome == Ruling.Outcome.SUSPENDED:
        return _("Ý kiến được tạm ẩn để xem xét ngày %(day)s, lý do: %(reason)s.") % known
    return _("Ý kiến đã được ẩn ngày %(day)s, lý do: %(reason)s.") % known


def waiting(since) -> str:
    """How long a comment has waited for approval."""
    return _("Chờ duyệt, gửi lúc %(when)s.") % {"when": writing.datetime_text(since)}

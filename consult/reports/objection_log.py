"""What the public log of a file tells of decisions about objections: no words, no names."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.forums.models import Comment
from consult.forums.moderation_log import LogRow
from consult.ledger.models import Entry
from consult.reports.models import ObjectionRuling

Outcome = ObjectionRuling.Outcome


def log_rows(consultation) -> list[LogRow]:
    """Decisions about objections of which everybody may know, with their numbers in the book; two queries."""
    known = Comment.objects.known_to_all().filter(consultation=consultation).order_by().values("pk")
    rulings = list(
        ObjectionRuling.objects.filter(objection__citation__comment__in=known).select_related("objection")
    )
    if not rulings:
        return []
    entries = Entry.objects.filter(
        book=consultation.book_id,
        target_kind=ObjectionRuling._meta.label_lower,
        target_id__in=[str(ruling.pk) for ruling in rulings],
    )
    numbers = dict(entries.values_list("target_id", "seq"))
    return [_row(ruling, f"{consultation.code}-{numbers[str(ruling.pk)]:06d}") for ruling in rulings]


def _row(ruling: ObjectionRuling, number: str) -> LogRow:
    return LogRow(
        at=timezone.localtime(ruling.at),
        act=str(ruling.get_outcome_display()),
        ground=str(ruling.get_ground_display()) if ruling.ground else "",
        result=_result(ruling),
        number=number,
    )


def _result(ruling: ObjectionRuling) -> str:
    """What followed, as far as the log of comments says it of them."""
    asked = ruling.objection.appealed_at
    if asked is None or ruling.outcome == Outcome.APPROVED:
        return ""
    if ruling.at > asked:
        return _("Quyết định về khiếu nại, do người thứ hai")
    return _("Có khiếu nại")

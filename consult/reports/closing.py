"""What must be true of a compilation before it is closed, with a vote or without, and the closing itself. For actions."""

from django.utils.translation import gettext as _

from consult.consultations.actions import move_stage, renew_answering
from consult.core import vietnamese
from consult.kit.clock import database_now
from consult.ledger.actions import record
from consult.reports import checking_rules, placing_rules, rules, summary_rules, verbs
from consult.reports.coverage import coverage, measures
from consult.reports.deadlines import answer_due
from consult.reports.models import Compilation


def ready_or_refuse(compilation, unquoted_reason: str) -> None:
    """Every opinion has its place, the few are quoted or it says why not, and the times of the authors are over.

    The caller holds file, compilation and book. Keeps the reason in the compilation, unsaved.
    """
    consultation, now = compilation.consultation, database_now()
    points = compilation.points.count()
    rules.is_whole(unplaced=coverage(consultation).unplaced, points=points).or_refuse()
    compilation.unquoted_reason = vietnamese.clean(unquoted_reason).strip()
    placing_rules.carries_the_few(_unquoted(compilation), compilation.unquoted_reason).or_refuse()
    placing_rules.appeals_are_over(compilation, now).or_refuse()
    checking_rules.check_is_over(compilation, now).or_refuse()
    summary_rules.summary_stands(compilation).or_refuse()


def record_closed(by, compilation) -> Compilation:
    """Close it: the agency's days begin, and what was done is no longer taken back step by step."""
    consultation = compilation.consultation
    compilation.state, compilation.closed_at = Compilation.State.CLOSED, database_now()
    compilation.deciding = False
    compilation.answer_due = answer_due(compilation.closed_at)
    compilation.save(update_fields=["state", "deciding", "closed_at", "answer_due", "unquoted_reason"])
    compilation.steps.all().delete()
    if compilation.edition == 1:
        move_stage(by, consultation=consultation, to="answer", closes_at=compilation.answer_due)
    else:
        reason = _("Báo cáo của hội đồng có bản %(edition)s.") % {"edition": compilation.edition}
        renew_answering(by, consultation=consultation, closes_at=compilation.answer_due, reason=reason)
    data = {
        "points": compilation.points.count(),
        "due": compilation.answer_due.isoformat(),
        "unquoted": _unquoted(compilation),
    }
    data |= {"edition": compilation.edition} if compilation.edition > 1 else {}
    record(verbs.COMPILATION_CLOSED, book_id=consultation.book_id, by=by, target=compilation, data=data)
    return compilation


def _unquoted(compilation) -> int:
    return len(measures(compilation).unquoted_ids)

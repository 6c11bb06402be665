"""Until when the agency answers: days from the table of rules, never from code."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import DeadlineRule, Holiday
from consult.core import calendar
from consult.kit import writing

RULE = "agency.answer_to_front"


def answer_due(closed_at: datetime) -> datetime:
    """The end of the last day to answer a compilation closed at this moment; two queries.

    DeadlineRule.DoesNotExist when an administrator removed the rule: a deadline is never guessed.
    """
    rule = DeadlineRule.objects.get(key=RULE)
    start = timezone.localtime(closed_at).date()
    days_off = frozenset(Holiday.objects.filter(day__gt=start).values_list("day", flat=True))
    last = calendar.deadline(start, rule.days, rule.count, days_off)
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


def days_late(compilation, now: datetime) -> int:
    """Whole days by which the answers are late, or were when they were published; 0 when they are not.

    Everybody may know: the public clock is the date of the compilation, whatever dates the agency gives its points.
    """
    due, until = compilation.answer_due, compilation.published_at or now
    if due is None or compilation.state == "open" or until <= due:
        return 0
    return max(1, -calendar.days_left(timezone.localtime(until).date(), timezone.localtime(due).date()))


def late_words(compilation, now: datetime) -> str:
    """ "Quá hạn trả lời 3 ngày", or nothing."""
    days = days_late(compilation, now)
    return _("Quá hạn trả lời %(days)s ngày") % {"days": writing.number(days)} if days else ""

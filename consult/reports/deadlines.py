"""Until when the agency answers: days from the table of rules, never from code."""

from datetime import datetime, time

from django.utils import timezone

from consult.consultations.models import DeadlineRule, Holiday
from consult.core import calendar

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

"""Until when the agency answers and an author may speak: days from the table of rules, never from code."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import DeadlineRule, Holiday
from consult.core import calendar
from consult.kit import writing

RULE = "agency.answer_to_front"
OBJECT, ANSWER_OBJECTION, RATE = "author.object", "agency.answer_objection", "author.rate"


@dataclass(frozen=True)
class Terms:
    """The rules and the holidays that were read once, for many rows."""

    rules: dict[str, DeadlineRule]
    days_off: frozenset

    def end(self, key: str, start: datetime) -> datetime:
        """The end of the last day of the term that begins at `start`."""
        rule = self.rules[key]
        last = calendar.deadline(timezone.localtime(start).date(), rule.days, rule.count, self.days_off)
        return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


def terms(*keys: str) -> Terms:
    """Two queries. DeadlineRule.DoesNotExist when an administrator removed a rule: a deadline is never guessed."""
    found = {rule.key: rule for rule in DeadlineRule.objects.filter(key__in=keys)}
    if missing := set(keys) - set(found):
        raise DeadlineRule.DoesNotExist(", ".join(sorted(missing)))
    return Terms(found, frozenset(Holiday.objects.values_list("day", flat=True)))


def answer_due(closed_at: datetime) -> datetime:
    """The end of the last day to answer a compilation closed at this moment; two queries."""
    return terms(RULE).end(RULE, closed_at)


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

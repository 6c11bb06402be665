"""Suggested dates of a new file, counted from the table of rules. Read by the form; a person may change them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import stages
from consult.consultations.models import DeadlineRule, Holiday, Stage
from consult.core import calendar


@dataclass(frozen=True)
class Suggestion:
    """One stage: first and last day, and in words where the length comes from ("" when no rule says)."""

    kind: str
    name: str
    opens_on: date
    closes_on: date | None
    why: str


def end_of(day: date) -> datetime:
    """The last second of a day of the site's time zone: deadlines run through their last day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def holidays() -> frozenset[date]:
    """Days off as the table has them; one query."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def rules_of(kind: str) -> dict[str, DeadlineRule]:
    """Rules of a kind of file by stage; a stage whose rule is missing from the table is left out. One query."""
    keys = stages.STAGE_RULES[kind]
    found = {rule.key: rule for rule in DeadlineRule.objects.filter(key__in=keys.values())}
    return {stage: found[key] for stage, key in keys.items() if key in found}


def suggest(kind: str, start: date) -> tuple[Suggestion, ...]:
    """Stages of a file that opens on `start`, each beginning after the last day of the one before; two queries.

    From the first stage without a rule on nothing is suggested: no length is ever made up here.
    """
    rules, off = rules_of(kind), holidays()
    suggested, opens_on = [], start
    for stage in stages.ORDER[:-1]:
        rule = rules.get(stage)
        if rule is None:
            break
        # The first day of a stage does not count; later stages are counted from the last day before them.
        base = opens_on if stage == stages.ORDER[0] else opens_on - timedelta(days=1)
        closes_on = calendar.deadline(base, rule.days, rule.count, off)
        suggested.append(Suggestion(stage, str(Stage.Kind(stage).label), opens_on, closes_on, _why(rule)))
        opens_on = closes_on + timedelta(days=1)
    return tuple(suggested)


def _why(rule: DeadlineRule) -> str:
    return _("%(days)s %(count)s. Căn cứ: %(source)s.") % {
        "days": rule.days,
        "count": rule.get_count_display(),
        "source": rule.source,
    }


def shorter_than_rule(consultation) -> DeadlineRule | None:
    """The rule that the comment stage of a file undercuts, or None; to caution, never to refuse."""
    stage = next((s for s in consultation.stages.all() if s.kind == "comment"), None)
    rule = rules_of(consultation.kind).get("comment")
    if stage is None or rule is None or stage.closes_at is None:
        return None
    start = stage.opens_on or timezone.localdate()
    least = calendar.deadline(start, rule.days, rule.count, holidays())
    return rule if timezone.localtime(stage.closes_at).date() < least else None

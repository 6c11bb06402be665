"""Who hears of answers that are due: before, at and after their date, up a ladder whose rungs are rows.

Told through `notices.registry.at_times`: the worker asks what the calendar has brought, each occasion has a name and is
told once. A worker that slept tells each person the last rung that was reached, not those that it slept through.
"""

from collections import defaultdict
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.schedules import holidays
from consult.core import calendar, vietnamese
from consult.kit import writing
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES, Role
from consult.reports.models import Compilation, ReminderStep
from consult.reports.register import due_of

To = ReminderStep.To


def answers_due(now: datetime):
    """Occasions reached by this moment, for every file whose agency still owes answers.

    One for each file, date, rung and group of people: a date that is moved brings new ones, a late worker no second.
    """
    steps = list(ReminderStep.objects.all())
    if not steps:
        return
    today, days_off = timezone.localtime(now).date(), holidays()
    closed = Compilation.objects.filter(state=Compilation.State.CLOSED, answer_due__isnull=False)
    for compilation in closed.select_related("consultation__agency", "consultation__council").order_by("pk"):
        waiting = list(compilation.points.unanswered().select_related("duty"))
        by_date = defaultdict(list)
        for point in waiting:
            by_date[timezone.localtime(due_of(compilation, point)).date()].append(point)
        for due, points in sorted(by_date.items()):
            for to, step in reached(steps, due, today, days_off).items():
                yield from _occasions(compilation, points, due, today, to, step)


def reached(steps, due: date, today: date, days_off) -> dict[str, ReminderStep]:
    """By group of people, the last rung whose day has come."""
    found: dict[str, tuple[date, ReminderStep]] = {}
    for step in steps:
        day = day_of(step, due, days_off)
        if day <= today and (step.to not in found or found[step.to][0] <= day):
            found[step.to] = (day, step)
    return {to: step for to, (_day, step) in found.items()}


def day_of(step: ReminderStep, due: date, days_off: frozenset[date]) -> date:
    """The day of a rung: so many days before or after the date, all days or working days alone."""
    if step.count == ReminderStep.Count.CALENDAR or not step.days:
        return date.fromordinal(due.toordinal() + step.days)
    return calendar.shifted(due, step.days, days_off)


def _occasions(compilation, points, due: date, today: date, to: str, step: ReminderStep):
    if to == To.OWNER:
        groups = defaultdict(list)
        for point in points:
            duty = getattr(point, "duty", None)
            if duty and duty.owner_id:
                groups[duty.owner_id].append(point)
        told = [((owner,), mine) for owner, mine in sorted(groups.items())]
    else:
        people = people_of(compilation.consultation, to)
        told = [(people, points)] if people else []
    for people, mine in told:
        key = f"answers:{compilation.pk}:{due:%Y%m%d}:{step.days}{step.count[0]}:{to}"
        yield (
            key,
            Told(
                people, Kind.DEADLINE, _words(compilation, len(mine), due, today)[:500], _url(compilation, to)
            ),
        )


def _words(compilation, count: int, due: date, today: date) -> str:
    """What waits, and how the date stands on the day on which it is told."""
    days = (due - today).days
    values = {
        "code": compilation.consultation.code,
        "count": writing.number(count),
        "day": vietnamese.date_short(due),
        "days": writing.number(abs(days)),
    }
    if days > 0:
        return (
            _(
                "Hồ sơ %(code)s còn %(count)s điểm góp ý phải trả lời trước hết ngày %(day)s, còn %(days)s ngày."
            )
            % values
        )
    if days == 0:
        return _("Hồ sơ %(code)s còn %(count)s điểm góp ý phải trả lời trong hôm nay, ngày %(day)s.") % values
    return (
        _("Hồ sơ %(code)s có %(count)s điểm góp ý quá hạn trả lời %(days)s ngày, thời hạn %(day)s.") % values
    )


def _url(compilation, to: str) -> str:
    """People of the agency go to their register, others to the file as everybody reads it."""
    inside = to in (To.OWNER, To.OFFICERS, To.SIGNERS)
    return reverse("answers" if inside else "consultation", args=[compilation.consultation.code])


def people_of(consultation, to: str) -> tuple[int, ...]:
    """Members who hold the roles of this rung today."""
    agency = consultation.agency
    above = [agency.parent_id] if agency.parent_id else []
    roles, where = {
        To.OFFICERS: ((Role.AGENCY_OFFICER,), [agency.pk]),
        To.SIGNERS: ((Role.AGENCY_SIGNER,), [agency.pk]),
        To.ABOVE: (tuple(AGENCY_ROLES), above),
        To.OVERSEERS: ((Role.OVERSEER,), [agency.pk, consultation.council_id, *above]),
    }[to]
    held = Membership.objects.holding(*roles).filter(organisation__in=where)
    return tuple(sorted(set(held.values_list("user_id", flat=True))))

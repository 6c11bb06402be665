"""Who hears of objections that are due: the same ladder of rows as for answers, on the date of each objection."""

from collections import defaultdict
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.schedules import holidays
from consult.core import vietnamese
from consult.forums.models import Comment
from consult.kit import writing
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.reports import reminders
from consult.reports.models import Objection, ReminderStep

To = ReminderStep.To
INSIDE = (To.OWNER, To.OFFICERS, To.SIGNERS)


def objections_due(now: datetime):
    """Occasions reached by this moment, for every file with objections that wait.

    People outside the agency hear only of objections that everybody may know of: those of authors who spoke to the
    council alone, and of opinions hidden since, are not told to them.
    """
    steps = list(ReminderStep.objects.all())
    if not steps:
        return
    today, days_off = timezone.localtime(now).date(), holidays()
    for (compilation, due), waiting in sorted(
        _waiting().items(), key=lambda item: (item[0][0].pk, item[0][1])
    ):
        for to, step in reminders.reached(steps, due, today, days_off).items():
            yield from _occasions(compilation, waiting, due, today, to, step)


def _waiting() -> dict[tuple, list[Objection]]:
    """Those that wait, by compilation and date; each knows whether the public may know of it."""
    rows = Objection.objects.filter(answer="", state="posted").select_related(
        "citation__point__compilation__consultation__agency",
        "citation__point__compilation__consultation__council",
        "citation__point__duty",
    )
    rows = list(rows.order_by("pk"))
    spoken = [row.citation.comment_id for row in rows]
    public = set(
        Comment.objects.public().filter(state="posted", pk__in=spoken).order_by().values_list("pk", flat=True)
    )
    found = defaultdict(list)
    for row in rows:
        row.known = row.citation.comment_id in public
        found[row.citation.point.compilation, timezone.localtime(row.answer_due).date()].append(row)
    return found


def _occasions(compilation, waiting, due: date, today: date, to: str, step: ReminderStep):
    key = f"objections:{compilation.pk}:{due:%Y%m%d}:{step.days}{step.count[0]}:{to}"
    for people, mine in _groups(compilation, waiting, to):
        words = _words(compilation.consultation.code, len(mine), due, today)
        yield key, Told(people, Kind.DEADLINE, words[:500], _url(compilation, to))


def _groups(compilation, waiting, to: str):
    """(people, the objections that they hear of), never empty."""
    if to == To.OWNER:
        owned = defaultdict(list)
        for one in waiting:
            duty = getattr(one.citation.point, "duty", None)
            if duty and duty.owner_id:
                owned[duty.owner_id].append(one)
        return [((owner,), mine) for owner, mine in sorted(owned.items())]
    told = waiting if to in INSIDE else [one for one in waiting if one.known]
    people = reminders.people_of(compilation.consultation, to) if told else ()
    return [(people, told)] if people else []


def _words(code: str, count: int, due: date, today: date) -> str:
    """What waits, and how the date stands on the day on which it is told."""
    days = (due - today).days
    values = {
        "code": code,
        "count": writing.number(count),
        "day": vietnamese.date_short(due),
        "days": writing.number(abs(days)),
    }
    if days > 0:
        words = _(
            "Hồ sơ %(code)s còn %(count)s phản đối phải trả lời trước hết ngày %(day)s, còn %(days)s ngày."
        )
    elif days == 0:
        words = _("Hồ sơ %(code)s còn %(count)s phản đối phải trả lời trong hôm nay, ngày %(day)s.")
    else:
        words = _("Hồ sơ %(code)s có %(count)s phản đối quá hạn trả lời %(days)s ngày, thời hạn %(day)s.")
    return words % values


def _url(compilation, to: str) -> str:
    """The agency goes to its list, others to the published table."""
    return reverse("objections" if to in INSIDE else "results", args=[compilation.consultation.code])

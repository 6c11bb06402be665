"""How far an item of the yearly plan is, and why: from its file where it has one, else from its mark and its time."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, PlanItem, Stage
from consult.core.vietnamese import date_short

PLANNED, OPENED, DONE, DROPPED = "planned", "opened", "done", "dropped"
_MONTHS = 12


@dataclass(frozen=True)
class Standing:
    """A state with its name and the reason in one sentence; `late` where its time is over and nothing was opened."""

    state: str
    name: str
    reason: str
    late: bool = False


def standing(item: PlanItem, today: date) -> Standing:
    """Needs the item's file with its stages, if it has one."""
    file = item.consultation
    if item.mark == PlanItem.Mark.DROPPED:
        return Standing(DROPPED, _("Không thực hiện"), item.mark_reason)
    if file is not None and file.state == Consultation.State.CLOSED:
        return Standing(DONE, _("Đã thực hiện"), _("Hồ sơ %(code)s đã kết thúc.") % {"code": file.code})
    if file is not None and file.state == Consultation.State.OPEN:
        return Standing(OPENED, _("Đã mở"), _opened(file))
    if item.mark == PlanItem.Mark.DONE:
        return Standing(DONE, _("Đã thực hiện"), item.mark_reason)
    return _planned(item, file, today)


def _planned(item: PlanItem, file: Consultation | None, today: date) -> Standing:
    late = period_end(item.year, item.period) < today
    if file is not None:
        reason = (
            _("Hồ sơ %(code)s đang chuẩn bị.")
            if not late
            else _("Đã hết thời gian theo kế hoạch (%(when)s), hồ sơ %(code)s chưa mở.")
        )
    else:
        reason = (
            _("Chưa có hồ sơ.")
            if not late
            else _("Đã hết thời gian theo kế hoạch (%(when)s) mà chưa có hồ sơ.")
        )
    words = {"code": file.code if file else "", "when": item.get_period_display()}
    return Standing(PLANNED, _("Theo kế hoạch"), reason % words, late)


def _opened(file: Consultation) -> str:
    dates = asked_from_to(file)
    if dates is None:
        return _("Hồ sơ %(code)s đã mở.") % {"code": file.code}
    return _("Hồ sơ %(code)s lấy ý kiến từ %(start)s đến %(end)s.") % {
        "code": file.code,
        "start": date_short(dates[0]),
        "end": date_short(dates[1]),
    }


def asked_from_to(file: Consultation) -> tuple[date, date] | None:
    """The first and the last day on which the file takes opinions; None before it is open."""
    asking = next((stage for stage in file.stages.all() if stage.kind == Stage.Kind.COMMENT), None)
    if file.opened_at is None or asking is None or asking.closes_at is None:
        return None
    return timezone.localtime(file.opened_at).date(), timezone.localtime(asking.closes_at).date()


def period_end(year: int, period: str) -> date:
    """The last day of a month ("m03") or quarter ("q1") of the year."""
    month = int(period[1:]) * (3 if period[0] == "q" else 1)
    after = date(year + 1, 1, 1) if month == _MONTHS else date(year, month + 1, 1)
    return after - timedelta(days=1)

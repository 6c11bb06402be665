"""The lines of the yearly plan (no. 12): the items of the council's plan in order, then files of the year without one.

Called by paper_data and paper_catalogue. Dropped and removed items are no part of it.
"""

from django.db.models import Prefetch
from django.utils import timezone

from consult.consultations.models import Consultation, PlanItem, Stage
from consult.consultations.plan_selectors import files_without, items_of
from consult.consultations.plan_states import asked_from_to
from consult.core import papers
from consult.core.vietnamese import date_long, date_short

_ASKING = Prefetch("stages", Stage.objects.filter(kind=Stage.Kind.COMMENT))


def lines(by, council, year: int) -> tuple[papers.Planned, ...]:
    """As `by` may see them; four queries."""
    items = items_of(council.pk, year).filter(removed_at=None).exclude(mark=PlanItem.Mark.DROPPED)
    files = files_without(by, council, year).prefetch_related(_ASKING)
    return (*map(_item, items), *(_file(file, council) for file in files))


def years_planned(council) -> list[int]:
    """Years with an item that would be printed; one query."""
    found = PlanItem.objects.filter(council=council, removed_at=None).exclude(mark=PlanItem.Mark.DROPPED)
    return list(found.order_by("year").values_list("year", flat=True).distinct())


def _item(item: PlanItem) -> papers.Planned:
    file = item.consultation
    return papers.Planned(
        content=item.content,
        form=str(item.get_form_display()),
        when="\n".join(filter(None, [str(item.get_period_display()), _asked(file) if file else ""])),
        lead=item.lead or item.council.official_name,
        agency=(file.agency if file else item.agency).official_name,
        note="\n".join(filter(None, [f"Hồ sơ {file.code}." if file else "", item.note])),
    )


def _file(file: Consultation, council) -> papers.Planned:
    asking = next(iter(file.stages.all()), None)
    until = (
        f"Đến {date_long(timezone.localtime(asking.closes_at).date())}" if asking and asking.closes_at else ""
    )
    return papers.Planned(
        content=file.title,
        form=str(file.get_kind_display()),
        when=_asked(file) or until,
        lead=council.official_name,
        agency=file.agency.official_name,
        note=f"Hồ sơ {file.code}.",
    )


def _asked(file: Consultation) -> str:
    dates = asked_from_to(file)
    return f"Lấy ý kiến từ {date_short(dates[0])} đến {date_short(dates[1])}" if dates else ""

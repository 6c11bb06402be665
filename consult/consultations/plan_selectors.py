"""Read the yearly plan of a council: its page, one item with what may be done with it, and what may be chosen."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import plan_rules as may
from consult.consultations.models import Consultation, PlanItem, Stage
from consult.consultations.plan_actions import YEARS
from consult.consultations.plan_states import DROPPED, Standing, standing
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import Organisation
from consult.people.roles import AGENCY_KINDS, COUNCIL_ROLES
from consult.people.selectors import organisations_of


@dataclass(frozen=True)
class PlanRow:
    """One item as its row shows it; `number` is its place, 0 where it has none."""

    item: PlanItem
    number: int
    standing: Standing
    lead: str
    code: str
    up: int
    down: int
    may_remove: bool


@dataclass(frozen=True)
class FileWithout:
    """A file of the year that no item of a plan names."""

    code: str
    title: str
    agency: str
    kind: str


@dataclass(frozen=True)
class PlanPage:
    """The plan of one year. `undone` is an item removed a moment ago, `paper` the address of its official paper."""

    council: Organisation
    year: int
    years: tuple[int, ...]
    rows: tuple[PlanRow, ...]
    dropped: tuple[PlanRow, ...]
    removed: tuple[PlanItem, ...]
    files: tuple[FileWithout, ...]
    may_write: Verdict
    paper: str
    undone: PlanItem | None = None


@dataclass(frozen=True)
class ItemPage:
    """One item to be changed."""

    row: PlanRow
    may_mark: Verdict


def council_or_404(user, slug: str, year: int) -> Organisation:
    """The council whose plan this person reads, of a year that can be one."""
    council = Organisation.objects.filter(slug=slug).first()
    if council is None or year not in YEARS or not may.may_see_plan(user, council):
        raise NotThere("")
    return council


def plans_of(user) -> list[tuple[str, str]]:
    """The plans of this year that the person reads: address and name of the council. One query."""
    mine = organisations_of(user, *COUNCIL_ROLES)
    year = timezone.localdate().year
    rows = Organisation.objects.filter(pk__in=mine).order_by("short_name") if mine else ()
    return [(reverse("plan", args=[row.slug, year]), row.short_name) for row in rows]


def items_of(council_id: int, year: int):
    """Every item of the year in order, removed ones too, with file and stages; two queries."""
    asking = Prefetch("consultation__stages", Stage.objects.filter(kind=Stage.Kind.COMMENT))
    rows = PlanItem.objects.filter(council=council_id, year=year).order_by("order", "pk")
    return rows.select_related("agency", "council", "consultation__agency").prefetch_related(asking)


def files_without(user, council, year: int):
    """Files of the council made in the year that the person may see and that no plan names, the oldest first."""
    named = PlanItem.objects.filter(consultation=OuterRef("pk"), removed_at=None)
    rows = Consultation.objects.visible_to(user).filter(council=council, created_at__year=year)
    return rows.exclude(Exists(named)).select_related("agency", "council").order_by("pk")


def plan_page(user, council, year: int, undone: str = "") -> PlanPage:
    """Asked `council_or_404` before; the number of queries does not depend on the number of items."""
    items = list(items_of(council.pk, year))
    placed = [item for item in items if item.removed_at is None and item.mark != DROPPED]
    removed = tuple(item for item in items if item.removed_at is not None)
    writes = may.may_write_plan(user, council)
    today = timezone.localdate()
    rows = [
        _row(user, item, number, len(placed), today, bool(writes)) for number, item in enumerate(placed, 1)
    ]
    dropped = [
        _row(user, item, 0, 0, today, bool(writes))
        for item in items
        if item.removed_at is None and item.mark == DROPPED
    ]
    return PlanPage(
        council=council,
        year=year,
        years=_years(council, year),
        rows=tuple(rows),
        dropped=tuple(dropped),
        removed=removed if writes else (),
        files=tuple(
            FileWithout(row.code, row.title, row.agency.short_name, str(row.get_kind_display()))
            for row in files_without(user, council, year)
        ),
        may_write=writes,
        paper=_paper(user, council, year),
        undone=next((item for item in removed if writes and str(item.pk) == undone), None),
    )


def _row(user, item: PlanItem, number: int, last: int, today, writes: bool) -> PlanRow:
    return PlanRow(
        item=item,
        number=number,
        standing=standing(item, today),
        lead=item.lead or item.council.short_name,
        code=item.consultation.code if item.consultation else "",
        up=number - 1 if writes and number > 1 else 0,
        down=number + 1 if writes and 0 < number < last else 0,
        may_remove=writes and bool(may.may_remove_item(user, item)),
    )


def _years(council, year: int) -> tuple[int, ...]:
    """Years with items, this one and the next, and the one that is shown."""
    now = timezone.localdate().year
    found = (
        PlanItem.objects.filter(council=council, removed_at=None).order_by().values_list("year", flat=True)
    )
    return tuple(sorted({*found.distinct(), now, now + 1, year}))


def _paper(user, council, year: int) -> str:
    """The official paper stands among those of the council's newest file; empty where it has none."""
    newest = Consultation.objects.visible_to(user).filter(council=council).order_by("-pk").first()
    code = "ke-hoach-nam" if year == timezone.localdate().year else f"ke-hoach-nam-{year}"
    return reverse("official_paper", args=[newest.code, code]) if newest else ""


def item_or_404(user, pk: int) -> PlanItem:
    """An item of a plan that the person reads."""
    found = PlanItem.objects.select_related("council", "agency", "consultation").filter(pk=pk).first()
    if found is None or not may.may_see_plan(user, found.council):
        raise NotThere("")
    return found


def item_page(user, item: PlanItem) -> ItemPage:
    """The item with its state."""
    return ItemPage(_row(user, item, 0, 0, timezone.localdate(), True), may.may_mark_item(user, item))


def words_of(item: PlanItem) -> tuple[tuple[str, str], ...]:
    """What is stored of an item, field by field, for somebody who saved too late."""
    file = item.consultation
    return (
        (_("Nội dung phản biện"), item.content),
        (_("Cơ quan chủ trì soạn thảo"), item.agency.short_name),
        (_("Hình thức"), str(item.get_form_display())),
        (_("Thời gian"), str(item.get_period_display())),
        (_("Chủ thể phản biện"), item.lead or item.council.short_name),
        (_("Ghi chú"), item.note or "–"),
        (_("Hồ sơ"), file.code if file else _("Chưa có hồ sơ")),
    )


def agencies() -> list[Organisation]:
    """Agencies that draft, by name, those that still exist first."""
    rows = Organisation.objects.filter(kind__in=AGENCY_KINDS, valid_to=None)
    return list(rows.order_by("short_name", "pk"))


def files_to_name(user, council, item: PlanItem | None = None) -> list[Consultation]:
    """Files of the council that no item names yet, and the one that this item names; the newest first."""
    named = PlanItem.objects.filter(removed_at=None, consultation__isnull=False)
    if item is not None:
        named = named.exclude(pk=item.pk)
    rows = Consultation.objects.visible_to(user).filter(council=council)
    return list(rows.exclude(pk__in=named.values("consultation")).order_by("-pk")[:200])

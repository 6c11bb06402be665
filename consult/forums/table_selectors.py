"""A table being taken in: how far it is, its columns, its rows with their doubts."""

from dataclasses import dataclass, field

from django.core.paginator import Page
from django.db.models import Count
from django.utils.translation import gettext as _

from consult.core import intake, legal
from consult.forums import intake_rules as may
from consult.forums.intake_models import Import, ImportRow
from consult.forums.intake_selectors import PaperRow, paper_or_404, paper_row
from consult.kit.pages import paginate
from consult.kit.stored import said, word
from consult.kit.verdicts import NotThere, Verdict

PER_PAGE = 20
HEADINGS = 12
SAMPLES = 4
MOST_GROUPS = 30
Line = ImportRow.State


@dataclass(frozen=True)
class Group:
    """Tables of one file that have the same headings: their columns are named together."""

    first: int
    tables: tuple[int, ...]
    name: str
    rows: int
    layout: intake.Layout
    columns: tuple[str, ...]  # words for each column
    starts: tuple[str, ...]  # the first rows, one of which may hold the headings
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class LineRow:
    """A row of the table as its clerk reads it."""

    id: int
    order: int
    where: str
    state: str
    place: str
    quoted: str  # what the file says about the place, where that is the doubt
    citation: str
    speaker: str
    position: str
    text: str
    proposed: str
    counted: int
    version: int
    doubts: tuple[str, ...]
    acceptable: bool
    aside: str
    cells: tuple[str, ...]
    comment_id: int | None


@dataclass(frozen=True)
class TablePage:
    """The import with its counts; `lines` are those of the state asked for."""

    paper: PaperRow
    state: str
    state_name: str
    reason: str
    counts: dict[str, int]
    may_continue: Verdict
    may_undo: Verdict
    groups: tuple[Group, ...] = ()
    chosen: str = ""
    lines: tuple[LineRow, ...] = field(default=())
    page: Page | None = None

    @property
    def waits(self) -> bool:
        return self.state in ("reading", "checking", "running")

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def to_enter(self) -> int:
        return self.counts["ready"] + self.counts["placed"]

    @property
    def parts(self) -> tuple[tuple[str, str, int], ...]:
        return (
            ("la", _("đã nhập"), self.counts["placed"]),
            ("cham", _("sẵn sàng"), self.counts["ready"]),
            ("nghe", _("cần xem lại"), self.counts["doubt"]),
            ("chi", _("để riêng"), self.counts["aside"]),
        )


def table_or_404(user, consultation, pk: int, *, cells: bool = False) -> Import:
    """The import of a paper, for officers of the side that took it."""
    paper = paper_or_404(user, consultation, pk)
    found = Import.objects.filter(paper=paper)
    table = (found if cells else found.defer("tables", "layouts")).first()
    if table is None or may.office_id(user, consultation) != paper.office_id:
        raise NotThere("")
    table.paper = paper
    return table


def row_or_404(table: Import, order: int) -> ImportRow:
    row = ImportRow.objects.filter(table=table, order=order).select_related("clause").first()
    if row is None:
        raise NotThere("")
    return row


def table_page(user, consultation, pk: int, *, chosen: str = "", number=1) -> TablePage:
    table = table_or_404(user, consultation, pk, cells=False)
    counts = dict.fromkeys(Line.values, 0)
    counts.update(table.lines.order_by().values_list("state").annotate(n=Count("pk")))
    paper = table.paper
    paper.posted, paper.people = counts["placed"], 0
    fields = {
        "paper": paper_row(user, paper),
        "state": table.state,
        "state_name": table.get_state_display(),
        "reason": said(table.reason, legal.REFUSALS.values()),
        "counts": counts,
        "may_continue": may.may_continue(user, paper),
        "may_undo": may.may_undo(user, paper),
    }
    if table.state not in ("checked", "done", "undone"):
        return TablePage(**fields)
    chosen = chosen if chosen in Line.values else _first(counts)
    found = table.lines.filter(state=chosen).select_related("clause").order_by("order")
    page = paginate(found, number, PER_PAGE)
    lines = tuple(line_row(row, table.names) for row in page)
    return TablePage(**fields, chosen=chosen, lines=lines, page=page)


def _first(counts: dict[str, int]) -> str:
    """Doubtful rows come first."""
    return next((state for state in ("doubt", "ready", "placed", "aside") if counts[state]), "doubt")


def line_row(row: ImportRow, names: list[str]) -> LineRow:
    doubts = tuple(word(intake.DOUBTS[code]) for code in row.doubts)
    where = {"table": names[row.sheet] if row.sheet < len(names) else "", "number": row.number}
    return LineRow(
        id=row.pk,
        order=row.order,
        where=_("%(table)s, dòng %(number)s") % where,
        state=row.state,
        place=row.place,
        quoted=row.place if {"place-unknown", "place-many"} & set(row.doubts) else "",
        citation=_citation(row),
        speaker=row.speaker,
        position=row.position,
        text=row.text,
        proposed=row.proposed,
        counted=row.counted,
        version=row.version,
        doubts=doubts,
        acceptable=bool(row.doubts) and not intake.BLOCKING & set(row.doubts),
        aside=said(row.aside_reason, intake.DOUBTS.values()),
        cells=tuple(cell for cell in row.cells if cell),
        comment_id=row.comment_id,
    )


def _citation(row: ImportRow) -> str:
    if "place-unknown" in row.doubts:
        return ""
    return row.clause.citation if row.clause else _("toàn văn dự thảo")


def groups_of(table: Import) -> tuple[Group, ...]:
    """Tables with equal headings together; one without headings belongs to the one that it goes on."""
    found: dict[tuple, list[int]] = {}
    last: tuple | None = None
    for place, (stored, layout) in enumerate(zip(table.tables, table.layouts, strict=True)):
        header = layout["header"]
        if header >= 0:
            last = ("heads", tuple(stored["rows"][header][1]))
        elif not layout["used"] or last is None:
            found[("single", place)] = [place]
            continue
        found.setdefault(last, []).append(place)
    return tuple(_group(table, places) for places in list(found.values())[:MOST_GROUPS])


def _group(table: Import, places: list[int]) -> Group:
    first = table.tables[places[0]]
    layout = intake.Layout(**table.layouts[places[0]])
    rows = [cells for _number, cells in first["rows"]]
    width = len(rows[0]) if rows else 0
    heads = rows[layout.header] if layout.header >= 0 else [""] * width
    return Group(
        first=places[0],
        tables=tuple(places),
        name=", ".join(table.tables[place]["name"] for place in places),
        rows=sum(len(table.tables[place]["rows"]) for place in places),
        layout=layout,
        columns=tuple(_column(n, words) for n, words in enumerate(heads)),
        starts=tuple(_start(number, cells) for number, cells in first["rows"][:HEADINGS]),
        samples=tuple(tuple(c[:80] for c in cells) for cells in rows[layout.header + 1 :][:SAMPLES]),
    )


def _column(place: int, words: str) -> str:
    letter = chr(65 + place) if place < 26 else str(place + 1)
    words = " ".join(words.split())[:60]
    return f"{letter}. {words}" if words else letter


def _start(number: int, cells: list[str]) -> str:
    words = " | ".join(dict.fromkeys(" ".join(cell.split())[:24] for cell in cells if cell))
    return f"{number}. {words[:90]}"


def layouts_from(table: Import, groups, chosen: dict[int, intake.Layout]) -> list[intake.Layout]:
    """A layout for each table from those of the groups; the row of headings holds for tables that have one."""
    layouts = [intake.Layout(used=False)] * len(table.tables)
    for group in groups:
        layout = chosen[group.first]
        for place in group.tables:
            same = place == group.first or table.layouts[place]["header"] >= 0
            header = layout.header if place == group.first else table.layouts[place]["header"]
            layouts[place] = intake.Layout(header if same else -1, layout.columns, layout.used)
    return layouts

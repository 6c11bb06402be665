"""The next version beside the answers: its units, which points ask for each, and what became of them."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from consult.consultations.models import Consultation
from consult.core import legal
from consult.documents import rules as documents
from consult.documents.comparison import changes
from consult.documents.models import DraftVersion
from consult.documents.repair_page import turns
from consult.documents.selectors import ClauseRow, tree
from consult.kit.verdicts import NotThere
from consult.reports import rules, snapshot
from consult.reports.changes import newest
from consult.reports.register import register
from consult.reports.selectors import compilation_of

_DAY = 24 * 3600


@dataclass(frozen=True)
class Asking:
    """A point that asks for a unit: how it stands, and the wordings that opinions propose."""

    id: int
    number: int
    title: str
    state: str
    label: str
    url: str
    proposed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UnitRow:
    """One unit of the version being written."""

    row: ClauseRow
    points: int
    waiting: int
    changed: bool
    current: bool


@dataclass(frozen=True)
class Bench:
    """The unit at hand: its words, those of the version commented, and who asks for what."""

    row: ClauseRow
    ops: tuple[legal.Op, ...]
    was: str
    asking: tuple[Asking, ...]
    words: str


@dataclass(frozen=True)
class NextPage:
    consultation: Consultation
    version: DraftVersion | None
    may_begin: object
    may_write: object
    units: tuple[UnitRow, ...]
    whole: tuple[Asking, ...]
    removed: tuple[Asking, ...]
    bench: Bench | None
    undo: str
    redo: str
    key: uuid.UUID

    @property
    def written(self) -> bool:
        """Whether the version is in preparation and was begun here, so that its words may change."""
        return bool(self.version and self.version.state == "prepared" and self.version.origin_id)

    @property
    def changed(self) -> int:
        return sum(unit.changed for unit in self.units)


def next_page(user, consultation, *, unit: str = "") -> NextPage:
    """The whole page for the agency; queries do not depend on the numbers of units and points. NotThere for others."""
    rules.may_see_answering(user, consultation).or_refuse()
    version = newest(consultation)
    prepared = version if version and version.state == "prepared" else None
    compilation = compilation_of(consultation)
    if prepared is None:
        return NextPage(
            consultation, version, documents.may_upload(user, consultation.draft, None),
            documents.may_write(user, consultation.draft), (), (), (), None, "", "", uuid.uuid4(),
        )  # fmt: skip
    rows, places = tree(prepared.pk), _places(consultation, prepared)
    asking, whole, removed = _asking(user, consultation, compilation, places)
    chosen = _chosen(rows, unit, asking)
    undo, redo = turns(prepared)
    return NextPage(
        consultation=consultation,
        version=prepared,
        may_begin=documents.may_upload(user, consultation.draft, prepared),
        may_write=documents.may_reword(user, prepared),
        units=tuple(_unit(row, asking, places, chosen) for row in rows),
        whole=whole,
        removed=removed,
        bench=_bench(chosen, asking, places) if chosen else None,
        undo=undo,
        redo=redo,
        key=uuid.uuid4(),
    )


@dataclass(frozen=True)
class _Place:
    """What a unit of the new version was: units of the version commented, their words, and the redline."""

    olds: tuple[int, ...]
    was: str
    ops: tuple[legal.Op, ...]
    changed: bool


def _places(consultation, version) -> dict[int, _Place]:
    """By unit of the version being written; kept as long as its text is the same."""
    key = f"next:{consultation.version_id}:{version.pk}:{version.revision}"
    found = cache.get(key)
    if found is None:
        found = {
            new.id: _Place(
                tuple(old.id for old in row.olds),
                "\n".join(old.printed for old in row.olds),
                row.ops,
                row.edited or not row.olds,
            )
            for row in changes(consultation.version_id, version.pk)
            for new in row.news
        }
        cache.set(key, found, _DAY)
    return found


def _asking(user, consultation, compilation, places):
    """Points by the unit that they ask for; those on the whole draft; those whose unit is gone."""
    if compilation is None or compilation.state == "open":
        return {}, (), ()
    compilation.consultation = consultation
    shown = {row.id: row for row in register(user, compilation).rows}
    homes = defaultdict(list)
    for new, place in places.items():
        for old in place.olds:
            homes[old].append(new)
    by_unit, whole, removed = defaultdict(list), [], []
    points = compilation.points.prefetch_related(*snapshot.CITED).order_by("order", "id")
    for point in points:
        one = _asks(point, shown[point.pk])
        clauses = {point.clause_id, *point.also} - {None}
        units = {new for clause in clauses for new in homes.get(clause, ())}
        for new in units:
            by_unit[new].append(one)
        if not clauses:
            whole.append(one)
        elif not units:
            removed.append(one)
    return by_unit, tuple(whole), tuple(removed)


def _asks(point, row) -> Asking:
    said = [one for one in snapshot.opinions(point) if one["proposed"]]
    proposed = tuple((one["contributor"], one["proposed"]) for one in said)
    return Asking(point.pk, row.number, point.title, row.state, row.label, row.url, proposed)


def _chosen(rows, raw: str, asking) -> ClauseRow | None:
    """The unit asked for, else the first that a point asks for, else the first with words."""
    if raw:
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 18):
            raise NotThere("")
        found = next((row for row in rows if row.id == int(raw)), None)
        if found is None:
            raise NotThere("")
        return found
    return next((row for row in rows if row.id in asking), next((row for row in rows if row.text), None))


def _unit(row: ClauseRow, asking, places, chosen) -> UnitRow:
    points = asking.get(row.id, ())
    waiting = sum(one.state in ("late", "wait", "back") for one in points)
    place = places.get(row.id)
    return UnitRow(row, len(points), waiting, bool(place and place.changed), row is chosen)


def _bench(row: ClauseRow, asking, places) -> Bench:
    place = places.get(row.id) or _Place((), "", (), True)
    words = "\n".join(filter(None, [row.title, row.text]))
    return Bench(row, place.ops, place.was, tuple(asking.get(row.id, ())), words)


def address(consultation, unit=None) -> str:
    """The page, at one of its units."""
    place = reverse("next_draft", args=[consultation.code])
    return f"{place}?muc={unit}#c-{unit}" if unit else place


def may_see_or_404(user, consultation) -> None:
    """NotThere for everybody but the agency."""
    rules.may_see_answering(user, consultation).or_refuse()


def version_or_404(user, consultation) -> DraftVersion:
    """The version being written, for the agency alone."""
    rules.may_see_answering(user, consultation).or_refuse()
    version = newest(consultation)
    if version is None or version.state != "prepared":
        raise NotThere("")
    return version

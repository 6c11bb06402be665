"""The page on which an officer corrects the tree of an upload: all units, and the one at hand with what can be done."""

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from consult.core.legal.cutting import cuts
from consult.documents.models import DraftVersion, Repair
from consult.documents.selectors import ClauseRow, WarningRow, clause_row, tree, warnings_of
from consult.kit.verdicts import NotThere

KINDS = {
    "part": gettext_lazy("Phần"),
    "chapter": gettext_lazy("Chương"),
    "section": gettext_lazy("Mục"),
    "subsection": gettext_lazy("Tiểu mục"),
    "article": gettext_lazy("Điều"),
    "clause": gettext_lazy("Khoản"),
    "point": gettext_lazy("Điểm"),
    "dash": gettext_lazy("Gạch đầu dòng"),
    "paragraph": gettext_lazy("Đoạn"),
    "table": gettext_lazy("Bảng"),
    "signature": gettext_lazy("Chữ ký"),
    "recipients": gettext_lazy("Nơi nhận"),
    "appendix": gettext_lazy("Phụ lục"),
    "attachment": gettext_lazy("Văn bản kèm theo"),
}


@dataclass(frozen=True)
class Piece:
    """A piece of a unit's text; the unit can be split before it, at the place `at` (0: the beginning)."""

    at: int
    text: str


@dataclass(frozen=True)
class Bench:
    """The unit at hand."""

    version_id: int
    row: ClauseRow
    kind: str
    pieces: tuple[Piece, ...]
    kinds: tuple[tuple[str, str], ...]
    revision: int
    key: uuid.UUID
    warnings: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        return self.row.kind == "table"


@dataclass(frozen=True)
class Problem:
    """Why a step was not done; after a race with both texts."""

    reason: str
    stored: dict = field(default_factory=dict)
    sent: dict = field(default_factory=dict)


@dataclass(frozen=True)
class RepairPage:
    """The whole page. `undo` and `redo` name the step they would turn, or are empty."""

    version: DraftVersion
    rows: tuple[ClauseRow, ...]
    warnings: tuple[WarningRow, ...]
    warned: frozenset[int]
    bench: Bench | None
    undo: str
    redo: str
    steps: int
    revision: int
    key: uuid.UUID


def repair_page(version: DraftVersion, unit: int | None) -> RepairPage:
    """All units with one at hand: the one asked for, else the first that is doubtful, else the first."""
    rows = tree(version.pk)
    warnings = warnings_of(version, rows)
    warned = [warning.clause_id for warning in warnings if warning.clause_id]
    places = {row.id: row for row in rows}
    chosen = next((pk for pk in (unit, *warned, *places) if pk in places), None)
    undo, redo = turns(version)
    return RepairPage(
        version=version,
        rows=rows,
        warnings=warnings,
        warned=frozenset(warned),
        bench=_bench(version, places[chosen], warnings) if chosen else None,
        undo=undo,
        redo=redo,
        steps=version.revision,
        revision=version.revision,
        key=uuid.uuid4(),
    )


def bench(version: DraftVersion, raw: str) -> Bench:
    """One unit of this version with what can be done to it, or NotThere."""
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 18):
        raise NotThere("")
    row = clause_row(version.pk, int(raw))
    return _bench(version, row, warnings_of(version, [row]))


def _bench(version, row: ClauseRow, warnings) -> Bench:
    kinds = tuple((code, str(words)) for code, words in KINDS.items() if code != "table")
    own = tuple(warning.message for warning in warnings if warning.clause_id == row.id)
    # Before its first word a text is cut only from a title.
    pieces = [piece for piece in pieces_of(row.text) if piece.at or row.title] if row.kind != "table" else []
    return Bench(
        version.pk, row, str(KINDS[row.kind]), tuple(pieces), kinds, version.revision, uuid.uuid4(), own
    )


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Where a text may be split: at its lines, sentences and printed labels."""
    places = cuts(text)
    return tuple(
        Piece(at, text[at:end].strip()) for at, end in zip(places, [*places[1:], len(text)], strict=False)
    )


def turns(version) -> tuple[str, str]:
    """What undoing and redoing would turn, in words, or empty; one query."""
    steps = list(version.repairs.filter(change__isnull=False).defer("change").order_by("number"))
    done, undone = ([step for step in steps if step.undone is side] for side in (False, True))
    return (_words(done[-1]) if done else "", _words(undone[0]) if undone else "")


def _words(step: Repair) -> str:
    return f"{step.get_kind_display()}: {step.place}"

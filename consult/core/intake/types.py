"""The plain records of the tables that people send."""

from dataclasses import dataclass, field

FIELDS = (
    "place", "clause", "point", "speaker", "position", "text", "grounds", "proposed", "counted",
)  # fmt: skip
"""What a column may hold. Where articles, clauses and points have columns of their own, `place` is the article's."""


@dataclass(frozen=True)
class Row:
    """One printed row that says something; `number` counts all rows of its table from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook or a table of a Word file; merged cells repeat what they hold in each of their rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Layout:
    """Which row of a table holds the headings (-1: none) and which column holds what; `used` says: take this table."""

    header: int = -1
    columns: dict[str, int] = field(default_factory=dict)
    used: bool = True


@dataclass(frozen=True)
class Found:
    """What words about a place mean: `kind` is one, general, many, none, same or blank; `ident` the unit's id."""

    kind: str
    ident: str = ""


@dataclass(frozen=True)
class Opinion:
    """One row as an opinion. `doubts` are codes of SENTENCES; `aside` one of ASIDE when it is no opinion at all."""

    table: int
    number: int
    cells: tuple[str, ...]
    place: str = ""
    ident: str = ""
    speaker: str = ""
    position: str = "other"
    text: str = ""
    proposed: str = ""
    counted: int = 1
    doubts: tuple[str, ...] = ()
    aside: str = ""

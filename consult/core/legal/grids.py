"""Tables that a PDF draws with lines: the words between the lines become rows and cells again."""

from dataclasses import dataclass

from .rows import Piece, Row, rows_of
from .types import CELL, PARAGRAPH, ROW

_NEAR = 3.0
_MIN_CELL = 8.0
_MAX_LINES = 4_000


@dataclass(frozen=True)
class Grid:
    """The printed lines of one table: places of its columns and rows, from the left and from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def holds(self, piece: Piece) -> bool:
        middle = (piece.left + piece.right) / 2
        inside = self.columns[0] - _NEAR <= middle <= self.columns[-1] + _NEAR
        return inside and self.rows[0] - _NEAR <= piece.top - piece.size * 0.3 <= self.rows[-1] + _NEAR


def find_grids(rules: list[tuple[float, float, float, float]]) -> list[Grid]:
    """Tables among printed lines (left, top, right, bottom): at least two cells, lines that touch."""
    groups = _touching(rules[:_MAX_LINES])
    grids = []
    for group in groups:
        columns = _places(
            [(left + right) / 2 for left, top, right, bottom in group if bottom - top > right - left]
        )
        rows = _places(
            [(top + bottom) / 2 for left, top, right, bottom in group if bottom - top <= right - left]
        )
        if len(columns) >= 2 and len(rows) >= 2 and len(columns) + len(rows) >= 5:
            grids.append(Grid(tuple(columns), tuple(rows)))
    return sorted(grids, key=lambda grid: grid.rows[0])


def _touching(rules: list[tuple[float, float, float, float]]) -> list[list]:
    """Lines in groups that hang together, found along the page from the top."""
    groups: list[tuple[list[float], list]] = []
    for rule in sorted(rules, key=lambda rule: (rule[1], rule[0])):
        box, members = list(rule), [rule]
        kept = []
        for other, those in groups:
            if _meet(box, other):
                box = [
                    min(box[0], other[0]),
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                ]
                members = those + members
            else:
                kept.append((other, those))
        groups = [*kept, (box, members)]
    return [members for _, members in groups]


def _meet(one: list[float], other: list[float]) -> bool:
    apart = one[0] > other[2] + _NEAR or other[0] > one[2] + _NEAR
    return not apart and one[1] <= other[3] + _NEAR and other[1] <= one[3] + _NEAR


def _places(values: list[float]) -> list[float]:
    """Lines drawn twice, or in short parts, count once."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _MIN_CELL / 2:
            places.append(value)
    return places


def fill(grid: Grid, pieces: list[Piece], page: int) -> Row | None:
    """The table with the words that stand in it; a word in joined cells goes to the first of them."""
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        down = _index(grid.rows, piece.top - piece.size * 0.3)
        across = _index(grid.columns, piece.left + min(piece.size, (piece.right - piece.left) / 2))
        cells.setdefault((down, across), []).append(piece)
    printed = [
        CELL.join(_words(cells.get((down, across), []), page) for across in range(len(grid.columns) - 1))
        for down in range(len(grid.rows) - 1)
    ]
    text = ROW.join(row for row in printed if row.strip(CELL))
    if not text:
        return None
    return Row(text, grid.columns[0], grid.columns[-1], grid.rows[0], page, kind="table")


def _index(places: tuple[float, ...], value: float) -> int:
    inside = sum(1 for place in places[1:-1] if place <= value)
    return min(inside, len(places) - 2)


def _words(pieces: list[Piece], page: int) -> str:
    """The lines of a cell; one that goes on in small letters is joined to the one before."""
    texts: list[str] = []
    for row in rows_of(pieces, page):
        if texts and (row.text[:1].islower() or texts[-1].endswith((",", "-"))):
            texts[-1] += " " + row.text
        else:
            texts.append(row.text)
    return PARAGRAPH.join(texts)

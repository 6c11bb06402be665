"""Cells put together to rows; merged ones fill the rows that they cover."""

from bisect import bisect_right

from consult.core.legal.limits import refuse

from .types import Row, Table

MOST_ROWS = 20_000
MOST_COLUMNS = 60


def check_rows(count: int) -> None:
    """Refuse more rows than anybody would look through."""
    if count > MOST_ROWS:
        raise refuse("too_many_rows", most=f"{MOST_ROWS:,}".replace(",", "."))


class Grid:
    """A table being read. Rows and columns may come in any order; only rows with words of their own count."""

    def __init__(self, name: str):
        self.name = name
        self._rows: dict[int, dict[int, str]] = {}
        self._merged: list[tuple[int, int, int]] = []

    def put(self, row: int, column: int, text: str) -> None:
        if text and column < MOST_COLUMNS:
            self._rows.setdefault(row, {}).setdefault(column, text)
            check_rows(len(self._rows))

    def carry(self, column: int, top: int, bottom: int) -> None:
        """The cell at the top of a column goes on down to `bottom`."""
        if bottom > top and column < MOST_COLUMNS:
            self._merged.append((column, top, bottom))

    def table(self) -> Table:
        known = sorted(self._rows)
        filled = 0
        for column, top, bottom in self._merged:
            text = self._rows.get(top, {}).get(column, "")
            covered = known[bisect_right(known, top) : bisect_right(known, bottom)] if text else ()
            filled += len(covered)
            if filled > MOST_ROWS * MOST_COLUMNS:  # overlapping merges: no table of any office
                raise refuse("too_much")
            for number in covered:
                self._rows[number].setdefault(column, text)
        width = max((max(cells) + 1 for cells in self._rows.values()), default=0)
        rows = ((n, self._rows[n]) for n in known)
        return Table(
            self.name, tuple(Row(n, tuple(cells.get(c, "") for c in range(width))) for n, cells in rows)
        )

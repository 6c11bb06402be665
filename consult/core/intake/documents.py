"""The tables of a Word file."""

from consult.core.legal.word_tables import read_tables

from .grid import Grid, check_rows
from .types import Table


def read_documents(data: bytes) -> list[Table]:
    """Every table that says something, in order. Raises legal.Refused."""
    tables, total = [], 0
    for rows in read_tables(data):
        grid = Grid(f"Bảng {len(tables) + 1}")
        starts: dict[int, int] = {}
        for number, row in enumerate(rows, 1):
            for cell in row:
                if cell.below:
                    grid.carry(cell.column, starts.get(cell.column, number), number)
                else:
                    starts[cell.column] = number
                    grid.put(number, cell.column, cell.text)
        table = grid.table()
        total += len(table.rows)
        check_rows(total)
        tables += [table] if table.rows else []
    return tables

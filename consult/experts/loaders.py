"""Load the official classification from a table with the columns level, code, name. Called by the command."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from consult.core import vietnamese
from consult.experts.models import Field

LENGTHS = {1: 1, 2: 3, 3: 5, 4: 7}


class TableError(ValueError):
    """The table is not of the expected shape; says in which line."""


@dataclass(frozen=True)
class Row:
    level: int
    code: str
    name: str


def read_table(path: Path) -> list[Row]:
    """Rows of the CSV in their order. Raises TableError on a wrong head, level, code or name."""
    with open(path, encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"level", "code", "name"} <= set(reader.fieldnames or ()):
            raise TableError("line 1: expected the columns level, code, name")
        return [_row(raw, reader.line_num) for raw in reader]


def _row(raw: dict, line: int) -> Row:
    level, code = (raw["level"] or "").strip(), (raw["code"] or "").strip()
    name = vietnamese.clean_name(raw["name"] or "")
    if not level.isascii() or not level.isdigit() or int(level) not in LENGTHS:
        raise TableError(f"line {line}: level {level!r}")
    if not code.isascii() or not code.isdigit() or len(code) != LENGTHS[int(level)]:
        raise TableError(f"line {line}: code {code!r} of level {level}")
    if not name or len(name) > 500:
        raise TableError(f"line {line}: name of code {code}")
    # Levels 1 and 2 are printed in capitals in the official table.
    return Row(int(level), code, name.capitalize() if name.isupper() else name)


@transaction.atomic
def load_rows(rows: Iterable[Row]) -> tuple[int, int]:
    """Add what is missing and take over the official wording of levels 1 and 2; returns (added, renamed).

    The table uses some codes twice below level 2: code and name together are the key there. The parent
    has the longest code that begins the row's (a few codes of the circular lack the level above); of two rows
    with that code, the nearest one above. Nothing is deleted.
    """
    fields = list(Field.objects.all())
    by_code = {field.code: field for field in fields if field.level <= 2}
    by_name = {(field.code, field.name): field for field in fields}
    placed = {code: [(-1, field)] for code, field in by_code.items()}
    added = renamed = 0
    for place, row in sorted(enumerate(rows), key=lambda numbered: numbered[1].level):
        found = by_code.get(row.code) if row.level <= 2 else by_name.get((row.code, row.name))
        if found is None:
            parent = _parent(row, place, placed)
            found = Field.objects.create(code=row.code, name=row.name, level=row.level, parent=parent)
            added += 1
        elif found.name != row.name:
            found.name = row.name
            found.save(update_fields=["name"])
            renamed += 1
        by_name[row.code, row.name] = found
        placed.setdefault(row.code, []).append((place, found))
        if row.level <= 2:
            by_code[row.code] = found
    return added, renamed


def _parent(row: Row, place: int, placed: dict[str, list[tuple[int, Field]]]) -> Field | None:
    for level in range(row.level - 1, 0, -1):
        there = placed.get(row.code[: LENGTHS[level]])
        if there:
            above = [field for at, field in there if at < place]
            return above[-1] if above else there[0][1]
    return None

"""Tables as text for spreadsheets, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


def harmless(value) -> str:
    """The value as text; one that a spreadsheet would compute gets an apostrophe before it, as they write text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def sheet(rows: Iterable[Iterable]) -> str:
    """Comma separated, with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return BOM + out.getvalue()

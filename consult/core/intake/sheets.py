"""The sheets of a workbook as tables of text. Nothing is computed: a formula is its last result, or its own text."""

import re
from posixpath import join, normpath

from consult.core.legal.cleaning import clean
from consult.core.legal.limits import refuse
from consult.core.legal.package import open_workbook
from consult.core.legal.secrecy import secrecy_mark
from consult.core.legal.word import parse_xml

from .grid import MOST_COLUMNS, Grid, check_rows
from .types import Table

_N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MERGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_SHEETS = 50


def read_sheets(data: bytes) -> list[Table]:
    """Every sheet that says something, hidden ones too. Raises legal.Refused."""
    parts = open_workbook(data)
    book = parse_xml(parts["xl/workbook.xml"], "not_xlsx")
    targets = _targets(parts.get("xl/_rels/workbook.xml.rels"))
    shared = _shared(parts.get("xl/sharedStrings.xml"))
    tables, total = [], 0
    for sheet in list(book.iter(_N + "sheet"))[:_MOST_SHEETS]:
        part = parts.get(targets.get(sheet.get(_R + "id", ""), ""))
        if part is None:
            continue
        table = _table(clean(sheet.get("name", "")), parse_xml(part, "not_xlsx"), shared)
        total += len(table.rows)
        check_rows(total)
        tables += [table] if table.rows else []
    mark = secrecy_mark([cell for table in tables for row in table.rows[:40] for cell in row.cells])
    if mark:
        raise refuse("secret", mark=mark)
    return tables


def _targets(part: bytes | None) -> dict[str, str]:
    """Names of the sheets' parts by the ids that the workbook uses."""
    relations = parse_xml(part, "not_xlsx")
    if relations is None:
        return {}
    found = {}
    for relation in relations.iter(_P + "Relationship"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        found[relation.get("Id", "")] = path
    return found


def _shared(part: bytes | None) -> list[str]:
    root = parse_xml(part, "not_xlsx")
    return [] if root is None else [_text(item) for item in root.iter(_N + "si")]


def _text(item) -> str:
    """Words of a text with its runs; readings of other scripts beside it are left out."""
    pieces = [t.text or "" for t in item.iter(_N + "t") if t.getparent().tag != _N + "rPh"]
    return clean(_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), "".join(pieces))).strip()


def _table(name: str, sheet, shared: list[str]) -> Table:
    grid, last = Grid(name), 0
    for row in sheet.iter(_N + "row"):
        number = _whole(row.get("r"), last + 1)
        last, column = number, -1
        for cell in row.iter(_N + "c"):
            found = _REF.fullmatch(cell.get("r", ""))
            column = _column(found.group(1)) if found else column + 1
            if column < MOST_COLUMNS:
                grid.put(number, column, _value(cell, shared))
    for merge in sheet.iter(_N + "mergeCell"):
        found = _MERGE.fullmatch(merge.get("ref", ""))
        if found:
            left, top, _right, bottom = found.groups()
            grid.carry(_column(left), int(top), int(bottom))
    return grid.table()


def _value(cell, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value, formula = cell.find(_N + "v"), cell.find(_N + "f")
    if value is None or value.text is None:
        return clean("=" + formula.text).strip() if formula is not None and formula.text else ""
    if kind == "s":
        place = _whole(value.text, -1)
        return shared[place] if 0 <= place < len(shared) else ""
    return _number(value.text) if kind == "n" else clean(value.text).strip()


def _number(text: str) -> str:
    """5.0 and 5 are 5; 5.2 stays; what only looks like a number stays as it is."""
    text = clean(text).strip()
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1

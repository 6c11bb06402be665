"""Tables of a .docx by the columns a reader sees: wide cells take their columns, merged ones their first row."""

from dataclasses import dataclass

from .fonts import read_fonts
from .limits import refuse
from .numbering import W, integer, read_numbering
from .package import open_parts
from .secrecy import secrecy_mark
from .word import Source, blocks_of, flat, inside, parse_xml

_MOST = 60


@dataclass(frozen=True)
class Cell:
    """Words of a cell, its first column, how many it takes; `below` says that it goes on from the row above."""

    column: int
    span: int
    text: str
    below: bool = False


def read_tables(data: bytes) -> list[list[list[Cell]]]:
    """Tables, rows, cells of a Word file, those in a table of layout opened. Raises Refused, also for secret texts."""
    parts = open_parts(data)
    document = parse_xml(parts["word/document.xml"], "not_docx")
    body = document.find(W + "body")
    if body is None:
        raise refuse("not_docx")
    styles = parse_xml(parts.get("word/styles.xml"), "not_docx")
    numbering = read_numbering(parse_xml(parts.get("word/numbering.xml"), "not_docx"), styles)
    source = Source(numbering, read_fonts(document, styles))
    mark = secrecy_mark([line.full for line in flat(blocks_of(body, source))])
    if mark:
        raise refuse("secret", mark=mark)
    return [_rows(table, source) for table in _tables(body)]


def _tables(container) -> list:
    found = []
    for table in inside(container, W + "tbl"):
        cells = [cell for row in inside(table, W + "tr") for cell in inside(row, W + "tc")]
        layout = len(cells) == 1 and inside(cells[0], W + "tbl")
        found += _tables(cells[0]) if layout else [table]
    return found


def _rows(table, source: Source) -> list[list[Cell]]:
    rows = [row for row in inside(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None]
    return [_cells(row, source) for row in rows]


def _cells(row, source: Source) -> list[Cell]:
    cells, column = [], _value(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in inside(row, W + "tc"):
        if column >= _MOST:
            break
        span = max(1, _value(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        below = merge is not None and merge.get(W + "val", "continue") != "restart"
        text = "\n".join(line.full for line in flat(blocks_of(cell, source)) if line.full)
        cells.append(Cell(column, span, text, below))
        column += span
    return cells


def _value(element, otherwise: int) -> int:
    return integer(element.get(W + "val"), otherwise) if element is not None else otherwise

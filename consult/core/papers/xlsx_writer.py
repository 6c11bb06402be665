"""The four-column table as a workbook, for those who sort and count. Every text is a text: nothing is a formula."""

import io
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from .blocks import Paper, paper_plan
from .model import Matrix
from .wording import matrix_plan

CELL_LIMIT = 32_000
"""Letters in a cell; the format ends at 32,767. A longer text goes on in the row below."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MM_PER_WIDTH = 2.0
_THIN = Border(*[Side(style="thin")] * 4)
_FONT = "Times New Roman"
_TIMES_OF_WRITING = ("dcterms:created", "dcterms:modified")


def matrix_xlsx(matrix: Matrix) -> bytes:
    """The workbook's bytes; equal data give equal bytes. The first cells of a group are one cell."""
    plan = matrix_plan(matrix)
    book = Workbook()
    sheet = book.active
    sheet.title = "Tổng hợp ý kiến"
    book.properties.creator, book.properties.title = plan["author"], plan["title"]
    for column, width in enumerate(plan["widths"], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _MM_PER_WIDTH
    _head(sheet, plan)
    heads = sheet.max_row + 1
    for column, text in enumerate(plan["columns"], 1):
        write_cell(sheet.cell(heads, column), text, bold=True, centred=True)
    for group in plan["groups"]:
        _group(sheet, group)
    _foot(sheet, plan)
    sheet.freeze_panes = sheet.cell(heads + 1, 1)
    sheet.print_title_rows = f"{heads}:{heads}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return saved_workbook(book)


def paper_xlsx(paper: Paper) -> bytes:
    """The tables of a paper, each on a sheet of its own. Equal input gives equal bytes."""
    plan = paper_plan(paper)
    tables = [block for block in (*plan["blocks"], *plan["annexes"]) if block["kind"] == "table"]
    if not tables:
        raise ValueError("This paper has no table.")
    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title = plan["author"], plan["title"]
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"Bảng {number}")
        for text in (plan["title"], plan["seal"]["hash"]):
            _line(sheet, text, bold=text == plan["title"], across=len(table["columns"]))
        _rows(sheet, table)
    return saved_workbook(book)


def _rows(sheet, table: dict) -> None:
    heads = sheet.max_row + 1
    for column, (text, width) in enumerate(zip(table["columns"], table["widths"], strict=True), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _MM_PER_WIDTH
        write_cell(sheet.cell(heads, column), text, bold=True, centred=True)
    for row in table["rows"]:
        cells = [_pieces(filter(None, [cell["lead"], *cell["body"]])) for cell in row["cells"]]
        for further in range(max(map(len, cells))):
            line = sheet.max_row + 1
            for column, pieces in enumerate(cells, 1):
                write_cell(sheet.cell(line, column), pieces[further] if further < len(pieces) else "")
    sheet.freeze_panes = sheet.cell(heads + 1, 1)
    sheet.print_title_rows = f"{heads}:{heads}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _head(sheet, plan: dict) -> None:
    head = plan["letterhead"]
    for text in (
        head["parent"],
        head["issuer"],
        head["number"],
        head["date"],
        *plan["heading"],
        *plan["opening"],
    ):
        if text:
            _line(sheet, text, bold=text in plan["heading"])


def _foot(sheet, plan: dict) -> None:
    for text in (*plan["signer"]["title"], plan["signer"]["name"]):
        if text:
            _line(sheet, text, bold=True)
    if plan["recipients"]:
        _line(sheet, "Nơi nhận:", bold=True)
    for text in (*plan["recipients"], plan["seal"]["text"], plan["seal"]["hash"]):
        _line(sheet, text)


def _line(sheet, text: str, *, bold: bool = False, across: int = 4) -> None:
    row = sheet.max_row + 1 if sheet.cell(1, 1).value else 1
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across)
    write_cell(sheet.cell(row, 1), text, bold=bold, ruled=False)


def _group(sheet, group: dict) -> None:
    first = sheet.max_row + 1
    for row in group["rows"]:
        cells = [
            _pieces(row["contributor"]),
            _pieces(row["opinion"]),
            _pieces([row["code"], *row["answer"]]),
        ]
        for further in range(max(map(len, cells))):
            line = sheet.max_row + 1
            write_cell(sheet.cell(line, 1), group["name"] if line == first else "")
            for column, pieces in enumerate(cells, 2):
                write_cell(sheet.cell(line, column), pieces[further] if further < len(pieces) else "")
    if sheet.max_row > first:
        sheet.merge_cells(start_row=first, start_column=1, end_row=sheet.max_row, end_column=1)


def _pieces(paragraphs: Iterable[str]) -> list[str]:
    text = "\n".join(paragraphs)
    return [text[start : start + CELL_LIMIT] for start in range(0, len(text), CELL_LIMIT)] or [""]


def write_cell(
    cell: Cell, text: str, *, bold: bool = False, centred: bool = False, ruled: bool = True
) -> None:
    """A text is stored as one, whatever sign it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.font = Font(name=_FONT, size=12, bold=bold)
    cell.alignment = Alignment(
        wrap_text=True, vertical="center" if centred else "top", horizontal="center" if centred else None
    )
    if text[:1] in "=+-@\t\r":
        cell.quotePrefix = True
    if ruled:
        cell.border = _THIN


def saved_workbook(book: Workbook) -> bytes:
    """The time of writing is in no part of the file."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            part = source.read(name)
            target.writestr(info, _timeless(part) if name == "docProps/core.xml" else part)
    return out.getvalue()


def _timeless(part: bytes) -> bytes:
    text = part.decode()
    for tag in _TIMES_OF_WRITING:
        start, end = text.find(f"<{tag}"), text.find(f"</{tag}>")
        if 0 <= start < end:
            text = text[:start] + text[end + len(tag) + 3 :]
    return text.encode()

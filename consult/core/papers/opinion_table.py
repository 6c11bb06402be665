"""The empty table in which opinions are sent in: a workbook and a Word file with the same columns and guidance."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .docx_parts import CENTER, add_table, new_document, repeat_as_header, saved, write
from .xlsx_writer import saved_workbook, write_cell

COLUMNS = (
    ("STT", 12),
    ("Điều, khoản, điểm", 32),
    ("Chủ thể góp ý", 36),
    ("Quan điểm", 28),
    ("Nội dung góp ý", 62),
    ("Lý do, căn cứ", 36),
    ("Đề nghị sửa thành", 36),
    ("Số người ký", 15),
)
TITLE = "BẢNG Ý KIẾN GÓP Ý"
GUIDANCE = (
    "Mỗi dòng là một ý kiến. Cột “Điều, khoản, điểm” ghi như “điểm c khoản 2 Điều 43”; góp ý cho toàn văn ghi “Chung”.",
    "Cột “Quan điểm” ghi một trong các quan điểm: Đồng ý; Đồng ý, có sửa đổi, bổ sung; Không đồng ý; Đề nghị bỏ; "
    "Đề nghị bổ sung; Ý kiến khác. Thư chung của nhiều người là một ý kiến, cột “Số người ký” ghi số người.",
)
_ROWS = 20


def opinions_xlsx() -> bytes:
    """The workbook's bytes; the same at each call."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Góp ý"
    book.properties.creator, book.properties.title = "", TITLE.capitalize()
    for row, text in enumerate((TITLE, *GUIDANCE), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
        write_cell(sheet.cell(row, 1), text, bold=text == TITLE, ruled=False)
        sheet.row_dimensions[row].height = 20 if text == TITLE else 36
    heads = len(GUIDANCE) + 2
    for column, (words, width) in enumerate(COLUMNS, 1):
        write_cell(sheet.cell(heads, column), words, bold=True, centred=True)
        sheet.column_dimensions[get_column_letter(column)].width = width / 2
        for row in range(heads + 1, heads + 1 + _ROWS):
            write_cell(sheet.cell(row, column), "")
    sheet.freeze_panes = sheet.cell(heads + 1, 1)
    sheet.print_title_rows = f"{heads}:{heads}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return saved_workbook(book)


def opinions_docx() -> bytes:
    """The Word file's bytes; the same at each call."""
    document = new_document(title=TITLE.capitalize(), author="", day=None, landscape=True)
    write(document, TITLE, align=CENTER, bold=True, size=14, after=6)
    for text in GUIDANCE:
        write(document, text, size=12, italic=True, after=4)
    table = add_table(document, 1 + _ROWS, [width for _words, width in COLUMNS], ruled=True)
    repeat_as_header(table.rows[0])
    for cell, (words, _width) in zip(table.rows[0].cells, COLUMNS, strict=True):
        write(cell, words, align=CENTER, bold=True, size=12)
    return saved(document)

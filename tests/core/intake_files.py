"""Workbooks and Word tables to be read, as offices make them."""

import io

from docx import Document
from openpyxl import Workbook

from consult.core.legal import Line, parse
from tests.factories import TEXT

HEADS = ("STT", "Điều, khoản, điểm", "Chủ thể góp ý", "Quan điểm", "Nội dung góp ý", "Lý do, căn cứ",
         "Đề nghị sửa thành", "Số người ký")  # fmt: skip


def nodes(text=TEXT):
    return parse([Line(line) for line in text.splitlines()]).nodes


def workbook(rows, *, above=(), heads=HEADS, merged=()) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in (*above, heads, *rows):
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(*tables, before="Bảng tổng hợp ý kiến") -> bytes:
    """Each table is (rows, merges); a merge is ((row, column), (row, column))."""
    document = Document()
    document.add_paragraph(before)
    for rows, merges in tables:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
        for (top, left), (bottom, right) in merges:
            kept = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = kept
        document.add_paragraph("")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

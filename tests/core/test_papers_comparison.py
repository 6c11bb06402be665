"""The comparison of two versions as Word file and PDF: what it says, how changes look, what stays out."""

import io
from datetime import date
from functools import cache

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor

from consult.core.legal import Line, Row, align, compare, parse
from consult.core.papers import (
    Comparison,
    ComparisonRow,
    Letterhead,
    comparison_docx,
    comparison_note,
    comparison_pdf,
    comparison_rows,
)  # fmt: skip
from consult.core.papers.comparison import comparison_plan

from .pdf_reading import page_texts

HEAD = Letterhead("Chính phủ", "Bộ Khoa học và Công nghệ", "BSS-BKHCN", "Hà Nội", date(2026, 11, 22))
OLD = (
    "Chương I\nCHUNG\nĐiều 1. Phạm vi\nLuật này quy định việc lấy ý kiến.\nĐiều 2. Thời hạn\n"
    "1. Thời hạn góp ý là 20 ngày.\n2. Cơ quan gia hạn khi cần thiết.\nĐiều 3. Kinh phí\nDo ngân sách bảo đảm."
)
NEW = (
    "Chương I\nCHUNG\nĐiều 1. Phạm vi\nLuật này quy định việc lấy ý kiến.\nĐiều 2. Công khai\n"
    "Mọi ý kiến được công bố cùng nội dung tiếp thu.\nĐiều 3. Thời hạn\n1. Thời hạn góp ý là 30 ngày.\n"
    "2. Chuyên gia được nhắc trước hạn.\n3. Cơ quan gia hạn khi cần thiết."
)


def tree(text: str):
    return parse([Line(line) for line in text.splitlines()]).nodes


def rows(old=OLD, new=NEW, **options):
    old, new = tree(old), tree(new)
    return comparison_rows(compare(align(old, new), old, new), **options)


def a_comparison(**fields) -> Comparison:
    wanted = {
        "letterhead": HEAD, "draft_title": "dự thảo Luật Lấy ý kiến", "old_name": "Dự thảo lần 1",
        "new_name": "Dự thảo lần 2", "rows": rows(), "snapshot_hash": "ab12cd34" * 8,
    }  # fmt: skip
    return Comparison(**(wanted | fields))


@cache
def word_file() -> bytes:
    return comparison_docx(a_comparison())


@pytest.fixture(scope="module")
def table():
    return Document(io.BytesIO(word_file())).tables[1]


def texts(row) -> list[str]:
    return [cell.text.replace("\u00a0", " ") for cell in row.cells]


# --- the plan ---------------------------------------------------------------------------------------------


def a_row(relation="edited", sources=("Điều 2",), places=("Điều 2",), edited=False) -> Row:
    return Row(("a",), ("b",), relation, (), sources, places, edited, 0)


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (a_row("same"), "Giữ nguyên."),
        (a_row("edited"), "Sửa đổi."),
        (a_row("edited", ("khoản 1 Điều 2",), ("khoản 1 Điều 3",)), "Sửa đổi khoản 1 Điều 2."),
        (a_row("renumbered", ("Điều 2",), ("Điều 3",)), "Đánh số lại từ Điều 2."),
        (a_row("renumbered", ("Điều 2",), ("Điều 3",), True), "Đánh số lại từ Điều 2. Có sửa đổi."),
        (a_row("moved", ("Điều 9",), ("Điều 3",)), "Chuyển từ Điều 9."),
        (a_row("split", ("Điều 2",), ("Điều 2", "Điều 3")), "Tách Điều 2 thành Điều 2 và Điều 3."),
        (a_row("merged", ("Điều 1", "Điều 2", "Điều 3"), ("Điều 1",)), "Gộp Điều 1, Điều 2 và Điều 3 thành Điều 1."),
        (a_row("new", (), ("Điều 3",)), "Bổ sung."),
        (a_row("removed", ("Điều 3",), ()), "Bỏ."),
    ],
)  # fmt: skip
def test_the_note_says_what_became_of_the_unit(row, note):
    assert comparison_note(row) == note


def test_the_plan_counts_and_names_the_versions():
    plan = comparison_plan(a_comparison())
    assert plan["heading"] == ["BẢN SO SÁNH", "dự thảo Luật Lấy ý kiến"]
    assert plan["columns"] == ["DỰ THẢO LẦN 1", "DỰ THẢO LẦN 2", "GHI CHÚ, LÝ DO"]
    assert plan["opening"][0].replace("\u00a0", " ") == (
        "Dự thảo lần 2 so với dự thảo lần 1: 1 nội dung sửa đổi; 2 nội dung đánh số lại; 2 nội dung bổ sung; "
        "1 nội dung bỏ."
    )
    empty = comparison_plan(a_comparison(rows=(), draft_title="Luật Lấy ý kiến"))
    assert empty["opening"] == ["Dự thảo lần 2 so với dự thảo lần 1: không có thay đổi."]
    assert empty["heading"][0] == "BẢN SO SÁNH DỰ THẢO"


def test_an_article_split_in_two_is_counted_once():
    parts = tuple(
        ComparisonRow(before, (("same", "Điều"),), "split", "Tách.") for before in ((("same", "Điều"),), ())
    )
    opening = comparison_plan(a_comparison(rows=parts))["opening"][0].replace("\u00a0", " ")
    assert opening == "Dự thảo lần 2 so với dự thảo lần 1: 1 nội dung tách."


def test_blanks_at_the_ends_of_a_change_are_not_marked():
    row = ComparisonRow((("same", "thời hạn "), ("del", " 20 ngày ")), (("same", "\n"),), "edited", "")
    plan = comparison_plan(a_comparison(rows=(row,)))["rows"][0]
    assert plan["before"] == [
        [["same", "thời hạn"], ["same", " "], ["same", " "], ["del", "20\u00a0ngày"], ["same", " "]]
    ]
    assert plan["after"] == []


def test_the_reason_of_the_drafter_follows_the_note():
    made = rows(reasons={"dieu-2": "Theo ý kiến chuyên gia.", "chuong-1/dieu-2": "Bảo đảm công khai."})
    assert next(row.note for row in made if row.relation == "new") == "Bổ sung.\nBảo đảm công khai."


# --- the Word file ----------------------------------------------------------------------------------------


def test_the_table_has_three_columns_and_a_header_on_every_page(table):
    assert texts(table.rows[0]) == ["DỰ THẢO LẦN 1", "DỰ THẢO LẦN 2", "GHI CHÚ, LÝ DO"]
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert texts(table.rows[4]) == [
        "1. Thời hạn góp ý là 20 ngày.", "1. Thời hạn góp ý là 30 ngày.", "Sửa đổi khoản 1 Điều 2.",
    ]  # fmt: skip
    assert texts(table.rows[-1]) == ["Điều 3. Kinh phí\nDo ngân sách bảo đảm.", "", "Bỏ."]


def test_deletions_are_struck_and_insertions_bold_and_underlined(table):
    before, after, _ = table.rows[4].cells
    marked = {}
    for cell in (before, after):
        for run in cell.paragraphs[0].runs:
            marked[run.text.strip()] = (run.font.strike, run.font.underline, run.bold, run.font.color.rgb)
    assert marked["20"] == (True, None, None, RGBColor.from_string("A4161A"))
    assert marked["30"] == (None, True, True, RGBColor.from_string("0B4F8A"))
    assert marked["1. Thời hạn góp ý là"] == (None, None, None, None)


def test_only_the_heading_of_an_article_is_bold(table):
    head, text = table.rows[-1].cells[0].paragraphs
    assert all(run.bold for run in head.runs)
    assert not any(run.bold for run in text.runs)


def test_the_page_is_landscape_and_names_the_body_only():
    document = Document(io.BytesIO(word_file()))
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert document.core_properties.author == "Bộ Khoa học và Công nghệ"
    assert comparison_docx(a_comparison()) == word_file()


# --- the PDF ----------------------------------------------------------------------------------------------


def test_the_pdf_says_the_same_with_its_header_on_every_page():
    many = a_comparison(rows=rows() * 12)
    pages = [" ".join(page.split()) for page in page_texts(comparison_pdf(many))]
    assert len(pages) > 2
    assert all("DỰ THẢO LẦN 1 DỰ THẢO LẦN 2 GHI CHÚ, LÝ DO" in page for page in pages)
    assert "BẢN SO SÁNH dự thảo Luật Lấy ý kiến" in pages[0]
    assert "1. Thời hạn góp ý là 30 ngày." in pages[0]


def test_words_are_never_markup_in_the_pdf():
    row = ComparisonRow(
        (("del", "#panic() *đậm* $x$ <b>"),), (("ins", "= tiêu đề \\ @nguồn"),), "edited", "#note"
    )
    text = " ".join(" ".join(page_texts(comparison_pdf(a_comparison(rows=(row,))))).split())
    for words in ("#panic() *đậm* $x$ <b>", "= tiêu đề \\ @nguồn", "#note"):
        assert words in text

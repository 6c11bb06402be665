"""The Word files, read back as files: what is in them, how they are laid out, what they do not give away."""

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.papers import matrix_docx, minutes_docx
from consult.core.papers.wording import matrix_plan

from .papers_samples import a_matrix, a_row, some_minutes

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def matrix_file():
    return matrix_docx(a_matrix())


@pytest.fixture(scope="module")
def document(matrix_file):
    return Document(io.BytesIO(matrix_file))


@pytest.fixture(scope="module")
def table(document):
    return document.tables[1]


def _all_text(document):
    return "\n".join(node.text for node in document.element.body.iter(qn("w:t")) if node.text).replace(
        NBSP, " "
    )


def _bold(run):
    return run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None


def test_page_is_landscape_a4_with_the_margins_of_the_decree(document):
    section = document.sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height)] == [297, 210]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_page_number_is_in_the_header_but_not_on_the_first_page(document):
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_header_row_repeats_and_short_rows_are_not_broken(table):
    header, *rows = table._tbl.tr_lst
    assert header.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (header, *rows))


def test_a_very_long_row_may_be_broken():
    rows = (a_row(opinion="ý kiến rất dài " * 1300),)
    long_table = Document(io.BytesIO(matrix_docx(a_matrix(rows=rows)))).tables[1]
    assert long_table._tbl.tr_lst[1].find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None


def test_widths_stand_on_columns_and_on_cells(table):
    wanted = [Mm(width) for width in matrix_plan(a_matrix())["widths"]]
    assert [round(column.width.mm) for column in table.columns] == [round(width.mm) for width in wanted]
    for row in table._tbl.tr_lst:
        assert [round(cell.width.mm) for cell in row.tc_lst] == [round(width.mm) for width in wanted]


def test_first_cell_is_merged_over_the_rows_of_its_group(table):
    merges = [row.tc_lst[0].find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") for row in table._tbl.tr_lst[1:]]
    assert [None if merge is None else merge.get(qn("w:val"), "continue") for merge in merges] == [
        "restart",
        "continue",
        None,
    ]
    assert table.cell(2, 0)._tc is table.cell(1, 0)._tc


def test_the_code_word_is_bold_and_the_text_is_not(table):
    runs = [
        [("".join(t.text for t in run.iter(qn("w:t"))), _bold(run)) for run in row.tc_lst[3].iter(qn("w:r"))]
        for row in table._tbl.tr_lst[1:]
    ]
    assert runs[0] == [("Tiếp thu. ", True), ("Đã sửa.", False)]
    assert [row[0] for row in runs[1:]] == [("Giải trình. ", True), ("Ghi nhận. ", True)]


def test_every_text_of_the_paper_is_there(document):
    text = _all_text(document)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    ):
        assert part in text
    for part in (
        "Hội Luật gia",
        "PHÓ GIÁM ĐỐC",
        "Trần Văn Ự",
        "Nơi nhận:",
        "- Lưu: VT.",
        "ab12cd34 ab12cd34",
    ):
        assert part in text
    assert len(document.inline_shapes) == 1


def test_only_one_font_is_named(matrix_file):
    with zipfile.ZipFile(io.BytesIO(matrix_file)) as archive:
        styles = archive.read("word/styles.xml").decode()
        body = archive.read("word/document.xml").decode()
    defaults = re.search(r"<w:docDefaults>.*</w:docDefaults>", styles, re.DOTALL).group()
    assert 'w:ascii="Times New Roman"' in defaults
    assert "Theme" not in defaults
    assert "w:rFonts" not in body


def test_the_file_names_the_issuing_body_and_no_person_or_program(matrix_file, document):
    properties = document.core_properties
    assert properties.author == properties.last_modified_by == "Sở Khoa học và Công nghệ"
    assert properties.created.date() == date(2026, 1, 5)
    with zipfile.ZipFile(io.BytesIO(matrix_file)) as archive:
        assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(b"python" in archive.read(name).lower() for name in archive.namelist())


def test_equal_papers_are_equal_files(matrix_file):
    assert matrix_docx(a_matrix()) == matrix_file
    assert matrix_docx(a_matrix(received=87)) != matrix_file


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_makes_a_readable_file(one, two):
    row = a_row(group=one, contributor=two, opinion=one, text="Đã xem: " + two)
    reread = Document(io.BytesIO(matrix_docx(a_matrix(rows=(row,), draft_title=two, signer_name=one))))
    assert len(reread.tables[1]._tbl.tr_lst) == 2


def test_a_paper_without_rows_has_its_header_only():
    empty = Document(io.BytesIO(matrix_docx(a_matrix(rows=()))))
    assert len(empty.tables[1]._tbl.tr_lst) == 1


def test_three_hundred_rows_are_all_there():
    rows = tuple(a_row(group=f"Điều {n // 12}", opinion=f"Ý kiến số {n}.") for n in range(300))
    text = _all_text(Document(io.BytesIO(matrix_docx(a_matrix(rows=rows)))))
    assert all(f"Ý kiến số {n}." in text for n in range(300))


def test_minutes_are_portrait_with_two_signers():
    minutes = Document(io.BytesIO(minutes_docx(some_minutes())))
    section = minutes.sections[0]
    assert section.page_width < section.page_height
    signers = minutes.tables[1].rows[0].cells
    assert list(dict.fromkeys(cell.paragraphs[0].text for cell in signers)) == ["THƯ KÝ", "CHỦ TỌA"]
    text = _all_text(minutes)
    for part in ("BIÊN BẢN", "Ông Đức: đề nghị bổ sung.", "Thống nhất kiến nghị.", "- Lưu: VT, Hồ sơ."):
        assert part in text
    assert text.index("1. Góp ý Điều 7") < text.index("2. Góp ý Điều 12") < text.index("Cuộc họp kết thúc")

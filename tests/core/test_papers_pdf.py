"""The PDF files: what they say, that no text is read as markup, and which fonts they use."""

import re
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.papers import matrix_pdf, minutes_pdf, pdf_fonts
from consult.core.papers.fonts import PdfFonts, characters, covers_vietnamese, default_fonts, noto_serif

from .papers_samples import a_matrix, a_row, some_minutes
from .pdf_reading import page_texts


def _said(pdf):
    """The whole text on one line: where lines break is the typesetter's business."""
    return " ".join(" ".join(page_texts(pdf)).split())


@cache
def _matrix_file():
    return matrix_pdf(a_matrix())


def test_the_paper_says_what_the_plan_says():
    text = _said(_matrix_file())
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Cần Thơ, ngày 05 tháng 01 năm 2026",
        "NHÓM VẤN ĐỀ HOẶC ĐIỀU, KHOẢN CHỦ THỂ GÓP Ý NỘI DUNG GÓP Ý NỘI DUNG TIẾP THU, GIẢI TRÌNH",
        "Tiếp thu. Đã sửa.",
        "Nguyễn Thị Ước",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Trần Văn Ự",
    ):
        assert part in text
    assert text.count("Điều 7") == 1


def test_landscape_and_portrait_a4():
    assert re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", _matrix_file())[0] == (
        b"841.8898",
        b"595.2756",
    )
    assert re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", minutes_pdf(some_minutes()))[0] == (
        b"595.2756",
        b"841.8898",
    )


def test_the_file_is_archival_tagged_and_names_the_issuing_body_only():
    pdf = _matrix_file()
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert re.search(rb"/Lang\s*\(vi-VN\)", pdf)
    creators = re.search(rb"<dc:creator>(.*?)</dc:creator>", pdf, re.DOTALL).group(1).decode()
    assert re.findall(r"<rdf:li>(.*?)</rdf:li>", creators) == ["Sở Khoa học và Công nghệ"]
    assert b"2026-01-05" in pdf


def test_equal_papers_are_equal_files():
    assert matrix_pdf(a_matrix()) == _matrix_file()
    assert matrix_pdf(a_matrix(received=87)) != _matrix_file()


def test_page_numbers_begin_on_the_second_page_and_the_header_row_repeats():
    rows = tuple(a_row(opinion=f"Ý kiến thứ {n}.") for n in range(60))
    first, second, *_ = page_texts(matrix_pdf(a_matrix(rows=rows)))
    assert first.startswith("ỦY BAN NHÂN DÂN")
    assert second.splitlines()[0] == "2"
    assert "CHỦ THỂ GÓP Ý" in first
    assert "CHỦ THỂ GÓP Ý" in second


def test_three_hundred_rows_and_twenty_thousand_words_are_all_there():
    rows = tuple(a_row(group=f"Nhóm {n // 12}", opinion=f"Ý-kiến-{n}-hết") for n in range(300))
    text = _said(matrix_pdf(a_matrix(rows=rows)))
    assert all(f"Ý-kiến-{n}-hết" in text for n in range(300))
    long = _said(matrix_pdf(a_matrix(rows=(a_row(opinion="lời " * 20_000 + "cuối-cùng"),))))
    assert "cuối-cùng" in long
    assert len(re.findall(r"\blời\b", long)) == 20_000


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        "= Đề mục",
        "$ x $ #let a = 1",
        "*đậm* _nghiêng_ `mã` <nhãn> @nguồn",
        "// không /* phải */ #[",
        "\\u{41}",
    ],
)
def test_markup_in_a_text_is_printed_as_it_is(text):
    assert text in _said(matrix_pdf(a_matrix(rows=(a_row(opinion=text),))))


def test_characters_without_a_glyph_are_named_and_long_words_stay_in_their_column():
    printed = _said(matrix_pdf(a_matrix(rows=(a_row(opinion="Tốt 😀"), a_row(opinion="x" * 400)))))
    assert "Tốt [U+1F600]" in printed
    lines = page_texts(matrix_pdf(a_matrix(rows=(a_row(opinion="x" * 400),))))[0].splitlines()
    assert max(len(line) for line in lines if set(line.strip("\u200b")) == {"x"}) < 60


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_set(one, two):
    row = a_row(group=one, contributor=two, opinion=one, text="Đã xem: " + two)
    assert matrix_pdf(a_matrix(rows=(row,), draft_title=two, signer_name=one, signer_title=two)).startswith(
        b"%PDF-1.7"
    )


def test_minutes_say_everything_in_order():
    text = _said(minutes_pdf(some_minutes()))
    parts = ["BIÊN BẢN", "Địa điểm: Phòng thảo luận trực tuyến", "- Bà Lê Thị Hòa", "1. Góp ý Điều 7"]
    parts += ["Ông Đức: đề nghị bổ sung.", "2. Góp ý Điều 12", "Kết quả: đồng ý: 18; không đồng ý: 2."]
    parts += [
        "Thống nhất kiến nghị.",
        "10 giờ 42, ngày 22 tháng 11 năm 2026./.",
        "THƯ KÝ",
        "CHỦ TỌA",
        "Nơi nhận:",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_fonts_at_hand_know_every_vietnamese_letter():
    fonts = default_fonts()
    assert all(
        covers_vietnamese(fonts.folder / f"{fonts.stem}-{face}.ttf")
        for face in ("Regular", "Bold", "Italic", "BoldItalic")
    )
    assert set("ựỘđĐẵ") <= characters(fonts)


def test_a_family_is_taken_only_when_it_is_whole(tmp_path):
    fonts = default_fonts()
    partial, whole = tmp_path / "partial", tmp_path / "whole"
    for folder, faces in (
        (partial, ("Regular", "Bold")),
        (whole, ("Regular", "Bold", "Italic", "BoldItalic")),
    ):
        folder.mkdir()
        for face in faces:
            (folder / f"F-{face}.ttf").symlink_to(fonts.folder / f"{fonts.stem}-{face}.ttf")
    families = (("Partial", "F", partial), ("Whole", "F", whole))
    assert pdf_fonts(tmp_path, families) == PdfFonts("Whole", "F", whole)


def test_bold_is_cut_from_the_variable_font_for_real(tmp_path):
    fonts = noto_serif(tmp_path, faces=("Bold",))
    with TTFont(tmp_path / "NotoSerif-Bold.ttf") as bold:
        assert "fvar" not in bold
        assert bold["OS/2"].usWeightClass == 700
        assert bold["name"].getBestFamilyName() == fonts.family
    assert covers_vietnamese(tmp_path / "NotoSerif-Bold.ttf")
    assert [path.name for path in tmp_path.iterdir()] == ["NotoSerif-Bold.ttf"]
    made = (tmp_path / "NotoSerif-Bold.ttf").stat().st_mtime_ns
    noto_serif(tmp_path, faces=("Bold",))
    assert (tmp_path / "NotoSerif-Bold.ttf").stat().st_mtime_ns == made

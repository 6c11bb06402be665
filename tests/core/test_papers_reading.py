"""The text and the opinions by clause as PDF: what it says, in which order, and what cannot be in it."""

from datetime import datetime

import pytest

from consult.core.papers import OpinionGroup, PrintedOpinion, ReadingPaper, TextUnit, reading_pdf
from consult.core.papers.reading import reading_plan
from tests.core.pdf_reading import page_texts


def a_paper(groups=(), text=()):
    return ReadingPaper(
        issuer="Sở Khoa học và Công nghệ",
        draft_title="Nghị quyết quy định cơ chế đặt hàng",
        version_name="Dự thảo 2",
        code="GY-2026-001",
        printed_at=datetime(2026, 11, 26, 8, 5),
        scope=("Gồm các ý kiến mà người in được đọc.",),
        text=text
        or (
            TextUnit("heading", "Chương I", "QUY ĐỊNH CHUNG"),
            TextUnit("article", "Điều 1. Phạm vi", "Nghị quyết này quy định cơ chế."),
            TextUnit("unit", "1.", "Cơ quan đặt hàng công khai nhiệm vụ."),
            TextUnit("unit", "", "", (("Nội dung", "Mức chi"), ("Hội đồng",))),
        ),
        groups=groups,
        text_hash="ab" * 32,
        verify_url="https://example.vn/ho-so/GY-2026-001/van-ban/2/",
    )


def an_opinion(**given):
    given = {
        "position": "Không đồng ý",
        "facts": ("Ngày 05/01/2026", "", "biên nhận GY-2026-001-000012"),
        **given,
    }
    return PrintedOpinion(
        given.pop("author", "TS. Trần Thị Bình"), reason=given.pop("reason", "Chưa đủ."), **given
    )


def test_the_opinions_begin_on_a_new_page_after_the_text_clause_by_clause():
    said = an_opinion(proposed="Trong 15 ngày.", changed="Đề nghị sửa thành", notes=("Về đoạn: “công khai”",))
    reply = an_opinion(author="Sở Khoa học và Công nghệ", position="Trả lời", reason="Đã rõ.", depth=1)
    paper = a_paper(
        (
            OpinionGroup("Góp ý chung cho toàn văn", "", (an_opinion(reason="Tán thành."),)),
            OpinionGroup("khoản 1 Điều 1", "Cơ quan đặt hàng.", (said, reply)),
        )
    )
    first, second = page_texts(reading_pdf(paper))
    for words in ("QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "Mức chi", "Dự thảo 2, hồ sơ GY-2026-001"):
        assert words in first.replace("\n", "")
    assert "Chưa đủ" not in first
    joined = second.replace("\n", "")
    order = [
        "(2 ý kiến)",
        "Góp ý chung",
        "Khoản 1 Điều 1 (1 ý kiến)",
        "Về đoạn",
        "Chưa đủ.",
        "Trong 15 ngày.",
        "Đã rõ.",
    ]
    places = [joined.index(words) for words in order]
    assert places == sorted(places)
    assert "Ngày 05/01/2026 · biên nhận GY-2026-001-000012" in joined


def test_without_opinions_it_says_so():
    assert "Không có ý kiến nào." in page_texts(reading_pdf(a_paper()))[-1]


def test_no_mark_of_a_text_becomes_markup_and_odd_rows_are_filled():
    text = '#import "x" *đậm* $x$ <script> \\ \u202e'
    plan = reading_plan(a_paper((OpinionGroup("Điều 1", "", (an_opinion(reason=text),)),)))
    assert plan["text"][3]["rows"] == [["Nội dung", "Mức chi"], ["Hội đồng", ""]]
    shown = page_texts(reading_pdf(a_paper((OpinionGroup("Điều 1", "", (an_opinion(reason=text),)),))))[-1]
    assert '#import "x" *đậm* $x$ <script> \\' in shown.replace("\n", "")


def test_an_unknown_kind_of_unit_is_refused():
    with pytest.raises(ValueError, match="Unknown kind"):
        TextUnit("chapter", "", "")

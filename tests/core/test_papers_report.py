"""The report of an association: both files say the same, in the layout of the decree."""

import io
from datetime import date

import pytest
from docx import Document

from consult.core.papers import Letterhead, ReportItem, ReportPaper, ReportSection, report_docx, report_pdf

from .pdf_reading import page_texts


def a_report(**changes) -> ReportPaper:
    given = {
        "letterhead": Letterhead("Mặt trận", "Liên hiệp hội", "BC-LHH", "Cần Thơ", date(2026, 11, 26)),
        "subject": "Kết quả góp ý đối với dự thảo Nghị quyết",
        "intro": "Kính gửi: Sở Khoa học và Công nghệ.",
        "sections": (
            ReportSection("Nội dung góp ý", (ReportItem("Khoản 1 Điều 3", "Nên kéo dài.\nHai dòng."), ReportItem("Điều 4", "Nhất trí."))),
            ReportSection("Ý kiến khác", (ReportItem("", "Giữ nguyên #let x = 1 *không* đậm."),)),
        ),
        "signer_title": "TM. Ban Thường vụ",
        "signer_name": "",
        "recipients": ("Như trên", "Lưu: VT"),
        "snapshot_hash": "ab" * 32,
    }  # fmt: skip
    return ReportPaper(**{**given, **changes})


def said(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).split())


def test_both_files_say_the_same():
    pdf = said(report_pdf(a_report())).replace("\u00a0", " ")
    document = Document(io.BytesIO(report_docx(a_report())))
    word = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    for part in (
        "BÁO CÁO",
        "I. NỘI DUNG GÓP Ý",
        "1. Khoản 1 Điều 3",
        "2. Điều 4",
        "Hai dòng.",
        "II. Ý KIẾN KHÁC",
        "#let x = 1 *không* đậm.",
    ):
        assert part in pdf, part
        assert part in word, part


def test_number_and_name_are_left_to_the_office_and_equal_data_give_equal_bytes():
    assert report_docx(a_report()) == report_docx(a_report())
    assert report_pdf(a_report()) == report_pdf(a_report())
    assert "/BC-LHH" in said(report_pdf(a_report()))


def test_a_report_has_at_most_ten_parts():
    with pytest.raises(ValueError, match="ten"):
        a_report(sections=tuple(ReportSection(str(n), ()) for n in range(11)))

"""Writes the content plan of a paper as PDF, by typst.

The templates hold layout only; the plan goes in as JSON, so no text of a user is ever read as markup. Only the given
fonts are used, and templates can read no file outside their own folder.
"""

import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import segno
import typst

from .blocks import FOOT, Paper, paper_plan
from .comparison import Comparison, comparison_plan
from .fonts import PdfFonts, characters, default_fonts
from .model import Matrix, MinutesPaper
from .reading import ReadingPaper, reading_plan
from .report import ReportPaper, report_plan
from .wording import matrix_plan, minutes_plan

_TEMPLATES = Path(__file__).parent / "templates"
_LONG_WORD = re.compile(r"[^\s\u200b]{36}(?=[^\s\u200b])")
_STANDARDS = ["a-2a", "ua-1"]  # made to be kept, and to be read aloud
_NO_DATE = date(1980, 1, 1)


def matrix_pdf(matrix: Matrix, fonts: PdfFonts | None = None) -> bytes:
    """The four-column table as a landscape A4 PDF (PDF/A-2a, PDF/UA-1). Equal input and fonts give equal bytes."""
    return _pdf("matrix.typ", matrix_plan(matrix), matrix.letterhead.date, fonts)


def minutes_pdf(minutes: MinutesPaper, fonts: PdfFonts | None = None) -> bytes:
    """The minutes as a portrait A4 PDF (PDF/A-2a, PDF/UA-1). Equal input and fonts give equal bytes."""
    return _pdf("minutes.typ", minutes_plan(minutes), minutes.started.date(), fonts)


def comparison_pdf(comparison: Comparison, fonts: PdfFonts | None = None) -> bytes:
    """The three-column comparison as a landscape A4 PDF (PDF/A-2a, PDF/UA-1). Equal input gives equal bytes."""
    return _pdf("comparison.typ", comparison_plan(comparison), comparison.letterhead.date, fonts)


def report_pdf(report: ReportPaper, fonts: PdfFonts | None = None) -> bytes:
    """An association's report as a portrait A4 PDF (PDF/A-2a, PDF/UA-1). Equal input and fonts give equal bytes."""
    return _pdf("report.typ", report_plan(report), report.letterhead.date, fonts)


def paper_pdf(paper: Paper, fonts: PdfFonts | None = None) -> bytes:
    """A paper of blocks as an A4 PDF (PDF/A-2a, PDF/UA-1). Equal input and fonts give equal bytes."""
    plan = paper_plan(paper)
    parted: list[dict] = []
    for block in plan["annexes"]:
        if block["kind"] == "annex":
            parted.append(block | {"blocks": []})
        else:
            parted[-1]["blocks"].append(block)
    plan |= {"parted": parted, "widths": list(paper.widths), "foot": f"{FOOT} {plan['seal']['hash']}"}
    return _pdf("blocks.typ", plan, paper.letterhead.date, fonts)


def reading_pdf(paper: ReadingPaper, fonts: PdfFonts | None = None) -> bytes:
    """Text and opinions by clause as a portrait A4 PDF (PDF/A-2a, PDF/UA-1). Equal input and fonts give equal bytes."""
    return _pdf("reading.typ", reading_plan(paper), paper.printed_at.date(), fonts)


def _qr(text: str) -> str:
    svg = io.BytesIO()
    segno.make(text, error="m", micro=False).save(svg, kind="svg", border=2, xmldecl=False, light="white")
    return svg.getvalue().decode()


def _printable(value, known: frozenset[str]):
    """The plan as the font can print it.

    A character that the font lacks is named by its code, "[U+1F600]": seen by the reader, and an archival PDF may not
    hold unknown glyphs. Words too long for a column get places to break; Word finds such places itself.
    """
    if isinstance(value, dict):
        return {key: _printable(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item, known) for item in value]
    if not isinstance(value, str):
        return value
    shown = "".join(char if char in known or char == " " else f"[U+{ord(char):04X}]" for char in value)
    return _LONG_WORD.sub("\\g<0>\u200b", shown)


def _pdf(template: str, plan: dict, day: date | None, fonts: PdfFonts | None) -> bytes:
    fonts, day = fonts or default_fonts(), day or _NO_DATE
    shown = _printable(plan, characters(fonts))
    shown |= {
        "title": plan["title"],
        "author": plan["author"],
        "font": fonts.family,
        "qr": _qr(plan["seal"]["code"]),
    }
    return typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        format="pdf",
        font_paths=typst.Fonts(False, False, [fonts.folder]),
        ignore_system_fonts=True,
        sys_inputs={"plan": json.dumps(shown, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )

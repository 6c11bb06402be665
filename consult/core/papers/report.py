"""Báo cáo kết quả góp ý of an association: data and content plan. Number and signature are left to the office."""

from dataclasses import dataclass

from consult.core.vietnamese import clean_name, nbsp

from .model import Letterhead
from .wording import _line, _recipients, letterhead_plan, paragraphs, seal_plan

REPORT_TYPE = "BÁO CÁO"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class ReportItem:
    """Paragraphs under a heading, which may be empty."""

    heading: str
    text: str


@dataclass(frozen=True)
class ReportSection:
    """One of the numbered parts, at most ten."""

    heading: str
    items: tuple[ReportItem, ...]


@dataclass(frozen=True)
class ReportPaper:
    """``subject`` follows the type of the paper; ``intro`` are the lines before the first section, such as the
    addressee. ``signer_title`` may have several lines; the name is left blank where it is not known."""

    letterhead: Letterhead
    subject: str
    intro: str
    sections: tuple[ReportSection, ...]
    signer_title: str
    signer_name: str
    recipients: tuple[str, ...]
    snapshot_hash: str
    verify_url: str = ""

    def __post_init__(self):
        if len(self.sections) > len(_ROMAN):
            raise ValueError("A report has at most ten sections.")


def report_plan(report: ReportPaper) -> dict:
    """The plan of a report; items are numbered through each section where there are several with headings."""
    subject = clean_name(report.subject)
    return {
        "language": "vi",
        "author": clean_name(report.letterhead.issuer),
        "title": f"{REPORT_TYPE} {subject}",
        "letterhead": letterhead_plan(report.letterhead),
        "heading": [REPORT_TYPE, nbsp(subject)],
        "intro": paragraphs(report.intro),
        "sections": [
            {"heading": f"{number}. {clean_name(one.heading).upper()}", "items": _items(one.items)}
            for number, one in zip(_ROMAN, report.sections, strict=False)
        ],
        "recipients": _recipients(report.recipients),
        "signer": {
            "title": [line.upper() for line in paragraphs(report.signer_title)],
            "name": _line(report.signer_name),
        },
        "seal": seal_plan(report.snapshot_hash, report.verify_url),
    }


def _items(items: tuple[ReportItem, ...]) -> list[dict]:
    several = sum(1 for item in items if item.heading) > 1
    found, number = [], 0
    for item in items:
        number += bool(item.heading)
        head = _line(item.heading)
        found.append(
            {
                "heading": f"{number}. {head}" if head and several else head,
                "body": paragraphs(item.text),
            }
        )
    return found

"""Văn bản và góp ý theo điều, khoản: a draft's text, then what was said about each unit; data and plan."""

from dataclasses import dataclass
from datetime import datetime

from consult.core.vietnamese import clean, clean_name, date_long, nbsp, number, time_long

from .wording import paragraphs, seal_plan

READING_TYPE = "VĂN BẢN VÀ GÓP Ý THEO ĐIỀU, KHOẢN"
_TEXT_KINDS = ("heading", "article", "unit")


@dataclass(frozen=True)
class TextUnit:
    """A unit of the text as printed. `kind`: heading, article or unit; `rows` of cells instead of words: a table."""

    kind: str
    label: str
    words: str
    rows: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self):
        if self.kind not in _TEXT_KINDS:
            raise ValueError(f"Unknown kind of a unit: {self.kind!r}.")


@dataclass(frozen=True)
class PrintedGround:
    """A source or a file that an opinion rests on; `url` is "" where there is nothing to open."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class PrintedOpinion:
    """One opinion, or a reply (`depth` above 0). `facts` stand below the words: the day, the receipt number, the source.

    `changed` is what stands above `proposed` ("Đề nghị sửa thành"); `notes` stand above the reason.
    """

    author: str
    position: str
    reason: str
    facts: tuple[str, ...]
    changed: str = ""
    proposed: str = ""
    notes: tuple[str, ...] = ()
    depth: int = 0
    grounds: tuple[PrintedGround, ...] = ()


@dataclass(frozen=True)
class OpinionGroup:
    """What was said about one place; `words` are those of the place, empty for the whole draft."""

    title: str
    words: str
    opinions: tuple[PrintedOpinion, ...]

    @property
    def count(self) -> int:
        return sum(1 for one in self.opinions if not one.depth)


@dataclass(frozen=True)
class ReadingPaper:
    """The whole paper. `scope` says which opinions are in it; `text_hash` and `verify_url` as in `Matrix`."""

    issuer: str
    draft_title: str
    version_name: str
    code: str
    printed_at: datetime
    scope: tuple[str, ...]
    text: tuple[TextUnit, ...]
    groups: tuple[OpinionGroup, ...]
    text_hash: str
    verify_url: str


def reading_plan(paper: ReadingPaper) -> dict:
    """The plan of the paper: every word that is printed, as plain JSON data."""
    draft = clean_name(paper.draft_title)
    made = f"In lúc {time_long(paper.printed_at)}, {date_long(paper.printed_at)}."
    said = sum(group.count for group in paper.groups)
    return {
        "language": "vi",
        "author": clean_name(paper.issuer),
        "title": f"{READING_TYPE} {draft}",
        "heading": [READING_TYPE, nbsp(draft)],
        "code": clean_name(paper.code),
        "opening": [nbsp(clean_name(line)) for line in (f"{paper.version_name}, hồ sơ {paper.code}. {made}", *paper.scope)],
        "text_head": "I. TOÀN VĂN DỰ THẢO",
        "text": [_unit(unit) for unit in paper.text],
        "opinions_head": f"II. GÓP Ý THEO ĐIỀU, KHOẢN ({number(said)} ý kiến)",
        "none": "Không có ý kiến nào.",
        "groups": [_group(group) for group in paper.groups],
        "seal": {
            **seal_plan(paper.text_hash, paper.verify_url),
            "text": "Bản in để làm việc. Văn bản được đối chiếu tại địa chỉ trong mã QR; mã của văn bản (SHA-256):",
            "alt": "Mã QR dẫn tới văn bản của dự thảo",
        },
    }  # fmt: skip


def _unit(unit: TextUnit) -> dict:
    rows = [["\n".join(paragraphs(cell)) for cell in row] for row in unit.rows]
    width = max(map(len, rows), default=0)
    return {
        "kind": "table" if width else unit.kind,
        "label": nbsp(clean_name(unit.label)),
        "lines": paragraphs(unit.words),
        "rows": [row + [""] * (width - len(row)) for row in rows],
    }


def _group(group: OpinionGroup) -> dict:
    title = nbsp(clean_name(group.title))
    return {
        "title": f"{title[:1].upper()}{title[1:]} ({number(group.count)} ý kiến)",
        "words": paragraphs(group.words),
        "opinions": [_opinion(one) for one in group.opinions],
    }


def _opinion(one: PrintedOpinion) -> dict:
    return {
        "author": nbsp(clean_name(one.author)),
        "position": clean_name(one.position),
        "notes": [line for note in one.notes for line in paragraphs(note)],
        "reason": paragraphs(one.reason),
        "changed": clean_name(one.changed),
        "proposed": paragraphs(clean(one.proposed)),
        "facts": nbsp(" · ".join(clean_name(fact) for fact in one.facts if fact)),
        "grounds": [
            {"words": nbsp(clean_name(ground.words)), "url": clean(ground.url)} for ground in one.grounds
        ],
        "depth": min(one.depth, 3),
    }

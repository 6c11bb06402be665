"""Printed lines joined to paragraphs: what was parted by the edge of the paper comes together again."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from .labels import appendix_claim, heading_claim, is_upper, item_claim, report_claim
from .rows import Row
from .segments import RECIPIENTS, signs
from .types import Line

_STOPS = (".", ";", ":", "!", "?", "…", "”", '"', "./.")
_LEADS = re.compile(
    r"(?:^|[\s(])(?:khoản|các khoản|[Đđ]iều|các điều|điểm|các điểm|số|mục|tiết|chương|phần|phụ lục|và|hoặc|tại|của|"
    r"theo|với|cho|từ|đến|là|bởi|trong|về|do|được|các|những|có|không|ngày|tháng|năm|khi|như|để|"
    r"ở|thuộc|bằng|một|này|,)$",
    re.I,
)
_CUT = re.compile(r"[A-ZĐ]-$|[A-ZĐ\d]/$")
_DASH_WITHIN = re.compile(r"[-–] ?[a-zà-ỹđ]")  # "kinh tế - xã hội" parted before its dash
_FIRST_ITEM = re.compile(r"(?:1\.|a\))\s")
_INDENT = 0.7
_NARROW = 0.25
_WIDE_PITCH = 1.45
_MIN_SHARE = 0.15


@dataclass(frozen=True)
class Page:
    """Margins of one page, and how paragraphs of the text begin."""

    base: float
    edge: float
    size: float
    indent: float  # how far paragraphs begin from the margin; 0 where they do not
    pitch: float
    slack: float
    loose: float


def join_rows(rows: list[Row], exact: bool) -> list[Line]:
    """Furniture first, then paragraphs and tables in order. A running header does not end a paragraph.

    `exact`: places are those of a print, not counted in letters.
    """
    pages = _pages(rows, exact)
    furniture = [Line(row.text, kind="furniture") for row in rows if row.kind == "furniture"]
    lines: list[Line] = []
    group: list[Row] = []
    for row in rows:
        if row.kind == "table":
            lines += [*_line(group), Line(row.text, kind="table")]
            group = []
        elif row.kind == "text" and group and _goes_on(group, row, pages[group[-1].page], pages[row.page]):
            group.append(row)
        elif row.kind == "text":
            lines += _line(group)
            group = [row]
    return furniture + lines + _line(group)


def _line(group: list[Row]) -> list[Line]:
    pieces: list[str] = []
    for row in group:
        if pieces and not _CUT.search(pieces[-1][-2:]):
            pieces.append(" ")
        pieces.append(row.text)
    return [Line("".join(pieces))] if pieces else []


# --- margins ----------------------------------------------------------------------------------------------


def _pages(rows: list[Row], exact: bool) -> dict[int, Page]:
    texts = [row for row in rows if row.kind == "text"]
    size = median(row.size for row in texts) if texts else 1.0
    by_page: dict[int, list[Row]] = {}
    for row in texts:
        by_page.setdefault(row.page, []).append(row)
    whole = _margins(texts, size)
    margins = {page: _margins(found, size) if len(found) >= 8 else whole for page, found in by_page.items()}
    indent = _indent(texts, margins, size)
    pitch = _pitch(texts)
    slack, loose = (_NARROW * size, 0.3 * size) if exact else (4 * size, size)
    return {
        page: Page(base, edge, size, indent, pitch, slack, loose) for page, (base, edge) in margins.items()
    }


def _margins(rows: list[Row], size: float) -> tuple[float, float]:
    """Left margin: the leftmost place where many lines begin. Right margin: where the longest lines end."""
    if not rows:
        return 0.0, 0.0
    begins = Counter(round(row.left / size * 2) for row in rows)
    often = [place for place, count in begins.items() if count >= max(2, _MIN_SHARE * len(rows))]
    base = min(often) if often else min(begins)
    near = [row.left for row in rows if abs(round(row.left / size * 2) - base) <= 1]
    ends = sorted(row.right for row in rows)
    return min(near), ends[max(0, int(len(ends) * 0.9) - 1)]


def _indent(rows: list[Row], margins: dict[int, tuple[float, float]], size: float) -> float:
    """How far lines that begin a numbered unit mostly stand in from the margin; 0 for not at all."""
    labelled = [row for row in rows if heading_claim(row.text) or item_claim(row.text)]
    inside = [row.left - margins[row.page][0] for row in labelled]
    inside = [distance for distance in inside if distance > _INDENT * size]
    return median(inside) if len(labelled) >= 3 and len(inside) > 0.6 * len(labelled) else 0.0


def _pitch(rows: list[Row]) -> float:
    """The usual distance between two lines of one paragraph."""
    steps = [
        after.top - before.top
        for before, after in pairwise(rows)
        if before.page == after.page and 0 < after.top - before.top < 4 * before.size
    ]
    return median(steps) if steps else 0.0


# --- one line after another ---------------------------------------------------------------------------------


def _goes_on(group: list[Row], row: Row, before: Page, here: Page) -> bool:
    """Does this line continue the paragraph of the lines before it?"""
    last = group[-1]
    if last.text.endswith("./.") or RECIPIENTS.fullmatch(row.text) or signs(row.text):
        return False
    if _opens_group(group, row):
        return False
    if _starts_unit(row.text) and last.text.endswith(_STOPS):
        return False
    if heading_claim(group[0].text) and _FIRST_ITEM.match(row.text):
        return False
    if _centred(row, here):
        return _balanced(last, before) and _same_title(last, row)
    if _centred(last, before):
        return False
    if group[0].bold and not row.bold and (heading_claim(group[0].text) or is_upper(last.text)):
        return False
    indented = row.left > here.base + _INDENT * here.size
    if here.indent:
        if indented:
            return _hangs(group, row, before, here) and _is_full(last, row, before)
        return _flows(group, row, before)
    if indented and not _hangs(group, row, before, here):
        return False
    far = row.page == last.page and before.pitch and row.top - last.top > _WIDE_PITCH * before.pitch
    return not far and _is_full(last, row, before) and _no_new_unit(group, row)


def _opens_group(group: list[Row], row: Row) -> bool:
    """A heading that needs no stop before it: of a chapter or section, or the article after a heading."""
    claim = heading_claim(row.text)
    if claim is None or _LEADS.search(group[-1].text):
        return False
    if claim.kind == "article":
        return bool(heading_claim(group[0].text))
    return not claim.rest or is_upper(claim.rest)


def _same_title(last: Row, row: Row) -> bool:
    return not is_upper(last.text) and row.text[:1].islower()


def _centred(row: Row, page: Page) -> bool:
    aside = row.left - page.base > 2.2 * page.size and page.edge - row.right > 1.2 * page.size
    indented = page.indent and row.left - page.base < page.indent + page.loose
    return aside and not indented and _balanced(row, page)


def _balanced(row: Row, page: Page) -> bool:
    middle, width = (page.base + page.edge) / 2, page.edge - page.base
    return abs((row.left + row.right) / 2 - middle) < max(page.size * 1.2, 0.04 * width)


def _is_full(last: Row, row: Row, page: Page) -> bool:
    """The first word of this line had no room on the line before."""
    letter = (row.right - row.left) / max(len(row.text), 1)
    word = row.text.split(" ", 1)[0]
    return last.right + (len(word) + 1) * letter >= page.edge - page.slack


def _hangs(group: list[Row], row: Row, before: Page, here: Page) -> bool:
    """Text of an item printed to the right of its number."""
    offset = row.left - here.base
    if len(group) > 1:
        return abs(group[-1].left - before.base - offset) < 0.4 * here.size
    first = group[0]
    if not (item_claim(first.text) or heading_claim(first.text)) or _starts_unit(row.text):
        return False
    label = first.text.split(" ", 1)[0]
    letter = (first.right - first.left) / max(len(first.text), 1)
    begin = first.left - before.base
    return begin < offset < begin + (len(label) + 1) * letter + 3.5 * here.size


def _flows(group: list[Row], row: Row, page: Page) -> bool:
    """Where paragraphs begin indented, a line at the margin continues, unless the one before is done."""
    last = group[-1]
    if _is_full(last, row, page):
        return True
    if row.text[:1].islower():
        return not last.text.endswith(_STOPS) or not item_claim(row.text)
    return not last.text.endswith(_STOPS) and not _starts_unit(row.text) and _closes_late(last, page)


def _closes_late(last: Row, page: Page) -> bool:
    """A line that ends in the last third of the page without a stop was broken by hand."""
    return last.text.endswith(",") or last.right > page.base + 0.67 * (page.edge - page.base)


def _starts_unit(text: str) -> bool:
    return bool(heading_claim(text) or item_claim(text) or report_claim(text) or appendix_claim(text))


def _no_new_unit(group: list[Row], row: Row) -> bool:
    last = group[-1].text
    if _starts_unit(row.text) and not _in_passing(row.text):
        within = bool(_LEADS.search(last)) or bool(_DASH_WITHIN.match(row.text))
        return within and not last.endswith(_STOPS)
    if heading_claim(group[0].text) and not last.endswith(_STOPS) and not group[0].bold:
        return not row.text[:1].isupper() or bool(_LEADS.search(last))
    return True


def _in_passing(text: str) -> bool:
    """ "Phần I Phụ lục II; tên của …": named in a sentence, where a heading would be in capitals."""
    claim = heading_claim(text)
    return claim is not None and claim.kind != "article" and bool(claim.rest) and not is_upper(claim.rest)

"""What stands on a page beside its text: running headers, page numbers, footnotes, blocks in two columns."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from .header import STATE, type_of
from .labels import appendix_claim, heading_claim, is_upper, item_claim
from .rows import COLUMN_SIZE, Chunk, Row
from .segments import RECIPIENTS, signs
from .types import CELL, PARAGRAPH

_PAGE_NUMBER = re.compile(r"[-–—\s|\[(]*(?:(?:Trang|Page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s|\])]*", re.I)
_GAZETTE = re.compile(r"(?:\d{1,4}\s+)?CÔNG BÁO\s*/\s*Số .{3,60}", re.I)
_STAMP = re.compile(
    r"(?:Người ký|Ký bởi|Được ký bởi|Cơ quan|Đơn vị|Thời gian ký|Ngày ký|Email|E-mail|Chữ ký số|Signature|"
    r"Digitally signed|Signed by|Signing time)\b.{0,12}:.*|Signature (?:Not Verified|Valid).*",
    re.I,
)
_NOTE_ALONE = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}(?![\d.,)/:–-])|\*+)\s*\S.*")
_ADDRESS = re.compile(r"@|www\.|https?:|(?:ĐT|Tel|Fax|Hotline|E-?mail|Điện thoại)\s*:", re.I)
_STAMP_ROWS = 12
_RUNNING_ROWS = 3
_RUNNING_SHARE = 0.3
_SMALL, _SMALLER = 0.93, 0.88
_NOTE = re.compile(r"[\[(]?(\d{1,3}|\*)[\])]?(?=\D).*")
_GUTTER = 0.8
_BLOCK_ROWS = 60
_STATE_PART = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ|ĐẢNG CỘNG SẢN|Độc lập\s*[-–—]")


def is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


# --- running headers, footers and page numbers -------------------------------------------------------------


def set_aside(rows: list[Row]) -> list[Row]:
    """The same rows; those that run through the pages are marked as furniture."""
    pages: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        pages.setdefault(row.page, []).append(index)
    if len(pages) < 2:
        return [replace(row, kind="furniture") if _GAZETTE.fullmatch(row.text) else row for row in rows]
    seen = Counter(
        key for indexes in pages.values() for key in {_key(rows, i, at) for i, at in _ends(indexes)} if key
    )
    least = max(2, round(_RUNNING_SHARE * len(pages)))
    pitch = median(steps) if (steps := _steps(rows)) else 0.0
    marked = list(rows)
    for indexes in pages.values():
        for which in ("first", "last"):
            for index in _running(rows, indexes, which, seen, least, pitch):
                marked[index] = replace(rows[index], kind="furniture")
    return marked


def _running(
    rows: list[Row], indexes: list[int], which: str, seen: Counter, least: int, pitch: float
) -> list[int]:
    """Rows at one end of a page, from the outside in, that are no text; what is repeated stands apart from it."""
    found: list[int] = []
    sure = 0
    for index, at in _ends(indexes, which):
        row = rows[index]
        alone = bool(_GAZETTE.fullmatch(row.text)) or is_page_number(row.text)
        if not alone and seen[_key(rows, index, at)] < least:
            break
        found.append(index)
        sure = len(found) if alone else sure
    rest = [index for index in indexes if index not in found]
    if not found or not rest:
        return found
    near = rest[0] if which == "first" else rest[-1]
    apart = abs(rows[near].top - rows[found[-1]].top) > 1.25 * pitch
    return found if apart else found[:sure]


def _steps(rows: list[Row]) -> list[float]:
    """Distances between lines that follow one another closely on a page."""
    return [
        after.top - before.top
        for before, after in pairwise(rows)
        if before.page == after.page and 0 < after.top - before.top < 4 * before.size
    ]


def _ends(indexes: list[int], which: str = "") -> list[tuple[int, str]]:
    first = [(index, "first") for index in indexes[:_RUNNING_ROWS]]
    last = [(index, "last") for index in indexes[: -_RUNNING_ROWS - 1 : -1]]
    return {"first": first, "last": last}.get(which, first + last)


def _key(rows: list[Row], index: int, at: str) -> tuple | None:
    """What a running line has in common on all pages: its letters and its height on the page."""
    row = rows[index]
    letters = re.sub(r"[\W\d_]+", "", row.text).lower()
    if not letters or row.kind != "text" or _is_content(row):
        return None
    counted = row.size == COLUMN_SIZE and at == "last"  # in a text the foot of a page has no fixed place
    return letters, at, 0 if counted else round(row.top / row.size)


def _is_content(row: Row) -> bool:
    """Headings may well stand at the top of several pages."""
    texts = [row.text, *(chunk.text for chunk in row.chunks)]
    return any(
        heading_claim(text) or appendix_claim(text) or type_of(text) or STATE.fullmatch(text.strip(" -–—_*"))
        for text in texts
    )


def set_aside_repeated(rows: list[Row]) -> list[Row]:
    """For texts that do not say where pages end: the same lines again and again are the frame of the page."""
    keys = [re.sub(r"[\W\d_]+", "", row.text).lower() for row in rows]
    seen = Counter(keys)
    marked = []
    for row, key in zip(rows, keys, strict=True):
        often = seen[key] >= 4 and len(key) >= 8 and not _is_content(row) and not item_claim(row.text)
        framed = often and (len(row.chunks) > 1 or _ADDRESS.search(row.text))
        marked.append(replace(row, kind="furniture") if framed else row)
    return marked


def set_aside_stamps(rows: list[Row]) -> list[Row]:
    """The frame a signing program prints into a page: who signed and when."""
    body = median(row.size for row in rows) if rows else 1.0
    marked, after = [], None
    for row in rows:
        stamp = bool(_STAMP.fullmatch(row.text)) and (row.size < 0.85 * body or len(rows) <= _STAMP_ROWS)
        goes_on = (
            after is not None
            and row.page == after.page
            and abs(row.left - after.left) < body
            and row.size <= after.size
            and row.top - after.top < 2 * row.size
        )
        after = row if stamp or goes_on else None
        marked.append(replace(row, kind="furniture") if after else row)
    return marked


# --- footnotes ----------------------------------------------------------------------------------------------


def footnotes(
    rows: list[Row], rules: list[tuple[float, float, float]], body: float, after_notes: bool
) -> tuple[set[int], set[str]]:
    """Indexes of the rows of one page that are footnotes, and the marks that name them.

    `rows` are those of the page that are still text; `rules` are (left, right, top) of printed lines; `body` is
    the size of the letters of the text; `after_notes`: the page before had footnotes, which may go on. Footnotes
    are the small print at the foot of the page that stands under a line or begins with a mark.
    """
    small = [index for index, row in enumerate(rows) if row.kind == "text"]
    if any(RECIPIENTS.fullmatch(chunk.text) for index in small for chunk in rows[index].chunks):
        after_notes = False
    margin = min((rows[index].left for index in small), default=0.0)
    zone: list[int] = []
    for index in reversed(small):
        if rows[index].size > _SMALL * body:
            break
        zone.insert(0, index)
    for place, index in enumerate(zone):
        ruled = any(
            index != small[0] and 0 <= rows[index].top - top < 3 * body and abs(left - margin) < body
            for left, _, top in rules
        )
        below_text = index != small[0] and rows[index].size < _SMALLER * body
        begins = bool(_NOTE_ALONE.fullmatch(rows[index].text)) or (after_notes and place == 0)
        if ruled or (below_text and begins):
            marks = {m.group(1) for i in zone[place:] if (m := _NOTE.fullmatch(rows[i].text))}
            return set(zone[place:]), marks
    return set(), set()


def body_size(rows: list[Row]) -> float:
    """The size in which most letters of a document are printed."""
    letters: Counter = Counter()
    for row in rows:
        if row.kind == "text":
            letters[round(row.size, 1)] += len(row.text)
    return letters.most_common(1)[0][0] if letters else 1.0


# --- two columns --------------------------------------------------------------------------------------------


def columns(rows: list[Row]) -> list[Row]:
    """Headings and signatures printed side by side become tables of one row, their left column first."""
    done: list[Row] = []
    telling = [index for index, row in enumerate(rows) if row.kind == "text" and _tells_at_all(row)]
    place = soon = 0
    while place < len(rows):
        while soon < len(telling) and telling[soon] < place:
            soon += 1
        near = soon < len(telling) and telling[soon] < place + _BLOCK_ROWS
        end = _block_end(rows, place) if near else None
        if end is None:
            done.append(rows[place])
            place += 1
        else:
            done.append(_as_table(rows[place:end]))
            place = end
    return done


def _block_end(rows: list[Row], place: int) -> int | None:
    """The end of a block in two columns that begins here, if one does."""
    row = rows[place]
    heads = _stands_beside(rows, place)
    if row.kind != "text" or not (len(row.chunks) == 2 or heads or _stands_right(rows, place)):
        return None
    spans: list[list[float]] = []
    end, told = place, False
    while (
        end < min(len(rows), place + _BLOCK_ROWS) and rows[end].kind == "text" and rows[end].page == row.page
    ):
        wider = _spans(spans, rows[end])
        if wider is None:
            break
        spans, end = wider, end + 1
        told = told or _tells(rows[end - 1], heads)
    if not told or len(spans) != 2:
        return None
    while end > place and _goes_back_to_text(rows, place, end, spans):
        end -= 1
    return end if end > place else None


def _stands_right(rows: list[Row], place: int) -> bool:
    """A line in the right half just before lines in two columns: the head of the signature."""
    row = rows[place]
    return len(row.chunks) == 1 and any(
        len(other.chunks) == 2 and other.chunks[0].right < row.left and _tells(other, False)
        for other in rows[place + 1 : place + 3]
        if other.page == row.page
    )


def _stands_beside(rows: list[Row], place: int) -> bool:
    """A line with the next one beside it, a little lower: the head of a text whose columns are not level."""
    row, after = rows[place], rows[place + 1] if place + 1 < len(rows) else None
    if after is None or after.page != row.page or len(row.chunks) + len(after.chunks) != 2:
        return False
    apart = after.left > row.right + _GUTTER * row.size or row.left > after.right + _GUTTER * row.size
    return apart and after.top - row.top < 2.5 * row.size


def _spans(spans: list[list[float]], row: Row) -> list[list[float]] | None:
    """The two strips in which words stand after this row; None where it would join them or open a third."""
    if len(row.chunks) > 2 or (len(row.chunks) == 1 and type_of(row.text)):
        return None
    merged: list[list[float]] = []
    for left, right in sorted([*spans, *([chunk.left, chunk.right] for chunk in row.chunks)]):
        near = bool(merged) and left < merged[-1][1] + _GUTTER * row.size
        if near and not (left > merged[-1][1] and _state_begins(row, left)):
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return merged if len(spans) <= len(merged) <= 2 else None


def _state_begins(row: Row, left: float) -> bool:
    """The national heading may stand close to what is at its left."""
    return len(row.chunks) == 2 and row.chunks[1].left == left and bool(_STATE_PART.match(row.chunks[1].text))


def _tells(row: Row, heads: bool) -> bool:
    """Words that only a heading or a signature has."""
    texts = [chunk.text for chunk in row.chunks]
    state = any(_STATE_PART.match(text) for text in texts)
    if heads:
        return state
    return (
        (state and len(texts) == 2)
        or any(RECIPIENTS.fullmatch(text) for text in texts)
        or (len(texts) == 2 and any(signs(text) for text in texts))
    )


def _tells_at_all(row: Row) -> bool:
    return _tells(row, True) or _tells(row, False)


def _goes_back_to_text(rows: list[Row], place: int, end: int, spans: list[list[float]]) -> bool:
    """The last row of a heading block is text again when it is a line of its own at the left."""
    row = rows[end - 1]
    if len(row.chunks) == 2 or row.left >= spans[1][0]:
        return False
    block = rows[place:end]
    if any(RECIPIENTS.fullmatch(chunk.text) for r in block for chunk in r.chunks):
        return bool(heading_claim(row.text) or appendix_claim(row.text) or type_of(row.text))
    return not is_upper(row.text) and not row.text.startswith(("Số", "V/v", "("))


def _as_table(rows: list[Row]) -> Row:
    spans: list[list[float]] = []
    for row in rows:
        spans = _spans(spans, row) or spans
    gutter = (spans[0][1] + spans[1][0]) / 2 if len(spans) == 2 else rows[0].right
    cells: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        for chunk in row.chunks:
            cell = cells[_side(chunk, gutter)]
            whole = f"{cell[-1]} {chunk.text}" if cell else ""
            if STATE.fullmatch(whole) and not STATE.fullmatch(cell[-1]):
                cell[-1] = whole
            else:
                cell.append(chunk.text)
    text = CELL.join(PARAGRAPH.join(cell) for cell in cells)
    return replace(rows[0], text=text, kind="table")


def _side(chunk: Chunk, gutter: float) -> int:
    return int((chunk.left + chunk.right) / 2 > gutter)

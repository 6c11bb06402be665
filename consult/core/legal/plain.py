"""Paragraphs of plain and Markdown text: one to a line, or wrapped at the edge of a page."""

import codecs
import re

from .cleaning import clean, normal, visible
from .joining import join_rows
from .layout import columns, set_aside, set_aside_repeated
from .legacy import converter, decode_bytes
from .limits import check_lines, refuse
from .rows import text_rows
from .types import Line

_ENDS = (".", ";", ":", "!", "?", "…", "”", '"', "/")
_LABEL = re.compile(r"\s*(?:[-–+•*]|[a-zđ]\d?[).]|\(?[ivx]+\)|#)\s?")
_LONG_ENOUGH = 40
_HEADING = re.compile(r"CỘNG HO[ÀA]|CỘNG HÒA|Độc lập|ĐẢNG CỘNG SẢN|, ngày\b")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_WRAPPED_LINES = 12
_WIDTHS = (45, 135)
_FULL_SHARE = 0.3
_NEARLY = 0.8
_OVERLONG_SHARE = 0.02


def decode(data: bytes) -> str:
    """Text of unknown encoding: its own mark, UTF-16 by its zero bytes, UTF-8, else the old Vietnamese codes."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    wide = _wide(data[:4096])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_bytes(data, _declared(data))


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: about every second byte is zero."""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half < 8 or max(even, odd) < 0.3 * half or min(even, odd) > 0.02 * half:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes) -> str:
    """The encoding an HTML page names, if it is known and not one already ruled out."""
    found = _CHARSET.search(data[:4096])
    try:
        name = codecs.lookup(found.group(1).decode()).name if found else ""
    except LookupError:
        name = ""
    western = ("utf-8", "iso8859-1", "cp1252", "ascii")
    return "cp1258" if not name or name in western or name.startswith("utf") else name


def read_text(data: bytes, markdown: bool = False) -> list[Line]:
    """Lines of a text file; lines that only continue the one before (wrapped, page break) are joined."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data[:4096] and not marked and not _wide(data[:4096]):
        raise refuse("mismatch")
    text = decode(data)
    check_lines(sum(1 for line in re.finditer(r"[^\n\r\f\v]*\S", text)), len(text))
    text = re.sub("\r\n?|[\v\x85\u2028\u2029]", "\n", normal(converter([text])(text)))
    if not markdown and is_wrapped(text):
        rows = text_rows(text)
        rows = set_aside(rows) if "\f" in text else set_aside_repeated(rows)
        return join_rows(columns(rows), exact=False)
    return _paragraphs(text, markdown)


def is_wrapped(text: str) -> bool:
    """Is this text broken into lines of a page, not into paragraphs? Then many lines are of one length."""
    lengths = sorted(len(line.strip()) for line in text.splitlines() if visible(line))
    if len(lengths) < _WRAPPED_LINES:
        return False
    width = lengths[int(len(lengths) * 0.95)]
    if not _WIDTHS[0] <= width <= _WIDTHS[1]:
        return False
    full = sum(1 for length in lengths if _NEARLY * width <= length <= 1.15 * width)
    overlong = sum(1 for length in lengths if length > 1.3 * width)
    return full >= _FULL_SHARE * len(lengths) and overlong <= _OVERLONG_SHARE * len(lengths)


def _paragraphs(text: str, markdown: bool) -> list[Line]:
    texts = [clean(piece) for line in text.splitlines() for piece in _columns(line)]
    if markdown:
        texts = [_unmark(text) for text in texts]
    joined: list[list[str]] = []
    for text in filter(None, texts):
        if joined and _continues(joined[-1][-1], text, sum(map(len, joined[-1]))):
            joined[-1].append(text)
        else:
            joined.append([text])
    return [Line(" ".join(parts)) for parts in joined]


def _columns(line: str) -> list[str]:
    """The two halves of a state heading printed side by side with spaces."""
    return re.split(r"\s{4,}", line.strip()) if _HEADING.search(line) else [line]


def _unmark(text: str) -> str:
    """Markdown heading signs and emphasis round a whole line are print, not text."""
    text = re.sub(r"^#{1,6}\s+|^>\s+", "", text)
    return re.sub(r"^(\*\*|__)(.+)\1$", r"\2", text)


def _continues(before: str, text: str, length: int) -> bool:
    if length < _LONG_ENOUGH or before.endswith(_ENDS) or _LABEL.match(text):
        return False
    return text[0].islower()

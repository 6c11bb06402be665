"""What a paragraph claims to be: the printed labels of legal, report and Party texts."""

import re
from dataclasses import dataclass

from .ordinals import unroman

RANKS = {
    "part": 0, "chapter": 1, "section": 2, "subsection": 3, "article": 4, "clause": 5, "point": 6,
    "dash": 8, "paragraph": 10, "table": 10,
}  # fmt: skip
"""Depth of each kind: a unit closes every open unit of its own rank or deeper."""


@dataclass(frozen=True)
class Claim:
    """A label at the start of a paragraph; the parser decides whether to believe it."""

    kind: str
    number: str
    label: str
    rest: str
    rank: float
    style: str = ""  # roman, letter, decimal (1.1), bracket (1)), dot (a.), item ((i)), plus; "" = usual
    stop: bool = True  # the label is closed by a stop, a colon or the end of the line


_SUFFIX = r"[a-zđ]{0,2}\d{0,2}"
_ARTICLE = re.compile(
    rf"((?:Đi[ềêếeé]u|ĐI[ỀÊẾEÉ]U)\s+(?:thứ\s+)?(\d{{1,4}}{_SUFFIX})\s*([.:]|[-–]\s|$)?)\s*(.*)"
)
_GROUP = re.compile(
    rf"((Chương|CHƯƠNG|Tiểu\s+mục|TIỂU\s+MỤC|Mục|MỤC)\s+(?:thứ\s+|THỨ\s+)?"
    rf"([IVXLC]+[a-zđ]?\d?|\d{{1,3}}{_SUFFIX})\s*([.:]|[-–]\s|$)?)\s*(.*)"
)
_PART = re.compile(
    r"((?:Phần|PHẦN)\s+((?:thứ|THỨ)\s+[^\W\d]+(?:\s+(?:một|hai|MỘT|HAI))?|[IVXLC]+|\d{1,2}|[A-ZĐ](?=[.:\s]|$))"
    r"\s*([.:]|[-–]\s|$)?)\s*(.*)"
)
_ROMAN = re.compile(r"([IVXLC]{1,8}\s*(?:[.\-–—:/)]|\.\s*-)\s*[-–]?)\s*(\S.*)")
_LETTER = re.compile(r"([A-HĐ]\s*[.\-–:]+)\s+(\S.*)")
_CLAUSE = re.compile(rf"((\d{{1,3}}{_SUFFIX})\s*\.(?:\s*[-–](?=\s))?)(?!\d)\s*(\S.*)")
_SLOPPY = re.compile(r"((\d{1,3})\s*[-–]\s+)(\S.*)")
_DECIMAL = re.compile(r"((\d{1,3}(?:\.\d{1,3}){1,4})\.?)\s+(\S.*)")
_BRACKET = re.compile(r"((\d{1,3})\s*\))\s*(\S.*)")
_POINT = re.compile(r"(([a-zăâđêôơư]\d{0,2})\s*\))\s*(\S.*)")
_DOT = re.compile(r"(([a-zđ])\s*\.)\s+(\S.*)")
_ITEM = re.compile(r"(\(((?:x{0,2}(?:ix|iv|v?i{1,3}|v|x))|\d{1,2})\))\s*(\S.*)")
_DASH = re.compile(r"([-–—•▪➢✓*●])\s*([^\s\-–—*_].*)")
_PLUS = re.compile(r"(\+)\s*(\S.*)")
_APPENDIX = re.compile(
    r"((?:PHỤ\s+LỤC|Phụ\s+lục)(?:\s+(?:SỐ\s+|số\s+)?([IVXLC]+|\d{1,2}[a-zđ]?|[A-Z]))?\s*([.:]|[-–]\s|$)?)\s*(.*)"
)
_FORM_DOTS = re.compile(r"[.…_\s\d\W]*")
_KINDS = {"chương": ("chapter", 1), "mục": ("section", 2), "tiểu mục": ("subsection", 3)}


def is_upper(text: str) -> bool:
    """Printed in capitals; a text without letters is not."""
    return any(map(str.isalpha, text)) and text == text.upper()


def _heads(text: str) -> bool:
    """Could these words be a heading after "Chương I"? References go on in small letters."""
    return not text or text[0].isupper() or not text[0].isalpha()


def heading_claim(text: str) -> Claim | None:
    """Phần, Chương, Mục, Tiểu mục or Điều at the start of the text, or None."""
    found = _ARTICLE.fullmatch(text)
    if found:
        label, number, stop, rest = found.groups()
        if rest and not stop and not (rest[0].isupper() and len(rest) < 200):
            return None
        if rest and stop and _FORM_DOTS.fullmatch(rest):
            return None  # "Điều 1. ......" of a blank form
        return Claim("article", number, label.strip(), rest, 4, stop=stop is not None)
    found = _GROUP.fullmatch(text) or _PART.fullmatch(text)
    if not found:
        return None
    if found.re is _GROUP:
        label, word, number, stop, rest = found.groups()
        kind, rank = _KINDS[" ".join(word.lower().split())]
    else:
        label, number, stop, rest = found.groups()
        kind, rank = "part", 0
    if rest and not is_upper(rest):
        if not _heads(rest) or len(rest) > 200 or (stop is None and rest[-1] in ".;,:"):
            return None
        if stop is None and re.match(r"(?:Chương|Phần|Mục|Điều|Luật|Nghị|Thông tư|Quyết định)\b", rest):
            return None
    return Claim(kind, number, label.strip(), rest, rank, stop=stop is not None)


def item_claim(text: str) -> Claim | None:
    """Khoản, điểm, dash and the labels of reports, or None."""
    tries = (
        (_DECIMAL, "clause", 5.0, "decimal"), (_CLAUSE, "clause", 5.0, ""), (_POINT, "point", 6.0, ""),
        (_BRACKET, "point", 6.0, "bracket"), (_DOT, "point", 6.0, "dot"), (_ITEM, "dash", 7.0, "item"),
        (_SLOPPY, "clause", 5.0, "sloppy"),
    )  # fmt: skip
    for pattern, kind, rank, style in tries:
        found = pattern.fullmatch(text)
        if found:
            label, number, rest = found.groups()
            extra = number.count(".") * 0.1 if style == "decimal" else 0
            return Claim(kind, number, label.strip(), rest, rank + extra, style)
    found = _PLUS.fullmatch(text)
    if found:
        return Claim("dash", "", "+", found.group(2), 9.0, "plus")
    found = _DASH.fullmatch(text)
    return Claim("dash", "", found.group(1), found.group(2), 8.0) if found else None


def report_claim(text: str) -> Claim | None:
    """The Roman and capital-letter headings of reports and Party texts, or None."""
    found = _ROMAN.fullmatch(text)
    if found:
        number = re.match(r"[IVXLC]+", found.group(1)).group()
        if unroman(number):
            return Claim("part", number, found.group(1).strip(), found.group(2), 0.5, "roman")
    found = _LETTER.fullmatch(text)
    if found:
        return Claim("part", found.group(1)[0], found.group(1).strip(), found.group(2), 0.0, "letter")
    return None


def appendix_claim(text: str) -> Claim | None:
    """The heading line of an appendix ("PHỤ LỤC", "Phụ lục II"), never a sentence about one."""
    found = _APPENDIX.fullmatch(text)
    if not found or len(text) > 250:
        return None
    label, number, stop, rest = found.groups()
    if rest and not is_upper(rest) and not (number and stop and _heads(rest)) and not rest.startswith("("):
        return None
    return Claim("appendix", number or "", label.strip(), rest, -1, stop=stop is not None)

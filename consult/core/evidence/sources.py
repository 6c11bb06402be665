"""A source as somebody typed it: a law with its unit, a DOI or an address, in one written form each."""

import re
from dataclasses import dataclass

from consult.core import vietnamese

LONGEST = 500
MOST = 20
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+", re.I)
_UNIT = re.compile(
    r"(?P<units>(?:(?:điểm|khoản|điều|mục|chương|phần|phụ lục|đoạn|tiết)\s+[\wđ.]+[,;]?\s*(?:và\s+)?)+)(?:của\s+)?(?P<law>.*)",
    re.I,
)
_PART = re.compile(r"(điểm|khoản|điều|mục|chương|phần|phụ lục|đoạn|tiết)\s+([\wđ.]+)", re.I)
_ORDER = {
    "tiết": 0,
    "đoạn": 0,
    "điểm": 1,
    "khoản": 2,
    "điều": 3,
    "mục": 4,
    "chương": 5,
    "phần": 6,
    "phụ lục": 7,
}
_CAPITAL = {"điều": "Điều", "chương": "Chương", "mục": "Mục", "phần": "Phần", "phụ lục": "Phụ lục"}
_LAW = re.compile(
    r"(?:bộ luật|luật|pháp lệnh|hiến pháp|nghị quyết|nghị định|quyết định|thông tư|chỉ thị|kết luận|hướng dẫn|"
    r"quy định|kế hoạch)\b.*|\d+/\d{4}/[\wĐđ-]+.*",
    re.I,
)


@dataclass(frozen=True)
class Source:
    """`kind`: law, doi, url or text; `words` in canonical form; `link` only for addresses on the web."""

    kind: str
    words: str
    link: str = ""


def read_sources(text: str) -> list[Source]:
    """One source a line, each once, at most MOST; nothing is fetched."""
    lines = (vietnamese.clean_name(line).strip("-•* ") for line in text.splitlines())
    found = dict.fromkeys(_read(line[:LONGEST]) for line in lines if line)
    return list(found)[:MOST]


def _read(line: str) -> Source:
    doi = _DOI.fullmatch(line)
    if doi:
        name = doi.group(1).rstrip(".,;").lower()
        return Source("doi", f"doi:{name}", f"https://doi.org/{name}")
    if _ADDRESS.fullmatch(line):
        return Source("url", line, line)
    return _law(line) or Source("text", line)


def _law(line: str) -> Source | None:
    """ "Điều 43, khoản 2, điểm c Luật …" is written from small to large: "điểm c khoản 2 Điều 43 Luật …"."""
    found = _UNIT.fullmatch(line)
    if found and _LAW.fullmatch(found.group("law")):
        parts = [(kind.lower(), number) for kind, number in _PART.findall(found.group("units"))]
        if len({kind for kind, _number in parts}) == len(parts):
            ordered = sorted(parts, key=lambda part: _ORDER[part[0]])
            units = " ".join(f"{_CAPITAL.get(kind, kind)} {number}" for kind, number in ordered)
            return Source("law", f"{units} {_name(found.group('law'))}")
        return Source("law", line)
    return Source("law", _name(line)) if _LAW.fullmatch(line) else None


def _name(law: str) -> str:
    return law[:1].upper() + law[1:].rstrip(".,; ")

"""The block above the text: who issued it, number, place and date, type, abstract, legal grounds."""

import re

from .labels import heading_claim, is_upper, item_claim, report_claim
from .types import CELL, PARAGRAPH, ROW, Header, Line

TYPES = (
    "NGHỊ QUYẾT LIÊN TỊCH", "THÔNG TƯ LIÊN TỊCH", "VĂN BẢN HỢP NHẤT", "HƯỚNG DẪN LIÊN TỊCH",
    "KẾ HOẠCH LIÊN TỊCH", "QUY CHẾ PHỐI HỢP", "HIẾN PHÁP", "BỘ LUẬT", "LUẬT", "PHÁP LỆNH", "NGHỊ QUYẾT",
    "NGHỊ ĐỊNH", "THÔNG TƯ", "SẮC LỆNH", "SẮC LUẬT", "LỆNH", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ",
    "QUY ĐỊNH", "QUY TRÌNH", "QUY CHUẨN", "THÔNG CÁO", "THÔNG BÁO", "THÔNG TRI", "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH",
    "HỢP ĐỒNG", "CÔNG ĐIỆN", "CÔNG VĂN", "KẾT LUẬN", "ĐỀ CƯƠNG", "ĐIỀU LỆ", "NỘI QUY", "CHIẾN LƯỢC",
    "QUY HOẠCH", "TUYÊN BỐ", "PHỤ LỤC", "GIẤY MỜI", "BẢN THUYẾT MINH", "THUYẾT MINH", "DANH MỤC",
)  # fmt: skip
_TYPES_ALONE = frozenset(TYPES) | {name.capitalize() for name in TYPES}
STATE = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–—]\s*Tự do.*", re.I
)
RULE = re.compile(r"[\s\-–—_*=.…o+]+")
_NUMBER = re.compile(
    r"((?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định|Lệnh|Chỉ thị)?\s*[Ss]ố\s*:?)\s*"
    r"((?=[^\s]*\s?[/\-–])[/\-–_]?\s?[\w.…]+(?:\s?[/\-–_]\s?[\w.…]+)*)(\s.{0,200})?",
    re.I,
)
_DATE = re.compile(
    r"([^\d,]{2,60}?)\s*(,)\s*(ngày\s?[\d.…\s]*tháng\s?[\d.…\s]*năm\s?[\d.…\s]*|ngày\s.{2,30}\d{4})", re.I
)
_GROUND = re.compile(r"(?:Căn cứ|Theo đề nghị|Theo Tờ trình|Xét |Trên cơ sở|Sau khi (?:nghiên cứu|xem xét))")
_APPENDIX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ\s+|số\s+)?(?:[IVXLC]+|\d{1,2}))?")
_BREAKS = re.compile(f"[{CELL}{ROW}{PARAGRAPH}]")
_LOOK_AHEAD = 90
_TYPE_WITHIN = 40
_LONG = 250
_TITLE_LINES = 6


def pieces(line: Line) -> list[str]:
    """The paragraphs of a line; a table gives those of its cells."""
    return [text for text in _BREAKS.split(line.full) if text.strip()]


def is_state_heading(line: Line) -> bool:
    """The national or Party heading, alone or in a table."""
    return any(STATE.fullmatch(text.strip(" -–—_*")) for text in pieces(line)[:20])


def type_of(text: str) -> tuple[str, str] | None:
    """("LUẬT", "BÁO CHÍ") of a type line, or None."""
    stripped = text.strip()
    if _APPENDIX.fullmatch(stripped):
        return stripped, ""
    if stripped in _TYPES_ALONE:
        return stripped, ""
    if not is_upper(stripped[:40]) or not is_upper(stripped):
        return None
    for name in TYPES:
        if stripped.startswith(name) and not stripped[len(name)].isalpha():
            return stripped[: len(name)], stripped[len(name) :].strip()
    return None


def _is_structure(line: Line) -> bool:
    return line.kind == "text" and bool(
        heading_claim(line.full) or report_claim(line.full) or _first_item(line.full)
    )


def _first_item(text: str) -> bool:
    claim = item_claim(text)
    return bool(claim) and claim.kind == "clause" and claim.number == "1" and claim.style != "sloppy"


def split_header(lines: list[Line]) -> tuple[Header, list[str], list[str], int]:
    """Header, furniture, opening paragraphs and the index of the first line of the body."""
    end = next((i for i, line in enumerate(lines[:_LOOK_AHEAD]) if _is_structure(line)), None)
    limit = end if end is not None else min(len(lines), _TYPE_WITHIN)
    place = _type_place(lines[:limit])
    if place is None and not any(is_state_heading(line) for line in lines[:limit]):
        return _title_only(lines, limit)
    if end is None:
        end = _end_without_structure(lines, place)
    texts = [(text, line.kind) for line in lines[:end] for text in pieces(line)]
    return *_read(texts), end


def _title_only(lines: list[Line], limit: int) -> tuple[Header, list[str], list[str], int]:
    """Neither heading nor type: capitals above the text are its title."""
    end = 0
    while end < min(limit, _TITLE_LINES) and lines[end].kind == "text" and is_upper(lines[end].full):
        end += 1
    end = 0 if end == len(lines) else end  # a text that is all capitals is text, not a title
    return Header(abstract="\n".join(line.full for line in lines[:end])), [], [], end


def _type_place(lines: list[Line]) -> int | None:
    for index, line in enumerate(lines[:_TYPE_WITHIN]):
        if any(type_of(text) for text in pieces(line)):
            return index
    return None


def _end_without_structure(lines: list[Line], place: int | None) -> int:
    """Without any numbered unit the header ends with the last ground, or the abstract after the type."""
    end = (place if place is not None else -1) + 1
    heads = [i for i, line in enumerate(lines[:_TYPE_WITHIN]) if is_state_heading(line)]
    end = max(end, heads[0] + 1 if heads else 0)
    while end < len(lines) and lines[end].kind == "text" and len(lines[end].full) < _LONG:
        text = lines[end].full
        if text[-1] in ".:" and not _GROUND.match(text):
            break
        end += 1
    return end


def _read(texts: list[tuple[str, str]]) -> tuple[Header, list[str], list[str]]:
    state = _Reading()
    for text, kind in texts:
        state.take(text, kind)
    header = Header(
        issuer="\n".join(state.issuer), number=state.number, place=state.place, date=state.date,
        type=state.type, abstract="\n".join(state.abstract), grounds=tuple(state.grounds),
    )  # fmt: skip
    return header, state.furniture, state.opening


class _Reading:
    """The fields of a header while its lines go by."""

    def __init__(self):
        self.issuer: list[str] = []
        self.abstract: list[str] = []
        self.grounds: list[str] = []
        self.furniture: list[str] = []
        self.opening: list[str] = []
        self.number = self.place = self.date = self.type = ""
        self.in_abstract = False

    def take(self, text: str, kind: str) -> None:
        if STATE.fullmatch(text.strip(" -–—_*")) or RULE.fullmatch(text):
            self.furniture.append(text)
        elif not self.type and type_of(text):
            self.type, rest = type_of(text)
            self.abstract.extend([rest] if rest else [])
            self.in_abstract = True
        elif not self._signs(text):
            self._words(text)

    def _signs(self, text: str) -> bool:
        """Number, or place and date: the printed words round them are furniture."""
        number, date = _NUMBER.fullmatch(text), _DATE.fullmatch(text)
        if number and not self.number and not self.opening:
            self.furniture.append(number.group(1))
            self.number = re.sub(r"\s*/\s*", "/", number.group(2).strip())
            self.furniture.extend([number.group(3).strip()] if number.group(3) else [])
        elif date and not self.date and not self.opening:
            self.place, comma, self.date = date.group(1), date.group(2), date.group(3).strip()
            self.furniture.append(comma)
        else:
            return False
        return True

    def _words(self, text: str) -> None:
        if _GROUND.match(text):
            self.grounds.append(text)
            self.in_abstract = False
        elif not self.type and text.startswith(("V/v", "Về việc")):
            self.abstract.append(text)
        elif not self.type:
            body = is_upper(text) and " " in text and "DỰ THẢO" not in text and not text.startswith("(")
            (self.issuer if body else self.furniture).append(text)
        elif self.in_abstract and not self._ends_abstract(text):
            self.abstract.append(text)
        else:
            self.in_abstract = False
            self.opening.append(text)

    def _ends_abstract(self, text: str) -> bool:
        if is_upper(text):
            if len(text) > _LONG:
                return True
            same = text in self.issuer or text == " ".join(self.issuer)
            return bool(self.abstract) and (same or not is_upper(self.abstract[-1]))
        return len(text) > _LONG or text.startswith("Kính gửi") or text[-1] == ":"

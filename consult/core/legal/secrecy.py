"""Marks of secrecy at the head of a text. Such a text never enters the system."""

import re

from .cleaning import clean, normal
from .limits import SECRECY_LINES

_PIECES = re.compile(r"[\t\n\u2028\u2029|]|\s{3,}")
_EDGES = " .,:;*-–—_()[]{}<>\"'“”!/"
_PREFIX = r"(?:(?:TÀI LIỆU|VĂN BẢN|DỰ THẢO|ĐỘ MẬT|MỨC ĐỘ MẬT|ĐÓNG DẤU)\s*[:\-–]?\s*)?"
_SECRET = re.compile(_PREFIX + r"(TUYỆT MẬT|TỐI MẬT|MẬT)")
_INTERNAL = re.compile(_PREFIX + r"(LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI)")
_SPACED = re.compile(r"(?:\w ){2,}\w")


def _tight(piece: str) -> str:
    """Letter-spaced print ("M Ậ T") as words; other pieces as they are."""
    if _SPACED.fullmatch(piece):
        return piece.replace(" ", "").upper().replace("TUYỆTMẬT", "TUYỆT MẬT").replace("TỐIMẬT", "TỐI MẬT")
    return piece


def secrecy_mark(lines: list[str]) -> str | None:
    """The mark that stands alone (line, table cell, boxed text) among the first lines, else None.

    Words inside a sentence ("bí mật nhà nước", "Mật độ") never count.
    """
    seen = 0
    for line in lines:
        pieces = [clean(piece).strip(_EDGES) for piece in _PIECES.split(normal(line))]
        pieces = [piece for piece in pieces if piece]
        seen += bool(pieces)
        if seen > SECRECY_LINES:
            return None
        for piece in pieces:
            upper = _tight(piece).upper().replace("TUYẸT", "TUYỆT")
            found = _SECRET.fullmatch(upper) or _INTERNAL.fullmatch(upper)
            if found:
                return found.group(1)
    return None

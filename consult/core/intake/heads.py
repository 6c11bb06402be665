"""Which row holds the names of the columns, and what each column holds, guessed from words without diacritics."""

import re

from consult.core import vietnamese

from .types import Layout, Table

_SEARCHED = 40
_LONGEST = 160
_PHRASES = {
    "place": (
        "nhom van de hoac dieu khoan", "dieu khoan diem", "nhom van de", "dieu khoan", "khoan dieu", "vi tri gop y",
        "dieu", "vi tri", "dieu muc", "muc dieu khoan", "dieu khoan gop y",
    ),
    "clause": ("khoan",),
    "point": ("diem",),
    "speaker": (
        "chu the gop y", "chu the", "don vi gop y", "don vi", "co quan to chuc ca nhan", "co quan", "to chuc ca nhan",
        "to chuc", "ca nhan", "nguoi gop y", "nguoi co y kien", "nguoi phat bieu", "ho va ten", "ho ten", "tac gia",
        "dai bieu", "ten don vi", "nguoi gui",
    ),
    "position": ("quan diem", "muc do dong thuan", "nhat tri", "thong nhat", "dong y khong dong y"),
    "text": (
        "noi dung gop y phan bien", "noi dung gop y", "noi dung y kien gop y", "noi dung y kien", "y kien gop y",
        "noi dung kien nghi", "y kien de xuat", "y kien", "gop y", "kien nghi", "y kien tham gia", "noi dung tham gia",
    ),
    "grounds": ("ly do can cu", "ly do", "co so can cu", "can cu", "giai thich ly do", "thuyet minh"),
    "proposed": (
        "noi dung de nghi sua", "noi dung de nghi sua doi", "de nghi sua thanh", "de nghi sua", "de xuat sua",
        "phuong an sua", "phuong an de nghi", "sua thanh", "sua lai", "noi dung sua doi bo sung", "de nghi sua doi",
    ),
    "counted": ("so nguoi ky", "so chu ky", "so nguoi", "so luong nguoi", "so y kien"),
    "": (
        "so thu tu", "stt", "tt", "noi dung du thao", "du thao", "noi dung tiep thu giai trinh", "tiep thu giai trinh",
        "y kien tiep thu giai trinh", "tiep thu", "giai trinh", "ghi chu", "linh vuc", "tieu chi phan bien", "tieu chi",
        "de xuat cua bo phan tong hop", "y kien cua co quan soan thao", "noi dung giai trinh", "ngay",
    ),
}  # fmt: skip
_NOTE = re.compile(r"\([^()]*\)")
_SHARE = 0.3  # a sentence that holds the words "ý kiến" is no heading
_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Words without diacritics, signs or letter case."""
    return " ".join(_WORD.findall(vietnamese.fold(text[:_LONGEST])))


def meaning(heading: str) -> tuple[int, str]:
    """How sure (0: not at all) and what a column holds ("": nothing that is taken), by its heading."""
    words = plain(_NOTE.sub(" ", heading))
    if not words or len(heading) >= _LONGEST or any(sign.isdigit() for sign in words):
        return 0, ""
    best = (0, "")
    for name, phrases in _PHRASES.items():
        for phrase in phrases:
            if f" {phrase} " in f" {words} " and len(phrase) >= _SHARE * len(words):
                sure = len(phrase) + 3 * words.startswith(phrase) + 20 * (words == phrase)
                best = max(best, (sure, name))
    return best


def is_heading(cell: str) -> bool:
    """Whether a cell is surely a name of a column, word for word."""
    words = plain(_NOTE.sub(" ", cell))
    return any(words == phrase for phrases in _PHRASES.values() for phrase in phrases)


def columns_of(cells: tuple[str, ...]) -> dict[str, int]:
    """The surest column of each field."""
    found: dict[str, tuple[int, int]] = {}
    for column, heading in enumerate(cells):
        sure, name = meaning(heading)
        if name and (name not in found or sure > found[name][0]):
            found[name] = (sure, column)
    if "place" not in found:  # "Khoản" alone says nothing without an article
        found = {k: v for k, v in found.items() if k not in ("clause", "point")}
    return {name: column for name, (_sure, column) in found.items()}


def is_head(columns: dict[str, int]) -> bool:
    return len(columns) >= 2 and ("text" in columns or "proposed" in columns)


def guess(tables: list[Table] | tuple[Table, ...]) -> list[Layout]:
    """A layout for each table. One without headings that is as wide as the one before goes on with its columns."""
    layouts: list[Layout] = []
    widths: list[int] = []
    for table in tables:
        width = len(table.rows[0].cells)
        found = [(len(c), -n, n, c) for n, row in enumerate(table.rows[:_SEARCHED])
                 if is_head(c := columns_of(row.cells))]  # fmt: skip
        if found:
            _size, _order, place, columns = max(found, key=lambda item: item[:2])
            layouts.append(Layout(place, columns))
        elif layouts and layouts[-1].used and widths[-1] == width:
            layouts.append(Layout(-1, dict(layouts[-1].columns)))
        else:
            layouts.append(Layout(used=False))
        widths.append(width)
    return layouts

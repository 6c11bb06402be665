"""How a unit is named in Vietnamese, and the order of units."""

import re
from collections.abc import Iterable

from .ordinals import number_key
from .types import Node

_WORDS = {
    "chapter": "Chương", "section": "Mục", "subsection": "Tiểu mục", "article": "Điều", "clause": "khoản",
    "point": "điểm", "table": "bảng", "paragraph": "đoạn thứ", "dash": "gạch đầu dòng thứ",
}  # fmt: skip
_WHOLE = {"signature": "phần chữ ký", "recipients": "phần nơi nhận"}
_SEGMENT = re.compile(
    r"(phu-luc|kem-theo|phan|chuong|tieu-muc|muc|dieu|khoan|so|diem|tiet|gach|doan|bang|chu-ky|noi-nhan)"
    r"(?:-(.+?))?(?:~\d+)?"
)
_AREAS = {"kem-theo": 90, "phu-luc": 91}
_TAIL = {"noi-nhan": 80, "chu-ky": 81}
_ORDER = ("doan", "bang", "phan", "chuong", "muc", "tieu-muc", "dieu", "so", "khoan", "diem", "tiet", "gach")


def cite(node: Node, nodes: Iterable[Node]) -> str:
    """The official citation, small to large: "điểm c khoản 2 Điều 43", "mục 1 phần I".

    `nodes` are those of the document of `node`. An article is cited alone because its number is unique in
    the text, or with the chapters it stands in where `nodes` hold another of that number; a chapter with its
    part; units of an appendix or attachment name it at the end. A number that comes again in the same list is
    told apart by its turn: "khoản 1 (lần 2) Điều 42". The unit and those above it are enough of `nodes`.
    """
    by_id = {item.id: item for item in nodes}
    chain = [node]
    while chain[-1].parent is not None and chain[-1].parent in by_id:
        chain.append(by_id[chain[-1].parent])
    legal = any(item.kind == "article" for item in chain)
    names: list[str] = []
    for place, item in enumerate(chain):
        copy = copy_of(item)
        names.append(_name(item, legal) + (f" (lần {copy})" if copy > 1 else ""))
        if item.kind == "article" and not _has_namesake(item, by_id.values()):
            names.extend(_name(x, legal) for x in chain[place + 1 :] if x.kind in ("appendix", "attachment"))
            break
    return " ".join(filter(None, names))


def copy_of(node: Node) -> int:
    """1, or the turn in which this number came again in its list: 2 for "khoan-1~2"."""
    found = re.search(r"~(\d+)$", node.id)
    return int(found.group(1)) if found else 1


def _has_namesake(article: Node, nodes: Iterable[Node]) -> bool:
    return any(
        node.number == article.number and node.within == article.within and node.id != article.id
        and copy_of(node) == copy_of(article)
        for node in nodes if node.kind == "article"
    )  # fmt: skip


def _name(node: Node, legal: bool) -> str:
    number = node.number
    if node.kind in _WHOLE:
        return _WHOLE[node.kind]
    if node.kind == "appendix":
        return f"Phụ lục {number}".strip()
    if node.kind == "attachment":
        name = " ".join(node.label.split()).capitalize() or "văn bản"
        return f"{name} kèm theo" + (f" số {number}" if number != "1" else "")
    if node.kind == "part":
        if re.search(r"(?:^|/)muc-[^/]+$", node.path):
            return f"phần {number}"
        return f"Phần {number.lower() if ' ' in number or number[:3].lower() == 'thứ' else number}"
    if node.kind == "clause" and not legal:
        return f"mục {number}"
    if node.kind == "dash" and node.path.rsplit("/", 1)[-1].startswith("tiet-"):
        return f"tiết {number}"
    return f"{_WORDS[node.kind]} {number}"


def sort_key(place: Node | str) -> tuple:
    """Order of a node, or of a path or id, in the law: by number, inserted letter, đ after d.

    Main text first, then recipients and signature, attachments, appendices. Unnumbered paragraphs and
    tables of a unit come before its numbered units.
    """
    path = place if isinstance(place, str) else place.id
    keys = []
    for segment in path.split("/"):
        name, number, copy = _parts(segment)
        group = _AREAS.get(name) or _TAIL.get(name, 0)
        rank = _ORDER.index(name) if name in _ORDER else 0
        keys.append((group, rank, number_key(number) if number else (0,), copy, name))
    return tuple(keys)


def _parts(segment: str) -> tuple[str, str, int]:
    found = _SEGMENT.fullmatch(segment)
    if not found:
        return segment, "", 0
    name, number = found.group(1), found.group(2) or ""
    if re.fullmatch(r"[ivxlc]+[a-zđ]?", number) and name in ("muc", "phan", "phu-luc", "tiet"):
        upper = re.fullmatch(r"([ivxlc]+?)([a-zđ]?)", number)
        number = number.upper() if not upper.group(2) else _roman_number(number)
    copy = re.search(r"~(\d+)$", segment)
    return name, number, int(copy.group(1)) if copy else 0


def _roman_number(number: str) -> str:
    """ "va" is V with an inserted a; "xi" is all Roman."""
    if set(number) <= set("ivxlc"):
        return number.upper()
    return number[:-1].upper() + number[-1]

"""Second versions of a text made by known edits, so that the fate of every unit and of every word is known.

A word keeps its identity through all edits: an inserted word is another one, even where it is spelled alike.
"""

import random
import re
from dataclasses import dataclass, field

from consult.core.legal import Line, parse, words
from consult.core.legal.ordinals import roman
from consult.core.legal.tree import Tree, Unit, finish
from consult.core.legal.types import Node

EDITS = ("edit", "insert", "delete", "move", "transfer", "split", "merge")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_SPARE_TEXT = "khẩn trương phối hợp rà soát thống nhất niêm yết đăng tải lưu trữ bảo đảm minh bạch kịp thời"
_SPARE = _SPARE_TEXT.split()


_PLAIN_TEXT = (
    "cơ quan tổ chức cá nhân chuyên gia nhà nước quản lý khoa học công nghệ trách nhiệm quyền hạn nghĩa "
    "vụ ý kiến góp dự thảo văn bản quy phạm pháp luật ban hành thẩm định kiểm tra giám sát báo cáo kết "
    "quả thời hạn ngày làm việc hồ sơ thủ tục đề nghị cấp giấy phép thu hồi sửa đổi bổ sung điều kiện "
    "tiêu chuẩn nguyên tắc hội đồng tư vấn phản biện xã hội mặt trận đại biểu cử tri ngân sách kinh phí "
    "bảo đảm khen thưởng kỷ luật vi phạm xử lý tài liệu lưu giữ bí mật dữ liệu thông tin công khai minh "
    "bạch hợp tác quốc tế đào tạo bồi dưỡng nhân lực trí thức địa phương trung ương thành phố phường xã "
    "bộ ngành chính phủ quốc hội chủ tịch ủy ban nhân dân"
)
_PLAIN = _PLAIN_TEXT.split()


def a_law(seed: int, chapters: int = 4, articles: int = 6) -> tuple[Node, ...]:
    """A law of random sentences: chapters of articles, some with clauses, some of these with points."""
    chance, number, lines = random.Random(seed), 0, []

    def said(least: int, most: int) -> str:
        return " ".join(chance.choices(_PLAIN, k=chance.randint(least, most)))

    for chapter in range(1, chapters + 1):
        lines += [f"Chương {roman(chapter)}", said(3, 6).upper()]
        for _ in range(articles):
            number += 1
            lines.append(f"Điều {number}. {said(3, 8).capitalize()}")
            if chance.random() < 0.3:
                lines.append(f"{said(15, 45).capitalize()}.")
                continue
            for clause in range(1, chance.randint(3, 6)):
                lines.append(f"{clause}. {said(14, 50).capitalize()}{'.' if clause % 3 else ':'}")
                if not clause % 3:
                    lines += [f"{letter}) {said(10, 30)};" for letter in "abc"]
    return parse([Line(line) for line in lines]).nodes


@dataclass(eq=False)
class Piece:
    """A unit of the second version: `origins` are the first version's ids, `words` pairs (origin, spelling).

    The origin of a word is (id, place in the words of that unit), or None where it was put in.
    """

    kind: str
    number: str
    label: str
    title: list
    text: list
    style: str = ""
    within: str = "main"
    origins: list[str] = field(default_factory=list)
    touched: str = ""
    children: list["Piece"] = field(default_factory=list)
    parent: "Piece | None" = None


@dataclass(frozen=True)
class Edited:
    """The second version, the relation of each link, and the origin of every word of every new unit."""

    nodes: tuple[Node, ...]
    links: dict[tuple[str | None, str | None], str]
    origins: dict[str, list]


def edited(nodes: tuple[Node, ...], seed: int, edits: dict[str, int]) -> Edited:
    """A second version of `nodes` by so many edits of each kind, no unit touched twice."""
    chance = random.Random(seed)
    root, pieces = _pieces(nodes)
    for name in EDITS:
        for _ in range(edits.get(name, 0)):
            _APPLY[name](chance, root, pieces)
    return _finished(nodes, root)


def _words(node_id: str, text: str, start: int) -> list:
    return [((node_id, start + place), word) for place, word in enumerate(text.split())]


def _pieces(nodes) -> tuple[Piece, list[Piece]]:
    root = Piece("root", "", "", [], [])
    by_id: dict[str | None, Piece] = {None: root}
    for node in nodes:
        segment = node.path.rsplit("/", 1)[-1]
        style = "roman" if node.kind == "part" and segment.startswith("muc-") else ""
        style = "item" if segment.startswith("tiet-") else style
        title = _words(node.id, node.title, 0)
        text = _words(node.id, node.text, len(title))
        piece = Piece(node.kind, node.number, node.label, title, text, style, node.within, [node.id])
        piece.parent = by_id[node.parent]
        piece.parent.children.append(piece)
        by_id[node.id] = piece
    return root, [piece for piece in by_id.values() if piece is not root]


# --- edits ------------------------------------------------------------------------------------------------


def _all(root: Piece) -> list[Piece]:
    found = []
    for child in root.children:
        found += [child, *_all(child)]
    return found


def _free(piece: Piece) -> bool:
    """Neither the unit, nor one below, nor one above was touched."""
    above = piece
    while above is not None:
        if above.touched:
            return False
        above = above.parent
    return not any(other.touched for other in _all(piece))


def _pick(chance, root: Piece, fits) -> Piece | None:
    found = [piece for piece in _all(root) if piece.within == "main" and _free(piece) and fits(piece)]
    return chance.choice(found) if found else None


def _edit(chance, root, _pieces) -> None:
    """One word in eight, at least one, becomes another; sometimes a word is put in."""
    piece = _pick(chance, root, lambda p: p.kind in ("clause", "point", "article") and len(p.text) >= 8)
    if piece is None:
        return
    for place in chance.sample(range(len(piece.text)), max(1, len(piece.text) // 8)):
        piece.text[place] = (None, chance.choice([word for word in _SPARE if word != piece.text[place][1]]))
    if chance.random() < 0.5:
        place = chance.randrange(1, len(piece.text))
        beside = {piece.text[place - 1][1], piece.text[place][1]}
        piece.text.insert(place, (None, chance.choice([word for word in _SPARE if word not in beside])))
    piece.touched = "edit"


def _insert(chance, root, _pieces) -> None:
    before = _pick(chance, root, lambda p: p.kind in ("clause", "article") and p.parent is not None)
    if before is None:
        return
    text = [(None, word) for word in chance.choices(_SPARE, k=18)]
    title = [(None, word) for word in chance.choices(_SPARE, k=5)] if before.kind == "article" else []
    made = Piece(before.kind, "", before.label, title, text, touched="insert", parent=before.parent)
    before.parent.children.insert(before.parent.children.index(before) + 1, made)


def _delete(chance, root, _pieces) -> None:
    piece = _pick(chance, root, lambda p: p.kind in ("clause", "point", "article"))
    if piece is not None:
        piece.parent.children.remove(piece)


def _move(chance, root, _pieces) -> None:
    """An article goes to the end of another chapter."""
    article = _pick(chance, root, lambda p: p.kind == "article" and p.parent.kind == "chapter" and _all(p))
    chapters = [p for p in root.children if p.kind == "chapter" and article and p is not article.parent]
    chapters = [p for p in chapters if not any(child.kind == "section" for child in p.children)]
    if chapters:
        _relocate(chance, article, chapters)


def _transfer(chance, root, _pieces) -> None:
    """A clause goes to the end of another article."""
    clause = _pick(
        chance, root, lambda p: p.kind == "clause" and p.parent.kind == "article" and len(p.text) >= 8
    )
    articles = [p for p in _all(root) if p.kind == "article" and p.within == "main" and not p.touched]
    articles = [
        p
        for p in articles
        if clause and p is not clause.parent and any(c.kind == "clause" for c in p.children)
    ]
    if articles:
        _relocate(chance, clause, articles)


def _relocate(chance, piece: Piece, homes: list[Piece]) -> None:
    piece.parent.children.remove(piece)
    piece.parent = chance.choice(homes)
    piece.parent.children.append(piece)
    piece.touched = "move"


def _split(chance, root, _pieces) -> None:
    piece = _pick(
        chance, root, lambda p: p.kind in ("clause", "point") and not p.children and len(p.text) >= 24
    )
    if piece is None:
        return
    at = len(piece.text) // 2 + chance.randrange(-3, 4)
    made = Piece(piece.kind, "", piece.label, [], piece.text[at:], origins=list(piece.origins))
    piece.text = piece.text[:at]
    piece.touched = made.touched = "split"
    made.parent = piece.parent
    piece.parent.children.insert(piece.parent.children.index(piece) + 1, made)


def _merge(chance, root, _pieces) -> None:
    def pair(piece):
        family = piece.parent.children
        place = family.index(piece)
        if place + 1 == len(family) or not plain(piece):
            return None
        after = family[place + 1]
        return after if after.kind == piece.kind and plain(after) and _free(after) else None

    def plain(piece):
        return piece.kind in ("clause", "point") and not piece.children and len(piece.text) >= 12

    piece = _pick(chance, root, lambda p: pair(p) is not None)
    if piece is not None:
        after = pair(piece)
        piece.text += after.text
        piece.origins += after.origins
        piece.touched = "merge"
        piece.parent.children.remove(after)


_APPLY = {
    "edit": _edit, "insert": _insert, "delete": _delete, "move": _move, "transfer": _transfer,
    "split": _split, "merge": _merge,
}  # fmt: skip


# --- the second version -----------------------------------------------------------------------------------


def _finished(old: tuple[Node, ...], root: Piece) -> Edited:
    tree = Tree()
    pieces = _all(root)
    units: dict[int, Unit] = {id(root): tree.root}
    _number(root)
    for piece in pieces:
        texts = [" ".join(word for _, word in piece.text)] if piece.text else []
        unit = Unit(
            piece.kind, piece.number, piece.label, " ".join(word for _, word in piece.title), texts,
            units[id(piece.parent)], style=piece.style, within=piece.within,
        )  # fmt: skip
        units[id(piece)] = unit
        tree.units.append(unit)
    nodes, _ = finish(tree)
    names = {id(piece): node.id for piece, node in zip(pieces, nodes, strict=True)}
    origins = {names[id(p)]: [origin for origin, _ in (*p.title, *p.text)] for p in pieces}
    return Edited(nodes, _truth(old, pieces, names), origins)


def _number(root: Piece) -> None:
    """Articles run through the main text, clauses and points through their parent."""
    articles = 0
    counts: dict[tuple, int] = {}
    for piece in _all(root):
        if piece.within != "main" or piece.kind not in ("article", "clause", "point"):
            continue
        if piece.kind == "article":
            articles += 1
            piece.number, piece.label = str(articles), f"Điều {articles}."
            continue
        place = (id(piece.parent), piece.kind)
        counts[place] = counts.get(place, 0) + 1
        if piece.kind == "clause":
            piece.number, piece.label = str(counts[place]), f"{counts[place]}."
        elif counts[place] <= len(_LETTERS):
            piece.number = _LETTERS[counts[place] - 1]
            piece.label = f"{piece.number})"


def _truth(old: tuple[Node, ...], pieces: list[Piece], names: dict[int, str]) -> dict:
    by_id = {node.id: node for node in old}
    homes: dict[str, list[Piece]] = {}
    for piece in pieces:
        for origin in piece.origins:
            homes.setdefault(origin, []).append(piece)
    links: dict[tuple[str | None, str | None], str] = {
        (None, names[id(piece)]): "new" for piece in pieces if not piece.origins
    }
    for node in old:
        found = homes.get(node.id, [])
        if not found:
            links[(node.id, None)] = "removed"
        for piece in found:
            links[(node.id, names[id(piece)])] = _relation(node, by_id, piece, found)
    return links


def _relation(node: Node, by_id: dict, piece: Piece, found: list[Piece]) -> str:
    if len(found) > 1:
        return "split"
    if len(piece.origins) > 1:
        return "merged"
    stays = (node.parent is None and piece.parent.kind == "root") or node.parent in piece.parent.origins
    if not stays and not (node.kind == "article" and node.number == piece.number):
        return "moved"
    if piece.touched == "edit":
        return "edited"
    printed = node.kind not in ("paragraph", "table") and not (node.kind == "dash" and piece.style != "item")
    return "renumbered" if printed and node.number != piece.number else "same"


# --- quotes -----------------------------------------------------------------------------------------------


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word."""
    return [found.span() for found in re.finditer(r"\S+", text)]


def quotes(nodes, seed: int, count: int):
    """(node, start, end, origins of the words) of random runs of one to fourteen whole words."""
    chance = random.Random(seed)
    usable = [(node, spans(words(node))) for node in nodes if words(node).strip()]
    for _ in range(count):
        node, places = chance.choice(usable)
        size = chance.randint(1, min(14, len(places)))
        first = chance.randrange(len(places) - size + 1)
        origins = [(node.id, place) for place in range(first, first + size)]
        yield node, places[first][0], places[first + size - 1][1], origins


def carried_origins(carried, made: Edited, texts: dict[str, str]) -> list:
    """The origins of the words at the place where a quote was carried to."""
    places = spans(texts[carried.clause])
    first = next(n for n, (start, _) in enumerate(places) if start == carried.start)
    last = next(n for n, (_, end) in enumerate(places) if end == carried.end)
    return made.origins[carried.clause][first : last + 1]

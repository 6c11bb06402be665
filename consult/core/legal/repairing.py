"""An officer's corrections of a tree before it is published: pure, lossless, named by the rules of the reader.

Every repair takes the nodes of a document and gives a `Repaired`; the old nodes are left as they are, so undoing is
keeping them. Repairs move borders and levels only: the visible characters of label, title and text, in their order,
are the same before and after. A repair that makes no sense raises `RepairRefused` with one Vietnamese sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .labels import RANKS, heading_claim, item_claim, report_claim
from .rechecking import recheck
from .tree import Tree, Unit, finish
from .types import KINDS, Node, Warning

SENTENCES = {
    "unknown": "Không tìm thấy đơn vị cần sửa; đề nghị tải lại trang.",
    "top": "Đơn vị này đã ở cấp cao nhất.",
    "area": "Không đưa được đơn vị ra ngoài phụ lục hoặc văn bản kèm theo.",
    "tail": "Phần chữ ký và nơi nhận không đổi cấp được.",
    "no_sibling": "Không có đơn vị cùng cấp đứng trước để đưa đơn vị này vào.",
    "leaf": "Đơn vị đứng trước không chứa được đơn vị khác.",
    "lowest": "Đơn vị này đã ở cấp thấp nhất.",
    "first": "Đây là đơn vị đầu tiên, không có đơn vị đứng trước để gộp.",
    "table": "Bảng không gộp, không tách và không đổi loại được.",
    "border": "Không gộp được qua ranh giới phụ lục hoặc văn bản kèm theo.",
    "cut": "Chỗ tách phải nằm trong nội dung, trước và sau đều còn chữ.",
    "kind": "Loại đơn vị không hợp lệ.",
    "number": "Đơn vị loại này cần có số; đề nghị ghi số.",
    "letters": "Chỉ được dời ranh giới giữa nhãn, tiêu đề và nội dung, không được sửa chữ.",
    "same": "Thao tác này không làm thay đổi văn bản.",
    "blank": "Đơn vị không thể để trống; muốn bỏ, hãy dùng việc bỏ đơn vị.",
    "untitled": "Đơn vị loại này không có tiêu đề; đề nghị ghi vào nội dung.",
    "first_stays": "Không bỏ được đơn vị đầu tiên của văn bản.",
}
"""The sentences of RepairRefused, by code."""

_LADDER = ("part", "chapter", "section", "subsection", "article", "clause", "point", "dash")
_AREAS = ("appendix", "attachment")
_TAILS = ("signature", "recipients")
_LEAVES = ("paragraph", "table", *_TAILS)
_FLOATING = ("paragraph", "table", "dash")
_NUMBERED = ("part", "chapter", "section", "subsection", "article", "clause", "point")


class RepairRefused(Exception):
    """The repair makes no sense here. `str(exc)` is one Vietnamese sentence, `code` a key of SENTENCES."""

    def __init__(self, code: str):
        super().__init__(SENTENCES[code])
        self.code = code


@dataclass(frozen=True)
class Repaired:
    """The tree after a repair.

    `focus` is the id of the unit repaired, or of the one that holds its words now; `names` gives the new id of
    every old unit; `warnings` are found anew, with those of `warnings=` that only reading can find.
    """

    nodes: tuple[Node, ...]
    warnings: tuple[Warning, ...]
    names: dict[str, str]
    focus: str


def promote(nodes: Sequence[Node], ident: str, *, warnings: Iterable[Warning] = ()) -> Repaired:
    """One level up: a numbered unit takes the kind of its parent, a paragraph or table leaves its parent."""
    bench = _Bench(nodes, ident)
    unit, parent = bench.unit, bench.parents[id(bench.unit)]
    if unit.kind in _TAILS + _AREAS:
        raise RepairRefused("tail" if unit.kind in _TAILS else "top")
    if parent is bench.root:
        raise RepairRefused("top")
    if parent.kind in _AREAS:
        raise RepairRefused("area")
    if unit.kind in _FLOATING:
        bench.parents[id(unit)] = bench.parents[id(parent)]
    else:
        unit.kind, unit.rank, unit.style = parent.kind, parent.rank, ""
    return bench.done(warnings)


def demote(nodes: Sequence[Node], ident: str, *, warnings: Iterable[Warning] = ()) -> Repaired:
    """One level down, into the unit of the same level before it."""
    bench = _Bench(nodes, ident)
    unit = bench.unit
    if unit.kind in _TAILS + _AREAS:
        raise RepairRefused("tail" if unit.kind in _TAILS else "lowest")
    before = bench.elder(unit)
    if before is None:
        raise RepairRefused("no_sibling")
    if before.kind in _LEAVES:
        raise RepairRefused("leaf")
    if unit.kind in _FLOATING:
        bench.parents[id(unit)] = before
        if unit.rank <= before.rank:
            unit.rank = before.rank + 0.1
        return bench.done(warnings)
    levels = [_LADDER.index(u.kind) for u in (unit, before) if u.kind in _LADDER]
    below = _LADDER[max(levels) + 1 :] or ("dash",)
    inner = next((u.kind for u in reversed(bench.below(before)) if u.kind in below), below[0])
    unit.kind, unit.style = inner, ""
    unit.rank = max(RANKS[inner], before.rank + 0.1)
    bench.parents[id(unit)] = before
    return bench.done(warnings)


def merge_with_previous(nodes: Sequence[Node], ident: str, *, warnings: Iterable[Warning] = ()) -> Repaired:
    """The unit's words go to the end of the unit printed before it; units below it stay, at the nearest level.

    After a heading without text of its own (phần, chương, mục) an unlabelled unit lengthens the heading.
    """
    bench = _Bench(nodes, ident)
    unit = bench.unit
    if bench.place == 0:
        raise RepairRefused("first")
    before = bench.units[bench.place - 1]
    if "table" in (unit.kind, before.kind):
        raise RepairRefused("table")
    if unit.kind in _AREAS or unit.within != before.within:
        raise RepairRefused("border")
    own = "\n".join(unit.texts)
    if before.kind in _LADDER[:4] and not before.texts and not unit.label and not (unit.title and own):
        before.title = f"{before.title} {unit.title or own}".strip()
    else:
        head = " ".join(part for part in (unit.label, unit.title) if part)
        lines = [f"{head} {own}".strip()] if unit.label and not unit.title else [head, own]
        before.texts = [text for text in (*before.texts, *lines) if text]
    bench.drop(unit, before)
    return bench.done(warnings)


def split(
    nodes: Sequence[Node],
    ident: str,
    at: int,
    kind: str,
    number: str = "",
    *,
    warnings: Iterable[Warning] = (),
) -> Repaired:
    """Cuts the unit's `text` before the character `at`: what follows becomes a unit of `kind`.

    A printed label at the cut ("2.", "b)", "Điều 6.") becomes its label and gives its number; where none is
    printed a numbered kind needs `number`. Units below go to the new one where its level holds them.
    """
    bench = _Bench(nodes, ident)
    unit, text = bench.unit, "\n".join(bench.unit.texts)
    _check_kind(unit, kind)
    if not 0 <= at < len(text) or not text[at:].strip():
        raise RepairRefused("cut")
    if not f"{unit.label}{unit.title}{text[:at]}".strip():
        raise RepairRefused("cut")
    unit.texts = [text[:at].rstrip()] if text[:at].strip() else []
    made = Unit(kind, texts=[text[at:].strip()], within=unit.within)
    _name(made, kind, number)
    bench.insert(made, after=unit)
    bench.set_level(made)
    holds = kind in _FLOATING and unit.kind not in _LEAVES and unit.rank < made.rank
    bench.parents[id(made)] = unit if holds else bench.parents[id(unit)]
    return bench.done(warnings)


def retitle(
    nodes: Sequence[Node],
    ident: str,
    label: str | None = None,
    title: str | None = None,
    number: str | None = None,
    *,
    warnings: Iterable[Warning] = (),
) -> Repaired:
    """Moves the borders between label, title and text; what is in neither label nor title is the text.

    None keeps a part as it is. The number follows the label where the label shows one, else `number`.
    """
    bench = _Bench(nodes, ident)
    unit = bench.unit
    if unit.kind == "table" and (label or title):
        raise RepairRefused("table")
    label = unit.label if label is None else " ".join(label.split())
    title = unit.title if title is None else " ".join(title.split())
    whole = "\n".join(part for part in (unit.label, unit.title, "\n".join(unit.texts)) if part)
    rest = _after(_after(whole, label), title)
    unit.label, unit.title, unit.texts = label, title, [rest] if rest else []
    shown = _claimed(f"{label} x" if label else "", unit.kind)
    if number is not None and number.strip():
        unit.number = number.strip()
    elif shown is not None:
        unit.number, unit.style = shown.number, _style(shown, unit)
    return bench.done(warnings)


def retype(
    nodes: Sequence[Node], ident: str, kind: str, number: str = "", *, warnings: Iterable[Warning] = ()
) -> Repaired:
    """Another kind for the unit; what stands below and after it is nested anew by the levels of kinds.

    A printed label at the start of an unlabelled text becomes the label. A numbered kind without a printed
    number needs `number`.
    """
    bench = _Bench(nodes, ident)
    unit = bench.unit
    _check_kind(unit, kind)
    if unit.kind == kind and number in ("", unit.number):
        raise RepairRefused("same")
    if unit.kind not in _NUMBERED and unit.style != "item":
        unit.number = ""
    unit.kind = kind
    _name(unit, kind, number)
    bench.set_level(unit)
    return bench.done(warnings)


# --- names and borders ------------------------------------------------------------------------------------


def _check_kind(unit: Unit, kind: str) -> None:
    if "table" in (unit.kind, kind):
        raise RepairRefused("table")
    if kind not in KINDS:
        raise RepairRefused("kind")


def _claimed(text: str, kind: str):
    """What the reader would make of a text that begins so, if it is of this kind."""
    for claim in (heading_claim(text), report_claim(text), item_claim(text)):
        if claim is not None and claim.kind == kind:
            return claim
    return None


def _style(claim, unit: Unit) -> str:
    return claim.style if unit.kind in ("part", "dash") else ""


def _name(unit: Unit, kind: str, number: str) -> None:
    """Label, title and number of a unit whose kind was set, from its words or from the officer."""
    text = "\n".join(unit.texts)
    first, _, rest = text.partition("\n")
    claim = _claimed(first, kind) if not unit.label else _claimed(f"{unit.label} x", kind)
    unit.style = _style(claim, unit) if claim is not None else ""
    if claim is not None and not unit.label:
        unit.label = claim.label
        heads = kind in _LADDER[:5]
        unit.title = f"{unit.title} {claim.rest}".strip() if heads else unit.title
        unit.texts = [part for part in ("" if heads else claim.rest, rest) if part]
    if claim is not None:
        unit.number = claim.number
    elif kind not in _NUMBERED:
        unit.number = ""
    if number.strip():
        unit.number = number.strip()
    if kind in _NUMBERED and not unit.number:
        raise RepairRefused("number")


def _after(whole: str, part: str) -> str:
    """What follows `part` in `whole`, blanks apart; the part must stand at the start, letter for letter."""
    at = 0
    for char in "".join(part.split()):
        while at < len(whole) and whole[at].isspace():
            at += 1
        if at >= len(whole) or whole[at] != char:
            raise RepairRefused("letters")
        at += 1
    return whole[at:].strip()


# --- the bench --------------------------------------------------------------------------------------------


class _Bench:
    """The units of a tree taken apart, the one under repair, and the way back to nodes."""

    def __init__(self, nodes: Sequence[Node], ident: str):
        self.root = Unit("root", rank=-9)
        self.names = [(node.id, Unit(node.kind)) for node in nodes]
        by_id = dict(self.names)
        self.units = [unit for _, unit in self.names]
        self.parents: dict[int, Unit] = {}
        for node, unit in zip(nodes, self.units, strict=True):
            unit.number, unit.label, unit.title, unit.within = (
                node.number,
                node.label,
                node.title,
                node.within,
            )
            unit.texts = [node.text] if node.text else []
            segment = node.path.rsplit("/", 1)[-1]
            unit.style = "roman" if node.kind == "part" and segment.startswith("muc-") else ""
            unit.style = "item" if node.kind == "dash" and segment.startswith("tiet-") else unit.style
            parent = self.root if node.parent is None else by_id[node.parent]
            self.parents[id(unit)] = parent
            unit.rank = self._rank(unit, parent)
        if ident not in by_id:
            raise RepairRefused("unknown")
        self.unit = by_id[ident]
        self.heirs: dict[int, Unit] = {}

    @staticmethod
    def _rank(unit: Unit, parent: Unit) -> float:
        if unit.kind in _AREAS:
            return -1
        if unit.kind in _TAILS:
            return -0.5 if unit.within == "main" else 0
        rank = RANKS[unit.kind]
        if unit.kind == "part" and unit.style == "roman":
            rank = 0.5
        elif unit.kind == "dash":
            rank = 7 if unit.style == "item" else 9 if unit.label == "+" else 8
        return rank if parent.rank < rank else parent.rank + 0.1

    @property
    def place(self) -> int:
        return next(place for place, unit in enumerate(self.units) if unit is self.unit)

    def below(self, parent: Unit) -> list[Unit]:
        return [unit for unit in self.units if self.parents[id(unit)] is parent]

    def elder(self, unit: Unit) -> Unit | None:
        """The unit of the same parent just before, if any."""
        family = self.below(self.parents[id(unit)])
        place = next(place for place, other in enumerate(family) if other is unit)
        return family[place - 1] if place else None

    def insert(self, made: Unit, after: Unit) -> None:
        place = next(place for place, unit in enumerate(self.units) if unit is after)
        self.units.insert(place + 1, made)
        self.unit = made

    def drop(self, unit: Unit, heir: Unit) -> None:
        """The unit is no more; its words are with the heir."""
        self.units = [other for other in self.units if other is not unit]
        self.heirs[id(unit)] = self.unit = heir
        for other in self.units:
            if self.parents[id(other)] is unit:
                self.parents[id(other)] = heir

    def set_level(self, unit: Unit) -> None:
        """The level of the unit's new kind, whatever it stood below."""
        unit.rank = self._rank(unit, self.root)

    def done(self, warnings: Iterable[Warning]) -> Repaired:
        self._nest()
        tree = Tree()
        tree.units = self.units
        self._count()
        nodes, _ = finish(tree)
        ids = {id(unit): node.id for unit, node in zip(self.units, nodes, strict=True)}
        names = {name: ids[id(self.heirs.get(id(unit), unit))] for name, unit in self.names}
        return Repaired(nodes, recheck(nodes, warnings, names), names, ids[id(self.unit)])

    def _nest(self) -> None:
        """Parents anew, in document order: a unit closes every open one of its level or deeper.

        Paragraphs, tables and dashes keep the parent they had while it is open, unless the unit under repair
        has come in between.
        """
        stack = [self.root]
        for unit in self.units:
            kept = self.parents[id(unit)]
            allowed = [other for other in stack if other.rank < unit.rank]
            if unit.kind in _FLOATING and kept in allowed:
                inner = stack[stack.index(kept) + 1 :]
                parent = kept if unit is self.unit or self.unit not in inner else allowed[-1]
            else:
                parent = allowed[-1]
            del stack[stack.index(parent) + 1 :]
            unit.parent = self.parents[id(unit)] = parent
            if unit.kind not in _LEAVES:
                stack.append(unit)

    def _count(self) -> None:
        """Numbers of what is counted, and the area of each unit."""
        counts: dict[tuple, int] = {}
        areas = dict.fromkeys(_AREAS, 0)
        for unit in self.units:
            unit.within = "main" if unit.parent is self.root else unit.parent.within
            if unit.kind in _AREAS:
                areas[unit.kind] += 1
                unit.within = f"{unit.kind}-{areas[unit.kind]}"
                unit.number = unit.number or str(areas[unit.kind])
            elif unit.kind in _FLOATING and unit.style != "item":
                place = (id(unit.parent), unit.kind)
                counts[place] = counts.get(place, 0) + 1
                unit.number = str(counts[place])

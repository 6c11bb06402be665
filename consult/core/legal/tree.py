"""The growing tree of a document: units open on a stack, closed by their rank, named at the end."""

import re
import unicodedata
from dataclasses import dataclass, field

from .labels import RANKS, Claim
from .ordinals import decimal
from .types import Node, Warning

_PATHS = {
    "chapter": "chuong", "section": "muc", "subsection": "tieu-muc", "article": "dieu", "point": "diem",
    "dash": "gach", "paragraph": "doan", "table": "bang", "signature": "chu-ky", "recipients": "noi-nhan",
    "appendix": "phu-luc", "attachment": "kem-theo",
}  # fmt: skip
_ORDER_CODES = {"gap", "repeat", "order"}
_COUNTED = {"dash", "paragraph", "table"}


@dataclass(eq=False)
class Unit:
    """One node while it is being written."""

    kind: str
    number: str = ""
    label: str = ""
    title: str = ""
    texts: list[str] = field(default_factory=list)
    parent: "Unit | None" = None
    rank: float = 10
    style: str = ""
    within: str = "main"
    latest: dict[tuple, "Unit"] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def last(self, kind: str, rank: float | None = None) -> "Unit | None":
        """The latest child of a kind (and rank)."""
        return self.latest.get((kind, rank))

    def take(self, child: "Unit") -> None:
        """Remember a new child as the latest of its kind, and of its kind and rank."""
        self.latest[(child.kind, None)] = self.latest[(child.kind, child.rank)] = child
        if child.style != "item":
            self.counts[child.kind] = self.counts.get(child.kind, 0) + 1


class Tree:
    """Units in document order with the stack of those still open. `root` is no node of the document."""

    def __init__(self):
        self.root = Unit("root", rank=-9)
        self.units: list[Unit] = []
        self.stack: list[Unit] = [self.root]
        self.noted: set[tuple[str, str]] = set()
        self.notes: list[tuple[str, str, Unit | None]] = []

    @property
    def top(self) -> Unit:
        return self.stack[-1]

    def parent_for(self, rank: float) -> Unit:
        """The open unit that would hold a new unit of this rank."""
        return next(unit for unit in reversed(self.stack) if unit.rank < rank)

    def open_unit(self, kind: str) -> Unit | None:
        return next((unit for unit in reversed(self.stack) if unit.kind == kind), None)

    def add(self, kind: str, rank: float | None = None, **values) -> Unit:
        """Open a unit below the innermost open unit of lower rank."""
        rank = RANKS.get(kind, 10) if rank is None else rank
        while self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = self.stack[-1]
        values.setdefault("within", parent.within)
        unit = Unit(kind, parent=parent, rank=rank, **values)
        parent.take(unit)
        if kind in _COUNTED and not unit.number:
            unit.number = str(parent.counts[kind])
        self.units.append(unit)
        self.stack.append(unit)
        return unit

    def claim(self, claim: Claim, title: str = "", text: str = "") -> Unit:
        """Open a unit for a believed label."""
        unit = self.add(
            claim.kind, claim.rank, number=claim.number, label=claim.label, title=title, style=claim.style
        )
        unit.texts.extend([text] if text else [])
        return unit

    def note(self, code: str, message: str, unit: Unit | None = None) -> None:
        """A warning; sample forms in appendices restart all the time, so there one of a code is enough."""
        if unit is not None and unit.within.startswith("appendix") and code in _ORDER_CODES:
            if (unit.within, code) in self.noted:
                return
            self.noted.add((unit.within, code))
        self.notes.append((code, message, unit))


def _segment(unit: Unit) -> str:
    number = decimal(unit.number)
    if unit.kind == "part":
        if unit.style == "roman":
            return "muc-" + unit.number.lower()
        return f"phan-{number}"
    if unit.kind == "clause":
        parent = unit.parent
        while parent.kind not in ("article", "root"):
            parent = parent.parent
        return ("khoan-" if parent.kind == "article" else "so-") + number
    if unit.kind == "dash" and unit.style == "item":
        return "tiet-" + number
    name = _PATHS[unit.kind]
    return f"{name}-{number}" if number else name


def finish(tree: Tree) -> tuple[tuple[Node, ...], tuple[Warning, ...]]:
    """Nodes with paths and ids, and warnings that point to them."""
    paths: dict[int, str] = {}
    ids: dict[int, str] = {}
    used: dict[str, int] = {}
    nodes = []
    for unit in tree.units:
        above = ids.get(id(unit.parent), "")
        path = "/".join(filter(None, [paths.get(id(unit.parent), ""), _segment(unit)]))
        path = re.sub(r"[^\w/.\-]", "", unicodedata.normalize("NFC", path))
        full = "/".join(filter(None, [above, path.rsplit("/", 1)[-1]]))
        used[full] = used.get(full, 0) + 1
        name = full if used[full] == 1 else f"{full}~{used[full]}"
        while name in used and used[full] > 1:
            used[full] += 1
            name = f"{full}~{used[full]}"
        used.setdefault(name, 1)
        paths[id(unit)], ids[id(unit)] = path, name
        nodes.append(
            Node(
                name,
                above or None,
                unit.kind,
                unit.number,
                unit.label,
                unit.title,
                "\n".join(unit.texts),
                path,
                unit.within,
            )
        )
    warnings = tuple(
        Warning(code, message, ids.get(id(unit)) if unit is not None else None)
        for code, message, unit in tree.notes
    )
    return tuple(nodes), warnings

"""The units that citation words name: "điểm c khoản 2 Điều 43", "khoản 2, 3 Điều 5", "các điều 3, 4 và 7".

Never a guess: words that are not understood to the end, name a unit that is not there, or fit several units
alike, find nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from math import prod

from consult.core import vietnamese

from .citing import copy_of
from .naming import WHOLE, Group, NotUnderstood, Words
from .ordinals import decimal, number_key
from .types import Node

_AREAS = ("appendix", "attachment")
_SPANNING = ("article", "subsection", "section", "chapter", "part", *WHOLE)
_MANY = 500
_LETTERED = ("point", "item")
_CALLED = {
    "entry": ("section", "number", "roman"), "arabic entry": ("section", "number"),
    "roman entry": ("section", "roman"), "part": ("part", "roman"), "clause": ("clause", "number"),
}  # fmt: skip


def find(words: str, nodes: Iterable[Node]) -> list[Node]:
    """The units named, in the order of the words; [] where any one of them is not surely there.

    Case, tone placement and missing diacritics do not matter, but d and đ are two letters. Numbers may be lists
    and ranges ("điểm a, b và đ", "từ Điều 3 đến Điều 7"); levels may run from large to small. A unit of the
    main text is meant first; where it has no such article or chapter, the only one of an appendix or
    attachment. For every node, find(cite(node, nodes), nodes) == [node].
    """
    return Finder(nodes).find(words)


class Finder:
    """`find` for many citations in one document."""

    def __init__(self, nodes: Iterable[Node]):
        self._tree = _Tree(list(nodes))

    def find(self, words: str) -> list[Node]:
        """As the function `find`."""
        try:
            chains = Words(words, self._tree.attachments).chains()
        except NotUnderstood:
            return []
        found: dict[str, Node] = {}
        for chain in chains:
            units = self._tree.named(chain)
            if not units:
                return []
            found.update((unit.id, unit) for unit in units)
        return list(found.values())


class _Tree:
    """The nodes of one document, asked by chains of groups."""

    def __init__(self, nodes: Sequence[Node]):
        self.nodes = nodes
        self.by_id = {node.id: node for node in nodes}
        self.facts = {node.id: (_kind(node), _key(node), copy_of(node)) for node in nodes}
        self.by_name: dict[tuple[str, str], list[Node]] = {}
        for node in nodes:
            self.by_name.setdefault(self.facts[node.id][:2], []).append(node)
        self.attachments = _names([node for node in nodes if node.kind == "attachment"])

    def named(self, chain: Sequence[Group]) -> list[Node]:
        """The units of a chain, one for each of its numbers; [] where one is missing or not sure."""
        found: list[Node] = []
        if prod(len(group.numbers) for group in chain) > _MANY:
            return []
        for numbers in product(*(group.numbers for group in chain)):
            single = [replace(group, numbers=(pair,)) for group, pair in zip(chain, numbers, strict=True)]
            units = list(self._one(single))
            if not units:
                return []
            found += units
        return found

    def _one(self, chain: list[Group]) -> list[Node]:
        first, last = chain[0].numbers[0]
        if not last:
            unit = self._sure(chain)
            return [unit] if unit else []
        ends = [self._sure([replace(chain[0], numbers=((end, ""),)), *chain[1:]]) for end in (first, last)]
        if None in ends or ends[0].within != ends[1].within or ends[0].kind != ends[1].kind:
            return []
        keys = [number_key(end.number) for end in ends]
        return [
            node
            for node in self.nodes
            if node.kind == ends[0].kind
            and node.within == ends[0].within
            and (node.kind == "article" or node.parent == ends[0].parent)
            and keys[0] <= number_key(node.number) <= keys[1]
        ]

    def _sure(self, chain: list[Group]) -> Node | None:
        """The one unit with this name: in the main text first, with all units above it named first."""
        exact, loose = [], []
        for node in self._candidates(chain[0]):
            top = self._top(node, chain)
            if top is not None and self._is_closed(top):
                exact.append(node)
            elif top is not None and top.kind in _SPANNING:
                loose.append(node)
        kind = chain[-1].kind
        for units in (exact, loose):
            main = [node for node in units if node.within == "main"]
            chosen = units if kind in _AREAS or (not main and kind in ("article", "chapter")) else main
            narrower = [_as_written(group) for group in chain]
            if len(chosen) > 1 and narrower != chain:
                return self._sure(narrower)
            if chosen:
                return chosen[0] if len(chosen) == 1 else None
        return None

    def _candidates(self, group: Group) -> list[Node]:
        if group.kind == "attachment":
            return [self.by_id[name] for name, _ in group.numbers if name]
        names = [(kind, key) for kind in _kinds(group.kind) for key in sorted(_keys(kind, group))]
        return [node for name in names for node in self.by_name.get(name, ()) if self._is(node, group)]

    def _is(self, node: Node, group: Group) -> bool:
        """Does this group name this node, taken alone?"""
        if group.kind == "attachment":
            return node.id == group.numbers[0][0]
        kind, key, copy = self.facts[node.id]
        return copy == group.copy and kind in _kinds(group.kind) and key in _keys(kind, group)

    def _above(self, node: Node) -> Iterator[Node]:
        while node.parent in self.by_id:
            node = self.by_id[node.parent]
            yield node

    def _top(self, node: Node, chain: Sequence[Group]) -> Node | None:
        """The unit that the last group names, if each group names the next unit above; else None.

        Below an article no level may be left out; above it only the area or some level needs to be named.
        """
        for group in chain[1:]:
            above = list(self._above(node))
            if node.kind not in _SPANNING:
                above = above[:1]
            node = next((unit for unit in above if self._is(unit, group)), None)
            if node is None:
                return None
        return node

    def _is_closed(self, top: Node) -> bool:
        if top.kind == "article" or top.parent is None or top.kind in _AREAS:
            return True
        return self.by_id[top.parent].kind in _AREAS


def _names(attachments: list[Node]) -> dict[tuple[str, str], str]:
    """Ids by folded name and number; without a number the first, or the only one, of that name."""
    names: dict[tuple[str, str], str] = {}
    plain: dict[str, list[Node]] = {}
    for node in attachments:
        label = vietnamese.fold(" ".join(node.label.split())) or "van ban"
        names[(label, node.number)] = node.id
        plain.setdefault(label, []).append(node)
    for label, units in plain.items():
        first = [unit for unit in units if unit.number == "1"] or units
        names[(label, "")] = first[0].id if len(first) == 1 else ""
    return names


def _kind(node: Node) -> str:
    """The kind as citations see it: items of dots are no dashes, clauses outside articles are entries."""
    segment = node.path.rsplit("/", 1)[-1]
    if node.kind == "dash" and segment.startswith("tiet-"):
        return "item"
    if node.kind == "clause" and segment.startswith("so-"):
        return "number"
    if node.kind == "part" and segment.startswith("muc-"):
        return "roman"
    return node.kind


def _key(node: Node) -> str:
    if node.kind in WHOLE:
        return ""
    return node.number.lower() if _kind(node) in _LETTERED else decimal(node.number)


def _keys(kind: str, group: Group) -> frozenset[str]:
    number = group.numbers[0][0]
    return frozenset((number,)) if kind in _LETTERED or kind in WHOLE else _readings(number)


@lru_cache(maxsize=1024)
def _readings(number: str) -> frozenset[str]:
    """ "iv" is IV and "va" is Va, whatever the case they were typed in."""
    return frozenset(map(decimal, (number, number.upper(), number[:-1].upper() + number[-1:])))


def _kinds(kind: str) -> tuple[str, ...]:
    return _CALLED.get(kind, (kind,))


def _as_written(group: Group) -> Group:
    """One word "mục" for three kinds: told apart by the number, I or 1, then by the capital of "Mục"."""
    if group.kind == "entry":
        digits = group.numbers[0][0][:1].isdigit()
        return replace(group, kind="arabic entry" if digits else "roman entry")
    if group.kind in ("arabic entry", "roman entry"):
        small = "number" if group.kind == "arabic entry" else "roman"
        return replace(group, kind="section" if group.capital else small)
    return group

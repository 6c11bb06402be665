"""Which unit of the old version became which of the new one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from .types import Node

SAME_PLACE = 0.5
"""Least likeness of texts (0 to 1) for units of the same number to be one."""
ELSEWHERE = 0.66
"""Least likeness for units of different numbers or places."""
_CANDIDATES = 6
_GROUPS = ("part", "chapter", "section", "subsection", "attachment", "appendix", "signature", "recipients")
_TITLE_WEIGHT = 0.45


@dataclass(frozen=True)
class Link:
    """One fate: kind is same, edited, renumbered, moved, new or removed; score 0 to 1; rule explains."""

    old: str | None
    new: str | None
    kind: str
    score: float
    rule: str


@dataclass(frozen=True)
class _Item:
    node: Node
    key: str  # own words, for identity
    words: str  # words with those of the units below, for likeness
    title: str


def align(old: Sequence[Node], new: Sequence[Node]) -> list[Link]:
    """Links from old to new units, one to one, the same for the same input; pure.

    Rules in this order: equal words at the same place; equal words of the same kind and number; the same
    number below linked parents with like words; equal words anywhere; like words below linked parents;
    like words anywhere. What stays alone is removed or new. Own words are compared: a unit whose sub-units
    alone changed is "same".
    """
    work = _Work(_items(old), _items(new))
    work.identical(lambda item: (item.node.id,), "cùng vị trí, cùng nội dung", short=True)
    work.identical(lambda item: (item.node.kind, item.node.number), "cùng số, cùng nội dung")
    work.headings()
    work.same_number()
    work.identical(lambda item: (item.node.kind,), "cùng nội dung, khác số hoặc vị trí")
    work.alike(within=True)
    work.same_number()
    work.alike(within=False)
    work.same_number()
    return work.links()


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _items(nodes: Sequence[Node]) -> dict[str, _Item]:
    below: dict[str, list[str]] = defaultdict(list)
    parents = {node.id: node.parent for node in nodes}
    for node in nodes:
        place: str | None = node.id
        own = f"{node.title} {node.text}"
        while place is not None:
            below[place].append(own)
            place = parents.get(place)
    return {
        node.id: _Item(
            node, " ".join(f"{node.title} {node.text}".split()),
            _letters(" ".join(below[node.id]) if node.kind not in _GROUPS else node.title),
            _letters(node.title),
        )
        for node in nodes
    }  # fmt: skip


class _Work:
    """The pairs found so far; each rule only adds."""

    def __init__(self, old: dict[str, _Item], new: dict[str, _Item]):
        self.old, self.new = old, new
        self.forth: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.reasons: dict[str, tuple[float, str]] = {}

    def pair(self, a: str, b: str, score: float, rule: str) -> None:
        self.forth[a], self.back[b] = b, a
        self.reasons[a] = (round(score, 4), rule)

    def left(self) -> tuple[list[_Item], list[_Item]]:
        return (
            [item for key, item in self.old.items() if key not in self.forth],
            [item for key, item in self.new.items() if key not in self.back],
        )

    def parents_linked(self, a: Node, b: Node) -> bool:
        if a.parent is None or b.parent is None:
            return a.parent is None and b.parent is None
        return self.forth.get(a.parent) == b.parent

    def identical(self, by: Callable[[_Item], tuple], rule: str, short: bool = False) -> None:
        """Pair units whose words are equal letter for letter, in document order within each group."""
        old, new = self.left()
        groups: dict[tuple, list[_Item]] = defaultdict(list)
        for item in new:
            groups[(*by(item), item.key)].append(item)
        for item in old:
            if not item.key and not short:
                continue
            found = groups.get((*by(item), item.key))
            if found and (short or len(item.key) > 8):
                best = next((x for x in found if self.parents_linked(item.node, x.node)), found[0])
                found.remove(best)
                self.pair(item.node.id, best.node.id, 1.0, rule)

    def headings(self) -> None:
        """Articles and groups whose heading is unique and equal in both versions."""
        for kind in ("part", "chapter", "section", "article", "appendix", "attachment"):
            old, new = ([x for x in side if x.node.kind == kind and x.title] for side in self.left())
            counts = [Counter(x.title for x in side) for side in (old, new)]
            by_title = {x.title: x for x in new}
            for item in old:
                other = by_title.get(item.title)
                if other is not None and counts[0][item.title] == counts[1][item.title] == 1:
                    score = self.score(item, other)
                    if kind != "article" or score >= SAME_PLACE:
                        self.pair(item.node.id, other.node.id, score, "cùng tiêu đề")

    def same_number(self) -> None:
        """Same kind and number below linked parents, with words alike enough; parents first."""
        _, new = self.left()
        places: dict[tuple, list[_Item]] = defaultdict(list)
        for item in new:
            places[(item.node.parent, item.node.kind, item.node.number)].append(item)
        for item in self.left()[0]:
            node = item.node
            parent = self.forth.get(node.parent) if node.parent is not None else None
            if parent is None and node.parent is not None:
                continue
            for other in places.get((parent, node.kind, node.number), []):
                if other.node.id in self.back:
                    continue
                score = self.score(item, other)
                if score >= SAME_PLACE or (node.kind in _GROUPS and score >= SAME_PLACE / 2):
                    self.pair(node.id, other.node.id, score, "cùng số, nội dung gần nhau")
                    break

    def alike(self, within: bool) -> None:
        """Pair by likeness, best first; ties by document order. `within`: only below linked parents."""
        old, new = self.left()
        index = _Index(new)
        order = {item.node.id: place for place, item in enumerate(new)}
        found = []
        for place, item in enumerate(old):
            for other in index.candidates(item):
                linked = self.parents_linked(item.node, other.node)
                if within and not linked:
                    continue
                score = self.score(item, other)
                if score >= (SAME_PLACE if within else ELSEWHERE):
                    found.append((-score, place, order[other.node.id], item, other))
        for score, _, _, item, other in sorted(found, key=lambda x: x[:3]):
            if item.node.id not in self.forth and other.node.id not in self.back:
                rule = "nội dung gần nhau trong cùng đơn vị" if within else "nội dung gần nhau ở vị trí khác"
                self.pair(item.node.id, other.node.id, -score, rule)

    @staticmethod
    def score(a: _Item, b: _Item) -> float:
        """Likeness of words, 0 to 1; a heading, where both have one, counts for a part."""
        words = fuzz.ratio(a.words[:6000], b.words[:6000]) / 100 if a.words or b.words else 1.0
        if a.node.kind == "article" and a.title and b.title:
            titles = fuzz.token_sort_ratio(a.title, b.title) / 100
            return max(words, _TITLE_WEIGHT * titles + (1 - _TITLE_WEIGHT) * words)
        return words

    def links(self) -> list[Link]:
        """Every old unit in its order, each new one after the link of the unit before it."""
        result: list[Link] = []
        pending = iter(self.new)
        for key, item in self.old.items():
            other = self.forth.get(key)
            if other is None:
                result.append(Link(key, None, "removed", 0.0, "không còn trong bản mới"))
            else:
                result.append(Link(key, other, self.kind(item, self.new[other]), *self.reasons[key]))
        result.extend(
            Link(None, key, "new", 0.0, "chỉ có trong bản mới") for key in pending if key not in self.back
        )
        return result

    def kind(self, a: _Item, b: _Item) -> str:
        linked = self.parents_linked(a.node, b.node)
        if not linked and not (a.node.kind == b.node.kind == "article" and a.node.number == b.node.number):
            return "moved"
        if a.key != b.key:
            return "edited"
        return "same" if a.node.number == b.node.number else "renumbered"


class _Index:
    """Finds the few units that share most pairs of syllables, so that not everything meets everything."""

    def __init__(self, items: Iterable[_Item]):
        self.items = list(items)
        self.places: dict[tuple, list[int]] = defaultdict(list)
        self.sizes = []
        for place, item in enumerate(self.items):
            shingles = self._shingles(item)
            self.sizes.append(len(shingles) or 1)
            for shingle in shingles:
                self.places[shingle].append(place)

    @staticmethod
    def _shingles(item: _Item) -> set[tuple]:
        words = item.words.split()[:1200]
        pairs = pairwise(words)
        return {(item.node.kind, *pair) for pair in pairs} or {(item.node.kind, word) for word in words}

    def candidates(self, item: _Item) -> list[_Item]:
        shingles = self._shingles(item)
        counts: Counter[int] = Counter()
        for shingle in shingles:
            holders = self.places.get(shingle, ())
            if len(holders) <= 40:
                counts.update(holders)
        size = len(shingles) or 1
        ranked = sorted(counts, key=lambda p: (-2 * counts[p] / (size + self.sizes[p]), p))
        return [self.items[place] for place in ranked[:_CANDIDATES]]

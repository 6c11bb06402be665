"""Which unit of the old version became which of the new one."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz

from .dividing import divided
from .types import Node

RELATIONS = ("same", "edited", "renumbered", "moved", "split", "merged", "new", "removed")
"""What can become of a unit, as `Link.kind` says it."""
RULES = {
    "whole": "cùng toàn bộ nội dung",
    "title": "cùng tiêu đề",
    "within": "cùng nội dung trong cùng đơn vị",
    "alike": "nội dung gần nhau trong cùng đơn vị",
    "words": "cùng câu chữ, nơi khác không có",
    "alike_elsewhere": "nội dung gần nhau ở vị trí khác",
    "split": "nội dung được chia ra các đơn vị",
    "merged": "nội dung các đơn vị được gộp lại",
    "new": "chỉ có trong bản mới",
    "removed": "không còn trong bản mới",
}
"""The rules of links, said in Vietnamese by `Link.rule`."""
SAME_NUMBER = 0.42
"""Least likeness (share of syllables in common order, 0 to 1) for units of one number below one unit."""
SAME_PLACE = 0.46
"""Least likeness for units of different numbers below one unit."""
ELSEWHERE = 0.6
"""Least likeness for units of different places."""
_NUMBER_BONUS = 0.04
_MARGIN = 0.03
_CANDIDATES = 6
_HOLDERS = 40
_GRID = 900
_GROUPS = ("part", "chapter", "section", "subsection", "attachment", "appendix", "signature", "recipients")
_TEXTS = ("clause", "point", "dash", "paragraph")
_TITLED = ("part", "chapter", "section", "article", "appendix", "attachment")
_TITLE_WEIGHT = 0.45


@dataclass(frozen=True)
class Link:
    """One fate: kind is one of RELATIONS; score 0 to 1; rule is one of RULES, and explains the link."""

    old: str | None
    new: str | None
    kind: str
    score: float
    rule: str


@dataclass(frozen=True)
class Item:
    """A unit as alignment sees it: texts of one character a syllable, `words` with the units below."""

    node: Node
    key: str
    whole: str
    words: str
    title: str
    own: str
    depth: int

    @property
    def sort(self) -> str:
        """The kind, but one for all that holds plain text: a clause may go on as a point elsewhere."""
        return "text" if self.node.kind in _TEXTS else self.node.kind


def align(old: Sequence[Node], new: Sequence[Node]) -> list[Link]:
    """Links from old to new units, the same for the same input; pure.

    One to one, but for units whose words were divided (split) or put together (merged): those have a link for
    each part. Rules in this order: equal with all below, and the only ones so; equal headings; equal words found
    nowhere else; from the top down equal, then like words below linked parents; what is left over against the
    units whose words it shares; like words anywhere. What stays alone is removed or new. Own words are
    compared: a unit whose sub-units alone changed is "same".
    """
    reader = _Reader()
    pairs = Pairs(reader.items(old), reader.items(new))
    pairs.identical(lambda item: (item.node.kind, item.whole), "whole", least=40)
    pairs.headings()
    pairs.identical(lambda item: (item.sort, item.own), "words", least=8)
    pairs.below()
    pairs.divide()
    pairs.alike()
    pairs.below()
    pairs.divide()
    return pairs.links()


class _Reader:
    """Turns nodes into items; each syllable gets one character, the same in both versions."""

    def __init__(self):
        self.signs: dict[str, str] = {}

    def _signs(self, text: str) -> str:
        signs = self.signs
        return "".join(
            [signs.setdefault(w, chr(0x100 + len(signs))) for w in re.findall(r"\w+", text.lower())]
        )

    def items(self, nodes: Sequence[Node]) -> dict[str, Item]:
        below: dict[str, list[str]] = defaultdict(list)
        whole: dict[str, list[str]] = defaultdict(list)
        parents = {node.id: node.parent for node in nodes}
        depths: dict[str | None, int] = {None: -1}
        keys, titles, owns = {}, {}, {}
        for node in nodes:
            depths[node.id] = depths[node.parent] + 1
            keys[node.id] = " ".join(f"{node.title} {node.text}".split())
            titles[node.id] = self._signs(node.title)
            owns[node.id] = titles[node.id] + self._signs(node.text)
            place: str | None = node.id
            while place is not None:
                below[place].append(owns[node.id])
                whole[place].append(keys[node.id])
                place = parents.get(place)
        return {
            node.id: Item(
                node, keys[node.id], "\n".join(whole[node.id]),
                titles[node.id] if node.kind in _GROUPS else "".join(below[node.id]),
                titles[node.id], owns[node.id], depths[node.id],
            )
            for node in nodes
        }  # fmt: skip


@dataclass(frozen=True)
class _Score:
    old: Item
    new: Item
    value: float
    rank: tuple[float, int, int]


class Pairs:
    """The pairs found so far; each rule only adds."""

    def __init__(self, old: dict[str, Item], new: dict[str, Item]):
        self.old, self.new = old, new
        self.forth: dict[str, str] = {}
        self.back: dict[str, str] = {}
        self.reasons: dict[str, tuple[float, str]] = {}
        self.divisions: dict[tuple[str, str], tuple[str, float]] = {}
        self.parted: tuple[set[str], set[str]] = (set(), set())

    def pair(self, a: Item, b: Item, score: float, rule: str) -> None:
        self.forth[a.node.id], self.back[b.node.id] = b.node.id, a.node.id
        self.reasons[a.node.id] = (round(score, 4), RULES[rule])

    def left(self) -> tuple[list[Item], list[Item]]:
        return (
            [item for key, item in self.old.items() if key not in self.forth and key not in self.parted[0]],
            [item for key, item in self.new.items() if key not in self.back and key not in self.parted[1]],
        )

    def divide(self) -> None:
        """Splits and merges among the units not yet in one; their units are no longer free."""
        old, new = (
            {key: item for key, item in side.items() if key not in parted}
            for side, parted in zip((self.old, self.new), self.parted, strict=True)
        )
        forth = {a: b for a, b in self.forth.items() if a in old and b in new}
        for (a, b), division in divided(old, new, forth).items():
            self.divisions[(a, b)] = division
            self.parted[0].add(a)
            self.parted[1].add(b)

    def parents_linked(self, a: Node, b: Node) -> bool:
        if a.parent is None or b.parent is None:
            return a.parent is None and b.parent is None
        return self.forth.get(a.parent) == b.parent or (a.parent, b.parent) in self.divisions

    def identical(self, by: Callable[[Item], tuple[str, str]], rule: str, least: int) -> None:
        """Pair units of equal kind and words, at least so long, where no other unit is equal."""
        old, new = self.left()
        counts = [Counter(map(by, side.values())) for side in (self.old, self.new)]
        places = {by(item): item for item in new}
        for item in old:
            other = places.get(by(item))
            alone = counts[0][by(item)] == counts[1][by(item)] == 1
            if other is not None and alone and len(by(item)[1]) >= least:
                self.pair(item, other, 1.0, rule)

    def headings(self) -> None:
        """Articles and groups whose heading is unique and equal in both versions."""
        for kind in _TITLED:
            old, new = ([x for x in side if x.node.kind == kind and x.title] for side in self.left())
            counts = [Counter(x.title for x in side) for side in (old, new)]
            by_title = {x.title: x for x in new}
            for item in old:
                other = by_title.get(item.title)
                if other is not None and counts[0][item.title] == counts[1][item.title] == 1:
                    score = likeness(item, other)
                    if kind != "article" or score >= SAME_NUMBER:
                        self.pair(item, other, score, "title")

    def below(self) -> None:
        """From the top down: equal, then like units of one kind below linked parents, or at the top."""
        old, new = self.left()
        homes: dict[tuple, list[Item]] = defaultdict(list)
        for item in new:
            homes[(item.node.parent, item.node.kind)].append(item)
        families: dict[tuple, list[Item]] = defaultdict(list)
        for item in old:
            families[(item.depth, item.node.parent, item.node.kind)].append(item)
        for (_, parent, kind), family in sorted(families.items(), key=lambda x: x[0][0]):
            home = None if parent is None else self.forth.get(parent)
            if parent is None or home is not None:
                self._family(family, homes.get((home, kind), []))

    def _family(self, old: list[Item], new: list[Item]) -> None:
        places: dict[str, deque[Item]] = defaultdict(deque)
        for item in new:
            if item.node.id not in self.back:
                places[item.key].append(item)
        for item in old:
            if places.get(item.key):
                self.pair(item, places[item.key].popleft(), 1.0, "within")
        old = [item for item in old if item.node.id not in self.forth]
        new = [item for item in new if item.node.id not in self.back]
        grid = len(old) * len(new) <= _GRID
        self._best(_scored(old, new, None if grid else _Index(new), below=True), "alike")

    def alike(self) -> None:
        """Pair what is left by likeness, wherever it stands, where no other unit is as like."""
        old, new = self.left()
        self._best(_unrivalled(_scored(old, new, _Index(new), below=False)), "alike_elsewhere")

    def _best(self, found: list[_Score], rule: str) -> None:
        """The likest first; ties by number, then by document order."""
        for score in sorted(found, key=lambda score: score.rank):
            if score.old.node.id not in self.forth and score.new.node.id not in self.back:
                self.pair(score.old, score.new, score.value, rule)

    def links(self) -> list[Link]:
        """Every old unit in its order with its parts in theirs, then the new ones without an origin."""
        parts: dict[str, list[str]] = defaultdict(list)
        for old, new in self.divisions:
            parts[old].append(new)
        order = {name: place for place, name in enumerate(self.new)}
        result: list[Link] = []
        for key, item in self.old.items():
            other = self.forth.get(key)
            if key in parts:
                for name in sorted(parts[key], key=order.__getitem__):
                    kind, score = self.divisions[(key, name)]
                    result.append(Link(key, name, kind, score, RULES[kind]))
            elif other is None:
                result.append(Link(key, None, "removed", 0.0, RULES["removed"]))
            else:
                result.append(Link(key, other, self._kind(item, self.new[other]), *self.reasons[key]))
        linked = {link.new for link in result}
        result.extend(Link(None, key, "new", 0.0, RULES["new"]) for key in self.new if key not in linked)
        return result

    def _kind(self, a: Item, b: Item) -> str:
        linked = self.parents_linked(a.node, b.node)
        if not linked and not (a.node.kind == b.node.kind == "article" and a.node.number == b.node.number):
            return "moved"
        if a.key != b.key:
            return "edited"
        if a.node.kind != b.node.kind:
            return "renumbered"
        return "same" if a.node.number == b.node.number or not _shows_number(a.node) else "renumbered"


def _scored(old: list[Item], new: list[Item], index: "_Index | None", below: bool) -> list[_Score]:
    """Every pair that is like enough; with an index only those that share many words are looked at."""
    order = {item.node.id: place for place, item in enumerate(new)}
    found = []
    for place, item in enumerate(old):
        for other in index.candidates(item) if index else new:
            value = likeness(item, other)
            same_number = below and item.node.number == other.node.number
            least = _floor(item.node.kind) if same_number else SAME_PLACE if below else ELSEWHERE
            if value >= least:
                rank = (-value - _NUMBER_BONUS * same_number, place, order[other.node.id])
                found.append(_Score(item, other, value, rank))
    return found


def _unrivalled(found: list[_Score]) -> list[_Score]:
    """Without the pairs of which one side is as like to another unit: repeated words prove nothing."""
    sides: dict[tuple[str, str], list[float]] = defaultdict(list)
    for score in found:
        sides[("old", score.old.node.id)].append(score.value)
        sides[("new", score.new.node.id)].append(score.value)

    def rivals(side: str, item: Item, value: float) -> int:
        return sum(other > value - _MARGIN for other in sides[(side, item.node.id)])

    return [
        score
        for score in found
        if rivals("old", score.old, score.value) == rivals("new", score.new, score.value) == 1
    ]


def _floor(kind: str) -> float:
    """Headings of chapters are short and change; their number says more."""
    return SAME_NUMBER / 2 if kind in _GROUPS else SAME_NUMBER


def _shows_number(node: Node) -> bool:
    """Paragraphs, tables and dashes are only counted; their numbers stand nowhere in the text."""
    return node.kind not in ("paragraph", "table", "dash") or node.path.rsplit("/", 1)[-1].startswith("tiet-")


def likeness(a: Item, b: Item) -> float:
    """Likeness of words with those below, 0 to 1; a heading, where both articles have one, counts for a part."""
    words = fuzz.ratio(a.words[:4000], b.words[:4000]) / 100 if a.words or b.words else 1.0
    if a.node.kind == "article" and a.title and b.title:
        titles = fuzz.token_sort_ratio(" ".join(a.title), " ".join(b.title)) / 100
        return max(words, _TITLE_WEIGHT * titles + (1 - _TITLE_WEIGHT) * words)
    return words


class _Index:
    """Finds the few units that share most pairs of syllables, so that not everything meets everything."""

    def __init__(self, items: Iterable[Item]):
        self.items = list(items)
        self.places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.sizes = []
        for place, item in enumerate(self.items):
            pairs = _pairs(item.words)
            self.sizes.append(len(pairs) or 1)
            places = self.places[item.sort]
            for pair in pairs:
                places[pair].append(place)

    def candidates(self, item: Item) -> list[Item]:
        """The units of the same sort that share most pairs, best first."""
        pairs, places = _pairs(item.words), self.places.get(item.sort, {})
        held = (places.get(pair, ()) for pair in pairs)
        counts = Counter(chain.from_iterable(found for found in held if len(found) <= _HOLDERS))
        size = len(pairs) or 1
        ranked = sorted(counts, key=lambda p: (-2 * counts[p] / (size + self.sizes[p]), p))
        return [self.items[place] for place in ranked[:_CANDIDATES]]


def _pairs(words: str) -> set[str]:
    words = words[:1200]
    return {words[place : place + 2] for place in range(len(words) - 1)} or set(words)

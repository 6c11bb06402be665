"""Units whose words were divided among several, or put together from several."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

from rapidfuzz import fuzz

from .types import Node

PART = 0.5
"""Least share of a part's triples of syllables that stand in the undivided unit."""
JOINED = 0.75
"""Least likeness of the parts, one after the other, to the undivided unit."""
GAIN = 0.5
"""Least share of what the likest single part lacks that the parts together make good."""
_LEAST = 6
_COMMON = 200
_KINDS = ("article", "clause", "point", "dash", "paragraph")


class _Unit(Protocol):
    node: Node
    words: str  # with those of the units below
    own: str


def divided(
    old: Mapping[str, _Unit], new: Mapping[str, _Unit], forth: Mapping[str, str]
) -> dict[tuple[str, str], tuple[str, float]]:
    """("split" or "merged", likeness of all parts together) by (old id, new id) of each part of a division.

    `forth` are the pairs found one to one; words of one character a syllable; articles count with all below
    them. A division needs a unit left alone on the side of the parts: with the partner of the undivided unit, or
    with other such units, it must give the undivided unit again, and clearly better than any one part does. All
    else stays one to one.
    """
    back = {b: a for a, b in forth.items()}
    found: dict[tuple[str, str], tuple[str, float]] = {}
    olds, news = set(), set()
    for whole, parts, score in _divisions(old, new, forth, back):
        olds.add(whole)
        news.update(parts)
        found.update(((whole, part), ("split", score)) for part in parts)
    for whole, parts, score in _divisions(new, old, back, forth):
        if whole not in news and not olds.intersection(parts):
            found.update(((part, whole), ("merged", score)) for part in parts)
    return found


def _divisions(
    wholes: Mapping[str, _Unit], parts: Mapping[str, _Unit], forth: Mapping[str, str], back: Mapping[str, str]
) -> list[tuple[str, list[str], float]]:
    """Every undivided unit with its parts in document order."""
    free = {
        name: unit
        for name, unit in parts.items()
        if name not in back and unit.node.kind in _KINDS and len(_words(unit)) >= _LEAST
    }
    homes = _Homes(wholes, forth, {_scope(unit.node, unit.node.parent) for unit in free.values()})
    lone: dict[str, list[str]] = defaultdict(list)
    for name, unit in free.items():
        home = homes.of(unit)
        if home is not None:
            lone[home].append(name)
    order = {name: place for place, name in enumerate(parts)}
    found = []
    for name in wholes:
        names = sorted({*lone.get(name, ()), forth.get(name, "")} - {""}, key=order.__getitem__)
        if name not in lone or len(names) < 2:
            continue
        words = _words(wholes[name])
        score = fuzz.ratio("".join(_words(parts[part]) for part in names), words) / 100
        best = max(fuzz.ratio(_words(parts[part]), words) / 100 for part in names)
        if score >= JOINED and score - best >= GAIN * (1 - best):
            found.append((name, names, round(score, 4)))
    return found


def _scope(node: Node, parent: str | None) -> tuple:
    """Parts stand below the unit that the parent became; only articles may leave their chapter."""
    return ("article",) if node.kind == "article" else (node.kind, parent)


class _Homes:
    """Finds the undivided unit that holds most of a part's words, among those of the scopes asked for."""

    def __init__(self, wholes: Mapping[str, _Unit], forth: Mapping[str, str], scopes: set[tuple]):
        self.holders: dict[tuple[tuple, str], list[str]] = defaultdict(list)
        for name, unit in wholes.items():
            parent = unit.node.parent
            scope = _scope(unit.node, None if parent is None else forth.get(parent, ""))
            if scope in scopes and unit.node.kind in _KINDS and len(_words(unit)) >= 2 * _LEAST:
                for triple in _triples(_words(unit)):
                    self.holders[(scope, triple)].append(name)

    def of(self, unit: _Unit) -> str | None:
        """The unit that holds at least PART of the triples, if any."""
        scope = _scope(unit.node, unit.node.parent)
        counts: dict[str, int] = defaultdict(int)
        own = _triples(_words(unit))
        for triple in own:
            holders = self.holders.get((scope, triple), ())
            for name in holders if len(holders) <= _COMMON else ():
                counts[name] += 1
        best = max(sorted(counts), key=counts.__getitem__, default=None)
        return best if best is not None and counts[best] >= PART * len(own) else None


def _words(unit: _Unit) -> str:
    return unit.words if unit.node.kind == "article" else unit.own


def _triples(words: str) -> set[str]:
    return {words[place : place + 3] for place in range(max(1, len(words) - 2))}

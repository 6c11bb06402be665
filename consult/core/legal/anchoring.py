"""Words chosen inside one unit: found again in the same version, carried to the next, or said to be lost.

A selector names its unit and keeps the words themselves, a little of what stands before and after, and where they
began. Places count characters of `words(node)`: the unit's heading, a line end, its text, in NFC as the reader gives
them. Whatever blank characters stand between words (spaces, no-break spaces, line ends, the separators of tables)
count as one space when words are compared; nothing else is folded: another letter, mark or capital is another word.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .aligning import Link
from .redlining import redline
from .types import Node

CONTEXT = 32
"""Characters kept before and after the quote."""
RUN = 5
"""Words that must stand together unchanged, the quote among them, before an edited unit is trusted with it."""
_MARK = "\n"
_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Selector:
    """Words of a unit: `quote` begins at `start` of `words(unit)`; `prefix` and `suffix` stand round it."""

    clause: str
    quote: str
    prefix: str
    suffix: str
    start: int


@dataclass(frozen=True)
class Carried:
    """The same words in the next version: from `start` to `end` of `words` of the unit `clause`."""

    clause: str
    start: int
    end: int


@dataclass(frozen=True)
class Orphan:
    """Words without one sure place in the next version; `old` and `new` are the unit's words in both.

    `new` is None where the unit is gone, and joins the units by a line end where it was split.
    """

    quote: str
    old: str
    new: str | None


def words(node: Node) -> str:
    """The text in which places are counted: heading and own text of a unit, without its label."""
    return "\n".join(part for part in (node.title, node.text) if part)


def select(node: Node, start: int, end: int) -> Selector:
    """The selector of `words(node)[start:end]` without the blanks at its ends.

    ValueError where the places are outside the unit, or no visible character is chosen.
    """
    text = words(node)
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValueError("A selection holds at least one visible character of the unit.")
    chosen = text[start:end]
    start, end = end - len(chosen.lstrip()), start + len(chosen.rstrip())
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Selector(node.id, text[start:end], before, after, start)


def resolve(selector: Selector, nodes: Iterable[Node]) -> tuple[int, int] | None:
    """Start and end of the words in the version they were chosen in; None where they are not surely there.

    The kept place comes first. Where other words stand there, the quote counts only with its own prefix and
    suffix round it, and only at a single place.
    """
    node = next((node for node in nodes if node.id == selector.clause), None)
    if node is None or not selector.quote.strip():
        return None
    text = words(node)
    places = _places(text, selector.quote)
    start = selector.start + len(selector.quote) - len(selector.quote.lstrip())
    here = [place for place in places if place[0] == start]
    if not here:
        here = [place for place in places if _framed(text, place, selector)]
    return here[0] if len(here) == 1 else None


def carry(
    selector: Selector, links: Iterable[Link], old_nodes: Iterable[Node], new_nodes: Iterable[Node]
) -> Carried | Orphan:
    """The words of an old version in the new one, by the links of `align(old_nodes, new_nodes)`.

    Never a guess. In a unit whose words did not change they keep their place. In a changed one the quote must
    stand exactly once in the old words and once in all linked new ones together, and be part of a run of
    unchanged words, at least RUN long or the whole text, that neither version has in another unit, too: official
    texts repeat themselves, and a removed unit looks like its neighbour. All else is an Orphan, also what stood
    in a unit that was both moved and changed: such a link rests on likeness alone. Pure. For many selectors of one
    pair of versions use `Carrier`, which reads links and nodes once.
    """
    return Carrier(links, old_nodes, new_nodes).carry(selector)


class Carrier:
    """`carry` for many selectors of one pair of versions."""

    def __init__(self, links: Iterable[Link], old_nodes: Iterable[Node], new_nodes: Iterable[Node]):
        self._old = {node.id: node for node in old_nodes}
        self._new = {node.id: node for node in new_nodes}
        self._bodies = [
            _MARK.join(_one_space(words(node)) for node in nodes.values()) for nodes in (self._old, self._new)
        ]
        self._links: dict[str, list[str]] = {}
        self._moved: set[str] = set()
        for link in links:
            if link.old is not None and link.new is not None:
                self._links.setdefault(link.old, []).append(link.new)
            if link.old is not None and link.kind == "moved":
                self._moved.add(link.old)

    def carry(self, selector: Selector) -> Carried | Orphan:
        """As the function `carry`."""
        node = self._old.get(selector.clause)
        old = words(node) if node is not None else ""
        units = [self._new[name] for name in self._links.get(selector.clause, ()) if name in self._new]
        texts = [words(unit) for unit in units]
        lost = Orphan(selector.quote, old, "\n".join(texts) if units else None)
        place = resolve(selector, [node]) if node is not None else None
        if place is None or not units:
            return lost
        if len(units) == 1 and texts[0] == old:
            return Carried(units[0].id, *place)
        if selector.clause in self._moved:
            return lost
        found = [
            (unit, text, there)
            for unit, text in zip(units, texts, strict=True)
            for there in _places(text, selector.quote)
        ]
        if len(found) != 1 or len(_places(old, selector.quote)) != 1:
            return lost
        unit, text, there = found[0]
        run = _unchanged(old, text, place, there)
        single = run and all(body.count(run) == 1 for body in self._bodies)
        return Carried(unit.id, *there) if single else lost


@lru_cache(maxsize=512)
def _spaced(text: str) -> tuple[str, list[int]]:
    """The text with each run of blanks as one space, and the place of each of its characters."""
    kept, places = [], []
    for found in re.finditer(r"\s+|\S", text):
        kept.append(" " if found.group().isspace() else found.group())
        places.append(found.start())
    return "".join(kept), places


def _one_space(text: str) -> str:
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text))


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of the quote, also where one begins inside another."""
    body, where = _spaced(text)
    wanted = _one_space(quote).strip()
    places, at = [], body.find(wanted)
    while wanted and at >= 0:
        places.append((where[at], where[at + len(wanted) - 1] + 1))
        at = body.find(wanted, at + 1)
    return places


def _framed(text: str, place: tuple[int, int], selector: Selector) -> bool:
    before, after = _one_space(text[: place[0]]), _one_space(text[place[1] :])
    return before.endswith(_one_space(selector.prefix)) and after.startswith(_one_space(selector.suffix))


def _unchanged(old: str, new: str, place: tuple[int, int], there: tuple[int, int]) -> str:
    """The run of unchanged words that holds the quote in both texts; "" where there is none worth trust."""
    before = after = 0
    for kind, text in _runs(old, new):
        size = len(text)
        if kind == "same" and before <= place[0] and place[1] <= before + size:
            stays = there[0] - after == place[0] - before
            trusted = len(_WORD.findall(text)) >= RUN or size in (len(old), len(new))
            return _one_space(text).strip() if stays and trusted else ""
        before += size if kind != "ins" else 0
        after += size if kind != "del" else 0
    return ""


@lru_cache(maxsize=512)
def _runs(old: str, new: str) -> tuple[tuple[str, str], ...]:
    return tuple((op.kind, op.text) for op in redline(old, new))

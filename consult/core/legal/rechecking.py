"""The doubts about a tree that can be seen in the tree itself: numbers missing, repeated, out of order."""

import re
from collections.abc import Iterable, Mapping, Sequence

from .doubts import doubt
from .ordinals import OFFICIAL_LETTERS, decimal, follows, number_key
from .types import Node, Warning

_CODES = frozenset({"gap", "repeat", "order", "letter", "typo", "no_structure"})
_ORDER = frozenset({"gap", "repeat", "order"})
_CHECKED = ("part", "chapter", "section", "subsection", "article", "clause", "point")


def recheck(
    nodes: Sequence[Node], before: Iterable[Warning] = (), names: Mapping[str, str] | None = None
) -> tuple[Warning, ...]:
    """Warnings of a tree after a repair, in document order.

    What only reading can find (a restart, content taken for a quotation) is kept from `before`, at the new
    name of its unit in `names`. Sample forms in an appendix give one warning of a code, as when read.
    """
    places = {node.id: place for place, node in enumerate(nodes)}
    kept = [_renamed(warning, names or {}) for warning in before if not _is_seen(warning)]
    found = [warning for warning in kept if warning.node is None or warning.node in places]
    found += _numbers(nodes)
    if not any(node.kind in ("article", "clause", "part") for node in nodes):
        found.append(Warning("no_structure", doubt("no_structure")))
    return tuple(sorted(found, key=lambda warning: places.get(warning.node, len(nodes))))


def _is_seen(warning: Warning) -> bool:
    """Is this a doubt that the tree itself shows? Items kept as text have the code of wrong order, too."""
    return warning.code in _CODES and not (warning.code == "order" and "đang đọc" in warning.message)


def _renamed(warning: Warning, names: Mapping[str, str]) -> Warning:
    return Warning(warning.code, warning.message, names.get(warning.node, warning.node))


def _numbers(nodes: Sequence[Node]) -> list[Warning]:
    last: dict[tuple, str] = {}
    noted: set[tuple[str, str]] = set()
    found = []
    for node in nodes:
        if node.kind not in _CHECKED:
            continue
        place = (node.within,) if node.kind == "article" else (node.parent, node.kind)
        if not _is_usual(node):
            last.pop(place, None)
            continue
        for warning in filter(None, (_misplaced(node, last.get(place)), _letter(node), _typo(node))):
            if node.within.startswith("appendix") and warning.code in _ORDER:
                if (node.within, warning.code) in noted:
                    continue
                noted.add((node.within, warning.code))
            found.append(warning)
        last[place] = node.number
    return found


def _is_usual(node: Node) -> bool:
    """Points by letter and bracket; other lists of points, as 1) or a., are free in their order."""
    return node.kind != "point" or (node.number[:1].isalpha() and node.label[-1:] in (")", ""))


def _misplaced(node: Node, last: str | None) -> Warning | None:
    """The node's number against the one before it in the same list."""
    number, before = _plain(node.number), None if last is None else _plain(last)
    if follows(number, before):
        return None
    if number == before:
        return Warning("repeat", doubt("repeat", label=node.label), node.id)
    if before is not None and number_key(number) < number_key(before):
        return Warning("order", doubt("order_after", label=node.label), node.id)
    if before is None:
        return Warning("gap", doubt("gap_first", label=node.label), node.id)
    return Warning("gap", doubt("gap", label=node.label, last=before), node.id)


def _plain(number: str) -> str:
    """Decimal items count by their last number: 1.2 follows 1.1."""
    return decimal(number).rsplit(".", 1)[-1].lower()


def _letter(node: Node) -> Warning | None:
    strays = node.kind == "point" and node.number[:1].isalpha() and node.number[0] not in OFFICIAL_LETTERS
    return Warning("letter", doubt("letter", label=node.label), node.id) if strays else None


def _typo(node: Node) -> Warning | None:
    wrong = node.kind == "article" and node.label and not re.match(r"Điều|ĐIỀU", node.label)
    return Warning("typo", doubt("typo", label=node.label, number=node.number), node.id) if wrong else None

"""Rows of the comparison of two versions: what stood, what stands, what became of it; neutral to page and paper."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .aligning import Link
from .anchoring import words
from .citing import cite
from .redlining import Op, joined, redline
from .types import Node

_GROUPS = ("part", "chapter", "section", "subsection", "appendix", "attachment")


@dataclass(frozen=True)
class Row:
    """One unit, or those it was split into or merged from, in both versions.

    `old` and `new` are ids, empty where the unit is not in that version, or stands in the row of another part:
    articles of a split or merge have a row each, at their own places. `ops` runs from the old words to the
    new ones; `before` (same, del) is its left column and `after` (same, ins) its right one. `sources` are the
    old and `places` the new citations of all units of this fate. `edited`: other words than before, whatever the
    number. `heads` counts the paragraphs at the start that are headings: of an article, a chapter.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    relation: str
    ops: tuple[Op, ...]
    sources: tuple[str, ...]
    places: tuple[str, ...]
    edited: bool
    heads: int

    @property
    def heading(self) -> bool:
        """Is this the row of an article or of a group of articles?"""
        return self.heads > 0

    @property
    def before(self) -> tuple[Op, ...]:
        """The old words; what is gone from them is "del"."""
        return tuple(op for op in self.ops if op.kind != "ins")

    @property
    def after(self) -> tuple[Op, ...]:
        """The new words; what came into them is "ins"."""
        return tuple(op for op in self.ops if op.kind != "del")

    @property
    def changed(self) -> bool:
        """Is there anything to read in this row? A new number of unchanged words counts."""
        return self.relation != "same"


def compare(
    links: Iterable[Link], old_nodes: Sequence[Node], new_nodes: Sequence[Node], everything: bool = False
) -> list[Row]:
    """The rows in the order of the new text; removed units follow the unit that stood before them.

    Without `everything` only changed rows and the headings they stand under. `links` are those of `align` for
    the same nodes: each node is in exactly one row. Pure.
    """
    old, new = ({node.id: node for node in nodes} for nodes in (old_nodes, new_nodes))
    groups = [part for group in _groups(links) for part in _apart(group, old)]
    order = {name: place for place, name in enumerate(new)}
    homes = {group.old[0]: group for group in groups if group.old}
    rows, last = [], -1
    for name in old:  # a removed unit stands after the new place of the old unit before it
        group = homes.get(name)
        if group is not None:
            last = order[group.new[0]] if group.new else last
            rows.append(((last, 0 if group.new else 1), group))
    rows += [((order[group.new[0]], 0), group) for group in groups if not group.old]
    made = [_row(group, old, new) for _, group in sorted(rows, key=lambda row: row[0])]
    return made if everything else _changed(made, old, new)


@dataclass(frozen=True)
class _Group:
    """The units of one row, and all that share the fate of these."""

    old: list[str]
    new: list[str]
    relation: str
    sources: list[str]
    places: list[str]


def _groups(links: Iterable[Link]) -> list[_Group]:
    """Links that share a unit are one row: a split, a merge."""
    groups: list[_Group] = []
    by_old: dict[str | None, _Group] = {}
    by_new: dict[str | None, _Group] = {}
    for link in links:
        group = by_old.get(link.old) or by_new.get(link.new)
        if group is None:
            old, new = [], []
            group = _Group(old, new, link.kind, old, new)
            groups.append(group)
        for name, side, index in ((link.old, group.old, by_old), (link.new, group.new, by_new)):
            if name is not None and name not in index:
                side.append(name)
                index[name] = group
    return groups


def _apart(group: _Group, old: dict[str, Node]) -> list[_Group]:
    """Articles of a split or a merge keep rows of their own, above the clauses that stand in them."""
    if len(group.old) + len(group.new) <= 2 or old[group.old[0]].kind != "article":
        return [group]
    first = _Group(group.old[:1], group.new[:1], group.relation, group.old, group.new)
    rest = [([], [name]) for name in group.new[1:]] + [([name], []) for name in group.old[1:]]
    return [first, *(_Group(*sides, group.relation, group.old, group.new) for sides in rest)]


def _row(group: _Group, old: dict[str, Node], new: dict[str, Node]) -> Row:
    befores, afters = [old[name] for name in group.old], [new[name] for name in group.new]
    sources = tuple(cite(old[name], _line(old[name], old)) for name in group.sources)
    places = tuple(cite(new[name], _line(new[name], new)) for name in group.places)
    texts = [[" ".join(words(node).split()) for node in side] for side in (befores, afters)]
    first = (afters or befores)[0]
    heads = 0 if not first.title else 2 if first.kind in _GROUPS else 1 if first.kind == "article" else 0
    ops = _ops(befores, afters)
    return Row(
        tuple(group.old), tuple(group.new), group.relation, ops, sources, places, texts[0] != texts[1], heads
    )


def _ops(befores: list[Node], afters: list[Node]) -> tuple[Op, ...]:
    """Label against label and words against words, so that a new number does not blur the words beside it."""
    if len(befores) == len(afters) == 1 and befores[0].label and afters[0].label:
        (label, body), (other, changed) = _halves(befores[0]), _halves(afters[0])
        return tuple(joined([*redline(label, other), *redline(body, changed)]))
    return tuple(redline("\n".join(map(printed, befores)), "\n".join(map(printed, afters))))


def _halves(node: Node) -> tuple[str, str]:
    between = "\n" if node.kind in _GROUPS and node.title else " "
    return (f"{node.label}{between}" if node.label and words(node) else node.label), words(node)


def printed(node: Node) -> str:
    """The unit's own words as printed: label and heading on a line, the text below; a group's label on its own."""
    return "".join(_halves(node))


def plain_text(nodes: Iterable[Node]) -> str:
    """The whole text, unit after unit, as a plain file of it reads."""
    return "".join(f"{printed(node)}\n" for node in nodes)


def _line(node: Node, by_id: dict[str, Node]) -> list[Node]:
    line = [node]
    while line[-1].parent in by_id:
        line.append(by_id[line[-1].parent])
    return line


def _changed(rows: list[Row], old: dict[str, Node], new: dict[str, Node]) -> list[Row]:
    """Changed rows, and the unchanged units they stand under."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.changed:
            continue
        for side, names, nodes in (("old", row.old, old), ("new", row.new, new)):
            for name in names:
                above[side].update(node.id for node in _line(nodes[name], nodes)[1:])
    return [
        row
        for row in rows
        if row.changed
        or any(name in above["new"] for name in row.new)
        or any(name in above["old"] for name in row.old)
    ]

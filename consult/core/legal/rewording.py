"""An officer's change of words in a version in preparation: pure, on the same tree and with the same names as repairs.

A repair moves borders and keeps every letter; these change letters and keep every border. Both give a `Repaired`.
"""

from collections.abc import Iterable, Sequence

from .repairing import _TAILS, Repaired, RepairRefused, _Bench
from .types import Node, Warning


def reword(
    nodes: Sequence[Node], ident: str, title: str, text: str, *, warnings: Iterable[Warning] = ()
) -> Repaired:
    """Other words for one unit; its label, number and place stay. A unit cannot lose all its words."""
    bench = _Bench(nodes, ident)
    unit = bench.unit
    if unit.kind == "table":
        raise RepairRefused("table")
    if not (title or text) and (unit.title or unit.texts):
        raise RepairRefused("blank")
    if title and not unit.title and unit.kind not in ("part", "chapter", "section", "subsection", "article"):
        raise RepairRefused("untitled")
    unit.title, unit.texts = title, [text] if text else []
    return bench.done(warnings)


def strike(nodes: Sequence[Node], ident: str, *, warnings: Iterable[Warning] = ()) -> Repaired:
    """Take a unit out with everything below it; the words before it hold its place."""
    bench = _Bench(nodes, ident)
    unit = bench.unit
    if unit.kind in _TAILS:
        raise RepairRefused("tail")
    if bench.place == 0:
        raise RepairRefused("first_stays")
    before = bench.units[bench.place - 1]
    gone = {id(unit)}
    for other in bench.units:
        if id(bench.parents[id(other)]) in gone:
            gone.add(id(other))
    bench.units = [other for other in bench.units if id(other) not in gone]
    bench.heirs |= dict.fromkeys(gone, before)
    bench.unit = before
    return bench.done(warnings)

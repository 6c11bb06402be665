"""The clause tree as rows: written when a file was read, rewritten where a repair changed it.

Called by the actions alone, inside their transaction, with the version's row locked.
"""

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from consult.core import legal, vietnamese
from consult.documents.models import Clause, DraftVersion
from consult.documents.selectors import nodes_of
from consult.kit.verdicts import Refused

_ASIDE = 1_000_000_000  # where orders wait while those before them are rewritten
_SEARCHED = SearchVector("citation", "title", "text", "folded", config="simple")


def save_tree(version: DraftVersion, nodes) -> None:
    """All clauses of a version that has none: one insert, then one update for the search index."""
    Clause.objects.bulk_create(_clauses(version, nodes, 0, {}))
    Clause.objects.filter(version=version).update(search=_SEARCHED)


def rewrite_tree(version: DraftVersion, rows, nodes, names: dict[str, str]) -> None:
    """Store `nodes` in place of `rows` (documents.selectors.ClauseRow); only where they differ is written.

    `names` gives the new id of old units: a unit that lives on keeps its number in the database, so that its address
    stays. Prepared versions only: nothing hangs on their clauses yet.
    """
    start, end_old, end_new = span(nodes_of(rows), nodes)
    known: dict[str, int] = {}
    for row in rows:
        known.setdefault(
            names.get(row.ident, row.ident) if start <= row.order < end_old else row.ident, row.id
        )
    shift = end_new - end_old
    tail = Clause.objects.filter(version=version, order__gte=end_old)
    if shift:
        tail.update(order=F("order") + _ASIDE)
    # Rows after the span may hang on rows in it: their references are checked at the end of the transaction only.
    changed = Clause.objects.filter(version=version, order__gte=start, order__lt=end_old)
    changed._raw_delete(changed.db)
    clauses = _clauses(version, nodes, start, known, stop=end_new)
    Clause.objects.bulk_create(clauses)
    if shift:
        Clause.objects.filter(version=version, order__gte=_ASIDE).update(order=F("order") - _ASIDE + shift)
    named = _renamed(nodes_of(rows), nodes, known, {*range(start, end_new)})
    Clause.objects.bulk_update(named, ["citation"])
    Clause.objects.filter(pk__in=[clause.pk for clause in (*clauses, *named)]).update(search=_SEARCHED)


def _renamed(old, new, known: dict[str, int], written: set[int]) -> list[Clause]:
    """Unwritten units that are cited otherwise now: an article of their number came or went elsewhere."""
    came_or_went = set(_namesakes(old)) ^ set(_namesakes(new))
    if not came_or_went:
        return []
    by_id, namesakes = {node.id: node for node in new}, _namesakes(new)
    return [
        Clause(pk=known[node.id], citation=_citation(node, by_id, namesakes))
        for order, node in enumerate(new)
        if order not in written
        and any(one.kind == "article" and _key(one) in came_or_went for one in _line_of(node, by_id))
    ]


def _key(node) -> tuple[str, str, int]:
    return (node.number, node.within, legal.copy_of(node))


def _namesakes(nodes) -> dict[tuple, list]:
    """Articles of equal numbers: they are cited with their chapters."""
    found: dict[tuple, list] = {}
    for node in nodes:
        if node.kind == "article":
            found.setdefault(_key(node), []).append(node)
    return {key: those for key, those in found.items() if len(those) > 1}


def span(old, new) -> tuple[int, int, int]:
    """Where two lists of nodes differ: first place, and the first places after it in the old and in the new one."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    same = 0
    while same < most - start and old[-1 - same] == new[-1 - same]:
        same += 1
    return start, len(old) - same, len(new) - same


def _clauses(version, nodes, start: int, known: dict[str, int], *, stop: int | None = None) -> list[Clause]:
    """Unsaved clauses of a part of the nodes, numbered already, so that children know their parents."""
    part = list(enumerate(nodes))[start:stop]
    fresh = [node.id for _order, node in part if node.id not in known]
    known = {**known, **dict(zip(fresh, _numbers(len(fresh)), strict=True))}
    by_id, namesakes = {node.id: node for node in nodes}, _namesakes(nodes)
    depths: dict[str | None, int] = {None: -1}
    for node in nodes:
        depths[node.id] = depths[node.parent] + 1
    return [
        _clause(version, known, node, order, depths[node.id], _citation(node, by_id, namesakes))
        for order, node in part
    ]


def _numbers(count: int) -> list[int]:
    """The next numbers of the table."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('documents_clause', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [number for (number,) in cursor.fetchall()]


def _clause(version, known, node, order, depth, citation) -> Clause:
    if len(node.id) > 200:
        raise Refused(_("Cấu trúc của văn bản lồng quá nhiều cấp nên chưa đọc được."), "too-deep")
    return Clause(
        pk=known[node.id],
        version=version,
        ident=node.id,
        parent_id=known.get(node.parent),
        order=order,
        depth=depth,
        kind=node.kind,
        number=node.number[:20],
        label=node.label[:200],
        title=node.title,
        text=node.text,
        path=node.path[:250],
        within=node.within[:40],
        citation=citation,
        folded=vietnamese.fold(f"{node.title} {node.text}"),
    )


def _citation(node, by_id, namesakes) -> str:
    line = _line_of(node, by_id)
    others = [other for one in line if one.kind == "article" for other in namesakes.get(_key(one), ())]
    return legal.cite(node, [*line, *others])[:250]


def _line_of(node, by_id) -> list[legal.Node]:
    """The unit and those above it: with the namesakes of its article all that its citation needs."""
    line = [node]
    while line[-1].parent in by_id:
        line.append(by_id[line[-1].parent])
    return line

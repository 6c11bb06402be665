"""What the words say about where an opinion belongs. Help in reading only: a person places. Called by the selectors of
the workspace.
"""

from consult.core import compiling

LIKELY = 3
SAME_CLAUSE = 1.5
"""How much more a point on the opinion's own clause counts."""


def likely_points(text: str, clause_id: int | None, points) -> tuple[int, ...]:
    """Ids of at most LIKELY points, best first. `points`: (id, clause id, title, summary) of each."""
    asked = [compiling.Point(str(pk), title, summary) for pk, _clause, title, summary in points]
    same = {str(pk) for pk, clause, _title, _summary in points if clause_id and clause == clause_id}
    ((_id, found),) = compiling.suggest([compiling.Comment("", text)], asked)
    ranked = sorted(found, key=lambda one: -one.score * (SAME_CLAUSE if one.point in same else 1))
    return tuple(int(one.point) for one in ranked[:LIKELY])

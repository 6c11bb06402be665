"""Where a clause of an earlier published version stands in a later one.

Nothing is stored: the links made at each publication are followed from version to version. Published versions and
their links never change, so the answer is kept in the cache and cannot go stale.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache

from consult.documents.models import ClauseLink

_DAY = 24 * 3600
# What happened on the way, the most telling last.
_STRENGTH = ("same", "renumbered", "moved", "edited", "merged", "split", "removed")


@dataclass(frozen=True)
class Place:
    """Where a clause went: the clause there, or None when it has no place any more; `kind` is the greatest change."""

    clause_id: int | None
    kind: str


LOST = Place(None, "removed")


def places(version) -> dict[int, Place]:
    """For every clause of every earlier version of the draft, its place in this published version.

    One query the first time, then none. A clause that is not in the answer has no place: read with `.get(id, LOST)`.
    A split clause stands where the most of it went, so that what hangs on it is shown once.
    """
    if version.number == 1:
        return {}
    key = f"places:{version.pk}"
    found = cache.get(key)
    if found is None:
        found = _follow(version)
        cache.set(key, found, _DAY)
    return found


def sources(version) -> dict[int, tuple[int, ...]]:
    """The other way round: for each clause of this version, the earlier clauses that became it."""
    found = defaultdict(list)
    for old, place in places(version).items():
        if place.clause_id is not None:
            found[place.clause_id].append(old)
    return {new: tuple(old) for new, old in found.items()}


def _follow(version) -> dict[int, Place]:
    links = ClauseLink.objects.filter(
        new_version__draft=version.draft_id, new_version__number__lte=version.number, old__isnull=False
    ).order_by("-new_version__number", "-score", "new__order", "pk")
    found: dict[int, Place] = {}
    # From the newest step back: a clause of this version is its own place.
    for new_version, old, new, kind in links.values_list("new_version_id", "old_id", "new_id", "kind"):
        if old in found:  # a weaker part of a split
            continue
        if new is None:
            found[old] = LOST
        elif new_version == version.pk:
            found[old] = Place(new, kind)
        else:
            found[old] = _further(found.get(new, LOST), kind)
    return found


def _further(place: Place, kind: str) -> Place:
    if place.clause_id is None:
        return LOST
    return Place(place.clause_id, max(place.kind, kind, key=_STRENGTH.index))

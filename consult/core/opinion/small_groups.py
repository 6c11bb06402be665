"""Hiding of small groups in published counts."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
"""A group of fewer people is not published: its members could be recognised."""


@dataclass(frozen=True)
class Published:
    """What may be shown: the groups with their counts, and one sum over the merged ones.

    ``other`` is None when nothing was merged, or when even all groups together are too few; ``withheld`` tells the
    latter, and then no total may be shown either.
    """

    groups: dict[str, int]
    other: int | None
    merged: tuple[str, ...]
    withheld: bool


def suppress(counts: Mapping[str, int], least: int = LEAST) -> Published:
    """Merges groups under ``least`` into one sum, and the next smallest group with them while that sum is too small.

    So no count under ``least`` can be read, nor be found by taking the groups from the total. Groups of nobody are
    merged too but force nothing: an empty sum hides nobody. Deterministic: equal groups go by name.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("Counts cannot be negative.")
    ascending = sorted(counts, key=lambda name: (counts[name], name))
    merged = [name for name in ascending if counts[name] < least]
    hidden = sum(counts[name] for name in merged)
    for name in ascending[len(merged) :]:
        if hidden == 0 or hidden >= least:
            break
        merged.append(name)
        hidden += counts[name]
    withheld = 0 < hidden < least
    groups = {name: count for name, count in counts.items() if name not in merged}
    return Published(groups, hidden if hidden and not withheld else None, tuple(merged), withheld)

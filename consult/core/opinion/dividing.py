"""Whether the opinions on one clause contradict one another."""

from collections.abc import Mapping

FOR = ("yes", "amend", "add")
AGAINST = ("no", "drop")
LEAST_SIDES = 4
"""Fewer opinions that take a side are a difference of two people, not of the experts."""
LEAST_SHARE = 0.25
"""The share of the smaller side from which a clause counts as divided."""


def sides(counts: Mapping[str, int]) -> tuple[int, int]:
    """How many opinions keep the clause, changed or not, and how many refuse it; other positions take no side."""
    return sum(counts.get(code, 0) for code in FOR), sum(counts.get(code, 0) for code in AGAINST)


def dissent(counts: Mapping[str, int]) -> float:
    """Share of the smaller side among the opinions that take a side, 0 to 0.5; 0 where nobody does."""
    keeps, refuses = sides(counts)
    return min(keeps, refuses) / (keeps + refuses) if keeps + refuses else 0.0


def is_divided(counts: Mapping[str, int]) -> bool:
    """Whether enough opinions take a side, and the smaller side is large enough, to call the clause divided."""
    return sum(sides(counts)) >= LEAST_SIDES and dissent(counts) >= LEAST_SHARE

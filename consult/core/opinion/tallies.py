"""The tally of a poll on a clause, and the Wilson interval that says how little a small panel proves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

COUNTED = ("agree", "amend", "disagree")
CHOICES = (*COUNTED, "outside")
Z95 = 1.959963984540054


class Interval(NamedTuple):
    low: float
    high: float


@dataclass(frozen=True)
class Tally:
    """Counts of one poll. "outside" (outside my expertise) is shown, and is in no denominator."""

    agree: int = 0
    amend: int = 0
    disagree: int = 0
    outside: int = 0

    @property
    def counted(self) -> int:
        """Ballots that took a position: the denominator of every share."""
        return self.agree + self.amend + self.disagree

    @property
    def ballots(self) -> int:
        return self.counted + self.outside

    def count(self, choice: str) -> int:
        if choice not in CHOICES:
            raise ValueError(f"Unknown choice: {choice!r}.")
        return getattr(self, choice)

    def share(self, choice: str) -> float | None:
        """The choice's share of the counted ballots, 0 to 1; None when there are none, and for "outside"."""
        count = self.count(choice)
        return count / self.counted if self.counted and choice in COUNTED else None

    def interval(self, choice: str) -> Interval | None:
        """The 95 % Wilson interval of that share; None where there is no share."""
        return None if self.share(choice) is None else wilson(self.count(choice), self.counted)

    def percentages(self) -> dict[str, int]:
        """Whole percentages of the counted choices that add up to 100 (largest remainder); {} without ballots.

        Equal remainders go to the earlier choice, so one poll always prints alike.
        """
        if not self.counted:
            return {}
        exact = {choice: divmod(self.count(choice) * 100, self.counted) for choice in COUNTED}
        missing = 100 - sum(whole for whole, _ in exact.values())
        raised = sorted(COUNTED, key=lambda choice: -exact[choice][1])[:missing]
        return {choice: exact[choice][0] + (choice in raised) for choice in COUNTED}


def tally(ballots: Iterable[str]) -> Tally:
    """Counts the ballots of one poll; an unknown choice raises ``ValueError``."""
    counts = Counter(ballots)
    if unknown := set(counts) - set(CHOICES):
        raise ValueError(f"Unknown choices: {sorted(unknown)}.")
    return Tally(**counts)


def wilson(k: int, n: int, z: float = Z95) -> Interval:
    """Wilson score interval for k of n, each end 0 to 1; (0, 1) when n is 0.

    Wilson (1927), without continuity correction; ``z`` is the normal quantile, 95 % by default.
    """
    if not 0 <= k <= n:
        raise ValueError("k of n needs 0 <= k <= n.")
    if n == 0:
        return Interval(0.0, 1.0)
    p, z2 = k / n, z * z
    centre = p + z2 / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    # The ends are exact at none and at all; rounding must not say otherwise.
    low = 0.0 if k == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if k == n else min(1.0, (centre + half) / scale)
    return Interval(low, high)

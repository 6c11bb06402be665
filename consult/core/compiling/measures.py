"""How well a report carries what was said: figures that every report prints, each with its definition.

Sources of the definitions: coverage and person coverage from the duty to compile; minority coverage, position balance
and fidelity from the brief on methods of compiling. Shares are 0 to 1, None where nothing was there to be measured.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FEW = 2
"""A point carried by at most so many voices is a minority's."""
BALANCE_LIMIT = 0.05
"""Largest difference of a position's share in the report and among the opinions before it is said aloud."""
STANCES = {
    "yes": "for",
    "amend": "change",
    "add": "change",
    "no": "against",
    "drop": "against",
    "other": "other",
}


@dataclass(frozen=True)
class Opinion:
    """One opinion as received. `voice` is who said it, as an opaque key; `people` how many it stands for."""

    id: str
    voice: str
    position: str
    withdrawn: bool = False
    set_aside: bool = False
    people: int = 1


@dataclass(frozen=True)
class Carried:
    """One point of the report: the opinions placed in it, those of them that it quotes, and its position."""

    id: str
    position: str
    opinions: frozenset[str]
    quoted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """What the authors said of the points that carry them: asked, answered, confirmed."""

    asked: int = 0
    answered: int = 0
    confirmed: int = 0

    @property
    def wrong(self) -> int:
        return self.answered - self.confirmed

    @property
    def silent(self) -> int:
        return self.asked - self.answered

    @property
    def fidelity(self) -> float | None:
        """Confirmed of those who answered."""
        return self.confirmed / self.answered if self.answered else None

    @property
    def response(self) -> float | None:
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True)
class Balance:
    """Shares of one stance among the opinions and in the report, each opinion counted under its point's position."""

    stance: str
    said: float
    reported: float

    @property
    def difference(self) -> float:
        return self.reported - self.said

    @property
    def warns(self) -> bool:
        return abs(self.difference) > BALANCE_LIMIT


@dataclass(frozen=True)
class Measures:
    """received = placed + set_aside + withdrawn + waiting, always: an opinion that is placed twice counts once."""

    received: int
    placed: int
    set_aside: int
    withdrawn: int
    waiting: int
    voices: int
    voices_placed: int
    few: int
    few_quoted: int
    balance: tuple[Balance, ...]
    waiting_ids: frozenset[str] = field(default=frozenset(), repr=False)
    unquoted_ids: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def coverage(self) -> float | None:
        """Placed or set aside of those that stand: 1 when nothing waits."""
        standing = self.received - self.withdrawn
        return (self.placed + self.set_aside) / standing if standing else None

    @property
    def voice_coverage(self) -> float | None:
        """Authors with an opinion in at least one point, of authors with an opinion that stands."""
        return self.voices_placed / self.voices if self.voices else None

    @property
    def few_coverage(self) -> float | None:
        """Opinions in points of at most FEW voices that their point quotes."""
        return self.few_quoted / self.few if self.few else None


def measure(opinions: Iterable[Opinion], points: Iterable[Carried]) -> Measures:
    """Count once what was received and where it went. Placing wins over setting aside, withdrawing over both."""
    opinions, points = list(opinions), list(points)
    standing = {one.id: one for one in opinions if not one.withdrawn}
    carriers: dict[str, list[Carried]] = {}
    for point in points:
        for name in point.opinions & standing.keys():
            carriers.setdefault(name, []).append(point)
    aside = {one.id for one in standing.values() if one.set_aside and one.id not in carriers}
    waiting = standing.keys() - carriers.keys() - aside
    few, quoted = _minority(points, standing)
    return Measures(
        received=len(opinions),
        placed=len(carriers),
        set_aside=len(aside),
        withdrawn=len(opinions) - len(standing),
        waiting=len(waiting),
        voices=len({one.voice for one in standing.values()}),
        voices_placed=len({standing[name].voice for name in carriers}),
        few=len(few),
        few_quoted=len(few & quoted),
        balance=_balance(standing, carriers),
        waiting_ids=frozenset(waiting),
        unquoted_ids=frozenset(few - quoted),
    )


def _minority(points: list[Carried], standing: Mapping[str, Opinion]) -> tuple[set[str], set[str]]:
    """Opinions that at most FEW voices share with them in some point, and the opinions that are quoted anywhere."""
    few: set[str] = set()
    quoted: set[str] = set()
    for point in points:
        inside = point.opinions & standing.keys()
        quoted |= point.quoted & inside
        if len({standing[name].voice for name in inside}) <= FEW:
            few |= inside
    return few, quoted


def _balance(standing, carriers) -> tuple[Balance, ...]:
    said = Counter(STANCES.get(standing[name].position, "other") for name in carriers)
    reported: Counter[str] = Counter()
    for points in carriers.values():
        for point in points:
            reported[STANCES.get(point.position, "other")] += 1 / len(points)
    whole = len(carriers)
    return tuple(
        Balance(stance, said[stance] / whole, reported[stance] / whole)
        for stance in dict.fromkeys(STANCES.values())
        if whole and (said[stance] or reported[stance])
    )

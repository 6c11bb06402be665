"""Who stands behind a point by field, groups of fewer than five merged: counted once for the workspace and the papers."""

from collections import Counter
from dataclasses import dataclass

from consult.core import opinion
from consult.kit import stored


@dataclass(frozen=True)
class Strata:
    """People by field; `other` are those of the merged fields. None are told apart where all together are too few."""

    fields: tuple[tuple[str, int], ...]
    other: int
    withheld: bool
    people: int


def field_of(voice) -> str:
    """The field that a descriptor names."""
    return stored.field_of(voice.descriptor)


def strata(voices, unnamed: str) -> Strata:
    """How many of these people are of each field, each counted once; `unnamed` is the group of those without one."""
    people = {voice.pk: voice for voice in voices}.values()
    shown = opinion.suppress(dict(Counter(field_of(voice) or unnamed for voice in people)))
    rows = tuple((name, count) for name, count in sorted(shown.groups.items()) if count)
    return Strata(rows, shown.other or 0, shown.withheld, len(people))

"""What an association did on a file, told by whoever holds it to whoever asks: neither needs to know the other.

Only what was filed or sent is told, which is as public as its file; nothing of what members said among themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from consult.core.papers import Work

_tellers: list[Callable] = []
_senders: list[Callable] = []


@dataclass(frozen=True)
class Sent:
    """A report of an association (its number) that was sent: to which bodies, when, and the hash of its data."""

    organisation: int
    to: tuple[str, ...]
    at: str
    number: str
    dated: date | None
    digest: str


def register(teller: Callable) -> None:
    """`teller(consultation, organisation)` gives the work of an association on a file, or None."""
    _tellers.append(teller)


def register_sent(teller: Callable) -> None:
    """`teller(consultation)` gives the reports (`Sent`) that associations sent in a file."""
    _senders.append(teller)


def work_of(consultation, organisation) -> Work | None:
    """The association's filed opinion with how it came about; None where it filed none."""
    return next((found for teller in _tellers if (found := teller(consultation, organisation))), None)


def sent_on(consultation) -> tuple[Sent, ...]:
    """The reports that associations sent in a file, the oldest first."""
    return tuple(found for teller in _senders for found in teller(consultation))

"""What an association did on a file, told by whoever holds it to whoever asks: neither needs to know the other.

Only what was filed is told, which is as public as its file; nothing of what members said among themselves.
"""

from collections.abc import Callable

from consult.core.papers import Work

_tellers: list[Callable] = []


def register(teller: Callable) -> None:
    """`teller(consultation, organisation)` gives the work of an association on a file, or None."""
    _tellers.append(teller)


def work_of(consultation, organisation) -> Work | None:
    """The association's filed opinion with how it came about; None where it filed none."""
    return next((found for teller in _tellers if (found := teller(consultation, organisation))), None)

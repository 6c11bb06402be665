"""Who must hear of which act. The owner of a verb says so from its apps.py; notices imports nobody above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from consult.ledger.models import Entry


@dataclass(frozen=True)
class Told:
    """These people read this line, in their inbox and by the channel they chose for its kind."""

    user_ids: tuple[int, ...]
    kind: str
    text: str
    url: str


_tellers: dict[str, list[Callable[[Entry], Iterable[Told]]]] = {}


def on(verb_name: str, teller: Callable[[Entry], Iterable[Told]]) -> None:
    """When an entry of this verb is committed, `teller(entry)` names who hears of it. Called from apps.py."""
    _tellers.setdefault(verb_name, []).append(teller)


def told_by(entry: Entry) -> list[Told]:
    return [told for teller in _tellers.get(entry.verb, ()) for told in teller(entry)]


def verbs_told() -> frozenset[str]:
    return frozenset(_tellers)

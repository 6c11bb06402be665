"""Who must hear of which act. The owner of a verb says so from its apps.py; notices imports nobody above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from consult.ledger.models import Entry

HEAD = gettext_noop("%(place)s, hồ sơ %(code)s")


@dataclass(frozen=True)
class Told:
    """These people read this line, in their inbox and by the channel they chose for its kind.

    Lines with one `group` stand together under `head` ("khoản 2 Điều 5, hồ sơ GY-2026-001"). `about` names what the
    line is about ("forums.comment:12") where a reader registered by `reads` tells its words; `text` then holds none.
    """

    user_ids: tuple[int, ...]
    kind: str
    text: str
    url: str
    group: str = ""
    head: str = ""
    about: str = ""


def head(place: str, code: str) -> str:
    """The head of a group about a place in a file."""
    return gettext(HEAD) % {"place": place[:200], "code": code}


Reader = Callable[[object, list[int]], dict[int, str]]
Clock = Callable[[datetime], Iterable[tuple[str, Told]]]
_tellers: dict[str, list[Callable[[Entry], Iterable[Told]]]] = {}
_readers: dict[str, Reader] = {}
_clocks: list[Clock] = []


def on(verb_name: str, teller: Callable[[Entry], Iterable[Told]]) -> None:
    """When an entry of this verb is committed, `teller(entry)` names who hears of it. Called from apps.py."""
    _tellers.setdefault(verb_name, []).append(teller)


def told_by(entry: Entry) -> list[Told]:
    return [told for teller in _tellers.get(entry.verb, ()) for told in teller(entry)]


def verbs_told() -> frozenset[str]:
    return frozenset(_tellers)


def reads(what: str, reader: Reader) -> None:
    """How the words of `what` are read: `reader(user, ids)` gives those that this person may read now, by id.

    What is missing from the answer has been taken back or is not theirs to read: no mail carries it.
    """
    _readers[what] = reader


def reader_of(what: str) -> Reader | None:
    return _readers.get(what)


def at_times(clock: Clock) -> None:
    """`clock(now)` gives, each time it is asked, what is due by the calendar, each with the name of its occasion."""
    _clocks.append(clock)


def due(now: datetime) -> list[tuple[str, Told]]:
    return [found for clock in _clocks for found in clock(now)]

"""Who may read a book, and how its entries look: told by the owners of the books, asked by every read.

The owner of a kind of book calls `register` and `register_renderer(s)` from its `apps.py`. A book without a
gate is readable by nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consult.ledger.models import Entry


@dataclass(frozen=True)
class Gate:
    """`may_read(user, book_id)` gives the audiences this person reads, empty for none. `presence`: whether
    those who follow the book are counted for one another (never where anybody is unnamed)."""

    may_read: Callable[[object, int], tuple[str, ...]]
    presence: bool = False


Many = Callable[[Sequence[Entry], object], dict[int, str]]
_gates: dict[str, Gate] = {}
_renderers: dict[str, Many] = {}


def register(book_kind: str, may_read, *, presence: bool = False) -> None:
    """The gate of a kind of book."""
    _gates[book_kind] = Gate(may_read, presence)


def gate_of(book_kind: str) -> Gate | None:
    return _gates.get(book_kind)


def register_renderer(verb_name: str, render_one: Callable[[Entry, object], str]) -> None:
    """How one entry of a verb looks to a user: the fragment that the page itself uses."""
    _renderers[verb_name] = lambda entries, user: {entry.seq: render_one(entry, user) for entry in entries}


def register_renderers(verb_names: Sequence[str], render_many: Many) -> None:
    """As `register_renderer` for several verbs at once: `render_many(entries, user)` gives fragments by
    number, so that the number of queries does not grow with the number of entries."""
    for name in verb_names:
        _renderers[name] = render_many


def render(entries: Sequence[Entry], user) -> dict[int, str]:
    """Fragments by number. An entry whose verb has no renderer has an empty one."""
    groups: dict[Many, list[Entry]] = {}
    for entry in entries:
        if renderer := _renderers.get(entry.verb):
            groups.setdefault(renderer, []).append(entry)
    return {
        seq: html for renderer, members in groups.items() for seq, html in renderer(members, user).items()
    }

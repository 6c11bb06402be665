"""Reads of the live feeds: who is signed in, which books they may read, the entries after a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from consult.kit.verdicts import NotThere
from consult.ledger import selectors as ledger
from consult.ledger.models import Book
from consult.live import gates

FEED_LIMIT = 200


@dataclass(frozen=True)
class Ticket:
    """What a socket was opened with; it is good only while all of it still holds."""

    session_key: str
    user_id: int
    epoch: int
    auth_hash: str


@dataclass(frozen=True)
class Readable:
    """A book that somebody may read, with its last number at the time of asking."""

    book_id: int
    last_seq: int
    audiences: tuple[str, ...]
    presence: bool


@dataclass(frozen=True)
class Row:
    seq: int
    verb: str
    html: str


@dataclass(frozen=True)
class Feed:
    """Entries in order. `last_seq` is the number to ask after next, once `has_more` is false."""

    entries: tuple[Row, ...]
    last_seq: int
    has_more: bool


def ticket_of(session_key: str) -> Ticket | None:
    """The ticket of a session cookie; None when nobody is signed in with it."""
    if not session_key:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(SimpleNamespace(session=store))
    if not user.is_authenticated or not user.is_active:
        return None
    return Ticket(session_key, user.pk, user.session_epoch, user.get_session_auth_hash())


def holders(tickets: Iterable[Ticket]) -> dict[Ticket, object]:
    """Ticket -> user, for the tickets that still hold: session there, person active, rights not revoked.

    Two queries whatever the number of tickets.
    """
    tickets = set(tickets)
    alive = set(
        Session.objects.filter(
            session_key__in={t.session_key for t in tickets}, expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    users = get_user_model().objects.filter(is_active=True).in_bulk({t.user_id for t in tickets})
    found = {}
    for ticket in tickets:
        user = users.get(ticket.user_id)
        if user is None or ticket.session_key not in alive:
            continue
        if (user.session_epoch, user.get_session_auth_hash()) == (ticket.epoch, ticket.auth_hash):
            found[ticket] = user
    return found


def readable(user, book_id: int) -> Readable | None:
    """The book as this person may read it now; None when not there or not theirs."""
    book = Book.objects.filter(pk=book_id).values_list("kind", "last_seq").first()
    gate = gates.gate_of(book[0]) if book else None
    audiences = gate.may_read(user, book_id) if gate else ()
    return Readable(book_id, book[1], tuple(audiences), gate.presence) if audiences else None


def open_books(user, book_ids: Iterable[int]) -> set[int]:
    """Which of these books the person may still read."""
    return {book_id for book_id in book_ids if readable(user, book_id)}


def last_numbers(book_ids: Iterable[int]) -> dict[int, int]:
    """Last number by book, in one query."""
    return dict(Book.objects.filter(pk__in=list(book_ids)).values_list("pk", "last_seq"))


def feed_for(user, book_id: int, after: int, limit: int = FEED_LIMIT) -> Feed:
    """Entries of a book after a number that this person may read, each with its fragment.

    The book's last number is read before the entries, and numbers are taken under the book's lock: whatever
    has a number up to it is already visible, so nothing can appear behind the reader's back.
    """
    book = readable(user, book_id)
    if book is None:
        raise NotThere("")
    if after >= book.last_seq:  # what most questions of a page without a socket are answered with
        return Feed((), max(after, book.last_seq), False)
    entries = ledger.feed(book_id, after=after, audiences=book.audiences, limit=limit, live=True)
    has_more = len(entries) == limit
    html = gates.render(entries, user)
    rows = tuple(Row(entry.seq, entry.verb, html.get(entry.seq, "")) for entry in entries)
    newest = rows[-1].seq if rows else after
    return Feed(rows, newest if has_more else max(newest, book.last_seq), has_more)

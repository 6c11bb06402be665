"""Write the ledger. Called only by the actions of other apps, inside their transaction, as its last statement."""

import secrets

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from consult.core import trust
from consult.kit.clock import database_now
from consult.kit.verdicts import Refused
from consult.ledger.commitments import commitment_of, content_hash
from consult.ledger.models import Book, Entry
from consult.ledger.registry import Verb
from consult.ledger.signals import recorded


def open_book(*, code: str, kind: str) -> Book:
    """A new book. The caller's action records its first entry."""
    return Book.objects.create(code=code, kind=kind)


def set_stage(book_id: int, *, verbs: tuple[str, ...], opens_at=None, closes_at=None) -> None:
    """Which staged verbs the book takes now, and between which times. Called by the owner's stage action."""
    Book.objects.filter(pk=book_id).update(open_verbs=list(verbs), opens_at=opens_at, closes_at=closes_at)


def actor_name(actor) -> str:
    """ "voice:12", "user:7" or "system": how an actor is written down."""
    if actor is None:
        return "system"
    return f"{actor._meta.model_name}:{actor.pk}"


def record(
    verb: Verb, *, book_id: int, by, target: models.Model, data=None, audience=None, locked: Book | None = None
) -> Entry:  # fmt: skip
    """Record one act, in the caller's transaction, as its last statement.

    Locks the book's row, refuses a staged verb that the present stage does not open (so an act that raced a closing
    is refused whole), takes the next number. `locked` is that row where the caller locked it in this transaction and
    recorded nothing since; one read without its lock fails, for the number is unique in the book. `data` must hold
    nothing that may not be shown to the entry's audience. Fires `recorded` after commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the action's transaction.")
    content = content_hash(verb, target)
    book = locked or Book.objects.select_for_update().get(pk=book_id)
    at = database_now()
    if verb.staged:
        _stage_or_refuse(book, verb, at)
    entry = Entry(
        book=book,
        seq=book.last_seq + 1,
        at=at,
        verb=verb.name,
        actor=actor_name(by),
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        audience=audience or verb.audience,
        data=data or {},
        content_hash=content,
        salt=secrets.token_hex(16),
    )
    entry.commitment = commitment_of(entry)
    entry.chain = trust.chain(book.head, entry.commitment)
    entry.save(force_insert=True)
    book.last_seq, book.head = entry.seq, entry.chain
    book.save(update_fields=["last_seq", "head"])
    transaction.on_commit(lambda: recorded.send(sender=Entry, entry=entry))
    return entry


def _stage_or_refuse(book: Book, verb: Verb, at) -> None:
    if verb.name not in book.open_verbs:
        raise Refused(_("Giai đoạn hiện nay của hồ sơ không mở việc này."), "stage-closed")
    if book.opens_at and at < book.opens_at:
        raise Refused(_("Chưa đến thời gian thực hiện việc này."), "not-yet")
    if book.closes_at and at >= book.closes_at:
        raise Refused(_("Đã hết thời hạn thực hiện việc này."), "deadline-passed")

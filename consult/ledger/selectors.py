"""Read the ledger: feeds by number, receipts, verification."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from consult.core import trust
from consult.ledger import registry
from consult.ledger.commitments import commitment_of, content_hash
from consult.ledger.models import Book, Entry


@dataclass(frozen=True)
class Fault:
    """The first wrong entry of a book."""

    book: str
    seq: int
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What anybody holding the number may see: that the act was recorded, never who or what."""

    number: str
    at: datetime
    verb: str
    commitment: str
    chain: str
    valid: bool

    @property
    def code(self) -> str:
        """The commitment in groups of four, readable aloud."""
        return " ".join(self.commitment[i : i + 4] for i in range(0, 64, 4))


def feed(
    book_id: int, *, after: int = 0, audiences: tuple[str, ...] = ("public",), limit: int = 200, live=False
):
    """Entries of a book after a number, in order, for these audiences; `live` leaves out verbs that do not go out."""
    found = Entry.objects.filter(book_id=book_id, seq__gt=after, audience__in=audiences)
    if live:
        found = found.filter(verb__in=[verb.name for verb in registry.all_verbs() if verb.live])
    return list(found.select_related("book").order_by("seq")[:limit])


def last_seq(book_id: int) -> int:
    return Book.objects.values_list("last_seq", flat=True).get(pk=book_id)


def find_receipt(number: str) -> Receipt | None:
    """The receipt of a number such as GY-2026-001-000123, recomputed from what is stored."""
    code, _, seq = number.strip().upper().rpartition("-")
    if not code or not seq.isascii() or not seq.isdigit() or len(seq) > 12:
        return None
    entry = Entry.objects.select_related("book").filter(book__code=code, seq=int(seq)).first()
    if entry is None:
        return None
    before = (
        Entry.objects.filter(book=entry.book_id, seq=entry.seq - 1).values_list("chain", flat=True).first()
    )
    valid = entry.commitment == commitment_of(entry) and entry.chain == trust.chain(
        before or trust.START, entry.commitment
    )
    return Receipt(entry.receipt, entry.at, entry.verb, entry.commitment, entry.chain, valid)


def verify_book(book: Book) -> Fault | None:
    """Recompute a whole book: numbers without a gap, commitments, chain, and the texts committed to."""
    head, expected = trust.START, 1
    for entry in Entry.objects.filter(book=book).order_by("seq").iterator(chunk_size=500):
        entry.book = book
        if entry.seq != expected:
            return Fault(book.code, expected, "missing")
        if entry.commitment != commitment_of(entry):
            return Fault(book.code, entry.seq, "commitment")
        head = trust.chain(head, entry.commitment)
        if entry.chain != head:
            return Fault(book.code, entry.seq, "chain")
        if not _content_holds(entry):
            return Fault(book.code, entry.seq, "content")
        expected += 1
    if (book.last_seq, book.head) != (expected - 1, head):
        return Fault(book.code, book.last_seq, "head")
    return None


def _content_holds(entry: Entry) -> bool:
    verb = registry.get(entry.verb)
    if verb.content is None:
        return True
    target = apps.get_model(entry.target_kind)._base_manager.filter(pk=entry.target_id).first()
    return target is not None and content_hash(verb, target) == entry.content_hash

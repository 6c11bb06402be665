"""The ledger: numbers, commitments, stages, append-only, verification."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from consult.kit.verdicts import Refused
from consult.ledger import actions, registry, selectors
from consult.ledger.models import Book, Entry

pytestmark = pytest.mark.django_db

PLAIN = registry.Verb("test.done", "%(who)s làm xong %(what)s")
STAGED = registry.Verb("test.staged", "%(who)s làm %(what)s", staged=True)
WORDS = registry.Verb("test.said", "%(who)s nói %(what)s", content=lambda book: {"code": book.code})


@pytest.fixture(autouse=True)
def _verbs(monkeypatch):
    monkeypatch.setattr(
        registry, "_verbs", {**registry._verbs, **{v.name: v for v in (PLAIN, STAGED, WORDS)}}
    )


@pytest.fixture
def book():
    return Book.objects.create(code="THU-1", kind=Book.Kind.OFFICE)


def put(book, verb=PLAIN, **fields):
    with transaction.atomic():
        return actions.record(verb, book_id=book.pk, by=None, target=book, **fields)


def test_numbers_run_without_gap_and_chain(book):
    entries = [put(book) for _ in range(4)]
    assert [e.seq for e in entries] == [1, 2, 3, 4]
    assert selectors.verify_book(Book.objects.get(pk=book.pk)) is None
    assert entries[0].receipt == "THU-1-000001"


def test_a_row_that_the_caller_locked_serves_and_an_older_copy_of_it_fails(book):
    old = Book.objects.get(pk=book.pk)
    with transaction.atomic():
        locked = Book.objects.select_for_update().get(pk=book.pk)
        first = actions.record(PLAIN, book_id=book.pk, locked=locked, by=None, target=book)
    assert first.seq == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record(PLAIN, book_id=book.pk, locked=old, by=None, target=book)
    assert put(book).seq == 2
    assert selectors.verify_book(Book.objects.get(pk=book.pk)) is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(book):
    with pytest.raises(RuntimeError):
        actions.record(PLAIN, book_id=book.pk, by=None, target=book)


def test_a_staged_verb_needs_its_stage(book):
    with pytest.raises(Refused) as refused:
        put(book, STAGED)
    assert refused.value.code == "stage-closed"
    actions.set_stage(book.pk, verbs=("test.staged",), closes_at=timezone.now() + timedelta(hours=1))
    assert put(book, STAGED).seq == 1
    actions.set_stage(book.pk, verbs=("test.staged",), closes_at=timezone.now())
    with pytest.raises(Refused) as refused:
        put(book, STAGED)
    assert refused.value.code == "deadline-passed"
    actions.set_stage(book.pk, verbs=("test.staged",), opens_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        put(book, STAGED)
    assert refused.value.code == "not-yet"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor = 'user:1'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
    ],
)
def test_entries_are_append_only_even_in_raw_sql(book, statement):
    put(book)
    connection.check_constraints()  # else its pending checks forbid TRUNCATE before our trigger does
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def tamper(statement, *args):
    """Change rows as a superuser who switches the trigger off."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(statement, args)
        connection.check_constraints()
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")


def test_verification_names_the_first_wrong_entry(book):
    for _ in range(5):
        put(book)
    call_command("verify_ledger")
    tamper("UPDATE ledger_entry SET actor = 'user:9' WHERE book_id = %s AND seq >= 3", book.pk)
    fault = selectors.verify_book(Book.objects.get(pk=book.pk))
    assert (fault.seq, fault.reason) == (3, "commitment")
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_a_removed_entry_is_missed(book):
    for _ in range(3):
        put(book)
    tamper("DELETE FROM ledger_entry WHERE book_id = %s AND seq = 2", book.pk)
    assert selectors.verify_book(Book.objects.get(pk=book.pk)).reason == "missing"
    tamper("DELETE FROM ledger_entry WHERE book_id = %s AND seq = 3", book.pk)
    assert selectors.verify_book(Book.objects.get(pk=book.pk)).reason == "head"


def test_a_changed_text_is_noticed(book):
    put(book, WORDS)
    book = Book.objects.get(pk=book.pk)
    assert selectors.verify_book(book) is None
    Book.objects.filter(pk=book.pk).update(told_seq=1)
    assert selectors.verify_book(Book.objects.get(pk=book.pk)) is None
    tamper("UPDATE ledger_book SET code = 'THU-2' WHERE id = %s", book.pk)
    assert selectors.verify_book(Book.objects.get(pk=book.pk)) is not None


def test_the_signal_fires_after_commit_only(book, django_capture_on_commit_callbacks):
    from consult.ledger.signals import recorded

    heard = []
    recorded.connect(lambda entry, **kw: heard.append(entry.seq), weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            put(book)
            assert heard == []
        assert heard == [1]
    finally:
        recorded.disconnect(dispatch_uid="test")


@pytest.mark.parametrize("number", ["", "x", "THU-1-", "THU-1-9", "THU-1-²", "-1", "THU-1-" + "9" * 40])
def test_a_receipt_that_does_not_exist(number):
    assert selectors.find_receipt(number) is None


def test_the_receipt_page_tells_no_name(client, book):
    entry = put(book, data={"who": "Nguyễn Văn Kín"})
    response = client.get("/bien-nhan/", {"so": entry.receipt.lower()})
    assert "Khớp với sổ" in response.content.decode()
    assert "Kín" not in response.content.decode()
    assert "Không có biên nhận" in client.get("/bien-nhan/", {"so": "THU-1-000009"}).content.decode()


def test_registering_needs_name_sentence_and_audience():
    with pytest.raises(ValueError):
        registry.register(registry.Verb("nodot", "câu"))
    with pytest.raises(ValueError):
        registry.register(registry.Verb("a.b", "câu", audience="nobody"))
    with pytest.raises(ValueError):
        registry.register(PLAIN)


def test_feed_is_in_order_and_by_audience(book):
    put(book)
    put(book, audience="front")
    put(book)
    assert [e.seq for e in selectors.feed(book.pk)] == [1, 3]
    assert [e.seq for e in selectors.feed(book.pk, after=1, audiences=("public", "front"))] == [2, 3]
    assert Entry.objects.count() == 3

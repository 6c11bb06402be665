"""Races of the forum on real PostgreSQL, each with a control in which the lock is off and the race appears."""

import contextlib
import itertools
import threading
import uuid

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from consult.forums import actions
from consult.forums.models import Comment, Endorsement
from consult.forums.revision_actions import edit_comment
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import set_stage
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def together(count, work):
    """Run `work(n)` in threads that start at once; results and errors in no order."""
    gate, out = threading.Barrier(count), []

    def run(n):
        close_old_connections()
        try:
            gate.wait(timeout=20)
            out.append(work(n))
        except Exception as error:  # collected for the assertions
            out.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return out


def sender(file, user_id, key):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")

    def send(_n):
        user = User.objects.get(pk=user_id)
        return actions.post_comment(
            user, consultation=file, clause=clause, position="no", reason="Không đủ.", client_key=key
        ).pk

    return send


def without_lock(monkeypatch, together_at):
    """Reads of the book no longer lock it, and everybody meets before writing."""
    gate = threading.Barrier(together_at)
    stored = actions._stored

    def meet(*given):
        found = stored(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=3)
        return found

    monkeypatch.setattr(actions, "_stored", meet)
    monkeypatch.setattr(Book.objects, "select_for_update", lambda: Book.objects.all())


@pytest.mark.parametrize("first_word", [True, False])
def test_twenty_equal_sendings_make_one_comment(first_word):
    file, user = make.a_consultation(), make.an_expert()
    if not first_word:
        make.a_voice(file, user)
    out = together(20, sender(file, user.pk, uuid.uuid4()))
    assert len(out) == 20
    assert len(set(out)) == 1, out
    assert Comment.objects.count() == Entry.objects.filter(verb="comment.posted").count() == 1
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_a_hundred_equal_sendings_fifty_at_a_time_make_one_comment():
    file, user = make.a_consultation(), make.an_expert()
    send = sender(file, user.pk, uuid.uuid4())
    out = together(50, send) + together(50, send)
    assert len(out) == 100
    assert len(set(out)) == 1, out
    assert Comment.objects.count() == Entry.objects.filter(verb="comment.posted").count() == 1
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_control_sendings_with_keys_of_their_own_are_comments_of_their_own():
    file, user = make.a_consultation(), make.an_expert()
    out = together(50, lambda n: sender(file, user.pk, uuid.uuid4())(n))
    assert len(set(out)) == 50, out
    assert Comment.objects.count() == 50


def test_control_without_the_lock_equal_sendings_collide(monkeypatch):
    file, user = make.a_consultation(), make.an_expert()
    make.a_voice(file, user)
    without_lock(monkeypatch, 4)
    out = together(4, sender(file, user.pk, uuid.uuid4()))
    assert any(isinstance(result, IntegrityError) for result in out), out


def test_different_authors_get_different_numbers_without_a_gap():
    file = make.a_consultation()
    users = [make.an_expert().pk for _n in range(12)]
    out = together(12, lambda n: sender(file, users[n], uuid.uuid4())(n))
    assert all(isinstance(result, int) for result in out), out
    numbers = sorted(Comment.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 13))
    entries = dict(Entry.objects.values_list("target_id", "seq"))
    assert all(entries[str(c.pk)] == c.number for c in Comment.objects.all())


def test_a_closing_that_comes_first_refuses_the_comment_whole():
    file, user = make.a_consultation(), make.an_expert()
    holding, release = threading.Event(), threading.Event()

    def close(_n):
        with transaction.atomic():
            Book.objects.select_for_update().get(pk=file.book_id)
            holding.set()
            release.wait(timeout=20)
            set_stage(file.book_id, verbs=())

    def post(n):
        holding.wait(timeout=20)
        threading.Timer(0.3, release.set).start()
        return sender(file, user.pk, uuid.uuid4())(n)

    out = together(2, lambda n: (close, post)[n](n))
    refused = [result for result in out if isinstance(result, Refused)]
    assert [error.code for error in refused] == ["stage-closed"], out
    assert not Comment.objects.exists()
    assert not Entry.objects.exists()


def test_control_without_the_ledgers_question_the_late_comment_stands(monkeypatch):
    monkeypatch.setattr("consult.ledger.actions._stage_or_refuse", lambda *given: None)
    with pytest.raises(AssertionError):
        test_a_closing_that_comes_first_refuses_the_comment_whole()
    assert Comment.objects.exists()


@pytest.fixture
def admired():
    """A file, a comment in it, and somebody else's id: (file, comment, user id)."""
    file, user = make.a_consultation(), make.an_expert()
    sender(file, make.an_expert().pk, uuid.uuid4())(0)
    return file, Comment.objects.select_related("consultation__book", "voice").get(), user.pk


def endorser(comment, user_id):
    return lambda _n: actions.endorse(User.objects.get(pk=user_id), comment=comment).pk


@pytest.mark.parametrize("first_word", [True, False])
def test_fifty_endorsements_at_once_by_one_voice_are_one(admired, first_word):
    file, comment, user_id = admired
    if not first_word:
        make.a_voice(file, User.objects.get(pk=user_id))
    out = together(50, endorser(comment, user_id))
    assert len(out) == 50
    assert len(set(out)) == 1, out
    assert Endorsement.objects.count() == Entry.objects.filter(verb="comment.endorsed").count() == 1
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_control_without_the_lock_endorsements_of_one_voice_collide(admired, monkeypatch):
    file, comment, user_id = admired
    make.a_voice(file, User.objects.get(pk=user_id))
    gate = threading.Barrier(4)

    def plain(*, defaults, **given):
        gate.wait(timeout=10)  # all have read that there is none yet
        return Endorsement.objects.create(**given, **defaults), True

    monkeypatch.setattr(Endorsement.objects, "get_or_create", plain)
    monkeypatch.setattr(Book.objects, "select_for_update", lambda: Book.objects.all())
    out = together(4, endorser(comment, user_id))
    assert any(isinstance(result, IntegrityError) for result in out), out


def stance_taker(comment, user_id):
    stances = ("agree", "disagree")
    return lambda n: (
        actions.take_stance(User.objects.get(pk=user_id), comment=comment, stance=stances[n % 2]).pk
    )


@pytest.mark.parametrize("first_word", [True, False])
def test_two_stances_at_once_leave_one_and_the_ledger_tells_which(admired, first_word):
    file, comment, user_id = admired
    if not first_word:
        make.a_voice(file, User.objects.get(pk=user_id))
    out = together(20, stance_taker(comment, user_id))
    assert len(out) == 20 and len(set(out)) == 1, out
    stance = Endorsement.objects.get().stance
    verbs = list(Entry.objects.exclude(verb="comment.posted").order_by("seq").values_list("verb", flat=True))
    assert verbs[-1] == {"agree": "comment.endorsed", "disagree": "comment.opposed"}[stance]
    assert all(one != other for one, other in itertools.pairwise(verbs))  # never the same act twice in a row
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_control_without_the_lock_two_stances_collide(admired, monkeypatch):
    file, comment, user_id = admired
    make.a_voice(file, User.objects.get(pk=user_id))
    gate = threading.Barrier(2)

    def plain(*, defaults, **given):
        gate.wait(timeout=10)
        return Endorsement.objects.create(**given, **defaults), True

    monkeypatch.setattr(Endorsement.objects, "get_or_create", plain)
    monkeypatch.setattr(Book.objects, "select_for_update", lambda: Book.objects.all())
    out = together(2, stance_taker(comment, user_id))
    assert any(isinstance(result, IntegrityError) for result in out), out


def test_withdrawing_and_endorsing_at_once_leave_a_whole_ledger():
    file, author, other = make.a_consultation(), make.an_expert(), make.an_expert()
    sender(file, author.pk, uuid.uuid4())(0)
    comment = Comment.objects.select_related("consultation__book", "voice").get()

    def act(n):
        if n % 2:
            return actions.withdraw_comment(User.objects.get(pk=author.pk), comment=comment).pk
        return actions.endorse(User.objects.get(pk=other.pk), comment=comment).pk

    out = together(10, act)
    assert all(isinstance(result, int | Refused) for result in out), out
    entries = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert entries.count("comment.withdrawn") == 1
    # An endorsement may come before the withdrawal, never after it.
    assert entries[-1] == "comment.withdrawn"
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def editor(comment, user_id):
    def edit(n):
        given = {"position": "no", "reason": f"Lần {n}.", "client_key": uuid.uuid4()}
        return edit_comment(
            User.objects.get(pk=user_id), comment=Comment.objects.get(pk=comment.pk), edition=1, **given
        )

    return edit


@pytest.mark.parametrize("locked", [True, False])
def test_two_tabs_that_edit_at_once_never_lose_a_wording(monkeypatch, locked):
    file, user = make.a_consultation(), make.an_expert()
    comment = actions.post_comment(
        user, consultation=file, position="no", reason="Đầu.", client_key=uuid.uuid4()
    )
    if not locked:  # the control: both read wording 1 before either writes
        gate, fresh = threading.Barrier(2), actions.fresh

        def meet(found):
            found = fresh(found)
            with contextlib.suppress(threading.BrokenBarrierError):
                gate.wait(timeout=3)
            return found

        monkeypatch.setattr(actions, "fresh", meet)
        monkeypatch.setattr(Book.objects, "select_for_update", lambda: Book.objects.all())
    out = together(2, editor(comment, user.pk))
    stale = [one for one in out if isinstance(one, Stale)]
    if locked:
        assert len(stale) == 1, out
        assert stale[0].stored != stale[0].sent
        assert Comment.objects.get().edition == 2
        assert verify_book(Book.objects.get(pk=file.book_id)) is None
    else:
        assert not stale, out  # both believed that nobody else had saved

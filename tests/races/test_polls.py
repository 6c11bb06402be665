"""Races of polls on real PostgreSQL, each with a control in which the lock is off and the race appears."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.kit.verdicts import Refused
from consult.ledger.models import Entry
from consult.people.models import User
from consult.people.roles import Role
from consult.polls import actions
from consult.polls.models import Ballot, Poll
from tests import factories as make
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def poll():
    file = make.a_consultation()
    return actions.open_poll(
        make.a_member(file.agency, Role.AGENCY_OFFICER),
        consultation=file,
        clause=file.version.clauses.get(citation="khoản 1 Điều 3"),
        question="Giữ 07 ngày?",
        closes_at=timezone.now() + timedelta(days=1),
        client_key=uuid.uuid4(),
    )


def voter(poll, user_id, key=None):
    def vote(_n):
        user = User.objects.get(pk=user_id)
        return actions.cast_ballot(user, poll=poll, choice="yes", client_key=key or uuid.uuid4()).pk

    return vote


def unlocked(monkeypatch):
    """The poll is read without its lock."""
    queryset = type(Poll.objects.all())
    monkeypatch.setattr(queryset, "select_for_update", lambda self, **given: self)


def test_twenty_equal_ballots_are_one(poll):
    out = together(20, voter(poll, make.an_expert().pk, uuid.uuid4()))
    assert len(out) == 20
    assert len(set(out)) == 1, out
    assert Ballot.objects.count() == Entry.objects.filter(verb="ballot.cast").count() == 1


def test_twenty_different_ballots_of_one_voice_count_once(poll):
    out = together(20, voter(poll, make.an_expert().pk))
    assert sum(isinstance(result, int) for result in out) == 1
    assert {result.code for result in out if isinstance(result, Refused)} == {"voted"}
    assert Ballot.objects.count() == 1


def test_control_without_the_lock_ballots_of_one_voice_collide(poll, monkeypatch):
    user = make.an_expert()
    make.a_voice(poll.consultation, user)
    unlocked(monkeypatch)
    gate, is_ballot = threading.Barrier(4), actions.rules.is_ballot

    def meet(*given):
        gate.wait(timeout=10)  # all have read that there is no ballot yet
        return is_ballot(*given)

    monkeypatch.setattr(actions.rules, "is_ballot", meet)
    out = together(4, voter(poll, user.pk))
    assert any(isinstance(result, IntegrityError) for result in out), out


def close_slowly(poll, holding):
    """Close by hand, holding the row for a while, as another process would."""

    def close(_n):
        with transaction.atomic():
            Poll.objects.select_for_update().get(pk=poll.pk)
            holding.set()
            threading.Event().wait(0.4)
            Poll.objects.filter(pk=poll.pk).update(state="closed", closed_at=timezone.now())

    return close


def late_vote(poll):
    holding = threading.Event()
    user_id = make.an_expert().pk

    def vote(n):
        holding.wait(timeout=20)
        return voter(poll, user_id)(n)

    close = close_slowly(poll, holding)
    return together(2, lambda n: (close, vote)[n](n))


def test_a_ballot_that_races_the_closing_is_refused_whole(poll):
    out = late_vote(poll)
    assert [result.code for result in out if isinstance(result, Refused)] == ["closed"], out
    assert not Ballot.objects.exists()
    assert not Entry.objects.filter(verb="ballot.cast").exists()


def test_control_without_the_lock_the_late_ballot_counts(poll, monkeypatch):
    plain = Poll.objects.all
    monkeypatch.setattr(
        actions.Poll.objects, "select_related", lambda *names: _unlocking(plain().select_related(*names))
    )
    late_vote(poll)
    assert Ballot.objects.count() == 1


def _unlocking(queryset):
    queryset.select_for_update = lambda **given: queryset
    return queryset


def opener():
    """An officer's form to open a poll, always the same."""
    file = make.a_consultation()
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    clause, key = file.version.clauses.get(citation="khoản 1 Điều 3"), uuid.uuid4()
    closes = timezone.now() + timedelta(days=1)

    def ask(_n):
        user = User.objects.get(pk=officer.pk)
        return actions.open_poll(
            user, consultation=file, clause=clause, question="Giữ?", closes_at=closes, client_key=key
        ).pk

    return ask


def test_a_poll_is_opened_once_by_twenty_equal_sendings():
    out = together(20, opener())
    assert len(out) == 20
    assert len(set(out)) == 1, out
    assert Poll.objects.count() == Entry.objects.filter(verb="poll.opened").count() == 1


def test_control_without_the_key_each_sending_opens_a_poll(monkeypatch):
    monkeypatch.setattr(actions, "read_key", lambda _key: uuid.uuid4())
    out = together(4, opener())
    assert len(set(out)) == 4, out
    assert Poll.objects.count() == Entry.objects.filter(verb="poll.opened").count() == 4


def test_control_without_the_second_look_equal_openings_collide(monkeypatch):
    """All have read that the key is new: one row goes in, the others must look again and find it."""
    gate, looked, stored = threading.Barrier(4), threading.local(), actions._stored_poll

    def meet(*given):
        if getattr(looked, "once", False):
            return None  # the second look, taken away
        looked.once = True
        found = stored(*given)
        gate.wait(timeout=10)
        return found

    monkeypatch.setattr(actions, "_stored_poll", meet)
    out = together(4, opener())
    assert sum(isinstance(result, int) for result in out) == 1, out
    assert Poll.objects.count() == 1


def test_voting_commenting_and_closing_at_once_never_stand_still(poll):
    """All orders of locks together: nobody waits for ever and the database stops nobody."""
    from consult.forums.actions import post_comment

    file, users = poll.consultation, [make.an_expert().pk for _n in range(6)]

    def act(n):
        user = User.objects.get(pk=users[n // 2])
        if n % 2:
            return voter(poll, user.pk)(n)
        return post_comment(
            user, consultation=file, clause=poll.clause, position="yes", client_key=uuid.uuid4()
        ).pk

    out = together(12, act)
    assert all(isinstance(result, int) for result in out), out

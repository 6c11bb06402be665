"""Races in a round on real PostgreSQL, with a control in which the lock is off and the race appears."""

import threading
import uuid

import pytest
from django.db import IntegrityError

from consult.forums.models import Comment
from consult.kit.verdicts import Refused
from consult.ledger.models import Entry
from consult.people.models import User
from consult.rounds import actions, filing_actions, position_actions
from consult.rounds.models import LineBallot, Round
from tests.races.test_forums import together
from tests.rounds.hall import a_hall, a_line, ended, opened_round, vote

pytestmark = pytest.mark.django_db(transaction=True)


def unlocked(monkeypatch):
    queryset = type(Round.objects.all())
    monkeypatch.setattr(queryset, "select_for_update", lambda self, **given: self)


def filing(hall):
    def file(_n):
        officer = User.objects.get(pk=hall.officer.pk)
        return filing_actions.file_opinion(officer, round=Round.objects.get(pk=hall.round.pk)).pk

    return file


def test_ten_filings_at_once_are_one():
    hall = a_hall(1)
    a_line(hall)
    ended(hall)
    out = together(10, filing(hall))
    assert out == [hall.round.pk] * 10
    assert Comment.objects.count() == 2
    assert Entry.objects.filter(verb="round.filed").count() == 1


def test_control_without_the_lock_filing_happens_more_than_once(monkeypatch):
    hall = a_hall(1)
    a_line(hall)
    ended(hall)
    unlocked(monkeypatch)
    gate, build = threading.Barrier(4), filing_actions.snapshot.build

    def meet(round):
        gate.wait(10)
        return build(round)

    monkeypatch.setattr(filing_actions.snapshot, "build", meet)
    together(4, filing(hall))
    assert Entry.objects.filter(verb="round.filed").count() > 1


def test_ten_ballots_of_one_member_count_once():
    hall = a_hall(1)
    line = a_line(hall)

    def cast(_n):
        return vote(User.objects.get(pk=hall.members[0].pk), line).pk

    out = together(10, cast)
    assert sum(isinstance(one, int) for one in out) == 1
    assert {one.code for one in out if isinstance(one, Refused)} == {"voted"}
    assert LineBallot.objects.count() == 1


def test_a_ballot_and_the_end_at_once_leave_no_vote_after_the_end():
    hall = a_hall(6)
    line = a_line(hall)

    def act(n):
        if n == 3:
            return actions.end_round(User.objects.get(pk=hall.officer.pk), round=hall.round).pk
        return vote(User.objects.get(pk=hall.members[n % 6].pk), line).pk

    together(7, act)
    last = Entry.objects.get(verb="round.ended").seq
    assert not Entry.objects.filter(book=hall.round.book_id, verb="round_ballot.cast", seq__gt=last).exists()
    assert LineBallot.objects.count() == Entry.objects.filter(verb="round_ballot.cast").count()


def test_an_edit_and_a_vote_at_once_never_count_a_vote_for_other_words():
    hall = a_hall(3)
    line = a_line(hall)

    def act(n):
        if n == 3:
            return position_actions.edit_line(
                User.objects.get(pk=hall.officer.pk), line=line, position="no", reason="Khác.", version=1
            ).pk
        return vote(User.objects.get(pk=hall.members[n].pk), line).pk

    together(4, act)
    line.refresh_from_db()
    assert line.version == 2
    assert not LineBallot.objects.filter(line=line, version=2).exists()


def test_two_officers_open_one_round():
    hall = a_hall(1, opened=False)

    def open_it(_n):
        officer = User.objects.get(pk=hall.officer.pk)
        hall_of = type(hall)(hall.association, hall.file, officer)
        return opened_round(hall_of, client_key=uuid.uuid4()).pk

    out = together(4, open_it)
    assert sum(isinstance(one, int) for one in out) == 1, out
    assert not [one for one in out if isinstance(one, IntegrityError)]
    assert Round.objects.count() == 1

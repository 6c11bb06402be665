"""Races of moderation on real PostgreSQL, each with a control in which the lock is off and the race appears."""

import contextlib
import threading
import uuid

import pytest

from consult.forums import moderation_actions as acts
from consult.forums.models import Appeal, Case, Comment, Flag, Ruling
from consult.kit.verdicts import Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.models import User
from tests.forums.moderating import Place
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)


def sound(place):
    assert verify_book(Book.objects.get(pk=place.file.book_id)) is None


def deciding(place, case):
    """One moderator hides, the other keeps; both saw the same version."""
    who = [(place.first.pk, "hidden", "insult"), (place.second.pk, "kept", "")]

    def work(n):
        pk, outcome, ground = who[n]
        given = {"ground": ground, "reason": "Lý do.", "version": case.version, "client_key": uuid.uuid4()}
        return acts.rule_on(User.objects.get(pk=pk), case=case, outcome=outcome, **given).outcome

    return work


def meeting(monkeypatch, name, count=2):
    """Everybody has read before anybody writes, and the book is read without its lock."""
    gate, plain = threading.Barrier(count), getattr(acts, name)

    def meet(*given):
        found = plain(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=3)
        return found

    monkeypatch.setattr(acts, name, meet)
    monkeypatch.setattr(Book.objects, "select_for_update", lambda: Book.objects.all())


def test_of_two_moderators_one_decides_and_the_other_reads_both_texts():
    place = Place()
    case = place.flagged().case
    case.refresh_from_db()
    out = together(2, deciding(place, case))
    assert sum(isinstance(one, Stale) for one in out) == 1, out
    assert Ruling.objects.count() == 1
    assert (Comment.objects.get().state == "hidden") is ("hidden" in out)
    sound(place)


def test_control_without_the_lock_both_decide(monkeypatch):
    place = Place()
    case = place.flagged().case
    case.refresh_from_db()
    meeting(monkeypatch, "_locked_case")
    out = together(2, deciding(place, case))
    assert not any(isinstance(one, Stale) for one in out), out


def test_a_report_pressed_twenty_times_is_one():
    place = Place()
    comment = place.comment()

    def work(_n):
        reporter = User.objects.get(pk=place.reader.pk)
        return acts.flag_comment(reporter, comment=comment, ground="insult", words="Nặng lời.").pk

    out = together(20, work)
    assert len(set(out)) == 1, out
    assert Flag.objects.count() == Case.objects.count() == 1
    assert Entry.objects.filter(verb="comment.flagged").count() == 1
    sound(place)


def test_two_different_reports_of_one_person_one_is_refused():
    place = Place()
    comment = place.comment()

    def work(n):
        reporter = User.objects.get(pk=place.reader.pk)
        return acts.flag_comment(reporter, comment=comment, ground=["insult", "advert"][n], words="Lời.").pk

    out = together(2, work)
    assert sum(isinstance(one, Refused) for one in out) == 1, out
    assert Flag.objects.count() == 1


def test_control_without_the_lock_reports_collide(monkeypatch):
    place = Place()
    comment = place.comment()
    meeting(monkeypatch, "_locked")

    def work(n):
        reporter = User.objects.get(pk=place.reader.pk)
        return acts.flag_comment(reporter, comment=comment, ground=["insult", "advert"][n], words="Lời.").pk

    out = together(2, work)
    assert any(isinstance(one, Exception) and not isinstance(one, Refused) for one in out), out


def test_ten_equal_appeals_are_one():
    place = Place()
    comment = place.hidden().case.comment

    def work(_n):
        return acts.appeal(User.objects.get(pk=place.author.pk), comment=comment, words="Xin xem lại.").pk

    out = together(10, work)
    assert len(set(out)) == 1, out
    assert Appeal.objects.count() == Entry.objects.filter(verb="appeal.sent").count() == 1
    sound(place)

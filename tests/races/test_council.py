"""Races inside a council on real PostgreSQL: placing, setting aside, voting; each with a control in which the lock is off."""

import pytest
from django.db import IntegrityError

from consult.forums.actions import withdraw_comment
from consult.forums.models import Comment
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import set_stage
from consult.people.roles import Role
from consult.reports import actions, deciding_actions, placing_actions, placing_rules
from consult.reports.coverage import coverage
from consult.reports.deciding_counts import counts
from consult.reports.models import Citation, SeatVote, SetAside
from tests import factories as make
from tests.races.test_forums import together
from tests.races.test_reports import again, against, meeting, slowed, unlocked, whole
from tests.reports.conftest import a_case, entries, point_of
from tests.reports.council import a_council, vote, voting

pytestmark = pytest.mark.django_db(transaction=True)


# --- placing ---------------------------------------------------------------------------------------------


def move_twice(monkeypatch):
    """Two compilers see an opinion in the first point; one moves it to the second, the other to the third."""
    case = a_case(opinions=3)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, comment) for comment in case.comments]
    users = [case.coordinator, make.a_member(case.file.council, Role.COUNCIL_COORDINATOR)]
    citation = case.points[0].citations.get()
    read, written = slowed(monkeypatch, placing_actions, "_there")

    def move(n):
        return placing_actions.move(again(users[n]), citation=citation, point=case.points[n + 1]).point_id

    return case, against(read, written, lambda: move(0), lambda: move(1))


def where(case) -> list[int]:
    return list(Citation.objects.filter(comment=case.comments[0]).values_list("point_id", flat=True))


def test_an_opinion_is_moved_to_one_place_and_the_other_compiler_is_told(monkeypatch):
    case, out = move_twice(monkeypatch)
    [won] = [result for result in out if isinstance(result, int)]
    assert [error.code for error in out if isinstance(error, Refused)] == ["moved"], out
    assert where(case) == [won] == [case.points[1].pk]
    assert len(entries(case, "comment.uncited")) == 1
    assert whole(case)


def test_control_without_the_lock_a_moved_opinion_stands_in_two_points(monkeypatch):
    unlocked(monkeypatch)
    case, out = move_twice(monkeypatch)
    assert sorted(out) == sorted(where(case)) == [case.points[1].pk, case.points[2].pk], out


# --- setting aside ---------------------------------------------------------------------------------------


def confirm_while_withdrawing(monkeypatch):
    """In a file whose compile stage still lets authors withdraw."""
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    aside = placing_actions.propose_aside(
        case.coordinator, compilation=case.compilation, comment=case.comments[0], reason="scope"
    )
    set_stage(case.file.book_id, verbs=("comment.posted", "comment.withdrawn"))
    author = case.comments[0].voice.person
    read, written = slowed(monkeypatch, placing_rules, "may_confirm")

    def confirm():
        return placing_actions.confirm_aside(
            again(case.member), compilation=case.compilation, aside=aside
        ).state

    def withdraw():
        return withdraw_comment(again(author), comment=Comment.objects.get(pk=case.comments[0].pk)).state

    out = against(read, written, confirm, withdraw)
    assert sorted(map(str, out)) == ["confirmed", "withdrawn"], out
    first = {verb: entries(case, verb)[0].seq for verb in ("aside.confirmed", "comment.withdrawn")}
    return case, first


def test_a_withdrawal_comes_after_the_confirmation_or_stops_it(monkeypatch):
    case, first = confirm_while_withdrawing(monkeypatch)
    assert first["aside.confirmed"] < first["comment.withdrawn"]
    found = coverage(case.file)
    assert (found.received, found.withdrawn, found.set_aside, found.unplaced) == (1, 1, 0, 0)
    assert whole(case)


def test_control_without_the_book_what_was_withdrawn_is_set_aside_after_it(monkeypatch):
    monkeypatch.setattr(actions, "_lock_book", lambda pk: None)
    _case, first = confirm_while_withdrawing(monkeypatch)
    assert first["comment.withdrawn"] < first["aside.confirmed"]
    assert SetAside.objects.get().comment.state == "withdrawn"


def test_what_was_withdrawn_first_is_confirmed_no_more():
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    aside = placing_actions.propose_aside(
        case.coordinator, compilation=case.compilation, comment=case.comments[0], reason="scope"
    )
    set_stage(case.file.book_id, verbs=("comment.posted", "comment.withdrawn"))
    withdraw_comment(again(case.comments[0].voice.person), comment=case.comments[0])
    with pytest.raises(Refused) as refused:
        placing_actions.confirm_aside(case.member, compilation=case.compilation, aside=aside)
    assert refused.value.code == "withdrawn"


# --- voting ----------------------------------------------------------------------------------------------


def vote_from_two_windows(monkeypatch, *, apart):
    """One member sends two ballots: on the same question, or each on another one (`apart`)."""
    case = voting(a_council())
    asked = [case.points[0].pk, case.points[1].pk if apart else case.points[0].pk]
    sent = [{asked[0]: ("agree", "")}, {asked[1]: ("abstain", "")}]
    meeting(monkeypatch, SeatVote.objects, "bulk_create")

    def cast(n):
        return deciding_actions.cast_votes(
            again(case.member), decision=case.decision, votes=sent[n], version=0
        ).version

    return case, sent, together(2, cast)


def held(case) -> dict:
    votes = SeatVote.objects.filter(seat__decision=case.decision, seat__member=case.member)
    return {row.point_id: (row.choice, row.dissent) for row in votes}


@pytest.mark.parametrize("apart", [False, True])
def test_of_two_windows_one_ballot_stands_and_the_other_gets_both(monkeypatch, apart):
    case, sent, out = vote_from_two_windows(monkeypatch, apart=apart)
    [lost] = [result for result in out if isinstance(result, Stale)]
    assert [result for result in out if result is not lost] == [1], out
    assert held(case) in sent
    assert lost.stored["votes"] == held(case)
    assert lost.sent["votes"] in sent
    assert lost.sent["votes"] != held(case)
    assert len(entries(case, "decision.voted")) == 1
    assert whole(case)


def test_control_without_the_lock_a_ballot_stands_that_nobody_sent(monkeypatch):
    unlocked(monkeypatch)
    case, sent, out = vote_from_two_windows(monkeypatch, apart=True)
    assert out == [1, 1], out
    assert held(case) == sent[0] | sent[1]


def test_control_without_the_lock_the_database_alone_keeps_one_row(monkeypatch):
    unlocked(monkeypatch)
    case, sent, out = vote_from_two_windows(monkeypatch, apart=False)
    assert sum(isinstance(result, IntegrityError) for result in out) == 1, out
    assert held(case) in sent


def count_while_voting(monkeypatch):
    case = voting(a_council())
    for voter in case.voters[:2]:
        vote(case, voter)
    late = case.voters[2]
    read, written = slowed(monkeypatch, deciding_actions, "counts")
    out = against(
        read,
        written,
        lambda: deciding_actions.count_votes(again(case.head), decision=case.decision).state,
        lambda: vote(case, again(late), "disagree", "Cần thời hạn dài hơn.").version,
    )
    [entry] = entries(case, "decision.counted")
    stored = [
        [point or 0, one.agree, one.disagree, one.abstain, one.members]
        for point, one in sorted(counts(case.decision).items(), key=lambda pair: pair[0] or 0)
    ]
    return case, out, entry.data["counts"], stored


def test_a_ballot_at_the_end_is_counted_or_refused(monkeypatch):
    case, out, recorded, stored = count_while_voting(monkeypatch)
    assert "counted" in out, out
    assert [error.code for error in out if isinstance(error, Refused)] == ["wrong-step"], out
    assert recorded == stored
    assert whole(case)


def test_control_without_the_lock_a_ballot_stands_that_was_not_counted(monkeypatch):
    unlocked(monkeypatch)
    _case, out, recorded, stored = count_while_voting(monkeypatch)
    assert sorted(map(str, out)) == ["1", "counted"], out
    assert [row[2] for row in recorded] == [0, 0, 0]
    assert [row[2] for row in stored] == [1, 1, 1]

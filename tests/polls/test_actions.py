import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.kit.verdicts import Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import feed, verify_book
from consult.people.roles import Role
from consult.polls import actions, selectors
from consult.polls.models import Ballot, Poll
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def officer(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def a_poll(file, by, **given):
    given = {
        "clause": file.version.clauses.get(citation="khoản 1 Điều 3"),
        "question": "Giữ 07 ngày?",
        "closes_at": timezone.now() + timedelta(days=2),
        "client_key": uuid.uuid4(),
        **given,
    }
    return actions.open_poll(by, consultation=file, **given)


def vote(poll, choice="yes", reason="", user=None, key=None):
    return actions.cast_ballot(
        user or make.an_expert(), poll=poll, choice=choice, reason=reason, client_key=key or uuid.uuid4()
    )


def test_opening_voting_closing_is_recorded_without_a_choice(file, officer):
    poll = a_poll(file, officer)
    vote(poll, "no", "Ngắn quá.")
    actions.close_poll(officer, poll=poll)
    entries = list(Entry.objects.order_by("seq").values_list("verb", "audience", "data"))
    assert entries == [
        ("poll.opened", "public", {"clause": poll.clause_id}),
        ("ballot.cast", "owner", {}),
        ("poll.closed", "public", {"clause": poll.clause_id}),
    ]
    assert "ballot.cast" not in [
        entry.verb for entry in feed(file.book_id, audiences=("public", "file", "front"))
    ]
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_the_same_key_opens_one_poll(file, officer):
    key, closes = uuid.uuid4(), timezone.now() + timedelta(days=1)
    assert a_poll(file, officer, client_key=key, closes_at=closes) == a_poll(
        file, officer, client_key=key, closes_at=closes
    )
    with pytest.raises(Refused, match="nội dung khác"):
        a_poll(file, officer, client_key=key, closes_at=closes, question="Khác?")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"question": " \u200b "}, "1 đến 500"),
        ({"question": "a" * 501}, "1 đến 500"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "ở sau thời điểm này"),
        ({"client_key": "x"}, "Mã gửi"),
    ],
)
def test_a_poll_that_makes_no_sense_is_refused(file, officer, given, reason):
    with pytest.raises(Refused, match=reason):
        a_poll(file, officer, **given)


def test_a_clause_of_another_version_is_refused(file, officer):
    with pytest.raises(Refused, match="không thuộc bản dự thảo"):
        a_poll(file, officer, clause=make.a_version().clauses.first())


def test_one_ballot_per_voice(file, officer):
    poll, user, key = a_poll(file, officer), make.an_expert(), uuid.uuid4()
    first = vote(poll, user=user, key=key)
    assert vote(poll, user=user, key=key) == first
    with pytest.raises(Refused, match="đã được ghi nhận"):
        vote(poll, user=user)
    with pytest.raises(Refused, match="nội dung khác"):
        vote(poll, "outside", user=user, key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, voice=first.voice, choice="yes")


@pytest.mark.parametrize("choice", ["amend", "no"])
def test_the_middle_choices_need_a_reason_in_the_action_and_in_the_database(file, officer, choice):
    poll = a_poll(file, officer)
    with pytest.raises(Refused, match="nêu lý do"):
        vote(poll, choice, " \n\u200b")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, voice=make.a_voice(file), choice=choice)
    with pytest.raises(Refused, match="chọn một phương án"):
        vote(poll, "all")
    with pytest.raises(Refused, match="dài quá"):
        vote(poll, choice, "a" * 4_001)


def test_no_ballot_after_the_time_although_nobody_has_closed(file, officer):
    poll = a_poll(file, officer)
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="đã đóng"):
        vote(poll)
    assert not Ballot.objects.exists()


def test_no_ballot_after_the_stage_has_moved_on(file, officer):
    poll = a_poll(file, officer)
    Book.objects.filter(pk=file.book_id).update(open_verbs=[])
    with pytest.raises(Refused, match="không mở việc"):
        vote(poll)


def test_the_clock_closes_what_is_due_and_nothing_else(file, officer):
    due, running = a_poll(file, officer), a_poll(file, officer)
    Poll.objects.filter(pk=due.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert actions.close_due_polls() == 1
    assert actions.close_due_polls() == 0
    states = dict(Poll.objects.values_list("pk", "state"))
    assert states == {due.pk: "closed", running.pk: "open"}
    assert Entry.objects.get(verb="poll.closed").actor == "system"
    with pytest.raises(Refused, match="Chưa đến thời điểm"):
        actions.close_poll(None, poll=running)


def test_a_late_replay_gives_the_ballot_that_was_cast(file, officer):
    poll, user, key = a_poll(file, officer), make.an_expert(), uuid.uuid4()
    first = vote(poll, user=user, key=key)
    actions.close_poll(officer, poll=poll)
    assert vote(poll, user=user, key=key) == first


def test_those_who_voted_hear_of_the_result(file, officer):
    from consult.polls.notify import on_closed, on_opened

    poll, user = a_poll(file, officer), make.an_expert()
    assert on_opened(Entry.objects.get(verb="poll.opened")) == []
    vote(poll, user=user)
    actions.close_poll(officer, poll=poll)
    told = on_closed(Entry.objects.get(verb="poll.closed"))
    assert told[0].user_ids == (user.pk,)
    assert on_opened(Entry.objects.get(verb="poll.opened"))[0].user_ids == (user.pk,)


# --- results -----------------------------------------------------------------------------------------------


def test_the_result_is_hidden_from_everybody_until_close(file, officer):
    poll = a_poll(file, officer)
    for _n in range(6):
        vote(poll)
    for who in (officer, make.an_expert(), None):
        assert selectors.result(poll, who) is None
    poll = actions.close_poll(officer, poll=poll)
    assert selectors.result(poll).options[0].percent == 100


def test_under_five_ballots_no_figure_is_published(file, officer):
    poll = a_poll(file, officer)
    for _n in range(4):
        vote(poll, "no", "Lý do riêng.")
    found = selectors.result(actions.close_poll(officer, poll=poll))
    assert found == selectors.PollResult(withheld=True)


def test_outside_is_in_no_denominator_and_reasons_have_no_order_of_arrival(file, officer):
    poll = a_poll(file, officer)
    for reason in ("Vì b.", "Vì a."):
        vote(poll, "no", reason)
    vote(poll, "yes")
    vote(poll, "amend", "Vì c.")
    for _n in range(3):
        vote(poll, "outside")
    found = selectors.result(actions.close_poll(officer, poll=poll))
    assert (found.ballots, found.counted) == (7, 4)
    shares = {option.choice: (option.count, option.percent) for option in found.options}
    assert shares == {"yes": (1, 25), "amend": (1, 25), "no": (2, 50), "outside": (3, None)}
    assert {o.choice: o.reasons for o in found.options}["no"] == ("Vì a.", "Vì b.")


def test_small_groups_are_merged(file, officer):
    poll = a_poll(file, officer)
    for n in range(12):
        field = "505" if n < 6 else ("201" if n < 9 else "301")
        user = make.an_expert(field=field)
        user.expert.fields.set(
            [make.a_field(field, {"505": "Pháp luật", "201": "Xây dựng", "301": "Y"}[field])]
        )
        vote(poll, user=user)
    groups = selectors.result(actions.close_poll(officer, poll=poll)).groups
    assert [count for _name, count in groups] == [6, 6]
    assert groups[-1][0] == "Các nhóm khác"

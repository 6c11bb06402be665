import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.consultations.models import Voice
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.actions import end_membership
from consult.people.roles import OrganisationKind, Role
from consult.rounds import actions, filing_actions, position_actions, talk_actions
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment, RoundEndorsement
from tests import factories as make
from tests.rounds.hall import a_hall, a_line, a_member, dissent, ended, filed, opened_round, say, vote

pytestmark = pytest.mark.django_db


def refused(code):
    class _Refused:
        def __enter__(self):
            self.context = pytest.raises(Refused)
            self.raised = self.context.__enter__()
            return self.raised

        def __exit__(self, *exc):
            result = self.context.__exit__(*exc)
            assert self.raised.value.code == code
            assert str(self.raised.value) or code == "not-there"
            return result

    return _Refused()


# --- opening ---------------------------------------------------------------------------------------------


def test_opening_asks_all_members_once_and_tells_them():
    hall = a_hall(3)
    assert hall.round.seats.filter(votes=True).count() == 3
    assert hall.round.seats.get(user=hall.officer).votes is False
    tell_book(hall.round.book_id)
    told = Notice.objects.filter(kind="invitation")
    assert {notice.user for notice in told} == set(hall.members)
    assert hall.association.short_name in told[0].text


def test_opening_twice_with_one_key_is_one_round_and_another_is_refused():
    hall = a_hall(1, opened=False)
    key, end = uuid.uuid4(), timezone.now() + timedelta(days=2)
    first = opened_round(hall, client_key=key, closes_at=end)
    assert opened_round(hall, client_key=key, closes_at=end) == first
    with refused("opened"):
        opened_round(hall)
    assert Round.objects.count() == 1


def test_only_chosen_members_are_asked_and_strangers_cannot_be():
    hall = a_hall(3, opened=False)
    hall.round = opened_round(hall, members=hall.members[:1])
    assert [seat.user for seat in hall.round.seats.filter(votes=True)] == hall.members[:1]
    other = a_hall(2, opened=False)
    with pytest.raises(NotThere):
        opened_round(other, members=[make.an_expert()])


def test_member_associations_are_asked_only_when_chosen():
    hall = a_hall(1, opened=False)
    child = make.an_organisation(OrganisationKind.ASSOCIATION, name="Hội Luật gia", parent=hall.association)
    other = make.an_organisation(OrganisationKind.ASSOCIATION, name="Hội khác", parent=hall.association)
    theirs, _not = a_member(child), a_member(other)
    hall.round = opened_round(hall, children=[child.pk])
    asked = {seat.user for seat in hall.round.seats.filter(votes=True)}
    assert asked == {*hall.members, theirs}


def test_people_of_the_agency_and_council_are_never_asked():
    hall = a_hall(1, opened=False)
    both = a_member(hall.association, "Hai vai")
    make.a_member(hall.file.agency, Role.AGENCY_OFFICER, user=both)
    hall.round = opened_round(hall)
    assert not hall.round.seats.filter(user=both).exists()


def test_the_deadline_lies_before_that_of_the_file():
    hall = a_hall(1, opened=False)
    with refused("after-file"):
        opened_round(hall, closes_at=timezone.now() + timedelta(days=400))
    with refused("past"):
        opened_round(hall, closes_at=timezone.now() - timedelta(days=1))


def test_more_members_are_asked_later_and_only_they_are_told():
    hall = a_hall(1)
    late = a_member(hall.association, "Đến sau")
    tell_book(hall.round.book_id)
    assert actions.ask_members(hall.officer, round=hall.round, members=[late, *hall.members]) == 1
    tell_book(hall.round.book_id)
    assert Notice.objects.filter(user=late).count() == 1
    assert Notice.objects.filter(user=hall.members[0]).count() == 1


def test_an_officer_who_is_asked_as_a_member_gets_the_vote():
    hall = a_hall(1, opened=False)
    make.an_expert()
    make.a_member(hall.association, Role.EXPERT, user=hall.officer)
    hall.round = opened_round(hall)
    assert hall.round.seats.get(user=hall.officer).votes is True


# --- talking ---------------------------------------------------------------------------------------------


def test_members_comment_reply_endorse_and_withdraw():
    hall = a_hall(2)
    one, two = hall.members
    comment = say(hall, one)
    reply = talk_actions.post(
        two, round=hall.round, parent=comment, reason="Tôi cũng thấy vậy.", client_key=uuid.uuid4()
    )
    assert (reply.root_id, reply.clause_id) == (comment.pk, comment.clause_id)
    talk_actions.endorse(two, comment=comment)
    talk_actions.endorse(two, comment=comment)
    assert RoundEndorsement.objects.count() == 1
    talk_actions.unendorse(two, comment=comment)
    assert RoundEndorsement.objects.count() == 0
    with refused("own"):
        talk_actions.endorse(one, comment=comment)
    with refused("not-author"):
        talk_actions.withdraw(two, comment=comment)
    talk_actions.withdraw(one, comment=comment)
    with refused("withdrawn"):
        talk_actions.endorse(two, comment=comment)
    assert verify_book(Book.objects.get(pk=hall.round.book_id)) is None
    assert Comment.objects.count() == 0


def test_one_key_makes_one_comment_and_other_words_are_refused():
    hall = a_hall(1)
    key = uuid.uuid4()
    first = say(hall, hall.members[0], client_key=key)
    assert say(hall, hall.members[0], client_key=key) == first
    with refused("key-reused"):
        say(hall, hall.members[0], "Lời khác.", client_key=key)


def test_an_empty_opinion_and_a_foreign_clause_are_refused():
    hall = a_hall(1)
    with refused("empty"):
        say(hall, hall.members[0], "")
    with refused("clause"):
        say(hall, hall.members[0], clause=make.a_version().clauses.first())


def test_a_member_publishes_an_opinion_while_sending_it():
    hall = a_hall(1)
    comment = say(hall, hall.members[0], "Ngắn quá.", shown="anonymous")
    public = Comment.objects.get()
    assert comment.published == public
    assert (public.reason, public.shown, public.voice.person) == ("Ngắn quá.", "anonymous", hall.members[0])
    assert public.client_key == comment.client_key


def test_a_member_publishes_later_once():
    hall = a_hall(2)
    comment, key = say(hall, hall.members[0]), uuid.uuid4()
    with refused("not-author"):
        talk_actions.publish(hall.members[1], comment=comment, shown="named", client_key=key)
    talk_actions.publish(hall.members[0], comment=comment, shown="named", client_key=key)
    talk_actions.publish(hall.members[0], comment=comment, shown="named", client_key=key)
    with refused("published"):
        talk_actions.publish(hall.members[0], comment=comment, shown="named", client_key=uuid.uuid4())
    assert Comment.objects.count() == 1
    entry = Entry.objects.get(verb="round_comment.published")
    assert entry.audience == "owner"


def test_publishing_leaves_what_waits_in_the_composer_of_the_file():
    from consult.forums.draft_actions import save_draft
    from consult.forums.models import OpinionDraft

    hall = a_hall(1)
    save_draft(
        hall.members[0], consultation=hall.file, clause=hall.clause, values={"reason": "Còn đang viết."},
        client_key=uuid.uuid4(),
    )  # fmt: skip
    say(hall, hall.members[0], shown="named")
    assert OpinionDraft.objects.get().person == hall.members[0]


def test_a_file_that_refuses_leaves_nothing_behind():
    hall = a_hall(1)
    hall.members[0].expert.state = "waiting"
    hall.members[0].expert.save()
    with refused("not-verified"):
        say(hall, hall.members[0], shown="named")
    assert RoundComment.objects.count() == 0
    say(hall, hall.members[0])


def test_after_the_end_nothing_is_said_and_everything_is_kept():
    hall = a_hall(1)
    comment, line = say(hall, hall.members[0]), a_line(hall)
    ended(hall)
    for act in (
        lambda: say(hall, hall.members[0], "Muộn."),
        lambda: vote(hall.members[0], line),
        lambda: dissent(hall, hall.members[0]),
        lambda: a_line(hall),
        lambda: talk_actions.withdraw(hall.members[0], comment=comment),
    ):
        with refused("over"):
            act()
    assert RoundComment.objects.get() == comment


def test_a_discussion_that_ended_unfiled_is_opened_again():
    hall = a_hall(1)
    ended(hall)
    hall.round = actions.extend_round(
        hall.officer, round=hall.round, closes_at=timezone.now() + timedelta(days=1)
    )
    assert say(hall, hall.members[0])


# --- lines and votes -------------------------------------------------------------------------------------


def test_a_line_cites_opinions_of_its_own_round_only():
    hall, other = a_hall(1), a_hall(1)
    mine, theirs = say(hall, hall.members[0]), say(other, other.members[0])
    assert list(a_line(hall, cites=[mine]).cites.all()) == [mine]
    with pytest.raises(NotThere):
        a_line(hall, cites=[theirs])


def test_other_words_want_other_votes():
    hall = a_hall(1)
    line = a_line(hall)
    vote(hall.members[0], line)
    fields = {"position": "amend", "proposed": ""}
    edited = position_actions.edit_line(hall.officer, line=line, reason="Lời mới.", version=1, **fields)
    assert (edited.version, edited.voting_at) == (2, None)
    with pytest.raises(Stale) as stale:
        position_actions.edit_line(hall.officer, line=line, reason="Lời của tôi.", version=1, **fields)
    assert (stale.value.stored["reason"], stale.value.sent["reason"]) == ("Lời mới.", "Lời của tôi.")
    with refused("not-yet"):
        vote(hall.members[0], edited)
    edited = position_actions.open_vote(hall.officer, line=edited)
    with refused("changed"):
        vote(hall.members[0], edited, version=1)
    vote(hall.members[0], edited)
    assert LineBallot.objects.count() == 2


def test_one_ballot_per_member_and_reasons_where_needed():
    hall = a_hall(2)
    line, key = a_line(hall), uuid.uuid4()
    with refused("reason"):
        vote(hall.members[0], line, "disagree")
    first = vote(hall.members[0], line, client_key=key)
    assert vote(hall.members[0], line, client_key=key) == first
    with refused("voted"):
        vote(hall.members[0], line, "abstain")
    with pytest.raises(IntegrityError), transaction.atomic():
        LineBallot.objects.create(line=line, seat=first.seat, version=1, choice="abstain")
    with refused("no-vote"):
        vote(hall.officer, line)


def test_results_before_the_end_only_where_fixed_beforehand():
    hall = a_hall(1)
    with refused("fixed"):
        position_actions.show_result(hall.officer, line=a_line(hall))
    other = a_hall(1, results="officer")
    line = a_line(other)
    line = position_actions.show_result(other.officer, line=line)
    with refused("shown"):
        vote(other.members[0], line)


def test_the_covering_note_is_not_overwritten():
    hall = a_hall(1)
    position_actions.save_cover(hall.officer, round=hall.round, text="Kính gửi.", version=0)
    with pytest.raises(Stale) as stale:
        position_actions.save_cover(hall.officer, round=hall.round, text="Khác.", version=0)
    assert stale.value.stored["cover"] == "Kính gửi."


# --- dissent and filing ----------------------------------------------------------------------------------


def test_one_standing_statement_per_line():
    hall = a_hall(1)
    first = dissent(hall, hall.members[0])
    with refused("once"):
        dissent(hall, hall.members[0], "Lần nữa.")
    position_actions.withdraw_dissent(hall.members[0], dissent=first)
    dissent(hall, hall.members[0], "Lần nữa.")
    assert Dissent.objects.filter(state="attached").count() == 1


def test_anothers_statement_is_not_there_to_be_withdrawn():
    hall = a_hall(2)
    first = dissent(hall, hall.members[0])
    with pytest.raises(NotThere):
        position_actions.withdraw_dissent(hall.members[1], dissent=first)
    with pytest.raises(NotThere):
        position_actions.withdraw_dissent(hall.officer, dissent=first)


def test_filing_makes_one_voice_with_dissent_and_receipts():
    hall = a_hall(6)
    line = a_line(hall)
    dropped = a_line(hall, reason="Bỏ đi.")
    position_actions.drop_line(hall.officer, line=dropped)
    for user in hall.members[:5]:
        vote(user, line)
    dissent(hall, hall.members[5], "Giữ 07 ngày là đủ.", line=line)
    dissent(hall, hall.members[4], "Cả dự thảo chưa cần.", named=True)
    position_actions.save_cover(hall.officer, round=hall.round, text="Hội cơ bản nhất trí.", version=0)
    filed(hall)
    voice = Voice.objects.get(consultation=hall.file)
    assert (voice.kind, voice.person, voice.organisation) == ("organisation", None, hall.association)
    cover, comment = (
        Comment.objects.order_by("clause__order", "pk").filter(clause=None).get(),
        Comment.objects.get(clause=hall.clause),
    )
    assert "Hội cơ bản nhất trí." in cover.reason
    assert "Cả dự thảo chưa cần." in cover.reason
    assert "Hội viên số 4" in cover.reason
    assert "> Giữ 07 ngày là đủ." in comment.reason
    assert "Hội viên số 5" not in comment.reason
    assert "5 trên 6 hội viên bỏ phiếu; 5 tán thành" in comment.reason
    assert comment.shown == "named"
    assert Comment.objects.count() == 2
    hall.round.refresh_from_db()
    assert hall.round.snapshot["took_part"] == 5
    assert Line.objects.get(pk=line.pk).comment == comment
    assert verify_book(Book.objects.get(pk=hall.round.book_id)) is None
    assert verify_book(Book.objects.get(pk=hall.file.book_id)) is None


def test_filing_again_changes_nothing_and_the_round_is_frozen():
    hall = a_hall(1)
    line = a_line(hall)
    filed(hall)
    filing_actions.file_opinion(hall.officer, round=hall.round)
    assert Comment.objects.count() == 2
    for act in (
        lambda: say(hall, hall.members[0]),
        lambda: vote(hall.members[0], line),
        lambda: actions.extend_round(
            hall.officer, round=hall.round, closes_at=timezone.now() + timedelta(hours=1)
        ),
        lambda: position_actions.save_cover(hall.officer, round=hall.round, text="x", version=0),
        lambda: position_actions.drop_line(hall.officer, line=line),
    ):
        with refused("filed"):
            act()


def test_few_ballots_are_not_told_in_numbers():
    hall = a_hall(3)
    line = a_line(hall)
    vote(hall.members[0], line)
    filed(hall)
    reason = Comment.objects.get(clause=hall.clause).reason
    assert "dưới 5 phiếu" in reason
    assert "Chưa đủ tỷ lệ" in reason
    assert hall.round.snapshot["lines"][0]["votes"]["counts"] is None


def test_filing_waits_for_the_members_and_needs_a_line():
    hall = a_hall(1)
    with refused("running"):
        filing_actions.file_opinion(hall.officer, round=hall.round)
    ended(hall)
    with refused("nothing"):
        filing_actions.file_opinion(hall.officer, round=hall.round)


def test_too_late_is_refused_and_everything_is_kept():
    hall = a_hall(1)
    line = a_line(hall)
    ended(hall)
    hall.file.book.open_verbs = []
    hall.file.book.save()
    with refused("late"):
        filing_actions.file_opinion(hall.officer, round=hall.round)
    assert Line.objects.get() == line
    assert Round.objects.get().filed_at is None


def test_two_associations_file_two_opinions_on_one_file():
    file = make.a_consultation()
    halls = [a_hall(1, file=file), a_hall(1, file=file)]
    for hall in halls:
        a_line(hall)
        filed(hall)
    assert Voice.objects.filter(consultation=file, kind="organisation").count() == 2


def test_who_files_is_told_of_answers_in_the_thread():
    from consult.forums.actions import post_comment

    hall = a_hall(1)
    a_line(hall)
    filed(hall)
    officer = make.a_member(hall.file.agency, Role.AGENCY_OFFICER)
    comment = Comment.objects.get(clause=hall.clause)
    post_comment(officer, consultation=hall.file, parent=comment, reason="Cảm ơn.", client_key=uuid.uuid4())
    tell_book(hall.file.book_id)
    assert Notice.objects.filter(user=hall.officer, kind="reply").count() == 1


def test_a_membership_that_ends_takes_the_round_with_it():
    hall = a_hall(2)
    gone = hall.members[0]
    say(hall, gone)
    end_membership(None, gone.memberships.get())
    with pytest.raises(NotThere):
        say(hall, gone, "Còn đây.")
    position_actions.open_vote(hall.officer, line=a_line(hall, voting=False))
    tell_book(hall.round.book_id)
    assert not Notice.objects.filter(user=gone, kind="work").exists()
    assert Notice.objects.filter(user=hall.members[1], kind="work").exists()

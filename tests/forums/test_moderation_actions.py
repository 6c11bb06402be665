import uuid

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from consult.forums import actions, conduct_actions
from consult.forums import moderation_actions as acts
from consult.forums.models import Appeal, Case, Comment, Conduct, Flag, Ruling, StaffNote
from consult.forums.revision_actions import edit_comment
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.notices.models import Mail
from consult.people.roles import Role
from tests import factories as make
from tests.forums.moderating import SECRET_WORDS, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place()


def verbs(file):
    return list(Entry.objects.filter(book=file.book_id).order_by("seq").values_list("verb", flat=True))


def sound(file):
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


# --- flags -----------------------------------------------------------------------------------------------


def test_a_flag_opens_a_case_and_the_ledger_does_not_say_who(place):
    flag = place.flagged()
    assert (flag.case.state, flag.case.comment.state) == ("new", "posted")
    entry = Entry.objects.get(verb="comment.flagged")
    assert (entry.actor, entry.audience, entry.data) == ("system", "front", {"ground": "insult"})
    sound(place.file)


def test_the_same_flag_again_is_the_first_one_and_another_is_refused(place):
    comment = place.comment()
    first, again = place.flagged(comment), place.flagged(comment)
    assert first.pk == again.pk
    with pytest.raises(Refused, match="một lần"):
        place.flagged(comment, ground="advert")
    assert Flag.objects.count() == Entry.objects.filter(verb="comment.flagged").count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ground": "dislike"}, "chọn lý do"),
        ({"words": "  "}, "viết nội dung"),
        ({"words": "a" * 5000}, "dài quá"),
    ],
)
def test_a_flag_has_a_published_reason_and_words(place, given, sentence):
    comment = place.comment()
    with pytest.raises(Refused, match=sentence):
        place.flagged(comment, **given)


def test_flags_are_limited_by_the_hour(place, settings):
    settings.FLAGS_PER_HOUR = 2
    comments = [place.comment() for _n in range(3)]
    place.flagged(comments[0])
    place.flagged(comments[1])
    with pytest.raises(Refused, match="trong một giờ"):
        place.flagged(comments[2])
    assert place.flagged(comments[0]), "what was sent is given back, not counted anew"


def test_a_flag_after_the_decision_opens_the_case_again(place):
    flag = place.flagged()
    place.rule(flag.case, "kept")
    place.flagged(flag.case.comment, user=place.agency)
    assert Case.objects.get(pk=flag.case_id).state == "new"


# --- secret content --------------------------------------------------------------------------------------


def test_secret_content_is_hidden_at_once_and_alerts_by_mail_without_the_words(place):
    officer = make.a_member(place.file.council, Role.DATA_OFFICER)
    comment = place.comment()
    place.flagged(comment, ground="secret", words="Có số liệu mật 99X.")
    comment.refresh_from_db()
    assert comment.state == "hidden"
    ruling = Ruling.objects.get()
    assert (ruling.outcome, ruling.by, ruling.ground) == ("suspended", None, "secret")
    assert verbs(place.file)[-2:] == ["comment.flagged", "comment.suspended"]
    mails = Mail.objects.filter(key__startswith="secret:")
    assert set(mails.values_list("to", flat=True)) == {place.first.email, place.second.email, officer.email}
    for mail in mails:
        said = mail.subject + mail.body
        assert not any(word in said for word in (SECRET_WORDS, "99X", "Báo Cáo", "Tác Giả"))
    assert Case.objects.get().state == "new", "a person decides"
    sound(place.file)


def test_what_was_examined_and_kept_is_not_hidden_again_by_another_report(place):
    comment = place.comment()
    flag = place.flagged(comment, ground="secret")
    place.rule(flag.case, "restored", reason="Số liệu đã công bố.")
    place.flagged(comment, ground="secret", user=place.agency)
    comment.refresh_from_db()
    assert comment.state == "posted"
    assert Mail.objects.filter(key__startswith="secret:").count() == 4, "each report alerts both moderators"


def test_who_reports_secrets_in_vain_only_alerts(place, settings):
    settings.SECRET_FLAGS_TRUSTED = 1
    first, second = place.comment(), place.comment()
    flag = place.flagged(first, ground="secret")
    place.rule(flag.case, "restored", reason="Không phải bí mật.")
    place.flagged(second, ground="secret")
    second.refresh_from_db()
    assert second.state == "posted"
    third = place.comment()
    place.flagged(third, ground="secret", user=place.agency)
    third.refresh_from_db()
    assert third.state == "hidden", "others are believed still"


# --- rulings ---------------------------------------------------------------------------------------------


def test_hiding_keeps_the_comment_and_its_replies_and_settles_the_flags(place):
    comment = place.comment()
    reply = place.comment(place.reader, parent=comment, reason="Xin làm rõ.")
    ruling = place.hidden(comment)
    comment.refresh_from_db()
    reply.refresh_from_db()
    assert (comment.state, reply.state, comment.reason) == ("hidden", "posted", SECRET_WORDS)
    assert Flag.objects.get().outcome == "upheld"
    assert ruling.case.state == "done"
    entry = Entry.objects.get(verb="comment.hidden")
    assert (entry.audience, entry.seq) == ("public", ruling.number)
    assert entry.data == {"comment": comment.pk, "clause": comment.clause_id, "ground": "insult"}
    sound(place.file)


def test_restoring_gives_the_comment_back_and_the_flags_were_unfounded(place):
    ruling = place.hidden()
    place.rule(ruling.case, "restored", reason="Xem lại thấy không có.")
    assert Comment.objects.get().state == "posted"
    assert Flag.objects.get().outcome == "dismissed"
    assert verbs(place.file)[-1] == "comment.restored"
    sound(place.file)


@pytest.mark.parametrize(
    ("outcome", "given", "sentence"),
    [
        ("hidden", {"ground": ""}, "danh mục đã công bố"),
        ("hidden", {"ground": "dislike"}, "danh mục đã công bố"),
        ("hidden", {"ground": "insult", "reason": " "}, "viết lý do"),
        ("kept", {"reason": ""}, "viết lý do"),
        ("kept", {"ground": "insult"}, "chỉ dùng khi ẩn"),
        ("approved", {}, "Không còn quyết định được"),
        ("deleted", {}, "Không còn quyết định được"),
    ],
)
def test_no_decision_without_its_reason_and_none_that_does_not_fit(place, outcome, given, sentence):
    flag = place.flagged()
    with pytest.raises(Refused, match=sentence):
        place.rule(flag.case, outcome, **given)
    assert Comment.objects.get().state == "posted"
    assert not Ruling.objects.exists()


def test_the_second_of_two_who_decide_reads_both_texts(place):
    flag = place.flagged()
    version = Case.objects.get().version
    place.rule(flag.case, "kept", reason="Lời lẽ đúng mực.")
    with pytest.raises(Stale) as stale:
        place.rule(flag.case, "hidden", by=place.second, ground="insult", reason="Nặng lời.", version=version)
    assert "Lời lẽ đúng mực." in stale.value.stored.values()
    assert "Nặng lời." in stale.value.sent.values()
    assert Comment.objects.get().state == "posted"


def test_one_key_one_ruling(place):
    flag, key = place.flagged(), uuid.uuid4()
    given = {"ground": "insult", "client_key": key}
    first = place.rule(flag.case, "hidden", **given)
    assert place.rule(flag.case, "hidden", **given).pk == first.pk
    with pytest.raises(Refused, match="đã dùng cho một nội dung khác"):
        place.rule(flag.case, "hidden", reason="Khác.", **given)
    assert Ruling.objects.count() == 1


def test_rulings_cannot_be_changed_or_removed_by_anybody(place):
    ruling = place.hidden()
    for work in (
        lambda: Ruling.objects.update(reason="Khác"),
        lambda: Ruling.objects.filter(pk=ruling.pk).delete(),
    ):
        with pytest.raises((InternalError, DatabaseError), match="append-only"), transaction.atomic():
            work()
    assert Ruling.objects.get().reason == ruling.reason


# --- assignment and notes --------------------------------------------------------------------------------


def test_a_case_is_taken_and_handed_on(place):
    case = place.flagged().case
    case = acts.assign_case(place.first, case=case, to=place.first, version=case.version)
    assert (case.state, case.assigned_to) == ("looking", place.first)
    handed = acts.assign_case(place.first, case=case, to=place.second, version=case.version)
    assert handed.assigned_to == place.second
    with pytest.raises(Stale):
        acts.assign_case(place.first, case=case, to=place.first, version=case.version)
    with pytest.raises(Refused, match="người kiểm duyệt của hồ sơ"):
        acts.assign_case(place.first, case=handed, to=place.agency, version=handed.version)


def test_notes_are_kept_once_per_key_and_their_words_are_in_no_entry(place):
    case, key = place.flagged().case, uuid.uuid4()
    for _n in range(2):
        acts.add_note(place.first, case=case, text="Đã gọi điện.", client_key=key)
    assert StaffNote.objects.count() == 1
    entry = Entry.objects.get(verb="case.noted")
    assert (entry.audience, entry.data) == ("front", {})
    with pytest.raises(NotThere):
        acts.add_note(place.agency, case=case, text="Xem.", client_key=uuid.uuid4())


# --- appeals ---------------------------------------------------------------------------------------------


def test_an_appeal_is_decided_by_another_person_and_only_once(place):
    case = place.appealed()
    assert (case.state, case.assigned_to) == ("appealed", None)
    with pytest.raises(Refused, match="người khác với người đã quyết định"):
        place.rule(case, "restored", by=place.first)
    ruling = place.rule(case, "upheld", by=place.second, ground="insult", reason="Vẫn là lời xúc phạm.")
    assert Appeal.objects.get().answer == ruling
    assert Comment.objects.get().state == "hidden"
    with pytest.raises(Refused, match="một lần"):
        acts.appeal(place.author, comment=case.comment, words="Xin xem lại nữa.")
    assert verbs(place.file)[-2:] == ["appeal.sent", "appeal.dismissed"]
    sound(place.file)


def test_a_granted_appeal_brings_the_comment_back(place):
    case = place.appealed()
    place.rule(case, "restored", by=place.second, reason="Là trích dẫn.")
    assert Comment.objects.get().state == "posted"
    assert Flag.objects.get().outcome == "dismissed"
    sound(place.file)


def test_an_appeal_sent_twice_is_one_and_a_suspension_cannot_be_appealed_yet(place):
    ruling = place.hidden()
    comment = ruling.case.comment
    first = acts.appeal(place.author, comment=comment, words="Xin xem lại.")
    assert acts.appeal(place.author, comment=comment, words="Xin xem lại.").pk == first.pk
    with pytest.raises(Refused, match="một lần"):
        acts.appeal(place.author, comment=comment, words="Lời khác.")
    other = place.comment()
    place.flagged(other, ground="secret")
    with pytest.raises(Refused, match="sau khi có quyết định"):
        acts.appeal(place.author, comment=other, words="Xin xem lại.")


def test_a_new_hiding_after_an_appeal_may_be_appealed_again(place):
    case = place.appealed()
    place.rule(case, "restored", by=place.second, reason="Là trích dẫn.")
    place.flagged(case.comment, user=place.agency)
    place.rule(case, "hidden", ground="private", reason="Có số điện thoại.")
    acts.appeal(place.author, comment=case.comment, words="Số ấy công khai.")
    assert Appeal.objects.count() == 2


def test_where_the_council_has_one_moderator_an_overseer_hears_the_appeal(place):
    overseer = make.a_member(make.an_organisation(), Role.OVERSEER)
    of_agency = make.a_member(place.file.agency, Role.AGENCY_SIGNER)
    make.a_member(make.an_organisation(), Role.OVERSEER, user=of_agency)
    case = place.appealed()
    with pytest.raises(NotThere):
        place.rule(case, "restored", by=overseer)
    place.second.memberships.all().delete()
    for stranger in (of_agency, place.agency, place.reader):
        with pytest.raises(NotThere):
            place.rule(case, "restored", by=stranger)
    place.rule(case, "restored", by=overseer, reason="Là trích dẫn.")
    assert Comment.objects.get().state == "posted"


# --- pace and approval -----------------------------------------------------------------------------------


def slow(file, **given):
    return Conduct.objects.create(consultation=file, **given)


def test_a_second_comment_too_soon_is_refused_with_the_seconds(place):
    slow(place.file, gap=60)
    place.comment()
    with pytest.raises(Refused, match=r"gửi tiếp sau \d+ giây") as refused:
        place.comment()
    assert refused.value.code == "too-soon"
    place.comment(place.reader)
    assert Comment.objects.count() == 2


def test_so_many_in_an_hour(place):
    slow(place.file, per_hour=2)
    place.comment()
    place.comment()
    with pytest.raises(Refused, match="phút"):
        place.comment()


def test_officers_answer_without_waiting_and_a_repeated_key_is_no_second_comment(place):
    slow(place.file, gap=3600)
    key = uuid.uuid4()
    given = {"consultation": place.file, "clause": place.clause, "position": "no", "reason": "Ngắn."}
    first = actions.post_comment(place.author, client_key=key, **given)
    assert actions.post_comment(place.author, client_key=key, **given).pk == first.pk
    for _n in range(2):
        place.comment(place.agency, parent=first, reason="Xin ghi nhận.")


def test_the_pace_is_set_by_both_sides_and_approval_only_before_opening(place):
    given = {"consultation": place.file, "gap": 30, "per_hour": 10, "premoderated": False}
    assert conduct_actions.set_conduct(place.agency, version=0, **given).version == 1
    assert conduct_actions.set_conduct(place.first, version=1, **{**given, "gap": 60}).gap == 60
    with pytest.raises(Stale):
        conduct_actions.set_conduct(place.agency, version=1, **{**given, "gap": 90})
    with pytest.raises(Refused, match="hồ sơ chưa mở"):
        conduct_actions.set_conduct(place.agency, version=2, **{**given, "premoderated": True})
    with pytest.raises(Refused, match="3600"):
        conduct_actions.set_conduct(place.agency, version=2, **{**given, "gap": 4000})
    with pytest.raises(Refused):
        conduct_actions.set_conduct(place.reader, version=2, **given)
    assert Entry.objects.filter(verb="conduct.set").count() == 2


def test_the_database_holds_approval_fixed_once_the_file_is_open(place):
    prepared = make.a_consultation(state="prepared")
    officer = make.a_member(prepared.agency, Role.AGENCY_OFFICER)
    conduct_actions.set_conduct(
        officer, consultation=prepared, gap=0, per_hour=0, premoderated=True, version=0
    )
    type(prepared).objects.filter(pk=prepared.pk).update(state="open")
    for work in (
        lambda: Conduct.objects.filter(consultation=prepared).update(premoderated=False),
        lambda: Conduct.objects.create(consultation=place.file, premoderated=True),
    ):
        with pytest.raises(DatabaseError, match="fixed when the file opens"), transaction.atomic():
            work()


def premoderated():
    place = Place(state="prepared")
    Conduct.objects.create(consultation=place.file, premoderated=True)
    type(place.file).objects.filter(pk=place.file.pk).update(state="open")
    Book.objects.filter(pk=place.file.book_id).update(open_verbs=make.OPEN_VERBS["comment"])
    place.file = type(place.file).objects.select_related("book").get(pk=place.file.pk)
    return place


def test_a_comment_waits_for_approval_and_then_stands():
    place = premoderated()
    comment = place.comment()
    assert comment.state == "held"
    assert Entry.objects.get(verb="comment.posted").audience == "front"
    case = Case.objects.get()
    assert case.held and case.state == "new"
    with pytest.raises(Refused, match="Không còn quyết định được"):
        place.rule(case, "kept")
    place.rule(case, "approved", reason="")
    assert Comment.objects.get().state == "posted"
    assert Entry.objects.get(verb="comment.approved").audience == "public"
    sound(place.file)


def test_what_is_not_approved_is_hidden_with_a_reason_and_may_be_appealed():
    place = premoderated()
    case = place.comment() and Case.objects.get()
    place.rule(case, "refused", ground="off_topic", reason="Nói về dự thảo khác.")
    acts.appeal(place.author, comment=case.comment, words="Điều 3 có nêu.")
    place.rule(case, "restored", by=place.second, reason="Có liên quan.")
    assert Comment.objects.get().state == "posted"
    sound(place.file)


def test_what_waits_may_be_withdrawn_and_then_nobody_has_to_decide():
    place = premoderated()
    comment = place.comment()
    actions.withdraw_comment(place.author, comment=comment)
    assert Case.objects.get().state == "done"
    assert Entry.objects.get(verb="comment.withdrawn").audience == "front"


def test_other_words_of_an_approved_comment_wait_again():
    place = premoderated()
    comment = place.comment()
    place.rule(Case.objects.get(), "approved", reason="")
    comment.refresh_from_db()
    given = {"edition": 1, "position": "no", "reason": "Lời khác hẳn.", "client_key": uuid.uuid4()}
    edit_comment(place.author, comment=comment, **given)
    assert Comment.objects.get().state == "held"
    assert (Case.objects.get().state, Case.objects.get().held) == ("new", True)
    assert Entry.objects.get(verb="comment.edited").audience == "front"
    place.rule(Case.objects.get(), "approved", reason="")
    sound(place.file)


def test_officers_answers_do_not_wait():
    place = premoderated()
    comment = place.comment()
    place.rule(Case.objects.get(), "approved", reason="")
    comment.refresh_from_db()
    assert place.comment(place.agency, parent=comment, reason="Đã rõ.").state == "posted"


def test_hidden_comments_take_no_reply_no_endorsement_no_withdrawal(place):
    comment = place.comment()
    place.hidden(comment)
    comment.refresh_from_db()
    with pytest.raises(Refused, match="đang ẩn"):
        place.comment(place.reader, parent=comment)
    with pytest.raises(Refused, match="đang ẩn"):
        actions.endorse(place.reader, comment=comment)
    with pytest.raises(Refused, match="được ẩn theo quyết định"):
        actions.withdraw_comment(place.author, comment=comment)

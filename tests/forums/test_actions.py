import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from consult.forums import actions
from consult.forums.models import Comment, Endorsement
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import find_receipt, verify_book
from consult.people.models import User
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def post(user, file, **given):
    given = {
        "clause": None if "parent" in given else clause_of(file),
        "position": "" if "parent" in given else "no",
        "reason": "Bảy ngày không đủ.",
        "shown": "named",
        "client_key": uuid.uuid4(),
        **given,
    }
    return actions.post_comment(user, consultation=file, **given)


def test_an_opinion_is_stored_with_the_words_it_is_about_and_its_number(file):
    comment = post(
        make.an_expert(), file, position="amend", proposed="15 ngày làm việc", criterion="soundness"
    )
    assert comment.version_id == file.version_id
    assert comment.quote == "Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 07 ngày."
    entry = Entry.objects.get(verb="comment.posted")
    assert comment.number == entry.seq
    assert (entry.target_id, entry.actor) == (str(comment.pk), f"voice:{comment.voice_id}")
    assert find_receipt(entry.receipt).valid
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_numbers_follow_the_book_when_other_acts_come_between(file):
    first, second = post(make.an_expert(), file), post(make.an_expert(), file)
    actions.endorse(second.voice.person, comment=first)
    third = post(make.an_expert(), file)
    assert [first.number, second.number, third.number] == [1, 2, 4]
    assert list(Entry.objects.filter(verb="comment.posted").values_list("seq", flat=True)) == [1, 2, 4]


def test_the_entry_holds_neither_words_nor_name(file):
    comment = post(make.an_expert("Phạm Canary"), file, shown="anonymous", reason="Lời riêng.")
    entry = Entry.objects.get(target_id=str(comment.pk))
    assert entry.data == {"clause": comment.clause_id, "parent": None}


def test_changed_words_are_found_by_the_verification(file):
    comment = post(make.an_expert(), file)
    Comment.objects.filter(pk=comment.pk).update(reason="Lời khác.")
    assert verify_book(Book.objects.get(pk=file.book_id)).reason == "content"


def test_the_same_key_makes_one_comment_also_after_the_stage_has_closed(file):
    user, key = make.an_expert(), uuid.uuid4()
    first = post(user, file, client_key=key)
    file.book.open_verbs = []
    file.book.save(update_fields=["open_verbs"])
    assert post(user, file, client_key=str(key)) == first
    assert Comment.objects.count() == 1


def test_a_key_used_for_other_words_is_refused(file):
    user, key = make.an_expert(), uuid.uuid4()
    post(user, file, client_key=key)
    with pytest.raises(Refused, match="nội dung khác"):
        post(user, file, client_key=key, reason="Khác.")


def test_a_forged_key_is_refused_with_a_sentence(file):
    with pytest.raises(Refused, match="Mã gửi của biểu mẫu không hợp lệ"):
        post(make.an_expert(), file, client_key="' OR 1=1 --")


def test_two_people_may_send_the_same_key(file):
    key = uuid.uuid4()
    assert post(make.an_expert(), file, client_key=key) != post(make.an_expert(), file, client_key=key)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"position": ""}, "chọn quan điểm"),
        ({"position": "maybe"}, "chọn quan điểm"),
        ({"reason": " \u200b\n"}, "nêu lý do"),
        ({"criterion": "beauty"}, "Tiêu chí"),
        ({"shown": "sealed"}, "ai được biết tên"),
        ({"reason": "a" * 160_001}, "160.000 ký tự"),
        ({"proposed": "a" * 160_001}, "160.000 ký tự"),
    ],
)
def test_incomplete_or_wrong_content_is_refused(file, given, reason):
    with pytest.raises(Refused, match=reason):
        post(make.an_expert(), file, **given)
    assert not Comment.objects.exists()
    assert not Entry.objects.exists()


def test_agreeing_needs_no_reason(file):
    assert post(make.an_expert(), file, position="yes", reason="").reason_html == ""


def test_a_clause_of_another_version_is_refused(file):
    other = make.a_version().clauses.get(citation="khoản 1 Điều 3")
    with pytest.raises(Refused, match="không thuộc bản dự thảo"):
        post(make.an_expert(), file, clause=other)


def test_a_comment_on_the_whole_draft(file):
    assert post(make.an_expert(), file, clause=None).quote == ""


def test_anonymous_only_where_the_file_allows_it():
    file = make.a_consultation(levels=["named"])
    with pytest.raises(Refused, match="không nhận ý kiến ẩn danh"):
        post(make.an_expert(), file, shown="anonymous")


def test_replies_hang_under_the_first_comment_and_have_no_position(file):
    first = post(make.an_expert(), file)
    second = post(make.an_expert(), file, parent=first)
    third = post(make.an_expert(), file, parent=second)
    assert (second.root_id, third.root_id, third.parent_id) == (first.pk, first.pk, second.pk)
    assert third.clause_id == first.clause_id
    with pytest.raises(Refused, match="không kèm quan điểm"):
        post(make.an_expert(), file, parent=first, position="yes")


def test_a_parent_of_another_file_is_not_there(file):
    with pytest.raises(NotThere):
        post(make.an_expert(), file, parent=post(make.an_expert(), make.a_consultation()))


def test_twenty_thousand_words_in_nfd_with_hidden_characters(file):
    import unicodedata

    words = unicodedata.normalize("NFD", "Chuyên gia đề nghị ") * 5_000
    comment = post(make.an_expert(), file, reason="\u202e\u200b" + words + "\ufeff")
    assert comment.reason == ("Chuyên gia đề nghị " * 5_000).strip()
    assert "<p>Chuyên gia" in comment.reason_html


def test_a_posting_is_at_most_nineteen_queries(file, django_assert_max_num_queries):
    user = User.objects.get(pk=make.an_expert().pk)
    with django_assert_max_num_queries(
        24
    ):  # on top of 19: savepoint and release, roles and pace, which a page knows
        post(user, file)
    user, clause = User.objects.get(pk=user.pk), clause_of(file)
    with django_assert_max_num_queries(19):
        post(user, file, clause=clause)


def test_withdrawing_marks_and_records_once(file):
    comment = post(make.an_expert(), file)
    author = comment.voice.person
    assert actions.withdraw_comment(author, comment=comment).state == "withdrawn"
    assert actions.withdraw_comment(author, comment=comment).state == "withdrawn"
    assert Entry.objects.filter(verb="comment.withdrawn").count() == 1
    assert Comment.objects.get().reason == "Bảy ngày không đủ."
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_endorsing_once_and_taking_it_back(file):
    comment, other = post(make.an_expert(), file), make.an_expert()
    first = actions.endorse(other, comment=comment)
    assert actions.endorse(other, comment=comment) == first
    actions.unendorse(other, comment=comment)
    actions.unendorse(other, comment=comment)
    assert not Endorsement.objects.exists()
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["comment.posted", "comment.endorsed", "comment.unendorsed"]


def test_taking_an_endorsement_back_after_the_stage_is_refused(file):
    comment, other = post(make.an_expert(), file), make.an_expert()
    actions.endorse(other, comment=comment)
    file.book.open_verbs = []
    file.book.save(update_fields=["open_verbs"])
    with pytest.raises(Refused, match="không mở việc"):
        actions.unendorse(other, comment=comment)
    assert Endorsement.objects.count() == 1


def test_the_database_itself_holds_one_comment_per_key_and_one_endorsement_per_voice(file):
    comment = post(make.an_expert(), file)
    voice = make.a_voice(file)
    Endorsement.objects.create(comment=comment, voice=voice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.create(comment=comment, voice=voice)
    comment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save(force_insert=True)


def test_an_officer_replies_under_the_office(file):
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    reply = post(officer, file, parent=post(make.an_expert(), file))
    assert reply.voice.kind == "official"
    assert file.agency.short_name in reply.voice.label


def test_the_reply_is_told_to_the_author_without_a_name(file):
    from consult.forums.notify import on_posted

    first = post(make.an_expert(), file)
    reply = post(make.an_expert("Phạm Canary"), file, parent=first, shown="anonymous")
    told = on_posted(Entry.objects.get(target_id=str(reply.pk)))
    assert [t.user_ids for t in told] == [(first.voice.person_id,)]
    assert "Canary" not in told[0].text
    own = post(first.voice.person, file, parent=first)
    for comment in (first, own):  # nobody was answered; who follows the clause hears of it as of any other
        assert {t.kind for t in on_posted(Entry.objects.get(target_id=str(comment.pk)))} == {"clause"}


def test_search_columns_are_filled(file):
    comment = post(make.an_expert(), file, reason="Đặt hàng công khai")
    assert "dat hang" in comment.folded
    from django.contrib.postgres.search import SearchQuery

    assert Comment.objects.filter(search=SearchQuery("dat hang", config="simple")).exists()
    assert Comment.objects.filter(search=SearchQuery("đặt", config="simple")).exists()


def test_queries_do_not_grow_with_the_forum(file):
    from django.db import connection

    counts = []
    for _round in range(2):
        for _n in range(5):
            post(make.an_expert(), file)
        user = User.objects.get(pk=make.an_expert().pk)
        with CaptureQueriesContext(connection) as queries:
            post(user, file)
        counts.append(len(queries))
    assert counts[0] == counts[1]

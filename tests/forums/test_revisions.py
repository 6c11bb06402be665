"""Editing in public: every wording kept, committed to, readable, and told to those who endorsed it."""

import uuid
from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from consult.forums import actions, notify
from consult.forums.draft_models import OpinionDraft
from consult.forums.models import Comment
from consult.forums.revision_actions import edit_comment
from consult.forums.revision_models import CommentRevision
from consult.kit.verdicts import Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def author():
    return make.an_expert("Nguyễn Thị Tác Giả")


@pytest.fixture
def comment(file, author):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    return actions.post_comment(
        author, consultation=file, clause=clause, position="amend", reason="Bảy ngày quá ngắn.",
        proposed="15 ngày", shown="anonymous", client_key=uuid.uuid4(),
    )  # fmt: skip


def edit(user, comment, **given):
    given = {
        "edition": comment.edition, "position": "amend", "reason": "Bảy ngày là quá ngắn.", "proposed": "15 ngày",
        "client_key": uuid.uuid4(), **given,
    }  # fmt: skip
    return edit_comment(user, comment=comment, **given)


def typed(comment, **given):
    return {
        "edits": comment.pk, "edition": comment.edition, "client_key": str(uuid.uuid4()), "position": "no",
        "reason": "Chín ngày cũng ngắn.", "proposed": "", "criterion": "", **given,
    }  # fmt: skip


def address(comment, part="sua/"):
    return f"/ho-so/{comment.consultation.code}/gop-y/{comment.pk}/{part}"


def test_each_wording_is_kept_and_committed_to(file, author, comment):
    comment = edit(author, comment)
    comment = edit(author, comment, position="no", reason="Không nên đặt thời hạn.", proposed="")
    assert (comment.edition, comment.position, comment.reason) == (3, "no", "Không nên đặt thời hạn.")
    assert [row.reason for row in comment.revisions.all()] == [
        "Bảy ngày quá ngắn.", "Bảy ngày là quá ngắn.", "Không nên đặt thời hạn.",
    ]  # fmt: skip
    entries = Entry.objects.filter(book=file.book_id).order_by("seq")
    assert [entry.verb for entry in entries][-3:] == ["comment.posted", "comment.edited", "comment.edited"]
    assert [row.entry_number for row in comment.revisions.all()] == [entry.seq for entry in entries][-3:]
    assert verify_book(Book.objects.get(pk=file.book_id)) is None
    assert Comment.objects.filter(folded__contains="khong nen dat").exists()
    assert "Nguyễn Thị" not in str([entry.data for entry in entries])


@pytest.mark.parametrize("touch", ["comment", "revision"])
def test_a_wording_changed_behind_the_ledger_is_found(file, author, comment, touch):
    comment = edit(author, comment)
    if touch == "comment":
        Comment.objects.filter(pk=comment.pk).update(reason="Đổi lén.")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE forums_commentrevision DISABLE TRIGGER USER")
            cursor.execute("UPDATE forums_commentrevision SET reason = 'Đổi lén.' WHERE number = 1")
            cursor.execute("ALTER TABLE forums_commentrevision ENABLE TRIGGER USER")
    fault = verify_book(Book.objects.get(pk=file.book_id))
    assert fault.reason == "content"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE forums_commentrevision SET reason = 'x'",
        "DELETE FROM forums_commentrevision",
        "TRUNCATE forums_commentrevision",
    ],
)
def test_no_wording_can_be_changed_or_removed(author, comment, sql):
    edit(author, comment)
    refusal = pytest.raises((IntegrityError, InternalError), match="append-only")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


def test_who_may_not_edit(file, author, comment):
    with pytest.raises(Refused, match="Chỉ người viết") as refused:
        edit(make.an_expert(), comment)
    assert refused.value.code == "not-author"
    actions.withdraw_comment(author, comment=comment)
    with pytest.raises(Refused, match="đã rút") as refused:
        edit(author, comment)
    assert refused.value.code == "not-posted"
    assert not CommentRevision.objects.exists()


def test_not_after_the_deadline(file, author, comment):
    Book.objects.filter(pk=file.book_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="hết thời hạn"):
        edit(author, comment)
    assert Comment.objects.get().reason == "Bảy ngày quá ngắn."


@pytest.mark.parametrize(
    ("given", "code"),
    [({"position": ""}, "position"), ({"position": "no", "reason": "", "proposed": ""}, "empty"),
     ({"criterion": "xyz"}, "criterion"), ({"reason": "a" * 160_001}, "too-long")],
)  # fmt: skip
def test_words_are_asked_as_when_sending(author, comment, given, code):
    with pytest.raises(Refused) as refused:
        edit(author, comment, **given)
    assert refused.value.code == code


def test_the_same_key_edits_once_and_the_same_words_not_at_all(author, comment):
    key = uuid.uuid4()
    edit(author, comment, client_key=key)
    edit(author, comment, client_key=key)
    with pytest.raises(Refused) as refused:
        edit(author, comment, client_key=key, reason="Khác.")
    assert refused.value.code == "key-reused"
    now = Comment.objects.get()
    edit(author, now)
    assert Comment.objects.get().edition == 2
    assert Entry.objects.filter(verb="comment.edited").count() == 1


def test_a_second_tab_gets_both_texts(signed_in, author, comment):
    client = signed_in(author)
    first = client.post(address(comment), typed(comment, reason="Cửa sổ thứ nhất."))
    assert first.status_code == 302
    second = client.post(address(comment), typed(comment, reason="Cửa sổ thứ hai."))
    page = second.content.decode()
    assert second.status_code == 409
    assert "Cửa sổ thứ nhất." in page and "Cửa sổ thứ hai." in page
    assert Comment.objects.get().reason == "Cửa sổ thứ nhất."
    with pytest.raises(Stale):
        edit(author, comment)


def test_the_thread_says_so_and_the_history_shows_what_changed(client, signed_in, author, comment):
    edit(author, comment)
    room = client.get(
        f"/ho-so/{comment.consultation.code}/van-ban/?clause={comment.clause_id}"
    ).content.decode()
    assert "đã sửa lần 1, " in room
    page = client.get(address(comment, "cac-lan-sua/")).content.decode()
    assert "<ins>là " in page
    assert "Nguyễn Thị Tác Giả" not in page
    assert page.index("<ins>là ") < page.index("Bản gửi đầu tiên")
    receipt = signed_in(author).get(address(comment, "bien-nhan/")).content.decode()
    assert "đã sửa lần 1, " in receipt and "Sửa ý kiến" in receipt


def test_the_redline_with_the_clause_follows_the_wording(client, author, comment):
    url = f"/ho-so/{comment.consultation.code}/van-ban/?clause={comment.clause_id}"
    assert "15" in client.get(url).content.decode()
    edit(author, comment, proposed="trong thời hạn 31 ngày")
    assert "31" in client.get(url).content.decode()


def test_what_was_never_edited_has_no_history(client, comment):
    assert client.get(address(comment, "cac-lan-sua/")).status_code == 404


def test_of_what_was_taken_back_only_the_author_reads_on(client, signed_in, author, comment):
    edit(author, comment)
    actions.withdraw_comment(author, comment=comment)
    council = make.a_member(comment.consultation.council, "council_coordinator")
    for reader in (None, make.an_expert(), council):
        client.logout()
        if reader:
            signed_in(reader)
        assert client.get(address(comment, "cac-lan-sua/")).status_code == 404
        room = client.get(f"/ho-so/{comment.consultation.code}/van-ban/?clause={comment.clause_id}")
        assert "quá ngắn" not in room.content.decode()
    receipt = signed_in(author).get(address(comment, "bien-nhan/")).content.decode()
    assert "Bảy ngày là quá ngắn." in receipt and "không ai khác đọc được" in receipt
    assert client.get(address(comment, "cac-lan-sua/")).status_code == 200


def test_the_composer_of_an_edit_keeps_everything(client, signed_in, author, comment):
    assert client.get(address(comment)).status_code == 302
    assert signed_in(make.an_expert()).get(address(comment)).status_code == 404
    client = signed_in(author)
    page = client.get(address(comment)).content.decode()
    assert "Bảy ngày quá ngắn." in page and 'name="shown"' not in page
    wrong = client.post(address(comment), typed(comment, position=""))
    assert wrong.status_code == 400 and "Chín ngày cũng ngắn." in wrong.content.decode()
    client.post(f"/ho-so/{comment.consultation.code}/gop-y/nhap/", {**typed(comment), "age": "0"})
    assert "Chín ngày cũng ngắn." in client.get(address(comment)).content.decode()
    assert "Sửa ý kiến đã gửi" in client.get("/viec-cua-toi/").content.decode()
    client.post(address(comment), typed(comment))
    assert not OpinionDraft.objects.exists()


def test_a_draft_of_an_edit_is_for_the_author_alone(signed_in, comment):
    answer = signed_in(make.an_expert()).post(
        f"/ho-so/{comment.consultation.code}/gop-y/nhap/", {**typed(comment), "age": "0"}
    )
    assert answer.status_code == 404


def test_those_who_endorsed_it_are_told_without_a_name(author, comment):
    friend = make.an_expert()
    actions.endorse(friend, comment=comment)
    edit(author, comment, reason="Không cần thời hạn.")
    (told,) = notify.on_edited(Entry.objects.get(verb="comment.edited"))
    assert told.user_ids == (friend.pk,)
    assert "có câu chữ mới" in told.text
    assert "Không cần thời hạn." in notify.words_of_comments(friend, [comment.pk])[comment.pk]
    assert "Nguyễn Thị Tác Giả" not in told.text


def test_a_reply_is_edited_too(author, comment):
    friend = make.an_expert()
    reply = actions.post_comment(
        friend,
        consultation=comment.consultation,
        parent=comment,
        reason="Đồng tình.",
        client_key=uuid.uuid4(),
    )
    reply = edit(friend, reply, position="", proposed="", reason="Đồng tình, nên 15 ngày.")
    assert reply.edition == 2
    assert verify_book(Book.objects.get(pk=comment.consultation.book_id)) is None

"""What authors hear of the forum: the words of now, no names, nothing that they may not read."""

import pytest

from consult.forums import actions
from consult.forums.models import Comment
from consult.ledger.models import Book
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.notices.selectors import inbox
from tests import factories as make
from tests.rooms.scenes import key

pytestmark = pytest.mark.django_db
CANARY = "Canary Tường Vi"


@pytest.fixture
def file():
    file = make.a_consultation()
    Book.objects.filter(pk=file.book_id).update(open_verbs=[*file.book.open_verbs, "comment.unendorsed"])
    return file


def post(user, file, **fields):
    clause = file.version.clauses.get(label="Điều 3.") if "parent" not in fields else None
    words = {"position": "no", "reason": "Thời hạn quá ngắn."} if clause else {"reason": "Xin nêu số liệu."}
    words |= {"consultation": file, "clause": clause, "shown": "named", "client_key": key()} | fields
    return actions.post_comment(user, **words)


def lines(user) -> list[str]:
    return [line.words for group in inbox(user, 1).groups for line in group.lines]


def told(file):
    tell_book(file.book_id)


def test_replies_at_one_clause_are_one_group_with_their_words(file):
    author = make.an_expert()
    first = post(author, file)
    for n in range(2):
        post(make.an_expert(CANARY), file, parent=first, shown="anonymous", reason=f"Trả lời {n}")
    told(file)
    (group,) = inbox(author, 1).groups
    assert (group.kind, group.title) == ("reply", f"Điều 3, hồ sơ {file.code}: 2 trả lời mới")
    assert [line.words for line in group.lines] == ["Trả lời 1", "Trả lời 0"]
    assert "Canary" not in str(list(Notice.objects.values()))


def test_endorsements_of_one_comment_are_one_group_without_names(file):
    author = make.an_expert()
    comment = post(author, file)
    friends = [make.an_expert(CANARY) for _n in range(3)]
    for friend in friends:
        actions.endorse(friend, comment=comment)
    told(file)
    (group,) = inbox(author, 1).groups
    assert group.title == f"Điều 3, hồ sơ {file.code}: 3 lượt tán thành"
    assert [line.words for line in group.lines] == ["Không đồng ý. Thời hạn quá ngắn."]
    assert "Canary" not in str(list(Notice.objects.values()))


def test_an_endorsement_taken_back_is_no_longer_told(file):
    author, friend = make.an_expert(), make.an_expert()
    comment = post(author, file)
    actions.endorse(friend, comment=comment)
    told(file)
    actions.unendorse(friend, comment=comment)
    assert lines(author) == ["Nội dung này đã được rút hoặc không còn hiển thị."]


def test_a_reply_withdrawn_meanwhile_is_not_quoted(file):
    author, other = make.an_expert(), make.an_expert()
    reply = post(other, file, parent=post(author, file), reason="Lời sẽ rút")
    told(file)
    assert lines(author) == ["Lời sẽ rút"]
    actions.withdraw_comment(other, comment=reply)
    assert "Lời sẽ rút" not in str(lines(author))


def test_who_may_not_read_a_comment_hears_nothing_of_it(file, monkeypatch):
    author = make.an_expert()
    post(make.an_expert(), file, parent=post(author, file), reason="Chỉ hội đồng đọc")
    queryset = type(Comment.objects.all())
    monkeypatch.setattr(queryset, "readable_by", lambda self, user, consultation: self.none())
    monkeypatch.setattr(queryset, "public", lambda self: self.none())
    told(file)
    assert not Notice.objects.exists()


def test_words_are_not_shown_to_one_who_lost_the_right(file, monkeypatch):
    author = make.an_expert()
    post(make.an_expert(), file, parent=post(author, file), reason="Đã bị ẩn")
    told(file)
    monkeypatch.setattr(type(Comment.objects.all()), "readable_by_all", lambda self, user: self.none())
    assert "Đã bị ẩn" not in str(lines(author))

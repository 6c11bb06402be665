"""What authors hear of the forum: the words of now, no names, nothing that they may not read."""

import pytest

from consult.forums import actions, following
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


def test_of_an_answer_with_a_quotation_its_own_words_are_told(file):
    author = make.an_expert()
    first = post(author, file)
    post(make.an_expert(), file, parent=first, reason="> Thời hạn quá ngắn.\n\nMười ngày là đủ.")
    told(file)
    assert lines(author) == ["Mười ngày là đủ."]


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


def test_who_follows_a_clause_hears_of_it_by_clause(file):
    follower, author = make.an_expert("Hồ Thị Lan"), make.an_expert()
    following.follow(follower, consultation=file, clause=file.version.clauses.get(label="Điều 3."), on=True)
    for n in range(3):
        post(author, file, reason=f"Lý do {n}")
    told(file)
    (group,) = inbox(follower, 1).groups
    assert (group.kind, group.title) == ("clause", f"Điều 3, hồ sơ {file.code}: 3 ý kiến mới")
    assert [line.words for line in group.lines] == [f"Không đồng ý. Lý do {n}" for n in (2, 1, 0)]
    assert not author.notices.exists()


def test_each_is_told_once_of_a_comment_by_what_concerns_them_most(file):
    """Mentioned, answered and following at once: one line."""
    first_author, other = make.an_expert(), make.an_expert()
    first = post(first_author, file)
    told(file)
    post(other, file, parent=first, reason=f"Như @#{first.number} đã nêu, cần thêm số liệu.")
    told(file)
    assert [notice.kind for notice in first_author.notices.all()] == ["mention"]


def test_a_mention_of_an_unnamed_voice_names_nobody(file):
    hidden = make.an_expert(CANARY)
    first = post(hidden, file, shown="anonymous")
    post(make.an_expert(), file, reason=f"Tán thành @#{first.number}.")
    told(file)
    assert "mention" in {notice.kind for notice in hidden.notices.all()}
    assert "Canary" not in str(list(Notice.objects.values("text", "head", "url", "group", "about")))


def test_followers_who_may_not_read_hear_nothing(file, monkeypatch):
    follower = make.an_expert("Hồ Thị Lan")
    following.follow(follower, consultation=file, clause=None, on=True)
    post(make.an_expert(), file)
    queryset = type(Comment.objects.all())
    monkeypatch.setattr(queryset, "readable_by", lambda self, user, consultation: self.none())
    monkeypatch.setattr(queryset, "public", lambda self: self.none())
    told(file)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_telling_followers_costs_the_same_for_few_and_many(file, django_assert_max_num_queries, count):
    for _n in range(count):
        following.follow(make.an_expert(), consultation=file, clause=None, on=True)
    post(make.an_expert(), file)
    with django_assert_max_num_queries(24):
        told(file)
    assert Notice.objects.filter(kind="clause").count() == count


def test_words_come_without_the_marks_of_markdown(file):
    author = make.an_expert()
    post(make.an_expert(), file, parent=post(author, file), reason="Cần **từng** ý kiến & <b>số liệu</b>")
    told(file)
    (line,) = lines(author)
    assert line.startswith("Cần từng ý kiến & ") and "*" not in line

"""Words chosen inside a clause: what is taken, what is refused, and where they are found on later versions."""

import uuid

import pytest
from django.core.cache import cache

from consult.consultations.models import Consultation
from consult.documents.models import ClauseLink
from consult.forums import actions
from consult.forums.models import Comment
from consult.kit.verdicts import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "trong thời hạn 07 ngày"


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def say(file, user=None, **given):
    given = {
        "clause": clause_of(file),
        "position": "no",
        "reason": "Không đủ.",
        "client_key": uuid.uuid4(),
        **given,
    }
    return actions.post_comment(user or make.an_expert(), consultation=file, **given)


def refused(file, **given):
    with pytest.raises(Refused) as caught:
        say(file, **given)
    assert Comment.objects.count() == 0
    return caught.value.code


def test_the_quote_is_a_part_of_the_clause(file):
    text = clause_of(file).text
    for at in (None, text.index(WORDS)):
        anchor = say(file, cited=WORDS, cited_at=at).anchor
        start = anchor["start"]
        assert text[start : start + len(anchor["quote"])] == anchor["quote"] == WORDS
        assert text[:start].endswith(anchor["prefix"])


def test_blanks_of_the_screen_do_not_matter(file):
    assert say(file, cited=" trong thời\u00a0hạn\n07 ngày ").anchor["quote"] == WORDS


def test_nothing_cited_is_no_anchor(file):
    assert say(file, cited="  ").anchor is None


@pytest.mark.parametrize("at", [0, 3, 10**6])
def test_a_forged_place_is_refused(file, at):
    assert refused(file, cited=WORDS, cited_at=at) == "cited"


@pytest.mark.parametrize("words", ["trong thời hạn 08 ngày", "<b>trong</b>", "Cơ quan Đặt hàng"])
def test_words_that_are_not_there_are_refused(file, words):
    assert refused(file, cited=words) == "cited"


def test_words_that_stand_twice_need_their_place(file):
    assert refused(file, cited="h", clause=clause_of(file)) == "cited-twice"
    text = clause_of(file).text
    second = text.index("h", text.index("h") + 1)
    assert say(file, cited="h", cited_at=second).anchor["start"] == second


def test_the_whole_draft_has_no_words_to_cite(file):
    assert refused(file, clause=None, cited="nhiệm vụ") == "cited-nothing"


def test_an_article_is_counted_from_its_text(file):
    article = clause_of(file, "Điều 1")
    anchor = say(file, clause=article, cited="chính sách", cited_at=article.text.index("chính sách")).anchor
    assert anchor["start"] == len(article.title) + 1 + article.text.index("chính sách")


def test_sent_again_is_the_same_comment_and_other_words_are_not(file):
    user, key = make.an_expert(), uuid.uuid4()
    first = say(file, user, cited=WORDS, client_key=key)
    assert say(file, user, cited=WORDS, client_key=key) == first
    with pytest.raises(Refused):
        say(file, user, cited="Cơ quan", client_key=key)


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(file, signed_in):
    sent = {"clause": clause_of(file).pk, "client_key": uuid.uuid4(), "position": "no", "reason": "Lý do dài.",
            "shown": "named", "cited": "không có chữ này"}  # fmt: skip
    page = signed_in(make.an_expert()).post(f"/ho-so/{file.code}/gop-y/moi/", sent)
    text = page.content.decode()
    assert page.status_code == 403
    assert "Không tìm thấy đoạn trích trong điều khoản" in text
    assert "không có chữ này" in text
    assert "Lý do dài." in text


def test_the_words_stand_above_the_comment_with_their_place(file, client):
    comment = say(file, cited=WORDS)
    page = client.get(f"/ho-so/{file.code}/van-ban/?clause={comment.clause_id}").content.decode()
    start = comment.anchor["start"]
    places = f'data-in="c-{comment.clause_id}" data-from="{start}" data-to="{start + len(WORDS)}"'
    assert f'<blockquote class="cited serif" {places} lang="vi">“{WORDS}”</blockquote>' in page


def on_the_next_version(file, text):
    newer = make.a_version(draft=file.draft, text=text)
    for old in file.version.clauses.all():
        new = newer.clauses.get(citation=old.citation)
        kind = "same" if new.text == old.text else "edited"
        ClauseLink.objects.create(
            old_version=file.version, new_version=newer, old=old, new=new, kind=kind, rule="t"
        )
    Consultation.objects.filter(pk=file.pk).update(version=newer)
    return newer


def test_unchanged_words_are_found_on_the_next_version(file, client):
    say(file, cited="công khai nhiệm vụ trong thời hạn")
    newer = on_the_next_version(file, make.TEXT.replace("07 ngày", "07 ngày làm việc"))
    clause = newer.clauses.get(citation="khoản 1 Điều 3")
    for _again in range(2):  # found, then kept
        page = client.get(f"/ho-so/{file.code}/van-ban/?clause={clause.pk}").content.decode()
        start = clause.text.index("công khai")
        assert f'data-in="c-{clause.pk}" data-from="{start}"' in page
    assert cache.get(f"anchor:{Comment.objects.get().pk}:{newer.pk}") == (clause.pk, start, start + 33)


def test_changed_words_are_said_to_have_changed(file, client):
    say(file, cited=WORDS)
    newer = on_the_next_version(file, make.TEXT_2)
    clause = newer.clauses.get(citation="khoản 1 Điều 3")
    page = client.get(f"/ho-so/{file.code}/van-ban/?clause={clause.pk}").content.decode()
    assert f"“{WORDS}” <small>(câu chữ này đã đổi hoặc không còn trong bản này)</small>" in page
    assert "data-from" not in page

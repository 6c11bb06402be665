"""Twenty thousand words, marks that turn the writing round, characters that draw nothing: through the real form.

The documented limit is settings.COMMENT_LIMIT characters in each of the two fields, counted after cleaning.
"""

import html
import re
import unicodedata
import urllib.parse

import pytest
from django.conf import settings

from consult.forums.models import Comment
from consult.ledger.models import Entry
from tests import factories as make
from tests.forums.test_pages import address, typed

pytestmark = pytest.mark.django_db
WORDS = "Đề nghị quy định rõ thời hạn, điều kiện và trách nhiệm của cơ quan "  # 15 words
MARKS = "\u202e\u202d\u2066\u2067\u2069\u200e\u200f\u200b\u200c\u200d\u2060\ufeff\u00ad"
HIDDEN = re.compile(f"[{MARKS}]")
LONG = "nghiêng " * 20_000
TOO_LONG = "Nội dung dài quá 160.000 ký tự. Xin rút gọn hoặc chia thành nhiều ý kiến."


@pytest.fixture
def file():
    return make.a_consultation()


def send(client, file, **given):
    """As a browser without scripts sends it."""
    body = urllib.parse.urlencode(typed(file, **given))
    return client.post(address(file), body, content_type="application/x-www-form-urlencoded")


def kept_in_form(response, name="reason") -> str:
    page = response.content.decode()
    return html.unescape(re.search(rf'(?s)<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page)[1])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_twenty_thousand_words_are_taken_and_stand_in_the_thread(file, signed_in, form):
    text = (WORDS * 1_334).strip()
    assert len(text.split()) >= 20_000 and len(text) <= settings.COMMENT_LIMIT
    client = signed_in(make.an_expert())
    assert send(client, file, reason=unicodedata.normalize(form, text)).status_code == 302
    comment = Comment.objects.get()
    assert comment.reason == text
    page = client.get(f"/ho-so/{file.code}/van-ban/khoan/{comment.clause_id}/").content.decode()
    assert WORDS.strip() in page


def test_both_fields_full_to_the_limit_are_taken_in_the_longest_spelling(file, signed_in):
    full = unicodedata.normalize("NFD", "ế " * (settings.COMMENT_LIMIT // 2 - 1) + "ế")
    assert send(signed_in(make.an_expert()), file, reason=full, proposed=full).status_code == 302
    assert len(Comment.objects.get().reason) == settings.COMMENT_LIMIT - 1


def test_over_the_limit_is_one_sentence_and_every_word_stays(file, signed_in):
    client = signed_in(make.an_expert())
    sent = LONG + "\n“Hết” <b>&amp;</b>"
    response = send(client, file, reason=sent, client_key=(key := typed(file)["client_key"]))
    page = response.content.decode()
    assert response.status_code == 403
    assert page.count(TOO_LONG) == 1
    assert kept_in_form(response).replace("\r\n", "\n") == sent
    assert kept_in_form(response, "proposed") == "15 ngày làm việc"
    assert f'value="{key}"' in page
    assert not Comment.objects.exists() and not Entry.objects.exists()
    # Made shorter, the same form is taken.
    assert send(client, file, reason=sent[:100_000], client_key=key).status_code == 302


def test_marks_that_turn_the_writing_round_are_not_kept(file, signed_in):
    """What is read is what was written: "mật 3202" must not be shown as "2023 mật"."""
    client = signed_in(make.an_expert())
    sent = "".join(f"{mark}{word} " for mark, word in zip(MARKS, (WORDS * 2).split(), strict=False))
    assert HIDDEN.search(sent)
    assert send(client, file, reason=sent, proposed=f"15\u202e ngày{MARKS}").status_code == 302
    comment = Comment.objects.get()
    assert not HIDDEN.search(comment.reason + comment.proposed + comment.reason_html)
    assert comment.reason == HIDDEN.sub("", sent).strip()
    assert comment.proposed == "15 ngày"
    page = client.get(f"/ho-so/{file.code}/van-ban/khoan/{comment.clause_id}/").content.decode()
    assert "Đề nghị quy định rõ" in page and not HIDDEN.search(page)


def test_a_text_of_nothing_but_marks_is_empty(file, signed_in):
    response = send(signed_in(make.an_expert()), file, reason=MARKS * 3, proposed="")
    assert response.status_code == 403
    assert "nêu lý do" in response.content.decode()
    assert not Comment.objects.exists()


def test_hidden_marks_do_not_count_towards_the_limit(file, signed_in):
    text = (WORDS * 2_000)[: settings.COMMENT_LIMIT].strip()
    sent = text.replace(" ", " \u200b")
    assert len(sent) > settings.COMMENT_LIMIT
    assert send(signed_in(make.an_expert()), file, reason=sent).status_code == 302
    assert Comment.objects.get().reason == text


def test_more_than_any_form_takes_is_a_page_of_ours(file, signed_in):
    response = send(
        signed_in(make.an_expert()), file, reason="ế" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 9)
    )
    assert response.status_code == 400
    assert "Nội dung đang viết vẫn còn trên máy này." in response.content.decode()
    assert not Comment.objects.exists()


def test_control_without_cleaning_the_marks_would_be_kept(file, signed_in, monkeypatch):
    monkeypatch.setattr("consult.forums.actions.vietnamese.clean", str)
    with pytest.raises(AssertionError):
        test_marks_that_turn_the_writing_round_are_not_kept(file, signed_in)
    assert HIDDEN.search(Comment.objects.get().reason)

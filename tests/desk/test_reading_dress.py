"""Search in the file, changes over the text, and marking in HTML."""

import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as tree

from consult.consultations.models import Consultation
from consult.documents.models import ClauseLink
from consult.forums import actions
from consult.kit import marking
from tests import factories as make
from tests.desk.test_reading import clause_of, room, say, with_class


@pytest.fixture
def file():
    return make.a_consultation()


def opened(client, file, query=""):
    return tree.fromstring(client.get(room(file, query)).content)


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["cong khai", "CÔNG KHAI", "công  khai", "khai công"])
def test_words_are_found_with_or_without_marks(file, client, words):
    page = opened(client, file, f"?tim={words}")
    marks = [mark.text_content() for mark in page.xpath("//article[contains(@class, 'law')]//mark")]
    assert "".join(marks).replace("\u00a0", " ") in ("công khai", "côngkhai")
    assert "1 chỗ trong văn bản, 0 ý kiến" in " ".join(with_class(page, "hits")[0].text_content().split())
    link = with_class(page, "hits")[0].xpath(".//li/a/@href")[0]
    assert f"clause={clause_of(file).pk}" in link


@pytest.mark.django_db
def test_comments_are_found_by_those_who_may_read_them_and_marked(file, client):
    found = say(file, reason="Thời gian **thẩm tra** quá ngắn.")
    author = make.an_expert()
    gone = say(file, author, reason="Thẩm tra lại.")
    actions.withdraw_comment(author, comment=gone)
    page = opened(client, file, f"?clause={found.clause_id}&tim=tham tra")
    links = with_class(page, "hits")[0].xpath(".//li/a/@href")
    assert links == [f"/ho-so/{file.code}/gop-y/{found.pk}/"]
    assert [m.text_content() for m in with_class(page, "side")[0].xpath(".//mark")] == ["thẩm tra"]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["%00", "<script>alert(1)</script>", "'", "x" * 500, "(((", "\\", "   "])
def test_nonsense_is_searched_for_without_harm(file, client, words):
    response = client.get(room(file), {"tim": words.replace("%00", "\0")})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.django_db
def test_a_search_costs_one_query(file, client, django_assert_max_num_queries):
    say(file)
    client.get(room(file))
    with django_assert_max_num_queries(12):
        client.get(room(file, "?tim=khong du"))


@pytest.mark.django_db
def test_changes_are_laid_over_the_text(file, client):
    text = make.TEXT_2.replace("2. Cơ quan, tổ chức có liên quan.\n", "")
    newer = make.a_version(draft=file.draft, text=text)
    for old in file.version.clauses.all():
        new = newer.clauses.filter(citation=old.citation).first()
        kind = "removed" if new is None else "same" if new.text == old.text else "edited"
        ClauseLink.objects.create(
            old_version=file.version, new_version=newer, old=old, new=new, kind=kind, rule="t"
        )
    Consultation.objects.filter(pk=file.pk).update(version=newer)
    plain = opened(client, file)
    assert not plain.xpath("//article[contains(@class, 'law')]//ins")
    page = opened(client, file, "?so=1")
    law = with_class(page, "law")[0]
    assert [e.text_content() for e in law.xpath(".//ins")] == ["15 ngày làm việc"]
    assert "07" in "".join(e.text_content() for e in law.xpath(".//del"))
    assert "Cơ quan, tổ chức có liên quan." in with_class(law, "gone")[0].text_content().replace(
        "\u00a0", " "
    )
    assert "so=1" in law.xpath(".//a[@class='say']/@href")[0]


# --- marking ------------------------------------------------------------------------------------------------


@given(st.text(alphabet="aăâđeêoôơuư ạảãấbc<>&\"'đĐẠ", max_size=40), st.text(alphabet="aăđeobc ", max_size=6))
def test_marking_changes_no_letter_and_no_tag(text, words):
    from django.utils.html import escape

    markup = f'<p class="dat {escape(words)}">{escape(text)}</p>'
    marked = marking.mark(markup, marking.pattern(words))
    assert marked.replace("<mark>", "").replace("</mark>", "") == markup


@given(st.lists(st.sampled_from(["đất", "dat", "Đạt", "nhà", "nha", "tra"]), min_size=1, max_size=8))
def test_every_whole_word_that_folds_alike_is_marked(words):
    text = " ".join(words)
    marked = marking.mark(text, marking.pattern("đat"))
    found = re.findall(r"<mark>(.*?)</mark>", marked)
    assert found == [word for word in words if word in ("đất", "dat", "Đạt")]
    assert strip_tags(marked) == text

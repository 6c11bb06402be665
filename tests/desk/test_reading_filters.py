"""Filters of the reading room, what is new since the visit before, and places kept between versions."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db.models import F
from lxml import html as tree

from consult.consultations.models import Consultation
from consult.desk.models import LastRead
from consult.desk.reading_visits import file_read_or_404, mark_seen, seen_before
from consult.documents.models import ClauseLink
from consult.forums.models import Comment
from consult.reports.models import Answer, Citation, Compilation, Point
from tests import factories as make
from tests.desk.test_reading import clause_of, room, say, with_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def of(page, name):
    """Filters of the page: words to count."""
    found = {}
    for pill in with_class(with_class(page, "filters")[0], "filter"):
        number = with_class(pill, "n")[0].text_content()
        found[pill.text_content().replace(number, "").strip()] = int(number)
    return found.get(name)


def opened(client, file, query=""):
    response = client.get(room(file, query))
    assert response.status_code == 200
    return tree.fromstring(response.content)


def texts(page):
    return [one.text_content() for one in with_class(with_class(page, "side")[0], "body")]


def article_counts(page):
    return [int(n.xpath("span/text()")[0]) for n in with_class(with_class(page, "toc")[0], "n")]


def later(file, user):
    """As if the person came back the next day."""
    LastRead.objects.filter(person=user, consultation=file).update(at=F("at") - timedelta(days=1))


# --- filters ------------------------------------------------------------------------------------------------


def test_mine_leaves_only_mine_in_contents_text_and_panel(file, signed_in):
    me = make.an_expert()
    say(file, me, reason="Lời của tôi.")
    say(file, reason="Lời người khác.")
    say(file, clause=clause_of(file, "Điều 1"), reason="Lời người khác nữa.")
    query = f"?clause={clause_of(file).pk}&loc=cua-toi"
    page = opened(signed_in(me), file, query)
    assert of(page, "Của tôi") == 1
    assert article_counts(page) == [0, 0, 1]
    assert texts(page) == ["Lời của tôi."]
    part = signed_in(me).get(
        room(file, f"khoan/{clause_of(file).pk}/?loc=cua-toi"), headers={"HX-Request": "true"}
    )
    assert "Lời của tôi." in part.content.decode()
    assert "người khác" not in part.content.decode()
    assert part.headers["HX-Push-Url"].endswith("&loc=cua-toi")


def test_filters_are_combined_and_taken_away_by_links(file, signed_in):
    me = make.an_expert()
    say(file, me)
    page = opened(signed_in(me), file, f"?clause={clause_of(file).pk}&loc=cua-toi&loc=chua-tra-loi")
    chosen = [p for p in with_class(page, "filter") if p.get("aria-current")]
    assert len(chosen) == 2
    assert [("cua-toi" in p.get("href"), "chua-tra-loi" in p.get("href")) for p in chosen] == [
        (True, False),
        (False, True),
    ]
    assert "1 ý kiến khớp bộ lọc." in with_class(page, "tools")[0].text_content()


def test_divided_counts_clauses_and_shows_no_other(file, client):
    for position in ("yes", "yes", "no", "no"):
        say(file, position=position)
    say(file, clause=clause_of(file, "Điều 1"), reason="Một lời.")
    page = opened(client, file, "?loc=trai-chieu")
    assert of(page, "Còn trái chiều") == 1
    assert article_counts(page) == [0, 0, 4]
    assert with_class(page, "side")[0].get("data-clause") == f"c-{clause_of(file).pk}"
    other = opened(client, file, f"?clause={clause_of(file, 'Điều 1').pk}&loc=trai-chieu")
    assert texts(other) == []
    assert "Không có ý kiến nào ở đây khớp bộ lọc" in with_class(other, "side")[0].text_content()
    label = with_class(with_class(page, "law")[0], "say")[3].get("aria-label")
    assert label == "khoản 1 Điều 3, 4 ý kiến, 2 không đồng ý, 2 đồng ý, còn trái chiều"


def test_an_answer_counts_once_it_is_published(file, client):
    answered, waiting = say(file, reason="Đã hỏi."), say(file, reason="Còn chờ.")
    compilation = Compilation.objects.create(consultation=file)
    point = Point.objects.create(
        compilation=compilation,
        title="Thời hạn",
        position="no",
        created_by=file.created_by,
        client_key=uuid.uuid4(),
    )
    Citation.objects.create(point=point, comment=answered)
    Answer.objects.create(point=point, code="exp", text="Giữ nguyên.", written_by=file.created_by)
    query = f"?clause={waiting.clause_id}&loc=chua-tra-loi"
    assert of(opened(client, file, query), "Chưa được trả lời") == 2
    Compilation.objects.update(state="published")
    caches["pages"].clear()  # written past the action, so the head of the book is the same
    page = opened(client, file, query)
    assert of(page, "Chưa được trả lời") == 1
    assert texts(page) == ["Còn chờ."]


def test_a_visitor_is_offered_no_filter_about_themselves(file, client):
    page = opened(client, file, "?loc=cua-toi&loc=moi&loc=linh-vuc")
    assert [of(page, name) for name in ("Của tôi", "Mới từ lần xem trước", "Lĩnh vực của tôi")] == [None] * 3
    assert texts(page) == []


@pytest.mark.parametrize("raw", ["?loc=x", "?loc=", "?loc=%00", "?loc=moi&loc=moi", "?loc=" + "x" * 900])
def test_a_filter_that_makes_no_sense_is_left_away(file, client, raw):
    assert client.get(room(file, raw)).status_code == 200


def test_my_field_finds_unnamed_voices_only_in_a_large_enough_group(file, signed_in):
    me = make.an_expert(field="505")
    say(file, make.an_expert(field="505"), reason="Có tên.", shown="named")
    say(file, make.an_expert(field="301"), reason="Lĩnh vực khác.", shown="named")
    for n in range(4):
        say(file, make.an_expert(field="505"), reason=f"Ẩn danh {n}.", shown="anonymous")
    query = f"?clause={clause_of(file).pk}&loc=linh-vuc"
    page = opened(signed_in(me), file, query)
    assert texts(page) == ["Có tên."]
    assert of(page, "Lĩnh vực của tôi") == 1
    say(file, make.an_expert(field="505"), reason="Ẩn danh 4.", shown="anonymous")
    page = opened(signed_in(me), file, query)
    assert len(texts(page)) == 6
    assert "Lĩnh vực khác." not in texts(page)


def test_a_large_group_of_another_field_opens_nobody_of_mine(file, signed_in):
    me = make.an_expert(field="505")
    single = make.an_expert(field="505")
    single.expert.fields.add(make.a_field("301", "Kinh tế"))
    say(file, single, reason="Người duy nhất.", shown="anonymous")
    for n in range(5):
        say(file, make.an_expert(field="301"), reason=f"Ẩn danh {n}.", shown="anonymous")
    assert texts(opened(signed_in(me), file, f"?clause={clause_of(file).pk}&loc=linh-vuc")) == []


# --- new since the visit before --------------------------------------------------------------------------------


def test_what_came_after_the_visit_before_is_new(file, signed_in):
    me = make.an_expert()
    say(file, reason="Cũ.")
    client = signed_in(me)
    assert of(opened(client, file), "Mới từ lần xem trước") is None
    file.book.refresh_from_db()
    assert client.post(room(file, "da-doc/"), {"number": file.book.last_seq, "im": "1"}).status_code == 204
    later(file, me)
    say(file, reason="Mới.")
    say(file, me, reason="Của chính tôi.")
    page = opened(client, file, f"?clause={clause_of(file).pk}")
    assert of(page, "Mới từ lần xem trước") == 1
    line = with_class(page, "newline")
    assert [one.text_content() for one in line] == ["1 ý kiến mới từ lần đọc trước"]
    assert "Mới." in line[0].getnext().text_content()
    assert texts(opened(client, file, f"?clause={clause_of(file).pk}&loc=moi")) == ["Mới."]


def test_a_visit_lasts_until_a_pause(file):
    me = make.an_expert()
    file.book.last_seq = 50
    mark_seen(me, consultation=file, number=10)
    assert seen_before(me, file_read_or_404(me, file.code)) is None  # the first visit goes on
    later(file, me)
    mark_seen(me, consultation=file, number=20)
    assert (
        seen_before(me, file_read_or_404(me, file.code)) == 10
    )  # leaving a page of the second visit hides nothing new
    mark_seen(me, consultation=file, number=15)
    later(file, me)
    assert seen_before(me, file_read_or_404(me, file.code)) == 20  # never back


def test_all_read_and_never_ahead_of_the_book(file, signed_in):
    me = make.an_expert()
    say(file)
    client = signed_in(me)
    client.post(room(file, "da-doc/"), {"number": "999999", "het": "1"})
    file.book.refresh_from_db()
    kept = LastRead.objects.get(person=me)
    assert (kept.before, kept.latest) == (file.book.last_seq,) * 2
    say(file, reason="Sau khi đánh dấu.")
    assert texts(opened(client, file, f"?clause={clause_of(file).pk}&loc=moi")) == ["Sau khi đánh dấu."]


def test_the_mark_asks_for_sign_in_and_for_the_file(file, client, signed_in):
    assert client.post(room(file, "da-doc/"), {"number": "1"}).status_code == 302
    hidden = make.a_consultation(state="prepared")
    assert signed_in(make.an_expert()).post(room(hidden, "da-doc/"), {"number": "1"}).status_code == 404
    assert LastRead.objects.count() == 0


# --- places kept between versions --------------------------------------------------------------------------------


@pytest.fixture
def two(file):
    """The file now at its second version, in which clause 1 of Article 3 is another row and Article 1 is gone."""
    newer = make.a_version(draft=file.draft, text=make.TEXT_2)
    old, new = clause_of(file), newer.clauses.get(citation="khoản 1 Điều 3")
    gone = clause_of(file, "Điều 1")
    first = file.version
    ClauseLink.objects.create(old_version=first, new_version=newer, old=old, new=new, kind="edited", rule="t")
    ClauseLink.objects.create(
        old_version=first, new_version=newer, old=gone, new=None, kind="removed", rule="t"
    )
    Consultation.objects.filter(pk=file.pk).update(version=newer)
    return old, new, gone


def test_a_link_to_an_old_clause_offers_its_place_in_the_newest(file, two, client):
    old, new, _gone = two
    response = client.get(room(file, f"?clause={old.pk}&loc=trai-chieu"))
    assert response.url == f"{room(file)}?clause={new.pk}&tu={old.pk}&loc=trai-chieu#c-{new.pk}"
    page = client.get(response.url)
    assert "của Dự thảo 1; ở bản này là" in page.content.decode()
    back = client.get(room(file, f"1/?clause={new.pk}"))
    assert back.url.startswith(room(file, f"1/?clause={old.pk}&"))


def test_a_clause_that_is_gone_is_said_to_be_gone(file, two, client):
    _old, _new, gone = two
    page = client.get(room(file, f"?clause={gone.pk}")).content.decode()
    assert "điều khoản đó không còn trong bản này" in page
    assert f"{room(file, '1/')}?clause={gone.pk}#c-{gone.pk}" in page


def test_the_switch_and_the_copied_link_name_clause_and_version(file, two, client):
    old, new, _gone = two
    page = opened(client, file, f"?clause={new.pk}")
    switch = page.xpath("//nav[@aria-label='Phiên bản']/a/@href")
    assert f"{room(file, '1/')}?clause={new.pk}" in switch
    link = page.xpath("//*[@data-do='copy-link']/@href")
    assert link == [f"{room(file, '2/')}?clause={new.pk}#c-{new.pk}"]
    assert client.get(link[0]).status_code == 200
    old_page = opened(client, file, f"1/?clause={old.pk}")
    assert f"{room(file)}?clause={old.pk}" in old_page.xpath("//*[contains(@class, 'banner')]//a/@href")


def test_each_comment_shows_its_permanent_link(file, client):
    comment = say(file)
    page = opened(client, file, f"?clause={comment.clause_id}")
    assert f"/ho-so/{file.code}/gop-y/{comment.pk}/" in page.xpath("//footer//a/@href")
    assert Comment.objects.count() == 1

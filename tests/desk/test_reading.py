"""The reading room: its parts, who sees whom, its budgets, and addresses that make no sense."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as tree

from consult.consultations.models import Consultation
from consult.forums import actions
from consult.forums.models import Comment, Endorsement
from consult.people.roles import Role
from consult.polls.models import Poll
from tests import factories as make
from tests.pages import text

pytestmark = pytest.mark.django_db
CANARY = "Phạm Văn Canary"


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def say(file, user=None, **given):
    given = {"clause": clause_of(file), "position": "no", "reason": "Không đủ.", **given}
    return actions.post_comment(user or make.an_expert(), consultation=file, client_key=uuid.uuid4(), **given)


def room(file, query=""):
    return f"/ho-so/{file.code}/van-ban/{query}"


def with_class(element, name):
    return element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def many(file, count, clauses=None):
    """Comments in bulk, past the action: only for measuring."""
    voices = [make.a_voice(file) for _n in range(10)]
    clauses = clauses or [clause_of(file)]
    made = Comment.objects.bulk_create(
        Comment(
            consultation=file, version=file.version, clause=clauses[n % len(clauses)], voice=voices[n % 10],
            shown="anonymous" if n % 3 else "named", position=("yes", "amend", "no")[n % 3],
            criterion="soundness", reason="Lý do và căn cứ. " * 12, reason_html="<p>" + "Lý do và căn cứ. " * 12 + "</p>",
            proposed="Đề nghị sửa thành trong thời hạn 15 ngày làm việc." if n % 2 else "",
            quote=clauses[n % len(clauses)].text, client_key=uuid.uuid4(), number=n + 1,
        )
        for n in range(count)
    )  # fmt: skip
    Endorsement.objects.bulk_create(Endorsement(comment=c, voice=voices[0]) for c in made[1::10])


def a_large_file(articles=15, per=3):
    text = "\n".join(
        f"Điều {a}. Quy định số {a}\n"
        + "\n".join(
            f"{k}. Cơ quan đặt hàng công khai nhiệm vụ trên Cổng thông tin điện tử của thành phố trong thời hạn "
            f"{k:02d} ngày trước khi lựa chọn chuyên gia chủ trì nhiệm vụ."
            for k in range(1, per + 1)
        )
        for a in range(1, articles + 1)
    )
    return make.a_consultation(version=make.a_version(text=text))


# --- parts -------------------------------------------------------------------------------------------------


def test_a_visitor_reads_text_contents_and_comments(file, client):
    say(file, reason="Bảy ngày **không đủ**.", proposed="Trong thời hạn 15 ngày.")
    response = client.get(room(file, f"?clause={clause_of(file).pk}"))
    page = response.content.decode()
    document = tree.fromstring(page)
    assert response.status_code == 200
    assert with_class(document, "law-article")[0].text_content().startswith("Điều\u00a01. Phạm vi")
    current = [e for e in with_class(document, "clause") if e.get("aria-current")]
    assert [e.get("id") for e in current] == [f"c-{clause_of(file).pk}"]
    assert with_class(current[0], "say")[0].get("aria-label") == "khoản 1 Điều 3, 1 ý kiến, 1 không đồng ý"
    assert "<strong>không đủ</strong>" in page
    assert with_class(with_class(document, "comment")[0], "redline")[0].findall(".//ins")
    assert not document.xpath("//*[@style] | //script[not(@src)]")


def test_the_counts_of_contents_and_text_agree(file, client):
    for citation in ("khoản 1 Điều 3", "điểm a khoản 2 Điều 3", "Điều 1"):
        say(file, clause=clause_of(file, citation))
    document = tree.fromstring(client.get(room(file)).content)
    contents = [
        int(number.xpath("span/text()")[0]) for number in with_class(with_class(document, "toc")[0], "n")
    ]
    assert contents == [1, 0, 2]
    text = [with_class(row, "say")[0].text_content() for row in with_class(document, "clause")]
    assert text == ["1", "", "", "1", "", "1", ""]


def test_without_a_name_in_the_address_the_first_clause_is_in_view(file, client):
    document = tree.fromstring(client.get(room(file)).content)
    assert with_class(document, "side")[0].findall(".//h2")[0].text_content() == "Điều\u00a01"


def test_comments_on_the_whole_draft(file, client):
    say(file, clause=None, reason="Góp ý chung.")
    page = client.get(room(file, "?clause=chung")).content.decode()
    assert "Góp ý chung." in page
    assert "Toàn văn dự thảo" in page


def test_a_script_gets_the_panel_and_a_plain_link_the_room(file, client):
    say(file)
    url = room(file, f"khoan/{clause_of(file).pk}/")
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<aside")
    assert part.headers["HX-Push-Url"] == room(file, f"?clause={clause_of(file).pk}")
    assert "<html" in client.get(url).content.decode()
    general = client.get(room(file, "khoan/0/"), headers={"HX-Request": "true"})
    assert "Toàn văn dự thảo" in general.content.decode()


def test_the_composer_stands_in_the_order_of_the_design(file, signed_in):
    page = (
        signed_in(make.an_expert()).get(room(file, f"?clause={clause_of(file).pk}&muc=viet")).content.decode()
    )
    names = [
        "1. Quan điểm",
        "2. Lý do, căn cứ",
        "3. Đề nghị sửa thành",
        "4. Tiêu chí phản biện",
        "5. Căn cứ kèm theo",
        "6. Ai được biết",
    ]
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert 'data-redline-of="composer-source"' in page
    assert f'data-autosave="gop-y-{file.code}-{clause_of(file).pk}"' in page


def test_threads_come_twenty_at_a_time_and_each_once(file, client):
    many(file, 45)
    seen, url, headers = [], room(file, f"?clause={clause_of(file).pk}"), {}
    for _page in range(3):
        document = tree.fromstring("<div>" + client.get(url, headers=headers).content.decode() + "</div>")
        seen += [int(e.get("id")[2:]) for e in with_class(document, "comment")]
        more = document.xpath("//*[@id='more']/a")
        url, headers = (more[0].get("hx-get") if more else ""), {"HX-Request": "true"}
    assert url == ""
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen)


def test_the_address_of_a_comment_leads_to_it_on_any_page(file, client):
    many(file, 45)
    comment = Comment.objects.order_by("pk")[33]
    response = client.get(f"/ho-so/{file.code}/gop-y/{comment.pk}/")
    assert response.url.endswith(f"#y-{comment.pk}")
    assert f'id="y-{comment.pk}"' in client.get(response.url).content.decode()


def test_a_poll_stands_beside_its_clause_without_a_figure(file, client):
    poll = Poll.objects.create(
        consultation=file, clause=clause_of(file), question="Giữ 07 ngày?", created_by=file.created_by,
        closes_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    poll.ballots.create(voice=make.a_voice(file), choice="no", reason="Canary lý do.")
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(room(file, f"khoan/{clause_of(file).pk}/"), headers=headers).content.decode()
        assert f"/ho-so/{file.code}/tham-do/{poll.pk}/" in page
        assert "Giữ 07 ngày?" in page
        assert "Canary" not in page
    assert (
        "Giữ 07 ngày?"
        not in client.get(room(file, f"?clause={clause_of(file, 'Điều 1').pk}")).content.decode()
    )


def test_an_older_version_is_read_with_its_comments_and_takes_none(file, client):
    first = say(file)
    newer = make.a_version(draft=file.draft, text=make.TEXT_2)
    Consultation.objects.filter(pk=file.pk).update(version=newer)
    old = client.get(room(file, f"1/?clause={first.clause_id}")).content.decode()
    assert "Không đủ." in old
    assert "bản cũ của dự thảo" in old
    assert "muc=viet" not in old
    now = client.get(room(file)).content.decode()
    assert "15\u00a0ngày làm việc" in now
    assert "Không đủ." not in now
    assert f"/van-ban/{newer.pk}/so-sanh/" in now
    panel = client.get(room(file, f"khoan/{first.clause_id}/"), headers={"HX-Request": "true"})
    assert "Không đủ." in panel.content.decode()
    assert client.get(f"/ho-so/{file.code}/gop-y/{first.pk}/").url.startswith(room(file, "1/"))


def test_after_the_stage_the_room_says_so_and_draws_no_buttons(client, signed_in):
    file = make.a_consultation("compile")
    page = signed_in(make.an_expert()).get(room(file)).content.decode()
    assert "Hồ sơ hiện không nhận góp ý." in page
    assert "Góp ý cho điều khoản này" not in page


# --- who sees whom -----------------------------------------------------------------------------------------


def test_an_unnamed_author_is_found_on_no_page_and_in_no_attribute(file, client, signed_in):
    author = make.an_expert(CANARY)
    root = say(file, author, shown="anonymous")
    say(file, author, clause=None, parent=root, position="", shown="anonymous")
    voice = root.voice
    viewers = [None, make.an_expert(), make.a_member(file.agency, Role.AGENCY_OFFICER)]
    for viewer in viewers:
        reader = signed_in(viewer) if viewer else client
        for url in (room(file, f"?clause={root.clause_id}"), room(file, f"khoan/{root.clause_id}/"),
                    f"/ho-so/{file.code}/gop-y/{root.pk}/tra-loi/"):  # fmt: skip
            for headers in ({}, {"HX-Request": "true"}):
                page = text(reader.get(url, headers=headers))
                assert "Canary" not in page
                assert ">PC<" not in page
                assert author.email not in page
                assert f"voice:{voice.pk}" not in page
                assert voice.descriptor in page
    council = signed_in(make.a_member(file.council, Role.COUNCIL_COORDINATOR))
    assert CANARY in council.get(room(file, f"?clause={root.clause_id}")).content.decode()


# --- budgets -----------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_clauses_comments_or_versions(signed_in):
    counts = []
    for articles, comments in ((3, 3), (30, 300)):
        file = a_large_file(articles)
        many(file, comments, list(file.version.clauses.filter(kind="clause")))
        client = signed_in(make.an_expert())
        found = []
        for url, headers in (
            (room(file), {}),
            (room(file, "?muc=viet"), {}),
            (room(file, f"khoan/{clause_of(file, 'khoản 1 Điều 1').pk}/"), {"HX-Request": "true"}),
        ):
            for kept in caches.all(initialized_only=True):
                kept.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url, headers=headers).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_sixty_clauses_and_two_thousand_comments(signed_in, django_assert_max_num_queries):
    file = a_large_file(15, 4)
    clauses = list(file.version.clauses.filter(kind="clause"))
    assert len(clauses) == 60
    many(file, 2_000, clauses)
    client = signed_in(make.an_expert())
    with django_assert_max_num_queries(12):
        response = client.get(room(file))
    assert len(response.content) <= 150_000
    panel = room(file, f"khoan/{clauses[0].pk}/")
    with django_assert_max_num_queries(7):  # the text of the version was read by the page before
        part = client.get(panel, headers={"HX-Request": "true"})
    assert part.content.decode().count('<article class="comment"') == 20


# --- addresses that make no sense --------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["-1", "x", "9" * 18, "9" * 40, "1e5", "٣", "%00", "' OR 1=1"])
def test_a_clause_that_is_not_there(file, client, raw):
    assert client.get(room(file, f"?clause={raw}")).status_code == 404


@pytest.mark.parametrize("raw", ["-1", "x", "9" * 40, "", "%00"])
def test_a_page_that_makes_no_sense_begins_anew(file, client, raw):
    say(file)
    page = client.get(room(file, f"?clause={clause_of(file).pk}&sau={raw}")).content.decode()
    assert "Không đủ." in page


def test_clauses_and_versions_of_other_drafts_are_not_there(file, client):
    other = make.a_version().clauses.first()
    assert client.get(room(file, f"?clause={other.pk}")).status_code == 404
    assert client.get(room(file, f"khoan/{other.pk}/")).status_code == 404
    assert client.get(room(file, "9/")).status_code == 404
    assert client.get("/ho-so/GY-1999-001/van-ban/").status_code == 404


def test_a_file_in_preparation_is_read_by_its_own_people_only(client, signed_in):
    file = make.a_consultation(state="prepared")
    assert client.get(room(file)).status_code == 404
    assert signed_in(make.an_expert()).get(room(file)).status_code == 404
    assert signed_in(make.a_member(file.council, Role.COUNCIL_COORDINATOR)).get(room(file)).status_code == 200


def test_a_version_in_preparation_is_not_there(file, client):
    make.a_version(draft=file.draft, published=False)
    assert client.get(room(file, "2/")).status_code == 404

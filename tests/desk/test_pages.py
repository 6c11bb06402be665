"""Home, lists, the page of a file, my work, search: what is shown, to whom, at which cost."""

from uuid import uuid4

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils import timezone

from consult.forums.actions import post_comment, withdraw_comment
from consult.forums.models import Comment
from consult.people.roles import OrganisationKind, Role
from consult.reports.models import Answer, Compilation, Point
from tests import factories as make

pytestmark = pytest.mark.django_db


def comments(consultation, count, **fields):
    clause = consultation.version.clauses.filter(kind="clause").first()
    for n in range(count):
        Comment.objects.create(
            consultation=consultation, version=consultation.version, clause=clause,
            voice=make.a_voice(consultation), shown="named", position="yes", number=n + 1, **fields,
        )  # fmt: skip


def answered(consultation):
    compilation = Compilation.objects.create(
        consultation=consultation, state="published", published_at=timezone.now(), answer_due=timezone.now()
    )
    by = consultation.created_by
    point = Point.objects.create(
        compilation=compilation, clause=consultation.version.clauses.first(), title="Thời hạn",
        position="no", created_by=by,
    )  # fmt: skip
    Answer.objects.create(point=point, code="exp", text="Giữ nguyên vì luật đã quy định.", written_by=by)
    return compilation


@pytest.mark.parametrize("count", [3, 24])
def test_home_costs_the_same_for_many_files(client, django_assert_max_num_queries, count):
    for _ in range(count):
        comments(make.a_consultation(), 1)
    with django_assert_max_num_queries(8):
        page = client.get("/")
    assert "Còn 12 ngày" in page.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("count", [3, 24])
def test_the_list_costs_the_same_for_many_files(client, django_assert_max_num_queries, count):
    for _ in range(count):
        comments(make.a_consultation(), 2)
    with django_assert_max_num_queries(8):
        page = client.get("/ho-so/")
    assert f"{count} hồ sơ" in page.content.decode()


def test_home_without_anything(client):
    page = client.get("/").content.decode()
    assert "Hiện không có dự thảo nào đang lấy ý kiến." in page
    assert "Chưa có kết quả" in page


def test_home_shows_answers_and_agencies(client):
    answered(make.a_consultation("closed", state="closed"))
    page = client.get("/").content.decode()
    assert "Giữ nguyên vì luật đã quy định." in page
    assert "Cơ quan trả lời đúng hạn" in page


def test_a_file_in_preparation_is_not_there_for_others(client, signed_in):
    consultation = make.a_consultation(state="prepared")
    url = f"/ho-so/{consultation.code}/"
    assert client.get(url).status_code == 404
    assert consultation.title not in client.get("/ho-so/").content.decode()
    officer = make.a_member(consultation.agency, Role.AGENCY_OFFICER)
    assert signed_in(officer).get(url).status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_a_file(client, django_assert_max_num_queries, count):
    consultation = make.a_consultation()
    comments(consultation, count)
    with django_assert_max_num_queries(20):
        page = client.get(f"/ho-so/{consultation.code}/").content.decode()
    assert consultation.title in page.replace("\xa0", " ")
    assert "Đọc và góp ý toàn văn" in page


@pytest.mark.parametrize(
    "query",
    ["q=tri+thuc", "q=trí+thức", "kind=social_review", "state=open", "q=TRI%20THUC&kind=social_review"],
)
def test_filters_find(client, query):
    make.a_consultation()
    assert "1 hồ sơ" in client.get(f"/ho-so/?{query}").content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=khong-co", "kind=advisory", "state=closed", "agency=99999999999999999999", "kind=x'--", "q=%00"],
)
def test_filters_exclude_or_ignore_without_a_fault(client, query):
    make.a_consultation()
    assert client.get(f"/ho-so/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["created_by__email__startswith=n", "order=password", "agency__book=1"])
def test_other_parameters_do_nothing(client, query):
    make.a_consultation()
    assert "1 hồ sơ" in client.get(f"/ho-so/?{query}").content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999", "1e9"])
def test_a_page_that_does_not_exist(client, number):
    assert client.get(f"/ho-so/?page={number}").status_code == 404


def test_my_work_by_role(signed_in):
    consultation = make.a_consultation("compile")
    comments(consultation, 2)
    coordinator = make.a_member(consultation.council, Role.COUNCIL_COORDINATOR)
    page = signed_in(coordinator).get("/viec-cua-toi/").content.decode().replace("\xa0", " ")
    assert "Tổng hợp ý kiến" in page
    assert "đã xếp 0/2 ý kiến" in page


def test_my_work_of_the_agency_until_published(signed_in):
    consultation = make.a_consultation("answer")
    compilation = answered(consultation)
    Compilation.objects.filter(pk=compilation.pk).update(state="closed", published_at=None)
    officer = make.a_member(consultation.agency, Role.AGENCY_OFFICER)
    signer = make.a_member(consultation.agency, Role.AGENCY_SIGNER)
    assert "Công bố kết quả" not in signed_in(officer).get("/viec-cua-toi/").content.decode()
    assert "Công bố kết quả" in signed_in(signer).get("/viec-cua-toi/").content.decode()
    Answer.objects.all().delete()
    page = signed_in(officer).get("/viec-cua-toi/").content.decode().replace("\xa0", " ")
    assert "đã trả lời 0/1 điểm" in page


def test_my_work_of_an_association_officer(signed_in):
    association = make.an_organisation(OrganisationKind.ASSOCIATION)
    waiting = make.an_expert("Võ Thị Chờ", association=association, verified=False)
    waiting.expert.state = "waiting"
    waiting.expert.save()
    officer = make.a_member(association, Role.ASSOCIATION_OFFICER)
    assert "Xác thực hồ sơ: Võ Thị Chờ" in signed_in(officer).get("/viec-cua-toi/").content.decode()


def test_what_became_of_my_comment(signed_in):
    consultation = make.a_consultation("closed", state="closed")
    comments(consultation, 1)
    comment = Comment.objects.get()
    compilation = answered(consultation)
    compilation.points.get().citations.create(comment=comment)
    page = signed_in(comment.voice.person).get("/viec-cua-toi/").content.decode()
    assert "Giải trình" in page
    assert f"{consultation.code}-000001" in page


def test_my_work_asks_for_sign_in(client):
    assert client.get("/viec-cua-toi/").status_code == 302


@pytest.mark.parametrize("words", ["dat hang", "đặt hàng", "ĐẶT HÀNG", "Le Minh Chau", "tri thuc"])
def test_search_with_and_without_marks(client, words):
    make.an_expert("Lê Minh Châu")
    version = make.a_version()
    make.a_consultation(version=version)
    index(version)
    page = client.get("/tim-kiem/", {"q": words}).content.decode()
    assert "Không tìm thấy" not in page


def test_search_finds_nothing_hidden(client):
    make.a_consultation(state="prepared")
    make.an_expert("Lê Thị Kín", listed=False)
    for words in ("tri thuc", "Le Thi Kin"):
        assert "Không tìm thấy" in client.get("/tim-kiem/", {"q": words}).content.decode()


def index(version):
    """Fill the search column as the upload does, on a throw-away unfrozen copy."""
    from django.contrib.postgres.search import SearchVector
    from django.db import connection

    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_clause DISABLE TRIGGER USER")
        version.clauses.update(search=SearchVector("title", "text", "folded", config="simple"))
        connection.check_constraints()
        cursor.execute("ALTER TABLE documents_clause ENABLE TRIGGER USER")


def test_preferences_without_script(client):
    response = client.post(
        "/giao-dien/", {"theme": "dark", "read": "2"}, HTTP_REFERER="http://testserver/ho-so/"
    )
    assert response.url == "http://testserver/ho-so/"
    assert (response.cookies["theme"].value, response.cookies["read"].value) == ("dark", "2")
    assert 'data-theme="dark"' in client.get("/").content.decode()
    assert client.post("/giao-dien/", {"theme": "x"}, HTTP_REFERER="http://evil.example/").url == "/"
    client.cookies["theme"] = '"><script>'
    assert "<script>alert" not in client.get("/").content.decode()


def test_a_form_sent_with_an_old_token_gives_the_text_back():
    from django.test import Client

    text = "Thời hạn bảy ngày là quá ngắn đối với viện, trường."
    response = Client(enforce_csrf_checks=True).post("/giao-dien/", {"reason": text})
    assert response.status_code == 403
    assert text in response.content.decode()


def test_officers_find_the_files_of_their_unit_and_an_overseer_all(signed_in):
    ours, theirs = make.a_consultation(), make.a_consultation()
    prepared = make.a_consultation(state="prepared", agency=ours.agency)
    signer = make.a_member(ours.agency, Role.AGENCY_SIGNER)
    member = make.a_member(theirs.council, Role.COUNCIL_MEMBER)
    overseer = make.a_member(make.an_organisation(name="Thanh tra"), Role.OVERSEER)

    def seen(user):
        page = signed_in(user).get("/viec-cua-toi/").content.decode().replace("\xa0", " ")
        return [c.code for c in (ours, theirs, prepared) if f'/ho-so/{c.code}/"' in page]

    assert seen(signer) == [ours.code]
    assert seen(member) == [theirs.code]
    assert seen(overseer) == [ours.code, theirs.code]
    assert "Hồ sơ đang theo dõi" not in signed_in(make.an_expert()).get("/viec-cua-toi/").content.decode()


def test_search_finds_what_was_said_and_only_what_may_be_read(client):
    file, hidden = make.a_consultation(), make.a_consultation(state="prepared")
    say = {"position": "no", "shown": "named"}
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    made = post_comment(
        make.an_expert(), consultation=file, clause=clause, reason="Trước hết. " * 20 + "Cần quỹ học bổng riêng.",
        client_key=uuid4(), **say,
    )  # fmt: skip
    Comment.objects.create(
        consultation=hidden, version=hidden.version, voice=make.a_voice(hidden), shown="named", position="no",
        reason="Thêm quỹ học bổng.", search=SearchVector(Value("quỹ học bổng quy hoc bong"), config="simple"),
    )  # fmt: skip
    for words in ("quỹ học bổng", "QUY HOC BONG"):
        page = client.get("/tim-kiem/", {"q": words}).content.decode()
        assert f"/ho-so/{file.code}/gop-y/{made.pk}/" in page and "… " in page
        assert hidden.code not in page
    withdraw_comment(made.voice.person, comment=made)
    assert "Không tìm thấy" in client.get("/tim-kiem/", {"q": "quỹ học bổng"}).content.decode()


def test_words_with_their_own_accents_come_first(client):
    file = make.a_consultation()
    say = {"consultation": file, "position": "no", "shown": "named"}
    exact = post_comment(make.an_expert(), reason="Thêm bản đồ quy hoạch.", client_key=uuid4(), **say)
    other = post_comment(make.an_expert(), reason="Thêm bàn đó.", client_key=uuid4(), **say)
    page = client.get("/tim-kiem/", {"q": "bản đồ"}).content.decode()
    assert page.index(f"/gop-y/{exact.pk}/") < page.index(f"/gop-y/{other.pk}/")

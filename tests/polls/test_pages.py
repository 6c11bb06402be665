import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consult.people.roles import Role
from consult.polls import actions
from consult.polls.models import Ballot, Poll
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def officer(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


@pytest.fixture
def poll(file, officer):
    return actions.open_poll(
        officer,
        consultation=file,
        clause=file.version.clauses.get(citation="khoản 1 Điều 3"),
        question="Giữ 07 ngày?",
        closes_at=timezone.now() + timedelta(days=2),
        client_key=uuid.uuid4(),
    )


def vote(poll, choice="yes", reason=""):
    return actions.cast_ballot(
        make.an_expert(), poll=poll, choice=choice, reason=reason, client_key=uuid.uuid4()
    )


def address(poll):
    return f"/ho-so/{poll.consultation.code}/tham-do/{poll.pk}/"


def test_an_officer_opens_a_poll_on_the_page(file, officer, signed_in):
    client = signed_in(officer)
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    url = f"/ho-so/{file.code}/tham-do/moi/"
    assert f'value="{clause.pk}" selected' in client.get(f"{url}?clause={clause.pk}").content.decode()
    closes = timezone.localtime() + timedelta(days=3)
    data = {"client_key": uuid.uuid4(), "clause": clause.pk, "question": "Giữ 07 ngày?",
            "closes_at": f"{closes:%Y-%m-%dT%H:%M}"}  # fmt: skip
    assert client.post(url, data).url == address(Poll.objects.get())
    past = client.post(url, {**data, "client_key": uuid.uuid4(), "closes_at": "2020-01-01T10:00"})
    assert past.status_code == 403
    assert "Giữ 07 ngày?" in past.content.decode()
    assert client.post(url, {**data, "closes_at": "hôm nào"}).status_code == 400
    assert signed_in(make.an_expert()).get(url).status_code == 403


def test_voting_once_on_the_page(poll, signed_in):
    client = signed_in(make.an_expert())
    data = {"client_key": str(uuid.uuid4()), "choice": "no", "reason": "Ngắn quá."}
    assert client.post(address(poll), data).status_code == 302
    assert client.post(address(poll), data).status_code == 302
    page = client.get(address(poll)).content.decode()
    assert "Phiếu của tôi" in page
    assert "Ngắn quá." in page
    assert Ballot.objects.count() == 1


def test_a_missing_reason_is_asked_for_with_everything_kept(poll, signed_in):
    response = signed_in(make.an_expert()).post(
        address(poll), {"client_key": str(uuid.uuid4()), "choice": "amend", "reason": ""}
    )
    page = response.content.decode()
    assert response.status_code == 403
    assert "Xin nêu lý do cho lựa chọn này." in page
    assert 'value="amend"' in page.split("checked")[0][-200:] or "checked" in page


def test_no_figure_leaves_before_the_close(poll, signed_in, client):
    for _n in range(7):
        vote(poll)
    vote(poll, "no", "Canary lý do.")
    for viewer in (None, make.an_expert(), make.a_member(poll.consultation.council, Role.COUNCIL_MEMBER)):
        page = (signed_in(viewer) if viewer else client).get(address(poll)).content.decode()
        assert "Canary" not in page
        assert "88%" not in page
        assert "8 phiếu" not in page


def test_those_who_run_it_see_the_turnout_and_nothing_more(poll, officer, signed_in):
    for _n in range(7):
        vote(poll, "no", "Canary lý do.")
    page = signed_in(officer).get(address(poll)).content.decode()
    assert "7 phiếu đã nhận" in page
    assert "Canary" not in page
    assert "100%" not in page


def test_after_the_close_everybody_reads_figures_and_reasons_without_names(poll, officer, signed_in, client):
    for _n in range(5):
        vote(poll, "no", "Vì <b>ngắn</b>.")
    assert signed_in(officer).post(f"{address(poll)}dong/").status_code == 302
    client.logout()
    page = client.get(address(poll)).content.decode()
    assert "100%" in page
    assert "Vì &lt;b&gt;ngắn&lt;/b&gt;." in page
    assert "Lê Minh Châu" not in page
    late = signed_in(make.an_expert()).post(address(poll), {"client_key": str(uuid.uuid4()), "choice": "yes"})
    assert late.status_code == 403
    assert "đã đóng" in late.content.decode()


def test_too_few_ballots_are_not_published(poll, officer, signed_in, client):
    vote(poll, "no", "Canary lý do.")
    signed_in(officer).post(f"{address(poll)}dong/")
    client.logout()
    page = client.get(address(poll)).content.decode()
    assert "Chưa đủ số phiếu để công bố" in page
    assert "Canary" not in page


def test_others_do_not_close(poll, signed_in):
    assert signed_in(make.an_expert()).post(f"{address(poll)}dong/").status_code == 403


def test_a_visitor_is_asked_to_sign_in(poll, client):
    assert "Đăng nhập" in client.get(address(poll)).content.decode()
    response = client.post(address(poll), {"client_key": str(uuid.uuid4()), "choice": "yes"})
    assert response.status_code == 403
    assert "đăng nhập" in response.content.decode()


def test_a_poll_of_another_file_is_not_there(poll, client):
    other = make.a_consultation()
    assert client.get(f"/ho-so/{other.code}/tham-do/{poll.pk}/").status_code == 404


def test_queries_do_not_grow_with_ballots(poll, officer, signed_in, client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    actions.close_poll(officer, poll=poll)
    for size in (5, 30):
        Ballot.objects.bulk_create(
            Ballot(poll=poll, voice=make.a_voice(poll.consultation), choice="yes") for _n in range(size)
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(poll)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18

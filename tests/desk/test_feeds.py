"""News and dates of files: what the bodies did, nothing of who said what, nothing of files in preparation."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from consult.consultations import actions as files
from consult.forums.actions import post_comment
from consult.people.roles import Role
from consult.polls.actions import open_poll
from tests import factories as make
from tests.core.test_ics import read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def file():
    return make.a_consultation(title="Chính sách đối với trí thức")


def entries(client, url):
    response = client.get(url)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(response.content, etree.XMLParser(resolve_entities=False))
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.find(f"{ATOM}{name}").text
    found = root.findall(f"{ATOM}entry")
    for entry in found:
        assert entry.find(f"{ATOM}id").text.startswith("tag:") and entry.find(f"{ATOM}updated").text
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
    assert len({entry.find(f"{ATOM}id").text for entry in found}) == len(found)
    return [entry.find(f"{ATOM}title").text for entry in found]


def test_news_of_a_file_are_the_acts_of_its_bodies(client, file):
    coordinator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    canary = make.an_expert("Phạm Thị Canary")
    post_comment(
        canary, consultation=file, position="no", reason="Không đủ.", shown="named", client_key=uuid.uuid4()
    )
    files.move_stage(coordinator, consultation=file, to="compile")
    titles = entries(client, f"/ho-so/{file.code}/tin.xml")
    assert titles[0] == "Chuyển sang giai đoạn: Lập bản tổng hợp ý kiến: Chính sách đối với trí thức"
    assert any(title.startswith("Công bố Dự thảo 1") for title in titles)
    raw = client.get(f"/ho-so/{file.code}/tin.xml").content.decode()
    assert "Canary" not in raw and "góp ý về" not in raw


def test_a_file_in_preparation_has_neither_news_nor_dates(client, signed_in):
    hidden = make.a_consultation(state="prepared", title="Chưa công bố")
    officer = make.a_member(hidden.agency, Role.AGENCY_OFFICER)
    for who in (client, signed_in(officer)):
        for page in ("tin.xml", "lich.ics"):
            assert who.get(f"/ho-so/{hidden.code}/{page}").status_code == 404
        assert "Chưa công bố" not in who.get("/tin/atom.xml").content.decode()
        assert hidden.code not in who.get("/lich/ho-so.ics").content.decode()


def test_dates_are_deadlines_sessions_and_polls(client, file):
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    ends = timezone.now() + timedelta(days=2)
    open_poll(
        officer,
        consultation=file,
        clause=clause,
        question="Đủ chưa?",
        closes_at=ends,
        client_key=uuid.uuid4(),
    )
    rows = read(client.get(f"/ho-so/{file.code}/lich.ics").content)
    names = [value for name, value in rows if name == "SUMMARY"]
    assert f"Đóng thăm dò ý kiến về khoản 1 Điều 3: {file.code}" in names
    assert f"Hết hạn góp ý theo điều\\, khoản: {file.code}" in names
    uids = [value for name, value in rows if name == "UID"]
    assert len(uids) == len(set(uids))


def test_a_program_that_asks_again_hears_that_nothing_is_new(client, file):
    for url in (f"/ho-so/{file.code}/tin.xml", f"/ho-so/{file.code}/lich.ics"):
        tag = client.get(url)["ETag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    later = timezone.now() + timedelta(days=40)
    files.extend_stage(officer, consultation=file, closes_at=later, reason="Hội đề nghị thêm thời gian.")
    for url in (f"/ho-so/{file.code}/tin.xml", f"/ho-so/{file.code}/lich.ics"):
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
    assert "Hội đề nghị thêm thời gian." in client.get(f"/ho-so/{file.code}/tin.xml").content.decode()


@pytest.mark.parametrize("url", ["/tin/atom.xml", "/lich/ho-so.ics"])
def test_the_cost_does_not_grow_with_the_files(client, django_assert_max_num_queries, url):
    counts = []
    for more in (3, 27):
        for _n in range(more):
            make.a_consultation()
        with django_assert_max_num_queries(9) as counted:
            client.get(url)
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]

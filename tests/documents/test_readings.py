"""Files that take long to read: a job reads them, the page waits, and nothing is left behind."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consult.documents import readings, tasks
from consult.documents.models import Draft, DraftVersion, Reading
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.people.roles import Role
from tests import factories
from tests.factories import TEXT

pytestmark = pytest.mark.django_db
FILE = TEXT.encode()


@pytest.fixture
def officer():
    return factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)


@pytest.fixture
def agency(officer):
    return officer.memberships.get().organisation


@pytest.fixture
def draft(officer, agency):
    return Draft.objects.create(agency=agency, title="Nghị quyết", kind="resolution", created_by=officer)


def take(officer, draft, data=FILE, name="a.txt", key=None):
    return readings.take(officer, draft=draft, data=data, name=name, client_key=key or uuid.uuid4())


@pytest.mark.parametrize(
    ("name", "size", "slow"),
    [
        ("a.doc", 10, True),
        ("a.PDF", 10, True),
        ("a.docx", 10, False),
        ("a.odt", 900_000, False),
        ("a.docx", 1_100_000, True),
        ("a.txt", 100_000, False),
    ],
)
def test_what_is_read_by_a_job(name, size, slow):
    assert readings.is_slow(name, size) is slow


def test_a_file_becomes_a_version_and_goes(officer, draft):
    reading = take(officer, draft)
    storage, stored = reading.source.storage, reading.source.name
    assert (reading.state, storage.exists(stored)) == ("waiting", True)
    assert not DraftVersion.objects.exists()
    tasks.read(reading.pk)
    reading.refresh_from_db()
    assert reading.state == "done"
    assert reading.version.clauses.count() > 5
    assert reading.version.uploaded_by == officer
    assert not storage.exists(stored)
    tasks.read(reading.pk)
    assert DraftVersion.objects.count() == 1
    assert Entry.objects.filter(verb="version.uploaded").count() == 1


def test_a_job_that_was_killed_half_way_is_done_again(officer, draft):
    reading = take(officer, draft)
    Reading.objects.update(state="reading")
    tasks.read(reading.pk)
    reading.refresh_from_db()
    assert reading.state == "done"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ("TUYỆT MẬT\nĐiều 1. Phạm vi\nNội dung".encode(), "a.txt", "TUYỆT MẬT"),
        (b"%PDF-1.4 hong", "a.pdf", "pdf"),
        (b"khong phai word", "a.doc", "tệp"),
    ],
)
def test_a_refused_file_leaves_its_sentence_alone(officer, draft, data, name, words):
    reading = take(officer, draft, data, name)
    tasks.read(reading.pk)
    shown = readings.progress(officer, reading.pk)
    assert words in shown.reason
    assert not shown.waits
    assert not reading.source.storage.exists(reading.source.name)
    assert not DraftVersion.objects.exists()
    assert not Entry.objects.filter(verb="version.uploaded").exists()


def test_the_page_of_the_draft_says_why_the_last_file_was_refused(signed_in, officer, draft):
    url = reverse("draft", args=[draft.pk])
    reading = take(officer, draft, b"%PDF-1.4 hong", "ban-chup.pdf")
    tasks.read(reading.pk)
    page = signed_in(officer).get(url).content.decode()
    assert "Tệp ban-chup.pdf không được nhận" in page
    assert 'name="file"' in page
    tasks.read(take(officer, draft).pk)
    assert "không được nhận" not in signed_in(officer).get(url).content.decode()


def test_a_fault_of_the_system_is_said_and_kept_from_nobody(officer, draft, monkeypatch):
    reading = take(officer, draft)
    monkeypatch.setattr(readings.actions, "upload_version", lambda *_a, **_k: 1 / 0)
    tasks.read(reading.pk)
    assert "lỗi của hệ thống" in readings.progress(officer, reading.pk).reason


def test_the_same_key_makes_one_reading_and_one_draft(officer, agency, draft):
    key = uuid.uuid4()
    assert take(officer, draft, key=key) == take(officer, draft, key=key)
    with pytest.raises(Refused) as refusal:
        take(officer, draft, b"khac", key=key)
    assert refusal.value.code == "key-reused"
    fields = {"agency": agency, "title": "Quyết định", "kind": "decision", "data": b"abc", "name": "a.pdf"}
    again = uuid.uuid4()
    assert readings.take_new(officer, client_key=again, **fields) == readings.take_new(
        officer, client_key=again, **fields
    )
    assert Draft.objects.count() == 2


def test_one_file_at_a_time(officer, draft):
    take(officer, draft)
    with pytest.raises(Refused, match="đang được đọc"):
        take(officer, draft)
    prepared = factories.a_version(published=False, by=officer, agency=draft.agency).draft
    with pytest.raises(Refused, match="đang được chuẩn bị"):
        take(officer, prepared)


def test_only_officers_of_the_agency(officer, draft):
    reading = take(officer, draft)
    stranger = factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)
    with pytest.raises(NotThere):
        take(stranger, draft)
    with pytest.raises(NotThere):
        readings.progress(stranger, reading.pk)
    with pytest.raises(Refused):
        take(factories.a_member(draft.agency, Role.AGENCY_SIGNER), draft)


def test_from_the_form_to_the_version(signed_in, client, officer, agency, monkeypatch):
    monkeypatch.setattr(readings, "SLOW", (".txt",))
    signed_in(officer)
    form = {
        "agency": agency.pk,
        "title": "Nghị quyết",
        "kind": "resolution",
        "file": SimpleUploadedFile("a.txt", TEXT.encode()),
        "client_key": str(uuid.uuid4()),
    }
    response = client.post(reverse("draft_new"), form)
    reading = Reading.objects.get()
    url = reverse("upload_progress", args=[reading.pk])
    assert response.url == url
    page = client.get(url).content.decode()
    assert "Đang chờ đọc" in page
    assert "Xem lại kết quả" in page
    assert f'hx-get="{url}"' in page
    assert "đang được đọc" in client.get(reverse("draft", args=[reading.draft_id])).content.decode()
    tasks.read(reading.pk)
    version = DraftVersion.objects.get()
    assert client.get(url).url == reverse("version_check", args=[version.pk])
    script = client.get(url, headers={"HX-Request": "true"})
    assert script.headers["HX-Redirect"] == reverse("version_check", args=[version.pk])
    client.post(reverse("version_discard", args=[version.pk]))
    assert "đã được bỏ" in client.get(url).content.decode()
    again = {"file": SimpleUploadedFile("b.txt", TEXT.encode()), "client_key": str(uuid.uuid4())}
    assert client.post(reverse("draft", args=[reading.draft_id]), again).url.startswith(
        "/du-thao-cua-co-quan/tep/"
    )

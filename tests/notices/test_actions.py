"""Notices and the outbox: nothing lost, nothing twice, the reader's own channel."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from consult.kit.verdicts import NotThere
from consult.ledger.actions import record
from consult.ledger.models import Book
from consult.ledger.registry import Verb
from consult.notices import actions, mail_actions, registry, selectors
from consult.notices.backends import FolderBackend
from consult.notices.models import Mail, Notice
from consult.people.actions import give_consent
from tests.factories import a_user

pytestmark = pytest.mark.django_db
VERB = Verb("test.done", "%(who)s làm xong %(what)s")


@pytest.fixture
def reader():
    user = a_user("Đỗ Thị Đọc")
    give_consent(user, purpose="notices", given=True)
    return user


@pytest.fixture
def book(reader, monkeypatch):
    book = Book.objects.create(code="THU-9", kind=Book.Kind.OFFICE)
    monkeypatch.setattr(registry, "_tellers", {})
    registry.on("test.done", lambda entry: [registry.Told((reader.pk,), "work", f"Việc {entry.seq}", "/x/")])
    return book


def put(book, times=1):
    for _ in range(times):
        with transaction.atomic():
            record(VERB, book_id=book.pk, by=None, target=book)


def test_each_entry_is_told_once(book, reader):
    put(book, 3)
    assert actions.tell_book(book.pk) == 3
    assert actions.tell_book(book.pk) == 0
    assert [n.text for n in reader.notices.order_by("id")] == ["Việc 1", "Việc 2", "Việc 3"]
    assert Mail.objects.filter(to=reader.email).count() == 3


def test_a_fault_in_the_middle_loses_nothing(book, reader, monkeypatch):
    put(book, 3)
    plain, calls = actions._tell, []

    def fail_once(told, key):
        calls.append(key)
        if len(calls) == 2:
            raise RuntimeError("worker died")
        plain(told, key)

    monkeypatch.setattr(actions, "_tell", fail_once)
    with pytest.raises(RuntimeError):
        actions.tell_book(book.pk)
    assert reader.notices.count() == 0
    actions.tell_book(book.pk)
    assert reader.notices.count() == 3


@pytest.mark.parametrize(("channel", "mails"), [("now", 1), ("daily", 0), ("inbox", 0)])
def test_the_chosen_channel_decides(book, reader, channel, mails):
    actions.choose_channels(reader, channels={"work": channel})
    put(book)
    actions.tell_book(book.pk)
    assert (reader.notices.count(), Mail.objects.filter(to=reader.email).count()) == (1, mails)


def test_without_consent_there_is_no_mail(book, reader):
    give_consent(reader, purpose="notices", given=False)
    put(book)
    actions.tell_book(book.pk)
    assert reader.notices.count() == 1
    assert not Mail.objects.filter(to=reader.email).exists()


def test_a_mail_is_sent_once(reader):
    for _ in range(2):
        mail_actions.queue_mail(reader.email, subject="Một\nthư", body="Nội dung", key="k1")
    assert mail_actions.send_due() == 1
    assert mail_actions.send_due() == 0
    assert [m.subject for m in django_mail.outbox] == ["Một thư"]


def test_a_mail_server_that_is_down_costs_only_time(reader, monkeypatch):
    mail_actions.queue_mail(reader.email, subject="Thư", body="x", key="k2")

    def refuse(self, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert mail_actions.send_due() == 0
    kept = Mail.objects.get(key="k2")
    assert (kept.state, kept.tries, kept.error) == ("waiting", 1, "ConnectionRefusedError")
    assert kept.next_try_at > timezone.now() + timedelta(seconds=30)
    monkeypatch.undo()
    Mail.objects.update(next_try_at=timezone.now())
    assert mail_actions.send_due() == 1


def test_a_mail_is_given_up_after_many_tries(reader, monkeypatch):
    mail_actions.queue_mail(reader.email, subject="Thư", body="x", key="k3")

    def refuse(self, **options):
        raise OSError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    for _ in range(len(mail_actions.BACK_OFF_MINUTES) + 1):
        Mail.objects.update(next_try_at=timezone.now())
        mail_actions.send_due()
    assert Mail.objects.get(key="k3").state == "failed"


def test_a_worker_killed_after_sending_leaves_one_mail(reader, settings, tmp_path):
    """The folder keeps one file per Message-ID, so the repeated sending after a crash is the same mail."""
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "consult.notices.backends.FolderBackend"
    mail_actions.queue_mail(reader.email, subject="Thư", body="Xin chào", key="k4")
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        mail_actions._send(Mail.objects.get(key="k4"))
        raise KeyboardInterrupt  # killed before the commit
    assert Mail.objects.get(key="k4").state == "waiting"
    mail_actions.send_due()
    assert len(list(Path(tmp_path).glob("*.eml"))) == 1
    assert selectors.demo_mails()[0].body.strip() == "Xin chào"
    assert FolderBackend().send_messages([]) == 0


def test_another_persons_notice_is_not_there(reader):
    actions.tell(reader, kind="file", text="Tin", url="/", key="n")
    notice = Notice.objects.get()
    with pytest.raises(NotThere):
        actions.mark_read(a_user(), notice_id=notice.pk)
    assert actions.mark_read(reader, notice_id=notice.pk) == 1


@pytest.mark.parametrize("count", [3, 30])
def test_inbox_needs_the_same_queries_for_many_rows(signed_in, reader, django_assert_max_num_queries, count):
    for n in range(count):
        actions.tell(reader, kind="file", text=f"Tin {n}", url="/", key=f"n{n}")
    client = signed_in(reader)
    with django_assert_max_num_queries(8):
        page = client.get("/thong-bao/")
    assert "Tin 0" in page.content.decode()


def test_inbox_pages(signed_in, reader):
    actions.tell(reader, kind="file", text="Tin", url="/", key="n")
    notice = Notice.objects.get()
    client = signed_in(reader)
    assert client.post(f"/thong-bao/{notice.pk}/").url == "/"
    assert Notice.objects.get().read_at
    assert client.post("/thong-bao/999999/").status_code == 404
    Notice.objects.update(url="//evil.example/")
    assert client.post(f"/thong-bao/{notice.pk}/").url == "/thong-bao/"
    assert client.post("/thong-bao/da-doc/").status_code == 302
    assert client.get("/thong-bao/?page=x").status_code == 404


def test_preferences_are_kept_whole_or_refused_whole(signed_in, reader):
    client, url = signed_in(reader), "/thong-bao/tuy-chon/"
    sent = dict.fromkeys(selectors.channels_of(reader), "inbox") | {
        "quiet_from": "22", "quiet_to": "6", "weekday": "4", "leave_out_read": "on",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert set(selectors.channels_of(reader).values()) == {"inbox"}
    assert selectors.habit_of(reader) == {
        "quiet_from": 22, "quiet_to": 6, "weekday": 4, "leave_out_read": True,
    }  # fmt: skip
    half = client.post(url, sent | {"quiet_to": "", "work": "now"})
    assert half.status_code == 400
    assert "Xin chọn cả giờ bắt đầu và giờ kết thúc" in half.content.decode()
    assert set(selectors.channels_of(reader).values()) == {"inbox"}
    assert client.post(url, sent | {"work": "loud"}).status_code == 400

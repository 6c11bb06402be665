"""Mails of notices: the words of the moment of sending, quiet hours, groups, and the stop in every mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as django_mail
from django.test import Client

from consult.notices import actions, mail_actions, registry, selectors, stopping
from consult.notices.models import Mail, Notice
from consult.people.actions import give_consent
from consult.people.models import User
from tests.factories import a_user

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = "khoản 2 Điều 5, hồ sơ GY-2026-001"


def a_reader(name="Đỗ Thị Đọc"):
    user = a_user(name)
    give_consent(user, purpose="notices", given=True)
    return user


@pytest.fixture
def reader():
    return a_reader()


@pytest.fixture
def words(monkeypatch):
    """What the things with these numbers say now; a test takes words away or changes them."""
    said: dict[int, str] = {}
    monkeypatch.setattr(
        registry, "_readers", {"test.thing": lambda user, ids: {i: said[i] for i in ids if i in said}}
    )
    return said


def about(reader, number, *, kind="clause", group="c1", head=HEAD):
    told = registry.Told(
        (reader.pk,),
        kind,
        "Ý kiến mới",
        f"/y/{number}/",
        group=group,
        head=head,
        about=f"test.thing:{number}",
    )
    actions._tell(told, f"thing:{number}")


def sent():
    mail_actions.send_due()
    return django_mail.outbox


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=VIETNAM)


# --- groups and words --------------------------------------------------------------------------------------


def test_a_mail_groups_by_clause_and_carries_the_words(reader, words):
    actions.choose_channels(reader, channels={"clause": "daily"})
    with time_machine.travel(at(2, 10), tick=False):
        for number in (1, 2, 3):
            words[number] = f"Lý do thứ {number} " + "dài " * 200
            about(reader, number)
        words[4] = "Chuyện khác"
        about(reader, 4, group="c2", head="toàn văn dự thảo, hồ sơ GY-2026-001")
    with time_machine.travel(at(3, 7), tick=False):
        assert mail_actions.write_digests() == 1
        (mail,) = sent()
    assert mail.subject == "Thông báo ngày 03/03/2026"
    assert "Khoản 2 Điều 5, hồ sơ GY-2026-001: 3 ý kiến mới\n- Lý do thứ 1" in mail.body
    assert "Toàn văn dự thảo, hồ sơ GY-2026-001: 1 ý kiến mới\n- Chuyện khác" in mail.body
    assert len(mail.body) < 3000
    assert "/y/3/" in mail.body


@pytest.mark.parametrize("channel", ["now", "daily", "weekly"])
def test_what_was_taken_back_before_the_sending_is_not_mailed(reader, words, channel):
    actions.choose_channels(reader, channels={"clause": channel})
    with time_machine.travel(at(2, 10), tick=False):
        words[1], words[2] = "Lời sẽ bị rút", "Lời cũ"
        about(reader, 1)
        about(reader, 2, group="c2")
    del words[1]
    words[2] = "Lời đã sửa"
    with time_machine.travel(at(9, 8), tick=False):
        mail_actions.write_digests()
        bodies = [mail.body for mail in sent()]
    assert len(bodies) == 1
    assert "Lời đã sửa" in bodies[0]
    assert "Lời cũ" not in bodies[0] and "Lời sẽ bị rút" not in bodies[0]
    stored = str(list(Mail.objects.values())) + str(list(Notice.objects.values()))
    assert "Lời" not in stored  # kept nowhere, so nothing old can come out


def test_when_nothing_is_left_no_mail_goes(reader, words):
    actions.choose_channels(reader, channels={"clause": "now"})
    words[1] = "Lời"
    about(reader, 1)
    words.clear()
    assert sent() == []
    assert Mail.objects.get().state == "dropped"
    assert mail_actions.send_due() == 0


def test_the_inbox_says_what_is_gone_without_its_words(signed_in, reader, words):
    words[1], words[2] = "Còn đây", "Sẽ mất"
    about(reader, 1)
    about(reader, 2)
    del words[2]
    page = signed_in(reader).get("/thong-bao/").content.decode()
    assert "Còn đây" in page and "Sẽ mất" not in page
    assert "Nội dung này đã được rút hoặc không còn hiển thị." in page


def test_the_inbox_shows_groups_and_marks_one_of_them(signed_in, reader, words):
    for number in range(1, 8):
        words[number] = f"Lời {number}"
        about(reader, number, group="c1" if number < 7 else "c2")
    browser = signed_in(reader)
    page = browser.get("/thong-bao/").content.decode()
    assert "6 ý kiến mới" in page and "và 2 thông báo trước đó" in page
    assert "Lời 6" in page and "Lời 1" not in page
    browser.post("/thong-bao/da-doc/", {"group": "c1"})
    assert set(reader.notices.unread().values_list("group", flat=True)) == {"c2"}
    only = browser.get("/thong-bao/?moi").content.decode()
    assert "Lời 7" in only and "Lời 6" not in only


@pytest.mark.parametrize("count", [3, 30])
def test_the_inbox_asks_once_for_all_words(signed_in, reader, words, django_assert_max_num_queries, count):
    for number in range(1, count + 1):
        words[number] = f"Lời {number}"
        about(reader, number, group=f"c{number}")
    browser = signed_in(reader)
    with django_assert_max_num_queries(8):
        assert "Lời 1" in browser.get("/thong-bao/").content.decode()


# --- channels, quiet hours ---------------------------------------------------------------------------------


def test_mails_wait_for_the_end_of_quiet_hours_in_one_mail(reader, words):
    actions.choose_channels(reader, channels={"reply": "now", "work": "now"})
    actions.choose_habit(reader, quiet_from=21, quiet_to=6, weekday=0, leave_out_read=True)
    for number, hour in ((1, 22), (2, 23)):
        words[number] = f"Lời {number}"
        with time_machine.travel(at(2, hour), tick=False):
            about(reader, number, kind="reply")
            assert sent() == []
    with time_machine.travel(at(3, 5, 59), tick=False):
        assert sent() == []
    with time_machine.travel(at(3, 6), tick=False):
        (mail,) = sent()
        words[3] = "Lời 3"
        about(reader, 3, kind="reply")
        assert len(sent()) == 2
    assert "Lời 1" in mail.body and "Lời 2" in mail.body


def test_a_mail_that_left_takes_nothing_more(reader, words):
    actions.choose_channels(reader, channels={"reply": "now"})
    actions.choose_habit(reader, quiet_from=21, quiet_to=6, weekday=0, leave_out_read=True)
    with time_machine.travel(at(2, 22), tick=False):
        words.update({1: "Một", 2: "Hai"})
        about(reader, 1, kind="reply")
        Mail.objects.update(state="sent", sent_at=at(2, 22))  # a clock that ran ahead
        about(reader, 2, kind="reply")
    with time_machine.travel(at(3, 6), tick=False):
        (mail,) = sent()
    assert "Hai" in mail.body


@pytest.mark.parametrize(("leave_out", "mails"), [(True, 0), (False, 1)])
def test_what_was_read_in_the_inbox_is_left_out_by_choice(reader, leave_out, mails):
    actions.choose_habit(reader, quiet_from=None, quiet_to=None, weekday=0, leave_out_read=leave_out)
    with time_machine.travel(at(2, 10), tick=False):
        actions.tell(reader, kind="file", text="Tin", url="/", key="a")
        actions.mark_read(reader)
    with time_machine.travel(at(3, 8), tick=False):
        mail_actions.write_digests()
        assert len(sent()) == mails


def test_consent_taken_back_before_the_sending_stops_the_mail(reader):
    actions.tell(reader, kind="work", text="Việc", url="/", key="a")
    give_consent(reader, purpose="notices", given=False)
    assert sent() == []


def test_a_choice_made_later_holds_for_what_waits(reader):
    with time_machine.travel(at(3, 10), tick=False):  # a Tuesday
        actions.tell(reader, kind="file", text="Tin", url="/", key="a")
        actions.choose_channels(reader, channels={"file": "weekly"})
    with time_machine.travel(at(4, 8), tick=False):
        assert mail_actions.write_digests() == 0
    with time_machine.travel(at(9, 8), tick=False):
        assert mail_actions.write_digests() == 1
        assert sent()[0].subject == "Thông báo tuần đến ngày 09/03/2026"


# --- the stop ----------------------------------------------------------------------------------------------


def stop_address(message):
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    return address[address.index("/", 8) :]


def test_one_click_stops_that_kind_alone_and_can_be_taken_back(reader):
    actions.tell(reader, kind="work", text="Việc", url="/", key="a")
    (message,) = sent()
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    before, url = selectors.channels_of(reader), stop_address(message)
    assert url in message.body
    browser = Client(enforce_csrf_checks=True)  # a mail program: no session, no token of ours
    page = browser.get(url)
    assert page.status_code == 200 and reader.full_name not in page.content.decode()
    assert selectors.channels_of(reader) == before  # looking changes nothing: scanners open every address
    page = browser.post(url, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert selectors.channels_of(reader) == before | {"work": "inbox"}
    browser.post(url, {"List-Unsubscribe": "One-Click"})
    actions.tell(reader, kind="work", text="Việc hai", url="/", key="b")
    assert len(sent()) == 1
    assert reader.notices.count() == 2
    browser.post(url, {"back": page.context["back"]})
    assert selectors.channels_of(reader) == before


def test_a_mail_that_waits_is_stopped_too(reader):
    actions.tell(reader, kind="work", text="Việc", url="/", key="a")
    actions.stop_mails(reader, kinds=["work"])
    assert sent() == []


def test_taking_back_does_not_undo_a_later_choice(reader):
    before = actions.stop_mails(reader, kinds=["work"])
    actions.choose_channels(reader, channels={"work": "weekly"})
    actions.resume_mails(reader, channels=before)
    assert selectors.channels_of(reader)["work"] == "weekly"


def test_a_digest_stops_its_kinds_one_by_one_or_together(reader):
    actions.choose_channels(reader, channels={"file": "daily", "version": "daily"})
    with time_machine.travel(at(2, 10), tick=False):
        actions.tell(reader, kind="file", text="Tin", url="/", key="a")
        actions.tell(reader, kind="version", text="Bản mới", url="/", key="b")
    with time_machine.travel(at(3, 8), tick=False):
        mail_actions.write_digests()
        (message,) = sent()
    assert message.body.count("Thôi nhận thư") == 2
    Client().post(stop_address(message))
    channels = selectors.channels_of(reader)
    assert (channels["file"], channels["version"], channels["work"]) == ("inbox", "inbox", "now")


@pytest.mark.parametrize("token", ["x", "a:b:c", "", "x" * 900])
def test_a_token_that_we_did_not_make_is_not_there(reader, token):
    assert Client().get(f"/thong-bao/thoi-nhan/{token}/").status_code == 404
    assert Client().post(f"/thong-bao/thoi-nhan/{token}/").status_code == 404


def test_tokens_are_good_for_one_person_and_one_thing(reader):
    other = a_reader("Hồ Văn Kia")
    url = f"/thong-bao/thoi-nhan/{stopping.token_of(other, ['work'])}/"
    back = stopping.back_token(reader, {"work": "now"})
    assert Client().post(url, {"back": back}).status_code == 404
    assert Client().get(f"/thong-bao/thoi-nhan/{back}/").status_code == 404
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert Client().post(url).status_code == 404


# --- numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["now", "daily"])
def test_telling_many_costs_no_more_queries(words, django_assert_max_num_queries, channel):
    people = [a_reader() for _n in range(40)]
    for user in people:
        actions.choose_channels(user, channels={"clause": channel})
    told = registry.Told(
        tuple(u.pk for u in people), "clause", "Ý kiến", "/", group="c", head=HEAD, about="test.thing:1"
    )
    with django_assert_max_num_queries(12):
        actions._tell(told, "k")
    assert Notice.objects.count() == 40
    assert Mail.objects.count() == (40 if channel == "now" else 0)
    actions._tell(told, "k")
    assert Notice.objects.count() == 40


def test_a_letter_costs_the_same_for_three_and_for_two_hundred(reader, words, django_assert_max_num_queries):
    with time_machine.travel(at(2, 10), tick=False):
        for number in range(1, 201):
            words[number] = f"Lời {number}"
            about(reader, number, group=f"c{number % 60}")
    with time_machine.travel(at(3, 10) + timedelta(minutes=5), tick=False):
        mail_actions.write_digests()
        with django_assert_max_num_queries(12):
            (message,) = sent()
    assert "Còn 20 nội dung khác trong hộp thông báo" in message.body

"""Pages of moderation through the doors that users take, and that what is hidden or waits is nowhere for the others."""

import csv
import io
import uuid

import pytest
from django.core.cache import caches

from consult.forums import actions
from consult.forums import moderation_actions as acts
from consult.forums.models import Case, Comment, Conduct, Flag
from consult.kit.verdicts import Refused
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.roles import Role
from tests import factories as make
from tests.forums.moderating import SECRET_WORDS, Place
from tests.forums.test_moderation_actions import premoderated

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def place():
    return Place()


def address(place, rest=""):
    return f"/ho-so/{place.file.code}/{rest}"


def as_(client, user):
    client.logout()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def test_a_report_is_sent_from_the_comment_and_every_word_is_kept_when_refused(place, signed_in):
    comment = place.comment()
    client = signed_in(place.reader)
    page = client.get(address(place, f"van-ban/?clause={place.clause.pk}")).content.decode()
    url = address(place, f"gop-y/{comment.pk}/bao-cao/")
    assert url in page
    bad = client.post(url, {"ground": "", "words": "Câu đầu có lời nặng."})
    assert bad.status_code == 400
    assert "Xin chọn lý do báo cáo." in bad.content.decode()
    assert "Câu đầu có lời nặng." in bad.content.decode()
    assert client.post(url, {"ground": "insult", "words": "Câu đầu."}).status_code == 302
    assert Flag.objects.get().reporter == place.reader
    again = client.post(url, {"ground": "advert", "words": "Khác."})
    assert again.status_code == 403
    assert "Mỗi người báo cáo một ý kiến một lần" in again.content.decode()


def test_the_queue_is_filtered_and_shows_rates(place, signed_in):
    place.hidden()
    place.flagged(ground="advert", user=place.agency)
    client = signed_in(place.first)
    page = client.get(address(place, "kiem-duyet/")).content.decode()
    assert "Quảng cáo" in page
    assert "100%" in page
    assert client.get(address(place, "kiem-duyet/?trang-thai=done")).context["queue"].rows[0].state == "done"
    assert not client.get(address(place, "kiem-duyet/?ly-do=private")).context["queue"].rows
    assert len(client.get(address(place, "kiem-duyet/?ly-do=advert")).context["queue"].rows) == 1


def test_as_many_queries_for_thirty_cases_as_for_three(place, signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(place.first)
    counted = []
    for wanted in (3, 19):
        while Case.objects.count() < wanted:
            place.flagged(user=make.an_expert())
        client.get(address(place, "kiem-duyet/"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(place, "kiem-duyet/"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_moderator_decides_and_the_second_window_reads_both_texts(place, signed_in):
    case = place.flagged().case
    url = address(place, f"kiem-duyet/{case.pk}/")
    client = signed_in(place.first)
    form = client.get(url).context["form"]
    sent = {"outcome": "hidden", "ground": "insult", "reason": "Lời nặng ở câu đầu."}
    sent |= {"version": form["version"].value(), "client_key": str(uuid.uuid4())}
    incomplete = client.post(url + "quyet-dinh/", {**sent, "ground": ""})
    assert incomplete.status_code == 403
    assert "Lời nặng ở câu đầu." in incomplete.content.decode()
    assert client.post(url + "quyet-dinh/", sent).status_code == 302
    assert Comment.objects.get().state == "hidden"
    other = {**sent, "outcome": "kept", "ground": "", "reason": "Đúng mực.", "client_key": str(uuid.uuid4())}
    late = as_(client, place.second).post(url + "quyet-dinh/", other)
    assert late.status_code == 409
    assert "Lời nặng ở câu đầu." in late.content.decode()
    assert "Đúng mực." in late.content.decode()


ROLES = {
    "first": 200, "second": 200, "agency": 404, "author": 404, "reader": 404, "member": 404, "overseer": 404,
    "administrator": 404, "data_officer": 404, "nobody": 302,
}  # fmt: skip


@pytest.mark.parametrize(("role", "status"), ROLES.items())
def test_who_sees_the_queue_and_a_case(place, client, role, status):
    case = place.flagged().case
    people = {
        "member": lambda: make.a_member(place.file.council, Role.COUNCIL_MEMBER),
        "overseer": lambda: make.a_member(make.an_organisation(), Role.OVERSEER),
        "administrator": lambda: make.a_member(place.file.council, Role.ADMINISTRATOR),
        "data_officer": lambda: make.a_member(place.file.council, Role.DATA_OFFICER),
        "nobody": lambda: None,
    }
    user = people[role]() if role in people else getattr(place, role)
    for rest in ("kiem-duyet/", f"kiem-duyet/{case.pk}/"):
        assert as_(client, user).get(address(place, rest)).status_code == status, rest


def test_who_stands_in_reads_the_case_without_reporters_and_notes(place, signed_in):
    overseer = make.a_member(make.an_organisation(), Role.OVERSEER)
    case = place.appealed()
    acts.add_note(place.first, case=case, text="Ghi chú riêng 42.", client_key=uuid.uuid4())
    place.second.memberships.all().delete()
    url = address(place, f"kiem-duyet/{case.pk}/")
    own = signed_in(place.first).get(url).content.decode()
    assert "Người Báo Cáo" in own
    assert "Ghi chú riêng 42." in own
    page = signed_in(overseer).get(url).content.decode()
    assert SECRET_WORDS in page
    assert "Người Báo Cáo" not in page
    assert "Ghi chú riêng 42." not in page


def test_the_author_reads_the_whole_decision_and_appeals_once(place, signed_in):
    ruling = place.hidden()
    url = address(place, f"gop-y/{ruling.case.comment_id}/quyet-dinh/")
    client = signed_in(place.author)
    page = client.get(url).content.decode()
    assert ruling.reason in page
    assert "Điều Phối Một" not in page
    assert client.post(url, {"words": "Đó là trích dẫn."}).status_code == 302
    refused = client.post(url, {"words": "Xin xem lại lần nữa."})
    assert refused.status_code == 403
    assert "đã được khiếu nại một lần" in refused.content.decode()
    assert signed_in(place.reader).get(url).status_code == 404


def test_author_and_moderators_are_told_and_nobody_learns_who_reported(place):
    comment = place.comment()
    place.hidden(comment)
    acts.appeal(place.author, comment=comment, words="Xin xem lại.")
    while tell_book(place.file.book_id):
        pass
    by = {user.pk: set(Notice.objects.filter(user=user).values_list("text", flat=True)) for user in
          (place.author, place.first, place.second, place.reader)}  # fmt: skip
    assert any("Có lời xúc phạm ở câu đầu." in text for text in by[place.author.pk])
    assert any("bị báo cáo" in text for text in by[place.first.pk])
    assert any("người thứ hai" in text for text in by[place.second.pk])
    assert not any("người thứ hai" in text for text in by[place.first.pk])
    assert not any("Người Báo Cáo" in text for texts in by.values() for text in texts)


# --- nowhere for the others ------------------------------------------------------------------------------


def everywhere(client, place, comment, clause):
    """All that a reader gets about the comment, as one text, with the statuses of its own addresses."""
    base = f"/ho-so/{place.file.code}/"
    found = [
        base,
        f"{base}van-ban/?clause={clause.pk}",
        f"{base}van-ban/?clause={clause.pk}&tim=Canary",
        f"{base}van-ban/1/?clause={clause.pk}",
        "/tim-kiem/?q=Canary",
        f"{base}nhat-ky-kiem-duyet/",
        f"{base}nhat-ky-kiem-duyet/tai-ve/",
        "/du-thao/",
        "/",
    ]
    text = "".join(client.get(url, follow=True).content.decode() for url in found)
    own = [
        f"{base}gop-y/{comment.pk}/{rest}" for rest in ("tra-loi/", "bao-cao/", "cac-lan-sua/", "bien-nhan/")
    ]
    answers = [client.get(url) for url in own]
    return text + "".join(answer.content.decode() for answer in answers), answers


@pytest.mark.parametrize("kind", ["hidden", "held"])
def test_what_is_hidden_or_waits_is_nowhere_for_who_may_not_read_it(kind, client):
    place = premoderated() if kind == "held" else Place()
    clause = place.clause
    comment = place.comment(proposed="Canary đề nghị 88B")
    if kind == "hidden":
        caches["pages"].clear()
        seen, _answers = everywhere(as_(client, None), place, comment, clause)
        assert SECRET_WORDS in seen, "before it is hidden it is read"
        place.hidden(comment)
    for reader in (None, place.reader, place.agency):
        seen, answers = everywhere(as_(client, reader), place, comment, clause)
        assert SECRET_WORDS not in seen
        assert "88B" not in seen
        assert "Tác Giả" not in seen
        assert all(answer.status_code in (302, 404) for answer in answers)
    page = address(place, f"van-ban/?clause={clause.pk}")
    public = as_(client, None).get(page).content.decode()
    assert (f"y-{comment.pk}" in public) is (kind == "hidden")
    assert ("Ý kiến đã được ẩn ngày" in public) is (kind == "hidden")
    for reader in (place.author, place.first):
        own = as_(client, reader).get(page).content.decode()
        assert SECRET_WORDS in own
        assert ("Ý kiến đã được ẩn ngày" in own) is (kind == "hidden")
        assert ("Chờ duyệt" in own) is (kind == "held")


def test_replies_below_a_hidden_comment_stay_and_counts_leave_it_out(place, client):
    comment = place.comment()
    place.comment(place.reader, parent=comment, reason="Trả lời còn đây.")
    page = address(place, f"van-ban/?clause={place.clause.pk}")
    place.hidden(comment)
    assert "Trả lời còn đây." in client.get(page).content.decode()
    assert not Comment.objects.public().opinions().exists()
    assert Comment.objects.received().count() == 1
    file = client.get(address(place)).content.decode()
    assert "1 ý kiến đang được ẩn (xúc phạm, công kích cá nhân: 1)" in file


def test_the_log_tells_the_acts_and_neither_words_nor_names(place, client):
    case = place.appealed()
    place.rule(case, "restored", by=place.second, reason="Là trích dẫn 55C.")
    page = client.get(address(place, "nhat-ky-kiem-duyet/")).content.decode()
    sheet = client.get(address(place, "nhat-ky-kiem-duyet/tai-ve/"))
    rows = list(csv.reader(io.StringIO(sheet.content.decode().removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["Ẩn ý kiến", "Hiện lại ý kiến"]
    assert rows[1][2] == "Xúc phạm, công kích cá nhân"
    assert rows[1][3] == "Khiếu nại được chấp nhận"
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    for text in (page, sheet.content.decode()):
        for word in (
            "55C",
            "câu đầu",
            "Tác Giả",
            "Người Báo Cáo",
            "Chủ Nhiệm",
            SECRET_WORDS,
            "dẫn nguyên văn",
        ):
            assert word not in text


def test_the_rules_are_public_and_name_every_reason_in_both_languages(client):
    page = client.get("/quy-tac-gop-y/").content.decode()
    assert "Lộ thông tin cá nhân của người khác" in page
    client.cookies["django_language"] = "en"
    assert "Personal data of others" in client.get("/quy-tac-gop-y/").content.decode()


def test_the_composer_says_when_the_next_may_be_sent_and_keeps_a_refused_one(place, signed_in):
    Conduct.objects.create(consultation=place.file, gap=3000)
    place.comment()
    client = signed_in(place.author)
    url = address(place, "gop-y/moi/")
    page = client.get(f"{url}?clause={place.clause.pk}").content.decode()
    assert "Gửi tiếp được sau 50 phút." in page
    assert "/quy-tac-gop-y/" in page
    sent = {"clause": place.clause.pk, "client_key": str(uuid.uuid4()), "position": "no", "shown": "named"}
    sent |= {"reason": "Một lý do viết lâu.", "gui": "1"}
    answer = client.post(url, sent)
    assert answer.status_code in (200, 403)
    assert "Một lý do viết lâu." in answer.content.decode()
    assert Comment.objects.count() == 1


def test_the_pace_page_is_for_both_sides_and_fixed_after_opening(place, signed_in):
    url = address(place, "cach-nhan-y-kien/")
    assert signed_in(place.reader).get(url).status_code == 404
    client = signed_in(place.agency)
    assert "không thay đổi được" in client.get(url).content.decode()
    sent = {"gap": 40, "per_hour": 5, "premoderated": "on", "version": 0}
    assert client.post(url, sent).status_code == 302
    row = Conduct.objects.get()
    assert (row.gap, row.per_hour, row.premoderated) == (40, 5, False)
    late = client.post(url, {**sent, "gap": 50})
    assert late.status_code == 409


def test_waiting_too_long_is_brought_to_mind_once(place, settings):
    from consult.forums.moderation_reminders import remind

    settings.MODERATION_HOURS = 0
    place.flagged()
    assert (remind(), remind()) == (1, 0)
    told = Notice.objects.filter(text__contains="đã chờ quá")
    assert set(told.values_list("user", flat=True)) == {place.first.pk, place.second.pk}


def test_the_desk_names_what_waits(place, signed_in):
    place.flagged()
    assert "Kiểm duyệt:" in signed_in(place.first).get("/viec-cua-toi/").content.decode()
    assert "Kiểm duyệt:" not in signed_in(place.agency).get("/viec-cua-toi/").content.decode()


def test_a_withdrawn_comment_that_waited_takes_no_decision_but_no_measure(place):
    flag = place.flagged()
    actions.withdraw_comment(place.author, comment=flag.case.comment)
    place.rule(flag.case, "kept", reason="Người viết đã rút.")
    assert Case.objects.get().state == "done"


def lines(client, place, user=None):
    """What stands in the thread for this reader, and how many lines of a withdrawn comment there are."""
    page = as_(client, user).get(address(place, f"van-ban/?clause={place.clause.pk}")).content.decode()
    return page.count("đã được người viết rút"), page.count("Ý kiến đã được ẩn"), SECRET_WORDS in page


def test_what_was_taken_back_before_anybody_saw_it_leaves_nothing_for_others(client):
    """Others never read it, so they are not told that it is gone; its author and the council know."""
    place = premoderated()
    comment = place.comment()
    actions.withdraw_comment(place.author, comment=comment)
    for user in (None, place.reader, place.agency):
        assert lines(client, place, user) == (0, 0, False)
        assert client.get(address(place, f"gop-y/{comment.pk}/")).status_code == 404
    assert lines(client, place, place.author)[0] == 1
    assert lines(client, place, place.first)[0] == 1


def test_what_was_approved_and_then_taken_back_says_so(client):
    place = premoderated()
    comment = place.comment()
    place.rule(Case.objects.get(comment=comment), "approved", reason="")
    actions.withdraw_comment(place.author, comment=Comment.objects.get())
    for user in (None, place.reader, place.agency, place.first):
        assert lines(client, place, user) == (1, 0, False)


def test_what_is_hidden_says_hidden_and_only_once_restored_can_be_taken_back(client, place):
    comment = place.comment()
    place.hidden(comment)
    with pytest.raises(Refused) as refused:
        actions.withdraw_comment(place.author, comment=comment)
    assert refused.value.code == "hidden"
    assert lines(client, place, place.reader) == (0, 1, False)
    place.rule(Case.objects.get(), "restored", by=place.second)
    actions.withdraw_comment(place.author, comment=Comment.objects.get())
    for user in (None, place.reader, place.agency):
        assert lines(client, place, user) == (1, 0, False)


def test_what_was_refused_and_restored_stood_before_it_was_taken_back(client):
    place = premoderated()
    comment = place.comment()
    place.rule(Case.objects.get(comment=comment), "refused", ground="insult")
    assert lines(client, place, place.reader) == (0, 1, False)
    place.rule(Case.objects.get(), "restored", by=place.second)
    actions.withdraw_comment(place.author, comment=Comment.objects.get())
    assert lines(client, place, place.reader) == (1, 0, False)

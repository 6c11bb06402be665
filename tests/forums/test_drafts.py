"""Unsent texts on the server: private, merged by age, with a history, gone when sent."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consult.forums import actions, draft_actions
from consult.forums.draft_models import DraftSave, OpinionDraft
from consult.forums.draft_selectors import draft_of, drafts_of, exported
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file):
    return file.version.clauses.get(citation="khoản 1 Điều 3")


def saved(file, user, reason="Bảy ngày không đủ.", *, age=0, key=None, device="laptop", clause=True):
    return draft_actions.save_draft(
        user, consultation=file, clause=clause_of(file) if clause else None, values={"reason": reason},
        client_key=key or uuid.uuid4(), age=timedelta(seconds=age), device=device,
    )  # fmt: skip


def typed(file, **given):
    return {
        "clause": clause_of(file).pk, "client_key": str(uuid.uuid4()), "position": "no",
        "reason": "Bảy ngày không đủ.", "shown": "anonymous", **given,
    }  # fmt: skip


def save_url(file):
    return f"/ho-so/{file.code}/gop-y/nhap/"


def composer(file):
    return f"/ho-so/{file.code}/gop-y/moi/?clause={clause_of(file).pk}"


def test_a_script_saves_and_another_device_goes_on(file, client, signed_in):
    user, data = make.an_expert(), typed(file)
    answer = signed_in(user).post(save_url(file), {**data, "age": "1500", "device": "laptop"})
    assert answer.status_code == 200
    assert answer.json()["saved"].startswith("Đã lưu nháp ")
    client.logout()
    page = signed_in(user).get(composer(file)).content.decode()
    assert "Bảy ngày không đủ." in page
    assert data["client_key"] in page
    assert "Đã lưu nháp" in page
    room = client.get(f"/ho-so/{file.code}/van-ban/?clause={data['clause']}&muc=viet").content.decode()
    assert "Bảy ngày không đủ." in room


def test_a_draft_is_nobody_elses_and_no_entry_tells_of_it(file, client, signed_in):
    owner, other = make.an_expert(), make.an_expert()
    before = Entry.objects.count()
    draft = saved(file, owner, "Bí mật của người viết.")
    assert Entry.objects.count() == before
    assert "Bí mật" not in signed_in(other).get(composer(file)).content.decode()
    for path in ("", "khoi-phuc/", "bo/"):
        ask = client.post if path else client.get
        assert ask(f"/ban-nhap/{draft.pk}/{path}").status_code == 404
    assert "Bí mật" not in client.get("/viec-cua-toi/").content.decode()
    assert drafts_of(other) == ()
    with pytest.raises(NotThere):
        draft_actions.discard_draft(other, draft=draft)


def test_without_a_session_a_script_hears_it_and_the_button_keeps_the_words(file, client, signed_in):
    data = typed(file)
    assert client.post(save_url(file), {**data, "age": "0"}).status_code == 401
    answer = client.post(save_url(file), data)
    assert answer.url.startswith("/tai-khoan/login/?next=")
    assert "Bảy ngày không đủ." in signed_in(make.an_expert()).get(composer(file)).content.decode()


def test_the_button_without_a_script_leads_back_to_the_composer(file, signed_in):
    client, data = signed_in(make.an_expert()), typed(file)
    answer = client.post(save_url(file), data, follow=True)
    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == f"/ho-so/{file.code}/gop-y/moi/"
    assert "Đã lưu nháp." in page and "Bảy ngày không đủ." in page


def test_sending_takes_the_draft_away_and_a_late_save_brings_nothing_back(file, signed_in):
    user, data = make.an_expert(), typed(file)
    client = signed_in(user)
    client.post(save_url(file), {**data, "age": "0"})
    client.post(f"/ho-so/{file.code}/gop-y/moi/", data)
    assert Comment.objects.count() == 1
    assert not OpinionDraft.objects.exists()
    late = client.post(save_url(file), {**data, "reason": "Bảy ngày không", "age": "0"})
    assert late.json() == {"saved": "", "history": ""}
    assert not OpinionDraft.objects.exists()


def test_what_a_sent_key_left_behind_is_never_offered(file):
    """A saving that looked before the sending committed and wrote after it."""
    user, key = make.an_expert(), uuid.uuid4()
    actions.post_comment(
        user, consultation=file, clause=clause_of(file), position="no", reason="Đã gửi.", client_key=key
    )
    left = OpinionDraft.objects.create(person=user, consultation=file, clause=clause_of(file), client_key=key)
    DraftSave.objects.create(draft=left, at=timezone.now(), device="", values={"reason": "Đã gửi."})
    assert draft_of(user, file, clause_id=clause_of(file).pk) is None
    assert drafts_of(user) == ()


def test_the_newer_wins_and_the_older_stays_in_the_history(file, signed_in):
    user = make.an_expert()
    draft = saved(file, user, "Viết trên máy tính.", age=0)
    saved(file, user, "Viết trên điện thoại hôm qua.", age=86400, device="phone")
    assert draft_of(user, file, clause_id=clause_of(file).pk).initial["reason"] == "Viết trên máy tính."
    page = signed_in(user).get(f"/ban-nhap/{draft.pk}/").content.decode()
    assert page.index("Viết trên máy tính.") < page.index("Viết trên điện thoại hôm qua.")
    old = draft.saves.get(device="phone")
    signed_in(user).post(f"/ban-nhap/{draft.pk}/khoi-phuc/", {"ban": old.pk})
    assert (
        draft_of(user, file, clause_id=clause_of(file).pk).initial["reason"]
        == "Viết trên điện thoại hôm qua."
    )
    assert draft.saves.filter(values__reason="Viết trên máy tính.").exists()
    answer = signed_in(user).post(f"/ban-nhap/{draft.pk}/khoi-phuc/", {"ban": "x" * 40})
    assert answer.status_code == 404


def test_twenty_saves_are_kept(file):
    user = make.an_expert()
    for n in range(25):
        draft = saved(file, user, f"{n} " + "chữ khác nhau", age=100 - n)
    assert draft.saves.count() == 20
    assert draft.saves.first().values["reason"].startswith("24 ")


def test_an_empty_form_makes_no_draft_and_an_emptied_one_keeps_its_words(file):
    user = make.an_expert()
    assert saved(file, user, "") is None
    draft = saved(file, user, "Có chữ.", age=5)
    saved(file, user, "")
    assert draft.saves.first().values["reason"] == ""
    assert draft.saves.filter(values__reason="Có chữ.").exists()


def test_only_so_many_drafts_and_so_often(file, settings, signed_in):
    user = make.an_expert()
    settings.DRAFT_LIMIT = 1
    saved(file, user)
    with pytest.raises(Refused, match="bản nháp chưa gửi") as refused:
        saved(file, user, clause=False)
    assert refused.value.code == "too-many"
    answer = signed_in(user).post(save_url(file), {**typed(file), "clause": "", "age": "0"})
    assert answer.status_code == 403 and "bản nháp chưa gửi" in answer.json()["reason"]
    settings.DRAFT_RATE = 2
    with pytest.raises(Refused, match="quá nhanh") as refused:
        saved(file, user)
    assert refused.value.code == "too-often"


def test_my_work_lists_them_with_the_same_number_of_queries(file, signed_in, django_assert_num_queries):
    user = make.an_expert()
    for clause in file.version.clauses.all()[:3]:
        draft_actions.save_draft(
            user, consultation=file, clause=clause, values={"reason": "Đang viết."}, client_key=uuid.uuid4()
        )
    with django_assert_num_queries(1):
        assert len(drafts_of(user)) == 3
    page = signed_in(user).get("/viec-cua-toi/").content.decode()
    assert "Bản nháp chưa gửi" in page and page.count("Đang viết.") == 3
    draft = OpinionDraft.objects.first()
    signed_in(user).post(f"/ban-nhap/{draft.pk}/bo/")
    assert OpinionDraft.objects.count() == 2


def test_a_draft_on_a_clause_of_an_earlier_version_can_still_be_read(file, signed_in):
    user, draft = make.an_expert(), None
    draft = saved(file, user)
    file.version = make.a_version(draft=file.version.draft, text=make.TEXT_2)
    file.save()
    (row,) = drafts_of(user)
    assert row.url == f"/ban-nhap/{draft.pk}/"
    page = signed_in(user).get(row.url).content.decode()
    assert "Bảy ngày không đủ." in page and "không thuộc bản đang lấy ý kiến" in page


def test_my_data_holds_them(file):
    user = make.an_expert()
    saved(file, user)
    assert exported(user)[0]["values"] == {"reason": "Bảy ngày không đủ."}

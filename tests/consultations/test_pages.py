"""Pages of a file's officers and of the invited, through HTTP."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Consultation, DeadlineRule, Invitation
from consult.people.roles import OrganisationKind, Role
from tests import factories
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return factories.a_version()


@pytest.fixture
def officer(version):
    return factories.a_member(version.draft.agency, Role.AGENCY_OFFICER)


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def new_form(of, **fields):
    return {
        "kind": "social_review",
        "version": of.pk,
        "title": "",
        "legal_basis": "Điều 32 Luật Mặt trận Tổ quốc Việt Nam",
        "council": factories.an_organisation(OrganisationKind.FRONT).pk,
        "summary": "Tóm tắt đã gõ",
        "comment_opens": day(0),
        "comment_closes": day(20),
        "meet_closes": day(25),
        "compile_closes": "",
        "answer_closes": day(40),
        "invited": "verified",
        "levels": ["anonymous"],
        "client_key": str(uuid.uuid4()),
        **fields,
    }


def test_a_new_file_is_filled_in_from_the_rules(signed_in, client, officer):
    DeadlineRule.objects.update_or_create(
        key="draft.publish_min", defaults={"label": "Đăng tải", "days": 20, "source": "Luật số 64/2025/QH15"}
    )
    signed_in(officer)
    page = client.get(reverse("consultation_new"), {"loai": "social_review"}).content.decode()
    assert "Luật Mặt trận Tổ quốc Việt Nam số 75/2015/QH13" in page
    assert f'value="{day(20)}"' in page
    assert "Căn cứ: Luật số 64/2025/QH15." in page
    for label in ("Bản dự thảo lấy ý kiến", "Căn cứ pháp lý", "Hết hạn góp ý", "Ai được góp ý"):
        assert label in page
    assert client.get(reverse("consultation_new"), {"loai": "<x>", "ban": "x"}).status_code == 200


def test_from_the_form_to_an_open_file(signed_in, client, officer, version):
    signed_in(officer)
    form = new_form(version)
    response = client.post(reverse("consultation_new"), form)
    consultation = Consultation.objects.get()
    assert response.url == reverse("consultation_manage", args=[consultation.code])
    assert client.post(reverse("consultation_new"), form).url == response.url
    assert Consultation.objects.count() == 1
    assert consultation.title == version.draft.title
    closes = timezone.localtime(consultation.stages.get(kind="comment").closes_at)
    assert (closes.date().isoformat(), closes.hour, closes.minute) == (day(20), 23, 59)
    assert "Mở lấy ý kiến" in client.get(response.url).content.decode()
    opened = client.post(reverse("consultation_open", args=[consultation.code]), follow=True)
    assert "Đang lấy ý kiến" in opened.content.decode()
    assert "Sang giai đoạn Tổng hợp" in opened.content.decode()


BAD = [
    ({"comment_closes": day(-1), "comment_opens": day(-9)}, "Thời hạn góp ý phải từ hôm nay trở đi."),
    ({"comment_closes": ""}, "Cần ghi thời hạn góp ý."),
    ({"meet_closes": day(19)}, "Không được trước ngày hết hạn góp ý."),
    ({"answer_closes": "mai"}, "Ngày ghi theo dạng 22/11/2026."),
    ({"version": ""}, "Cần chọn bản dự thảo."),
    ({"council": ""}, "Cần chọn đơn vị tổng hợp."),
    ({"client_key": "x"}, "Mã gửi của biểu mẫu không hợp lệ."),
]


@pytest.mark.parametrize(("fields", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_wrong_form_says_what_and_keeps_what_was_typed(
    signed_in, client, officer, version, fields, sentence
):
    signed_in(officer)
    response = client.post(reverse("consultation_new"), new_form(version, **fields))
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    assert "Tóm tắt đã gõ" in page
    assert not Consultation.objects.exists()


def test_only_own_published_versions_can_be_chosen(signed_in, client, officer, version):
    signed_in(officer)
    draft = factories.a_version(agency=version.draft.agency, published=False)
    for other in (factories.a_version(), draft):
        response = client.post(reverse("consultation_new"), new_form(other))
        assert response.status_code == 400
    assert not Consultation.objects.exists()


def test_who_finds_the_pages(signed_in, client, version):
    consultation = factories.a_consultation(version=version)
    manage = reverse("consultation_manage", args=[consultation.code])
    assert client.get(manage).status_code == 302
    table = {
        factories.a_member(consultation.agency, Role.AGENCY_OFFICER): (200, 200),
        factories.a_member(consultation.agency, Role.AGENCY_SIGNER): (404, 404),
        factories.a_member(consultation.council, Role.COUNCIL_COORDINATOR): (200, 404),
        factories.a_member(consultation.council, Role.COUNCIL_MEMBER): (404, 404),
        factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER): (404, 200),
        factories.an_expert(): (404, 404),
    }
    for user, expected in table.items():
        signed_in(user)
        found = (client.get(manage).status_code, client.get(reverse("consultation_new")).status_code)
        assert found == expected, user
        for name in ("consultation_open", "consultation_move", "consultation_invite"):
            url = reverse(name, args=[consultation.code])
            assert client.get(url).status_code == 405
            assert expected[0] == 200 or client.post(url).status_code == 404


def test_moving_a_file_shows_the_reason_where_it_is_refused(signed_in, client, version):
    consultation = factories.a_consultation("compile", version=version)
    url = reverse("consultation_move", args=[consultation.code])
    signed_in(factories.a_member(consultation.agency, Role.AGENCY_OFFICER))
    manage = client.get(reverse("consultation_manage", args=[consultation.code])).content.decode()
    assert "Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến." in manage
    refused = client.post(url, {"to": "answer"})
    assert refused.status_code == 403
    assert "Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến." in refused.content.decode()
    signed_in(factories.a_member(consultation.council, Role.COUNCIL_COORDINATOR))
    response = client.post(url, {"to": "answer", "closes_on": day(15)}, follow=True)
    assert "Đã chuyển giai đoạn" in response.content.decode()
    stage = consultation.stages.get(state="now")
    assert stage.kind == "answer"
    assert timezone.localtime(stage.closes_at).date().isoformat() == day(15)


def test_inviting_and_answering(signed_in, client, officer, version, django_capture_on_commit_callbacks):
    consultation = factories.a_consultation(version=version)
    expert, other = factories.an_expert("Võ Văn Kiên"), factories.an_expert("Lê Thị Hoa", field="201")
    signed_in(officer)
    manage = reverse("consultation_manage", args=[consultation.code])
    found = client.get(manage, {"ten": "văn kiên"}).content.decode()
    assert "Võ Văn Kiên" in found
    assert "Lê Thị Hoa" not in found
    by_field = client.get(manage, {"linh_vuc": factories.a_field("2", "Khoa học kỹ thuật").pk})
    assert "Lê Thị Hoa" in by_field.content.decode()
    assert "Võ Văn Kiên" not in by_field.content.decode()
    invite = reverse("consultation_invite", args=[consultation.code])
    empty = client.post(invite, {"message": "Kính mời"})
    assert empty.status_code == 400
    assert "Cần chọn ít nhất một chuyên gia." in empty.content.decode()
    assert "Kính mời" in empty.content.decode()
    sent = client.post(invite, {"experts": [expert.expert.pk], "message": "Kính mời"}, follow=True)
    assert "0 nhận lời trên 1 lời mời" in sent.content.decode()
    url = reverse("invitation", args=[Invitation.objects.get().pk])
    for stranger in (other, officer):
        signed_in(stranger)
        assert client.get(url).status_code == 404
    signed_in(expert)
    assert "Kính mời" in client.get(url).content.decode()
    refused = client.post(url, {"answer": "no", "reason": " "})
    assert refused.status_code == 400
    assert "Cần nêu lý do từ chối." in refused.content.decode()
    client.post(url, {"answer": "no", "reason": "Đi công tác"})
    assert Invitation.objects.get().state == "declined"
    assert "Đã nhận lời" in client.post(url, {"answer": "yes"}, follow=True).content.decode()
    assert Invitation.objects.get().reason == ""
    signed_in(officer)
    assert "1 nhận lời trên 1 lời mời" in client.get(manage).content.decode()


def test_the_reason_of_a_refusal_is_for_officers_of_the_file_only(signed_in, client, officer, version):
    consultation = factories.a_consultation(version=version)
    user = factories.an_expert("Võ Văn Kiên")
    consultation.invitations.create(
        expert=user.expert, invited_by=officer, state="declined", reason="Lý do riêng tư"
    )
    signed_in(officer)
    assert (
        "Lý do riêng tư"
        in client.get(reverse("consultation_manage", args=[consultation.code])).content.decode()
    )
    client.logout()
    public = client.get(reverse("consultation", args=[consultation.code]))
    assert "Lý do riêng tư" not in public.content.decode()
    assert "Võ Văn Kiên" not in public.content.decode()


def _cost(client, url, counting):
    with counting(25) as counted:
        assert client.get(url).status_code == 200
    return len(counted.captured_queries)


def test_pages_cost_the_same_for_3_and_30_rows(
    signed_in, client, officer, version, django_assert_max_num_queries
):
    consultation = factories.a_consultation(version=version)
    manage = reverse("consultation_manage", args=[consultation.code])

    def more(count):
        for _ in range(count):
            consultation.invitations.create(expert=factories.an_expert().expert, invited_by=officer)
            factories.an_expert()
            factories.a_version(agency=version.draft.agency, by=officer, text="Điều 1. Tên")

    more(3)
    signed_in(officer)
    urls = [manage, reverse("consultation_new")]
    before = [_cost(client, url, django_assert_max_num_queries) for url in urls]
    more(27)
    assert [_cost(client, url, django_assert_max_num_queries) for url in urls] == before


@pytest.mark.parametrize(
    "words",
    ["nguyen van an", "NGUYỄN VĂN AN", "Nguyễn", "van  an", "dinh", "đình", "truong dinh", "nguyen dinh"],
)
def test_candidates_are_found_without_diacritics(version, officer, signed_in, words):
    consultation = factories.a_consultation(agency=version.draft.agency, version=version)
    wanted = factories.an_expert("Nguyễn Văn An", workplace="Trường Đình Chiểu")
    factories.an_expert("Lê Minh Châu")
    page = signed_in(officer).get(reverse("consultation_manage", args=[consultation.code]), {"ten": words})
    html = text(page)
    assert f'name="experts" value="{wanted.expert.pk}"' in html
    assert html.count('name="experts"') == 1


@pytest.mark.parametrize("words", ["nguyen van am", "%", "_", "chau an", "dinhh"])
def test_candidates_with_another_name_are_not(version, officer, signed_in, words):
    consultation = factories.a_consultation(agency=version.draft.agency, version=version)
    factories.an_expert("Nguyễn Văn An", workplace="Trường Đình Chiểu")
    page = signed_in(officer).get(reverse("consultation_manage", args=[consultation.code]), {"ten": words})
    assert 'name="experts"' not in page.content.decode()

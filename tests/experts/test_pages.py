"""The directory, a profile, one's own profile, the association's desk."""

import pytest
from django.test import Client
from django.urls import reverse

from consult.experts import actions
from consult.experts.models import Expert, Field, Verification
from consult.people.models import Commune
from consult.people.roles import OrganisationKind, Role
from tests.factories import a_member, a_user, an_expert, an_organisation

pytestmark = pytest.mark.django_db


def _association(**fields):
    return an_organisation(OrganisationKind.ASSOCIATION, **fields)


def _names(response):
    return [row.name for row in response.context["directory"].rows]


# --- the directory -----------------------------------------------------------------------------------------


def test_a_visitor_reads_the_directory_and_no_address(client):
    user = an_expert("Lê Đức", specialty="Luật đất đai", evidence="Bằng số 7", works="Sách 2024")
    page = client.get(reverse("experts"))
    html = page.content.decode()
    assert "TS. Lê Đức" in html
    assert "Luật đất đai" in html
    profile = client.get(reverse("expert", args=[user.expert.pk])).content.decode()
    assert "Sách 2024" in profile
    assert "Pháp luật" in profile
    for text in (html, profile):
        assert user.email not in text
        assert "Bằng số 7" not in text


@pytest.mark.parametrize("hidden", [{"verified": False}, {"listed": False}])
def test_a_profile_that_is_not_public_is_not_there(client, hidden):
    user = an_expert(**hidden)
    assert client.get(reverse("expert", args=[user.expert.pk])).status_code == 404
    assert client.get(reverse("experts")).content.decode().count(user.full_name) == 0


def test_filters_work_together_and_show_as_pills(client):
    association = _association(name="Hội Luật gia")
    an_expert("Lê Đức", degree="ts", association=association)
    an_expert("Võ An", degree="ths", association=association)
    an_expert("Hồ Bé", degree="ts", field="103")
    find = {"field": ["5"], "degree": ["ts"]}
    response = client.get(reverse("experts"), find)
    assert _names(response) == ["TS. Lê Đức"]
    words = [pill["words"] for pill in response.context["active"]]
    assert [str(word) for word in words] == ["Khoa học xã hội", "Tiến sĩ khoa học, tiến sĩ"]
    without_degree = client.get(reverse("experts") + response.context["active"][1]["url"])
    assert _names(without_degree) == ["ThS. Võ An", "TS. Lê Đức"]
    assert _names(client.get(reverse("experts"), {"branch": "103"})) == ["TS. Hồ Bé"]
    assert len(_names(client.get(reverse("experts"), {"association": association.slug}))) == 2
    assert _names(client.get(reverse("experts"), {"q": "ho be"})) == ["TS. Hồ Bé"]


ODD = ["\0", "NaN", "-1", "9" * 400, "1e999", "' OR 1=1 --", "%", "\u202e", "[]", "５"]


@pytest.mark.parametrize("name", ["q", "field", "branch", "degree", "association", "page", "o", "ordering"])
def test_odd_values_never_break_the_directory(client, name):
    an_expert()
    for value in ODD:
        response = client.get(reverse("experts"), {name: value})
        assert response.status_code == (404 if name == "page" else 200)


@pytest.mark.parametrize(
    "query",
    [
        "user__email__startswith=nguoi",
        "email=nguoi1@consult.test",
        "o=user__email",
        "ordering=-user__password",
        "listed=False",
        "evidence__contains=B",
        "state=waiting",
    ],
)
def test_parameters_that_are_not_filters_are_ignored(client, query):
    an_expert("Lê Đức", evidence="Bằng")
    an_expert("Võ An", evidence="Khác")
    an_expert("Hồ Bé", listed=False)
    assert _names(client.get(f"{reverse('experts')}?{query}")) == ["TS. Võ An", "TS. Lê Đức"]


def test_the_pages_of_the_directory_are_counted(client):
    for n in range(23):
        an_expert(f"Người {n}")
    assert len(_names(client.get(reverse("experts"), {"page": 2}))) == 3
    assert client.get(reverse("experts"), {"page": 3}).status_code == 404


def test_queries_of_the_directory_do_not_grow(client, django_assert_max_num_queries):
    counts = []
    for number in (3, 27):
        for _n in range(number):
            an_expert(association=_association())
        with django_assert_max_num_queries(9) as seen:
            assert client.get(reverse("experts"), {"q": "le"}).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_queries_of_a_profile_do_not_grow(client, django_assert_max_num_queries):
    counts = []
    for number in (3, 30):
        expert = an_expert(association=_association()).expert
        expert.fields.set(Field.objects.filter(level=2)[:number])
        officer = a_user()
        for n in range(number):
            Verification.objects.create(
                expert=expert,
                officer=officer,
                organisation=expert.association,
                decision="verified",
                reason=f"Lần {n}",
            )
        with django_assert_max_num_queries(11) as seen:
            assert client.get(reverse("expert", args=[expert.pk])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- one's own profile -------------------------------------------------------------------------------------


def _fields(where, **changes):
    return {
        "title": "",
        "degree": "ts",
        "field_ids": [Field.objects.get(code="505").pk],
        "specialty": "Luật",
        "workplace": "Trường Luật",
        "association": where.pk,
        "works": "",
        "evidence": "Bằng",
        "version": 0,
        **changes,
    }


def test_the_form_saves_and_the_profile_is_sent(signed_in):
    user, association = a_user(), _association()
    client = signed_in(user)
    assert client.get(reverse("my_profile")).status_code == 200
    assert client.post(reverse("my_profile"), _fields(association)).status_code == 302
    assert "Gửi yêu cầu xác thực" in client.get(reverse("my_profile")).content.decode()
    client.post(reverse("verification_request"))
    assert Expert.objects.get(user=user).state == "waiting"
    assert "Chờ xác thực" in client.get(reverse("my_profile")).content.decode()


def test_an_incomplete_profile_is_told_what_is_missing(signed_in):
    user, association = a_user(), _association()
    client = signed_in(user)
    client.post(reverse("my_profile"), _fields(association, evidence=""))
    response = client.post(reverse("verification_request"), follow=True)
    assert "Hồ sơ còn thiếu: minh chứng." in response.content.decode()


def test_two_windows_get_409_with_both_texts_and_may_then_save(signed_in):
    user, association = a_user(), _association()
    client = signed_in(user)
    client.post(reverse("my_profile"), _fields(association, works="Bản trước"))
    client.post(reverse("my_profile"), _fields(association, works="Bản ở cửa sổ kia", version=1))
    mine = _fields(association, works="Bản của tôi", version=1)
    response = client.post(reverse("my_profile"), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Bản ở cửa sổ kia" in html
    assert "Bản của tôi" in html
    assert 'value="2"' in html
    assert client.post(reverse("my_profile"), {**mine, "version": 2}).status_code == 302
    assert Expert.objects.get(user=user).works == "Bản của tôi"


@pytest.mark.parametrize(
    "changes",
    [
        {"field_ids": ["x"]},
        {"field_ids": ["99999999999999999999"]},
        {"association": "99999999999999999999"},
        {"version": "-1"},
        {"version": "NaN"},
        {"version": ""},
        {"title": "vua"},
        {"specialty": "a\0b"},
        {"works": "x" * 20001},
    ],
)
def test_odd_forms_are_told_and_nothing_is_saved(signed_in, changes):
    user = a_user()
    response = signed_in(user).post(reverse("my_profile"), _fields(_association(), **changes))
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert not Expert.objects.filter(user=user).exists()


def test_more_than_six_fields_are_refused(signed_in):
    many = list(Field.objects.filter(level=2).values_list("pk", flat=True)[:7])
    response = signed_in(a_user()).post(reverse("my_profile"), _fields(_association(), field_ids=many))
    assert response.status_code == 400
    assert "nhiều nhất 6 lĩnh vực" in response.content.decode()


def test_a_commune_is_found_by_name_and_chosen_where_several_share_it(signed_in):
    for code, name, province in (
        ("31117", "Phường Ninh Kiều", "Thành phố Cần Thơ"),
        ("10001", "Xã Tân Hòa", "Tỉnh Vĩnh Long"),
        ("10002", "Xã Tân Hòa", "Thành phố Cần Thơ"),
    ):
        Commune.objects.create(code=code, name=name, kind="xã", province=province)
    user, association = a_user(), _association()
    client = signed_in(user)
    url = reverse("my_profile")
    assert client.post(url, _fields(association, commune="khong co")).status_code == 400
    several = client.post(url, _fields(association, commune="tan hoa"))
    assert several.status_code == 400
    assert 'value="10002"' in several.content.decode()
    chosen = _fields(association, commune="tan hoa", commune_pick="10002")
    assert client.post(url, chosen).status_code == 302
    assert Expert.objects.get(user=user).commune_id == "10002"
    shown = client.get(url).context["form"]["commune"].value()
    assert shown == "Xã Tân Hòa, Thành phố Cần Thơ (10002)"
    assert client.post(url, _fields(association, commune=shown, version=1)).status_code == 302
    assert client.post(url, _fields(association, commune="ninh kieu can tho", version=2)).status_code == 302
    assert Expert.objects.get(user=user).commune_id == "31117"


# --- the association's desk --------------------------------------------------------------------------------


def _waiting(association, name="Võ Văn Tám"):
    user = a_user(name)
    actions.save_profile(
        user,
        degree="ts",
        fields=[Field.objects.get(code="505")],
        specialty="Luật",
        workplace="Trường Luật",
        association=association,
        evidence="Quyết định số 12",
    )
    return actions.request_verification(user)


def test_the_officer_reads_the_evidence_and_decides_with_a_reason(signed_in):
    association = _association()
    expert = _waiting(association)
    client = signed_in(a_member(association, Role.ASSOCIATION_OFFICER))
    assert "Võ Văn Tám" in client.get(reverse("verifications")).content.decode()
    url = reverse("verification", args=[expert.pk])
    html = client.get(url).content.decode()
    assert "Quyết định số 12" in html
    assert expert.user.email in html
    without = client.post(url, {"decision": "verified", "reason": " ", "version": expert.version})
    assert without.status_code == 400
    assert "Cần nêu lý do của quyết định." in without.content.decode()
    sent = {"decision": "returned", "reason": "Thiếu bằng tiến sĩ", "version": expert.version}
    assert client.post(url, sent).url == reverse("verifications")
    own = Client()
    own.force_login(expert.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Thiếu bằng tiến sĩ" in own.get(reverse("my_profile")).content.decode()


def test_a_decision_about_an_older_text_keeps_the_reason_and_works_after_reading(signed_in):
    association = _association()
    expert = _waiting(association)
    client = signed_in(a_member(association, Role.ASSOCIATION_OFFICER))
    Expert.objects.filter(pk=expert.pk).update(version=2, evidence="Bằng mới")
    url = reverse("verification", args=[expert.pk])
    sent = {"decision": "verified", "reason": "Đã đối chiếu", "version": 1}
    response = client.post(url, sent)
    html = response.content.decode()
    assert response.status_code == 400
    assert "Đã đối chiếu" in html
    assert "Bằng mới" in html
    assert (
        client.post(url, {**sent, "version": response.context["form"]["version"].value()}).status_code == 302
    )


def test_others_have_no_such_pages(signed_in):
    association = _association()
    expert = _waiting(association)
    url = reverse("verification", args=[expert.pk])
    for other in (a_user(), a_member(_association(), Role.ASSOCIATION_OFFICER), expert.user):
        client = signed_in(other)
        assert client.get(url).status_code == 404
        assert client.post(url, {"decision": "verified", "reason": "x", "version": 2}).status_code == 404
    assert signed_in(a_user()).get(reverse("verifications")).status_code == 403
    assert Expert.objects.get(pk=expert.pk).state == "waiting"


def test_the_own_profile_is_shown_without_a_form(signed_in):
    association = _association()
    officer = a_member(association, Role.ASSOCIATION_OFFICER)
    actions.save_profile(
        officer,
        fields=[Field.objects.get(code="505")],
        specialty="Luật",
        workplace="Hội",
        association=association,
        evidence="Bằng",
    )
    expert = actions.request_verification(officer)
    url = reverse("verification", args=[expert.pk])
    client = signed_in(officer)
    assert "Không được xác thực hồ sơ của chính mình" in client.get(url).content.decode()
    response = client.post(url, {"decision": "verified", "reason": "Tốt", "version": expert.version})
    assert response.status_code == 400
    assert "chính mình" in response.content.decode()


def test_queries_of_the_desk_do_not_grow(signed_in, django_assert_max_num_queries):
    counts = []
    for number in (3, 20):
        association = _association()
        for _n in range(number):
            _waiting(association)
        client = signed_in(a_member(association, Role.ASSOCIATION_OFFICER))
        with django_assert_max_num_queries(8) as seen:
            assert client.get(reverse("verifications")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_every_post_stays_in_its_budget(signed_in, django_assert_max_num_queries):
    user, association = a_user(), _association()
    client = signed_in(user)
    with django_assert_max_num_queries(34):
        assert client.post(reverse("my_profile"), _fields(association)).status_code == 302
    with django_assert_max_num_queries(20):
        client.post(reverse("verification_request"))
    expert = Expert.objects.get(user=user)
    client = signed_in(a_member(association, Role.ASSOCIATION_OFFICER))
    sent = {"decision": "verified", "reason": "Đúng", "version": expert.version}
    with django_assert_max_num_queries(30):
        assert client.post(reverse("verification", args=[expert.pk]), sent).status_code == 302

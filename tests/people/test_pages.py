"""One's own data and the organisation's page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.people import actions
from consult.people.models import Consent, Membership
from consult.people.roles import OrganisationKind, Role
from tests.factories import PASSWORD, a_member, a_user, an_expert, an_organisation

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_visitor_is_asked_to_sign_in(client):
    for name in ("my_data", "my_data_file"):
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_the_page_shows_words_versions_and_history(signed_in):
    user = a_user()
    actions.give_consent(user, purpose="notices", given=True)
    html = signed_in(user).get(reverse("my_data")).content.decode()
    assert "nhận qua thư điện tử lời mời góp ý" in html
    assert "Nội dung phiên bản 1" in html
    assert user.email in html


def test_a_consent_is_given_and_withdrawn_by_the_buttons(signed_in):
    user = a_user()
    client = signed_in(user)
    for choice in ("yes", "no"):
        response = client.post(reverse("consent"), {"purpose": "notices", "given": choice})
        assert response.url == reverse("my_data")
    assert list(Consent.objects.filter(user=user).values_list("given", flat=True)) == [False, True]


def test_an_invented_purpose_is_refused_with_a_sentence(signed_in):
    response = signed_in(a_user()).post(reverse("consent"), {"purpose": "x\0", "given": "yes"})
    assert response.status_code == 403
    assert "không có trong danh mục" in response.content.decode()


def test_withdrawing_the_register_unlists_at_once(signed_in):
    user = an_expert()
    actions.give_consent(user, purpose="register", given=True)
    assert Client().get(reverse("expert", args=[user.expert.pk])).status_code == 200
    signed_in(user).post(reverse("consent"), {"purpose": "register", "given": "no"})
    assert Client().get(reverse("expert", args=[user.expert.pk])).status_code == 404


def test_the_download_holds_every_part(signed_in):
    user = an_expert("Lê Minh Châu", evidence="Quyết định số 12")
    actions.give_consent(user, purpose="register", given=True)
    response = signed_in(user).get(reverse("my_data_file"))
    data = response.json()
    assert data["account"]["full_name"] == "Lê Minh Châu"
    assert data["consents"][0]["text_hash"]
    assert data["expert"]["evidence"] == "Quyết định số 12"
    assert data["acts"][0]["verb"] == "consent.given"
    assert "attachment" in response["Content-Disposition"]


def test_signing_out_everywhere_ends_the_other_sessions_alone(client):
    user = a_user()
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(user, backend=BACKEND)
        assert browser.get(reverse("my_data")).status_code == 200
    here.post(reverse("sign_out_everywhere"))
    assert here.get(reverse("my_data")).status_code == 200
    assert there.get(reverse("my_data")).status_code == 302
    user.refresh_from_db()
    assert user.session_epoch == 1
    assert user.check_password(PASSWORD)


def test_a_locked_account_is_out_at_once(signed_in):
    user = a_user()
    client = signed_in(user)
    actions.set_active(None, user=user, active=False)
    assert client.get(reverse("my_data")).status_code == 302


def _members(organisation, number):
    for n in range(number):
        a_member(organisation, Role.AGENCY_OFFICER, f"Người Thứ {n}")


def test_the_organisation_shows_its_members_to_its_officers_alone(signed_in):
    agency = an_organisation(name="Sở Nội vụ")
    officer = a_member(agency, Role.AGENCY_SIGNER, "Phạm Thị Dung")
    url = reverse("organisation", args=[agency.slug])
    html = signed_in(officer).get(url).content.decode()
    assert "Phạm Thị Dung" in html
    assert "Giao vai trò" not in html
    assert signed_in(a_user()).get(url).status_code == 404
    assert signed_in(officer).post(url, {"email": officer.email, "role": "agency_officer"}).status_code == 403


def test_an_administrator_gives_and_ends_a_role(signed_in):
    agency, person = an_organisation(), a_user("Võ Văn Em")
    client = signed_in(a_member(an_organisation(OrganisationKind.FRONT), Role.ADMINISTRATOR))
    url = reverse("organisation", args=[agency.slug])
    client.post(url, {"email": person.email, "role": "agency_officer", "title": "Chuyên viên"})
    membership = Membership.objects.get(user=person)
    assert membership.title == "Chuyên viên"
    assert client.post(reverse("membership_end", args=[membership.pk])).url == url
    membership.refresh_from_db()
    assert membership.valid_to is not None


def test_a_refused_role_is_told_in_the_form_and_what_was_typed_stays(signed_in):
    front, person = an_organisation(OrganisationKind.FRONT), a_user()
    a_member(an_organisation(), Role.AGENCY_OFFICER, user=person)
    client = signed_in(a_member(front, Role.ADMINISTRATOR))
    url = reverse("organisation", args=[front.slug])
    response = client.post(url, {"email": person.email, "role": "council_head", "title": "Ủy viên"})
    html = response.content.decode()
    assert response.status_code == 400
    assert "không được vừa giữ vai trò" in html
    assert 'value="Ủy viên"' in html
    response = client.post(url, {"email": "la@consult.test", "role": "council_head"})
    assert response.status_code == 400
    assert "Không có tài khoản" in response.content.decode()


def test_queries_do_not_grow_with_members(signed_in, django_assert_max_num_queries):
    counts = []
    for number in (3, 30):
        agency = an_organisation()
        _members(agency, number)
        client = signed_in(a_member(agency, Role.AGENCY_SIGNER))
        with django_assert_max_num_queries(12) as seen:
            assert client.get(reverse("organisation", args=[agency.slug])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_queries_do_not_grow_with_consents(signed_in, django_assert_max_num_queries):
    counts = []
    for number in (3, 30):
        user = a_user()
        for n in range(number):
            actions.give_consent(user, purpose="notices", given=n % 2 == 0)
        client = signed_in(user)
        with django_assert_max_num_queries(9) as seen:
            assert client.get(reverse("my_data")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_administrator_finds_every_organisation_and_an_officer_the_own(
    signed_in, django_assert_max_num_queries
):
    mine = an_organisation(name="Sở Khoa học và Công nghệ")
    for number in range(8):
        a_member(an_organisation(name=f"Sở thứ {number}"), Role.AGENCY_OFFICER)
    officer = a_member(mine, Role.AGENCY_OFFICER)
    ended = an_organisation(name="Sở đã giải thể", valid_to=timezone.localdate() - timedelta(days=1))
    root = signed_in(a_user(is_superuser=True))
    with django_assert_max_num_queries(8):
        every = root.get(reverse("organisations")).content.decode()
    assert mine.official_name in every and "Sở thứ 7" in every and ended.official_name not in every
    own = signed_in(officer).get(reverse("organisations")).content.decode()
    assert mine.official_name in own and "Sở thứ 7" not in own
    assert signed_in(a_user()).get(reverse("organisations")).status_code == 404

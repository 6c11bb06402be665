"""Sign-up, sign-in and the second factor, through the pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from consult.ledger.models import Entry
from consult.notices.models import Mail
from consult.people.models import Consent, User
from consult.people.roles import Role
from consult.people.selectors import has_consent
from tests.factories import PASSWORD, a_member, a_user, an_organisation

pytestmark = pytest.mark.django_db
LONG = "mat-khau-rat-dai-7"


def _form(**changes):
    fields = {
        "full_name": "Đỗ Thị Ước",
        "email": "moi@consult.test",
        "password1": LONG,
        "password2": LONG,
        "consent_account": "on",
    }
    return {**fields, **changes}


def _sign_up(client, **changes):
    return client.post(reverse("account_signup"), _form(**changes))


def _verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_the_boxes_are_unticked_and_only_one_is_required(client):
    html = client.get(reverse("account_signup")).content.decode()
    boxes = re.findall(r'<input type="checkbox"[^>]*name="consent_(\w+)"[^>]*>', html)
    tags = re.findall(r'<input type="checkbox"[^>]*>', html)
    assert boxes == ["account", "register", "public_name", "notices"]
    assert not any("checked" in tag for tag in tags)
    assert [("required" in tag) for tag in tags] == [True, False, False, False]


def test_sign_up_keeps_each_consent_with_its_version_and_mails_a_link(client):
    response = _sign_up(client, consent_notices="on")
    assert response.status_code == 302
    assert response.url == reverse("account_email_verification_sent")
    user = User.objects.get(email="moi@consult.test")
    assert user.full_name == "Đỗ Thị Ước"
    assert user.name_key
    given = Consent.objects.filter(user=user, given=True).values_list("text__purpose", "text__version")
    assert set(given) == {("account", 1), ("notices", 1)}
    assert Entry.objects.filter(verb="person.registered", target_id=str(user.pk)).exists()
    mail = Mail.objects.get()
    assert mail.to == "moi@consult.test"
    assert "/tai-khoan/confirm-email/" in mail.body


def test_the_link_confirms_by_post_alone(client):
    _sign_up(client)
    link = re.search(r"/tai-khoan/confirm-email/[^\s/]+/", Mail.objects.get().body)[0]
    other = Client()
    page = other.get(link)
    assert page.status_code == 200
    assert "Xác nhận" in page.content.decode()
    assert not EmailAddress.objects.get().verified
    other.post(link)
    assert EmailAddress.objects.get().verified


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    _sign_up(client)
    fresh = Client()
    response = fresh.post(reverse("account_login"), {"login": "moi@consult.test", "password": LONG})
    assert response.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in fresh.session


def test_without_the_required_box_the_form_says_so_and_keeps_what_was_typed(client):
    fields = _form()
    del fields["consent_account"]
    html = client.post(reverse("account_signup"), fields).content.decode()
    assert "Cần đồng ý với mục này để mở tài khoản." in html
    assert 'value="Đỗ Thị Ước"' in html
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["http://evil.example", "A", "<b>An</b>", "Trúng thưởng: gọi 0900"])
def test_a_name_carries_no_message_into_the_mail(client, name):
    assert "chỉ gồm chữ cái" in _sign_up(client, full_name=name).content.decode()
    assert not Mail.objects.exists()


def test_sign_up_answers_alike_for_a_known_and_an_unknown_address(client):
    _verified(a_user(email="cu@consult.test"))
    known = _sign_up(client, email="cu@consult.test")
    unknown = _sign_up(Client(), email="la@consult.test")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [_words(Client().get(answer.url)) for answer in (known, unknown)]
    assert pages[0] == pages[1]
    assert "Đã gửi thư xác nhận" in pages[0]
    assert User.objects.filter(email="cu@consult.test").count() == 1
    assert set(Mail.objects.values_list("to", flat=True)) == {"cu@consult.test", "la@consult.test"}


def test_reset_answers_alike_for_a_known_and_an_unknown_address(client):
    _verified(a_user(email="cu@consult.test"))
    url = reverse("account_reset_password")
    answers = [Client().post(url, {"email": f"{who}@consult.test"}) for who in ("cu", "la")]
    assert answers[0].url == answers[1].url
    assert answers[0].status_code == answers[1].status_code == 302


def test_sign_in_fails_alike_for_a_known_and_an_unknown_address(client):
    _verified(a_user(email="cu@consult.test"))
    url = reverse("account_login")
    sorry = "Thư điện tử hoặc mật khẩu không đúng."
    for who in ("cu", "la"):
        answer = Client().post(url, {"login": f"{who}@consult.test", "password": "sai-mat-khau-1"})
        assert answer.status_code == 200
        assert sorry in answer.content.decode()


def test_too_many_wrong_passwords_are_stopped(client):
    _verified(a_user(email="cu@consult.test"))
    url = reverse("account_login")
    for _n in range(12):
        answer = client.post(url, {"login": "cu@consult.test", "password": "sai-mat-khau-1"})
    stopped = answer.status_code == 429 or "quá nhiều lần" in answer.content.decode()
    assert stopped
    answer = client.post(url, {"login": "cu@consult.test", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_way_back_stays_on_the_site(client):
    user = _verified(a_user())
    fields = {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert not client.post(reverse("account_login"), fields).url.startswith("https:")


def test_a_changed_password_is_recorded_and_closes_sockets(signed_in):
    user = _verified(a_user())
    client = signed_in(user)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG},
    )
    user.refresh_from_db()
    assert user.check_password(LONG)
    assert user.session_epoch == 1
    assert Entry.objects.filter(verb="password.changed").count() == 1


def _words(response) -> str:
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", response.content.decode())
    return re.sub(r"(?s)<[^>]+>", " ", html)


ACCOUNT_PAGES = [
    "account_email",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
    "account_logout",
]
VISITOR_PAGES = ["account_login", "account_signup", "account_reset_password", "account_inactive"]
# Words that only a page without its translation would show.
ENGLISH = re.compile(
    r"\b(the|your|you|please|password|email|sign|address|code|account|authenticator)\b", re.I
)


@pytest.mark.parametrize("name", VISITOR_PAGES)
def test_account_pages_for_visitors_are_vietnamese(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not ENGLISH.search(_words(response))


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_of_a_person_are_vietnamese_and_ours(client, name):
    user = _verified(a_user())
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = response.content.decode()
    assert 'class="foot"' in html
    found = ENGLISH.search(_words(response).replace(user.email, "").replace("English", ""))
    assert not found, found


def test_the_button_of_the_outside_identity_appears_only_when_configured(client, settings):
    assert "VNeID" not in client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "vneid",
                    "name": "VNeID",
                    "client_id": "consult",
                    "secret": "s",
                    "settings": {"server_url": "https://id.example"},
                }
            ]
        }
    }
    html = client.get(reverse("account_login")).content.decode()
    assert "Đăng nhập bằng VNeID" in html
    assert "/tai-khoan/oidc/vneid/login/" in html


# --- the second factor -------------------------------------------------------------------------------------


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = True


def _factor(user, kind):
    Authenticator.objects.create(user=user, type=kind, data={})


def test_an_officer_without_a_factor_sees_only_its_set_up(strict, signed_in):
    client = signed_in(_verified(a_member(an_organisation(), Role.AGENCY_OFFICER)))
    response = client.get(reverse("my_data"))
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))
    assert client.get(reverse("mfa_index")).status_code == 200
    # Posting is stopped too: the choice is not kept.
    client.post(reverse("consent"), {"purpose": "notices", "given": "yes"})
    assert not Consent.objects.exists()


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_an_app_or_a_passkey_opens_the_site(strict, signed_in, kind):
    user = _verified(a_member(an_organisation(), Role.AGENCY_OFFICER))
    _factor(user, kind)
    assert signed_in(user).get(reverse("my_data")).status_code == 200


def test_recovery_codes_alone_do_not(strict, signed_in):
    user = _verified(a_member(an_organisation(), Role.AGENCY_OFFICER))
    _factor(user, Authenticator.Type.RECOVERY_CODES)
    assert signed_in(user).get(reverse("my_data")).url == reverse("mfa_index")


def test_an_expert_and_a_visitor_need_none(strict, signed_in, client):
    assert client.get(reverse("account_login")).status_code == 200
    assert signed_in(a_user()).get(reverse("my_data")).status_code == 200


def test_the_demo_switches_it_off(signed_in):
    user = a_member(an_organisation(), Role.AGENCY_OFFICER)
    assert signed_in(user).get(reverse("my_data")).status_code == 200


def test_consents_follow_the_account(client):
    _sign_up(client, consent_register="on")
    assert has_consent(User.objects.get(), "register")

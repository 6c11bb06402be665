"""Sign-in by an outside issuer: a real server configured by its environment, a real issuer on another port."""

import html
import re
import secrets

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from consult.notices.models import Mail
from consult.people.models import Consent, User
from consult.people.roles import Role
from tests.factories import PASSWORD, a_member, a_user, an_organisation
from tests.live.serving import database_environment, served
from tests.people import issuer_stub

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Không đăng nhập được bằng tài khoản bên ngoài"


@pytest.fixture(scope="module")
def issuer():
    with issuer_stub.running() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def site(issuer, django_db_setup):
    environment = {
        "OIDC_ISSUER": issuer.url, "OIDC_NAME": "Cổng thử", "OIDC_CLIENT_ID": issuer_stub.CLIENT,
        "OIDC_CLIENT_SECRET": issuer_stub.SECRET, "HTTP_THREADS": "2",
    }  # fmt: skip
    with served(**database_environment(), **environment) as (port, process):
        yield f"http://127.0.0.1:{port}"
        assert process.poll() is None


class Browser:
    """Keeps cookies, sends forms as they stand on the page, follows redirects only where told."""

    def __init__(self, site):
        self.site, self.session = site, requests.Session()
        self.session.trust_env = False

    def get(self, url):
        return self.session.get(url if url.startswith("http") else self.site + url, timeout=20)

    def post(self, page, path, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        return self.session.post(
            self.site + path,
            {"csrfmiddlewaretoken": token, **fields},
            headers={"Origin": self.site},
            timeout=20,
            allow_redirects=False,
        )

    def press_the_button(self):
        """From the sign-in page to the address at the issuer."""
        page = self.get("/tai-khoan/login/")
        link = html.unescape(re.search(r'href="([^"]*/oidc/[^"]*)"', page.text)[1])
        return self.post(self.get(link), link)

    def come_back(self):
        """All the way: what our site answers to the issuer's redirect."""
        return self.get(self.press_the_button().headers["Location"])

    def password_sign_in(self, user):
        page = self.get("/tai-khoan/login/")
        return self.post(page, "/tai-khoan/login/", login=user.email, password=PASSWORD)

    @property
    def signed_in(self):
        page = self.session.get(f"{self.site}/du-lieu-cua-toi/", timeout=20, allow_redirects=False)
        return page.status_code == 200


@pytest.fixture
def browser(site):
    return Browser(site)


def register(browser, page, email, **fields):
    given = {"full_name": "Đỗ Thị Hạnh", "email": email, "consent_account": "on", **fields}
    return browser.post(page, "/tai-khoan/3rdparty/signup/", **given)


def sentence_of(answer) -> str:
    main = re.search(r"(?s)<main.*?</main>", answer.text)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def verified(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


# --- the button ---------------------------------------------------------------------------------------------


def test_the_button_is_there_when_the_environment_names_an_issuer(browser, issuer):
    page = browser.get("/tai-khoan/login/")
    assert "Đăng nhập bằng Cổng thử" in page.text
    assert f"form-action 'self' {issuer.url};" in page.headers["Content-Security-Policy"]


def test_without_an_issuer_there_is_no_button_and_no_address(client):
    assert "/oidc/" not in client.get("/tai-khoan/login/").content.decode()
    assert client.get("/tai-khoan/oidc/vneid/login/").status_code == 404
    assert client.get("/tai-khoan/oidc/vneid/login/callback/?code=1&state=2").status_code == 404


# --- a person comes for the first time, and again -----------------------------------------------------------


def test_a_new_person_reads_the_consents_and_has_an_account(browser, issuer):
    issuer.honest(email="hanh@example.vn", email_verified=True)
    page = browser.come_back()
    assert page.url.endswith("/tai-khoan/3rdparty/signup/")
    assert 'value="Đỗ Thị Hạnh"' in page.text
    assert 'value="hanh@example.vn"' in page.text
    assert " checked" not in page.text  # no consent is ticked beforehand
    assert not User.objects.exists()
    refused = register(browser, page, "hanh@example.vn", consent_account="")
    assert refused.status_code == 200 and not User.objects.exists()
    assert register(browser, page, "hanh@example.vn").status_code == 302
    user = User.objects.get()
    assert (user.full_name, user.email, user.has_usable_password()) == (
        "Đỗ Thị Hạnh", "hanh@example.vn", False,
    )  # fmt: skip
    assert Consent.objects.filter(user=user).exists()
    account = SocialAccount.objects.get(user=user)
    assert (account.uid, account.provider) == (issuer.person["sub"], "vneid")
    # Nothing else of the issuer's answer is kept.
    assert account.extra_data == {"userinfo": {"sub": issuer.person["sub"], "name": "Đỗ Thị Hạnh"}}
    assert browser.signed_in
    again = Browser(browser.site)
    assert again.come_back().status_code == 200
    assert again.signed_in and User.objects.count() == 1


@pytest.mark.parametrize("claim", [False, None, "false", "true", 1])
def test_an_address_that_the_issuer_does_not_vouch_for_must_be_confirmed(browser, issuer, claim):
    email = f"{secrets.token_hex(6)}@example.vn"  # letters to one address are limited by the minute
    issuer.honest(email=email, email_verified=claim)
    assert register(browser, browser.come_back(), email).status_code == 302
    assert not browser.signed_in
    assert not EmailAddress.objects.get().verified
    assert Mail.objects.filter(to=email).exists()
    again = Browser(browser.site)
    again.come_back()
    assert not again.signed_in  # not by coming a second time either


def test_a_verified_address_vouches_for_itself_alone(browser, issuer):
    """Another address typed into the form is not verified because the issuer's was."""
    issuer.honest(email="that@example.vn", email_verified=True)
    register(browser, browser.come_back(), "cua-nguoi-khac@example.vn")
    assert not browser.signed_in
    assert not EmailAddress.objects.get().verified
    assert User.objects.get().email == "cua-nguoi-khac@example.vn"


@pytest.mark.parametrize("vouched", [False, True])
def test_an_existing_account_is_never_taken_over_by_its_address(browser, issuer, vouched):
    victim = verified(a_member(an_organisation(), Role.AGENCY_OFFICER))
    issuer.honest(email=victim.email, email_verified=vouched)
    page = browser.come_back()
    assert not browser.signed_in
    answer = register(browser, page, victim.email)
    # As for an address that is free: nobody learns who has an account.
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tai-khoan/confirm-email/")
    assert not browser.signed_in
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    victim.refresh_from_db()
    assert victim.check_password(PASSWORD)
    again = Browser(browser.site)
    assert again.come_back().url.endswith("/3rdparty/signup/")
    assert not again.signed_in


def test_the_owner_links_it_while_signed_in(browser, issuer):
    user = verified(a_user())
    issuer.honest(email="khac@example.vn", email_verified=True)
    browser.password_sign_in(user)
    link = "/tai-khoan/oidc/vneid/login/?process=connect"
    asked = browser.post(browser.get(link), link)
    assert browser.get(asked.headers["Location"]).url.endswith("/3rdparty/")
    assert SocialAccount.objects.get().user == user
    assert list(user.emailaddress_set.filter(verified=True).values_list("email", flat=True)) == [user.email]
    stranger = Browser(browser.site)
    stranger.come_back()
    assert stranger.signed_in


def test_a_closed_account_stays_closed(browser, issuer):
    user = verified(a_user(is_active=False))
    issuer.honest()
    SocialAccount.objects.create(user=user, provider="vneid", uid=issuer.person["sub"])
    browser.come_back()
    assert not browser.signed_in


def test_the_second_factor_is_asked_all_the_same(browser, issuer):
    user = verified(a_member(an_organisation(), Role.AGENCY_OFFICER))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    issuer.honest()
    SocialAccount.objects.create(user=user, provider="vneid", uid=issuer.person["sub"])
    assert browser.come_back().url.endswith("/2fa/authenticate/")
    assert not browser.signed_in


# --- what is sent -------------------------------------------------------------------------------------------


def test_each_sign_in_has_its_own_state_nonce_and_challenge(site, issuer):
    issuer.honest()
    asked = []
    for _n in range(2):
        Browser(site).come_back()
        asked.append(issuer.seen[-2][1])
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name]) >= 16
        assert asked[0][name] != asked[1][name], name
    assert asked[0]["code_challenge_method"] == "S256"
    assert asked[0]["response_type"] == "code"
    assert set(asked[0]["scope"].split()) == {"openid", "profile", "email"}


# --- every way to be wrong ----------------------------------------------------------------------------------

WRONG = {
    "signature of another key": lambda i: setattr(i, "signer", issuer_stub.new_key()),
    "no signature": lambda i: setattr(i, "algorithm", "none"),
    "signature by the shared secret": lambda i: i.__dict__.update(
        algorithm="HS256", signer=issuer_stub.SECRET + "-" * 20
    ),
    "unknown key": lambda i: i.headers.update(kid="khoa-khac"),
    "nonce of another sign-in": lambda i: i.claims.update(nonce=secrets.token_hex(32)),
    "no nonce": lambda i: i.claims.update(nonce=None),
    "audience": lambda i: i.claims.update(aud="he-thong-khac"),
    "no audience": lambda i: i.claims.update(aud=None),
    "issued to another client": lambda i: i.claims.update(
        aud=[issuer_stub.CLIENT, "he-thong-khac"], azp="he-thong-khac"
    ),
    "issuer": lambda i: i.claims.update(iss="https://noi-cap-khac.example"),
    "issuer of the description": lambda i: i.discovery.update(issuer="https://noi-cap-khac.example"),
    "expired": lambda i: i.claims.update(exp=1_700_000_000),
    "no expiry": lambda i: i.claims.update(exp=None),
    "not yet": lambda i: i.claims.update(nbf=4_000_000_000),
    "another person's information": lambda i: i.userinfo.update(sub="nguoi-khac"),
    "no subject": lambda i: i.claims.update(sub=None),
    "no token": lambda i: setattr(i, "token", {"access_token": "the-access"}),
    "not a token": lambda i: setattr(i, "token", {"access_token": "the-access", "id_token": "abc"}),
    "refused access": lambda i: setattr(i, "token", {"error": "invalid_grant"}),
    "wrong access": lambda i: setattr(i, "token", {"access_token": "x", "id_token": i.id_token("n")}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_is_wrong_in_one_thing_is_refused_in_one_sentence(browser, issuer, wrong):
    """Each is told of a person who has an account, so that a sign-in would succeed."""
    user = verified(a_user())
    issuer.honest()
    SocialAccount.objects.create(user=user, provider="vneid", uid=issuer.person["sub"])
    WRONG[wrong](issuer)
    sent = browser.press_the_button()
    answer = browser.get(sent.headers["Location"]) if sent.status_code == 302 else sent
    assert answer.status_code == 401
    assert SENTENCE in sentence_of(answer)
    assert "Traceback" not in answer.text
    assert not browser.signed_in


def test_control_the_same_person_with_a_right_answer_is_signed_in(browser, issuer):
    user = verified(a_user())
    issuer.honest()
    SocialAccount.objects.create(user=user, provider="vneid", uid=issuer.person["sub"])
    browser.come_back()
    assert browser.signed_in


def test_a_state_that_is_not_this_browsers_is_refused(site, issuer):
    """The address of the way back, opened in another browser: nobody is signed in as somebody else."""
    user = verified(a_user())
    issuer.honest()
    SocialAccount.objects.create(user=user, provider="vneid", uid=issuer.person["sub"])
    first, other = Browser(site), Browser(site)
    to_issuer = first.press_the_button().headers["Location"]
    back = first.session.get(to_issuer, timeout=20, allow_redirects=False).headers["Location"]
    other.press_the_button()
    for wrong in (back, re.sub(r"state=[^&]+", "state=forged", back), re.sub(r"&state=[^&]+", "", back)):
        answer = other.get(wrong)
        assert answer.status_code == 401
        assert SENTENCE in sentence_of(answer)
        assert not other.signed_in
    assert first.get(back).ok and first.signed_in
    used = Browser(site)
    used.session.cookies.update(first.session.cookies)
    assert used.get(back).status_code == 401  # a way back is used once


def test_an_issuer_that_is_away_is_one_sentence(browser, issuer):
    issuer.honest().down = True
    answer = browser.press_the_button()
    assert answer.status_code == 401
    assert SENTENCE in sentence_of(answer)

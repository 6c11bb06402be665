"""Settings that contradict one another stop `manage.py check`; what cookies and mails are made of."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from tests import factories as make

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"HTTPS": True, "SITE_URL": "http://example.vn"}, "SITE_URL"),
        ({"DEMO": True, "EMAIL_BACKEND": SMTP}, "DEMO"),
        ({"DEBUG": True, "HTTPS": True, "SITE_URL": "https://example.vn"}, "DEBUG"),
        ({"REQUEST_LIMIT": 1024}, "REQUEST_LIMIT"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY"),
    ],
)
def test_a_contradiction_is_named(settings, changed, word):
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(SystemCheckError, match=word):
        call_command("check")


def test_right_settings_pass(settings):
    settings.HTTPS, settings.SITE_URL, settings.DEMO = True, "https://example.vn", False
    call_command("check")


@pytest.mark.django_db
def test_a_foreign_host_is_refused_and_never_stands_in_a_mail(client, mailoutbox):
    """A33: the link of a mail leads to the configured site, whoever asked for it."""
    from consult.notices.models import Mail

    user = make.a_user()
    url = reverse("account_reset_password")
    assert client.post(url, {"email": user.email}, headers={"host": "evil.example"}).status_code == 400
    client.post(url, {"email": user.email}, headers={"host": "localhost", "X-Forwarded-Host": "evil.example"})
    texts = [*Mail.objects.values_list("body", flat=True), *(mail.body for mail in mailoutbox)]
    assert texts
    assert not [text for text in texts if "evil.example" in text]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example",
     "http://testserver@evil.example/", "\thttps://evil.example", "///evil.example"],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(client, target):
    """A34."""
    user = make.a_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.get(reverse("account_login"))
    before = client.cookies.get("sessionid")
    response = client.post(
        f"{reverse('account_login')}", {"login": user.email, "password": make.PASSWORD, "next": target}
    )
    assert response.status_code == 302
    assert response.url.startswith("/")
    assert "evil" not in response.url
    cookie = response.cookies["sessionid"]  # A31: a fresh session at sign-in
    assert before is None or cookie.value != before.value
    assert cookie["httponly"]


@pytest.mark.django_db
def test_a_session_set_by_another_is_not_taken_over(client):
    """A31: the number of the visitor's session is no longer good once somebody signed in with it."""
    user = make.a_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    session = client.session
    session["x"] = 1
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})
    assert client.session.session_key != planted
    client.cookies["sessionid"] = planted
    assert client.get(reverse("desk")).status_code == 302


@pytest.mark.django_db
def test_the_way_back_of_the_display_stays_here(client):
    response = client.post(
        reverse("preferences"), {"theme": "dark"}, headers={"referer": "https://evil.example/"}
    )
    assert response.url == "/"

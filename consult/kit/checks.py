"""System checks: settings that contradict one another. `manage.py check` names them and nothing starts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def contradictions(app_configs=None, **kwargs) -> list[Error]:
    """Registered by the app; sentences for whoever runs the site, in English as all of `manage.py check`."""
    return [
        Error(words, id=f"consult.E{number:03}") for number, (wrong, words) in enumerate(_asked(), 1) if wrong
    ]


def _asked():
    site = urlsplit(settings.SITE_URL)
    yield (
        any(host in ("*", ".") for host in settings.ALLOWED_HOSTS),
        "ALLOWED_HOSTS must name the hosts: with '*' pages of any site could open the live socket.",
    )
    yield (
        settings.HTTPS and site.scheme != "https",
        "HTTPS=1 needs a SITE_URL that begins with https://, for links in e-mails lead there.",
    )
    yield (
        settings.DEMO and settings.EMAIL_BACKEND == SMTP,
        "DEMO=1 must not send real e-mail: its people and addresses are invented.",
    )
    yield (settings.DEBUG and settings.HTTPS, "DEBUG=1 shows the inside of the site; never with HTTPS=1.")
    yield (
        settings.REQUEST_LIMIT <= settings.UPLOAD_LIMIT,
        "REQUEST_LIMIT must be larger than UPLOAD_LIMIT, or no upload of that size arrives.",
    )
    yield (
        settings.SECRET_KEY in ("", "changeme", "secret") or len(settings.SECRET_KEY) < 12,
        "SECRET_KEY is too short to keep sessions safe.",
    )

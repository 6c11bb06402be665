"""What somebody typed when their session had ended: kept on the server until they have signed in and sent it.

It lives in the visitor's new session, which sign-in carries over; it never leaves the server, and goes with the session.
"""

from django.conf import settings

from consult.forums.forms import FIELDS

MOST = 3
_KEY = "kept_forms"


def place(code: str, clause: object = None, parent: object = None) -> str:
    """Which composer a text belongs to."""
    return f"{code}:{clause or ''}:{parent or ''}"


def keep(request, where: str) -> None:
    """Keep the posted fields of a composer; the oldest of more than three goes."""
    names = ("client_key", *FIELDS)
    values = {name: request.POST[name][: settings.COMMENT_LIMIT] for name in names if name in request.POST}
    forms = request.session.get(_KEY, {})
    forms.pop(where, None)
    forms[where] = values
    request.session[_KEY] = dict(list(forms.items())[-MOST:])


def find(request, where: str) -> dict | None:
    return request.session.get(_KEY, {}).get(where)


def forget(request, where: str) -> None:
    """After the text was sent."""
    if where in request.session.get(_KEY, {}):
        request.session[_KEY] = {k: v for k, v in request.session[_KEY].items() if k != where}

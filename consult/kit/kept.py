"""What somebody sent after their session had ended: kept on the server until they have signed in again.

It lives in the visitor's new session, which sign-in carries over, and goes with it. Only forms of our own pages
are kept, so that no password ever is; files are not.
"""

from dataclasses import dataclass

from django.conf import settings

_KEY = "kept_post"
_OWN = ("csrfmiddlewaretoken", "client_key")


@dataclass(frozen=True)
class Kept:
    """`texts` are shown and may be changed, `rest` goes along as it was; pairs of name and value."""

    path: str
    texts: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]


def keep(request) -> bool:
    """Keep the posted fields if there is something written among them; called by the middleware alone."""
    pairs = [[name, value] for name, values in request.POST.lists() for value in values]
    if not any(_is_text(*pair) for pair in pairs) or sum(len(v) for _n, v in pairs) > settings.COMMENT_LIMIT:
        return False
    request.session[_KEY] = {"path": request.path, "pairs": [p for p in pairs if p[0] != _OWN[0]]}
    return True


def find(request) -> Kept | None:
    found = request.session.get(_KEY)
    if not found:
        return None
    pairs = [tuple(pair) for pair in found["pairs"]]
    texts = tuple(pair for pair in pairs if _is_text(*pair))
    return Kept(found["path"], texts, tuple(pair for pair in pairs if pair not in texts))


def forget(request) -> None:
    """The form is being sent again: from here on it is the page's own."""
    if request.session.get(_KEY, {}).get("path") == request.path:
        del request.session[_KEY]


def _is_text(name: str, value: str) -> bool:
    return name not in _OWN and bool(value.strip()) and (" " in value.strip() or len(value) > 40)

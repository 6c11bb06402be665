"""The feed over HTTP: what the socket's nudges lead to, and all there is where sockets are blocked."""

from dataclasses import asdict

from django.http import JsonResponse

from consult.kit.pages import page
from consult.kit.verdicts import NotThere
from consult.live.selectors import feed_for

LARGEST = 2**63 - 1


@page(budget=24, public=True)
def feed(request, book):
    """Entries after a number. The book's gate decides, on every read; a visitor reads what it opens to all."""
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit()) or max(int(after[:20]), book) > LARGEST:
        raise NotThere("")
    response = JsonResponse(asdict(feed_for(request.user, book, int(after))))
    response["Cache-Control"] = "private, no-store"
    return response

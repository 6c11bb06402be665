"""Applications that the measurements serve: the empty page by both ways, and fan-out as it is usually done."""

import asyncio
import os
import threading
import time
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")

# First, for it sets Django up.
from consult.config.wsgi import application as wsgi_application  # noqa: F401

# isort: split
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

from consult.kit.pages import page
from consult.live import hub, selectors
from consult.live.consumers import live_socket

PAUSE, BOOK = 0.5, 7
_clocks = {}


@page(budget=0, public=True)
def empty(request):
    """An empty page behind all middleware of the product."""
    return HttpResponse("")


urlpatterns = [path("empty/", empty)]


def _with_empty_page():
    """The middleware and settings of the product, with one page more."""
    import consult.config.urls

    if urlpatterns[0] not in consult.config.urls.urlpatterns:
        consult.config.urls.urlpatterns.insert(0, urlpatterns[0])


plain_asgi = get_asgi_application()
_with_empty_page()


class MemberPerSocket(AsyncWebsocketConsumer):
    """The usual way: each socket is a member of the channel layer's group, each gets its own message."""

    async def connect(self):
        await self.channel_layer.group_add("everybody", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("everybody", self.channel_name)

    async def told(self, event):
        await self.send(event["text"])


members = ProtocolTypeRouter({"http": plain_asgi, "websocket": MemberPerSocket.as_asgi()})


# --- fan-out: a number (microseconds of its sending) twice a second, to every socket -------------------------


def _microseconds() -> int:
    return time.time_ns() // 1000


async def _tell_members():
    while True:
        await asyncio.sleep(PAUSE)
        await get_channel_layer().group_send("everybody", {"type": "told", "text": str(_microseconds())})


async def members_with_clock(scope, receive, send):
    """`members`, with a clock that starts with the first socket."""
    if "members" not in _clocks:
        _clocks["members"] = asyncio.ensure_future(_tell_members())
    await members(scope, receive, send)


async def hubbed(scope, receive, send):
    """The product's own socket and hub; only the questions of rights are answered from memory.

    The numbers are announced from a thread, as a request's commit announces them.
    """
    if "hub" not in _clocks:
        _clocks["hub"] = threading.Thread(target=_announce, daemon=True)
        _clocks["hub"].start()
    await live_socket(scope, receive, send)


def _announce():
    while True:
        time.sleep(PAUSE)
        hub.announce(BOOK, _microseconds())


def answer_rights_from_memory():
    hub.selectors.ticket_of = lambda key: selectors.Ticket(key, int(key), 0, "")
    hub.selectors.holders = lambda tickets: {t: SimpleNamespace(pk=t.user_id) for t in tickets}
    hub.selectors.readable = lambda user, book: selectors.Readable(book, 0, ("file",), False)
    hub.selectors.last_numbers = lambda books: {}


if os.environ.get("BENCH_FAN_OUT"):
    answer_rights_from_memory()

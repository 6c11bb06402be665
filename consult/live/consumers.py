"""The one socket. The client says which books it follows; the server answers with numbers, never with content.

In: {"follow": {"book": 7, "after": 12}}. Out: {"book", "seq", "at"}, {"book", "present"}, {"book", "refused"}.
Close codes: 4400 a frame that makes no sense, 4403 signed out or no longer allowed, 4008 too slow, start
again, 4429 too many sockets or frames, 4012 the server restarts.
"""

import asyncio
import contextlib
import json
import time

from django.conf import settings
from django.http import parse_cookie

from consult.live import selectors
from consult.live.hub import hub_here, reading
from consult.live.outlet import BAD_FRAME, RESTARTING, SIGNED_OUT, TOO_MANY, Outlet

LARGEST_FRAME = 4096
FRAMES_PER_SECOND, BURST = 5, 10
SOCKETS_PER_USER = 5
BOOKS_PER_SOCKET = 8
LARGEST_NUMBER = 2**63 - 1


async def live_socket(scope, receive, send):
    """One connection, from its handshake to its end. The origin was checked before."""
    if (await receive())["type"] != "websocket.connect":
        return
    ticket = await reading(selectors.ticket_of, _session_key(scope))
    await send({"type": "websocket.accept"})
    hub = hub_here()
    if ticket is None or hub.count(ticket.user_id) >= SOCKETS_PER_USER:
        await send({"type": "websocket.close", "code": TOO_MANY if ticket else SIGNED_OUT})
        return
    outlet = Outlet(send, ticket, asyncio.get_running_loop().create_future())
    try:
        await hub.join(outlet)
        code = await _serve(hub, outlet, receive)
        if code:
            await outlet.close(code)
    except asyncio.CancelledError:
        await outlet.close(RESTARTING)
        await asyncio.sleep(0.1)  # the server goes down: let it write the goodbye
    finally:
        hub.leave(outlet)


def _session_key(scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            key = parse_cookie(value.decode("latin1")).get(settings.SESSION_COOKIE_NAME, "")
            if key:
                return key
    return ""


async def _serve(hub, outlet, receive) -> int:
    """Read and write until one side ends it; the code to close with, 0 when the client has gone."""
    tasks = [
        asyncio.ensure_future(_read(hub, outlet, receive)),
        asyncio.ensure_future(outlet.write()),
    ]
    try:
        await asyncio.wait([*tasks, outlet.ended], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
    return outlet.ended.result() if outlet.ended.done() else 0


async def _read(hub, outlet, receive) -> None:
    allowance, before = float(BURST), time.monotonic()
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        now = time.monotonic()
        allowance = min(BURST, allowance + (now - before) * FRAMES_PER_SECOND) - 1
        before = now
        if allowance < 0:
            return outlet.end(TOO_MANY)
        book_id = wanted_book(message.get("text"))
        if book_id is None or (book_id not in outlet.books and len(outlet.books) >= BOOKS_PER_SOCKET):
            return outlet.end(BAD_FRAME)
        await hub.follow(outlet, book_id)


def wanted_book(text: str | None) -> int | None:
    """The book of a {"follow": …} frame; None for anything else: binary, too long, not JSON, wrong shape."""
    if text is None or len(text.encode("utf-8", "replace")) > LARGEST_FRAME:
        return None
    try:
        follow = json.loads(text)["follow"]
        book_id, after = follow["book"], follow.get("after", 0)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    numbers = (book_id, after)
    return book_id if all(type(n) is int and 0 <= n <= LARGEST_NUMBER for n in numbers) else None

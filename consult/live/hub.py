"""One hub per process: a single subscription per book, fanned out to the sockets of this process.

Nudges say {book, seq} and nothing else. The channel layer may lose or double them: numbers only ever rise,
the heartbeat repeats the last one, and every fact is read from the database. A lost Redis only delays.
Everything but `announce` and `nudge_recorded` runs in the hub's event loop.
"""

import asyncio
import contextlib
import json
import logging
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from consult.ledger import registry
from consult.live import selectors, wire
from consult.live.outlet import SIGNED_OUT, Outlet
from consult.live.presence import Presence

log = logging.getLogger("consult.live")

SUBSCRIBE_AGAIN = 3600  # groups of the in-memory layer run out after a day
BATCH = 200
LAYER_WITHIN = 2.0

_reads = ThreadPoolExecutor(2, thread_name_prefix="live")
_hub = None
_outside = None
_outside_lock = threading.Lock()


async def reading(function, *args):
    """Run a selector in one of the lasting threads of the live feeds."""

    def call():
        close_old_connections()
        return function(*args)

    return await asyncio.get_running_loop().run_in_executor(_reads, call)


def frame(**fields) -> str:
    return json.dumps(fields, separators=(",", ":"))


def group_of(book_id: int) -> str:
    return f"book.{book_id}"


class Hub:
    """The sockets of one process and the books they follow."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.layer = get_channel_layer()
        self.channel = None
        self.outlets: set[Outlet] = set()
        self.followers: dict[int, set[Outlet]] = {}
        self.last: dict[int, int] = {}
        self.waiting: dict[int, int] = {}
        self.presence = Presence(uuid.uuid4().hex)
        self.announcing = None
        self.tasks: list[asyncio.Task] = []
        self.loose: set[asyncio.Task] = set()
        self.listening = asyncio.Event()

    # --- sockets come and go ---------------------------------------------------------------------

    async def join(self, outlet: Outlet) -> None:
        outlet.checked = time.monotonic()
        self.outlets.add(outlet)
        if not self.tasks:
            self.tasks = [self.loop.create_task(self._listen()), self.loop.create_task(self._tend())]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.listening.wait(), LAYER_WITHIN)

    def count(self, user_id: int) -> int:
        return sum(1 for outlet in self.outlets if outlet.ticket.user_id == user_id)

    async def follow(self, outlet: Outlet, book_id: int) -> None:
        """Subscribe first, ask the gate and the number after: what comes in between is in the number."""
        fresh = book_id not in self.followers
        self.followers.setdefault(book_id, set()).add(outlet)
        outlet.books.add(book_id)
        if fresh:
            await self._subscribe(book_id)
        user = (await reading(selectors.holders, [outlet.ticket])).get(outlet.ticket)
        if user is None:
            outlet.end(SIGNED_OUT)
            return
        book = await reading(selectors.readable, user, book_id)
        if book is None:
            self._unfollow(outlet, book_id)
            outlet.offer(("refused", book_id), frame(book=book_id, refused=True))
            return
        self.last[book_id] = max(self.last.get(book_id, 0), book.last_seq)
        outlet.offer(("book", book_id), self._nudge(book_id))
        if book.presence:
            self.presence.came(book_id, outlet)
            outlet.offer(("present", book_id), frame(book=book_id, present=self.presence.count(book_id)))

    async def _subscribe(self, book_id: int) -> None:
        if self.channel is None:  # no layer yet: _listen subscribes to all when it comes
            return
        try:
            await asyncio.wait_for(self.layer.group_add(group_of(book_id), self.channel), LAYER_WITHIN)
        except Exception:
            log.warning("no subscription to book %s: heartbeats only", book_id, exc_info=True)

    def _unfollow(self, outlet: Outlet, book_id: int) -> None:
        outlet.books.discard(book_id)
        self.presence.went(book_id, outlet)
        members = self.followers.get(book_id)
        if members is not None:
            members.discard(outlet)
            if not members:
                del self.followers[book_id]
                self.last.pop(book_id, None)
                self._later(self._unsubscribe(book_id, self.channel))

    async def _unsubscribe(self, book_id: int, channel: str | None) -> None:
        if channel is not None and (book_id not in self.followers or channel != self.channel):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self.layer.group_discard(group_of(book_id), channel), LAYER_WITHIN)

    def leave(self, outlet: Outlet) -> None:
        """A socket is gone; the last one takes the hub's tasks with it."""
        self.outlets.discard(outlet)
        for book_id in list(outlet.books):
            self._unfollow(outlet, book_id)
        if not self.outlets:
            for task in self.tasks:
                task.cancel()
            self.tasks = []
            self.channel = None
            self.listening.clear()

    # --- nudges ----------------------------------------------------------------------------------

    def _nudge(self, book_id: int) -> str:
        return frame(book=book_id, seq=self.last.get(book_id, 0), at=timezone.now().isoformat())

    def arrived(self, book_id: int, seq: int) -> None:
        """A higher number: one ready frame for all sockets here. Older and doubled nudges end here."""
        if seq <= self.last.get(book_id, 0) or book_id not in self.followers:
            return
        self.last[book_id] = seq
        self._tell(book_id, ("book", book_id), self._nudge(book_id))

    def _tell(self, book_id: int, subject, text: str) -> None:
        ready = wire.ready_frame(text)
        for outlet in tuple(self.followers.get(book_id, ())):
            outlet.offer(subject, text, ready)

    def queue_announcement(self, book_id: int, seq: int) -> None:
        self.waiting[book_id] = max(seq, self.waiting.get(book_id, 0))
        if self.announcing is None or self.announcing.done():
            self.announcing = self.loop.create_task(self._announce())

    async def _announce(self) -> None:
        while self.waiting:
            book_id, seq = self.waiting.popitem()
            try:
                await self.layer.group_send(group_of(book_id), {"type": "nudge", "book": book_id, "seq": seq})
            except Exception:
                log.warning("nudge of book %s not sent to other processes", book_id, exc_info=True)
                self.arrived(book_id, seq)

    async def _listen(self) -> None:
        while True:
            try:
                if self.channel is None:
                    self.channel = await self.layer.new_channel("live")
                    await self._subscribe_again()
                    self.listening.set()
                message = await self.layer.receive(self.channel)
                if message["type"] == "nudge":
                    self.arrived(message["book"], message["seq"])
                elif message["type"] == "present":
                    self.presence.heard(message["book"], message["from"], message["users"])
            except asyncio.CancelledError:
                raise
            except Exception:
                log.warning("the channel layer does not answer", exc_info=True)
                await asyncio.sleep(1)

    def _later(self, work) -> None:
        task = self.loop.create_task(work)
        self.loose.add(task)  # the loop itself holds its tasks weakly
        task.add_done_callback(self.loose.discard)

    # --- the clock -------------------------------------------------------------------------------

    async def _tend(self) -> None:
        """Heartbeats, rechecks of rights and presence, a little at every tick."""
        tick = min(1.0, settings.LIVE_RECHECK / 4, settings.LIVE_HEARTBEAT / 4)
        beat = subscribed = time.monotonic()
        while True:
            await asyncio.sleep(tick)
            now = time.monotonic()
            for step, due in (
                (self._recheck, True),
                (self._presence, True),
                (self._beat, now - beat >= settings.LIVE_HEARTBEAT),
                (self._subscribe_again, now - subscribed >= SUBSCRIBE_AGAIN),
            ):
                if due:
                    try:
                        await step()
                    except Exception:
                        log.warning("live feeds: %s failed", step.__name__, exc_info=True)
            beat = now if now - beat >= settings.LIVE_HEARTBEAT else beat
            subscribed = now if now - subscribed >= SUBSCRIBE_AGAIN else subscribed

    async def _beat(self) -> None:
        for book_id, seq in (await reading(selectors.last_numbers, list(self.followers))).items():
            if book_id in self.followers:
                self.last[book_id] = max(seq, self.last.get(book_id, 0))
                self._tell(book_id, ("book", book_id), self._nudge(book_id))

    async def _recheck(self) -> None:
        """Close the sockets of those who signed out or lost their right. Each is asked every LIVE_RECHECK."""
        due = time.monotonic() - settings.LIVE_RECHECK
        outlets = [outlet for outlet in self.outlets if outlet.checked <= due][:BATCH]
        if not outlets:
            return
        lost = await reading(_lost, [(outlet.ticket, frozenset(outlet.books)) for outlet in outlets])
        now = time.monotonic()
        for outlet in outlets:
            outlet.checked = now
            if (outlet.ticket, frozenset(outlet.books)) in lost:
                outlet.end(SIGNED_OUT)

    async def _presence(self) -> None:
        for book_id, present, users in self.presence.changes():
            if present is not None:
                self._tell(book_id, ("present", book_id), frame(book=book_id, present=present))
            if users is not None:
                word = {"type": "present", "book": book_id, "from": self.presence.process, "users": users}
                await self.layer.group_send(group_of(book_id), word)

    async def _subscribe_again(self) -> None:
        for book_id in list(self.followers):
            await self._subscribe(book_id)


def _lost(asked) -> set:
    """Of (ticket, books) pairs, those that no longer hold. The same person and book are asked once."""
    users = selectors.holders(ticket for ticket, _books in asked)
    known: dict[tuple[int, int], bool] = {}
    lost = set()
    for ticket, books in asked:
        user = users.get(ticket)
        for book_id in books if user is not None else ():
            if (user.pk, book_id) not in known:
                known[user.pk, book_id] = selectors.readable(user, book_id) is not None
        if user is None or not all(known[user.pk, book_id] for book_id in books):
            lost.add((ticket, books))
    return lost


def hub_here() -> Hub:
    """The hub of the running loop; one loop at a time serves sockets in a process."""
    global _hub
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        _hub = Hub()
    return _hub


# --- from any thread -------------------------------------------------------------------------------


def nudge_recorded(entry, **_kwargs) -> None:
    """Listener of the ledger, after commit: tell that a live entry is there. Cheap; never raises."""
    try:
        if registry.get(entry.verb).live:
            announce(entry.book_id, entry.seq)
    except Exception:
        log.warning("nudge of %s lost; the heartbeat will tell", entry.book_id, exc_info=True)


def announce(book_id: int, seq: int) -> None:
    """Nudge the followers of a book, here and in other processes."""
    hub = _hub
    if hub is not None and hub.loop.is_running():
        hub.loop.call_soon_threadsafe(hub.queue_announcement, book_id, seq)
    elif settings.REDIS_URL:
        asyncio.run_coroutine_threadsafe(_send_outside(book_id, seq), _outside_loop())


async def _send_outside(book_id: int, seq: int) -> None:
    """From a process without sockets (a worker, a command): straight to the shared layer."""
    try:
        await get_channel_layer().group_send(
            group_of(book_id), {"type": "nudge", "book": book_id, "seq": seq}
        )
    except Exception:
        log.warning("nudge of book %s not sent", book_id, exc_info=True)


def _outside_loop():
    global _outside
    with _outside_lock:
        if _outside is None:
            _outside = asyncio.new_event_loop()
            threading.Thread(target=_outside.run_forever, name="live-nudges", daemon=True).start()
        return _outside

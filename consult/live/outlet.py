"""The outgoing side of one socket: a small buffer in which only the newest word about a book is kept."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from consult.live import wire
from consult.live.selectors import Ticket

MOST_WAITING = 64
RESYNC, SIGNED_OUT, BAD_FRAME, TOO_MANY, RESTARTING = 4008, 4403, 4400, 4429, 4012
CLOSE_WITHIN = 1.0
LOOK_AGAIN = 0.05


@dataclass(eq=False)
class Outlet:
    """One socket as the hub sees it. Lives in the event loop of its hub; nothing here is thread-safe.

    `frames` maps a subject (a book's number, its presence, the heartbeat) to the frame not yet written:
    a newer word replaces an older one, for only the highest number matters. A client that takes nothing
    while `MOST_WAITING` frames were offered is closed with 4008 and starts again from its last number.
    """

    send: object
    ticket: Ticket
    ended: asyncio.Future
    books: set = field(default_factory=set)
    checked: float = 0.0
    frames: dict = field(default_factory=dict)
    offered: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    protocol: object = None

    def __post_init__(self):
        self.protocol = wire.protocol_of(self.send)

    def offer(self, subject, text: str, frame: bytes = b"") -> None:
        """Write the ready frame where the socket is free; else buffer it for the writer. Never waits."""
        free = frame and self.protocol is not None and not self.frames
        if free and wire.write(self.protocol, frame):
            return
        self.offered += 1
        if self.offered > MOST_WAITING:
            self.end(RESYNC)
            return
        self.frames.pop(subject, None)
        self.frames[subject] = text
        self.wake.set()

    def end(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(code)

    async def write(self) -> None:
        """Send what is offered, for ever: the socket's one writer."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            while self.frames:
                while self.protocol is not None and not wire.is_idle(self.protocol):
                    await asyncio.sleep(LOOK_AGAIN)
                text = self.frames.pop(next(iter(self.frames)))
                await self.send({"type": "websocket.send", "text": text})
                self.offered = len(self.frames)

    async def close(self, code: int) -> None:
        """Say goodbye, as far as the other side listens."""
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.send({"type": "websocket.close", "code": code}), CLOSE_WITHIN)

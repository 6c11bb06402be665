"""The ready frame: what `websockets` reads from it, and when the short way is not taken."""

from types import SimpleNamespace

import pytest
from websockets.frames import Opcode
from websockets.protocol import OPEN, Protocol, Side

from consult.live import wire


class Transport:
    """Twisted's transport as far as it is used: takes at most `room` bytes at once."""

    def __init__(self, room=10_000, waiting=b""):
        self.room, self.dataBuffer, self._tempDataBuffer = room, waiting, []
        self.disconnecting, self.sent = False, b""

    def writeSomeData(self, data):
        if isinstance(self.room, Exception):
            return self.room
        taken = bytes(data[: self.room])
        self.sent += taken
        return len(taken)

    def write(self, data):
        self._tempDataBuffer.append(data)


def protocol(state=wire.OPEN_STATE, **transport):
    return SimpleNamespace(state=state, transport=Transport(**transport), sendPreparedMessage=None)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 70_001])
def test_a_client_reads_the_text_from_a_ready_frame(length):
    client = Protocol(Side.CLIENT, state=OPEN, max_size=None)
    text = "ự" * (length // 3) + "a" * (length % 3)
    client.receive_data(wire.ready_frame(text))
    frames = client.events_received()
    assert [(f.opcode, f.fin, bytes(f.data).decode()) for f in frames] == [(Opcode.TEXT, True, text)]


def test_a_free_socket_gets_the_frame_at_once():
    free = protocol()
    assert wire.write(free, b"frame")
    assert free.transport.sent == b"frame" and wire.is_idle(free)


def test_what_the_system_did_not_take_follows_in_order():
    narrow = protocol(room=2)
    assert wire.write(narrow, b"frame")
    assert narrow.transport.sent == b"fr" and narrow.transport._tempDataBuffer == [b"ame"]
    assert not wire.write(narrow, b"next")


@pytest.mark.parametrize(
    "busy",
    [protocol(state=2), protocol(waiting=b"x"), protocol(room=0), protocol(room=OSError())],
    ids=["closing", "has more to write", "takes nothing", "lost"],
)
def test_a_socket_that_is_not_free_gets_nothing_by_the_short_way(busy):
    assert not wire.write(busy, b"frame")
    assert busy.transport.sent == b"" and busy.transport._tempDataBuffer == []


def test_under_another_server_there_is_no_short_way():
    async def send(message):
        pass

    assert wire.protocol_of(send) is None

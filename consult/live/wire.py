"""The short way out: one ready WebSocket frame for all sockets, written straight into those that are free.

A message through the server costs each socket a task, a frame of its own and two visits of the event loop. A
room of a thousand sockets spends its time there (docs/performance.md). So a frame is made once and handed to
the operating system at once, where the socket has nothing else to write; in every other case, and under any
other server than daphne, the usual way is taken. Nothing here can lose a word: it was written whole or not.
"""

OPEN_STATE = 3
TEXT_FRAME = 0x81


def ready_frame(text: str) -> bytes:
    """The text as one unmasked, final frame of a server (RFC 6455, 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        head = bytes((TEXT_FRAME, size))
    elif size < 1 << 16:
        head = bytes((TEXT_FRAME, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((TEXT_FRAME, 127)) + size.to_bytes(8, "big")
    return head + payload


def protocol_of(send):
    """Daphne's protocol behind an ASGI `send`, or None under another server.

    ASGI has no word for a ready frame; daphne's `send` is a partial that carries the protocol.
    """
    protocol = next(iter(getattr(send, "args", ())), None)
    known = all(hasattr(protocol, name) for name in ("state", "transport", "sendPreparedMessage"))
    return protocol if known else None


def is_idle(protocol) -> bool:
    """Nothing of this socket waits in the server's memory."""
    transport = protocol.transport
    return not (getattr(transport, "dataBuffer", b"?") or getattr(transport, "_tempDataBuffer", True))


def write(protocol, frame: bytes) -> bool:
    """Write the whole frame now; False where the socket is not open, not free, or took nothing."""
    transport = protocol.transport
    if protocol.state != OPEN_STATE or not is_idle(protocol) or transport.disconnecting:
        return False
    try:
        taken = transport.writeSomeData(frame)
    except (AttributeError, OSError):
        return False
    if not isinstance(taken, int) or taken == 0:  # the connection is lost, or the client takes nothing
        return False
    if taken < len(frame):
        transport.write(frame[taken:])
    return True

"""HTTP inside daphne through a fixed set of threads: the WSGI application, served as an ASGI one.

Called by `consult.config.asgi` alone. Django's own ASGI handler hops between threads at every synchronous
middleware and gives each request a fresh thread, and so a fresh database connection; here a request is one
visit to one lasting thread. A body small enough stays in memory, a larger one goes to disk. A response that
is complete goes out in one message; a stream is sent piece by piece, and its iterator is closed when the
client leaves. The application never raises into the server: daphne 4.2's housekeeping stops for good on an
exception that comes after the head of a response.
"""

import asyncio
import io
import logging
import queue
import tempfile
import threading
from contextlib import suppress
from functools import lru_cache
from urllib.parse import unquote_to_bytes

log = logging.getLogger("consult.http")

SPOOL_ABOVE = 512 * 1024
BLOCK = 64 * 1024
# A stream whose client takes nothing for so long is given up.
PIECE_TIMEOUT = 60
FAULT = "500 Internal Server Error"
FAULT_HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
FAULT_TEXT = "Hệ thống gặp lỗi. Xin thử lại sau ít phút.".encode()
REQUEST_LIMIT = 32 * 1024 * 1024
# A sender is heard out this far, so that its browser shows our answer and not a broken connection.
CUT_OFF_ABOVE = 256 * 1024 * 1024
TOO_LARGE = "413 Content Too Large"
TOO_LARGE_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("X-Content-Type-Options", "nosniff"),
]
TOO_LARGE_PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Nội dung quá lớn</title></head><body>'
    "<h1>Nội dung quá lớn</h1><p>Nội dung gửi lên lớn hơn %d MB nên không được nhận. Đề nghị tách các phụ lục "
    "hoặc giảm dung lượng hình ảnh, quay lại trang trước rồi gửi lại; những gì đã nhập vẫn còn ở đó.</p>"
    "</body></html>"
).encode()
# Set by the server from what it really sends.
OWN_HEADERS = {b"connection", b"transfer-encoding", b"keep-alive"}


class ClientLeft(Exception):
    """The client closed the connection in the middle of a stream."""


def bound_bodies(limit: int) -> None:
    """Make daphne keep no more than `limit` bytes of a body (and one, so that `adapt` sees that there was more).

    The server takes in a whole body before the application hears of it. What is above is read and dropped, for
    a browser listens only when it has sent all; a sender that goes on and on is cut off.
    """
    from daphne.http_protocol import WebRequest

    def handle_content_chunk(request, data):
        request.taken = getattr(request, "taken", 0) + len(data)
        if request.taken > max(CUT_OFF_ABOVE, limit):
            request.channel.transport.abortConnection()
        else:
            request.content.write(data[: max(0, limit + 1 - request.content.tell())])

    WebRequest.handleContentChunk = handle_content_chunk


def keep_no_visits() -> None:
    """Twisted writes a line with address and path for each request, to a log that nobody reads: not here.

    Daphne's own access log, where one is asked for, is another and stays.
    """
    from daphne.server import Server  # noqa: F401 - imports the factory below in its order
    from twisted.web.http import HTTPFactory

    HTTPFactory.log = lambda factory, request: None


def adapt(application, *, threads: int, limit: int = REQUEST_LIMIT):
    """The ASGI application that runs a WSGI `application` in `threads` lasting threads.

    A body of more than `limit` bytes is answered with 413 before any thread sees it.
    Requests beyond the number of threads wait in order. At shutdown the requests in hand are answered first.
    """
    hand_over = _threads(application, threads)

    async def serve(scope, receive, send):
        body, size = await _read_body(receive, limit)
        reply = _Reply(asyncio.get_running_loop(), receive, send)
        if body is None:
            if size:
                reply.start(TOO_LARGE, TOO_LARGE_HEADERS)
                reply.whole = TOO_LARGE_PAGE % (limit // (1024 * 1024))
                await _finish(reply, head_only=False)
            return
        hand_over((environ_of(scope, body, size), reply))
        cut = await reply.wait()
        await _finish(reply, head_only=scope["method"] == "HEAD")
        if cut:  # the server goes down: let it write what it was given
            await asyncio.sleep(0.05)

    return serve


def _threads(application, count: int):
    """Start `count` threads that answer requests for ever; returns the function that hands one over.

    A queue and one call back into the loop: half the way of an executor's two linked futures.
    """
    waiting = queue.SimpleQueue()

    def work():
        while True:
            environ, reply = waiting.get()
            _run(application, environ, reply)
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                reply.loop.call_soon_threadsafe(reply.finish)

    for number in range(count):
        threading.Thread(target=work, name=f"http_{number}", daemon=True).start()
    return waiting.put


async def _read_body(receive, limit: int):
    """(file at its start, size); (None, 0) when the client left before it was whole, (None, size) when it is
    larger than `limit`. What was announced is not believed: the bytes are counted."""
    message = await receive()
    if message["type"] == "http.disconnect":
        return None, 0
    first = message.get("body", b"")
    if len(first) > limit:
        return None, len(first)
    if not message.get("more_body", False):
        return io.BytesIO(first), len(first)
    body = tempfile.SpooledTemporaryFile(max_size=SPOOL_ABOVE)  # noqa: SIM115 - closed by _run
    body.write(first)
    while message.get("more_body", False):
        message = await receive()
        if message["type"] == "http.disconnect":
            body.close()
            return None, 0
        body.write(message.get("body", b""))
        if body.tell() > limit:
            body.close()
            return None, limit + 1
    size = body.tell()
    body.seek(0)
    return body, size


def environ_of(scope, body, size: int) -> dict:
    """The WSGI environment of a request (PEP 3333): every text is bytes read as Latin-1."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode()).decode("latin1")
    root = scope.get("root_path", "").encode().decode("latin1")
    host, port = (scope.get("server") or ("localhost", 80))[:2]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root,
        "PATH_INFO": path[len(root) :] if root and path.startswith(root) else path,
        "QUERY_STRING": scope.get("query_string", b"").decode("latin1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        # Counted, not claimed: a chunked body has no length of its own, and a false one must not be believed.
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _Blocks,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin1").upper(), raw_value.decode("latin1")
        # "a_b" and "a-b" would become one variable: a way to smuggle a header past a proxy.
        if "_" in name or name in {"CONTENT-LENGTH", "TRANSFER-ENCODING"}:
            continue
        key = "CONTENT_TYPE" if name == "CONTENT-TYPE" else f"HTTP_{name.replace('-', '_')}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ


class _Errors(io.TextIOBase):
    def write(self, text):
        if text.strip():
            log.error("%s", text.rstrip())
        return len(text)


class _Blocks:
    """A file as an iterator of blocks: large ones, for every block is a visit to the event loop."""

    def __init__(self, file, _block_size=BLOCK):
        self.file = file

    def __iter__(self):
        return iter(lambda: self.file.read(BLOCK), b"")

    def close(self):
        if hasattr(self.file, "close"):
            self.file.close()


@lru_cache(500)
def _wire_name(name: str) -> bytes:
    return name.lower().encode("latin1")


class _Reply:
    """What the thread has to say and how far it was said. Written by the thread; read by the loop after it."""

    def __init__(self, loop, receive, send):
        self.loop, self.receive, self.send = loop, receive, send
        self.status, self.headers = "", []
        self.whole = b""
        self.begun = False
        self.failed = False
        self.left = False
        self.watcher = None
        self.done = False
        self.waiter = None

    async def wait(self) -> bool:
        """Wait for the thread, also when cancelled: its transaction is real and its answer is due.

        Says whether the server wanted to cut it off.
        """
        cut = False
        while not self.done:
            self.waiter = self.loop.create_future()
            try:
                await self.waiter
            except asyncio.CancelledError:
                cut = True
        return cut

    def finish(self) -> None:
        """Called in the loop when the thread is done."""
        self.done = True
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    def start(self, status, headers, exc_info=None):
        """WSGI's start_response."""
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status, self.headers = status, headers
        return self.stream_piece

    def head(self) -> dict:
        named = [(_wire_name(name), value.encode("latin1")) for name, value in self.headers]
        headers = [pair for pair in named if pair[0] not in OWN_HEADERS]
        return {"type": "http.response.start", "status": int(self.status[:3]), "headers": headers}

    def stream_piece(self, piece: bytes) -> None:
        """Send one piece now, from the thread; the thread waits until the server has taken it."""
        if self.left:
            raise ClientLeft
        asyncio.run_coroutine_threadsafe(self._send_piece(piece), self.loop).result(PIECE_TIMEOUT)

    async def _send_piece(self, piece: bytes) -> None:
        if not self.begun:
            self.begun = True
            self.watcher = asyncio.ensure_future(self._watch())
            await self.send(self.head())
        if piece:
            await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    async def _watch(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True


def _run(application, environ: dict, reply: _Reply) -> None:
    """One request, in one of the threads."""
    result = None
    try:
        result = application(environ, reply.start)
        complete = getattr(result, "streaming", None) is False or isinstance(result, list | tuple)
        if complete and not reply.begun:
            reply.whole = b"".join(result)
        else:
            for piece in result:
                reply.stream_piece(piece)
            reply.stream_piece(b"")
    except ClientLeft:
        log.info("client left during %s", environ["PATH_INFO"])
    except Exception:
        log.exception("fault at %s", environ["PATH_INFO"])
        reply.failed = True
    finally:
        for close in (getattr(result, "close", None), environ["wsgi.input"].close):
            try:
                if close is not None:
                    close()
            except Exception:
                log.exception("fault while closing %s", environ["PATH_INFO"])


async def _finish(reply: _Reply, *, head_only: bool) -> None:
    """Send what is left to send, after the thread is done. Never raises."""
    if reply.watcher is not None:
        reply.watcher.cancel()
    try:
        if reply.begun and reply.failed:
            _break_off(reply.send)
        elif reply.begun:
            await reply.send({"type": "http.response.body", "body": b""})
        else:
            await _send_whole(reply, head_only)
    except Exception:
        log.exception("a response could not be sent")


async def _send_whole(reply: _Reply, head_only: bool) -> None:
    if reply.failed or not reply.status:
        reply.status, reply.headers, reply.whole = FAULT, FAULT_HEADERS, FAULT_TEXT
    head = reply.head()
    bodiless = head["status"] in (204, 304) or head["status"] < 200
    if not bodiless and not any(name == b"content-length" for name, _ in head["headers"]):
        head["headers"].append((b"content-length", str(len(reply.whole)).encode()))
    await reply.send(head)
    await reply.send({"type": "http.response.body", "body": b"" if head_only or bodiless else reply.whole})


def _break_off(send) -> None:
    """Cut the connection: a stream that failed half-way must not look complete.

    ASGI has no word for it; daphne's `send` carries the request, whose transport has.
    """
    request = next(iter(getattr(send, "args", ())), None)
    transport = getattr(getattr(request, "channel", None), "transport", None)
    with suppress(Exception):
        transport.abortConnection()

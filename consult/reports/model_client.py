"""Send one question to the language model and take one answer: within a time, up to a size, from this address alone."""

import socket
import ssl
import threading
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

ANSWER_LIMIT = 1024 * 1024
CONNECT = 10
_PATH = "/chat/completions"


class Unanswered(Exception):
    """No answer that may be used; `code` is one of ProposalRun.Fault."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class _Limit:
    """Ends a connection when its time is up, however slowly the other side writes."""

    def __init__(self, connection: HTTPConnection, seconds: float):
        self.connection, self.over = connection, False
        self.socket: socket.socket | None = None
        self.timer = threading.Timer(seconds, self._end)
        self.timer.daemon = True

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, *_raised):
        self.timer.cancel()
        self.connection.close()

    def connected(self) -> None:
        # The connection forgets its socket where the other side closes after the answer.
        self.socket = self.connection.sock
        if self.over:
            self._end()

    def _end(self) -> None:
        self.over = True
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)


def ask(endpoint: str, key: str, question: bytes, *, seconds: float) -> bytes:
    """The body of the answer, or Unanswered. Redirects are not followed: the words go to the address that was set."""
    parts = urlsplit(endpoint)
    connection = _connection(parts, min(seconds, CONNECT))
    with _Limit(connection, seconds) as limit:
        try:
            connection.connect()
            connection.sock.settimeout(seconds)
            limit.connected()
            connection.request("POST", parts.path + _PATH, body=question, headers=_headers(key))
            with closing(connection.getresponse()) as response:
                _right_or_unanswered(response)
                body = response.read(ANSWER_LIMIT + 1)
        except (OSError, HTTPException, ValueError) as fault:
            late = limit.over or isinstance(fault, TimeoutError)
            raise Unanswered("timeout" if late else "unreachable") from fault
        if limit.over:
            raise Unanswered("timeout")
    if len(body) > ANSWER_LIMIT:
        raise Unanswered("too-large")
    return body


def _connection(parts, seconds: float) -> HTTPConnection:
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(parts.hostname, parts.port, timeout=seconds, context=context)
    return HTTPConnection(parts.hostname, parts.port, timeout=seconds)


def _headers(key: str) -> dict[str, str]:
    found = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    return found | ({"Authorization": f"Bearer {key}"} if key else {})


def _right_or_unanswered(response) -> None:
    if 300 <= response.status < 400:
        raise Unanswered("redirect")
    if response.status != 200:
        raise Unanswered("status")

"""Real daphne processes for tests and measurements, and a plain WebSocket client of the live feeds."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = "consult.config.asgi:application"
READY_WITHIN = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(application=SITE, *, wait=True, **environment):
    """A daphne process serving `application`; yields (port, process). Stopped at the end, in any case."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "--verbosity", "0"]
    process = subprocess.Popen(
        [*command, "--no-server-name", application],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdin=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + READY_WITHIN
        while wait:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, "daphne ended at its start"
            assert time.monotonic() < until, "daphne does not listen"
            time.sleep(0.05)
        yield port, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def database_environment() -> dict[str, str]:
    """What makes another process use the database, the key and the folder of this test run."""
    from urllib.parse import quote

    from django.conf import settings
    from django.db import connection

    known = connection.settings_dict
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}"
    place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    return {
        "DJANGO_SETTINGS_MODULE": "consult.config.settings.test",
        "DATABASE_URL": f"postgresql://{who}@{place}/{known['NAME']}",
        "SECRET_KEY": settings.SECRET_KEY,
        "CONSULT_VAR": str(settings.VAR_DIR),
    }


def session_cookie(user) -> str:
    """The session of a signed-in person, made as sign-in makes it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def socket_to(port: int, cookie: str = "", *, origin: str | None = "", path="/live/"):
    """A blocking WebSocket client; `origin=""` is the site's own, None sends none."""
    from websockets.sync.client import connect

    own = f"http://127.0.0.1:{port}" if origin == "" else origin
    headers = {"Cookie": cookie} if cookie else {}
    return connect(
        f"ws://127.0.0.1:{port}{path}", origin=own, additional_headers=headers, open_timeout=10, proxy=None
    )


def follow(ws, book_id: int, after: int = 0) -> None:
    ws.send(json.dumps({"follow": {"book": book_id, "after": after}}))


def frames_until(ws, wanted, timeout: float = 10) -> list[dict]:
    """Frames received until `wanted(frame)`; fails after `timeout` seconds."""
    until, seen = time.monotonic() + timeout, []
    while time.monotonic() < until:
        try:
            seen.append(json.loads(ws.recv(timeout=max(0.01, until - time.monotonic()))))
        except TimeoutError:
            break
        if wanted(seen[-1]):
            return seen
    raise AssertionError(f"not among the frames received: {seen}")

"""A small WSGI application behind the product's HTTP adapter, for tests of the adapter alone."""

import hashlib
import json
import os
import threading
import time
from pathlib import Path

from consult.config.http import adapt

THREADS = 3
MARKS = Path(os.environ.get("HTTP_SAMPLE_MARKS", "/nonexistent"))
BASE = [("Content-Type", "text/plain; charset=utf-8")]
SHOWN = ("PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_COOKIE", "HTTP_X_TWICE")
SHOWN += ("REMOTE_ADDR", "REQUEST_METHOD", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_A_B")


def echo(environ, start):
    body, total, spooled = environ["wsgi.input"], hashlib.sha256(), type(environ["wsgi.input"]).__name__
    size = 0
    while block := body.read(65536):
        total.update(block)
        size += len(block)
    start("200 OK", [("Content-Type", "application/json")])
    shown = {name: environ[name] for name in SHOWN if name in environ}
    facts = {"size": size, "sha256": total.hexdigest(), "body": spooled, "environ": shown}
    return [json.dumps(facts).encode()]


class Endless:
    """Pieces for ever; writes a mark when it is closed."""

    def __iter__(self):
        while True:
            yield b"x" * 20000
            time.sleep(0.02)

    def close(self):
        (MARKS / "closed").write_text("closed")


def endless(environ, start):
    start("200 OK", BASE)
    return Endless()


def pieces(environ, start):
    start("200 OK", BASE)
    return (f"{n}\n".encode() for n in range(5))


def broken(environ, start):
    raise ValueError("wrong before the start")


def torn(environ, start):
    start("200 OK", BASE)

    def some():
        yield b"half"
        raise ValueError("wrong in the middle")

    return some()


def file(environ, start):
    start("200 OK", [*BASE, ("Content-Length", str(MARKS.joinpath("large").stat().st_size))])
    return environ["wsgi.file_wrapper"](MARKS.joinpath("large").open("rb"), 4096)


def slow(environ, start):
    time.sleep(0.2)
    start("200 OK", BASE)
    return [threading.current_thread().name.encode()]


def slowest(environ, start):
    (MARKS / "begun").write_text("begun")
    time.sleep(1.5)
    start("200 OK", BASE)
    return [b"answered"]


def nothing(environ, start):
    start("204 No Content", [])
    return []


def written(environ, start):
    start("200 OK", BASE)(b"written, ")
    return [b"returned"]


PAGES = (echo, endless, pieces, broken, torn, file, slow, slowest, nothing, written)
BY_PATH = {f"/{page.__name__}": page for page in PAGES}


def wsgi(environ, start):
    return BY_PATH.get(environ["PATH_INFO"], echo)(environ, start)


application = adapt(wsgi, threads=THREADS)

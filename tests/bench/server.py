"""Requests per second of the same empty page, by the product's adapter and by Django's plain ASGI handler.

Each in one daphne process with the same settings and middleware, measured in turn; the own server as `make run`
starts it, the plain handler as Django starts it.
"""

import os
import selectors
import socket
import statistics
import time

from tests.live.serving import served

GOAL = 4.0
CLIENTS = 8


def rate(port: int, seconds: float) -> float:
    """Requests per second with `CLIENTS` kept connections.

    One thread that writes ready bytes and looks for the end of each answer: a client that costs as much as the
    server would measure itself.
    """
    question = f"GET /empty/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    poll = selectors.DefaultSelector()
    for _ in range(CLIENTS):
        link = socket.create_connection(("127.0.0.1", port), timeout=30)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(link, selectors.EVENT_READ)
        link.sendall(question)
    count, begun = 0, time.perf_counter()
    while (now := time.perf_counter()) < begun + seconds:
        for key, _events in poll.select(timeout=1):
            answer = key.fileobj.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise AssertionError(answer[:200])
            count += 1
            key.fileobj.sendall(question)
    for key in list(poll.get_map().values()):
        key.fileobj.close()
    poll.close()
    return count / (now - begun)


def run() -> list[dict]:
    """Medians of several rounds, taken in turn so that a busy machine is busy for both."""
    seconds, rounds = float(os.environ.get("BENCH_SECONDS", 5)), int(os.environ.get("BENCH_ROUNDS", 3))
    plain, own = [], []
    with (
        served("tests.bench.sample:plain_asgi") as (plain_port, _a),
        served("tests.bench.sample_own:own", ONE_CORE="1") as (own_port, _b),
    ):
        for port in (plain_port, own_port):
            rate(port, 1)
        for _ in range(rounds):
            plain.append(rate(plain_port, seconds))
            own.append(rate(own_port, seconds))
    baseline, value = statistics.median(plain), statistics.median(own)
    return [
        {
            "name": "empty page, own server / Django's ASGI handler",
            "value": value,
            "unit": "requests/s",
            "baseline": baseline,
            "ratio": value / baseline,
            "goal": f">= {GOAL:g}x",
            "ok": value >= GOAL * baseline,
        }
    ]

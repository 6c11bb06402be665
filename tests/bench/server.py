"""Requests per second of the same empty page, by the product's adapter and by Django's plain ASGI handler.

Both inside one daphne process each, with the same settings and middleware, one after the other.
"""

import http.client
import os
import statistics
import threading
import time

from tests.live.serving import served

GOAL = 4.0
CLIENTS = 8


def rate(port: int, seconds: float) -> float:
    """Requests per second with `CLIENTS` kept connections."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + seconds

    def ask(n: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            connection.request("GET", "/empty/", headers={"Host": f"127.0.0.1:{port}"})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise AssertionError(f"status {response.status}")
            counts[n] += 1
        connection.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def run() -> list[dict]:
    """Medians of several rounds, taken in turn so that a busy machine is busy for both."""
    seconds, rounds = float(os.environ.get("BENCH_SECONDS", 5)), int(os.environ.get("BENCH_ROUNDS", 3))
    plain, own = [], []
    with (
        served("tests.bench.sample:plain_asgi") as (plain_port, _a),
        served("tests.bench.sample:own") as (own_port, _b),
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

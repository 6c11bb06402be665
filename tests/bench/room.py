"""A room of a thousand sockets on one process: two numbers a second, until all have all.

Three servers, one after the other, the same clients: the product's hub, one member of the channel layer's
group per socket (the usual way), and the plain broadcast of `websockets` as the limit of this machine.
BENCH_SOCKETS and BENCH_ROOM_SECONDS change the size.
"""

import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time

from tests.live.serving import ROOT, free_port, served

BOOK, GOAL = 7, 10.0
GRACE = 5.0


def sizes() -> tuple[int, float]:
    return int(os.environ.get("BENCH_SOCKETS", 1000)), float(os.environ.get("BENCH_ROOM_SECONDS", 60))


def number_of(text: str) -> int:
    """The microseconds that a frame carries; 0 for anything else."""
    value = json.loads(text)
    return value if isinstance(value, int) else value.get("seq", 0)


async def listen(connection, heard: dict[int, float]) -> None:
    """Note when each number came, in microseconds."""
    async for text in connection:
        if number := number_of(text):
            heard.setdefault(number, time.time_ns() // 1000)


async def connected(port: int, count: int, stack) -> list:
    from websockets.asyncio.client import connect

    async def one(n):
        own = {"Cookie": f"sessionid={n}"}
        return await stack.enter_async_context(
            connect(
                f"ws://127.0.0.1:{port}/live/",
                origin=f"http://127.0.0.1:{port}",
                additional_headers=own,
                open_timeout=60,
                ping_interval=None,
                proxy=None,
                compression=None,
            )
        )

    found = []
    for start in range(0, count, 25):
        found += await asyncio.gather(*(one(n) for n in range(start, min(count, start + 25))))
    return found


async def measure(port: int, count: int, seconds: float) -> dict:
    """Share of (number, socket) pairs delivered within the window and the median delay, in milliseconds."""
    async with contextlib.AsyncExitStack() as stack:
        sockets = await connected(port, count, stack)
        heard = [{} for _ in sockets]
        tasks = [asyncio.ensure_future(listen(c, h)) for c, h in zip(sockets, heard, strict=True)]
        for connection in sockets:
            await connection.send(json.dumps({"follow": {"book": BOOK, "after": 0}}))
        await asyncio.sleep(3)
        begun = time.time_ns() // 1000
        await asyncio.sleep(seconds)
        ended = time.time_ns() // 1000
        await asyncio.sleep(GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    told = {n for h in heard for n in h if begun <= n < ended}
    delays = [h[n] - n for h in heard for n in told if n in h]
    whole = len(told) * len(heard)
    return {
        "numbers": len(told),
        "delivered": len(delays) / whole if whole else 0.0,
        "all_at_last": all(max(h, default=0) >= max(told, default=1) for h in heard),
        "median": statistics.median(delays) / 1000 if delays else float("inf"),
    }


async def plain_server(port: int) -> None:
    """The limit: nothing but a broadcast."""
    from websockets.asyncio.server import broadcast, serve

    sockets = set()

    async def hold(connection):
        sockets.add(connection)
        try:
            await connection.wait_closed()
        finally:
            sockets.discard(connection)

    async with serve(hold, "127.0.0.1", port, compression=None, ping_interval=None):
        while True:
            await asyncio.sleep(0.5)
            broadcast(sockets, str(time.time_ns() // 1000))


@contextlib.contextmanager
def plainly_served():
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.room", str(port)], cwd=ROOT)
    try:
        time.sleep(2)
        yield port, process
    finally:
        process.terminate()
        process.wait(10)


def run() -> list[dict]:
    count, seconds = sizes()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    found = {}
    for name, server in (
        ("hub", served("tests.bench.sample:hubbed", BENCH_FAN_OUT="1")),
        ("members", served("tests.bench.sample:members_with_clock", BENCH_FAN_OUT="1")),
        ("plain", plainly_served()),
    ):
        with server as (port, _process):
            found[name] = asyncio.run(measure(port, count, seconds))
            print(f"  {name}: {found[name]}", file=sys.stderr, flush=True)
    hub, members, plain = found["hub"], found["members"], found["plain"]
    what = f"room of {count} sockets, {seconds:g} s"
    return [
        {
            "name": f"{what}: delivered to all",
            "value": 100 * hub["delivered"],
            "unit": "%",
            "baseline": 100 * members["delivered"],
            "ratio": None,
            "goal": "100 %, all at the last number",
            "ok": hub["delivered"] == 1.0 and hub["all_at_last"] and hub["numbers"] > seconds,
        },
        {
            "name": f"{what}: median delivery, beside one member per socket",
            "value": hub["median"],
            "unit": "ms",
            "baseline": members["median"],
            "ratio": members["median"] / hub["median"],
            "goal": f">= {GOAL:g}x",
            "ok": members["median"] >= GOAL * hub["median"],
        },
        {
            "name": f"{what}: median delivery, beside a plain broadcast",
            "value": hub["median"],
            "unit": "ms",
            "baseline": plain["median"],
            "ratio": plain["median"] / hub["median"],
            "goal": None,
            "ok": None,
        },
    ]


if __name__ == "__main__":
    asyncio.run(plain_server(int(sys.argv[1])))

"""From the command to the first page: with nothing but the installed packages, and with data from before."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 300


def run() -> list[dict]:
    """Seconds of a first and of a second start of the product, each until the first page is served."""
    with tempfile.TemporaryDirectory(prefix="consult-start-") as folder:
        first, second = (_start(folder) for _ in range(2))
    return [
        _row("make run, installed, first start (database, demo)", first, ""),
        _row("make run, second start", second, first),
    ]


def _row(name: str, seconds: float, baseline) -> dict:
    return {
        "name": name,
        "value": round(seconds, 1),
        "unit": "s",
        "baseline": f"first {baseline:.1f} s" if baseline else "",
        "ratio": round(seconds / baseline, 2) if baseline else "",
        "goal": "printed",
        "ok": True,
    }


def _start(folder: str) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {**os.environ, "CONSULT_VAR": folder, "PORT": str(port)}
    surroundings.pop("DATABASE_URL", None)
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "consult.config.serve"],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _first_page(f"http://127.0.0.1:{port}/", server)
        return time.perf_counter() - begun
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def _first_page(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            if urllib.request.urlopen(url, timeout=5).status == 200:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(url)

"""The real product for the journeys: the supervisor with its server and worker, the demonstration, a database of its own."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.reports.language_model import grouping, serving

ROOT = Path(__file__).resolve().parents[2]
# Kept between runs for the built static files; everything else in it is made anew.
VAR = ROOT / "var" / "journeys"
READY, READY_WITHIN = "Ready after", 300


@dataclass(frozen=True)
class Site:
    """Where the product answers, and in which environment a scene may be played into its database."""

    address: str
    environment: dict[str, str]


def play(site: Site, scene: str, *given: str) -> dict:
    """Play a scene (a module with its own `main`) in the product's database, in one go; returns what it says."""
    command = [sys.executable, "-m", scene, *given]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def database():
    """A new empty database in the cluster of the tests; yields its address."""
    from django.conf import settings

    known = settings.DATABASES["default"]
    who = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}"
    place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    name = f"journeys_{os.getpid()}"
    with psycopg.connect(f"postgresql://{who}@{place}/{known['NAME']}", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgresql://{who}@{place}/{name}"
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running():
    """`make run` in small: yields the site once the supervisor says that it is ready."""
    with database() as url, serving(grouping(one_group)) as model:
        for stale in ("files", "mail", "prepared"):
            path = VAR / stale
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        port = free_port()
        environment = environment_of(url, port) | {"LLM_ENDPOINT": model.address, "LLM_MODEL": "mo-hinh-thu"}
        process = subprocess.Popen(
            [sys.executable, "-m", "consult.config.serve"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said: list[str] = []
        ready = threading.Event()
        reader = threading.Thread(target=_listen, args=(process, said, ready), daemon=True)
        reader.start()
        try:
            ready.wait(READY_WITHIN)  # over also when it ended without having been ready
            assert any(line.startswith(READY) for line in said), "".join(said)
            yield Site(f"http://127.0.0.1:{port}", environment)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reader.join(5)
            (VAR / "serve.log").write_text("".join(said))


def one_group(opinions: list[dict]) -> list[dict]:
    """What the stand-in for a language model proposes: the first two opinions together, and a quotation that nobody said."""
    said = [one["ly_do"] or one["de_nghi_sua_thanh"] for one in opinions]
    first = {
        "title": "Nêu rõ điều kiện trong điều khoản",
        "ids": [one["id"] for one in opinions[:2]],
        "quotes": [
            {"id": one["id"], "quote": words[:40]} for one, words in zip(opinions[:2], said, strict=False)
        ],
    }
    wrong = {"title": "Nhóm có lời không ai viết", "ids": [opinions[0]["id"]]}
    return [first, {**wrong, "quotes": [{"id": opinions[0]["id"], "quote": "lời không ai viết"}]}]


def environment_of(url: str, port: int) -> dict[str, str]:
    """The tests' own settings stay outside: the product runs with those of `make run`."""
    dropped = {"HASHED_STATIC", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "CONSULT_VAR", "REDIS_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {
        **kept,
        "DATABASE_URL": url,
        "CONSULT_VAR": str(VAR),
        "PORT": str(port),
        "DEMO": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _listen(process, said: list[str], ready: threading.Event) -> None:
    for line in process.stdout:
        said.append(line)
        if line.startswith(READY):
            ready.set()
    ready.set()

"""The supervisor: what it started is restarted, stopped in order, and never outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from consult.config.serve import children as serving
from consult.kit import postgres

ROOT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def started():
    """Start children and stop whatever is left of them."""
    kept = []

    def start(*command: str) -> serving.Child:
        kept.extend(serving.start_all([("thử", list(command))], ROOT))
        return kept[-1]

    yield start
    serving.stop_all(kept)


def test_a_child_that_dies_is_started_again(started):
    child = started(*SLEEP)
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: serving.tend([child]) or (child.process and child.process.pid != first))
    assert is_running(child.process.pid)


def test_a_child_that_keeps_dying_ends_the_system_with_one_sentence(started, monkeypatch):
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    child = started(sys.executable, "-c", "raise SystemExit(7)")

    def tend_at_once():
        child.due = 0.0
        serving.tend([child])

    with pytest.raises(serving.GivenUp, match="mã 7"):
        wait_for(tend_at_once, 30)
    assert len(child.deaths) == serving.MOST_DEATHS + 1


def test_a_stubborn_child_and_its_own_helpers_are_killed(started, monkeypatch):
    monkeypatch.setattr(serving, "STOP_WITHIN", 0.5)
    script = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        "open(sys.argv[1], 'w').write(str(helper.pid)); time.sleep(60)"
    )
    note = Path(f"/tmp/consult-test-{os.getpid()}")
    child = started(sys.executable, "-c", script, str(note))
    try:
        assert wait_for(lambda: note.exists() and note.read_text().isdigit())
        pid, helper = child.process.pid, int(note.read_text())
        serving.stop_all([child])
        assert not is_running(pid)
        assert wait_for(lambda: not is_running(helper))
    finally:
        note.unlink(missing_ok=True)


@pytest.mark.parametrize("kind", ["start_all([('a', command)], Path('/'))", "run_once(command, Path('/'))"])
def test_children_die_with_a_supervisor_that_is_killed(kind, tmp_path):
    note = tmp_path / "pid"
    inner = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    script = (
        "import sys, time; from pathlib import Path; from consult.config.serve.children import *; "
        f"command = [sys.executable, '-c', {inner!r}]; {kind}; time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    assert wait_for(lambda: note.exists() and note.read_text().isdigit())
    child = int(note.read_text())
    assert is_running(child)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not is_running(child))


@pytest.fixture
def supervisor(tmp_path):
    """The real system in a folder of its own, without the demo story."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    var = tmp_path / "var"
    environment = {
        **os.environ,
        "CONSULT_VAR": str(var),
        "PORT": str(port),
        "DEMO": "0",
        "HASHED_STATIC": "0",
    }
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "consult.config.serve"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )

    def said() -> str:
        return (tmp_path / "log").read_text()

    try:
        wait_for(lambda: "Ctrl-C" in said() or process.poll() is not None, 120)
        assert process.poll() is None, said()
        yield process, port, var, said
    finally:
        process.kill()
        process.wait()
        postgres.remove(var / "pg")
        log.close()


def children_of(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


def test_serves_survives_a_database_crash_and_stops_cleanly_on_ctrl_c(supervisor):
    process, port, var, said = supervisor
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        assert answer.status == 200
    assert "Sẵn sàng sau" in said()
    server = postgres.status(var / "pg")
    os.kill(server.pid, signal.SIGKILL)
    assert wait_for(lambda: (now := postgres.status(var / "pg")) and now.pid != server.pid, 20)
    with psycopg.connect(postgres.status(var / "pg").url) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM django_migrations").fetchone()[0]
    assert wait_for(
        lambda: len(children_of(process.pid)) == 2, 20
    )  # the program that started it again is gone
    family = children_of(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0, said()
    assert [pid for pid in family if is_running(pid)] == []
    assert postgres.status(var / "pg") is None
    assert not (var / "pg" / "cluster" / "postmaster.pid").exists()

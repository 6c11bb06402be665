"""Start everything, show the address, keep it running, and stop it in order.

Environment: PORT (8000), BIND (127.0.0.1), DATABASE_URL (else the embedded PostgreSQL), REDIS_URL, CONSULT_VAR.
Exit status 0 stopped on request, 1 something could not start or keep running, 2 the port cannot be used.
"""

import fcntl
import os
import signal
import socket
import sys
import time
from pathlib import Path

from consult.config.serve import stamps
from consult.config.serve.children import Child, GivenUp, run_once, start_all, stop_all, tend
from consult.kit import postgres

ROOT = Path(__file__).resolve().parents[3]
DATABASE_CHECK_EVERY = 2.0
READY_WITHIN = 90.0


class Stopped(BaseException):
    """A signal asked us to stop. A BaseException, so that no `except Exception` on the way swallows it."""


class Refused(Exception):
    """One sentence for the terminal, in both languages, and the exit status."""

    def __init__(self, vietnamese: str, english: str, status: int = 1) -> None:
        super().__init__(f"{vietnamese}\n{english}")
        self.status = status


def main() -> int:
    """Run until a signal; everything started here is stopped on the way out."""
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    children: list[Child] = []
    var = Path(os.environ.get("CONSULT_VAR") or ROOT / "var").absolute()
    embedded = not os.environ.get("DATABASE_URL")
    try:
        bind, port = _address()
        _alone(var)
        try:
            if embedded:
                _start_database(var)
            web, worker = _commands(bind, port)
            early = stamps.is_prepared(ROOT, var) and not stamps.assets_stale(ROOT, var)
            if early:  # nothing will change: the server starts beside the preparation, which takes as long
                children += start_all([web], ROOT)
            _prepare(var)
            if not early:
                children += start_all([web], ROOT)
            _wait_until_ready(bind, port, children)
            children += start_all([worker], ROOT)
            _show(bind, port, time.monotonic() - began)
            _keep_running(var, embedded, children)
        finally:
            _ignore_signals()
            stop_all(children)
            if embedded:
                postgres.stop(var / "pg")
    except Stopped:
        say("Đã dừng.", "Stopped.")
        return 0
    except (Refused, GivenUp, postgres.PostgresError) as problem:
        print(problem, file=sys.stderr, flush=True)
        return getattr(problem, "status", 1)
    return 0


def say(vietnamese: str, english: str) -> None:
    print(f"{vietnamese}\n{english}", flush=True)


def _on_signal(number: int, _frame: object) -> None:
    _ignore_signals()
    raise Stopped(number)


def _ignore_signals() -> None:
    """While stopping, a second Ctrl-C must not leave the database half stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _address() -> tuple[str, int]:
    """BIND and PORT, once it is certain that the port can be used."""
    bind, given = os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Refused(f"PORT phải là số từ 1 đến 65535: {given}.", f"PORT must be 1 to 65535: {given}.", 2)
    port = int(given)
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
            probe.listen(1)
        except OSError as error:
            raise Refused(
                f"Không dùng được cổng {port} ở {bind} ({error.strerror}); hãy chọn cổng khác, ví dụ: "
                f"make run PORT={port % 65535 + 1}.",
                f"Port {port} on {bind} cannot be used ({error.strerror}); choose another, for instance: "
                f"make run PORT={port % 65535 + 1}.",
                2,
            ) from error
    os.environ["PORT"] = str(port)  # the settings build the site's own address from it
    os.environ.setdefault("ONE_CORE", "1")
    return bind, port


def _alone(var: Path) -> None:
    """Hold var/ against a second start and against demo-reset, until this process ends."""
    try:
        fresh = not var.exists()
        var.mkdir(parents=True, exist_ok=True)
        if fresh:
            (var / ".consult").touch()  # the mark by which demo-reset knows a folder of ours
        handle = os.open(
            var / "serve.lock", os.O_CREAT | os.O_RDWR, 0o644
        )  # closed by the end of the process
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(
            f"Hệ thống đã chạy với dữ liệu ở {var}; hãy dừng tiến trình đó, hoặc đặt CONSULT_VAR khác.",
            f"The system already runs on the data in {var}; stop it, or set another CONSULT_VAR.",
        ) from None
    except OSError as error:
        raise Refused(
            f"Không ghi được vào {var} ({error.strerror}); hãy kiểm tra quyền của thư mục này.",
            f"{var} cannot be written ({error.strerror}); check the rights on this folder.",
        ) from error


def _start_database(var: Path) -> None:
    server = postgres.start(var / "pg")
    for note in server.notes:
        print(note, flush=True)
    _publish(var, server.url)


def _publish(var: Path, url: str) -> None:
    """Hand the address to the children, and to `manage.py` in another terminal through a private file."""
    os.environ["DATABASE_URL"] = url
    fresh = var / "database-url.new"
    fresh.touch(mode=0o600)
    fresh.write_text(url)
    fresh.replace(var / "database-url")


def _prepare(var: Path) -> None:
    """Assets when their sources changed, migrations, the demo story once: one process, one start of Django."""
    steps = [["migrate", "--noinput", "--verbosity", "0"]]
    stale = stamps.assets_stale(ROOT, var)
    if stale:
        # fonts.css is a source: its addresses hold in built/, and the hashing storage would look for them beside it.
        collect = ["collectstatic", "--noinput", "--verbosity", "0", "--ignore", "fonts.css"]
        steps[:0] = [["compile_locale"], ["build_assets"], collect]
        say("Đang dựng tệp tĩnh và phông chữ…", "Building the static files and fonts…")
    if is_demo():
        steps += [["demo", "--once"], ["demo", "--accounts"]]
    words = " ".join(" ".join([*step, ";"]) for step in steps).split()
    command = [sys.executable, "-m", "consult.config.serve.prepare", *words]
    status = run_once(command, ROOT)
    if status:
        raise Refused(
            "Chưa chuẩn bị xong (tệp tĩnh, cơ sở dữ liệu, dữ liệu thử); nguyên nhân ở các dòng trên.",
            "The preparation (static files, database, demo) did not finish; the lines above say why.",
        )
    if stale:
        stamps.remember_assets(ROOT, var)
    stamps.remember_prepared(ROOT, var)


def is_demo() -> bool:
    return (os.environ.get("DEMO") or "1").strip().lower() not in {"0", "false", "no", "off"}


def _commands(bind: str, port: int) -> tuple[tuple[str, list[str]], ...]:
    """The lasting children: name and command. daphne writes no access log here: a proxy in front does."""
    web = ["-m", "daphne", "-b", bind, "-p", str(port), "--verbosity", "0", "--no-server-name"]
    limits = [
        "--http-timeout",
        "60",
        "--application-close-timeout",
        "10",
        "--websocket-max-message-size",
        "65536",
    ]
    return (
        ("web", [sys.executable, *web, *limits, "consult.config.asgi:application"]),
        ("worker", [sys.executable, "manage.py", "worker"]),
    )


def _wait_until_ready(bind: str, port: int, children: list[Child]) -> None:
    """Until the server answers any HTTP at all; a child that dies meanwhile is tended as later."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        tend(children)
        try:
            with socket.create_connection((host, port), timeout=10) as probe:
                probe.sendall(
                    f"HEAD / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
                )
                if probe.recv(12).startswith(b"HTTP/"):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise Refused(
        f"Máy chủ web không trả lời sau {READY_WITHIN:.0f} giây; xem các dòng trên.",
        f"The web server did not answer within {READY_WITHIN:.0f} seconds; see the lines above.",
    )


def _show(bind: str, port: int, seconds: float) -> None:
    address = f"http://{f'[{bind}]' if ':' in bind else bind}:{port}"
    taken = f"{seconds:.1f}"
    say(f"Sẵn sàng sau {taken.replace('.', ',')} giây: {address}", f"Ready after {taken} seconds: {address}")
    say("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop.")


def _keep_running(var: Path, embedded: bool, children: list[Child]) -> None:
    """Restart what dies, the embedded database included, until a signal raises Stopped."""
    next_check = 0.0
    while True:
        tend(children)
        if embedded and time.monotonic() > next_check:
            next_check = time.monotonic() + DATABASE_CHECK_EVERY
            if postgres.status(var / "pg") is None:
                url = postgres.start(var / "pg").url
                if (
                    url != os.environ["DATABASE_URL"]
                ):  # its port was taken meanwhile: start anew with the new one
                    _publish(var, url)
                    stop_all(children)
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())

"""The lasting children of the supervisor: started, restarted when they die, stopped together.

Called by `consult.config.serve.__main__` alone.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

MOST_DEATHS = 5
WITHIN = 60.0
STOP_WITHIN = 10.0
PR_SET_PDEATHSIG = 1


class GivenUp(RuntimeError):
    """A child died too often; one sentence in both languages."""


@dataclass
class Child:
    """One lasting process. `deaths` holds the moments of its latest ends; `due` is when it may start again."""

    name: str
    command: list[str]
    folder: Path
    process: subprocess.Popen | None = None
    deaths: deque = field(default_factory=lambda: deque(maxlen=MOST_DEATHS + 1))
    due: float = 0.0


def _options() -> dict:
    """A session of its own (Ctrl-C reaches the supervisor alone, which stops children in order), and death with
    the supervisor even where that is killed outright."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def before_exec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    return {"stdin": subprocess.DEVNULL, "start_new_session": True, "preexec_fn": before_exec}


def run_once(command: list[str], folder: Path) -> int:
    """Run to the end and return the exit status; killed when a signal to the supervisor interrupts it."""
    process = subprocess.Popen(command, cwd=folder, **_options())
    try:
        return process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise


def start_all(commands: list[tuple[str, list[str]]], folder: Path) -> list[Child]:
    children = [Child(name, command, folder) for name, command in commands]
    tend(children)
    return children


def tend(children: list[Child]) -> None:
    """Start what does not run and is due. Raises GivenUp at the sixth death within a minute."""
    now = time.monotonic()
    for child in children:
        if child.process is not None and child.process.poll() is not None:
            _note_death(child, now)
        if child.process is None and now >= child.due:
            child.process = subprocess.Popen(child.command, cwd=child.folder, **_options())


def _note_death(child: Child, now: float) -> None:
    status, child.process = child.process.returncode, None
    child.deaths.append(now)
    recent = sum(1 for moment in child.deaths if now - moment < WITHIN)
    if recent > MOST_DEATHS:
        raise GivenUp(
            f"Tiến trình {child.name} liên tục dừng (mã {status}); hệ thống dừng lại, xem các dòng trên.\n"
            f"The process {child.name} keeps ending (status {status}); the system stops, see the lines above."
        )
    pause = 0.25 * 2**recent
    child.due = now + pause
    print(
        f"Tiến trình {child.name} đã dừng (mã {status}); chạy lại sau {f'{pause:.1f}'.replace('.', ',')} giây.\n"
        f"The process {child.name} ended (status {status}); it starts again in {pause:.1f} s.",
        file=sys.stderr,
        flush=True,
    )


def stop_all(children: list[Child]) -> None:
    """Ask all at once, wait for all, then kill what is left with everything it started."""
    running = [child for child in children if child.process is not None]
    for child in running:
        _signal(child, signal.SIGTERM)
    end = time.monotonic() + STOP_WITHIN
    for child in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, end - time.monotonic()))
        _signal(child, signal.SIGKILL)
        child.process.wait()
        child.process = None


def _signal(child: Child, number: int) -> None:
    """To the whole session of the child: its own helpers must not outlive it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)

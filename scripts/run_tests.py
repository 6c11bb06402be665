"""Run the tests on a throw-away database and end with one line: "N passed, N failed".

    .venv/bin/python scripts/run_tests.py test|check|journeys|bench [pytest arguments]

`test` is everything; `check` leaves out the browser, the races and the real documents; `journeys` is the browser
alone. The journeys run in a pytest process of their own: Playwright's synchronous interface and asynchronous tests
cannot share one. TEST_DATABASE_URL names another PostgreSQL server; its role must be able to create databases.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from browser import ensure_browser  # noqa: E402

from consult.kit import postgres  # noqa: E402

PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
NO_TESTS = 5  # pytest's exit status when it collected nothing
PREPARE = [PYTHON, "-m", "consult.config.serve.prepare"]
BUILDS = {"built files": [*PREPARE, "compile_locale", ";", "build_assets"]}
CHECKS = {
    "ruff check": [PROGRAMS / "ruff", "check", "--quiet", "."],
    "ruff format": [PROGRAMS / "ruff", "format", "--check", "--quiet", "."],
    "import-linter": [PROGRAMS / "lint-imports", "--no-cache"],
    "makemigrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}
QUICK = ["tests", "--ignore=tests/journeys", "-n", "2"]
PHASES = {
    "test": {"main": QUICK, "journeys": ["tests/journeys"]},
    "check": {"main": [*QUICK, "--ignore=tests/races", "--ignore=tests/real"]},
    "journeys": {"journeys": ["tests/journeys"]},
}


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def main(arguments: list[str]) -> int:
    """Exit status 0 when nothing failed, 1 when something did, 130 when interrupted."""
    kind, extra = (arguments or ["test"])[0], arguments[1:]
    if kind not in {*PHASES, "bench"}:
        print(__doc__)
        return 2
    os.chdir(ROOT)
    if kind in {"test", "journeys"} and not ensure_browser():
        return 1
    with database(durable=kind == "bench") as url:
        os.environ["DATABASE_URL"] = url
        if kind == "bench":
            return subprocess.run([PYTHON, "-m", "tests.bench", *extra], check=False).returncode
        tally = run_checks(BUILDS)
        if kind != "journeys":
            tally += run_checks(CHECKS)
        for name, selection in PHASES[kind].items():
            tally += run_phase(name, [*selection, *extra])
    if tally.skipped:
        print(f"{tally.skipped} skipped")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed else 0


@contextmanager
def database(*, durable: bool) -> Iterator[str]:
    """A cluster of this run alone, removed afterwards; the name holds the process, so that two runs never meet."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    sweep()
    folder = ROOT / "var" / f"test-pg-{os.getpid()}"
    try:
        yield postgres.start(folder, durable=durable).url
    finally:
        postgres.remove(folder)


def sweep() -> None:
    """Remove the clusters of runs that were killed."""
    for folder in (ROOT / "var").glob("test-pg-*"):
        owner = folder.name.rpartition("-")[2]
        if owner.isdigit() and not is_alive(int(owner)):
            postgres.remove(folder)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run_checks(checks: dict[str, list]) -> Tally:
    """The builds and checks that are no tests: silent when they hold, one failure each when they do not."""
    failed = 0
    for name, command in checks.items():
        began = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{name:<16} {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout + done.stderr, flush=True)
    return Tally(failed=failed)


def run_phase(name: str, selection: list[str]) -> Tally:
    """One pytest process; its progress goes to the terminal, its count comes from the report it writes."""
    folder = selection[0]
    if not any((ROOT / folder).rglob("test_*.py")):
        print(f"--- {name}: no tests in {folder}", flush=True)
        return Tally()
    report = ROOT / "var" / "test-results" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"--- {name}", flush=True)
    command = [PYTHON, "-m", "pytest", *selection, f"--junitxml={report}"]
    return count(report, subprocess.run(command, check=False).returncode)


def count(report: Path, status: int) -> Tally:
    """The numbers of one report. A run that broke off counts as a failure even where no test is to blame."""
    if status == NO_TESTS:
        return Tally()
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Tally(failed=1)
    number = {
        name: sum(int(s.get(name, 0)) for s in suites) for name in ("tests", "failures", "errors", "skipped")
    }
    failed = number["failures"] + number["errors"]
    passed = number["tests"] - failed - number["skipped"]
    return Tally(max(passed, 0), failed or (1 if status else 0), number["skipped"])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except postgres.PostgresError as error:
        sys.exit(str(error))

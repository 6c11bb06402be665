"""The two commands: what they promise before anything of the product runs."""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "dev")
sys.path.insert(0, str(ROOT / "scripts"))

import bootstrap  # noqa: E402
import run_tests  # noqa: E402


def run(command: list, **more) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=60, **more
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def checkout(tmp_path):
    """The parts of a fresh clone that the set-up needs."""
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


# --- locks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address_and_hash_every_package(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|@ ", text)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)
    packages = [entry for entry in entries if "==" in entry]
    assert len(packages) > 20
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_the_run_lock_is_part_of_the_dev_lock():
    pins = [
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / "requirements" / f"{name}.lock").read_text(), re.M))
        for name in LOCKS
    ]
    assert pins[0] - pins[1] == set()


# --- bootstrap -----------------------------------------------------------------------------------------------


def test_an_old_python_can_parse_the_bootstrap():
    ast.parse((ROOT / "scripts" / "bootstrap.py").read_text(), feature_version=(3, 6))


def test_the_bootstrap_needs_the_standard_library_alone():
    tree = ast.parse((ROOT / "scripts" / "bootstrap.py").read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names
    assert names <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_an_old_python_is_refused_in_two_lines(monkeypatch, capfd):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as stopped:
        bootstrap.main([])
    assert stopped.value.code == 1
    vietnamese, english = capfd.readouterr().err.strip().splitlines()
    assert "Python 3.11" in vietnamese
    assert "3.9" in vietnamese
    assert "Python 3.11" in english


@pytest.fixture
def installed(checkout, monkeypatch):
    """A finished installation without its packages: the stamp and the environment are what is tested."""
    monkeypatch.setattr(bootstrap, "ROOT", str(checkout))
    monkeypatch.setattr(bootstrap, "VENV", str(checkout / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(checkout / ".venv" / "consult-stamp.json"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    stamp = {"path": str(checkout / ".venv"), "python": bootstrap.python_version()}
    stamp["lock"] = ["run", bootstrap.digest("run")]
    (checkout / ".venv" / "consult-stamp.json").write_text(json.dumps(stamp))
    return checkout


def test_a_stamp_of_the_same_lock_is_enough(installed):
    assert bootstrap.is_current("run")
    assert not bootstrap.is_current("dev")


def test_a_changed_lock_is_installed_again(installed):
    with (installed / "requirements" / "run.lock").open("a") as lock:
        lock.write("\n# changed\n")
    assert not bootstrap.is_current("run")


def test_a_moved_folder_is_built_again(installed, monkeypatch):
    moved = installed.parent / f"{installed.name}-moved"
    installed.rename(moved)
    monkeypatch.setattr(bootstrap, "ROOT", str(moved))
    monkeypatch.setattr(bootstrap, "VENV", str(moved / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(moved / ".venv" / "consult-stamp.json"))
    assert not bootstrap.is_current("run")
    assert not bootstrap.is_sound()


def test_a_vanished_python_is_noticed(installed):
    for name in ("python", "python3"):
        (installed / ".venv" / "bin" / name).unlink(missing_ok=True)
    assert not bootstrap.is_current("run")
    assert not bootstrap.is_sound()


def test_a_failed_installation_leaves_no_stamp(installed, monkeypatch):
    monkeypatch.setattr(bootstrap, "is_sound", lambda: True)
    monkeypatch.setattr(bootstrap, "install_packages", lambda kind: "ERROR: Connection refused")
    with (installed / "requirements" / "run.lock").open("a") as lock:
        lock.write("\n")
    with pytest.raises(SystemExit):
        bootstrap.main([])
    assert not (installed / ".venv" / "consult-stamp.json").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [("Temporary failure in name resolution", "mạng"), ("ERROR: hashes do not match", "nguyên nhân")],
)
def test_why_an_installation_failed(output, sentence, capfd):
    with pytest.raises(SystemExit) as stopped:
        bootstrap.explain(output)
    assert stopped.value.code == 1
    assert sentence in capfd.readouterr().err


# --- make and .ci/run ----------------------------------------------------------------------------------------


def test_help_lists_every_target():
    text = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split())
    assert targets >= {"run", "test", "check", "journeys", "bench", "demo-reset", "help", "lock"}
    shown = run(["make", "help"], cwd=ROOT).stdout
    assert {line.split()[1] for line in shown.splitlines()} == targets


def test_make_without_any_python_says_so(checkout):
    programs = checkout / "programs"
    programs.mkdir()
    for name in ("sh", "awk", "sed"):
        (programs / name).symlink_to(shutil.which(name))
    done = run([shutil.which("make"), "run"], cwd=checkout, env={"PATH": str(programs)})
    assert done.returncode != 0
    assert "Không tìm thấy Python" in done.stderr


def test_ci_runs_make_test_and_is_executable():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -eu\n" in text
    assert re.search(r"^exec make test\b", text, re.M)


def test_demo_reset_leaves_a_folder_alone_that_is_not_ours(checkout):
    foreign = checkout / "precious"
    foreign.mkdir()
    (foreign / "file").write_text("x")
    done = run(
        [sys.executable, ROOT / "scripts" / "demo_reset.py"], env={**os.environ, "CONSULT_VAR": str(foreign)}
    )
    assert done.returncode == 1
    assert (foreign / "file").exists()


def test_demo_reset_deletes_what_it_made(checkout):
    var = checkout / "var"
    (var / "files").mkdir(parents=True)
    (var / ".consult").touch()
    done = run(
        [sys.executable, ROOT / "scripts" / "demo_reset.py"], env={**os.environ, "CONSULT_VAR": str(var)}
    )
    assert done.returncode == 0
    assert str(var) in done.stdout
    assert not var.exists()


# --- serve: refusals before anything starts --------------------------------------------------------------------


def serve(var: Path, **environment) -> subprocess.CompletedProcess:
    given = {**os.environ, "CONSULT_VAR": str(var), **environment}
    return run([sys.executable, "-m", "consult.config.serve"], cwd=ROOT, env=given)


def test_a_busy_port_is_one_sentence_and_status_2(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        done = serve(tmp_path / "var", PORT=str(port))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 2
    assert str(port) in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["tám nghìn", "0", "70000"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    done = serve(tmp_path / "var", PORT=port)
    assert done.returncode == 2
    assert "PORT" in done.stderr


def test_damaged_data_name_the_remedy(tmp_path):
    cluster = tmp_path / "var" / "pg" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("hỏng")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {**os.environ, "CONSULT_VAR": str(tmp_path / "var"), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    done = run([sys.executable, "-m", "consult.config.serve"], cwd=ROOT, env=environment)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 2
    assert "make demo-reset" in done.stderr


# --- the count at the end ----------------------------------------------------------------------------------------


def report(path: Path, **numbers) -> Path:
    shown = " ".join(f'{name}="{number}"' for name, number in numbers.items())
    path.write_text(f"<testsuites><testsuite {shown}/></testsuites>")
    return path


@pytest.mark.parametrize(
    ("numbers", "status", "expected"),
    [
        ({"tests": 9, "failures": 0, "errors": 0, "skipped": 0}, 0, (9, 0)),
        ({"tests": 9, "failures": 2, "errors": 1, "skipped": 1}, 1, (5, 3)),
        ({"tests": 9, "failures": 0, "errors": 0, "skipped": 0}, 2, (9, 1)),
    ],
)
def test_errors_and_broken_runs_count_as_failed(tmp_path, numbers, status, expected):
    tally = run_tests.count(report(tmp_path / "r.xml", **numbers), status)
    assert (tally.passed, tally.failed) == expected


def test_a_run_without_a_report_failed_and_one_without_tests_did_not(tmp_path):
    assert run_tests.count(tmp_path / "none.xml", 3).failed == 1
    assert run_tests.count(tmp_path / "none.xml", run_tests.NO_TESTS) == run_tests.Tally()

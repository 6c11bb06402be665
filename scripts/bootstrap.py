"""Make .venv and install the locked packages. Needs Python 3.11 or newer and nothing else.

    python3 scripts/bootstrap.py [--dev]

A stamp in .venv holds the digest of the lock: while it matches, a run does nothing. The stamp is taken away before
an installation and written after it, so that an interrupted one is repeated. Every package is checked against the
hashes in the lock. uv is used where it can be had (about ten times faster), pip otherwise.

The text keeps to what Python 3.6 can parse, so that an old Python reaches the check of its version.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "consult-stamp.json")
OLDEST = (3, 11)
OFFLINE = re.compile(
    "name resolution|name or service not known|nodename nor servname|new connection|connection refused|"
    "network is unreachable|no route to host|timed out|timeout|dns error|error sending request|"
    "failed to fetch|network connectivity|no matching distribution|proxyerror|cannot connect to proxy",
    re.IGNORECASE,
)


def say(vietnamese, english, stream=sys.stdout):
    """Both languages, one line each, whatever the terminal's encoding."""
    stream.flush()
    stream.buffer.write(f"{vietnamese}\n{english}\n".encode())
    stream.flush()


def refuse(vietnamese, english):
    say(vietnamese, english, sys.stderr)
    sys.exit(1)


def main(arguments):
    """Install what is missing; exit status 0 ready, 1 refused with one sentence, 130 interrupted."""
    if sys.version_info < OLDEST:
        refuse(
            "Cần Python 3.11 trở lên; máy này đang dùng Python {}.{}.".format(*sys.version_info[:2]),
            "Python 3.11 or newer is needed; this is Python {}.{}.".format(*sys.version_info[:2]),
        )
    kind = "dev" if "--dev" in arguments else "run"
    with open(
        os.path.realpath(__file__)
    ) as handle:  # one installation at a time; the lock goes with the process
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not is_current(kind):
            install(kind)
    return 0


def is_current(kind):
    """Whether the stamp is of this lock, this folder and a Python that still starts."""
    stamp = read_stamp()
    if stamp.get("path") != VENV or stamp.get("python") != python_version():
        return False
    # dev.lock contains every package of run.lock in the same version
    return any(stamp.get("lock") == [name, digest(name)] for name in {kind, "dev"})


def install(kind):
    if not is_sound():
        make_venv()
    if os.path.exists(STAMP):
        os.unlink(STAMP)
    say(
        f"Đang cài các gói đã khoá (requirements/{kind}.lock)…",
        f"Installing the locked packages (requirements/{kind}.lock)…",
    )
    output = install_packages(kind)
    if output is not None:
        explain(output)
    stamp = {"path": VENV, "python": python_version(), "lock": [kind, digest(kind)]}
    with open(STAMP + ".new", "w") as handle:
        json.dump(stamp, handle)
    os.replace(STAMP + ".new", STAMP)


def install_packages(kind):
    """Try uv, uv with its cache alone, pip. None when one of them succeeded, else what the last one said."""
    flags = ["--require-hashes", "-r", lock_path(kind)]
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check", "--retries", "2", "install", "-q"]
    ways = [[*pip, "--progress-bar", "off", *flags]]
    uv = find_uv(kind, pip)
    if uv:
        command = [uv, "pip", "install", "-q", "--python", venv_python(), "--link-mode", "copy"]
        ways[:0] = [[*command, *flags], [*command, "--offline", *flags]]
    output = ""
    for way in ways:
        done = subprocess.run(
            way, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        output = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0:
            return None
    return output


def find_uv(kind, pip):
    """The uv of .venv or of the machine; else the one the lock names, installed with its hashes."""
    ours = os.path.join(VENV, "bin", "uv")
    found = ours if os.path.exists(ours) else shutil.which("uv")
    if found:
        return found
    with open(lock_path(kind), encoding="utf-8") as handle:
        entry = re.search(r"^uv==.*?(?=^\S|\Z)", handle.read(), re.MULTILINE | re.DOTALL)
    if not entry:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".lock") as part:
        part.write(entry.group())
        part.flush()
        done = subprocess.run(
            [*pip, "--require-hashes", "-r", part.name],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    return ours if done.returncode == 0 and os.path.exists(ours) else None


def explain(output):
    """Say why the installation failed, and leave."""
    if OFFLINE.search(output):
        refuse(
            "Không tải được các gói: máy không có mạng hoặc không tới được kho gói Python; "
            "lần cài đầu tiên cần mạng.",
            "The packages could not be fetched: there is no network or the Python package index cannot be "
            "reached; the first installation needs it.",
        )
    sys.stderr.write("\n".join(output.strip().splitlines()[-15:]) + "\n")
    refuse(
        "Không cài được các gói đã khoá; nguyên nhân ở các dòng trên.",
        "The locked packages could not be installed; the lines above say why.",
    )


def is_sound():
    """Whether .venv belongs to this folder (scripts in it name their path), starts, and has pip."""
    try:
        with open(os.path.join(VENV, "bin", "activate"), encoding="utf-8") as handle:
            here = VENV in handle.read()
    except (OSError, ValueError):
        return False
    version = python_version()
    if not here or version is None or tuple(version) < OLDEST:
        return False
    return subprocess.call([venv_python(), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def make_venv():
    say("Đang tạo môi trường Python (.venv)…", "Making the Python environment (.venv)…")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        refuse(
            "Không tạo được .venv; trên Debian và Ubuntu hãy cài gói python3-venv rồi chạy lại.",
            "The environment .venv could not be made; on Debian and Ubuntu install python3-venv and run again.",
        )


def python_version():
    """[major, minor] of the Python in .venv, or None when there is none that starts."""
    try:
        command = [venv_python(), "-I", "-S", "-c", "import sys; print(*sys.version_info[:2])"]
        found = [int(part) for part in subprocess.check_output(command, stderr=subprocess.DEVNULL).split()]
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    library = os.path.join(VENV, "lib", "python{}.{}".format(*found))
    return found if os.path.isdir(library) else None


def read_stamp():
    try:
        with open(STAMP) as handle:
            stamp = json.load(handle)
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def digest(kind):
    with open(lock_path(kind), "rb") as handle:
        return hashlib.sha256(handle.read()).hexdigest()


def lock_path(kind):
    return os.path.join(ROOT, "requirements", kind + ".lock")


def venv_python():
    return os.path.join(VENV, "bin", "python")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

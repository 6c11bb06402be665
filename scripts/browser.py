"""Find Chromium for the browser journeys; install Debian's where it is missing and root may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Package and what shows that it is there: metric-compatible fonts, old .doc files, a look at produced papers.
WELCOME = {
    "fonts-croscore": lambda: Path("/usr/share/fonts/truetype/croscore").is_dir(),
    "libreoffice-writer-nogui": lambda: shutil.which("soffice") is not None,
    "poppler-utils": lambda: shutil.which("pdftoppm") is not None,
}


def ensure_browser() -> bool:
    """True when a Chromium is there, named in CHROMIUM for the tests. Says what to do when it is not."""
    may = os.geteuid() == 0 and shutil.which("apt-get") is not None
    wanted = [package for package, there in WELCOME.items() if not there()]
    if find() is None and may:
        install(["chromium"])
    if find() is not None and may and wanted and not asked_before():
        install(wanted)
    found = find()
    if found is None:
        print(
            "Thiếu Chromium cho các phép thử trong trình duyệt; hãy cài (Debian, Ubuntu: sudo apt-get install "
            "chromium), hoặc đặt CHROMIUM=đường dẫn, hoặc chạy “make check”.\n"
            "Chromium is missing for the browser tests; install it (Debian, Ubuntu: sudo apt-get install "
            'chromium), or set CHROMIUM=path, or run "make check".',
            file=sys.stderr,
        )
        return False
    os.environ["CHROMIUM"] = found
    return True


def find() -> str | None:
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install(packages: list[str]) -> None:
    """Each package by itself, so that one that is not to be had does not hold up the others."""
    print(f"Đang cài | Installing: {', '.join(packages)}", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, **quiet)
    for package in packages:
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        if subprocess.run(command, env=environment, check=False, **quiet).returncode:
            print(f"Không cài được | Not installed: {package}", file=sys.stderr)


def asked_before() -> bool:
    """The welcome packages are tried once per checkout: a machine without them must not wait at every run."""
    mark = ROOT / "var" / "packages-tried"
    if mark.exists():
        return True
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    return False

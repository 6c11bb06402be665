"""Write requirements/run.lock and requirements/dev.lock from pyproject.toml, with hashes and without any address.

.venv/bin/python scripts/lock.py [--upgrade]
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "-q",
]


def main(arguments: list[str]) -> int:
    """Compile both locks, dev.lock constrained by run.lock so that shared packages agree."""
    uv = shutil.which("uv", path=str(ROOT / ".venv" / "bin")) or shutil.which("uv")
    if uv is None:
        print("Cần uv để khoá phiên bản: .venv/bin/pip install uv.\nuv is needed: .venv/bin/pip install uv.")
        return 1
    sets = {
        "run": ["--all-extras"],
        "dev": ["--all-extras", "--group", "dev", "-c", "requirements/run.lock"],
    }
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    for name, flags in sets.items():
        target = f"requirements/{name}.lock"
        command = [uv, "pip", "compile", "pyproject.toml", *flags, *FLAGS, *upgrade, "-o", target]
        done = subprocess.run([*command, "--python-version", "3.11"], cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

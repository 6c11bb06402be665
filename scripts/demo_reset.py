"""Stop the embedded database and delete the demo's data: the next `make run` starts afresh.

Only a folder that Consult made is deleted: var/ of this checkout, or another one that carries the mark `.consult`.
Needs the standard library alone, so that it works with a broken .venv as well.
"""

import fcntl
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from consult.kit import postgres  # noqa: E402


def main() -> int:
    """Exit status 0 when nothing is left, 1 when something stands in the way."""
    var = Path(os.environ.get("CONSULT_VAR") or ROOT / "var").absolute()
    if not var.is_dir():
        print(f"Không có gì để xoá ở {var}.\nThere is nothing to delete in {var}.")
        return 0
    if var.is_symlink() or not (var == ROOT / "var" or (var / ".consult").is_file()):
        print(f"{var} không do hệ thống này tạo ra nên không bị xoá.", file=sys.stderr)
        print(f"{var} was not made by this system and is left alone.", file=sys.stderr)
        return 1
    if is_served(var):
        print("Hệ thống đang chạy; hãy dừng (Ctrl-C) rồi chạy lại lệnh này.", file=sys.stderr)
        print("The system is running; stop it (Ctrl-C), then run this again.", file=sys.stderr)
        return 1
    try:
        removed = [folder for place in clusters(var) for folder in postgres.remove(place)]
        shutil.rmtree(var)
    except (postgres.PostgresError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for folder in [*removed, var]:
        print(f"Đã xoá | Deleted: {folder}")
    return 0


def clusters(var: Path) -> list[Path]:
    return [folder for folder in sorted(var.iterdir()) if (folder / "lock").is_file()]


def is_served(var: Path) -> bool:
    try:
        with open(var / "serve.lock") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())

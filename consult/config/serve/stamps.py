"""What need not be done again: built files whose sources did not change, migrations that have run.

Called by the supervisor alone. A stamp is a digest of names, sizes and times of files, of the lock of the packages
(they bring scripts, icons, fonts and migrations of their own) and of the address of the database.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def assets_stale(root: Path, var: Path) -> bool:
    """True when a source of the static files changed since the last complete build, or the result is gone."""
    built, collected = root / "static" / "built", var / "static" / "staticfiles.json"
    whole = collected.is_file() and built.is_dir() and any(built.iterdir())
    return not whole or _recall(var / "static" / ".sources") != _fingerprint(root, _asset_sources(root))


def remember_assets(root: Path, var: Path) -> None:
    (var / "static").mkdir(parents=True, exist_ok=True)
    (var / "static" / ".sources").write_text(_fingerprint(root, _asset_sources(root)))


def is_prepared(root: Path, var: Path) -> bool:
    """True when these migrations ran on this database before, so that the web server may start beside them."""
    return _recall(var / "prepared") == _fingerprint(root, _migrations(root))


def remember_prepared(root: Path, var: Path) -> None:
    (var / "prepared").write_text(_fingerprint(root, _migrations(root)))


def _recall(stamp: Path) -> str:
    try:
        return stamp.read_text()
    except OSError:
        return ""


def _fingerprint(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{root} {os.environ.get('DATABASE_URL', '')}".encode())
    lock = root / "requirements" / "run.lock"
    digest.update(lock.read_bytes() if lock.is_file() else b"")
    for path in sorted(files):
        seen = path.stat()
        digest.update(f"{path.relative_to(root)}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _asset_sources(root: Path) -> list[Path]:
    built = root / "static" / "built"
    found = [path for path in (root / "static").rglob("*") if path.is_file() and built not in path.parents]
    kit = root / "consult" / "kit"
    makers = [kit / "assets.py", kit / "management" / "commands" / "build_assets.py"]
    found += (root / "locale").rglob("*.po")
    return found + [path for path in makers if path.is_file()]


def _migrations(root: Path) -> list[Path]:
    return list((root / "consult").glob("*/migrations/*.py"))

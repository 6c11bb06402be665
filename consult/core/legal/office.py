"""Old binary Word files: LibreOffice makes a .docx of them, which is then read like any other."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from . import limits
from .limits import refuse
from .types import Line
from .word import read_docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "Macros".encode("utf-16-le"))
_PROGRAMS = ("soffice", "libreoffice")
_ENCRYPTED_BIT = 0x01
_FLAGS_AT = 11
_WORD_MAGIC = b"\xec\xa5"


def read_doc(data: bytes) -> list[Line]:
    """Lines of a .doc. Raises Refused: not a Word file, macros, a password, no LibreOffice, not converted.

    Runs one LibreOffice with a profile of its own in a folder that is removed afterwards; it and all it started
    are ended after `limits.OFFICE_SECONDS`.
    """
    if not data.startswith(_OLE) or _WORD_STREAM not in data:
        raise refuse("mismatch")
    if any(mark in data for mark in _MACROS):
        raise refuse("macro")
    if _is_encrypted(data):
        raise refuse("encrypted")
    program = find_office()
    if program is None:
        raise refuse("no_office")
    with tempfile.TemporaryDirectory(prefix="doc-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder))
    return read_docx(converted)


def find_office() -> str | None:
    """The LibreOffice of this machine, if there is one on the search path."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _is_encrypted(data: bytes) -> bool:
    """The bit that says so, in the head of the stream of words (at the start of a sector)."""
    for place in range(512, min(len(data), 1 << 20), 512):
        if data[place : place + 2] == _WORD_MAGIC:
            return bool(data[place + _FLAGS_AT] & _ENCRYPTED_BIT)
    return False


def _convert(program: str, data: bytes, folder: Path) -> bytes:
    source, target = folder / "in" / "text.doc", folder / "out"
    source.parent.mkdir()
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target),
        str(source),
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    process = subprocess.Popen(
        command, cwd=folder, env={**environment, "HOME": str(folder)}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(timeout=limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        raise refuse("too_heavy") from None
    finally:
        _end_group(process)
    made = target / "text.docx"
    if process.returncode != 0 or not made.is_file():
        raise refuse("not_doc")
    if made.stat().st_size > limits.MAX_TOTAL_BYTES:
        raise refuse("bomb")
    return made.read_bytes()


def _end_group(process: subprocess.Popen) -> None:
    """End the program with everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

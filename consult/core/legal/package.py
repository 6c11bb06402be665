"""Opening a DOCX package safely: nothing is inflated, parsed or fetched beyond the named limits."""

import io
import re
import zipfile
import zlib

from . import limits
from .limits import refuse

_CHUNK = 1 << 16
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def open_parts(data: bytes) -> dict[str, bytes]:
    """XML parts of a Word package by name. Raises Refused for every unsafe or broken package."""
    if data.startswith(_OLE):
        raise refuse("encrypted" if _ENCRYPTED_STREAM in data else "mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist())
            return _read_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
        raise refuse("not_docx") from None
    except RuntimeError:  # zipfile says so when it meets an encrypted entry
        raise refuse("encrypted") from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.MAX_ENTRIES or sum(e.file_size for e in entries) > limits.MAX_TOTAL_BYTES:
        raise refuse("bomb")
    for entry in entries:
        if entry.flag_bits & 1:
            raise refuse("encrypted")
        _check_size(entry.file_size, entry.compress_size)
        if entry.filename.lower().rsplit("/", 1)[-1] in ("vbaproject.bin", "vbadata.xml"):
            raise refuse("macro")
    names = [entry.filename for entry in entries]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise refuse("not_docx")
    if len(set(names)) != len(names):  # two parts of one name: readers would disagree on the content
        raise refuse("not_docx")


def _check_size(inflated: int, compressed: int) -> None:
    if inflated > limits.MAX_ENTRY_BYTES:
        raise refuse("bomb")
    if inflated > limits.RATIO_FROM_BYTES and inflated > limits.MAX_RATIO * max(compressed, 1):
        raise refuse("bomb")


def _read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts, total = {}, 0
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        content = _inflate(archive, entry)
        total += len(content)
        if total > limits.MAX_TOTAL_BYTES:
            raise refuse("bomb")
        if _DECLARATION.search(_as_utf8(content)):
            raise refuse("entities")
        parts[entry.filename] = content
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise refuse("macro")
    return parts


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The real bytes, counted while they come: the sizes written in the archive may lie."""
    pieces, size = [], 0
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            _check_size(size, entry.compress_size)
            pieces.append(piece)
    return b"".join(pieces)


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 and UTF-32 parts could hide a declaration from a search in bytes: drop their zero bytes."""
    return content.replace(b"\0", b"") if b"\0" in content[:64] else content

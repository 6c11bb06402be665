"""Opening a DOCX, XLSX or ODT package safely: nothing is inflated, parsed or fetched beyond the named limits."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from . import limits
from .limits import refuse

_CHUNK = 1 << 16
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MANIFEST = "META-INF/manifest.xml"
_ODT_PARTS = ("content.xml", "styles.xml")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def open_parts(data: bytes) -> dict[str, bytes]:
    """XML parts of a Word package by name. Raises Refused for every unsafe or broken package."""
    parts = _open(data, ("word/document.xml", "[Content_Types].xml"), _is_markup, "not_docx")
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise refuse("macro")
    return parts


def open_workbook(data: bytes) -> dict[str, bytes]:
    """XML parts of a workbook by name. Raises Refused likewise."""
    parts = _open(data, ("xl/workbook.xml", "[Content_Types].xml"), _is_markup, "not_xlsx")
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise refuse("macro")
    return parts


def open_text(data: bytes) -> dict[str, bytes]:
    """content.xml, and styles.xml if there is one, of an OpenDocument text. Raises Refused likewise."""
    return _open(data, ("content.xml", _MANIFEST), lambda name: name in _ODT_PARTS, "not_odt")


def _open(
    data: bytes, needed: tuple[str, ...], wanted: Callable[[str], bool], broken: str
) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise refuse("encrypted" if _ENCRYPTED_STREAM in data else "mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist(), needed, broken)
            if needed[1] == _MANIFEST and b"encryption-data" in _inflate(archive, archive.getinfo(_MANIFEST)):
                raise refuse("encrypted")
            return _read_parts(archive, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
        raise refuse(broken) from None
    except (struct.error, lzma.LZMAError, MemoryError, OverflowError):
        raise refuse(broken) from None
    except RuntimeError:  # zipfile says so when it meets an encrypted entry
        raise refuse("encrypted") from None


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_entries(entries: list[zipfile.ZipInfo], needed: tuple[str, ...], broken: str) -> None:
    if len(entries) > limits.MAX_ENTRIES or sum(e.file_size for e in entries) > limits.MAX_TOTAL_BYTES:
        raise refuse("bomb")
    for entry in entries:
        if entry.flag_bits & 1:
            raise refuse("encrypted")
        _check_size(entry.file_size, entry.compress_size)
        if _is_program(entry.filename):
            raise refuse("macro")
    names = [entry.filename for entry in entries]
    if any(name not in names for name in needed):
        raise refuse(broken)
    if len(set(names)) != len(names):  # two parts of one name: readers would disagree on the content
        raise refuse(broken)


def _is_program(name: str) -> bool:
    """A macro of Word, or a module in the Basic or script folder of an OpenDocument file."""
    folder, _, last = name.lower().rpartition("/")
    module = folder.startswith("basic/") and last not in ("script-lb.xml", "dialog-lb.xml")
    return (
        last in ("vbaproject.bin", "vbadata.xml") or module or (folder.startswith("scripts") and bool(last))
    )


def _check_size(inflated: int, compressed: int) -> None:
    if inflated > limits.MAX_ENTRY_BYTES:
        raise refuse("bomb")
    if inflated > limits.RATIO_FROM_BYTES and inflated > limits.MAX_RATIO * max(compressed, 1):
        raise refuse("bomb")


def _read_parts(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    parts, total = {}, 0
    for entry in archive.infolist():
        if not wanted(entry.filename):
            continue
        content = _inflate(archive, entry)
        total += len(content)
        if total > limits.MAX_TOTAL_BYTES:
            raise refuse("bomb")
        if _DECLARATION.search(_as_utf8(content)):
            raise refuse("entities")
        parts[entry.filename] = content
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

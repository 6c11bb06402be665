"""One door for files: decide what the bytes are, refuse what may not enter, give the tree."""

from collections.abc import Callable
from dataclasses import replace

from . import limits
from .limits import refuse
from .odt import read_odt
from .office import read_doc
from .pages import read_html
from .parsing import parse
from .pdf import read_pdf
from .plain import read_text
from .secrecy import secrecy_mark
from .types import Document, Line, Warning
from .word import read_docx

_MACRO = (".docm", ".dotm", ".odm")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BINARY = (_ZIP, b"%PDF", _OLE, b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
Source = tuple[list[Line], list[Warning]]


def read(data: bytes, filename: str) -> Document:
    """The document in a .docx, .doc, .odt, .pdf, .html, .htm, .txt or .md file. Any caller; nothing is stored
    or fetched. A .pdf is read, and a .doc converted, in a process of its own.

    Raises Refused (code and one Vietnamese sentence) for everything that cannot be read safely, and for
    texts that carry a mark of secrecy.
    """
    lines, warnings = read_source(data, filename)
    if not any(line.full.strip() for line in lines):
        raise refuse("no_text")
    mark = secrecy_mark([line.full for line in _marks_first(lines)])
    if mark:
        raise refuse("secret", mark=mark)
    document = parse(lines)
    return replace(document, warnings=(*warnings, *document.warnings)) if warnings else document


def _marks_first(lines: list[Line]) -> list[Line]:
    """Page headers come first in the list but must not push the first page out of sight."""
    running = [line for line in lines if line.kind == "furniture"]
    body = [line for line in lines if line.kind != "furniture"]
    return body[: limits.SECRECY_LINES] + running if len(running) > 5 else running[:5] + body


def read_lines(data: bytes, filename: str) -> list[Line]:
    """Paragraphs and tables of a file in order, before any structure is looked for."""
    return read_source(data, filename)[0]


def read_source(data: bytes, filename: str) -> Source:
    """Paragraphs and tables of a file in order, and what was doubtful in reading them."""
    name = filename.lower().strip()
    if not data:
        raise refuse("empty")
    if len(data) > limits.MAX_BYTES:
        raise refuse("too_big")
    if name.endswith(_MACRO):
        raise refuse("macro")
    for endings, reader in _READERS:
        if name.endswith(endings):
            lines, warnings = reader(data)
            limits.check_lines(len(lines), sum(len(line.text) for line in lines))
            return lines, warnings
    raise refuse("type")


def _docx(data: bytes) -> Source:
    if not data.startswith((_ZIP, _OLE)):
        raise refuse(
            "mismatch" if data.startswith(_BINARY) or b"<html" in data[:2000].lower() else "not_docx"
        )
    return read_docx(data), []


def _doc(data: bytes) -> Source:
    if data.startswith(_ZIP):  # a .docx under the old name
        return read_docx(data), []
    return read_doc(data), []


def _odt(data: bytes) -> Source:
    if not data.startswith((_ZIP, _OLE)):
        raise refuse("mismatch" if data.startswith(_BINARY) else "not_odt")
    return read_odt(data), []


def _html(data: bytes) -> Source:
    _no_program(data)
    return read_html(data), []


def _text(data: bytes) -> Source:
    _no_program(data)
    return read_text(data), []


def _markdown(data: bytes) -> Source:
    _no_program(data)
    return read_text(data, markdown=True), []


def _no_program(data: bytes) -> None:
    if data.startswith(_BINARY):
        raise refuse("mismatch")


_READERS: tuple[tuple[tuple[str, ...], Callable[[bytes], Source]], ...] = (
    ((".docx",), _docx),
    ((".doc",), _doc),
    ((".odt",), _odt),
    ((".pdf",), read_pdf),
    ((".html", ".htm"), _html),
    ((".md",), _markdown),
    ((".txt",), _text),
)

"""One door for files: decide what the bytes are, refuse what may not enter, give the tree."""

from . import limits
from .limits import refuse
from .pages import read_html, read_text
from .parsing import parse
from .secrecy import secrecy_mark
from .types import Document, Line
from .word import read_docx

_NOT_YET = (".doc", ".pdf", ".odt", ".rtf")
_MACRO = (".docm", ".dotm")
_BINARY = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
)


def read(data: bytes, filename: str) -> Document:
    """The document in a .docx, .html, .htm, .txt or .md file. Any caller; nothing is stored or fetched.

    Raises Refused (code and one Vietnamese sentence) for everything that cannot be read safely, and for
    texts that carry a mark of secrecy.
    """
    lines = read_lines(data, filename)
    if not any(line.full.strip() for line in lines):
        raise refuse("no_text")
    mark = secrecy_mark([line.full for line in _marks_first(lines)])
    if mark:
        raise refuse("secret", mark=mark)
    return parse(lines)


def _marks_first(lines: list[Line]) -> list[Line]:
    """Page headers come first in the list but must not push the first page out of sight."""
    running = [line for line in lines if line.kind == "furniture"]
    body = [line for line in lines if line.kind != "furniture"]
    return body[: limits.SECRECY_LINES] + running if len(running) > 5 else running[:5] + body


def read_lines(data: bytes, filename: str) -> list[Line]:
    """Paragraphs and tables of a file in order, before any structure is looked for."""
    name = filename.lower().strip()
    if not data:
        raise refuse("empty")
    if len(data) > limits.MAX_BYTES:
        raise refuse("too_big")
    if name.endswith(_NOT_YET):
        raise refuse("not_yet")
    if name.endswith(_MACRO):
        raise refuse("macro")
    if name.endswith(".docx"):
        if data[:4] != b"PK\x03\x04" and not data.startswith(b"\xd0\xcf\x11\xe0"):
            raise refuse(
                "mismatch" if data.startswith(_BINARY) or b"<html" in data[:2000].lower() else "not_docx"
            )
        return read_docx(data)
    if not name.endswith((".html", ".htm", ".txt", ".md")):
        raise refuse("type")
    if data.startswith(_BINARY):
        raise refuse("mismatch")
    if name.endswith((".html", ".htm")):
        return read_html(data)
    return read_text(data, markdown=name.endswith(".md"))

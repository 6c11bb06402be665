"""PDF without who made it: the pages are drawn into a new document in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

from .refusing import MAX_TOTAL_BYTES, EvidenceRefused

_CHILD = Path(__file__).with_name("pdf_child.py")
_MEMORY = 768 * 1024 * 1024
_CPU_SECONDS = 20
_WALL_SECONDS = 40
_PROGRAMS = (b"/JavaScript", b"/Launch", b"/RichMedia", b"/XFA")
_FILES = (b"/EmbeddedFile", b"/Filespec")
_REFERENCE = re.compile(rb"/Metadata[\s]*(\d+)[\s]+(\d+)[\s]+R")
_INFO = re.compile(
    rb"/(?:Author|Creator|Producer|Title|Subject|Keywords|CreationDate|ModDate|PieceInfo|LastModified)\b"
)


def clean_pdf(data: bytes) -> bytes:
    """The pages alone: no Info, no XMP, no notes' authors, no attachments. Refuses what cannot be made so."""
    if b"%PDF-" not in data[:1024]:
        raise EvidenceRefused("mismatch")
    if any(mark in data for mark in _PROGRAMS):
        raise EvidenceRefused("macro")
    command = [sys.executable, "-I", str(_CHILD), str(_MEMORY), str(_CPU_SECONDS)]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_WALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise EvidenceRefused("too_heavy") from None
    if done.returncode == 3:
        raise EvidenceRefused("encrypted")
    if done.returncode == 4:
        raise EvidenceRefused("embedded")
    if done.returncode < 0:
        raise EvidenceRefused("too_heavy")
    if done.returncode or not done.stdout.startswith(b"%PDF-") or len(done.stdout) > MAX_TOTAL_BYTES:
        raise EvidenceRefused("broken")
    return _blanked(done.stdout)


def _blanked(made: bytes) -> bytes:
    """What a picture or page still carries along is overwritten in place, so that no offset moves."""
    out = bytearray(made)
    for found in _REFERENCE.finditer(made):
        number, turn = found.group(1), found.group(2)
        start = re.search(rb"(?:^|[\r\n])" + number + rb"[\s]+" + turn + rb"[\s]+obj\b", made)
        end = made.find(b"endobj", start.end()) if start else -1
        if end < 0:
            raise EvidenceRefused("hidden")
        body = b" null ".ljust(end - start.end())
        out[start.end() : end] = body[: end - start.end()]
    for found in _exif_spans(bytes(out)):
        out[found[0] : found[1]] = bytes(found[1] - found[0])
    if any(mark in out for mark in _FILES):
        raise EvidenceRefused("embedded")
    if b"<x:xmpmeta" in out or b"/PieceInfo" in out:
        raise EvidenceRefused("hidden")
    return bytes(out)


def _exif_spans(data: bytes):
    """Where JPEG pictures inside keep EXIF, XMP and notes: the content of APP1, APP13 and comments."""
    for mark in (b"Exif\0\0", b"http://ns.adobe.com/", b"Photoshop 3.0\0"):
        place = data.find(mark)
        while place >= 0:
            if place >= 4 and data[place - 4] == 0xFF and 0xE0 < data[place - 3] <= 0xEF:
                size = int.from_bytes(data[place - 2 : place], "big")
                yield place, min(place + size - 2, len(data))
            place = data.find(mark, place + 1)

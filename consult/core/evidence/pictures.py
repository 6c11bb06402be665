"""PNG and JPEG without what was written about them: the pixels stay byte for byte, everything else goes."""

import struct
import zlib

from .refusing import MAX_PIXELS, EvidenceRefused

_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"bKGD",
    b"pHYs",
}
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_JFIF, _EXIF, _ADOBE, _COMMENT = 0xE0, 0xE1, 0xEE, 0xFE
_TURNED = 0x0112


def clean_png(data: bytes) -> bytes:
    """Only the chunks that draw; text, time, EXIF, profiles and what follows the end are left out."""
    if not data.startswith(_PNG):
        raise EvidenceRefused("mismatch")
    parts, place, name = [_PNG], len(_PNG), b""
    while name != b"IEND":
        if place + 12 > len(data):
            raise EvidenceRefused("broken")
        size, name = struct.unpack(">I4s", data[place : place + 8])
        end = place + 12 + size
        if end > len(data) or (len(parts) == 1) != (name == b"IHDR"):
            raise EvidenceRefused("broken")
        if zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise EvidenceRefused("broken")
        if name == b"IHDR":
            _check_pixels(*struct.unpack(">II", data[place + 8 : place + 16]))
        if name in _KEPT_CHUNKS:
            parts.append(data[place:end])
        place = end
    return b"".join(parts)


def clean_jpeg(data: bytes) -> bytes:
    """Tables and pixels; of the EXIF data only how the picture is turned; nothing after its end."""
    if not data.startswith(b"\xff\xd8"):
        raise EvidenceRefused("mismatch")
    parts, place, turned, drawn = [], 2, 1, False
    while True:
        place, marker = _marker(data, place)
        if marker == 0xD9:
            break
        if marker in _ALONE:
            parts.append(bytes((0xFF, marker)))
            continue
        size = int.from_bytes(data[place : place + 2], "big")
        segment = data[place : place + size]
        if size < 2 or len(segment) != size:
            raise EvidenceRefused("broken")
        place += size
        if marker in _FRAMES:
            _check_pixels(*struct.unpack(">HH", segment[3:7].ljust(4, b"\0")))
        if marker == _EXIF:
            turned = _orientation(segment[2:]) or turned
        if not (_JFIF < marker <= 0xEF or marker == _COMMENT) or marker == _ADOBE:
            kept = segment[:16] if marker == _JFIF else segment  # the thumbnail of a JFIF head goes
            parts.append(_segment(marker, kept[2:] if marker != _JFIF else _jfif(segment)))
        if marker == 0xDA:
            drawn, end = True, _scan_end(data, place)
            parts.append(data[place:end])
            place = end
    if not drawn:
        raise EvidenceRefused("broken")
    head = [b"\xff\xd8", *([_segment(_EXIF, _exif(turned))] if turned != 1 else [])]
    return b"".join([*head, *parts, b"\xff\xd9"])


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker at a place, filling bytes skipped, and where its segment begins."""
    if data[place : place + 1] != b"\xff":
        raise EvidenceRefused("broken")
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        raise EvidenceRefused("broken")
    return place + 1, data[place]


def _scan_end(data: bytes, place: int) -> int:
    """Where the compressed pixels end: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise EvidenceRefused("broken")
        if data[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1 if data[place + 1] == 0xFF else 2


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def _jfif(segment: bytes) -> bytes:
    """The head without its thumbnail."""
    return (
        segment[2:14].ljust(12, b"\0") + b"\0\0" if segment[2:7] == b"JFIF\0" else b"JFIF\0\1\1\0\0\1\0\1\0\0"
    )


def _orientation(exif: bytes) -> int | None:
    """How the picture is turned, 1 to 8, from the first directory of EXIF data."""
    if not exif.startswith(b"Exif\0\0"):
        return None
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for n in range(min(count, 200)):
            tag, _kind, _count, value = struct.unpack(
                f"{order}HHIH", tiff[start + 2 + 12 * n : start + 12 + 12 * n]
            )
            if tag == _TURNED and 1 <= value <= 8:
                return value
    except struct.error:
        return None
    return None


def _exif(turned: int) -> bytes:
    return b"Exif\0\0MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", _TURNED, 3, 1, turned, 0) + b"\0\0\0\0"


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise EvidenceRefused("bomb")
    if not width or not height:
        raise EvidenceRefused("broken")

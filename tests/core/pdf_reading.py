"""Reads the text of the PDF files that typst writes: enough for the tests, by the fonts' own Unicode tables."""

import re
import zlib

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
# Parentheses in pairs may stand inside a string as they are.
_STRING = rb"\((?:[^()\\]|\\.)*\)"
for _ in range(4):
    _STRING = rb"\((?:[^()\\]|\\.|" + _STRING + rb")*\)"
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|(\[(?:[^\]()]|" + _STRING + rb")*\]\s*TJ|" + _STRING + rb"\s*Tj)", re.DOTALL
)


def _objects(pdf):
    found = {}
    for match in re.finditer(rb"(?<!\d)(\d+) 0 obj\b(.*?)endobj", pdf, re.DOTALL):
        head, _, body = match.group(2).partition(b"stream\n")
        found[int(match.group(1))] = head, body
    return found


def _unescape(text):
    def one(match):
        token = match.group(1)
        return bytes([int(token, 8)]) if token[:1].isdigit() else _ESCAPES.get(token, token)

    return _ESCAPED.sub(one, text)


def _stream(entry):
    return zlib.decompressobj().decompress(entry[1])


def _characters(objects, font):
    table = int(re.search(rb"/ToUnicode (\d+) 0 R", objects[font][0]).group(1))
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", _stream(objects[table]))
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs[1:] + pairs[:1]
    }


def page_texts(pdf):
    """The text of each page, one line for each run as placed."""
    objects = _objects(pdf)
    pages = [head for head, _ in objects.values() if re.search(rb"/Type\s*/Page\b", head)]
    return [_page_text(objects, page) for page in pages]


def _page_text(objects, page):
    resources = page
    if link := re.search(rb"/Resources (\d+) 0 R", page):
        resources = objects[int(link.group(1))][0]
    fonts = {
        name: _characters(objects, int(number))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    content = _stream(objects[int(re.search(rb"/Contents (\d+) 0 R", page).group(1))])
    lines, known = [], {}
    for font, shown in _SHOWN.findall(content):
        if font:
            known = fonts[font]
            continue
        raw = b"".join(_unescape(part[1:-1]) for part in re.findall(_STRING, shown, re.DOTALL))
        codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
        lines.append("".join(known[code] for code in codes))
    return "\n".join(lines).replace("\u00a0", " ")

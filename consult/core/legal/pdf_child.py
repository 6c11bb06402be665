"""One PDF, read in a process of its own under limits of memory and time: `pdf.py` starts it, nobody else.

Bytes come on standard input. One JSON object goes to standard output: {"error": "encrypted" | "broken" |
"too_heavy"}, or {"pages": [...]} where a page has its size in points, "pieces" of text (left, right,
baseline, size, bold, text) and printed "rules" (left, bottom, right, top), all with the origin in the lower
left corner of the page as it is shown, and "picture": whether images cover most of it.

It imports nothing of the product, so that it starts fast and can be run by its path alone.
"""

import json
import resource
import sys
from ctypes import byref, c_double, c_float, c_int, create_string_buffer

MAX_PAGES = 2_000
MAX_CHARACTERS = 3_000_000
MAX_PIECES = 500_000
MAX_OBJECTS_PER_PAGE = 20_000
_THIN = 2.5
_SHORTEST_RULE = 6.0
_PICTURE = 0.5
_BOLD_WEIGHT = 600
_HYPHENS = (0x02, 0xFFFE)  # how a hyphen at the end of a line is told


class TooHeavy(Exception):
    """More pages or letters than any text to be commented on has."""


def set_limits(memory: int, seconds: int) -> None:
    """Bind this process; what goes beyond fails or is ended by the kernel."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def extract(data: bytes) -> dict:
    """The answer described above."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        return {"error": "encrypted" if locked or "password" in str(error).lower() else "broken"}
    if len(document) == 0:
        return {"error": "broken"}
    if len(document) > MAX_PAGES:
        return {"error": "too_heavy"}
    document.init_forms()
    left = [MAX_CHARACTERS, MAX_PIECES]
    try:
        return {"pages": [_page(pypdfium2.raw, document, number, left) for number in range(len(document))]}
    except TooHeavy:
        return {"error": "too_heavy"}
    except pypdfium2.PdfiumError:
        return {"error": "broken"}


def _page(raw, document, number: int, left: list[int]) -> dict:
    page = document[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)  # stamped numbers and form fields become text
    page.close()
    page = document[number]
    width, height = page.get_size()
    turn = _turned(page.get_rotation(), width, height)
    text = page.get_textpage()
    left[0] -= text.count_chars()
    if left[0] < 0:
        raise TooHeavy
    pieces = _pieces(raw, text, turn)
    left[1] -= len(pieces)
    if left[1] < 0:
        raise TooHeavy
    rules, covered = _drawn(raw, page, turn)
    answer = {
        "width": width,
        "height": height,
        "pieces": pieces,
        "rules": rules,
        "picture": covered > _PICTURE * width * height,
    }
    text.close()
    page.close()
    return answer


def _turned(rotation: int, width: float, height: float):
    """From the coordinates of the file to those of the page as shown."""
    turns = {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }
    return turns.get(rotation, lambda x, y: (x, y))


class _Reader:
    """Places of letters. Asked only where words begin and end: the file tells gaps as blanks."""

    def __init__(self, raw, text, turn):
        self.raw, self.text, self.turn = raw, text.raw, turn
        self.x, self.y, self.box, self.matrix = c_double(), c_double(), raw.FS_RECTF(), raw.FS_MATRIX()

    def place(self, index: int) -> tuple[float, float, float] | None:
        """Left, right and baseline of a letter."""
        if not self.raw.FPDFText_GetCharOrigin(self.text, index, byref(self.x), byref(self.y)):
            return None
        if not self.raw.FPDFText_GetLooseCharBox(self.text, index, byref(self.box)):
            return None
        first = self.turn(self.box.left, self.box.bottom)
        last = self.turn(self.box.right, self.box.top)
        _, baseline = self.turn(self.x.value, self.y.value)
        return min(first[0], last[0]), max(first[0], last[0]), baseline

    def size(self, index: int) -> float:
        """How large a letter is printed, in points."""
        size = self.raw.FPDFText_GetFontSize(self.text, index)
        if not self.raw.FPDFText_GetMatrix(self.text, index, byref(self.matrix)):
            return size
        grown = abs(self.matrix.a * self.matrix.d - self.matrix.b * self.matrix.c) ** 0.5
        return size * (grown or 1.0)

    def bold(self, index: int) -> bool:
        if self.raw.FPDFText_GetFontWeight(self.text, index) >= _BOLD_WEIGHT:
            return True
        name, flags = create_string_buffer(128), c_int()
        self.raw.FPDFText_GetFontInfo(self.text, index, name, 128, byref(flags))
        return b"bold" in name.value.lower()


def _pieces(raw, text, turn) -> list[list]:
    """Runs of letters of one size on one baseline without a wide gap, in the order of the file."""
    reader, get = _Reader(raw, text, turn), raw.FPDFText_GetUnicode
    pieces: list[list] = []
    piece, before, number, broken = None, "", -1, False
    for index in range(text.count_chars()):
        code = get(reader.text, index)
        letter = "-" if code in _HYPHENS else chr(code) if 0 < code < 0x110000 else "\n"
        if letter.isspace():
            if not before.isspace() and piece is not None:
                _end_word(reader, piece, index - 1)
            if piece is not None:
                piece[5] += " "
            piece = None if letter in "\r\n" else piece
        elif piece is None or before.isspace() or broken or _may_be_a_mark(letter, before):
            if piece is not None and not before.isspace():
                _end_word(reader, piece, index - 1)
            piece = _begin_word(reader, pieces, piece, index, " " if before == " " else "")
            if piece is not None:
                piece[5] += letter
        else:
            piece[5] += letter
        before, number, broken = letter, index, code in _HYPHENS  # no line end is told after such a hyphen
    if piece is not None and not before.isspace():
        _end_word(reader, piece, number)
    return [[*(round(value, 1) for value in piece[:4]), *piece[4:]] for piece in pieces]


def _may_be_a_mark(letter: str, before: str) -> bool:
    """Raised numbers of footnotes stand against the word without a blank."""
    return letter in "[(*" or letter.isdigit() != before.isdigit()


def _end_word(reader: _Reader, piece: list, index: int) -> None:
    place = reader.place(index)
    if place is not None:
        piece[1] = max(piece[1], place[1])


def _begin_word(reader: _Reader, pieces: list, piece: list | None, index: int, blank: str) -> list | None:
    """The piece this word goes on with, or a new one."""
    place, size = reader.place(index), reader.size(index)
    if place is None:
        return piece
    left, right, baseline = place
    bold = reader.bold(index)
    if piece is not None:
        near = max(piece[3], 1.0)
        same = abs(size - piece[3]) < 0.1 * near and abs(baseline - piece[2]) <= 0.15 * near
        same = same and bold == piece[4]
        if same and piece[1] - 0.5 * near <= left <= piece[1] + 0.5 * near:
            return piece
    pieces.append([left, right, baseline, size, bold, blank])
    return pieces[-1]


def _drawn(raw, page, turn) -> tuple[list[list[float]], float]:
    """Straight printed lines, and how many square points images cover."""
    rules, covered, edges = [], 0.0, [c_float() for _ in range(4)]
    for index in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS_PER_PAGE)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(item, *map(byref, edges)):
            continue
        first = turn(edges[0].value, edges[1].value)
        last = turn(edges[2].value, edges[3].value)
        (left, right), (bottom, top) = sorted((first[0], last[0])), sorted((first[1], last[1]))
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            covered += (right - left) * (top - bottom)
        elif min(right - left, top - bottom) <= _THIN < _SHORTEST_RULE <= max(right - left, top - bottom):
            rules.append([left, bottom, right, top])
        elif _is_frame(raw, item):
            rules += [[left, bottom, right, bottom], [left, top, right, top]]
            rules += [[left, bottom, left, top], [right, bottom, right, top]]
    return [[round(value, 1) for value in rule] for rule in rules], covered


def _is_frame(raw, item) -> bool:
    """A stroked rectangle: the border of a cell."""
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
    return bool(stroke.value) and raw.FPDFPath_CountSegments(item) in (4, 5)


def main(arguments: list[str]) -> int:
    """`pdf_child.py MEMORY_BYTES CPU_SECONDS`."""
    data = sys.stdin.buffer.read()
    set_limits(int(arguments[0]), int(arguments[1]))
    try:
        answer = extract(data)
    except MemoryError:
        answer = {"error": "too_heavy"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

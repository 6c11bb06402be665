"""Printed lines of pages: what a PDF and a text laid out with blanks have in common.

Lengths are points for a PDF; for a text they are columns, and `size` is then two columns, so that the same
multiples of `size` mean about the same everywhere. `top` grows down the page.
"""

import re
from dataclasses import dataclass, replace

from .cleaning import visible
from .header import STATE

COLUMN_SIZE = 2.0
_BESIDE = 0.5
_GAP = 2.0
_BLANK = 0.12
_RAISED_SIZE, _RAISED_BY = 0.8, 0.1
_OPEN, _SHUT = "\ufdd0", "\ufdd1"  # no characters of any text: they keep raised numbers apart for a while
_RAISED = re.compile(f"\\s*{_OPEN}[\\[(]?(\\d{{1,3}}|\\*+)[\\])]?{_SHUT}")
_UNIT = re.compile(r"(?:^|[\s\d/])[kcdmh]?m$")
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|\*+)[\])]?\s*")
_LABEL_ONLY = re.compile(r"\s*(?:[(\[]?[\w]{1,4}[.)\]:]{1,2}|[-–+•*▪]|(?:\d{1,3}\.){1,4})\s*")


@dataclass(frozen=True)
class Chunk:
    """Words of a printed line that stand together."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Row:
    """One printed line. `kind`: "text", "table" (text in the form of a table line) or "furniture"."""

    text: str
    left: float
    right: float
    top: float
    page: int
    size: float = COLUMN_SIZE
    bold: bool = False
    kind: str = "text"
    chunks: tuple[Chunk, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Words with their place as a PDF tells them."""

    left: float
    right: float
    top: float
    size: float
    bold: bool
    text: str


def rows_of(pieces: list[Piece], page: int) -> list[Row]:
    """Pieces that stand on one line, from left to right; lines from the top of the page down."""
    lines: list[list[Piece]] = []
    largest: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        if largest is not None and piece.top - largest.top <= _BESIDE * max(piece.size, largest.size):
            lines[-1].append(piece)
            largest = piece if piece.size > largest.size else largest
        else:
            lines.append([piece])
            largest = piece
    return [_row(sorted(line, key=lambda piece: piece.left), page) for line in lines]


def _anchor(line: list[Piece]) -> float:
    return max(line, key=lambda piece: piece.size).top


def _row(line: list[Piece], page: int) -> Row:
    size, anchor = max(line, key=lambda piece: len(piece.text)).size, _anchor(line)
    line = [_keep_raised(piece, size, anchor) for piece in line]
    chunks: list[Chunk] = []
    for piece in line:
        last = chunks[-1] if chunks else None
        gap = piece.left - last.right if last else 0.0
        wide = gap > _GAP * size and not _LABEL_ONLY.fullmatch(last.text)
        if last is None or wide or (gap > 0 and STATE.fullmatch(piece.text.strip())):
            chunks.append(Chunk(piece.left, piece.right, piece.text))
            continue
        blank = " " if gap > _BLANK * size else ""
        chunks[-1] = Chunk(last.left, max(last.right, piece.right), last.text + blank + piece.text)
    chunks = [replace(chunk, text=chunk.text.strip()) for chunk in chunks]
    bold = sum(len(p.text) for p in line if p.bold) * 2 > sum(len(p.text) for p in line)
    return Row(
        " ".join(chunk.text for chunk in chunks), chunks[0].left, max(chunk.right for chunk in chunks),
        anchor, page, size, bold, "text", tuple(chunks),
    )  # fmt: skip


def _keep_raised(piece: Piece, size: float, anchor: float) -> Piece:
    """A small raised number between signs of its own: the mark of a footnote, or the 3 of a cubic metre."""
    raised = piece.size < _RAISED_SIZE * size and anchor - piece.top > _RAISED_BY * size
    if not raised or not _MARK.fullmatch(piece.text):
        return piece
    return replace(piece, text=f"{_OPEN}{piece.text.strip()}{_SHUT}" + " " * piece.text.endswith(" "))


def settle_raised(row: Row, marks: set[str]) -> tuple[Row, list[str]]:
    """The row with raised numbers as plain text; those that name a footnote are taken out and given back."""
    if _OPEN not in row.text:
        return row, []

    def names_a_note(found: re.Match) -> bool:
        return found.group(1) in marks and not _UNIT.search(found.string[: found.start()])

    def plain(text: str) -> str:
        text = _RAISED.sub(lambda found: "" if names_a_note(found) else found.group(), text)
        return text.replace(_OPEN, "").replace(_SHUT, "")

    taken = [found.group(1) for found in filter(names_a_note, _RAISED.finditer(row.text))]
    chunks = tuple(replace(chunk, text=plain(chunk.text)) for chunk in row.chunks)
    return replace(row, text=plain(row.text), chunks=chunks), taken


def text_rows(text: str) -> list[Row]:
    """The lines of a text whose blanks show where words stand; form feeds part its pages."""
    rows = []
    for page, lines in enumerate(text.split("\f")):
        for top, line in enumerate(lines.split("\n")):
            line = line.expandtabs(8).replace("\u00a0", " ")
            if not visible(line):
                continue
            found = [Chunk(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+(?:\s{1,3}\S+)*", line)]
            chunks: list[Chunk] = []
            for chunk in found:
                if chunks and _LABEL_ONLY.fullmatch(chunks[-1].text):
                    chunk = Chunk(chunks[-1].left, chunk.right, f"{chunks[-1].text} {chunk.text}")
                    chunks.pop()
                chunks.append(chunk)
            words = " ".join(chunk.text for chunk in chunks)
            rows.append(Row(words, chunks[0].left, chunks[-1].right, float(top), page, chunks=tuple(chunks)))
    return rows

"""Paragraphs and tables of a PDF that has a text layer, without running headers and page numbers."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from . import limits
from .cleaning import clean, visible
from .doubts import doubt
from .grids import fill, find_grids
from .joining import join_rows
from .layout import body_size, columns, footnotes, set_aside, set_aside_stamps
from .legacy import Convert, converter
from .limits import refuse
from .rows import Piece, Row, rows_of, settle_raised
from .types import Line, Warning

_CHILD = Path(__file__).with_name("pdf_child.py")
_UNREADABLE = 0.2
_SHORTEST_TEXT = 20
_NOTE_RULE = (0.1, 0.85)


def read_pdf(data: bytes) -> tuple[list[Line], list[Warning]]:
    """Lines of a PDF, and a warning for pages without a text layer.

    The file is opened only in a process of its own with limits of memory and time (`limits`). Raises
    Refused: not a PDF, broken, locked by a password, a scan, letters that cannot be told, too heavy.
    """
    pages = _extract(data)
    letters = "".join(visible(piece[5]) for page in pages for piece in page["pieces"])
    if len(letters) < _SHORTEST_TEXT and any(page["picture"] or not page["pieces"] for page in pages):
        raise refuse("scan", pages=str(len(pages)))
    strange = sum(1 for letter in letters if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff")
    if strange > _UNREADABLE * len(letters):
        raise refuse("letters")
    convert = converter(piece[5] for page in pages for piece in page["pieces"])
    rows: list[Row] = []
    for number, page in enumerate(pages):
        rows += _page_rows(page, number, convert)
    body = set_aside_stamps(rows)
    printed = sum(len(visible(row.text)) for row in body if row.kind != "furniture")
    if printed < _SHORTEST_TEXT and any(page["picture"] for page in pages):  # only the stamp of a signature
        raise refuse("scan", pages=str(len(pages)))
    body = set_aside(body)
    body = _without_footnotes(body, pages)
    return join_rows(columns(body), exact=True), _unread(pages)


def _extract(data: bytes) -> list[dict]:
    """The pages as the child tells them."""
    if b"%PDF" not in data[:1024]:
        raise refuse("mismatch")
    command = [
        sys.executable, "-I", str(_CHILD), str(limits.PDF_MEMORY_BYTES), str(limits.PDF_CPU_SECONDS)
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.PDF_WALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise refuse("too_heavy") from None
    if done.returncode < 0:
        raise refuse("too_heavy")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise refuse("not_pdf") from None
    error = answer.get("error")
    if error:
        raise refuse({"broken": "not_pdf"}.get(error, error))
    return answer["pages"]


def _unread(pages: list[dict]) -> list[Warning]:
    empty = [
        str(number)
        for number, page in enumerate(pages, start=1)
        if page["picture"] and sum(len(visible(piece[5])) for piece in page["pieces"]) < _SHORTEST_TEXT
    ]
    if not empty:
        return []
    return [Warning("pages_without_text", doubt("pages_without_text", pages=", ".join(empty)))]


# --- one page -----------------------------------------------------------------------------------------------


def _pieces(page: dict, convert: Convert) -> list[Piece]:
    height = page["height"]
    return [
        Piece(left, right, height - baseline, size or 1.0, bold, convert(text))
        for left, right, baseline, size, bold, text in page["pieces"]
        if clean(text)
    ]


def _page_rows(page: dict, number: int, convert: Convert) -> list[Row]:
    """Printed lines and ruled tables of one page from the top."""
    pieces, height = _pieces(page, convert), page["height"]
    rules = [(left, height - top, right, height - bottom) for left, bottom, right, top in page["rules"]]
    tables: list[Row] = []
    for grid in find_grids(rules):
        inside = [piece for piece in pieces if grid.holds(piece)]
        table = fill(grid, inside, number)
        if table is not None:
            tables.append(table)
            pieces = [piece for piece in pieces if not grid.holds(piece)]
    return sorted(rows_of(pieces, number) + tables, key=lambda row: row.top)


def _without_footnotes(rows: list[Row], pages: list[dict]) -> list[Row]:
    done: list[Row] = []
    size, notes = body_size(rows), set()
    by_page: dict[int, list[Row]] = {}
    for row in rows:
        by_page.setdefault(row.page, []).append(row)
    for number, those in sorted(by_page.items()):
        page = pages[number]
        rules = [
            (left, right, page["height"] - top)
            for left, bottom, right, top in page["rules"]
            if _NOTE_RULE[0] * page["width"] < right - left < _NOTE_RULE[1] * page["width"]
        ]
        running = [settle_raised(row, set())[0] for row in those if row.kind == "furniture"]
        body = [row for row in those if row.kind != "furniture"]
        notes, marks = footnotes([settle_raised(row, set())[0] for row in body], rules, size, bool(notes))
        running += [replace(settle_raised(body[i], set())[0], kind="furniture") for i in sorted(notes)]
        for index, row in enumerate(body):
            if index not in notes:
                row, taken = settle_raised(row, marks)
                running += [replace(row, text=mark, kind="furniture") for mark in taken]
                done.append(row)
        done += running
    return done

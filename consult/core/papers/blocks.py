"""One model for all papers that are not a single table: a head, blocks in order, signatures. Data and content plan.

A builder (`forms`) makes a `Paper` from plain data; both writers print its plan.
"""

from dataclasses import dataclass, field

from consult.core.vietnamese import clean, clean_name, nbsp

from .model import Letterhead
from .wording import _line, _recipients, letterhead_plan, line_count, paragraphs, seal_plan

ENDING = "./."
FOOT = "Mã dữ liệu:"
PORTRAIT, LANDSCAPE = 165, 252
"""Millimetres between the margins."""
_WHOLE_ROW_LINES = 20


@dataclass(frozen=True)
class Heading:
    """Level 1 is a numbered part, level 2 a section, level 3 the name of a place in the draft."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Prose:
    """Each line is a paragraph. `lead` is printed bold before the first one."""

    text: str
    lead: str = ""
    italic: bool = False


@dataclass(frozen=True)
class Cell:
    """Lines of a table's cell; `lead` is printed bold before the first one."""

    text: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """Widths in millimetres. Equal neighbours in the column `merged` become one cell; `height` is the least of a row,
    in millimetres: room to write in by hand."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    merged: int | None = None
    height: float = 0

    def __post_init__(self):
        if any(len(row) != len(self.columns) for row in self.rows) or len(self.widths) != len(self.columns):
            raise ValueError("Each row has a cell for each column.")


@dataclass(frozen=True)
class Annex:
    """From here on a new page, which may lie on its side."""

    title: str
    subject: str
    landscape: bool = False


Block = Heading | Prose | Table | Annex


@dataclass(frozen=True)
class Signer:
    """`title` may have several lines; the name is left blank where it is not known."""

    title: str
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """`kind` is the type in the heading ("BÁO CÁO"); an official letter has none, its `subject` ("V/v …") stands
    under the number. `grounds` are the legal grounds. `ends` sets the sign of the end after the last paragraph."""

    letterhead: Letterhead
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    snapshot_hash: str
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    verify_url: str = ""
    landscape: bool = False
    dated: bool = True
    ends: bool = True
    numbered: bool = True
    widths: tuple[float, float] = field(default=(70, 95))


def paper_plan(paper: Paper) -> dict:
    """Every word that is printed, as plain JSON data. Annexes come after the signatures."""
    subject, head = clean_name(paper.subject), letterhead_plan(paper.letterhead, dated=paper.dated)
    first = next((n for n, block in enumerate(paper.blocks) if isinstance(block, Annex)), len(paper.blocks))
    body = [_block(block) for block in paper.blocks[:first]]
    if paper.ends:
        _end(body)
    return {
        "language": "vi",
        "author": clean_name(paper.letterhead.issuer),
        "title": f"{paper.kind} {subject}".strip(),
        "letterhead": head if paper.numbered else head | {"number": ""},
        "heading": [paper.kind, nbsp(subject)] if paper.kind else [],
        "about": "" if paper.kind else nbsp(subject),
        "landscape": paper.landscape,
        "addressees": _addressees(paper.addressees),
        "grounds": _grounds(paper.grounds),
        "blocks": body,
        "annexes": [_block(block) for block in paper.blocks[first:]],
        "recipients": _recipients(paper.recipients),
        "signers": [
            {"title": [line.upper() for line in paragraphs(one.title)], "name": _line(one.name)}
            for one in paper.signers
        ],
        "seal": seal_plan(paper.snapshot_hash, paper.verify_url),
    }


def _addressees(names: tuple[str, ...]) -> list[str]:
    """One stands after "Kính gửi:"; several stand below it, a line each."""
    named = [name for name in (_line(name).strip("-;. ") for name in names) if name]
    if len(named) < 2:
        return [f"Kính gửi: {name}" for name in named]
    return ["Kính gửi:", *(f"- {name};" for name in named[:-1]), f"- {named[-1]}."]


def _grounds(texts: tuple[str, ...]) -> list[str]:
    """Each ends with a semicolon, the last one with a full stop."""
    lines = [line.strip().rstrip(";.") for text in texts for line in paragraphs(text)]
    lines = [line if line.lower().startswith(("căn cứ", "thực hiện")) else f"Căn cứ {line}" for line in lines]
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


def _end(body: list[dict]) -> None:
    last = body[-1] if body else {}
    if last.get("kind") == "prose" and last["body"]:
        last["body"][-1] = last["body"][-1].rstrip(" ./") + ENDING
    else:
        body.append({"kind": "prose", "lead": "", "italic": False, "body": [f"Trân trọng{ENDING}"]})


def _block(block: Block) -> dict:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _line(block.text)}
        case Prose():
            return {
                "kind": "prose",
                "lead": _line(block.lead),
                "italic": block.italic,
                "body": paragraphs(block.text),
            }
        case Annex():
            return {
                "kind": "annex",
                "title": _line(block.title),
                "subject": nbsp(clean_name(block.subject)),
                "landscape": block.landscape,
            }
        case Table():
            return _table(block)


def _table(table: Table) -> dict:
    rows = [_row(row, table.widths) for row in table.rows]
    return {
        "kind": "table",
        "columns": [clean_name(name).upper() for name in table.columns],
        "widths": list(table.widths),
        "rows": rows,
        "merged": table.merged or 0,
        "height": table.height,
        "spans": [1] * len(rows) if table.merged is None else _spans(rows, table.merged),
    }


def _spans(rows: list[dict], column: int) -> list[int]:
    """How many rows the merged cell of each takes; 0 where it belongs to a cell above."""
    spans, first = [0] * len(rows), 0
    for number, row in enumerate(rows):
        if number and row["cells"][column] != rows[first]["cells"][column]:
            first = number
        spans[first] += 1
    return spans


def _row(cells: tuple[Cell, ...], widths: tuple[float, ...]) -> dict:
    made = [{"lead": _line(cell.lead), "body": paragraphs(clean(cell.text))} for cell in cells]
    lines = max(
        line_count([cell["lead"], *cell["body"]], width) for cell, width in zip(made, widths, strict=True)
    )
    return {"cells": made, "whole": lines <= _WHOLE_ROW_LINES}

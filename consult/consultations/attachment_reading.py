"""What a paper says, as far as the engine can read it; what is unsafe or secret is refused, what is unreadable is kept."""

from consult.core import legal
from consult.core.legal.reading import read_lines
from consult.core.legal.types import CELL, PARAGRAPH, ROW
from consult.kit.stored import said
from consult.kit.verdicts import Refused

EXTENSIONS = (".pdf", ".docx")
# Safe to keep and to hand out, only not readable in the page.
_UNREADABLE = {"scan", "letters", "no_text", "too_heavy", "too_much"}
_MOST = 200_000  # characters that are shown in the page; the file itself holds all


def lines_of(data: bytes, name: str) -> list:
    """Paragraphs as texts and tables as rows of cells; empty where the file has no letters to read."""
    try:
        lines = read_lines(data, name)
    except legal.Refused as refused:
        if refused.code in _UNREADABLE:
            return []
        raise Refused(said(str(refused), legal.REFUSALS.values()), refused.code) from refused
    mark = legal.secrecy_mark([line.full for line in lines])
    if mark:
        sentence = legal.REFUSALS["secret"].format(mark=mark)
        raise Refused(said(sentence, legal.REFUSALS.values()), "secret")
    return list(_shown(lines))


def _shown(lines):
    left = _MOST
    for line in lines:
        if line.kind == "furniture" or not line.full.strip():
            continue
        left -= len(line.full)
        if left < 0:
            return
        if line.kind == "table":
            yield [
                [cell.replace(PARAGRAPH, "\n") for cell in row.split(CELL)] for row in line.text.split(ROW)
            ]
        else:
            yield line.full

"""Writes a paper of blocks as a Word file."""

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm

from . import docx_parts as word
from .blocks import FOOT, LANDSCAPE, PORTRAIT, Paper, paper_plan
from .docx_parts import CENTER, JUSTIFY, LEFT
from .docx_writer import _CELL, _INDENT, _begin, _ending, _letterhead

_LEVELS = {1: {"bold": True}, 2: {"bold": True}, 3: {"bold": True, "italic": True}}


def paper_docx(paper: Paper) -> bytes:
    """An A4 Word file, portrait or on its side. Equal input gives equal bytes."""
    plan, width = paper_plan(paper), LANDSCAPE if paper.landscape else PORTRAIT
    document = _begin(plan, paper.letterhead.date, landscape=paper.landscape)
    _foot(document.sections[0], plan["seal"])
    _letterhead(document, plan["letterhead"], (104, 148) if paper.landscape else paper.widths)
    _heading(document, plan, width)
    for text in plan["grounds"]:
        word.write(document, text, align=JUSTIFY, before=6, indent=_INDENT, italic=True)
    for block in plan["blocks"]:
        _write(document, block)
    word.keep_last(document)
    _ending(document, plan, plan["signers"], width)
    for block in plan["annexes"]:
        _write(document, block)
    return word.saved(document)


def _foot(section, seal: dict) -> None:
    """The hash of the data at the foot of every page, so that no page is parted from it."""
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = CENTER
        word.say(paragraph, f"{FOOT} {seal['hash']}", size=8)


def _heading(document, plan: dict, width: float) -> None:
    if plan["about"]:
        left = document.tables[0].rows[1].cells[0]
        word.write(left, plan["about"], align=CENTER, before=3, size=12)
    if plan["heading"]:
        kind, subject = plan["heading"]
        word.write(document, kind, align=CENTER, before=14, size=14, bold=True, keep=True)
        word.write(document, subject, align=CENTER, size=14, bold=True)
        word.rule(document, width=width, line=50, gap=3)
    for number, text in enumerate(plan["addressees"]):
        alone = len(plan["addressees"]) == 1
        paragraph = word.write(
            document,
            text,
            align=CENTER if alone else LEFT,
            before=0 if number else 12,
            after=6 if alone else 0,
        )
        paragraph.paragraph_format.left_indent = Mm(0 if alone else 45 if number else 28)


def _write(document, block: dict) -> None:
    match block["kind"]:
        case "heading":
            style = _LEVELS[block["level"]]
            word.write(document, block["text"], before=8, indent=_INDENT, keep=True, **style)
        case "prose":
            _prose(document, block)
        case "table":
            _table(document, block)
        case "annex":
            _annex(document, block)


def _prose(document, block: dict) -> None:
    first, *rest = block["body"] or [""]
    if block["lead"]:
        paragraph = word.write(
            document, f"{block['lead']} ", align=JUSTIFY, before=6, indent=_INDENT, bold=True
        )
        word.say(paragraph, first, italic=block["italic"])
    elif first:
        word.write(document, first, align=JUSTIFY, before=6, indent=_INDENT, italic=block["italic"])
    for text in rest:
        word.write(document, text, align=JUSTIFY, before=6, indent=_INDENT, italic=block["italic"])


def _table(document, block: dict) -> None:
    word.gap(document, 6)
    table = word.add_table(document, 1 + len(block["rows"]), block["widths"], ruled=True)
    # Each lookup in the library walks the whole table, so rows are taken once.
    header, *lines = table.rows
    word.keep_whole(header)
    word.repeat_as_header(header)
    for cell, title in zip(header.cells, block["columns"], strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        word.write(cell, title, align=CENTER, size=_CELL, bold=True)
    for number, (line, row) in enumerate(zip(lines, block["rows"], strict=True)):
        span = block["spans"][number]
        cells = line.cells
        if span != 1:
            merge = word.element("w:vMerge", **({"val": "restart"} if span else {}))
            cells[block["merged"]]._tc.get_or_add_tcPr().append(merge)
        for place, (cell, words) in enumerate(zip(cells, row["cells"], strict=True)):
            if place != block["merged"] or span:
                _cell(cell, words)
        if block["height"]:
            line.height = Mm(block["height"])
        if row["whole"]:
            word.keep_whole(line)
    word.gap(document, 4)


def _cell(cell, words: dict) -> None:
    texts = words["body"]
    if words["lead"]:
        paragraph = word.write(cell, words["lead"], size=_CELL, bold=True)
        if texts:
            word.say(paragraph, f" {texts[0]}", size=_CELL)
            texts = texts[1:]
    for number, text in enumerate(texts):
        word.write(cell, text, before=3 if number or words["lead"] else 0, size=_CELL)


def _annex(document, block: dict) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    width, height = reversed(word.PAGE) if block["landscape"] else word.PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if block["landscape"] else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    word.write(document, block["title"], align=CENTER, size=14, bold=True, keep=True)
    word.write(document, block["subject"], align=CENTER, size=14, bold=True, after=6)

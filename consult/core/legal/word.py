"""Paragraphs and tables of a .docx as a reader sees them: insertions kept, deletions dropped."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from lxml import etree

from .cleaning import clean, visible
from .fonts import Fonts, read_fonts
from .limits import check_tags, refuse
from .numbering import Numbering, W, integer, read_numbering
from .package import open_parts
from .types import CELL, PARAGRAPH, ROW, Line

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIP = {
    W + "del", W + "moveFrom", W + "delText", W + "instrText", W + "pPr", W + "rPr", W + "sdtPr",
    W + "tblPr", W + "tcPr", W + "trPr", W + "sectPr", _MC + "Fallback",
}  # fmt: skip
_SIGNS = {
    W + "br": "\n", W + "cr": "\n", W + "tab": " ", W + "ptab": " ", W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}  # fmt: skip
_SYMBOLS = {"F0B7": "•", "F02D": "-", "F0A7": "▪", "F0D8": "➢", "F0FC": "✓"}
_WHOLE_DOCUMENT = 0.5
_WHOLE_PARAGRAPHS = 10


@dataclass(frozen=True)
class Source:
    """What the paragraphs of one file are read with."""

    numbering: Numbering
    fonts: Fonts


def read_docx(data: bytes) -> list[Line]:
    """Lines of a Word file. Raises Refused; never opens an address named in the file."""
    parts = open_parts(data)
    document = parse_xml(parts["word/document.xml"], "not_docx")
    body = document.find(W + "body")
    if body is None:
        raise refuse("not_docx")
    styles = parse_xml(parts.get("word/styles.xml"), "not_docx")
    numbering = read_numbering(parse_xml(parts.get("word/numbering.xml"), "not_docx"), styles)
    source = Source(numbering, read_fonts(document, styles))
    blocks = blocks_of(body, source)
    head, foot = (_running(parts, prefix, source) for prefix in ("word/header", "word/foot"))
    return head + block_lines(blocks) + foot


def parse_xml(content: bytes | None, broken: str):
    """The root of a part, without entities and without looking anything up; None for no part."""
    if content is None:
        return None
    check_tags(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise refuse(broken) from None


def _running(parts: dict[str, bytes], prefix: str, source: Source) -> list[Line]:
    """Page headers, or footers and footnotes: listed, never mixed with the text."""
    texts: dict[str, None] = {}
    for name in sorted(parts):
        if name.startswith(prefix) and name.endswith(".xml"):
            for paragraph in parse_xml(parts[name], "not_docx").iter(W + "p"):
                for text in _texts(paragraph, [], source):
                    texts.setdefault(text)
    return [Line(text, kind="furniture") for text in texts]


def blocks_of(container, source: Source) -> list:
    """Lines and tables (lists of rows of cells of blocks) of a body, cell or text box, in order."""
    blocks: list = []
    for child in container:
        if child.tag == W + "p":
            blocks.extend(_paragraph(child, source))
        elif child.tag == W + "tbl":
            blocks.append(_table(child, source))
        elif isinstance(child.tag, str) and child.tag not in _SKIP:
            blocks.extend(blocks_of(child, source))
    return blocks


def _table(table, source: Source) -> list:
    rows = []
    for row in inside(table, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            rows.append([blocks_of(cell, source) for cell in inside(row, W + "tc")])
    return rows


def inside(parent, tag: str) -> list:
    """Children with that tag, also through content controls and custom XML."""
    found = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIP:
            found.extend(inside(child, tag))
    return found


def _paragraph(paragraph, source: Source) -> list:
    boxes: list = []
    texts = _texts(paragraph, boxes, source)
    blocks: list = []
    if texts:
        number = source.fonts.label(_number(paragraph, source.numbering))
        blocks = [Line(text, clean(number) if place == 0 else "") for place, text in enumerate(texts)]
    for box in boxes:
        blocks.extend(blocks_of(box, source))
    return blocks


def _number(paragraph, numbering: Numbering) -> str:
    properties = paragraph.find(W + "pPr")
    if properties is None:
        return numbering.label(*numbering.styles["Normal"]) if "Normal" in numbering.styles else ""
    style = properties.find(W + "pStyle")
    num_id, level = numbering.styles.get(style.get(W + "val") if style is not None else "Normal", ("", 0))
    own = properties.find(W + "numPr")
    if own is not None:
        named, placed = own.find(W + "numId"), own.find(W + "ilvl")
        num_id = named.get(W + "val", "") if named is not None else num_id
        level = integer(placed.get(W + "val"), 0) if placed is not None else level
    return numbering.label(num_id, level) if num_id and num_id != "0" else ""


def _texts(paragraph, boxes: list, source: Source) -> list[str]:
    """Text of one paragraph, parted at line breaks; text boxes met on the way go to `boxes`."""
    pieces: list[tuple[str, str]] = []
    _gather(paragraph, pieces, boxes, source.fonts, source.fonts.of_paragraph(paragraph))
    whole = ""
    for encoding, found in groupby(pieces, key=itemgetter(0)):
        whole += source.fonts.unicode("".join(text for _, text in found), encoding)
    return [text for text in map(clean, whole.split("\n")) if text]


def _gather(element, pieces: list[tuple[str, str]], boxes: list, fonts: Fonts, encoding: str) -> None:
    """The words of an element, each with the old encoding of its font, if any."""
    for child in element:
        tag = child.tag
        if tag == W + "t":
            pieces.append((encoding, (child.text or "").replace("\n", " ")))
        elif tag in _SKIP or not isinstance(tag, str):
            continue
        elif tag == W + "r":
            _gather(child, pieces, boxes, fonts, fonts.of_run(child, encoding))
        elif tag == W + "txbxContent":
            boxes.append(child)
        elif tag in _SIGNS:
            pieces.append((encoding, _SIGNS[tag]))
        elif tag == W + "sym":
            pieces.append((encoding, _SYMBOLS.get(child.get(W + "char", "").upper(), "•")))
        else:
            _gather(child, pieces, boxes, fonts, encoding)


def flat(blocks: list) -> list[Line]:
    """Every line below some blocks, tables opened."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            for row in block:
                for cell in row:
                    lines.extend(flat(cell))
    return lines


def table_line(rows: list) -> Line:
    """A table as one line; nested tables become paragraphs of their cell."""
    printed = [CELL.join(PARAGRAPH.join(line.full for line in flat(cell)) for cell in row) for row in rows]
    return Line(ROW.join(row for row in printed if visible(row)), kind="table")


def block_lines(blocks: list) -> list[Line]:
    """Blocks as lines. A cell that holds most of the document is layout, so it is opened."""
    total = sum(len(line.full) for line in flat(blocks))
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        elif any(_is_whole(cell, total) for row in block for cell in row):
            for row in block:
                for cell in row:
                    lines.extend(block_lines(cell) if _is_whole(cell, total) else _cell_lines(cell))
        else:
            line = table_line(block)
            if visible(line.text):
                lines.append(line)
    return lines


def _cell_lines(cell: list) -> list[Line]:
    return [line for line in flat(cell) if line.full]


def _is_whole(cell: list, total: int) -> bool:
    lines = flat(cell)
    return len(lines) >= _WHOLE_PARAGRAPHS and sum(len(x.full) for x in lines) > _WHOLE_DOCUMENT * total

"""Small pieces of a Word file: page, fonts, borders, fields, tables with fixed widths. Used by the Word writer only.

Widths are in millimetres, sizes in points.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

FONT = "Times New Roman"
CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
TOP, BOTTOM, INNER, OUTER = 20, 20, 30, 15
PAGE = (210, 297)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def element(tag: str, **attributes: object):
    """A bare WordprocessingML element with ``w:`` attributes."""
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    return node


# --- document --------------------------------------------------------------------------------------------


def new_document(*, title: str, author: str, day: date | None, landscape: bool):
    """An empty A4 document in Times New Roman, Vietnamese, whose properties name the issuing body only."""
    document = Document()
    _drop_template_leftovers(document)
    _set_fonts(document)
    section = document.sections[0]
    width, height = reversed(PAGE) if landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(INNER), Mm(OUTER)
    section.header_distance = section.footer_distance = Mm(10)
    _number_pages(section)
    made = datetime(day.year, day.month, day.day) if day else datetime(*_EPOCH)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], author[:255]
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = made
    properties.language, properties.revision = "vi-VN", 1
    return document


def _drop_template_leftovers(document) -> None:
    """The library's template carries a picture and the name of the program it was made with."""
    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype in {_THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES}:
            del relations[key]


def _set_fonts(document) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(13)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    properties = style.element.get_or_add_rPr()
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for target in (properties, defaults):
        for old in target.findall(qn("w:rFonts")) + target.findall(qn("w:lang")):
            target.remove(old)
        target.insert(0, element("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))
        target.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))


def _number_pages(section) -> None:
    """The page number stands in the middle of the top margin, from page 2 on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    for node in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText"),
        element("w:fldChar", fldCharType="separate"),
        "2",
        element("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run(node if isinstance(node, str) else "")
        run.font.size = Pt(13)
        if not isinstance(node, str):
            node.text = " PAGE " if node.tag == qn("w:instrText") else None
            run._r.append(node)


def saved(document) -> bytes:
    """The file's bytes. Equal documents give equal bytes: the time of writing is in no part of it."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()


# --- paragraphs ------------------------------------------------------------------------------------------


def say(paragraph, text: str, *, size: float = 13, bold=False, italic=False):
    """Adds a run."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
    return run


def write(
    place, text: str = "", *, align=LEFT, before: float = 0, after: float = 0, indent=0.0, keep=False, **run
):
    """Adds a paragraph to a document or cell; a cell's first, empty paragraph is used up."""
    paragraph = _unused(place) or place.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.first_line_indent = Pt(before), Pt(after), Mm(indent)
    form.keep_with_next = keep
    if text:
        say(paragraph, text, **run)
    return paragraph


def gap(place, height: float, *, keep=False) -> None:
    """An empty paragraph of exactly this height."""
    write(place, keep=keep).paragraph_format.line_spacing = Pt(height)


def _unused(place):
    """The empty paragraph every new cell begins with, while nothing was written to it."""
    if not isinstance(place, _Cell):
        return None
    first, *more = place.paragraphs
    return None if more or first.runs else first


def rule(place, *, width: float, line: float, gap: float = 1) -> None:
    """A thin line of ``line`` mm in the middle of a place ``width`` mm wide."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width - line) / 2)
    form.space_before, form.line_spacing = Pt(gap), Pt(3)
    say(paragraph, "", size=2)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz=6, space=0, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    # The schema fixes the order of paragraph properties: the border goes before spacing.
    properties.find(qn("w:spacing")).addprevious(borders)


# --- tables ----------------------------------------------------------------------------------------------


def add_table(document, rows: int, widths: Sequence[float], *, ruled: bool):
    """A table of fixed widths, set on columns and cells; ruled with thin lines, or bare for layout."""
    table = document.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if ruled:
        table.style = "Table Grid"
    properties = table._tbl.tblPr
    old = properties.find(qn("w:tblW"))
    old.set(qn("w:type"), "dxa")
    old.set(qn("w:w"), str(Mm(sum(widths)).twips))
    margins = element("w:tblCellMar")
    side = 85 if ruled else 0
    for name, value in (("top", 28), ("left", side), ("bottom", 28), ("right", side)):
        margins.append(element(f"w:{name}", w=value if ruled else side, type="dxa"))
    properties.find(qn("w:tblLook")).addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        set_widths(row.cells, widths)
    return table


def set_widths(cells, widths: Sequence[float]) -> None:
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)


def keep_whole(row) -> None:
    """The row is not broken over two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def keep_with_next(row) -> None:
    """The row, as far as it is written now, stands on one page with what follows the table."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def keep_last(document) -> None:
    """The paragraph written last stands on one page with what follows; a table written last is left alone."""
    last = document.element.body[-2] if len(document.element.body) > 1 else None
    if last is not None and last.tag == qn("w:p"):
        document.paragraphs[-1].paragraph_format.keep_with_next = True


def repeat_as_header(row) -> None:
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def add_qr(paragraph, text: str, alt: str, *, side: float) -> None:
    """A QR code picture, ``side`` mm wide, with a description for those who do not see it."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    shape = paragraph.add_run().add_picture(picture, width=Mm(side))
    for side_name in ("distT", "distB", "distL", "distR"):  # else some programs put space around it
        shape._inline.set(side_name, "0")
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("name", "QR")

"""Writes the content plan of a paper as a Word file."""

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import RGBColor

from . import docx_parts as word
from .comparison import COMPARISON_WIDTHS, Comparison, comparison_plan
from .docx_parts import CENTER, JUSTIFY, LEFT
from .model import Matrix, MinutesPaper
from .report import ReportPaper, report_plan
from .wording import MATRIX_WIDTHS, matrix_plan, minutes_plan

_LANDSCAPE, _PORTRAIT = 297 - word.INNER - word.OUTER, 210 - word.INNER - word.OUTER
_CELL = 12
_SIGNATURE = 68
_SEAL_GAP = 10
_INDENT = 12.7
_COLOURS = {"del": "A4161A", "ins": "0B4F8A"}


def matrix_docx(matrix: Matrix) -> bytes:
    """The four-column table as a landscape A4 Word file. Equal input gives equal bytes."""
    plan = matrix_plan(matrix)
    document = _begin(plan, matrix.letterhead.date, landscape=True)
    _wide_head(document, plan)
    _matrix_table(document, plan)
    _ending(document, plan, [plan["signer"]], _LANDSCAPE)
    return word.saved(document)


def comparison_docx(comparison: Comparison) -> bytes:
    """The three-column comparison as a landscape A4 Word file. Equal input gives equal bytes."""
    plan = comparison_plan(comparison)
    document = _begin(plan, comparison.letterhead.date, landscape=True)
    _wide_head(document, plan)
    _runs(word.write(document, align=JUSTIFY, before=6, indent=_INDENT), plan["legend"], size=13)
    _comparison_table(document, plan)
    _seal(document, plan["seal"], _LANDSCAPE)
    return word.saved(document)


def minutes_docx(minutes: MinutesPaper) -> bytes:
    """The minutes as a portrait A4 Word file. Equal input gives equal bytes."""
    plan = minutes_plan(minutes)
    document = _begin(plan, minutes.started.date(), landscape=False)
    _letterhead(document, plan["letterhead"], (70, 95))
    kind, subject = plan["heading"]
    word.write(document, kind, align=CENTER, before=14, size=14, bold=True, keep=True)
    word.write(document, subject, align=CENTER, size=14, bold=True)
    word.rule(document, width=_PORTRAIT, line=50, gap=3)
    for fact in plan["facts"]:
        _fact(document, fact["label"], fact["value"])
    _fact(document, plan["attendees_label"], "")
    for name in plan["attendees"]:
        _body(document, f"- {name}")
    _fact(document, plan["content_label"], "")
    for section in plan["sections"]:
        word.write(document, section["heading"], before=6, indent=_INDENT, bold=True, keep=True)
        for text in section["body"]:
            _body(document, text)
    # A signature never stands on a page without text.
    _body(document, plan["closing"], keep=True)
    _ending(document, plan, plan["signers"], _PORTRAIT)
    return word.saved(document)


def report_docx(report: ReportPaper) -> bytes:
    """An association's report as a portrait A4 Word file. Equal input gives equal bytes."""
    plan = report_plan(report)
    document = _begin(plan, report.letterhead.date, landscape=False)
    _letterhead(document, plan["letterhead"], (70, 95))
    kind, subject = plan["heading"]
    word.write(document, kind, align=CENTER, before=14, size=14, bold=True, keep=True)
    word.write(document, subject, align=CENTER, size=14, bold=True)
    word.rule(document, width=_PORTRAIT, line=50, gap=3)
    for text in plan["intro"]:
        _body(document, text)
    for section in plan["sections"]:
        word.write(document, section["heading"], before=8, indent=_INDENT, bold=True, keep=True)
        for item in section["items"]:
            if item["heading"]:
                word.write(document, item["heading"], before=6, indent=_INDENT, bold=True, keep=True)
            for text in item["body"]:
                _body(document, text)
    word.keep_last(document)
    _ending(document, plan, [plan["signer"]], _PORTRAIT)
    return word.saved(document)


def _begin(plan: dict, day, *, landscape: bool):
    return word.new_document(title=plan["title"], author=plan["author"], day=day, landscape=landscape)


def _wide_head(document, plan: dict) -> None:
    """Letterhead, title and opening of a landscape paper."""
    _letterhead(document, plan["letterhead"], (104, 148))
    kind, subject = plan["heading"]
    word.write(document, kind, align=CENTER, before=14, size=14, bold=True, keep=True)
    word.write(document, subject, align=CENTER, size=14, bold=True)
    word.rule(document, width=_LANDSCAPE, line=70, gap=3)
    for text in plan["opening"]:
        _body(document, text)


def _body(place, text: str, *, keep: bool = False) -> None:
    word.write(place, text, align=JUSTIFY, before=6, indent=_INDENT, keep=keep)


def _fact(document, label: str, value: str) -> None:
    paragraph = word.write(document, f"{label}: ", align=JUSTIFY, before=6, indent=_INDENT, bold=True)
    paragraph.paragraph_format.keep_with_next = not value
    word.say(paragraph, value)


def _letterhead(document, head: dict, widths: tuple[float, float]) -> None:
    table = word.add_table(document, 2, widths, ruled=False)
    left, right = table.rows[0].cells
    if head["parent"]:
        word.write(left, head["parent"], align=CENTER, size=12)
    word.write(left, head["issuer"], align=CENTER, size=12, bold=True)
    word.rule(left, width=widths[0], line=28)
    word.write(right, head["nation"], align=CENTER, size=12, bold=True)
    word.write(right, head["motto"], align=CENTER, size=13, bold=True)
    word.rule(right, width=widths[1], line=56)
    left, right = table.rows[1].cells
    word.write(left, head["number"], align=CENTER, before=4, size=13)
    if head["date"]:
        word.write(right, head["date"], align=CENTER, before=4, size=13, italic=True)


# --- the four columns ------------------------------------------------------------------------------------


def _matrix_table(document, plan: dict) -> None:
    word.gap(document, 6)
    rows = [(group, number, row) for group in plan["groups"] for number, row in enumerate(group["rows"])]
    table = word.add_table(document, 1 + len(rows), MATRIX_WIDTHS, ruled=True)
    # Each lookup in the library walks the whole table, so rows and cells are taken once.
    header, *lines = table.rows
    word.keep_whole(header)
    word.repeat_as_header(header)
    for cell, title in zip(header.cells, plan["columns"], strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        word.write(cell, title, align=CENTER, size=_CELL, bold=True)
    for line, (group, number, row) in zip(lines, rows, strict=True):
        _matrix_row(line, group, number, row)


def _matrix_row(line, group: dict, number: int, row: dict) -> None:
    name, contributor, opinion, answer = line.cells
    if len(group["rows"]) > 1:
        merge = word.element("w:vMerge", **({} if number else {"val": "restart"}))
        name._tc.get_or_add_tcPr().append(merge)
    if number == 0:
        word.write(name, group["name"], size=_CELL, bold=True)
    _cell(contributor, row["contributor"], LEFT)
    _cell(opinion, row["opinion"], JUSTIFY)
    _answer(answer, row)
    if row["whole"]:
        word.keep_whole(line)


def _cell(cell, texts: list[str], align) -> None:
    for number, text in enumerate(texts):
        word.write(cell, text, align=align, before=3 if number else 0, size=_CELL)


def _answer(cell, row: dict) -> None:
    first, *rest = row["answer"]
    paragraph = word.write(cell, f"{row['code']} ", align=JUSTIFY, size=_CELL, bold=True)
    word.say(paragraph, first, size=_CELL)
    for text in rest:
        word.write(cell, text, align=JUSTIFY, before=3, size=_CELL)


# --- the three columns -----------------------------------------------------------------------------------


def _comparison_table(document, plan: dict) -> None:
    word.gap(document, 6)
    header, *lines = word.add_table(document, 1 + len(plan["rows"]), COMPARISON_WIDTHS, ruled=True).rows
    word.keep_whole(header)
    word.repeat_as_header(header)
    for cell, title in zip(header.cells, plan["columns"], strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        word.write(cell, title, align=CENTER, size=_CELL, bold=True)
    for line, row in zip(lines, plan["rows"], strict=True):
        before, after, note = line.cells
        for cell, texts in ((before, row["before"]), (after, row["after"])):
            for number, runs in enumerate(texts):
                paragraph = word.write(cell, align=JUSTIFY, before=3 if number else 0)
                _runs(paragraph, runs, size=_CELL, bold=number < row["heads"])
        _cell(note, row["note"], LEFT)
        if row["whole"]:
            word.keep_whole(line)
    if plan["rows"] and plan["rows"][-1]["whole"]:
        word.keep_with_next(lines[-1])


def _runs(paragraph, runs: list, *, size: float, bold: bool = False) -> None:
    """Words that are gone are struck out, words that came are bold and underlined; both in colour, too."""
    for kind, text in runs:
        run = word.say(paragraph, text, size=size, bold=bold or kind == "ins")
        if kind != "same":
            run.font.color.rgb = RGBColor.from_string(_COLOURS[kind])
            run.font.strike, run.font.underline = kind == "del" or None, kind == "ins" or None


# --- the end ---------------------------------------------------------------------------------------------


def _recipients(place, recipients: list[str]) -> None:
    """On one page with the seal that follows."""
    if recipients:
        word.write(place, "Nơi nhận:", before=6, size=12, bold=True, italic=True, keep=True)
    for name in recipients:
        word.write(place, name, size=11, keep=True)


def _sign(cell, signer: dict) -> None:
    for text in signer["title"]:
        word.write(cell, text, align=CENTER, size=13, bold=True, keep=True)
    word.write(cell, signer["name"], align=CENTER, before=_SIGNATURE, size=13, bold=True)


def _ending(document, plan: dict, signers: list[dict], width: float) -> None:
    """Signatures, recipients and seal: rows of one table, which programs keep together on one page.

    One signer stands on the right of the recipients; of two each has a half, the recipients stand below.
    """
    word.gap(document, 12, keep=True)
    below = len(signers) != 1 and bool(plan["recipients"])
    number = bool(signers) + below + 1
    table = word.add_table(document, number, (24, width / 2 - 24, width / 2), ruled=False)
    *rows, last = table.rows
    for row in table.rows:
        word.keep_whole(row)
    if signers:
        left, _half, right = rows[0].cells
        left = left.merge(_half)
        if len(signers) == 1:
            _recipients(left, plan["recipients"])
        else:
            _sign(left, signers[0])
        _sign(right, signers[-1])
    if below:
        first, _half, end = rows[-1].cells
        _recipients(first.merge(end), plan["recipients"])
    for row in rows:
        word.keep_with_next(row)
    picture, text, end = last.cells
    _seal_cells(picture, text.merge(end), plan["seal"])
    # A table cannot end a Word file; at one point the paragraph after it cannot make a page of its own.
    word.gap(document, 1)


def _seal(document, seal: dict, width: float) -> None:
    """Code and hash of a paper that nobody signs; what stands before keeps with them."""
    word.gap(document, 10, keep=True)
    table = word.add_table(document, 1, (24, width - 24), ruled=False)
    word.keep_whole(table.rows[0])
    _seal_cells(*table.rows[0].cells, seal)
    word.gap(document, 1)


def _seal_cells(picture, text, seal: dict) -> None:
    text.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    word.add_qr(word.write(picture, before=_SEAL_GAP), seal["code"], seal["alt"], side=20)
    word.write(text, seal["text"], before=_SEAL_GAP, size=9)
    word.write(text, seal["hash"], size=9)

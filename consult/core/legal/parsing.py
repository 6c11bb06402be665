"""From lines to the tree: header first, then one pass over the body."""

import re

from .cleaning import clean, normal
from .doubts import doubt
from .header import is_state_heading, pieces, split_header, type_of
from .items import Items
from .labels import heading_claim, is_upper
from .segments import RECIPIENTS, signs
from .tree import finish
from .types import CELL, PARAGRAPH, ROW, Document, Line

_PRINTED_RULE = re.compile(r"[\s\-–—_*=]{3,}|\*")


def parse(lines: list[Line]) -> Document:
    """The lossless tree of cleaned or raw lines. Called by `read`, and by whoever has lines already.

    Every non-blank character of the lines is in exactly one of: a header field, one node's label, title
    or text, the furniture. What is doubtful is said in warnings, not guessed silently.
    """
    usable = [line for line in map(_tidy, lines) if line.full.strip()]
    furniture = [line.full for line in usable if line.kind == "furniture"]
    usable = [line for line in usable if line.kind != "furniture"]
    header, signs, opening, start = split_header(usable)
    parser = _Parser(usable[start:], forms=bool(re.match(r"phụ lục", header.type, re.I)))
    for text in opening:
        parser.paragraph(text)
    parser.run()
    nodes, warnings = finish(parser.tree)
    return Document(header, nodes, warnings, tuple(furniture + signs + parser.furniture))


def _tidy(line: Line) -> Line:
    if line.kind != "table":
        return Line(clean(line.text), clean(line.number), line.kind)
    rows = [
        CELL.join(PARAGRAPH.join(clean(p) for p in cell.split(PARAGRAPH)) for cell in row.split(CELL))
        for row in normal(line.text).split(ROW)
    ]
    return Line(ROW.join(rows), clean(line.number), "table")


class _Parser(Items):
    """The pass itself: each line goes to the first rule that takes it."""

    def run(self) -> None:
        for place, line in enumerate(self.lines):
            if line.kind == "table":
                self._table(line)
            elif _PRINTED_RULE.fullmatch(line.full):
                self.furniture.append(line.full)
            elif place in self.quoted and self.mode == "body" and self.tree.units:
                self._continue(line.full)
            else:
                self._line(line.full)
            if place in self.unclosed:
                message = doubt("unclosed_quote")
                self.tree.note("unclosed_quote", message, self.tree.units[-1] if self.tree.units else None)
        if not any(unit.kind in ("article", "clause", "part") for unit in self.tree.units):
            self.tree.note("no_structure", doubt("no_structure"))

    # --- one line -------------------------------------------------------------------------------------

    def _line(self, text: str) -> None:
        if self._appendix(text) or self._attachment(text) or self._resumes_tail(text):
            return
        heading = heading_claim(text)
        if heading and self._heading(heading, text):
            return
        if self.mode in ("signature", "recipients"):
            self._tail_line(text)
        elif self._in_head(text) or (self.awaiting is not None and self._title_line(text)):
            return
        elif self._starts_tail(text):
            self._tail_line(text)
        elif not self._report(text) and not self._item(text):
            self.paragraph(text)

    def _in_head(self, text: str) -> bool:
        return self.mode == "head" and self._head_line(text)

    # --- tables ---------------------------------------------------------------------------------------

    def _table(self, line: Line) -> None:
        texts = pieces(line)
        ends = any(RECIPIENTS.fullmatch(text) for text in texts) or any(map(signs, texts[:6]))
        in_tail = self.mode in ("signature", "recipients")
        if self.area.kind != "appendix" and not self.sampled and self.tree.units:
            if in_tail and (is_state_heading(line) or any(type_of(t) for t in texts[:6] if is_upper(t))):
                self._open_attachment([])
                for text in texts:
                    self._head_line(text) or self.paragraph(text)
                self.mode = "head"
                return
            if self.mode == "head" and is_state_heading(line):
                self.area.texts.extend(texts)
                return
            if ends and len(texts) <= 80 and not is_state_heading(line):
                self._tail_table(line)
                return
        self.awaiting = None
        if in_tail or self.mode == "head":
            self.mode, self.tail = "body", None
        self.tree.add("table", texts=[line.full])

    def _tail_table(self, line: Line) -> None:
        """The last table of a text: recipients in one cell, the signature in the other."""
        columns: dict[int, list[str]] = {}
        for row in line.full.split(ROW):
            for place, cell in enumerate(row.split(CELL)):
                columns.setdefault(place, []).extend(t for t in cell.split(PARAGRAPH) if t.strip())
        for texts in columns.values():
            if not texts:
                continue
            kind = "recipients" if any(RECIPIENTS.fullmatch(t) for t in texts) else "signature"
            self._open_tail(kind, texts[0])
            self.tail.texts.extend(texts[1:])

"""Paragraphs and tables of an HTML page."""

import re

from lxml import etree, html

from .cleaning import clean
from .legacy import Convert, converter
from .limits import check_tags, refuse
from .numbering import as_format
from .plain import decode
from .types import Line
from .word import block_lines

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "tr", "td", "th", "thead", "tbody",
    "tfoot", "caption", "br",
}  # fmt: skip
_SKIP = {"script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "select"}
_TABLE = {"table", "tr", "td", "th"}
_PARENT = {"table": "td", "tr": "table", "td": "tr"}
_LISTS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_html(data: bytes) -> list[Line]:
    """Lines of a page; scripts, styles and what is in its head are not text."""
    text = decode(data).replace("\0", "")
    check_tags(text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(encoding=None, huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise refuse("no_text") from None
    return block_lines(_Walk(converter(root.itertext())).read(root))


class _Walk:
    """One pass over the page without recursion, so that depth cannot exhaust the stack."""

    def __init__(self, convert: Convert):
        self.convert = convert
        self.stack: list[list] = [[]]
        self.kinds: list[str] = ["root"]
        self.pieces: list[str] = []
        self.lists: list[list] = []
        self.number = ""
        self.skipped = 0

    def read(self, root) -> list:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            tag = element.tag
            if event == "start":
                self._start(element, tag)
            else:
                if event == "end":
                    self._end(tag)
                if not self.skipped and element.tail:
                    self.pieces.append(element.tail)
        self._flush()
        return self.stack[0]

    def _start(self, element, tag: str) -> None:
        if tag in _SKIP:
            self.skipped += 1
        if self.skipped:
            return
        if tag in _BLOCKS or tag == "table":
            self._flush()
        if tag in _TABLE:
            self._open(tag)
        elif tag in ("ol", "ul"):
            start = element.get("start", "1")
            first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            self.lists.append([tag, first, _LISTS.get(element.get("type", ""), "decimal")])
        elif tag == "li" and self.lists:
            kind, value, form = self.lists[-1]
            ending = ")" if form.startswith("lower") else "."
            self.number = as_format(value, form) + ending if kind == "ol" else "-"
            self.lists[-1][1] += 1
        if element.text:
            self.pieces.append(element.text)

    def _open(self, tag: str) -> None:
        """Open a table, row or cell; rows and cells out of place are broken HTML and flow on as text."""
        kind = "td" if tag == "th" else tag
        if kind == "td" and self.kinds[-1] == "table":
            self._push("tr")
        if self.kinds[-1] == _PARENT[kind] or (kind == "table" and self.kinds[-1] in ("root", "td")):
            self._push(kind)

    def _push(self, kind: str) -> None:
        inner: list = []
        self.stack[-1].append(inner)
        self.stack.append(inner)
        self.kinds.append(kind)

    def _close(self, tag: str) -> None:
        kind = "td" if tag == "th" else tag
        if kind in self.kinds[1:]:
            while self.kinds.pop() != kind:
                self.stack.pop()
            self.stack.pop()

    def _end(self, tag: str) -> None:
        if tag in _SKIP:
            self.skipped -= 1
            return
        if self.skipped:
            return
        if tag in _BLOCKS or tag == "table":
            self._flush()
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in _TABLE:
            self._close(tag)

    def _flush(self) -> None:
        text, self.pieces = clean(self.convert("".join(self.pieces))), []
        if not text:
            return
        number, self.number = self.number, ""
        line = Line(text, number)
        wrapped = {"table": [[line]], "tr": [line]}  # loose text gets a row or cell of its own
        self.stack[-1].append(wrapped.get(self.kinds[-1], line))

"""Paragraphs, lists and tables of an OpenDocument text (.odt) as a reader sees them."""

import re
from dataclasses import dataclass, field

from .cleaning import clean
from .legacy import Convert, converter
from .limits import refuse
from .numbering import as_format, integer
from .package import open_text
from .types import Line
from .word import block_lines, parse_xml

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, DRAW, STYLE = (_URN % name for name in ("office", "text", "table", "drawing", "style"))
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_SKIP = {
    TEXT + "tracked-changes", TEXT + "note-citation", TEXT + "ruby-text", OFFICE + "annotation",
    OFFICE + "annotation-end", OFFICE + "forms", TEXT + "sequence-decls", TEXT + "variable-decls",
}  # fmt: skip
_INDEXES = {
    TEXT + name for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index")
}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_BLANKS = 200


@dataclass(frozen=True)
class Level:
    """How one level of a list is printed."""

    start: int = 1
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    levels: int = 1
    pattern: str = ""
    bullet: bool = False


@dataclass
class Lists:
    """List styles of a document, and the counters of its lists while they are read."""

    styles: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    of_paragraph: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)

    def family(self, element, style: str) -> str:
        """The running count a list belongs to: its own, or that of the list it continues."""
        name = element.get(_ID) or f"#{len(self.counters)}"
        family = element.get(TEXT + "continue-list", "")
        if family not in self.counters and element.get(TEXT + "continue-numbering") == "true":
            family = self.latest.get(style, "")
        if family not in self.counters:
            family = name
        self.counters.setdefault(name, self.counters.setdefault(family, {}))
        self.latest[style] = family
        return family

    def count(self, levels: dict[int, Level], counter: dict[int, int], depth: int, start: str | None) -> str:
        """The printed number of the next item."""
        here = levels.get(depth)
        if here is None:
            return ""
        counter[depth] = integer(start, 1) if start else counter.get(depth, here.start - 1) + 1
        for deeper in [place for place in counter if place > depth]:
            del counter[deeper]
        return _print(levels, counter, depth)


def read_odt(data: bytes) -> list[Line]:
    """Lines of an OpenDocument text. Raises Refused; never opens an address named in the file."""
    parts = open_text(data)
    content = parse_xml(parts["content.xml"], "not_odt")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise refuse("not_odt")
    styles = parse_xml(parts.get("styles.xml"), "not_odt")
    lists = _lists([root for root in (styles, content) if root is not None])
    convert = converter(body.itertext())
    reader = _Reader(lists, convert)
    lines = block_lines(reader.blocks(body))
    texts = dict.fromkeys([*_running(styles, convert), *reader.aside])
    return [Line(text, kind="furniture") for text in texts] + lines


def _running(styles, convert: Convert) -> list[str]:
    """Headers and footers of the pages."""
    if styles is None:
        return []
    reader = _Reader(Lists(), convert)
    pages = styles.iter(STYLE + "header", STYLE + "footer")
    return [text for page in pages for part in page.iter(*_PARAGRAPHS) for text in reader.texts(part, [])]


# --- list styles --------------------------------------------------------------------------------------------


def _lists(roots: list) -> Lists:
    lists = Lists()
    for root in roots:
        for style in root.iter(TEXT + "list-style"):
            lists.styles[style.get(STYLE + "name", "")] = _levels(style)
        for outline in root.iter(TEXT + "outline-style"):
            lists.outline = _levels(outline)
        for style in root.iter(STYLE + "style"):
            named = style.get(STYLE + "list-style-name")
            if named:
                lists.of_paragraph[style.get(STYLE + "name", "")] = named
    return lists


def _levels(style) -> dict[int, Level]:
    levels = {}
    for item in style:
        if not isinstance(item.tag, str):
            continue
        depth = integer(item.get(TEXT + "level"), 1)
        levels[depth] = Level(
            start=integer(item.get(TEXT + "start-value"), 1),
            format=item.get(STYLE + "num-format", ""),
            prefix=item.get(STYLE + "num-prefix", ""),
            suffix=item.get(STYLE + "num-suffix", ""),
            levels=integer(item.get(TEXT + "display-levels"), 1),
            pattern=item.get(_LOEXT + "num-list-format", ""),
            bullet=item.tag == TEXT + "list-level-style-bullet",
        )
    return levels


def _print(levels: dict[int, Level], counter: dict[int, int], depth: int) -> str:
    here = levels[depth]
    if here.bullet:
        return "-"

    def number(place: int) -> str:
        level = levels.get(place, Level())
        return as_format(counter.get(place, level.start), _FORMATS.get(level.format, "none"))

    if here.pattern:
        return re.sub(r"%(\d{1,2})%", lambda found: number(int(found.group(1))), here.pattern).strip()
    shown = [number(place) for place in range(max(1, depth - here.levels + 1), depth + 1)]
    text = ".".join(filter(None, shown))
    return f"{here.prefix}{text}{here.suffix}".strip() if text else ""


# --- text ---------------------------------------------------------------------------------------------------


class _Reader:
    """One pass over the body. `aside` collects notes and tables of contents: listed, never mixed in."""

    def __init__(self, lists: Lists, convert: Convert):
        self.lists, self.convert = lists, convert
        self.aside: list[str] = []

    def blocks(self, container) -> list:
        """Lines and tables (lists of rows of cells of blocks), in order."""
        found: list = []
        for child in container:
            tag = child.tag
            if tag in _PARAGRAPHS:
                found.extend(self.paragraph(child, self._outline(child)))
            elif tag == TEXT + "list":
                found.extend(self.items(child, "", "", 0))
            elif tag == TABLE + "table":
                found.append([[self.blocks(cell) for cell in row] for row in _rows(child)])
            elif tag in _INDEXES:
                self.aside.extend(text for p in child.iter(*_PARAGRAPHS) for text in self.texts(p, []))
            elif isinstance(tag, str) and tag not in _SKIP:
                found.extend(self.blocks(child))
        return found

    def items(self, element, style: str, family: str, depth: int) -> list:
        """The items of a list with their numbers; a list inside an item is one level deeper."""
        depth, found = depth + 1, []
        style = element.get(TEXT + "style-name") or style
        if not family:
            style = style or self._style_of_paragraphs(element)
            family = self.lists.family(element, style)
        for item in element:
            counted = item.tag == TEXT + "list-header"
            for child in item if item.tag in (TEXT + "list-item", TEXT + "list-header") else ():
                if child.tag == TEXT + "list":
                    found.extend(self.items(child, style, family, depth))
                elif child.tag in _PARAGRAPHS:
                    number = "" if counted else self._number(item, style, family, depth)
                    found.extend(self.paragraph(child, number))
                    counted = True
        return found

    def _number(self, item, style: str, family: str, depth: int) -> str:
        levels = self.lists.styles.get(style, {})
        return self.lists.count(levels, self.lists.counters[family], depth, item.get(TEXT + "start-value"))

    def _style_of_paragraphs(self, element) -> str:
        first = next(element.iter(*_PARAGRAPHS), None)
        return "" if first is None else self.lists.of_paragraph.get(first.get(TEXT + "style-name", ""), "")

    def _outline(self, element) -> str:
        """The number of a heading that stands outside of lists."""
        if element.tag != TEXT + "h" or element.get(TEXT + "is-list-header") == "true":
            return ""
        level = integer(element.get(TEXT + "outline-level"), 1)
        counter = self.lists.counters.setdefault("#outline", {})
        return self.lists.count(self.lists.outline, counter, level, element.get(TEXT + "start-value"))

    def paragraph(self, element, number: str) -> list:
        boxes: list = []
        texts = self.texts(element, boxes)
        found: list = [Line(text, clean(number) if place == 0 else "") for place, text in enumerate(texts)]
        for box in boxes:
            found.extend(self.blocks(box))
        return found

    def texts(self, element, boxes: list) -> list[str]:
        """Text of one paragraph, parted at line breaks; text boxes met on the way go to `boxes`."""
        pieces: list[str] = []
        self._gather(element, pieces, boxes)
        return [text for text in map(clean, self.convert("".join(pieces)).split("\n")) if text]

    def _gather(self, element, pieces: list[str], boxes: list) -> None:
        pieces.append((element.text or "").replace("\n", " "))
        for child in element:
            tag = child.tag
            if tag == TEXT + "s":
                pieces.append(" " * min(integer(child.get(TEXT + "c"), 1), _MAX_BLANKS))
            elif tag == TEXT + "tab":
                pieces.append(" ")
            elif tag == TEXT + "line-break":
                pieces.append("\n")
            elif tag == TEXT + "note":
                self.aside.extend(t for p in child.iter(*_PARAGRAPHS) for t in self.texts(p, []))
            elif tag == DRAW + "text-box":
                boxes.append(child)
            elif isinstance(tag, str) and tag not in _SKIP:
                self._gather(child, pieces, boxes)
            pieces.append((child.tail or "").replace("\n", " "))


def _rows(table) -> list[list]:
    """Cells of the rows of a table, also inside header and group elements."""
    rows: list[list] = []
    for child in table:
        if child.tag == TABLE + "table-row":
            rows.append([cell for cell in child if cell.tag == TABLE + "table-cell"])
        elif isinstance(child.tag, str) and child.tag.startswith(TABLE):
            rows.extend(_rows(child))
    return rows

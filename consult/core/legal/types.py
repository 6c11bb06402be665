"""The plain records of the legal engine; every other module here speaks in them."""

from dataclasses import dataclass

CELL, ROW, PARAGRAPH = "\t", "\n", "\u2028"
"""Separators inside the text of a table: between cells, between rows, between paragraphs of one cell."""

KINDS = (
    "part", "chapter", "section", "subsection", "article", "clause", "point", "dash", "paragraph", "table",
    "signature", "recipients", "appendix", "attachment",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One paragraph of a source file, cleaned; `kind` is "text", "table" or "furniture".

    A table is one line: rows, cells and paragraphs are parted by ROW, CELL and PARAGRAPH.
    """

    text: str
    number: str = ""
    kind: str = "text"

    @property
    def full(self) -> str:
        """The paragraph as a reader sees it, with its automatic number."""
        return f"{self.number} {self.text}".strip() if self.number else self.text


@dataclass(frozen=True)
class Node:
    """One unit of a document; `text` is its own text, without that of its children."""

    id: str
    parent: str | None
    kind: str
    number: str
    label: str
    title: str
    text: str
    path: str
    within: str


@dataclass(frozen=True)
class Warning:
    """Something doubtful, said to the officer in Vietnamese; `node` is the id of the place, if any."""

    code: str
    message: str
    node: str | None = None


@dataclass(frozen=True)
class Header:
    """What stands above the text, as printed."""

    issuer: str = ""
    number: str = ""
    place: str = ""
    date: str = ""
    type: str = ""
    abstract: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole text: every visible character of the source is in the header, one node or the furniture."""

    header: Header
    nodes: tuple[Node, ...]
    warnings: tuple[Warning, ...]
    furniture: tuple[str, ...]


class Refused(Exception):
    """The file is not accepted. `str(exc)` is one Vietnamese sentence, `code` is for programs."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message

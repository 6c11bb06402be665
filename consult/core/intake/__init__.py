"""Opinions out of tables that people send: workbooks and Word tables read as text, columns recognised by their
headings, units by their citations, positions by their words; what is not sure is doubtful, and no row is lost.

Pure Python; uses the legal engine for files, citations and limits.
"""

from consult.core.legal.limits import refuse

from .documents import read_documents
from .doubts import ASIDE, BLOCKING
from .doubts import SENTENCES as DOUBTS
from .heads import guess
from .places import Places
from .positions import opening_of, position_of
from .rows import fingerprint, read_rows
from .sheets import read_sheets
from .types import FIELDS, Found, Layout, Opinion, Row, Table

EXTENSIONS = (".xlsx", ".docx")


def read(data: bytes, extension: str) -> list[Table]:
    """The tables of a file. Raises legal.Refused: not such a file, too big, a bomb, macros, a password, no table."""
    readers = {".xlsx": read_sheets, ".docx": read_documents}
    if extension not in readers:
        raise refuse("mismatch")
    tables = readers[extension](data)
    if not tables:
        raise refuse("no_table")
    return tables


__all__ = [
    "ASIDE", "BLOCKING", "DOUBTS", "EXTENSIONS", "FIELDS", "Found", "Layout", "Opinion", "Places", "Row", "Table",
    "fingerprint", "guess", "opening_of", "position_of", "read", "read_rows",
]  # fmt: skip

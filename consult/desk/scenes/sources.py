"""The texts of the scenes: drafts as files, everything else as TOML beside them."""

import io
import tomllib
from functools import cache
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

FOLDER = Path(__file__).with_name("texts")
HEADINGS = ("Chương ", "Điều ")


@cache
def toml(name: str) -> dict:
    """The content of texts/<name>.toml."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def text(name: str) -> bytes:
    """The draft texts/<name>.txt as an upload."""
    return (FOLDER / f"{name}.txt").read_bytes()


def plain_docx(name: str) -> bytes:
    """texts/papers/<name>.txt as a Word file, a paragraph for each line."""
    document = Document()
    for line in (FOLDER / "papers" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx(name: str) -> bytes:
    """The same draft as a Word file: the head of the page as a table of two columns, the way offices write it."""
    lines = text(name).decode().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("DỰ THẢO"))
    motto = next(place for place, line in enumerate(lines) if line.startswith("CỘNG HÒA"))
    document = Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text, right.text = "\n".join(lines[:motto]), "\n".join(lines[motto:start])
    for line in lines[start:]:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        if line.startswith(HEADINGS) or line.isupper():
            run.bold = True
        if line.isupper():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()

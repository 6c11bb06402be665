"""Official documents in the layout of Decree 30/2020/NĐ-CP, as Word files and as PDF.

The caller hands over frozen plain data (``model``) and gets the bytes of a file. ``wording`` turns the data into one
content plan; both writers print that plan, so a Word file and its PDF always say the same. The platform never invents
a document number: it stays blank for the registry. Times of signing are not known here either.
"""

from .docx_writer import matrix_docx, minutes_docx
from .fonts import PdfFonts, pdf_fonts
from .model import (
    ANSWERS,
    Agenda,
    Letterhead,
    Matrix,
    MatrixRow,
    MinutesPaper,
    Tally,
)
from .pdf_writer import matrix_pdf, minutes_pdf

__all__ = [
    "ANSWERS",
    "Agenda",
    "Letterhead",
    "Matrix",
    "MatrixRow",
    "MinutesPaper",
    "PdfFonts",
    "Tally",
    "matrix_docx",
    "matrix_pdf",
    "minutes_docx",
    "minutes_pdf",
    "pdf_fonts",
]

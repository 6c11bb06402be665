"""Official documents in the layout of Decree 30/2020/NĐ-CP, as Word files, as PDF, and tables as workbooks.

The caller hands over frozen plain data (``model``) and gets the bytes of a file. ``wording`` turns the data into one
content plan; both writers print that plan, so a Word file and its PDF always say the same. The platform never invents
a document number: it stays blank for the registry. Times of signing are not known here either.
"""

from .comparison import NOTES, Comparison, ComparisonRow, comparison_note, comparison_rows
from .docx_writer import comparison_docx, matrix_docx, minutes_docx, report_docx
from .fonts import PdfFonts, pdf_fonts
from .loading import BadData, matrix_of
from .model import (
    ANSWERS,
    Agenda,
    Letterhead,
    Matrix,
    MatrixRow,
    MinutesPaper,
    Tally,
)
from .opinion_table import opinions_docx, opinions_xlsx
from .pdf_writer import comparison_pdf, matrix_pdf, minutes_pdf, report_pdf
from .report import ReportItem, ReportPaper, ReportSection
from .xlsx_writer import matrix_xlsx

__all__ = [
    "ANSWERS",
    "NOTES",
    "Agenda",
    "BadData",
    "Comparison",
    "ComparisonRow",
    "Letterhead",
    "Matrix",
    "MatrixRow",
    "MinutesPaper",
    "PdfFonts",
    "ReportItem",
    "ReportPaper",
    "ReportSection",
    "Tally",
    "comparison_docx",
    "comparison_note",
    "comparison_pdf",
    "comparison_rows",
    "matrix_docx",
    "matrix_of",
    "matrix_pdf",
    "matrix_xlsx",
    "minutes_docx",
    "minutes_pdf",
    "opinions_docx",
    "opinions_xlsx",
    "pdf_fonts",
    "report_docx",
    "report_pdf",
]

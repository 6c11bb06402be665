"""Official documents in the layout of Decree 30/2020/NĐ-CP, as Word files, as PDF, and tables as workbooks.

The caller hands over frozen plain data (``model``) and gets the bytes of a file. ``wording`` turns the data into one
content plan; both writers print that plan, so a Word file and its PDF always say the same. The platform never invents
a document number: it stays blank for the registry. Times of signing are not known here either.
"""

from .blocks import Annex, Paper
from .catalogue import FORMS
from .comparison import NOTES, Comparison, ComparisonRow, comparison_note, comparison_rows
from .docx_blocks import paper_docx
from .docx_writer import comparison_docx, matrix_docx, minutes_docx, report_docx
from .dossier import (
    Body,
    Decided,
    Dossier,
    Figure,
    Issue,
    Line,
    Measured,
    Meeting,
    Named,
    Planned,
    Remark,
    Said,
    Sheet,
    Stated,
    Voted,
    Work,
    dossier_of,
    figures,
    fill,
    hash_of,
)
from .fonts import PdfFonts, pdf_fonts
from .forms import Data, Form, OwnLayout, Text, made, texts_of
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
from .own_layouts import OPENING, OWN_LAYOUTS, of_version
from .pdf_writer import comparison_pdf, matrix_pdf, minutes_pdf, paper_pdf, reading_pdf, report_pdf
from .plain_data import plain, read
from .reading import OpinionGroup, PrintedGround, PrintedOpinion, ReadingPaper, TextUnit
from .report import ReportItem, ReportPaper, ReportSection
from .xlsx_writer import matrix_xlsx, paper_xlsx
from .xlsx_writer import saved_workbook as workbook_bytes
from .xlsx_writer import write_cell as sheet_cell

__all__ = [
    "ANSWERS",
    "FORMS",
    "NOTES",
    "OPENING",
    "OWN_LAYOUTS",
    "Agenda",
    "Annex",
    "BadData",
    "Body",
    "Comparison",
    "ComparisonRow",
    "Data",
    "Decided",
    "Dossier",
    "Figure",
    "Form",
    "Issue",
    "Letterhead",
    "Line",
    "Matrix",
    "MatrixRow",
    "Measured",
    "Meeting",
    "MinutesPaper",
    "Named",
    "OpinionGroup",
    "OwnLayout",
    "Paper",
    "PdfFonts",
    "Planned",
    "PrintedGround",
    "PrintedOpinion",
    "ReadingPaper",
    "Remark",
    "ReportItem",
    "ReportPaper",
    "ReportSection",
    "Said",
    "Sheet",
    "Stated",
    "Tally",
    "Text",
    "TextUnit",
    "Voted",
    "Work",
    "comparison_docx",
    "comparison_note",
    "comparison_pdf",
    "comparison_rows",
    "dossier_of",
    "figures",
    "fill",
    "hash_of",
    "made",
    "matrix_docx",
    "matrix_of",
    "matrix_pdf",
    "matrix_xlsx",
    "minutes_docx",
    "minutes_pdf",
    "of_version",
    "opinions_docx",
    "opinions_xlsx",
    "paper_docx",
    "paper_pdf",
    "paper_xlsx",
    "pdf_fonts",
    "plain",
    "read",
    "reading_pdf",
    "report_docx",
    "report_pdf",
    "sheet_cell",
    "texts_of",
    "workbook_bytes",
]

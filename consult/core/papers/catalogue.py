"""The papers that are made from a dossier, by code, in the order of their numbers."""

from .forms import Form
from .forms_agency import LETTER, TABLE
from .forms_association import REPORT_OF_ASSOCIATION
from .forms_front import COLLECTED, INVITATION, PLAN, REPORT, REVIEW, SHEET, WORKING

FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        WORKING, TABLE, REPORT, LETTER, INVITATION, SHEET, REPORT_OF_ASSOCIATION, REVIEW, COLLECTED,
        PLAN,
    )
}  # fmt: skip

"""The papers that are made from a dossier, by code, in the order of their numbers."""

from .forms import Form
from .forms_agency import LETTER, TABLE
from .forms_front import ASSOCIATION, COLLECTED, INVITATION, PLAN, REPORT, REVIEW, SHEET, WORKING

FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        WORKING, TABLE, REPORT, LETTER, INVITATION, SHEET, ASSOCIATION, REVIEW, COLLECTED, PLAN,
    )
}  # fmt: skip

"""The council's workspace as a response: every act of the council that is refused comes back to it."""

from django.shortcuts import render

from consult.consultations.selectors import consultation_or_404
from consult.polls.selectors import clause_choices
from consult.reports import point_parts, selectors
from consult.reports.forms import StartForm, edit_point_form, new_point_form


def compilation(request, code):
    """The file and its compilation, for the council alone."""
    consultation = consultation_or_404(request.user, code)
    selectors.may_see_or_404(request.user, consultation)
    return consultation, selectors.compilation_or_404(consultation)


def show(
    request, consultation, *, comment=None, point=None, undo=(), new_form=None, point_form=None, ticked=(),
    asked=None, kept=None, start_form=None, error="", stored=None, status=200,
):  # fmt: skip
    shown = selectors.compile_page(
        request.user, consultation, comment=comment, point=point, undo=undo, asked=asked
    )
    clauses = clause_choices(consultation) if shown.may_group else []
    if new_form is None and shown.may_group:
        new_form = new_point_form(clauses, **selectors.suggested_point(shown))
    if shown.point and stored and point_form:
        # Saving again now is a choice made with both texts in view.
        point_form.data = point_form.data.copy()
        point_form.data["version"] = stored["version"]
        stored = {
            **stored,
            "also": point_parts.places(stored["also"]),
            "criteria": point_parts.criteria_words(stored["criteria"]),
        }
    if shown.point and point_form is None and shown.may_group:
        point_form = edit_point_form(clauses, shown.point)
    if shown.may_start and start_form is None:
        start_form = StartForm(initial=selectors.first_terms(consultation))
    context = {"page": shown, "consultation": consultation, "new_form": new_form, "point_form": point_form}
    context |= {
        "ticked": ticked,
        "error": error,
        "stored": stored,
        "kept": kept or {},
        "start_form": start_form,
    }
    return render(request, "reports/compile.html", context, status=status)

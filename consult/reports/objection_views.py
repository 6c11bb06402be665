"""Moderate objections: the list of a file, one of them with the decision, the author's appeal."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.forums.moderation_rules import is_moderator
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused
from consult.reports import feedback_selectors, feedback_views, objection_actions, objection_selectors
from consult.reports.feedback_forms import ObjectionAppealForm, ObjectionRulingForm


@page(budget=12)
def objection_cases(request, code):
    """All objections of a file, for its moderators."""
    consultation = consultation_or_404(request.user, code)
    rows = objection_selectors.case_rows(request.user, consultation)
    return render(request, "reports/objection_cases.html", {"rows": rows, "consultation": consultation})


@form_page(budget=32)
def objection_case(request, code, pk):
    """One objection, and the decision about it."""
    consultation = consultation_or_404(request.user, code)
    objection = objection_selectors.case_or_404(request.user, consultation, pk)
    if request.method != "POST":
        return _case(request, consultation, pk)
    form = ObjectionRulingForm(
        request.POST, choices=objection_selectors.case_page(request.user, consultation, pk).choices
    )
    if not form.is_valid():
        return _case(request, consultation, pk, form=form, status=400)
    try:
        ruling = objection_actions.rule_on_objection(request.user, objection=objection, **form.cleaned_data)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _case(request, consultation, pk, form=form, status=403)
    messages.success(request, _("Đã ghi quyết định: %(what)s.") % {"what": ruling.get_outcome_display()})
    if not is_moderator(request.user, consultation):  # who stood in for a second one has nothing more to see
        return redirect("results", code=code)
    return redirect("objection_case", code=code, pk=pk)


def _case(request, consultation, pk, *, form=None, status=200):
    shown = objection_selectors.case_page(request.user, consultation, pk)
    form = form or ObjectionRulingForm(initial={"client_key": uuid.uuid4()}, choices=shown.choices)
    context = {"page": shown, "form": form, "consultation": consultation}
    return render(request, "reports/objection_case.html", context, status=status)


@act(budget=30)
def objection_appeal(request, pk):
    """The author asks a second person to look at the hiding of their objection."""
    citation = feedback_selectors.citation_or_404(request.user, pk)
    objection = objection_selectors.mine_or_404(request.user, citation)
    form = ObjectionAppealForm(request.POST)
    if not form.is_valid():
        return feedback_views.show(request, pk, appeal_form=form, status=400)
    try:
        objection_actions.appeal_objection(request.user, objection=objection, **form.cleaned_data)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return feedback_views.show(request, pk, appeal_form=form, status=403)
    messages.success(request, _("Đã gửi khiếu nại. Người thứ hai sẽ xem xét và trả lời."))
    return redirect("my_opinion", pk=pk)

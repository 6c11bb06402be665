"""Proposals of a language model for one clause: ask, watch, make a point of a group."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forums.selectors import clause_or_404
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere, Refused
from consult.reports import proposal_actions, proposal_selectors, selectors, workspace
from consult.reports.proposal_forms import TakeForm


@act(budget=70)
def proposal_ask(request, code):
    """Have the model asked; the next page shows what comes."""
    consultation, compilation = workspace.compilation(request, code)
    clause = clause_or_404(consultation, request.POST.get("clause", ""))
    key = request.POST.get("client_key", "")
    try:
        run = proposal_actions.ask_proposal(
            request.user, compilation=compilation, clause=clause, client_key=key
        )
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, error=str(refused), status=403)
    return redirect("proposal", code, run.pk)


@page(budget=26)
def proposal(request, code, pk):
    """One proposal; asks again by itself until the model has answered."""
    consultation, compilation = workspace.compilation(request, code)
    return _show(request, consultation, compilation, pk)


@act(budget=70)
def proposal_take(request, code, pk):
    """Make a point of one proposed group, of the opinions that are ticked."""
    consultation, compilation = workspace.compilation(request, code)
    group = proposal_selectors.group_or_404(compilation, pk)
    comments = selectors.comments_or_404(request.user, consultation, request.POST.getlist("comment")[:200])
    form = TakeForm(request.POST)
    if not form.is_valid():
        error = " ".join(words for found in form.errors.values() for words in found)
        return _show(
            request, consultation, compilation, group.run_id, error=error, at=group.pk, form=form, status=422
        )
    try:
        point = proposal_actions.take_group(request.user, group=group, comments=comments, **form.cleaned_data)
    except NotThere:
        raise
    except Refused as refused:
        return _show(
            request, consultation, compilation, group.run_id, error=str(refused), at=group.pk, form=form,
            status=403,
        )  # fmt: skip
    messages.success(
        request, _("Đã lập điểm góp ý “%(title)s” từ đề xuất của mô hình.") % {"title": point.title}
    )
    return redirect("proposal", code, group.run_id)


def _show(request, consultation, compilation, pk, *, error="", at=None, form=None, status=200):
    """The page; at group `at` with the error and what was typed there."""
    shown = proposal_selectors.proposal_page(request.user, consultation, compilation, pk)
    context = {"page": shown, "consultation": consultation, "error": error, "at": at, "kept": {}}
    if form is not None:
        ticked = [int(raw) for raw in request.POST.getlist("comment") if raw.isascii() and raw.isdigit()]
        context["kept"] = {
            "title": form.data.get("title", ""),
            "position": form.data.get("position", ""),
            "ticked": ticked,
        }
    template = "reports/_proposal.html" if request.htmx else "reports/proposal.html"
    return render(request, template, context, status=status)

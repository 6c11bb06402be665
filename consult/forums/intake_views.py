"""Enter opinions from paper: the register, a paper by hand, further opinions of it, its scan, taking it back."""

from uuid import uuid4

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.forums import intake_actions as actions
from consult.forums import intake_selectors as selectors
from consult.forums.draft_places import citations_of
from consult.forums.intake_forms import EntryForm, OpinionForm, UndoForm
from consult.forums.selectors import file_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused


@page(budget=12)
def papers(request, code):
    """The register of papers of a file."""
    consultation = file_or_404(request.user, code)
    found = selectors.register_page(request.user, consultation, request.GET.get("page"))
    return render(request, "forums/papers.html", {"consultation": consultation, "register": found})


@form_page(budget=24)
def paper_new(request, code):
    """A paper and its first opinion."""
    consultation = file_or_404(request.user, code)
    selectors.clerk_or_refuse(request.user, consultation)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"client_key": uuid4(), "received_on": timezone.localdate()}
    form = EntryForm(*given, initial=initial, levels=selectors.levels(request.user, consultation))
    if form.is_bound and form.is_valid():

        def enter(opinion):
            return actions.enter_with_paper(
                request.user, consultation=consultation, scan=form.cleaned_data["scan"], facts=form.facts,
                opinion=opinion, client_key=form.cleaned_data["client_key"],
            )  # fmt: skip

        if comment := _entered(form, consultation, enter):
            return _done(request, consultation, comment)
    return _form(request, "forums/paper_new.html", consultation, form)


@form_page(budget=24)
def paper_opinion(request, code, pk):
    """A further opinion of a paper."""
    consultation = file_or_404(request.user, code)
    found = selectors.paper_page(request.user, consultation, pk, 1)
    found.may_continue.or_refuse()
    form = OpinionForm(request.POST or None, initial={"client_key": uuid4()})
    if form.is_bound and form.is_valid():

        def enter(opinion):
            key = form.cleaned_data["client_key"]
            return actions.enter_opinion(request.user, paper=found.paper, client_key=key, **opinion)

        if comment := _entered(form, consultation, enter):
            return _done(request, consultation, comment)
    return _form(request, "forums/paper_opinion.html", consultation, form, paper=found)


def _entered(form, consultation, enter):
    """The comment, or None with the reason in the form."""
    sure, clause = selectors.clause_named(consultation, form.cleaned_data["place"])
    if not sure:
        form.add_error("place", _("Không nhận ra điều, khoản, điểm trong dự thảo này."))
        return None
    try:
        return enter({**form.opinion, "clause": clause})
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _done(request, consultation, comment):
    receipt = f"{consultation.code}-{comment.number:06d}"
    messages.success(request, _("Đã nhập ý kiến, mã số %(receipt)s.") % {"receipt": receipt})
    return redirect("paper", consultation.code, comment.paper_id)


def _form(request, template, consultation, form, **more):
    context = {
        "consultation": consultation, "form": form, "citations": citations_of(consultation.version_id), **more,
    }  # fmt: skip
    return render(request, template, context, status=400 if form.is_bound else 200)


@page(budget=20)
def paper(request, code, pk):
    """One paper with its opinions."""
    consultation = file_or_404(request.user, code)
    found = selectors.paper_page(request.user, consultation, pk, request.GET.get("page"))
    context = {"consultation": consultation, "paper": found, "undo": UndoForm()}
    return render(request, "forums/paper.html", context)


@page(budget=12)
def paper_scan(request, code, pk):
    """The scan as it was sent, always as a download: a browser must never show or run it."""
    consultation = file_or_404(request.user, code)
    name, file = selectors.scan_file(request.user, consultation, pk)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@act(budget=30)
def paper_undo(request, code, pk):
    """Take all opinions of a paper back."""
    consultation = file_or_404(request.user, code)
    found = selectors.paper_or_404(request.user, consultation, pk)
    form = UndoForm(request.POST)
    try:
        actions.undo_paper(request.user, paper=found, reason=form.data.get("reason", ""))
    except NotThere:
        raise
    except Refused as refused:
        page_ = selectors.paper_page(request.user, consultation, pk, 1)
        form.add_error("reason", str(refused))
        context = {"consultation": consultation, "paper": page_, "undo": form}
        return render(request, "forums/paper.html", context, status=403)
    messages.success(
        request, _("Đã thu hồi các ý kiến của văn bản này. Các ý kiến được giữ, có ghi là đã thu hồi.")
    )
    return redirect("paper", code, pk)

"""Official papers: the list, the prose, making files, downloads; what a hash belongs to."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import Refused, Stale
from consult.reports import paper_actions as actions
from consult.reports import paper_rules, sending_actions
from consult.reports import paper_selectors as selectors
from consult.reports.paper_forms import MakeForm, ProseForm, SentForm
from consult.reports.sending_selectors import sending_part

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page(budget=16)
def papers(request, code):
    """All papers of the reader's side, with the history of files."""
    consultation = consultation_or_404(request.user, code)
    found = selectors.papers_page(request.user, consultation)
    context = {"page": found, "consultation": consultation, "again": request.path}
    template = "reports/_official_files.html" if request.htmx else "reports/official_papers.html"
    return render(request, template, context)


@form_page(budget=48)
def paper(request, code, paper):
    """One paper: edit its prose, see its figures and files."""
    consultation = consultation_or_404(request.user, code)
    form = selectors.form_or_404(request.user, consultation, paper)
    if request.method != "POST":
        return _paper(request, consultation, form)
    sent = ProseForm(request.POST, form=form, texts={})
    if not sent.is_valid():
        return _paper(request, consultation, form, sent=sent, status=422)
    given = {"texts": sent.texts(), "version": sent.cleaned_data["version"]}
    try:
        actions.save_prose(request.user, consultation=consultation, form=form, **given)
    except Stale as stale:
        return _paper(request, consultation, form, sent=sent, stale=stale, status=409)
    except Refused as refused:
        return _paper(request, consultation, form, sent=sent, error=str(refused), status=422)
    return redirect("official_paper", code, paper)


def _paper(request, consultation, form, *, sent=None, stale=None, error="", sending=None, status=200):
    shown = selectors.paper_page(request.user, consultation, form)
    prose = sent or ProseForm(form=form, texts=shown.texts, initial={"version": shown.version})
    if stale:
        prose.data = {**prose.data.dict(), "version": str(stale.stored["version"])}
    parts = [(part, prose[part.key] if part.key else None, _other(stale, part.key)) for part in shown.parts]
    context = {
        "page": shown, "consultation": consultation, "prose": prose, "parts": parts, "error": error,
        "stale": stale, "key": uuid.uuid4(), "again": request.path, "sending": sending or _sending(shown.sending),
    }  # fmt: skip
    template = "reports/_official_files.html" if request.htmx else "reports/official_paper.html"
    return render(request, template, context, status=status)


def _sending(part):
    """The form of the act, where something waits to be marked as sent."""
    if part is None or not part.may_mark or not part.open:
        return None
    start = {"client_key": uuid.uuid4(), "digest": part.open[0][0], "to": [key for key, _name in part.bodies]}
    return SentForm(part=part, initial=start)


@act(budget=70)
def sent(request, code, paper):
    """An officer of the association says that its report was sent."""
    consultation = consultation_or_404(request.user, code)
    form = selectors.form_or_404(request.user, consultation, paper)
    paper_rules.may_mark_sent(request.user, consultation, form).or_refuse()
    filled = SentForm(request.POST, part=sending_part(request.user, consultation, form))
    if not filled.is_valid():
        return _paper(request, consultation, form, sending=filled, status=400)
    try:
        sending_actions.mark_sent(request.user, consultation=consultation, form=form, **filled.cleaned_data)
    except Refused as refused:
        filled.add_error(None, str(refused))
        return _paper(request, consultation, form, sending=filled, status=403)
    messages.success(request, _("Đã ghi nhận báo cáo được gửi và báo cho nơi nhận."))
    return redirect("official_paper", code, paper)


def _other(stale, key: str) -> str:
    """What somebody else saved at this text, where it is not what was typed."""
    if not stale or not key or stale.stored[key] == stale.sent[key]:
        return ""
    return stale.stored[key] or "—"


@act(budget=60)
def make(request, code, paper):
    """Have a file made; the page shows how far it is."""
    consultation = consultation_or_404(request.user, code)
    form = selectors.form_or_404(request.user, consultation, paper)
    sent = MakeForm(request.POST)
    if not sent.is_valid():
        return redirect("official_paper", code, paper)
    try:
        actions.ask_file(request.user, consultation=consultation, form=form, **sent.cleaned_data)
    except Refused as refused:
        return _paper(request, consultation, form, error=str(refused), status=422)
    return redirect("official_paper", code, paper)


@page(budget=10)
def file(request, code, pk):
    consultation = consultation_or_404(request.user, code)
    found = selectors.file_or_404(request.user, consultation, pk)
    name = f"{found.code}-{consultation.code.lower()}-{found.pk}.{found.kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    with found.file.open() as stored:
        return HttpResponse(stored.read(), content_type=KINDS[found.kind], headers=disposition)


@page(budget=8, public=True)
def check(request, digest):
    """What the hash on a paper belongs to."""
    found = selectors.check_page(request.user, digest.lower())
    status = 200 if found.known else 404
    return render(request, "reports/official_check.html", {"page": found}, status=status)

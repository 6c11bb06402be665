"""Pages of drafts: the officer's desk of versions, and the public text with its comparison."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from consult.documents import actions, comparison, papers, readings, selectors
from consult.documents.forms import DraftForm, PublishForm, UploadForm
from consult.kit.pages import act, form_page, page, paginate
from consult.kit.verdicts import NotThere, Refused


def _kept(request, template, context, refused=None):
    """The form again with everything typed: 400 for its shape, 403 for a refusal of the action."""
    return render(request, template, context, status=403 if refused else 400)


@page(budget=8)
def drafts(request):
    selectors.officer_or_404(request.user)
    found = paginate(selectors.drafts_of(request.user), request.GET.get("page"))
    context = {"drafts": found, "may_create": bool(selectors.writing_agencies(request.user))}
    return render(request, "documents/drafts.html", context)


@form_page(budget=30)
def draft_new(request):
    agencies = selectors.writing_agencies_or_404(request.user)
    form = DraftForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method != "POST":
        return render(request, "documents/draft_new.html", {"form": form})
    if not form.is_valid():
        return _kept(request, "documents/draft_new.html", {"form": form})
    sent = form.cleaned_data
    data, name = sent.pop("file")
    slow = readings.is_slow(name, len(data))
    make = readings.take_new if slow else actions.create_with_version
    try:
        made = make(request.user, data=data, name=name, **sent)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _kept(request, "documents/draft_new.html", {"form": form}, refused)
    return redirect("upload_progress" if slow else "version_check", made.pk)


@form_page(budget=30)
def draft(request, pk):
    """Versions of a draft; a POST uploads the next one."""
    page = selectors.draft_page(request.user, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"page": page, "form": form, "reading": readings.latest(pk)}
    if request.method != "POST":
        return render(request, "documents/draft.html", context)
    if not form.is_valid():
        return _kept(request, "documents/draft.html", context)
    data, name = form.cleaned_data["file"]
    key = form.cleaned_data["client_key"]
    slow = readings.is_slow(name, len(data))
    make = readings.take if slow else actions.upload_version
    try:
        made = make(request.user, draft=page.draft, data=data, name=name, client_key=key)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return _kept(request, "documents/draft.html", context, refused)
    return redirect("upload_progress" if slow else "version_check", made.pk)


@page(budget=10)
def upload_progress(request, pk):
    """Waits for a file that a job reads; leads to its version when that is there."""
    found = readings.progress(request.user, pk)
    if found.reading.version_id:
        address = reverse("version_check", args=[found.reading.version_id])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    name = "documents/_progress.html" if request.htmx else "documents/upload_progress.html"
    return render(request, name, {"page": found})


@form_page(budget=30)
def version_check(request, pk):
    """What the reader understood, before anything is public; a POST publishes."""
    version = selectors.prepared_or_404(request.user, pk)
    if version.state == "published":
        return redirect("version", version.pk)
    form = PublishForm(request.POST or None)
    context = {"page": selectors.version_page(request.user, version), "form": form}
    if request.method != "POST":
        return render(request, "documents/version_check.html", context)
    if not form.is_valid():
        return _kept(request, "documents/version_check.html", context)
    try:
        actions.publish_version(request.user, version=version, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _kept(request, "documents/version_check.html", context, refused)
    messages.success(request, _("Đã công bố bản dự thảo. Từ nay bản này không sửa được."))
    return redirect("version", version.pk)


@act(budget=20)
def version_discard(request, pk):
    version = selectors.prepared_or_404(request.user, pk)
    actions.discard_version(request.user, version=version)
    messages.success(request, _("Đã bỏ bản tải lên. Có thể tải bản khác."))
    return redirect("draft", version.draft_id)


@page(budget=8, public=True)
def version(request, pk):
    found = selectors.published_or_404(pk)
    context = {"page": selectors.version_page(request.user, found)}
    return render(request, "documents/version.html", context)


@page(budget=10, public=True)
def version_changes(request, pk):
    found = selectors.published_or_404(pk)
    wanted = {"show_all": request.GET.get("all") == "1", "only": request.GET.get("kind", "")}
    context = {"page": comparison.changes_page(found, **wanted)}
    return render(request, "documents/version_changes.html", context)


@page(budget=10, public=True)
def comparison_docx(request, pk):
    found = selectors.published_or_404(pk)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _file(papers.docx(found), kind, papers.file_name(found, "docx"))


@page(budget=10, public=True)
def comparison_pdf(request, pk):
    found = selectors.published_or_404(pk)
    return _file(papers.pdf(found), "application/pdf", papers.file_name(found, "pdf"))


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=disposition)


@page(budget=5, public=True)
def version_source(request, pk):
    """The file as it was sent, always as a download: a browser must never show or run it."""
    name, file = selectors.source_file(request.user, pk)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

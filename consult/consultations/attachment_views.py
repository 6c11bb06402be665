"""Pages of a file's papers and of its plain summary."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations import attachment_actions as actions
from consult.consultations import attachment_selectors as selectors
from consult.consultations.attachment_forms import AttachmentForm, SummaryForm, new_attachment_form
from consult.consultations.attachment_reading import EXTENSIONS
from consult.consultations.selectors import consultation_or_404
from consult.kit import uploads
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale


@form_page(budget=22, public=True)
def attachments(request, code):
    """The list of papers; officers of the agency send further ones here."""
    consultation = consultation_or_404(request.user, code)
    if request.method != "POST":
        return _list(request, consultation, new_attachment_form())
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, consultation, form, 400)
    typed = dict(form.cleaned_data)
    try:
        data, name = uploads.read_upload(typed.pop("file"), extensions=EXTENSIONS)
        actions.add_attachment(request.user, consultation=consultation, data=data, name=name, **typed)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _list(request, consultation, form, 403)
    messages.success(request, _("Đã đưa lên tài liệu."))
    return redirect("attachments", code)


def _list(request, consultation, form, status=200):
    found = selectors.attachments_page(request.user, consultation)
    return render(request, "consultations/attachments.html", {"page": found, "form": form}, status=status)


@act(budget=18)
def attachment_remove(request, code, pk):
    consultation = consultation_or_404(request.user, code)
    found = selectors.attachment_or_404(consultation, pk)
    actions.remove_attachment(request.user, attachment=found)
    messages.success(request, _("Đã bỏ tài liệu."))
    return redirect("attachments", code)


@page(budget=8, public=True)
def attachment_file(request, code, pk):
    """The file as it was sent, always as a download: a browser must never show or run it."""
    consultation = consultation_or_404(request.user, code)
    name, file = selectors.attachment_file(consultation, pk)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@page(budget=10, public=True)
def summary(request, code):
    """The plain summary, for everybody."""
    found = selectors.summary_page(request.user, consultation_or_404(request.user, code))
    return render(request, "consultations/summary.html", {"page": found})


@form_page(budget=20)
def summary_edit(request, code):
    """Write the summary, or correct it with a reason when the file is open."""
    consultation = consultation_or_404(request.user, code)
    found = selectors.summary_page(request.user, consultation)
    found.may_write.or_refuse()
    if request.method != "POST":
        form = SummaryForm(initial={"text": found.text, "seen": found.text})
        return render(request, "consultations/summary_edit.html", {"page": found, "form": form})
    form, status = SummaryForm(request.POST), 400
    if form.is_valid():
        try:
            actions.write_summary(request.user, consultation=consultation, **form.cleaned_data)
            messages.success(request, _("Đã lưu bản tóm tắt."))
            return redirect("summary", code)
        except (NotThere, Stale):
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
    return render(request, "consultations/summary_edit.html", {"page": found, "form": form}, status=status)

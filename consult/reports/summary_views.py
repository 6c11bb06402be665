"""The council's summary."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import form_page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import summary_actions, summary_selectors
from consult.reports.deciding_forms import number_in


@form_page(budget=34)
def compile_summary(request, code):
    """Read it, and write it one sentence a line; a sentence without a source is refused with what was typed kept."""
    consultation = consultation_or_404(request.user, code)
    shown = summary_selectors.summary_page(request.user, consultation)
    context = {"page": shown, "consultation": consultation, "error": "", "other": ""}
    context |= {"text": shown.text, "version": shown.version}
    if request.method != "POST":
        return render(request, "reports/summary.html", context)
    text = request.POST.get("text", "")
    given = {"text": text, "version": number_in(request.POST, "version")}
    try:
        summary_actions.save_summary(request.user, compilation=shown.compilation, **given)
    except NotThere:
        raise
    except Stale as stale:
        context |= {"error": str(stale), "text": text, "other": stale.stored["text"]}
        context |= {"version": stale.stored["version"]}
        return render(request, "reports/summary.html", context, status=409)
    except Refused as refused:
        context |= {"error": str(refused), "text": text, "version": given["version"]}
        return render(request, "reports/summary.html", context, status=403)
    messages.success(request, _("Đã lưu tóm tắt."))
    return redirect("compile_summary", code)

"""Write the next version beside the answers: one page, one unit at a time."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.documents import next_actions, repair_actions
from consult.kit.pages import form_page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import next_draft
from consult.reports.next_forms import NextForm


@form_page(budget=60)
def next_draft_page(request, code):
    """The units with the one at hand (`muc`); a POST begins the version or does one step."""
    consultation = consultation_or_404(request.user, code)
    if request.method != "POST":
        return _show(request, consultation, unit=request.GET.get("muc", ""))
    next_draft.may_see_or_404(request.user, consultation)
    form = NextForm(request.POST)
    unit = str(form.data.get("unit", ""))
    if not form.is_valid():
        return _show(request, consultation, error=_("Biểu mẫu chưa đủ; đề nghị tải lại trang."), status=400)
    try:
        focus = _done(request, consultation, form.cleaned_data)
    except NotThere:
        raise
    except Stale as stale:
        kept = form.cleaned_data
        return _show(request, consultation, unit=unit, error=str(stale), both=stale, kept=kept, status=409)
    except Refused as refused:
        kept = form.cleaned_data
        return _show(request, consultation, unit=unit, error=str(refused), kept=kept, status=403)
    return redirect(next_draft.address(consultation, focus))


def _done(request, consultation, sent):
    if sent["act"] == "begin":
        next_actions.begin_next(request.user, draft=consultation.draft, client_key=sent["client_key"])
        messages.success(request, _("Đã lập bản tiếp theo từ bản đã công bố."))
        return None
    version = next_draft.version_or_404(request.user, consultation)
    common = {"version": version, "revision": sent["revision"] or 0, "client_key": sent["client_key"]}
    if sent["act"] in ("undo", "redo"):
        _step, focus = getattr(repair_actions, sent["act"])(request.user, **common)
        return focus or sent["unit"]
    given = {"title": sent["title"], "text": sent["text"]} if sent["act"] == "reword" else {}
    _step, focus = repair_actions.repair(
        request.user, kind=sent["act"], clause_id=sent["unit"] or 0, **common, **given
    )
    messages.success(request, _("Đã lưu lời văn.") if sent["act"] == "reword" else _("Đã bỏ đơn vị."))
    return focus or sent["unit"]


def _show(request, consultation, *, unit="", error="", both=None, kept=None, status=200):
    try:
        shown = next_draft.next_page(request.user, consultation, unit=unit)
    except NotThere:
        if not error:
            raise
        shown = next_draft.next_page(request.user, consultation)  # the unit is gone meanwhile
    context = {"page": shown, "consultation": consultation, "error": error, "both": both, "kept": kept or {}}
    return render(request, "reports/next_draft.html", context, status=status)

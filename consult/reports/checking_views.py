"""The authors' check: the author's page, and the two acts of the council."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import checking_actions as actions
from consult.reports import checking_selectors as selectors
from consult.reports import workspace
from consult.reports.deciding_forms import number_in
from consult.reports.selectors import compilation_or_404, point_or_404


@act(budget=70)
def check_set(request, code):
    """How long authors check in this file."""
    consultation, compilation = workspace.compilation(request, code)
    raw = request.POST.get("check_hours", "")
    hours = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else -1
    return _done(
        request, consultation, lambda: actions.set_check(request.user, compilation=compilation, hours=hours),
        _("Đã lưu thời gian tác giả kiểm tra."),
    )  # fmt: skip


@act(budget=70)
def check_open(request, code):
    """Ask the authors; the points stand still until their time is over."""
    consultation, compilation = workspace.compilation(request, code)
    return _done(
        request, consultation, lambda: actions.open_check(request.user, compilation=compilation),
        _("Đã mời các tác giả kiểm tra."),
    )  # fmt: skip


def _done(request, consultation, call, words):
    try:
        call()
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, error=str(refused), status=403)
    messages.success(request, words)
    return redirect("compile", consultation.code)


@form_page(budget=24)
def check_mine(request, code):
    """One's own opinions, the points that carry them, and whether these are right."""
    consultation = consultation_or_404(request.user, code)
    if request.method != "POST":
        return _show(request, consultation)
    comment = selectors.own_comment_or_404(request.user, consultation, request.POST.get("comment", ""))
    point = point_or_404(compilation_or_404(consultation), request.POST.get("point", ""))
    sent = {name: request.POST.get(name, "") for name in ("answer", "text")}
    asked = {"comment": comment.pk, "point": point.pk, "sent": sent}
    try:
        actions.reflect(
            request.user, comment=comment, point=point, **sent, version=number_in(request.POST, "version")
        )
    except NotThere:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        asked |= {"stored": refused.stored} if stale else {}
        return _show(request, consultation, error=str(refused), status=409 if stale else 403, **asked)
    messages.success(request, _("Đã ghi nhận câu trả lời; có thể đổi đến hết thời gian kiểm tra."))
    response = redirect("check_mine", code)
    response["Location"] += f"#y-{comment.pk}-{point.pk}"
    return response


def _show(request, consultation, *, status=200, error="", **asked):
    shown = selectors.check_page(request.user, consultation, **asked)
    context = {"page": shown, "consultation": consultation, "error": error}
    return render(request, "reports/check_mine.html", context, status=status)

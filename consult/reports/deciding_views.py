"""The council's decision, and the reports that it signed."""

from allauth.account.forms import ReauthenticateForm
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import deciding_actions as actions
from consult.reports import deciding_selectors as selectors
from consult.reports import workspace
from consult.reports.deciding_forms import number_in, seats_of, votes_of
from consult.reports.paper_views import KINDS
from consult.reports.selectors import point_ids, point_or_404


@page(budget=44)
def decision(request, code):
    """Where the decision stands: what is stated, voted, counted, signed."""
    return _show(request, consultation_or_404(request.user, code))


def _show(request, consultation, *, status=200, error="", sent=None, stored=None, kept=None):
    shown = selectors.decision_page(request.user, consultation, sent=sent, stored=stored)
    context = {"page": shown, "consultation": consultation, "error": error, "kept": kept or {}}
    context["password"] = ReauthenticateForm(user=request.user)
    return render(request, "reports/decision.html", context, status=status)


def _done(request, consultation, call, words: str, anchor: str = "", kept=None):
    """Do it and come back; a refusal is said there, with what was typed kept."""
    try:
        call()
    except NotThere:
        raise
    except Refused as refused:
        return _show(request, consultation, error=str(refused), kept=kept, status=403)
    messages.success(request, words)
    response = redirect("decision", consultation.code)
    response["Location"] += anchor
    return response


@act(budget=70)
def decision_open(request, code):
    """Lay the compilation before the council."""
    consultation, compilation = workspace.compilation(request, code)
    reason = request.POST.get("unquoted_reason", "")[:5000]
    return _done(
        request, consultation,
        lambda: actions.open_decision(request.user, compilation=compilation, unquoted_reason=reason),
        _("Đã trình bản tổng hợp ra hội đồng."), kept={"unquoted_reason": reason},
    )  # fmt: skip


@act(budget=70)
def decision_assign(request, code):
    """Who presents which point."""
    consultation, found = _running(request, code)
    seats = seats_of(request.POST, point_ids(found.compilation))
    return _done(
        request, consultation, lambda: actions.assign_points(request.user, decision=found, seats=seats),
        _("Đã lưu phân công."), "#h-points",
    )  # fmt: skip


@act(budget=70)
def decision_state(request, code, pk):
    """A member's statement on one point."""
    consultation, found = _running(request, code)
    point = point_or_404(found.compilation, pk)
    text = request.POST.get("text", "")
    given = {"decision": found, "point": point, "text": text, "version": number_in(request.POST, "version")}
    kept = {"point": point.pk, "text": text}
    try:
        actions.write_statement(request.user, **given)
    except NotThere:
        raise
    except Stale as stale:
        kept |= stale.stored | {"text": text, "other": stale.stored["text"]}
        return _show(request, consultation, error=str(stale), kept=kept, status=409)
    except Refused as refused:
        return _show(request, consultation, error=str(refused), kept=kept, status=403)
    messages.success(request, _("Đã lưu nhận định."))
    response = redirect("decision", code)
    response["Location"] += f"#diem-{point.pk}"
    return response


@act(budget=70)
def decision_vote_open(request, code):
    consultation, found = _running(request, code)
    return _done(
        request, consultation, lambda: actions.open_vote(request.user, decision=found), _("Đã mở biểu quyết.")
    )


@act(budget=70)
def decision_vote(request, code):
    """A member's votes, all together; votes sent from elsewhere in between are 409 with both."""
    consultation, found = _running(request, code)
    votes = votes_of(request.POST, point_ids(found.compilation))
    given = {"decision": found, "votes": votes, "version": number_in(request.POST, "version")}
    try:
        actions.cast_votes(request.user, **given)
    except NotThere:
        raise
    except Stale as stale:
        return _show(
            request, consultation, error=str(stale), sent=votes, stored=stale.stored["votes"], status=409
        )
    except Refused as refused:
        return _show(request, consultation, error=str(refused), sent=votes, status=403)
    messages.success(request, _("Đã ghi nhận phiếu; có thể đổi đến khi kết thúc biểu quyết."))
    return redirect("decision", code)


@act(budget=70)
def decision_count(request, code):
    consultation, found = _running(request, code)
    return _done(
        request, consultation, lambda: actions.count_votes(request.user, decision=found),
        _("Đã kết thúc biểu quyết."),
    )  # fmt: skip


@act(budget=120)
def decision_sign(request, code):
    """The head signs, with the password typed anew."""
    consultation, found = _running(request, code)
    sent = ReauthenticateForm(request.POST, user=request.user)
    if not sent.is_valid():
        return _show(
            request, consultation, error=_("Mật khẩu không đúng nên báo cáo chưa được ký."), status=403
        )
    return _done(
        request, consultation, lambda: actions.sign_report(request.user, decision=found),
        _("Đã ký báo cáo và chuyển đến cơ quan soạn thảo; các tệp đang được lập."),
    )  # fmt: skip


@act(budget=70)
def decision_stop(request, code):
    """Back to the points, with a reason."""
    consultation, found = _running(request, code)
    reason = request.POST.get("reason", "")
    return _done(
        request, consultation, lambda: actions.stop_decision(request.user, decision=found, reason=reason),
        _("Đã dừng quyết định; các điểm góp ý sửa được trở lại."), kept={"stop": reason},
    )  # fmt: skip


@act(budget=70)
def report_reopen(request, code):
    """The next edition of a signed report, with a reason that everybody reads."""
    consultation, compilation = workspace.compilation(request, code)
    reason = request.POST.get("reason", "")
    return _done(
        request, consultation,
        lambda: actions.reopen_report(request.user, compilation=compilation, reason=reason),
        _("Đã mở lại để lập bản tiếp theo của báo cáo."), kept={"reopen": reason},
    )  # fmt: skip


def _running(request, code):
    consultation = consultation_or_404(request.user, code)
    return consultation, selectors.decision_or_404(request.user, consultation)


# --- signed reports --------------------------------------------------------------------------------------


@page(budget=14, public=True)
def signed_reports(request, code):
    """The council's signed reports, every edition."""
    consultation = consultation_or_404(request.user, code)
    shown = selectors.reports_page(request.user, consultation)
    return render(request, "reports/signed.html", {"page": shown, "consultation": consultation})


@page(budget=14, public=True)
def signed_file(request, code, pk):
    consultation = consultation_or_404(request.user, code)
    found = selectors.signed_file_or_404(request.user, consultation, pk)
    name = f"{found.code}-{consultation.code.lower()}-{found.pk}.{found.kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    with found.file.open() as stored:
        return HttpResponse(stored.read(), content_type=KINDS[found.kind], headers=disposition)

"""Report a comment, moderate, appeal; the public log and the rules of conduct."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forums import conduct_actions, moderation_log, selectors
from consult.forums import moderation_actions as actions
from consult.forums import moderation_selectors as pages
from consult.forums.catalogue import catalogue
from consult.forums.conduct import conduct_of
from consult.forums.moderation_forms import (
    AppealForm,
    AssignForm,
    ConductForm,
    FlagForm,
    NoteForm,
    RulingForm,
)
from consult.forums.moderation_rules import may_change_premoderation, may_flag, may_set_conduct
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale

# --- everybody -------------------------------------------------------------------------------------------


@page(budget=4, public=True)
def house_rules(request):
    return render(request, "forums/house_rules.html", {"catalogue": catalogue()})


@page(budget=10, public=True)
def moderation_log_page(request, code):
    consultation = selectors.file_or_404(request.user, code)
    log = moderation_log.log_page(consultation, request.GET.get("page"))
    return render(request, "forums/moderation_log.html", {"log": log, "consultation": consultation})


@page(budget=8, public=True)
def moderation_log_sheet(request, code):
    consultation = selectors.file_or_404(request.user, code)
    response = HttpResponse(moderation_log.log_sheet(consultation), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kiem-duyet-{consultation.code}.csv"'
    return response


@form_page(budget=16)
def comment_flag(request, code, pk):
    """Report somebody else's comment to the moderators."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    form, status = FlagForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.flag_comment(request.user, comment=comment, **form.cleaned_data)
            except Refused as refused:
                status = _refused(form, refused)
            else:
                messages.success(request, _("Đã gửi báo cáo. Người kiểm duyệt sẽ xem xét."))
                return redirect(selectors.place_of_comment(comment))
    quoted = selectors.parent_row(request.user, comment)
    context = {"form": form, "quoted": quoted, "verdict": may_flag(request.user, comment)}
    context |= {"consultation": consultation, "back": selectors.place_of_comment(comment)}
    return render(request, "forums/comment_flag.html", context, status=status)


@form_page(budget=16)
def comment_ruling(request, code, pk):
    """What was decided about one's own comment, and the appeal."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    form, status = AppealForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.appeal(request.user, comment=comment, **form.cleaned_data)
            except Refused as refused:
                status = _refused(form, refused)
            else:
                messages.success(request, _("Đã gửi khiếu nại. Người thứ hai sẽ xem xét và trả lời."))
                return redirect("comment_ruling", code=code, pk=pk)
    context = {"own": pages.own_case(request.user, comment), "form": form, "consultation": consultation}
    context["back"] = selectors.place_of_comment(comment)
    return render(request, "forums/comment_ruling.html", context, status=status)


def _refused(form, refused: Refused) -> int:
    """The reason stands in the form, with every word kept; what is not there or stale goes to its own page."""
    if isinstance(refused, (NotThere, Stale)):
        raise refused
    form.add_error(None, str(refused))
    return 403


# --- moderators ------------------------------------------------------------------------------------------


@page(budget=14)
def moderation(request, code):
    consultation = selectors.file_or_404(request.user, code)
    asked = request.GET
    queue = pages.queue_page(
        request.user,
        consultation,
        state=asked.get("trang-thai", ""),
        ground=asked.get("ly-do", ""),
        number=asked.get("page"),
    )
    return render(request, "forums/moderation.html", {"queue": queue, "consultation": consultation})


@page(budget=18)
def moderation_case(request, code, pk):
    return _case(request, selectors.file_or_404(request.user, code), pk)


def _case(request, consultation, pk, *, form=None, note_form=None, status=200):
    found = pages.case_page(request.user, consultation, pk)
    start = {"version": found.case.version, "client_key": uuid.uuid4()}
    context = {
        "page": found,
        "consultation": consultation,
        "form": form or RulingForm(initial=start, choices=found.choices),
        "note_form": note_form or NoteForm(initial={"client_key": uuid.uuid4()}),
    }
    return render(request, "forums/moderation_case.html", context, status=status)


@act(budget=36)
def case_rule(request, code, pk):
    """Decide; two who decide at once: the second reads both texts (409)."""
    consultation = selectors.file_or_404(request.user, code)
    case = pages.case_or_404(consultation, pk)
    form = RulingForm(request.POST, choices=[(raw, raw) for raw in request.POST.getlist("outcome")[:1]])
    if not form.is_valid():
        return _case(request, consultation, pk, form=_again(request, consultation, pk, form), status=400)
    try:
        ruling = actions.rule_on(request.user, case=case, **form.cleaned_data)
    except Refused as refused:
        status = _refused(form, refused)
        return _case(request, consultation, pk, form=_again(request, consultation, pk, form), status=status)
    messages.success(request, _("Đã ghi quyết định: %(what)s.") % {"what": ruling.get_outcome_display()})
    if not pages.rules.is_moderator(request.user, consultation):
        return redirect("moderation_log", code=code)
    return redirect("moderation_case", code=code, pk=pk)


def _again(request, consultation, pk, form):
    """The refused form with the decisions that fit now."""
    form.fields["outcome"].choices = pages.case_page(request.user, consultation, pk).choices
    return form


@act(budget=24)
def case_assign(request, code, pk):
    consultation = selectors.file_or_404(request.user, code)
    case, form = pages.case_or_404(consultation, pk), AssignForm(request.POST)
    if not form.is_valid():
        raise NotThere("")
    to = pages.person_or_404(form.cleaned_data["to"])
    actions.assign_case(request.user, case=case, to=to, version=form.cleaned_data["version"])
    messages.success(request, _("Đã giao xem xét cho %(name)s.") % {"name": to.full_name})
    return redirect("moderation_case", code=code, pk=pk)


@act(budget=36)
def case_note(request, code, pk):
    consultation = selectors.file_or_404(request.user, code)
    case, form = pages.case_or_404(consultation, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _case(request, consultation, pk, note_form=form, status=400)
    actions.add_note(request.user, case=case, **form.cleaned_data)
    messages.success(request, _("Đã lưu ghi chú nội bộ."))
    return redirect("moderation_case", code=code, pk=pk)


# --- both sides of the file ------------------------------------------------------------------------------


@form_page(budget=14)
def conduct(request, code):
    """How the file takes comments: pace, and approval before showing."""
    consultation = selectors.file_or_404(request.user, code)
    if not may_set_conduct(request.user, consultation):
        raise NotThere("")
    row, fixed = conduct_of(consultation), not may_change_premoderation(consultation)
    start = {name: getattr(row, name) for name in ("gap", "per_hour", "premoderated", "version")}
    form, status = ConductForm(request.POST or None, initial=start, fixed=fixed), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                conduct_actions.set_conduct(request.user, consultation=consultation, **form.cleaned_data)
            except Refused as refused:
                status = _refused(form, refused)
            else:
                messages.success(request, _("Đã lưu cách nhận ý kiến."))
                return redirect("conduct", code=code)
    context = {"form": form, "consultation": consultation, "fixed": fixed}
    return render(request, "forums/conduct.html", context, status=status)

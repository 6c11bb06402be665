"""Pages of a file's officers and of the invited experts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import actions, levels, managing, schedules, selectors, stages
from consult.consultations.filters import CandidateFilter
from consult.consultations.forms import (
    ConsultationForm,
    ExtendForm,
    InvitationForm,
    InviteForm,
    LevelsForm,
    MoveForm,
)
from consult.consultations.version_actions import ask_on_version
from consult.kit.pages import act, form_page, page, paginate
from consult.kit.verdicts import NotThere, Refused


@form_page(budget=30)
def consultation_new(request):
    """A new file; `loai` sets its kind with the defaults of that kind, `ban` its version."""
    kind = request.POST.get("kind") or request.GET.get("loai") or ""
    kind = kind if kind in stages.STAGE_RULES else "comment"
    suggested = schedules.suggest(kind, timezone.localdate())
    form = ConsultationForm(
        request.POST or None,
        versions=managing.versions_for_new(request.user),
        councils=managing.councils(),
        initial=_defaults(kind, suggested, request.GET.get("ban", "")),
    )
    context = {
        "form": form,
        "kinds": _kinds(kind),
        "why": {s.kind: s.why for s in suggested},
        "consequences": levels.NOTES,
    }
    if request.method != "POST":
        return render(request, "consultations/consultation_new.html", context)
    if not form.is_valid():
        return render(request, "consultations/consultation_new.html", context, status=400)
    try:
        consultation = actions.create_consultation(request.user, **form.for_action())
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "consultations/consultation_new.html", context, status=403)
    messages.success(request, _("Đã lập hồ sơ %(code)s.") % {"code": consultation.code})
    return redirect("consultation_manage", consultation.code)


def _defaults(kind, suggested, version):
    days = {f"{s.kind}_closes": s.closes_on for s in suggested}
    return {
        **days,
        "kind": kind,
        "comment_opens": timezone.localdate(),
        "legal_basis": stages.LEGAL_BASES[kind],
        "version": version if version.isdecimal() and len(version) < 10 else None,
        "invited": "verified",
        "levels": levels.ALL,
    }


def _kinds(current):
    return [
        {"url": f"?loai={value}", "words": label, "current": value == current}
        for value, label in selectors.KINDS
    ]


def _manage(request, code, form=None, status=200, extend_form=None):
    found = managing.manage_page(request.user, code)
    filtered = CandidateFilter(request.GET, queryset=managing.candidates(found.consultation))
    experts = paginate(filtered.qs, request.GET.get("page"))
    context = {
        "page": found,
        "filter": filtered,
        "experts": experts,
        "candidates": managing.candidate_rows(experts),
        "form": form or InviteForm(experts=managing.candidates(found.consultation)),
        "chosen": set(form.data.getlist("experts")) if form else set(),
        "move_form": MoveForm(),
        "levels_form": LevelsForm(initial={"levels": found.consultation.levels}),
        "extend_form": extend_form or ExtendForm(),
    }
    return render(request, "consultations/consultation_manage.html", context, status=status)


@page(budget=20)
def consultation_manage(request, code):
    return _manage(request, code)


@act(budget=25)
def consultation_open(request, code):
    consultation = managing.manage_page(request.user, code).consultation
    actions.open_consultation(request.user, consultation=consultation)
    messages.success(request, _("Đã mở lấy ý kiến."))
    return redirect("consultation_manage", code)


@act(budget=30)
def consultation_move(request, code):
    """Move to the next stage; the confirming sentence stands beside the button."""
    consultation = managing.manage_page(request.user, code).consultation
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ngày ghi theo dạng 22/11/2026."))
        return redirect("consultation_manage", code)
    day = form.cleaned_data["closes_on"]
    actions.move_stage(
        request.user,
        consultation=consultation,
        to=form.cleaned_data["to"],
        closes_at=schedules.end_of(day) if day else None,
    )
    messages.success(request, _("Đã chuyển giai đoạn của hồ sơ."))
    return redirect("consultation_manage", code)


@act(budget=30)
def consultation_extend(request, code):
    """More time for the present stage; a refusal keeps what was written."""
    consultation = managing.manage_page(request.user, code).consultation
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _manage(request, code, status=400, extend_form=form)
    day, reason = form.cleaned_data["closes_on"], form.cleaned_data["reason"]
    try:
        actions.extend_stage(
            request.user, consultation=consultation, closes_at=schedules.end_of(day), reason=reason
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _manage(request, code, status=403, extend_form=form)
    messages.success(request, _("Đã gia hạn giai đoạn."))
    return redirect("consultation_manage", code)


@act(budget=36)
def consultation_renew(request, code):
    """Opinions are asked on the newest published version from now on."""
    page = managing.manage_page(request.user, code)
    if page.newer is None:
        raise NotThere("")
    ask_on_version(request.user, consultation=page.consultation, version=page.newer)
    messages.success(request, _("Hồ sơ lấy ý kiến trên Dự thảo %(number)s.") % {"number": page.newer.number})
    return redirect("consultation_manage", code)


@act(budget=60)
def consultation_invite(request, code):
    consultation = managing.manage_page(request.user, code).consultation
    form = InviteForm(request.POST, experts=managing.candidates(consultation))
    if not form.is_valid():
        return _manage(request, code, form, 400)
    try:
        made = actions.invite(request.user, consultation=consultation, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _manage(request, code, form, 403)
    messages.success(request, _("Đã gửi %(number)s lời mời.") % {"number": len(made)})
    return redirect("consultation_manage", code)


@form_page(budget=20)
def invitation(request, pk):
    found = managing.invitation_page(request.user, pk)
    form = InvitationForm(request.POST or None)
    context = {"page": found, "form": form}
    if request.method != "POST":
        return render(request, "consultations/invitation.html", context)
    if not form.is_valid():
        return render(request, "consultations/invitation.html", context, status=400)
    accept = form.cleaned_data["answer"] == "yes"
    try:
        actions.answer_invitation(
            request.user, invitation=found.invitation, accept=accept, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "consultations/invitation.html", context, status=403)
    messages.success(request, _("Đã nhận lời tham gia.") if accept else _("Đã gửi lời từ chối."))
    return redirect("invitation", pk)

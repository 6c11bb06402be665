"""Save what is being written, read its history, bring an earlier state back, throw it away."""

from datetime import timedelta

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forums import composer, draft_actions, draft_selectors, selectors
from consult.forums.forms import FIELDS
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere, Refused


@act(budget=20, public=True)
def opinion_draft_save(request, code):
    """A script sends `age` and reads JSON; the button without a script leads back to the composer."""
    consultation = selectors.file_or_404(request.user, code)
    place = composer.place_or_404(request.user, consultation, request.POST)
    if not request.user.is_authenticated:
        if "age" in request.POST:
            return JsonResponse({"saved": ""}, status=401)
        return composer.keep_and_sign_in(request, consultation, **place)
    values = {name: request.POST[name] for name in FIELDS if name in request.POST}
    given = {"client_key": request.POST.get("client_key"), "device": request.POST.get("device", "")}
    try:
        draft = draft_actions.save_draft(
            request.user, consultation=consultation, values=values, age=_age(request.POST), **place, **given
        )
    except NotThere:
        raise
    except Refused as refused:
        if "age" in request.POST:
            return JsonResponse({"saved": "", "reason": str(refused)}, status=403)
        raise
    if "age" in request.POST:
        return JsonResponse(draft_selectors.saved_now(draft))
    messages.success(request, _("Đã lưu nháp."))
    return redirect(composer.address(consultation, **place))


def _age(given) -> timedelta:
    raw = given.get("age", "")
    return (
        timedelta(milliseconds=int(raw))
        if raw.isascii() and raw.isdigit() and len(raw) < 12
        else timedelta(0)
    )


@page(budget=8)
def opinion_draft(request, pk):
    """The history of a draft, for its writer alone."""
    return render(
        request, "forums/opinion_draft.html", {"page": draft_selectors.draft_page(request.user, pk)}
    )


@act(budget=14)
def opinion_draft_restore(request, pk):
    draft = draft_selectors.own_draft_or_404(request.user, pk)
    raw = request.POST.get("ban", "")
    chosen = int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 18 else 0
    draft_actions.restore_draft(request.user, draft=draft, save_id=chosen)
    messages.success(request, _("Đã khôi phục bản nháp."))
    return redirect(draft_selectors.address_of(draft))


@act(budget=12)
def opinion_draft_discard(request, pk):
    draft_actions.discard_draft(request.user, draft=draft_selectors.own_draft_or_404(request.user, pk))
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("desk")

"""The levels at which a file lets people speak, and the interest that somebody declares in it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations import managing, voice_actions
from consult.consultations.forms import InterestForm, LevelsForm
from consult.kit.pages import act, form_page
from consult.kit.verdicts import Refused


@act(budget=25)
def consultation_levels(request, code):
    """Which levels the file takes, while it is in preparation."""
    consultation = managing.manage_page(request.user, code).consultation
    form = LevelsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Xin chọn mức trong danh sách."))
        return redirect("consultation_manage", code)
    voice_actions.choose_levels(request.user, consultation=consultation, levels=form.cleaned_data["levels"])
    messages.success(request, _("Đã lưu mức công khai danh tính."))
    return redirect("consultation_manage", code)


@form_page(budget=14)
def voice_interest(request, code):
    """What the person has to do with the subject of a file in which they have spoken; to others it is not there."""
    found = managing.interest_page(request.user, code)
    form = InterestForm(request.POST or None, initial=found.start)
    context = {"page": found, "form": form}
    if request.method != "POST":
        return render(request, "consultations/interest.html", context)
    if not form.is_valid():
        return render(request, "consultations/interest.html", context, status=400)
    try:
        voice_actions.declare_interest(
            request.user, consultation=found.consultation, interest=form.cleaned_data["interest"]
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "consultations/interest.html", context, status=403)
    messages.success(request, _("Đã lưu khai báo lợi ích liên quan."))
    return redirect("voice_interest", code)

"""The public directory, one's own profile, and the association's desk of verification."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.experts import actions, selectors
from consult.experts.filters import ExpertFilters
from consult.experts.forms import DecisionForm, ProfileForm
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import Refused


@page(budget=9, public=True)
def experts(request):
    """The public directory with its filters."""
    filters = ExpertFilters(request.GET, queryset=selectors.directory_queryset())
    shown = selectors.directory(filters.qs, request.GET.get("page"))
    context = {"directory": shown, "filters": filters, "form": filters.form, "active": filters.active()}
    return render(request, "experts/list.html", context)


@page(budget=11, public=True)
def expert(request, pk):
    return render(request, "experts/expert.html", {"profile": selectors.profile_page(pk)})


@form_page(budget=34)
def my_profile(request):
    """Edit one's own profile; 409 with both texts when another window saved first."""
    mine = selectors.my_profile(request.user)
    form = ProfileForm(request.POST or None, initial=mine.initial)
    status = 200
    if request.method == "POST":
        status = form.save(request.user) if form.is_valid() else 400
    if status == 302:
        messages.success(request, _("Đã lưu hồ sơ."))
        return redirect("my_profile")
    return render(request, "experts/my_profile.html", {"mine": mine, "form": form}, status=status)


@act(budget=20)
def request_verification(request):
    """Hand the saved profile to the association."""
    try:
        actions.request_verification(request.user)
        messages.success(request, _("Đã gửi yêu cầu xác thực."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("my_profile")


@page(budget=8)
def verifications(request):
    """Profiles that wait for the officer's associations."""
    desk = selectors.verification_desk(request.user, request.GET.get("page"))
    return render(request, "experts/verifications.html", {"desk": desk})


@form_page(budget=30)
def verification(request, pk):
    """One waiting profile with its evidence, and the decision."""
    found = selectors.expert_to_verify(request.user, pk)
    form = DecisionForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid() and form.save(request.user, found):
        messages.success(request, _("Đã ghi quyết định."))
        return redirect("verifications")
    if form.errors:
        found = selectors.expert_to_verify(request.user, pk)
        form.show_version(found.version)
    context = {"page": selectors.verification_page(request.user, found), "form": form}
    return render(request, "experts/verification.html", context, status=400 if form.errors else 200)

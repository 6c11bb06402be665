"""One's own data, and the organisation's page for its officers."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.kit.pages import act, form_page, page
from consult.people import actions, rules, selectors
from consult.people.forms import MemberForm


@page(budget=9)
def my_data(request):
    """The consents with their words and history, memberships, sessions."""
    return render(request, "people/my_data.html", {"data": selectors.my_data(request.user)})


@act(budget=22)
def choose_consent(request):
    """Give or withdraw one purpose."""
    given = request.POST.get("given") == "yes"
    actions.give_consent(request.user, purpose=request.POST.get("purpose", ""), given=given)
    messages.success(request, _("Đã ghi nhận sự đồng ý.") if given else _("Đã rút lại sự đồng ý."))
    return redirect("my_data")


@page(budget=44)
def my_data_file(request):
    """Everything kept about the person, as JSON."""
    response = JsonResponse(
        selectors.my_data_file(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return response


@act(budget=20)
def sign_out_everywhere(request):
    """End every other session; this one goes on."""
    user = actions.sign_out_everywhere(request.user)
    update_session_auth_hash(request, user)
    messages.success(request, _("Đã đăng xuất khỏi các thiết bị khác."))
    return redirect("my_data")


@page(budget=8)
def organisations(request):
    """Where an administrator gives roles; an officer finds the own organisation."""
    return render(
        request, "people/organisations.html", {"rows": selectors.organisations_or_404(request.user)}
    )


@form_page(budget=28)
def organisation(request, slug):
    """Members with roles, for the organisation's own officers; administrators add and end roles."""
    found = selectors.organisation_or_404(request.user, slug)
    if request.method == "POST":
        rules.may_manage_members(request.user, found).or_refuse()
    form = MemberForm(request.POST or None, organisation=found)
    if request.method == "POST" and form.is_valid() and form.save(request.user):
        messages.success(request, _("Đã giao vai trò."))
        return redirect("organisation", slug=slug)
    shown = selectors.organisation_page(request.user, found)
    status = 400 if form.errors else 200
    return render(request, "people/organisation.html", {"page": shown, "form": form}, status=status)


@act(budget=24)
def end_membership(request, pk):
    membership = selectors.membership_or_404(request.user, pk)
    actions.end_membership(request.user, membership)
    messages.success(request, _("Đã kết thúc vai trò."))
    return redirect("organisation", slug=membership.organisation.slug)

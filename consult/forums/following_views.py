"""Follow a clause or a file, stop, and the list of what one follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forums import following, selectors
from consult.kit.pages import act, page


@act(budget=14)
def follow(request, code):
    """Follow, or with `thoi` stop; `clause` names the clause, without it the whole file is meant."""
    consultation = selectors.file_or_404(request.user, code)
    clause = selectors.clause_or_404(consultation, request.POST.get("clause"))
    on = "thoi" not in request.POST
    following.follow(request.user, consultation=consultation, clause=clause, on=on)
    if request.htmx:
        button = {"on": on, "code": code, "clause_id": clause and clause.pk}
        return render(request, "forums/_follow.html", button)
    messages.success(request, _("Đã theo dõi.") if on else _("Đã thôi theo dõi."))
    if "ds" in request.POST:
        return redirect("followed")
    return redirect(selectors.place_of(code, clause.pk)) if clause else redirect("consultation", code)


@page(budget=8)
def followed(request):
    """What this person follows, and whether they follow by themselves what they comment on."""
    return render(request, "forums/followed.html", {"page": following.followed_page(request.user)})


@act(budget=6)
def follow_choice(request):
    following.choose(request.user, by_itself="tu-theo-doi" in request.POST)
    messages.success(request, _("Đã lưu lựa chọn."))
    return redirect("followed")

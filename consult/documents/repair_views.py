"""Correct the tree of an upload: one page, one step at a time, by keyboard or by forms alone."""

from django.shortcuts import redirect, render
from django.urls import reverse

from consult.documents import repair_actions, repair_page, selectors
from consult.documents.forms import RepairForm
from consult.documents.repair_page import Problem
from consult.kit.pages import form_page
from consult.kit.verdicts import NotThere, Refused, Stale


@form_page(budget=40)
def version_repair(request, pk):
    """The units with the one at hand (`muc`); a script asks for that one alone. A POST does one step."""
    version = selectors.prepared_or_404(request.user, pk)
    if version.state == "published":
        return redirect("version", version.pk)
    selectors.repairer_or_refuse(request.user, version)
    if request.method == "POST":
        return _step(request, version)
    raw = request.GET.get("muc", "")
    if request.htmx:
        return render(request, "documents/_bench.html", {"bench": repair_page.bench(version, raw)})
    return _page(request, version, int(raw) if raw.isascii() and raw.isdigit() else None)


def _step(request, version):
    form = RepairForm(request.POST)
    if not form.is_valid():
        return _page(request, version, None, problem=Problem(form.reason()), status=400)
    sent = form.cleaned_data
    try:
        focus = _done(request.user, version, form)
    except NotThere:
        raise
    except Stale as stale:
        problem = Problem(str(stale), stale.stored, stale.sent)
        return _page(request, version, sent["unit"], problem=problem, status=409)
    except Refused as refused:
        return _page(request, version, sent["unit"], problem=Problem(str(refused)), status=403)
    if request.htmx:
        return _page(request, version, focus)
    place = f"?muc={focus}#c-{focus}" if focus else ""
    return redirect(reverse("version_repair", args=[version.pk]) + place)


def _done(user, version, form) -> int | None:
    sent = form.cleaned_data
    common = {"version": version, "revision": sent["revision"], "client_key": sent["client_key"]}
    if sent["act"] in ("undo", "redo"):
        _made, focus = getattr(repair_actions, sent["act"])(user, **common)
    else:
        unit, given = sent["unit"] or 0, form.given()
        _made, focus = repair_actions.repair(user, kind=sent["act"], clause_id=unit, **common, **given)
    return focus or sent["unit"]


def _page(request, version, unit, *, problem=None, status=200):
    """The page, or for a script the part of it that changes; a refusal comes to a script as 422, which it shows."""
    version = selectors.prepared_or_404(request.user, version.pk)
    context = {"page": repair_page.repair_page(version, unit), "problem": problem}
    name = "documents/_repair.html" if request.htmx else "documents/version_repair.html"
    if request.htmx and status in (400, 403):
        status = 422
    return render(request, name, context, status=status)

"""The reading room."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from consult.desk import reading as room
from consult.desk import reading_filters as filters
from consult.desk import reading_places as places
from consult.desk.reading_visits import file_read_or_404, mark_seen
from consult.forums import composer
from consult.forums.following import is_followed
from consult.forums.selectors import file_or_404
from consult.kit.pages import act, page


@page(budget=12, public=True)
def reading(request, code, number=None):
    """Text, contents and the clause in view; a clause of another version is shown where it stands in this one."""
    consultation = file_read_or_404(request.user, code)
    version = places.version_or_404(consultation, number)
    moved = places.find_clause(consultation, version, request.GET.get("clause"))
    if moved and moved.clause_id:
        keep = filters.read(request.GET).query()
        return redirect(places.moved_address(consultation, version, moved, keep))
    return _room(request, consultation, version, request.GET.get("clause"), moved)


@page(budget=12, public=True)
def clause_panel(request, code, clause):
    """One clause: only the panel for a script, the whole room without one. Clause 0 is the whole draft."""
    consultation = file_read_or_404(request.user, code)
    version = places.version_of_clause_or_404(consultation, clause)
    if not request.htmx:
        return _room(request, consultation, version, str(clause))
    panel = room.clause_part(
        request.user,
        consultation,
        version,
        clause or None,
        wanted=filters.read(request.GET),
        **_asked(request),
    )
    if "tiep" in request.GET:
        return render(request, "desk/_reading_more.html", {"panel": panel, "consultation": consultation})
    response = render(request, "desk/_reading_side.html", _context(request, consultation, panel))
    response["HX-Push-Url"] = panel.write_url if panel.threads is None else panel.list_url
    return response


@act(budget=10)
def reading_seen(request, code):
    """Keep how far the person has read; sent by the page when it is left, or by the button "all read"."""
    consultation = file_or_404(request.user, code)
    number = places.read_after(request.POST.get("number"))
    mark_seen(request.user, consultation=consultation, number=number, all_read="het" in request.POST)
    return HttpResponse(status=204) if "im" in request.POST else redirect("reading", code)


def _room(request, consultation, version, clause, moved=None):
    came_from = moved or places.find_clause(consultation, version, request.GET.get("tu"))
    found = room.reading_page(
        request.user,
        consultation,
        version,
        clause,
        wanted=filters.read(request.GET),
        moved=moved,
        **_asked(request),
    )
    context = _context(request, consultation, found.panel)
    return render(request, "desk/reading.html", {**context, "page": found, "moved": came_from})


def _asked(request):
    return {"after": places.read_after(request.GET.get("sau")), "writing": request.GET.get("muc") == "viet"}


def _context(request, consultation, panel):
    followed = is_followed(request.user, consultation, panel.clause_id, consultation.version)
    context = {"panel": panel, "consultation": consultation, "followed": followed}
    if panel.threads is None:
        clause = {"clause_id": panel.clause_id, "source": panel.source}
        context.update(composer.empty(request, consultation, **clause))
    return context

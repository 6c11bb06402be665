"""The reading room."""

from django.shortcuts import render

from consult.desk import reading as room
from consult.forums import composer
from consult.forums.selectors import file_or_404
from consult.kit.pages import page


@page(budget=12, public=True)
def reading(request, code, number=None):
    """Text, contents and the clause in view."""
    consultation = file_or_404(request.user, code)
    version = room.version_or_404(consultation, number)
    return _room(request, consultation, version, request.GET.get("clause"))


@page(budget=12, public=True)
def clause_panel(request, code, clause):
    """One clause: only the panel for a script, the whole room without one. Clause 0 is the whole draft."""
    consultation = file_or_404(request.user, code)
    version = room.version_of_clause_or_404(consultation, clause)
    if not request.htmx:
        return _room(request, consultation, version, str(clause))
    panel = room.panel(request.user, consultation, version, clause or None, **_wanted(request))
    if "tiep" in request.GET:
        return render(request, "desk/_reading_more.html", {"panel": panel})
    response = render(request, "desk/_reading_side.html", _context(request, consultation, panel))
    response["HX-Push-Url"] = panel.write_url if panel.threads is None else panel.list_url
    return response


def _room(request, consultation, version, clause):
    found = room.reading_page(request.user, consultation, version, clause, **_wanted(request))
    context = _context(request, consultation, found.panel)
    return render(request, "desk/reading.html", {**context, "page": found})


def _wanted(request):
    return {"after": room.read_after(request.GET.get("sau")), "writing": request.GET.get("muc") == "viet"}


def _context(request, consultation, panel):
    context = {"panel": panel, "consultation": consultation}
    if panel.threads is None:
        clause = {"clause_id": panel.clause_id, "source": panel.source}
        context.update(composer.empty(request, consultation, **clause))
    return context

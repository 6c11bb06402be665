"""The reading room."""

from django.shortcuts import render

from consult.desk import reading as room
from consult.kit.pages import page


@page(budget=12, public=True)
def reading(request, code, number=None):
    """Text, contents and the clause in view."""
    consultation = room.file_or_404(request.user, code)
    version = room.version_or_404(consultation, number)
    found = room.reading_page(
        request.user, consultation, version, request.GET.get("clause"), after=room.read_after(request.GET.get("sau"))
    )
    return render(request, "desk/reading.html", {"page": found, "panel": found.panel, "consultation": consultation})


@page(budget=12, public=True)
def clause_panel(request, code, clause):
    """One clause: only the panel for a script, the whole room without one."""
    consultation = room.file_or_404(request.user, code)
    version = room.version_of_clause_or_404(consultation, clause)
    after = room.read_after(request.GET.get("sau"))
    if not request.htmx:
        found = room.reading_page(request.user, consultation, version, str(clause), after=after)
        return render(request, "desk/reading.html", {"page": found, "panel": found.panel, "consultation": consultation})
    panel = room.panel(request.user, consultation, version, clause, after=after)
    name = "desk/_reading_more.html" if "tiep" in request.GET else "desk/_reading_side.html"
    response = render(request, name, {"panel": panel, "consultation": consultation})
    if "tiep" not in request.GET:
        response["HX-Push-Url"] = panel.list_url
    return response

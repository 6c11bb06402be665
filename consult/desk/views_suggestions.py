"""The text with the proposed changes in place."""

from django.shortcuts import render

from consult.desk import suggestions as room
from consult.forums.selectors import file_or_404
from consult.kit.pages import page


@page(budget=10, public=True)
def suggestions(request, code):
    """All clauses, or with `clause` one of them."""
    consultation = file_or_404(request.user, code)
    found = room.suggestions_page(request.user, consultation, room.read_clause(request.GET.get("clause")))
    return render(request, "desk/suggestions.html", {"page": found, "consultation": consultation})

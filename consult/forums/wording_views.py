"""The wordings proposed for a clause, and the list of voices that may be mentioned."""

from django.shortcuts import render

from consult.forums import mentions, selectors, wordings
from consult.kit.pages import page


@page(budget=10, public=True)
def clause_wordings(request, code, clause):
    """Who supports which wording of one clause."""
    consultation = selectors.file_or_404(request.user, code)
    found = wordings.wordings_page(request.user, consultation, clause)
    context = {"page": found, "consultation": consultation}
    return render(request, "forums/clause_wordings.html", context)


@page(budget=6)
def mentionable(request, code):
    """Voices of this file whose name holds the words of `q`: a list for the composer's script, a page without one."""
    consultation = selectors.file_or_404(request.user, code)
    words = request.GET.get("q", "")[:60]
    people = mentions.offered(request.user, consultation, words)
    name = "forums/_mentionable.html" if request.htmx else "forums/mentionable.html"
    return render(request, name, {"people": people, "words": words, "consultation": consultation})

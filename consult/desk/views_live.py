"""The reading page while it is open."""

from django.http import JsonResponse

from consult.desk import live_counters, reading_places, views_reading
from consult.desk.reading_text import units
from consult.forums.selectors import file_or_404
from consult.kit.pages import page


@page(budget=18, public=True)
def reading_counters(request, code, number):
    """Figures of the page at the same address with the same question: cut out of that very page."""
    wanted = live_counters.wanted(request.GET)
    consultation = file_or_404(request.user, code)
    version = reading_places.version_or_404(consultation, number)
    articles = live_counters.articles(units(version.pk), wanted.clauses)
    shown = views_reading.reading(request, code, number)
    answer = JsonResponse(live_counters.cut(shown.content.decode(), wanted, articles))
    answer["Cache-Control"] = "private, no-store"
    return answer

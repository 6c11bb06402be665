"""What everybody reads once the answers are published: the table, one point, one clause from draft to draft."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import page
from consult.reports import clause_story, feedback_selectors, outcome, placing_selectors, results_filters
from consult.reports import figures as drawings
from consult.reports import scoreboard as board
from consult.reports.results_forms import ResultsFilter


@page(budget=21, public=True)
def results(request, code):
    """What became of each opinion: filtered by the address, one page at a time."""
    consultation = consultation_or_404(request.user, code)
    asked = results_filters.read(request.GET)
    shown = outcome.results_page(request.user, consultation, asked=asked, number=request.GET.get("page"))
    context = {
        "page": shown,
        "consultation": consultation,
        "aside": placing_selectors.aside_counts(shown.compilation),
        "form": ResultsFilter(shown.asked, shown.choices),
        "figures": drawings.of_file(consultation, shown.counts),
        "satisfaction": feedback_selectors.satisfaction(shown.compilation),
        "remarks": feedback_selectors.remarks(request.user, consultation, shown.compilation),
    }
    return render(request, "reports/results.html", context)


@page(budget=12, public=True)
def result(request, code, pk):
    """One point, under an address that lasts."""
    consultation = consultation_or_404(request.user, code)
    shown = outcome.result_page(request.user, consultation, pk)
    mine = feedback_selectors.mine_in(request.user, pk)
    context = {"page": shown, "consultation": consultation, "mine": mine}
    return render(request, "reports/result.html", context)


@page(budget=20, public=True)
def clause(request, code, pk):
    """One clause from the first draft to the last; `buoc` chooses the step."""
    consultation = consultation_or_404(request.user, code)
    shown = clause_story.clause_story(request.user, consultation, pk, step=request.GET.get("buoc", ""))
    return render(request, "reports/clause_story.html", {"page": shown, "consultation": consultation})


@page(budget=12, public=True)
def figures(request, code):
    """The figures of a file, from what everybody may read; its answers once they are published."""
    consultation = consultation_or_404(request.user, code)
    counts = outcome.answer_counts(request.user, consultation)
    context = {
        "consultation": consultation,
        "figures": drawings.of_file(consultation, counts),
        "published": counts is not None,
    }
    return render(request, "reports/figures.html", context)


@page(budget=8, public=True)
def scoreboard(request):
    """How agencies answer; by name unless `xep` asks for another order."""
    orders = (
        (board.NAME, _("Tên cơ quan")),
        (board.ON_TIME, _("Đúng hạn nhiều nhất")),
        (board.TAKEN, _("Tiếp thu nhiều nhất")),
        (board.MOST, _("Nhiều điểm nhất")),
    )
    context = {"board": board.scoreboard(request.GET.get("xep", "")), "orders": orders}
    return render(request, "reports/scoreboard.html", context)

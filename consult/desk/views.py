"""Pages that read many rooms."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from consult.consultations.selectors import consultation_or_404
from consult.core import vietnamese
from consult.desk import search as searching
from consult.desk import selectors, work
from consult.desk.filters import ConsultationFilter
from consult.desk.forms import PreferencesForm
from consult.forums.draft_selectors import drafts_of
from consult.kit import kept
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere
from consult.reports.deciding_selectors import has_signed
from consult.rounds.selectors import on_file

YEAR = 365 * 24 * 3600


@page(budget=8, public=True)
def home(request):
    return render(request, "desk/home.html", {"home": selectors.home()})


@page(budget=8, public=True)
def consultations(request):
    found = ConsultationFilter(request.GET, selectors.listed(request.user), request=request)
    where, rows = selectors.consultation_list(found.qs, request.GET.get("page"))
    context = {"filter": found, "page": where, "rows": rows}
    return render(request, "desk/consultations.html", context)


@page(budget=8, public=True)
def results_list(request):
    where, rows = selectors.consultation_list(selectors.answered(), request.GET.get("page"))
    return render(request, "desk/results_list.html", {"page": where, "rows": rows})


@page(budget=24, public=True)
def consultation(request, code):
    found = consultation_or_404(request.user, code)
    context = {
        "file": selectors.file_page(request.user, found),
        "associations": on_file(request.user, found),
        "signed": has_signed(request.user, found),
    }
    return render(request, "desk/consultation.html", context)


@page(budget=34)
def desk(request):
    tasks = work.tasks_of(request.user)
    context = {
        "today": vietnamese.date_short(timezone.localdate()),
        "tasks": tasks,
        "opinions": work.my_opinions(request.user),
        "drafts": drafts_of(request.user),
        "files": work.files_of(request.user),
        "links": work.links_of(request.user),
    }
    return render(request, "desk/desk.html", context)


@page(budget=10, public=True)
def search(request):
    words = request.GET.get("q", "")[:100]
    found = searching.find(request.user, words) if words.strip() else None
    return render(request, "desk/search.html", {"q": words, "found": found})


@act(budget=3, public=True)
def preferences(request):
    """Keep theme and reading size in cookies, for readers without script."""
    form = PreferencesForm(request.POST)
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if safe else "home")
    if form.is_valid():
        for name, value in form.cleaned_data.items():
            if name in request.POST:
                response.set_cookie(name, value, max_age=YEAR, samesite="Lax")
    return response


@page(budget=6)
def kept_form(request):
    """What was sent after the session had ended, to be sent again."""
    found = kept.find(request)
    if found is None:
        raise NotThere("")
    return render(request, "desk/kept_form.html", {"kept": found})


def csrf_failure(request, reason=""):
    """A form sent with an old or foreign token. What was written is given back to copy."""
    written = [
        value for name, value in request.POST.items() if len(value) > 20 and name != "csrfmiddlewaretoken"
    ]
    return render(request, "403_csrf.html", {"written": written}, status=403)

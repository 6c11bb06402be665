"""Open a poll, vote, close it, read its result."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page
from consult.kit.verdicts import NotThere, Refused
from consult.polls import actions, rules, selectors
from consult.polls.forms import BallotForm, PollForm, new_ballot_form, new_poll_form


@form_page(budget=16)
def poll_new(request, code):
    """A runner asks a question on a clause."""
    consultation = consultation_or_404(request.user, code)
    rules.may_open(request.user, consultation).or_refuse()
    clauses = selectors.clause_choices(consultation)
    if request.method == "GET":
        start = selectors.new_poll_start(consultation, request.GET.get("clause"))
        return _poll_form(request, consultation, new_poll_form(clauses, **start))
    form = PollForm(request.POST, clauses=clauses)
    if not form.is_valid():
        return _poll_form(request, consultation, form, status=400)
    typed = {
        **form.cleaned_data,
        "clause": selectors.clause_or_404(consultation, form.cleaned_data["clause"]),
    }
    try:
        poll = actions.open_poll(request.user, consultation=consultation, **typed)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _poll_form(request, consultation, form, status=403)
    messages.success(request, _("Đã mở thăm dò."))
    return redirect("poll", code=code, pk=poll.pk)


def _poll_form(request, consultation, form, status=200):
    return render(request, "polls/poll_new.html", {"consultation": consultation, "form": form}, status=status)


@form_page(budget=18, public=True)
def poll(request, code, pk):
    """The question, one's own ballot, and the result once the poll is closed."""
    consultation = consultation_or_404(request.user, code)
    found = selectors.poll_or_404(consultation, pk)
    if request.method == "GET":
        return _poll(request, found, new_ballot_form())
    form = BallotForm(request.POST)
    if not form.is_valid():
        return _poll(request, found, form, status=400)
    try:
        actions.cast_ballot(request.user, poll=found, **form.cleaned_data)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _poll(request, found, form, status=403)
    messages.success(request, _("Phiếu đã được ghi nhận."))
    return redirect("poll", code=code, pk=pk)


def _poll(request, found, form, status=200):
    page = selectors.poll_page(request.user, found)
    context = {"page": page, "consultation": found.consultation, "form": form}
    return render(request, "polls/poll.html", context, status=status)


@act(budget=16)
def poll_close(request, code, pk):
    """Close before the time."""
    consultation = consultation_or_404(request.user, code)
    actions.close_poll(request.user, poll=selectors.poll_or_404(consultation, pk))
    messages.success(request, _("Đã đóng thăm dò. Kết quả được công bố."))
    return redirect("poll", code=code, pk=pk)

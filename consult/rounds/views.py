"""Pages of members: their rounds, one round, the text with internal comments, what they write."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused
from consult.rounds import actions, opening, reading, round_selectors, rules, selectors, talk_actions
from consult.rounds.forms import PublishForm, ReplyForm, RoundForm, SayForm, fresh


@page(budget=14)
def rounds(request):
    """My rounds; for officers also the files on which a round may be opened."""
    found = {"rows": selectors.rounds_of(request.user), "files": selectors.files_to_open(request.user)}
    return render(request, "rounds/rounds.html", found)


@form_page(budget=40)
def round_new(request, code):
    """An officer asks the members; `hoi` names the association where the officer serves several."""
    consultation = consultation_or_404(request.user, code)
    office = opening.association_or_404(request.user, request.GET.get("hoi"))
    rules.may_open(request.user, office, consultation).or_refuse()
    choices = opening.choices(office, consultation)
    if request.method == "GET":
        start = timezone.localtime(opening.suggested_end(consultation))
        return _round_new(
            request, consultation, office, fresh(RoundForm, initial={"closes_at": start}, **choices)
        )
    form = RoundForm(request.POST, **choices)
    if not form.is_valid():
        return _round_new(request, consultation, office, form, 400)
    try:
        made = actions.open_round(
            request.user, organisation=office, consultation=consultation, **opening.people(form.for_action())
        )
    except Refused as refused:
        return _round_new(request, consultation, office, _with(form, refused), 403)
    messages.success(request, _("Đã mở đợt góp ý nội bộ và báo cho hội viên."))
    return redirect("round", made.pk)


def _round_new(request, consultation, office, form, status=200):
    context = {"consultation": consultation, "office": office, "form": form}
    return render(request, "rounds/round_new.html", context, status=status)


def _with(form, refused):
    """A refusal is shown in the form; what must look as if it were not there stays so."""
    if isinstance(refused, NotThere):
        raise refused
    form.add_error(None, str(refused))
    return form


@page(budget=24)
def round(request, pk):
    found = selectors.round_or_404(request.user, pk)
    return render(request, "rounds/round.html", {"page": round_selectors.round_page(request.user, found)})


@page(budget=20)
def round_text(request, pk):
    """The draft with internal and public comments of one clause."""
    found = selectors.round_or_404(request.user, pk)
    context = {"round": found, "page": reading.reading_page(request.user, found, request.GET.get("clause"))}
    return render(request, "rounds/text.html", context)


@form_page(budget=34)
def round_say(request, pk):
    """Write an internal opinion; with the tick, a comment in the file too."""
    found = selectors.round_or_404(request.user, pk)
    given = request.POST if request.method == "POST" else request.GET
    clause = reading.clause_or_404(found, given.get("clause"))
    levels = opening.levels(found.consultation)
    if request.method == "GET":
        form = fresh(SayForm, initial={"clause": clause.pk if clause else "chung"}, levels=levels)
        return _say(request, found, clause, form)
    form = SayForm(request.POST, levels=levels)
    if not form.is_valid():
        return _say(request, found, clause, form, 400)
    try:
        comment = talk_actions.post(
            request.user, round=found, clause=clause, **opening.said(form.cleaned_data)
        )
    except Refused as refused:
        return _say(request, found, clause, _with(form, refused), 403)
    messages.success(request, opening.sent_words(comment))
    return redirect(_place(comment))


def _say(request, found, clause, form, status=200):
    verdict = rules.may_take_part(request.user, found)
    context = {"round": found, "clause": clause, "form": form, "verdict": verdict}
    return render(request, "rounds/say.html", context, status=status)


def _place(comment):
    return f"{reverse('round_text', args=[comment.round_id])}?clause={comment.clause_id or 'chung'}#n-{comment.pk}"


@form_page(budget=24)
def round_reply(request, pk, said):
    found = selectors.round_or_404(request.user, pk)
    parent = reading.comment_or_404(found, said)
    form = ReplyForm(request.POST) if request.method == "POST" else fresh(ReplyForm)
    context = {
        "round": found,
        "parent": parent,
        "form": form,
        "verdict": rules.may_reply(request.user, parent),
    }
    if request.method == "GET":
        return render(request, "rounds/reply.html", context)
    if not form.is_valid():
        return render(request, "rounds/reply.html", context, status=400)
    try:
        comment = talk_actions.post(request.user, round=found, parent=parent, **form.cleaned_data)
    except Refused as refused:
        return render(request, "rounds/reply.html", {**context, "form": _with(form, refused)}, status=403)
    return redirect(_place(comment))


@act(budget=24)
def round_endorse(request, pk, said):
    """Endorse, or with `thoi` in the form take it back."""
    comment = reading.comment_or_404(selectors.round_or_404(request.user, pk), said)
    change = talk_actions.unendorse if "thoi" in request.POST else talk_actions.endorse
    change(request.user, comment=comment)
    return redirect(_place(comment))


@act(budget=24)
def round_withdraw(request, pk, said):
    comment = reading.comment_or_404(selectors.round_or_404(request.user, pk), said)
    talk_actions.withdraw(request.user, comment=comment)
    messages.success(request, _("Đã rút ý kiến."))
    return redirect(_place(comment))


@form_page(budget=34)
def round_publish(request, pk, said):
    """The author puts an internal opinion into the file."""
    found = selectors.round_or_404(request.user, pk)
    comment = reading.comment_or_404(found, said)
    levels = opening.levels(found.consultation)
    form = PublishForm(request.POST, levels=levels) if request.POST else fresh(PublishForm, levels=levels)
    verdict = rules.may_publish(request.user, comment)
    context = {"round": found, "comment": comment, "form": form, "verdict": verdict}
    if request.method == "GET":
        return render(request, "rounds/publish.html", context)
    if not form.is_valid():
        return render(request, "rounds/publish.html", context, status=400)
    try:
        talk_actions.publish(request.user, comment=comment, **form.cleaned_data)
    except Refused as refused:
        return render(request, "rounds/publish.html", {**context, "form": _with(form, refused)}, status=403)
    messages.success(request, _("Đã gửi ý kiến vào hồ sơ công khai."))
    return redirect(_place(comment))

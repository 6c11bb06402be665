"""What an author does with an answer, and the agency with an objection."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import feedback_actions, feedback_selectors
from consult.reports.feedback_forms import ObjectionAnswerForm, ObjectionAppealForm, ObjectionForm, RatingForm


@page(budget=16)
def my_opinions(request):
    """All of one's own opinions and what became of them."""
    chosen = request.GET.get("trang-thai", "")
    found = feedback_selectors.my_opinions(request.user, chosen=chosen, number=request.GET.get("page"))
    return render(request, "reports/my_opinions.html", {"page": found})


@page(budget=16)
def my_opinion(request, pk):
    """One own opinion with its answer, the question of satisfaction and the right to object."""
    return show(request, pk)


@act(budget=30)
def opinion_rate(request, pk):
    citation = feedback_selectors.citation_or_404(request.user, pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return show(request, pk, rating_form=form, status=400)
    given = form.cleaned_data
    try:
        feedback_actions.rate(
            request.user,
            citation=citation,
            score=given["score"],
            text=given["text"],
            version=given["version"] or 0,
        )
    except NotThere:
        raise
    except Refused as refused:
        stale = isinstance(refused, Stale)
        form.add_error(None, str(refused))
        if stale:
            form.data = {**form.data.dict(), "version": refused.stored.get("version", 0)}
        return show(request, pk, rating_form=form, stale=stale, status=409 if stale else 403)
    messages.success(request, _("Đã lưu đánh giá."))
    return redirect("my_opinion", pk=pk)


@act(budget=34)
def opinion_object(request, pk):
    citation = feedback_selectors.citation_or_404(request.user, pk)
    form = ObjectionForm(request.POST, guarded=citation.comment.guarded)
    if not form.is_valid():
        return show(request, pk, objection_form=form, status=400)
    given = form.cleaned_data
    given = {"text": given["text"], "shared": given.get("shared", False), "client_key": given["client_key"]}
    try:
        feedback_actions.object_to(request.user, citation=citation, **given)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return show(request, pk, objection_form=form, status=403)
    messages.success(request, _("Đã gửi phản đối đến cơ quan soạn thảo."))
    return redirect("my_opinion", pk=pk)


def show(request, pk, *, rating_form=None, objection_form=None, appeal_form=None, stale=False, status=200):
    """One own opinion, with what was typed where an act was refused."""
    found = feedback_selectors.my_opinion(request.user, pk)
    kept = {"score": found.rating.score, "text": found.rating.text} if found.rating else {}
    first = {**kept, "version": found.rating.version if found.rating else 0}
    context = {
        "page": found,
        "consultation": found.consultation,
        "rating_form": rating_form or RatingForm(initial=first),
        "objection_form": objection_form or ObjectionForm(guarded=found.comment.guarded),
        "appeal_form": appeal_form or ObjectionAppealForm(),
        "stale": stale,
    }
    return render(request, "reports/my_opinion.html", context, status=status)


@page(budget=16)
def objections(request, code):
    """The agency's list of objections, those that wait first."""
    return _list(request, consultation_or_404(request.user, code))


@form_page(budget=30)
def objection_answer(request, code, pk):
    """Answer one objection, once."""
    consultation = consultation_or_404(request.user, code)
    objection = feedback_selectors.objection_or_404(request.user, consultation, pk)
    if request.method != "POST":
        return _list(request, consultation, opened=objection.pk)
    form = ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        return _list(request, consultation, opened=objection.pk, form=form, status=400)
    try:
        feedback_actions.answer_objection(request.user, objection=objection, text=form.cleaned_data["text"])
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _list(request, consultation, opened=objection.pk, form=form, status=403)
    messages.success(request, _("Đã trả lời phản đối; người góp ý được thông báo."))
    return redirect("objections", code=code)


def _list(request, consultation, *, opened=None, form=None, status=200):
    context = {
        "rows": feedback_selectors.objection_rows(request.user, consultation),
        "consultation": consultation,
        "opened": opened,
        "form": form or ObjectionAnswerForm(),
    }
    return render(request, "reports/objections.html", context, status=status)

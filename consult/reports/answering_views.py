"""The agency's workspace: the register with its answers, and everything beside them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.reports import (
    actions,
    answering,
    answering_actions,
    answering_selectors,
    stock,
    stock_actions,
)
from consult.reports.answering_forms import (
    BackForm,
    ClarifyForm,
    DateForm,
    ReplyForm,
    StockForm,
    WordsForm,
    edit_stock_form,
    new_stock_form,
)
from consult.reports.forms import AnswerForm
from consult.reports.register import Asked

# --- the register and one answer -------------------------------------------------------------------------


@page(budget=40)
def answers(request, code):
    """The register of points; `?diem=` opens one, `?mau=` begins its answer with a stock text."""
    return show(request, consultation_or_404(request.user, code), point=request.GET.get("diem"))


@form_page(budget=60)
def answer(request, code, pk):
    """Write one answer. Another officer's in between: 409 with both texts, mine kept in the form."""
    consultation = consultation_or_404(request.user, code)
    if request.method != "POST":
        return show(request, consultation, point=pk)
    point = answering.point_or_404(request.user, consultation, pk)
    form = AnswerForm(
        request.POST,
        changes=answering.change_choices(consultation, point),
        organisations=answering.organisations(consultation),
    )
    if not form.is_valid():
        return show(request, consultation, point=pk, form=form, status=400)
    given = {name: form.cleaned_data[name] for name in ("code", "text", "changes", "not_yet", "version")}
    given["to"] = answering.organisation_or_none(form.cleaned_data["to"])
    try:
        actions.write_answer(request.user, point=point, **given)
    except NotThere:
        raise
    except Refused as refused:
        return _answer_refused(request, consultation, refused, form, pk)
    messages.success(request, _("Đã lưu trả lời."))
    return redirect(answering.address(consultation, pk))


def _answer_refused(request, consultation, refused, form, pk):
    stale = isinstance(refused, Stale)
    form.add_error(None, str(refused))
    if stale:
        form.data = form.data.copy()
        form.data["version"] = refused.stored["version"]
    return show(request, consultation, point=pk, form=form, stale=stale, status=409 if stale else 403)


@act(budget=70)
def answers_publish(request, code):
    """The signer publishes all answers at once."""
    consultation = consultation_or_404(request.user, code)
    compilation = answering.compilation_or_404(request.user, consultation)
    try:
        actions.publish_answers(request.user, compilation=compilation)
    except NotThere:
        raise
    except Refused as refused:
        return show(request, consultation, error=str(refused), status=403)
    messages.success(request, _("Đã công bố kết quả tiếp thu, giải trình."))
    return redirect("results", code=code)


def show(
    request, consultation, *, point=None, form=None, stale=False, error="", both=None, kept=None, status=200
):
    """The register as a response: every act of the agency that is refused comes back to it."""
    asked = Asked.of(request.GET)
    shown = answering.answers_page(request.user, consultation, point=point, asked=asked)
    if form is None and shown.point and shown.may_answer:
        form = _new_form(request, shown)
    context = {"page": shown, "consultation": consultation, "form": form, "stale": stale, "error": error}
    context |= {"both": both, "kept": kept or {}, "key": answering.new_key(), "asked": asked.query()}
    context["gone"] = answering.kept_changes(shown)
    return render(request, "reports/answers.html", context, status=status)


def _new_form(request, shown) -> AnswerForm:
    words, code = answering.stock_words(shown, request.GET.get("mau", ""))
    choices = [(spot.key, spot.place) for unit in (*shown.near, *shown.far) for spot in unit.spots]
    return AnswerForm(
        initial=answering.first_fields(shown, words, code), changes=choices, organisations=shown.organisations
    )


# --- beside the answers ----------------------------------------------------------------------------------


@act(budget=50)
def answers_assign(request, code):
    """Give the ticked points to one officer, or to nobody."""
    consultation = consultation_or_404(request.user, code)
    compilation = answering.compilation_or_404(request.user, consultation)
    points = answering.points_or_404(request.user, consultation, request.POST.getlist("point")[:501])
    owner = answering_selectors.person_or_none(request.POST.get("owner"))
    given = {"compilation": compilation, "points": points, "owner": owner}
    back = f"?{Asked.of(request.POST).query()}"

    def done():
        count = answering_actions.share_out(request.user, **given)
        messages.success(request, _("Đã giao %(count)s điểm góp ý.") % {"count": count})

    return _done(request, consultation, None, done, back=back)


@act(budget=60)
def answer_date(request, code, pk):
    """The signer moves the date of one point."""
    consultation, point = _point(request, code, pk)
    form = DateForm(request.POST)
    if not form.is_valid():
        return show(
            request,
            consultation,
            point=pk,
            error=_("Ngày không hợp lệ."),
            kept=request.POST.dict(),
            status=400,
        )
    return _done(
        request,
        consultation,
        point,
        lambda: answering_actions.move_date(request.user, point=point, **form.cleaned_data),
        _("Đã lưu thời hạn của điểm này."),
    )


@act(budget=60)
def answer_back(request, code, pk):
    """The signer sends an answer back with a remark."""
    consultation, point = _point(request, code, pk)
    form = BackForm(request.POST)
    if not form.is_valid():
        raise NotThere("")
    return _done(
        request,
        consultation,
        point,
        lambda: answering_actions.send_back(request.user, point=point, **form.cleaned_data),
        _("Đã trả lại để sửa."),
    )


@act(budget=60)
def answer_note(request, code, pk):
    """A note inside the agency."""
    return _say(request, code, pk, "text", answering_actions.jot, _("Đã lưu ghi chú nội bộ."))


@act(budget=60)
def answer_question(request, code, pk):
    """Ask the council to clarify a point."""
    return _say(request, code, pk, "question", answering_actions.ask_council, _("Đã gửi đề nghị làm rõ."))


def _say(request, code, pk, name, action, words):
    consultation, point = _point(request, code, pk)
    form = WordsForm(request.POST)
    sent = form.data.get("text", "") if not form.is_valid() else form.cleaned_data["text"]
    given = {name: sent, "client_key": form.data.get("client_key", "")}
    return _done(request, consultation, point, lambda: action(request.user, point=point, **given), words)


def _point(request, code, pk):
    consultation = consultation_or_404(request.user, code)
    return consultation, answering.point_or_404(request.user, consultation, pk)


def _done(request, consultation, point, act, words="", *, back=""):
    """Do it and go back to the register; a refusal is shown there, with what was typed and, after a race, both texts."""
    pk = point.pk if point else None
    try:
        act()
    except NotThere:
        raise
    except Refused as refused:
        both = refused if isinstance(refused, Stale) else None
        kept, status = request.POST.dict(), 409 if both else 403
        return show(request, consultation, point=pk, error=str(refused), both=both, kept=kept, status=status)
    if words:
        messages.success(request, words)
    if pk:
        return redirect(answering.address(consultation, pk))
    return redirect(answering.register_address(consultation) + back)


# --- the council's side of a question --------------------------------------------------------------------


@page(budget=16)
def questions(request, code):
    """Questions of the agency about points, for the council."""
    return _questions(request, consultation_or_404(request.user, code))


@form_page(budget=44)
def question(request, code, pk):
    """The council says what a point means."""
    consultation = consultation_or_404(request.user, code)
    asked = answering_selectors.question_or_404(request.user, consultation, pk)
    if request.method != "POST":
        return _questions(request, consultation, opened=pk)
    form = ClarifyForm(request.POST)
    if not form.is_valid():
        return _questions(request, consultation, opened=pk, form=form, status=400)
    try:
        answering_actions.clarify(request.user, clarification=asked, text=form.cleaned_data["text"])
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _questions(request, consultation, opened=pk, form=form, status=403)
    messages.success(request, _("Đã gửi nội dung làm rõ cho cơ quan soạn thảo."))
    return redirect("questions", code=code)


def _questions(request, consultation, *, opened=None, form=None, status=200):
    rows = answering_selectors.questions(request.user, consultation)
    context = {"rows": rows, "consultation": consultation, "opened": opened, "form": form or ClarifyForm()}
    return render(request, "reports/questions.html", context, status=status)


# --- points forwarded to another agency ------------------------------------------------------------------


@page(budget=14)
def forwardings(request):
    """Points that other agencies forwarded to the person's own."""
    return render(request, "reports/forwardings.html", {"rows": answering_selectors.forwarded(request.user)})


@form_page(budget=40)
def forwarding(request, pk):
    """Answer a forwarded point, or give it back."""
    found = answering_selectors.forwarding_or_404(request.user, pk)
    form, status = ReplyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            answering_actions.reply_to_forwarding(
                request.user,
                forwarding=found,
                text=form.cleaned_data["text"],
                returned=form.cleaned_data["act"] == "return",
            )
        except NotThere:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Đã gửi đến cơ quan soạn thảo."))
            return redirect("forwarding", pk=pk)
    elif request.method == "POST":
        status = 400
    shown = answering_selectors.forwarded_page(
        request.user, answering_selectors.forwarding_or_404(request.user, pk)
    )
    return render(request, "reports/forwarding.html", {"page": shown, "form": form}, status=status)


# --- stock texts -----------------------------------------------------------------------------------------


@form_page(budget=30)
def stock_texts(request):
    """The agency's stock texts, with the form of a new one."""
    shown = stock.stock_page(request.user)
    if request.method != "POST":
        return _stock(request, shown, new_stock_form())
    return _save(request, shown, StockForm(request.POST))


@form_page(budget=30)
def stock_text(request, pk):
    """Change one stock text; another change in between is 409 with both texts."""
    found = stock.text_or_404(request.user, pk)
    shown = stock.stock_page(request.user)
    if request.method != "POST":
        return _stock(request, shown, edit_stock_form(found), edited=found)
    return _save(request, shown, StockForm(request.POST), edited=found)


@act(budget=26)
def stock_text_remove(request, pk):
    stock_actions.remove_text(request.user, stock=stock.text_or_404(request.user, pk))
    messages.success(request, _("Đã bỏ mẫu trả lời."))
    return redirect("stock_texts")


def _save(request, shown, form, *, edited=None):
    if not form.is_valid():
        return _stock(request, shown, form, edited=edited, status=400)
    sent = form.cleaned_data
    given = {name: sent[name] for name in ("name", "text", "code", "client_key")}
    agency = edited.agency if edited else shown.agency
    try:
        stock_actions.save_text(
            request.user, agency=agency, stock=edited, version=sent["version"] or 0, **given
        )
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        if isinstance(refused, Stale):
            form.data = {**form.data.dict(), "version": refused.stored["version"]}
            return _stock(request, shown, form, edited=edited, stored=refused.stored, status=409)
        return _stock(request, shown, form, edited=edited, status=403)
    messages.success(request, _("Đã lưu mẫu trả lời."))
    return redirect("stock_texts")


def _stock(request, shown, form, *, edited=None, stored=None, status=200):
    context = {"page": shown, "form": form, "edited": edited, "stored": stored}
    return render(request, "reports/stock_texts.html", context, status=status)

"""What the council does with one opinion, and the author's page of one that was set aside."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.kit.pages import act, form_page
from consult.kit.verdicts import NotThere, Refused
from consult.reports import inbox, placing_actions, placing_selectors, selectors, workspace
from consult.reports.placing_forms import AsideForm, ChosenForm

# --- the council -----------------------------------------------------------------------------------------


def _opinion(request, code):
    """The file, its compilation and the opinion that the form names."""
    consultation, compilation = workspace.compilation(request, code)
    comments = selectors.comments_or_404(request.user, consultation, request.POST.getlist("comment")[:1])
    if not comments:
        raise NotThere("")
    return consultation, compilation, comments[0]


def _done(request, consultation, comment_id, call, words=""):
    """Do it and come back to the opinion; a refusal is said there, with what was typed kept."""
    try:
        call()
    except NotThere:
        raise
    except Refused as refused:
        kept = {name: request.POST.get(name, "") for name in ("text", "name", "note", "words")}
        return workspace.show(
            request, consultation, comment=comment_id, error=str(refused), kept=kept, status=403
        )
    if words:
        messages.success(request, words)
    asked = inbox.Asked.of(request.POST)
    return redirect(selectors.address(consultation, **asked.params, **{"y-kien": comment_id}))


@act(budget=70)
def compile_quote(request, code, pk):
    """Quote marked words in the point where the opinion stands."""
    consultation, compilation = workspace.compilation(request, code)
    citation = placing_selectors.citation_or_404(compilation, pk)
    chosen = ChosenForm(request.POST).chosen()
    return _done(
        request, consultation, citation.comment_id,
        lambda: placing_actions.quote(request.user, citation=citation, chosen=chosen), _("Đã trích nguyên văn."),
    )  # fmt: skip


@act(budget=40)
def compile_unquote(request, code, pk):
    consultation, compilation = workspace.compilation(request, code)
    quotation = placing_selectors.quotation_or_404(compilation, pk)
    return _done(
        request, consultation, quotation.citation.comment_id,
        lambda: placing_actions.unquote(request.user, quotation=quotation),
    )  # fmt: skip


@act(budget=80)
def compile_move(request, code, pk):
    """From one point to another, with its quotations."""
    consultation, compilation = workspace.compilation(request, code)
    citation = placing_selectors.citation_or_404(compilation, pk)
    point = selectors.point_or_404(compilation, request.POST.get("point", ""))
    return _done(
        request, consultation, citation.comment_id,
        lambda: placing_actions.move(request.user, citation=citation, point=point),
    )  # fmt: skip


@act(budget=60)
def point_merge(request, code, pk):
    """Everything of this point goes into another."""
    consultation, compilation = workspace.compilation(request, code)
    point = selectors.point_or_404(compilation, pk)
    into = selectors.point_or_404(compilation, request.POST.get("into", ""))
    try:
        placing_actions.merge_points(request.user, point=point, into=into)
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, point=pk, error=str(refused), status=403)
    messages.success(request, _("Đã gộp hai điểm góp ý."))
    return redirect(selectors.address(consultation, diem=into.pk))


@act(budget=70)
def aside_propose(request, code):
    """Propose that an opinion stands in no point."""
    consultation, compilation, comment = _opinion(request, code)
    form = AsideForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"reason": "", "note": ""}
    return _done(
        request, consultation, comment.pk,
        lambda: placing_actions.propose_aside(request.user, compilation=compilation, comment=comment, **given),
        _("Đã đề nghị không tính ý kiến; chờ người thứ hai xác nhận."),
    )  # fmt: skip


@act(budget=70)
def aside_confirm(request, code, pk):
    consultation, compilation = workspace.compilation(request, code)
    aside = placing_selectors.aside_or_404(consultation, pk)
    return _done(
        request, consultation, aside.comment_id,
        lambda: placing_actions.confirm_aside(request.user, compilation=compilation, aside=aside),
        _("Đã xác nhận không tính ý kiến; tác giả được thông báo."),
    )  # fmt: skip


@act(budget=70)
def aside_lift(request, code, pk):
    consultation, compilation = workspace.compilation(request, code)
    aside = placing_selectors.aside_or_404(consultation, pk)
    return _done(
        request, consultation, aside.comment_id,
        lambda: placing_actions.lift_aside(request.user, compilation=compilation, aside=aside),
        _("Đã đưa ý kiến trở lại danh sách."),
    )  # fmt: skip


@act(budget=70)
def compile_tag(request, code):
    consultation, compilation, comment = _opinion(request, code)
    given = {"compilation": compilation, "comment": comment, "name": request.POST.get("name", "")}
    return _done(request, consultation, comment.pk, lambda: placing_actions.tag(request.user, **given))


@act(budget=70)
def compile_note(request, code):
    consultation, compilation, comment = _opinion(request, code)
    given = {"compilation": compilation, "comment": comment, "text": request.POST.get("text", "")}
    return _done(request, consultation, comment.pk, lambda: placing_actions.note(request.user, **given))


@act(budget=40)
def note_remove(request, code, pk):
    consultation, compilation = workspace.compilation(request, code)
    note = placing_selectors.note_or_404(consultation, pk)
    return _done(
        request, consultation, note.comment_id,
        lambda: placing_actions.remove_note(request.user, compilation=compilation, note=note),
    )  # fmt: skip


@act(budget=70)
def compile_assign(request, code):
    """Give an opinion, or all of its clause, to a compiler."""
    consultation, compilation, comment = _opinion(request, code)
    to = placing_selectors.person_or_404(request.POST.get("to", ""))
    comments = [comment]
    if request.POST.get("all") == "1":
        comments = selectors.of_clause(request.user, consultation, comment.clause_id)
    given = {"compilation": compilation, "comments": comments, "to": to}
    return _done(request, consultation, comment.pk, lambda: placing_actions.assign(request.user, **given))


@act(budget=24)
def compile_seen(request, code):
    """The opinion is open on somebody's screen; answers who else has it."""
    consultation, compilation, comment = _opinion(request, code)
    placing_actions.see(request.user, compilation=compilation, comment=comment)
    names = selectors.readers_of(request.user, consultation, comment)
    changed = str(consultation.book.last_seq) != request.POST.get("after", "")
    return render(request, "reports/_readers.html", {"readers": names, "changed": changed})


@act(budget=70)
def step_undo(request, code):
    """Take one's own last step back."""
    consultation, compilation = workspace.compilation(request, code)
    try:
        placing_actions.undo(request.user, compilation=compilation)
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, error=str(refused), status=403)
    messages.success(request, _("Đã hoàn tác."))
    comment = request.POST.get("comment", "")
    back = {"y-kien": comment} if comment.isascii() and comment.isdigit() else {}
    return redirect(selectors.address(consultation, **back))


# --- the author ------------------------------------------------------------------------------------------


@form_page(budget=30)
def aside_mine(request, code, pk):
    """The author reads why an opinion was set aside, and may ask once for another look."""
    consultation = consultation_or_404(request.user, code)
    shown = placing_selectors.aside_page(request.user, consultation, pk)
    context = {"page": shown, "consultation": consultation, "error": "", "text": ""}
    if request.method != "POST":
        return render(request, "reports/aside.html", context)
    text = request.POST.get("text", "")
    try:
        placing_actions.appeal_aside(request.user, aside=shown.aside, text=text)
    except NotThere:
        raise
    except Refused as refused:
        return render(
            request, "reports/aside.html", {**context, "error": str(refused), "text": text}, status=403
        )
    messages.success(request, _("Đã gửi đề nghị xem lại; ý kiến trở lại danh sách tổng hợp."))
    return redirect("aside_mine", code=code, pk=pk)

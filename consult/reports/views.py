"""Compile (the council), results (everybody), and the papers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consult.consultations.selectors import consultation_or_404
from consult.forums.selectors import clause_or_404
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.polls.selectors import clause_choices
from consult.reports import (
    actions,
    inbox,
    outcome,
    papers,
    point_parts,
    selectors,
    workspace,
)
from consult.reports.forms import PointForm, StartForm
from consult.reports.placing_forms import ChosenForm

# --- the council -----------------------------------------------------------------------------------------


@page(budget=44)
def compile(request, code):
    """Three panes: what waits, what is read, the points."""
    return workspace.show(request, consultation_or_404(request.user, code), **_asked(request.GET))


@act(budget=44)
def compile_start(request, code):
    """Begin; how it ends is fixed with it."""
    consultation = consultation_or_404(request.user, code)
    selectors.may_see_or_404(request.user, consultation)
    form = StartForm(request.POST)
    if not form.is_valid():
        return workspace.show(request, consultation, start_form=form, status=400)
    try:
        actions.start_compilation(request.user, consultation=consultation, **form.chosen())
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, start_form=form, error=str(refused), status=403)
    return redirect("compile", code=code)


@act(budget=70)
def compile_place(request, code):
    """Place one or several opinions, or the result of a poll, into a point that is there."""
    consultation, compilation = workspace.compilation(request, code)
    comments = selectors.comments_or_404(request.user, consultation, request.POST.getlist("comment"))
    polls = [selectors.poll_or_404(consultation, raw) for raw in request.POST.getlist("poll")[:5] if raw]
    wanted = request.POST.get("likely") or request.POST.get("point")
    if not wanted:
        return _not_placed(request, consultation, comments, _("Xin chọn điểm góp ý để xếp vào."), status=400)
    point = selectors.point_or_404(compilation, wanted)
    try:
        made = actions.cite(
            request.user,
            point=point,
            comments=comments,
            polls=polls,
            **_how(request.POST, point),
            folded=selectors.repeats_among(consultation, comments),
        )
    except NotThere:
        raise
    except Refused as refused:
        return _not_placed(request, consultation, comments, str(refused), status=403)
    if polls:
        return redirect(selectors.address(consultation, diem=point.pk))
    return _placed(
        request, consultation, made, part_of=comments if request.POST.get("words", "").strip() else ()
    )


def _how(data, point) -> dict:
    """Who or what proposed the point, the words that it quotes, and whether it is another opinion within it."""
    ranks = data.get("ranks", "").split("-")
    suggested = str(point.pk) in ranks and data.get("likely") == str(point.pk)
    return {
        "source": "suggested" if suggested else "person",
        "rank": ranks.index(str(point.pk)) + 1 if suggested else None,
        "dissent": data.get("dissent") == "1",
        "chosen": ChosenForm(data).chosen(),
    }


def _not_placed(request, consultation, comments, words, *, status):
    """Nothing was placed; what was typed for a new point stays."""
    typed = request.POST.dict() | {name: request.POST.getlist(name) for name in ("also", "criteria")}
    form = PointForm(initial=typed, clauses=clause_choices(consultation))
    return workspace.show(request, consultation, error=words, new_form=form, status=status, **_read(comments))


def _read(comments) -> dict:
    """The first opinion that a form names is the one being read, the others are ticked beside it."""
    return {"comment": comments[0].pk if comments else None, "ticked": [c.pk for c in comments[1:]]}


@act(budget=80)
def point_new(request, code):
    """A new point, with the opinions that are ticked."""
    consultation, compilation = workspace.compilation(request, code)
    comments = selectors.comments_or_404(request.user, consultation, request.POST.getlist("comment"))
    form = PointForm(request.POST, clauses=clause_choices(consultation))
    given = _point_fields(consultation, form)
    if given is None:
        return workspace.show(request, consultation, new_form=form, status=400, **_read(comments))
    given |= {"compilation": compilation, "comments": comments, "client_key": form.cleaned_data["client_key"]}
    given |= {
        "chosen": ChosenForm(request.POST).chosen(), "folded": selectors.repeats_among(consultation, comments),
    }  # fmt: skip
    try:
        point = actions.add_point(request.user, **given)
    except Refused as refused:
        return _refused(request, consultation, refused, form, new_form=form, **_read(comments))
    if not comments:
        return redirect(selectors.address(consultation, diem=point.pk))
    part_of = comments if given["chosen"] else ()
    return _placed(request, consultation, list(point.citations.all()), part_of=part_of)


@act(budget=60)
def point_edit(request, code, pk):
    """Change a point; another change in between is 409 with both texts."""
    consultation, compilation = workspace.compilation(request, code)
    point = selectors.point_or_404(compilation, pk)
    form = PointForm(request.POST, clauses=clause_choices(consultation))
    given = _point_fields(consultation, form)
    if given is None:
        return workspace.show(request, consultation, point=pk, point_form=form, status=400)
    version = form.cleaned_data["version"] or 0
    try:
        actions.edit_point(request.user, point=point, version=version, **given)
    except Refused as refused:
        return _refused(request, consultation, refused, form, point=pk, point_form=form)
    messages.success(request, _("Đã lưu điểm góp ý."))
    return redirect(selectors.address(consultation, diem=pk))


@act(budget=44)
def point_delete(request, code, pk):
    _consultation, compilation = workspace.compilation(request, code)
    actions.delete_point(request.user, point=selectors.point_or_404(compilation, pk))
    messages.success(request, _("Đã bỏ điểm góp ý; các ý kiến trong đó trở lại danh sách chưa xếp."))
    return redirect("compile", code=code)


@act(budget=40)
def compile_undo(request, code):
    """Take citations back: those of the last placing, or one in a point."""
    consultation, compilation = workspace.compilation(request, code)
    citations = selectors.citations_or_404(compilation, request.POST.getlist("citation")[:50])
    if len({citation.point_id for citation in citations}) > 1:
        raise NotThere("")
    actions.uncite_all(request.user, citations=citations)
    back = {"diem": request.POST.get("point")} if request.POST.get("point") else {}
    if not back and citations and citations[0].comment_id:
        back = {"y-kien": citations[0].comment_id}
    return redirect(selectors.address(consultation, **back))


@act(budget=70)
def compile_close(request, code):
    """Close the compilation; refused while an opinion is unplaced, with a link to the first."""
    consultation, compilation = workspace.compilation(request, code)
    try:
        reason = request.POST.get("unquoted_reason", "")[:5000]
        actions.close_compilation(request.user, compilation=compilation, unquoted_reason=reason)
    except NotThere:
        raise
    except Refused as refused:
        return workspace.show(request, consultation, error=str(refused), status=403)
    messages.success(request, _("Đã chốt bản tổng hợp và chuyển đến cơ quan soạn thảo."))
    return redirect("compile", code=code)


def _asked(params) -> dict:
    undo = [raw for raw in params.get("vua-xep", "").split("-") if raw]
    return {
        "comment": params.get("y-kien"), "point": params.get("diem"), "undo": undo, "asked": inbox.Asked.of(params),
    }  # fmt: skip


def _point_fields(consultation, form) -> dict | None:
    """The fields of a point for the actions; None when the form is not right."""
    if not form.is_valid():
        return None
    given = {name: form.cleaned_data[name] for name in ("title", "position", "summary", "criteria")}
    given["also"] = point_parts.clauses_or_404(consultation, form.cleaned_data["also"])
    return {**given, "clause": clause_or_404(consultation, form.cleaned_data["clause"])}


def _refused(request, consultation, refused, form, **asked):
    """A refusal in the workspace, with what was typed kept; a stale one shows what is stored."""
    if isinstance(refused, NotThere):
        raise refused
    stale = isinstance(refused, Stale)
    form.add_error(None, str(refused))
    return workspace.show(
        request, consultation, stored=refused.stored if stale else None, status=409 if stale else 403, **asked
    )


def _placed(request, consultation, made, *, part_of=()):
    """On to the next opinion that waits, or on with the rest of one that is split; the placing is ready to be undone."""
    undo = "-".join(str(citation.pk) for citation in made[:50])
    stays = {"y-kien": part_of[0].pk} if part_of else {}
    return redirect(selectors.address(consultation, **stays, **{"vua-xep": undo}))


# --- everybody -------------------------------------------------------------------------------------------


@page(budget=24, public=True)
def paper_docx(request, code):
    compilation = outcome.paper_of(request.user, consultation_or_404(request.user, code))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _file(papers.docx(compilation), kind, papers.file_name(compilation, "docx"))


@page(budget=24, public=True)
def paper_pdf(request, code):
    compilation = outcome.paper_of(request.user, consultation_or_404(request.user, code))
    return _file(papers.pdf(compilation), "application/pdf", papers.file_name(compilation, "pdf"))


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

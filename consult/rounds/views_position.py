"""Pages of the collective opinion: its lines, votes, dissent, the officer's page, filing, and the filed opinion."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.rounds import (
    actions,
    filing_actions,
    papers,
    position_actions,
    position_pages,
    reading,
    round_selectors,
    rules,
    selectors,
)
from consult.rounds.forms import (
    AskForm,
    CoverForm,
    DissentForm,
    ExtendForm,
    LineBallotForm,
    LineForm,
    fresh,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _refused(request, template, context, form, refused, status=403):
    if isinstance(refused, NotThere):
        raise refused
    form.add_error(None, str(refused))
    return render(request, template, {**context, "form": form}, status=status)


# --- the officer's page ----------------------------------------------------------------------------------


def _manage(request, found, status=200, **forms):
    members = position_pages.not_asked(found)
    context = {
        "page": round_selectors.round_page(request.user, found),
        "cover_form": CoverForm(initial={"cover": found.cover, "version": found.cover_version}),
        "extend_form": ExtendForm(initial={"closes_at": timezone.localtime(found.closes_at)}),
        "ask_form": AskForm(members=members) if members else None,
        **forms,
    }
    return render(request, "rounds/manage.html", context, status=status)


@form_page(budget=34)
def round_manage(request, pk):
    """Deadline, members, covering note; a POST saves the covering note."""
    found = selectors.round_or_404(request.user, pk)
    rules.may_manage(request.user, found).or_refuse()
    if request.method == "GET":
        return _manage(request, found)
    form = CoverForm(request.POST)
    if not form.is_valid():
        return _manage(request, found, 400, cover_form=form)
    data = form.cleaned_data
    try:
        position_actions.save_cover(request.user, round=found, text=data["cover"], version=data["version"])
    except Stale as stale:
        form.add_error(None, str(stale))
        return _manage(request, found, 409, cover_form=form, stored_cover=stale.stored)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _manage(request, found, 403, cover_form=form)
    messages.success(request, _("Đã lưu lời dẫn."))
    return redirect("round_manage", pk)


@act(budget=40)
def round_extend(request, pk):
    found = selectors.round_or_404(request.user, pk)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _manage(request, found, 400, extend_form=form)
    try:
        actions.extend_round(request.user, round=found, closes_at=form.cleaned_data["closes_at"])
    except Refused as refused:
        rules.may_manage(request.user, found).or_refuse()
        form.add_error(None, str(refused))
        return _manage(request, found, 403, extend_form=form)
    messages.success(request, _("Đã đổi thời hạn và báo cho hội viên."))
    return redirect("round_manage", pk)


@act(budget=24)
def round_end(request, pk):
    actions.end_round(request.user, round=selectors.round_or_404(request.user, pk))
    messages.success(request, _("Đợt góp ý nội bộ đã kết thúc. Kết quả biểu quyết đã hiện."))
    return redirect("round", pk)


@act(budget=40)
def round_ask(request, pk):
    found = selectors.round_or_404(request.user, pk)
    rules.may_manage(request.user, found).or_refuse()
    form = AskForm(request.POST, members=position_pages.not_asked(found))
    if not form.is_valid():
        return _manage(request, found, 400, ask_form=form)
    members = position_pages.users(form.cleaned_data["members"])
    number = actions.ask_members(request.user, round=found, members=members)
    messages.success(request, _("Đã mời thêm %(number)s hội viên.") % {"number": number})
    return redirect("round_manage", pk)


# --- lines -----------------------------------------------------------------------------------------------


@form_page(budget=26)
def round_line_new(request, pk):
    """An officer drafts a line on a clause (`clause`), or on the whole draft."""
    found = selectors.round_or_404(request.user, pk)
    rules.may_draft(request.user, found).or_refuse()
    given = request.POST if request.method == "POST" else request.GET
    clause = reading.clause_or_404(found, given.get("clause"))
    cites = reading.opinions_to_cite(found, clause.pk if clause else None)
    context = {"round": found, "clause": clause, "source": position_pages.words(clause)}
    if request.method == "GET":
        form = fresh(LineForm, initial={"clause": clause.pk if clause else "chung"}, cites=cites)
        return render(request, "rounds/line_form.html", {**context, "form": form})
    form = LineForm(request.POST, cites=cites)
    if not form.is_valid():
        return render(request, "rounds/line_form.html", {**context, "form": form}, status=400)
    try:
        line = position_actions.add_line(
            request.user, round=found, clause=clause, **position_pages.line_fields(found, form)
        )
    except Refused as refused:
        return _refused(request, "rounds/line_form.html", context, form, refused)
    return redirect("round_line", pk, line.pk)


@form_page(budget=28)
def round_line_edit(request, pk, line):
    """Other words for a line; a stale save is answered with both texts."""
    found = selectors.round_or_404(request.user, pk)
    row = round_selectors.line_or_404(found, line)
    rules.may_open_vote(request.user, row).or_refuse()
    cites = reading.opinions_to_cite(found, row.clause_id)
    context = {"round": found, "clause": row.clause, "line": row, "source": row.quote}
    if request.method == "GET":
        form = fresh(LineForm, initial=position_pages.line_start(row), cites=cites)
        return render(request, "rounds/line_form.html", {**context, "form": form})
    form = LineForm(request.POST, cites=cites)
    if not form.is_valid():
        return render(request, "rounds/line_form.html", {**context, "form": form}, status=400)
    fields = position_pages.line_fields(found, form)
    fields.pop("client_key")
    try:
        position_actions.edit_line(
            request.user, line=row, version=form.cleaned_data["version"] or 0, **fields
        )
    except Stale as stale:
        return _refused(
            request, "rounds/line_form.html", {**context, "stored": stale.stored}, form, stale, 409
        )
    except Refused as refused:
        return _refused(request, "rounds/line_form.html", context, form, refused)
    messages.success(
        request, _("Đã lưu phương án. Phiếu của câu chữ trước được giữ, không tính cho câu chữ mới.")
    )
    return redirect("round_line", pk, line)


@form_page(budget=30)
def round_line(request, pk, line):
    """One line: words, what it rests on, dissent, the vote. A POST is a ballot."""
    found = selectors.round_or_404(request.user, pk)
    row = round_selectors.line_or_404(found, line)
    form = (
        LineBallotForm(request.POST)
        if request.POST
        else fresh(LineBallotForm, initial={"version": row.version})
    )
    context = {"round": found, "page": round_selectors.line_page(request.user, found, row), "form": form}
    if request.method == "GET":
        return render(request, "rounds/line.html", context)
    if not form.is_valid():
        return render(request, "rounds/line.html", context, status=400)
    try:
        position_actions.cast_ballot(request.user, line=row, **form.cleaned_data)
    except Refused as refused:
        return _refused(request, "rounds/line.html", context, form, refused)
    messages.success(request, _("Phiếu đã được ghi nhận."))
    return redirect("round_line", pk, line)


def _change(request, pk, line, action):
    found = selectors.round_or_404(request.user, pk)
    return action(request.user, line=round_selectors.line_or_404(found, line))


@act(budget=24)
def round_line_drop(request, pk, line):
    _change(request, pk, line, position_actions.drop_line)
    messages.success(request, _("Đã bỏ phương án. Nội dung và phiếu được giữ trong đợt góp ý."))
    return redirect("round", pk)


@act(budget=24)
def round_vote_open(request, pk, line):
    _change(request, pk, line, position_actions.open_vote)
    messages.success(request, _("Đã đưa phương án ra biểu quyết và báo cho hội viên."))
    return redirect("round_line", pk, line)


@act(budget=24)
def round_vote_show(request, pk, line):
    _change(request, pk, line, position_actions.show_result)
    messages.success(request, _("Đã công bố kết quả biểu quyết trong hội."))
    return redirect("round_line", pk, line)


# --- dissent ---------------------------------------------------------------------------------------------


@form_page(budget=26)
def round_dissent(request, pk):
    """A statement that goes with the opinion; `phuong-an` names the line, without it the whole."""
    found = selectors.round_or_404(request.user, pk)
    line = position_pages.line_named(found, request.GET.get("phuong-an"))
    verdict = rules.may_take_part(request.user, found)
    form = DissentForm(request.POST) if request.POST else fresh(DissentForm)
    context = {"round": found, "line": line, "form": form, "verdict": verdict}
    if request.method == "GET":
        return render(request, "rounds/dissent.html", context)
    if not form.is_valid():
        return render(request, "rounds/dissent.html", context, status=400)
    data = {**form.cleaned_data, "named": form.cleaned_data["named"] == "yes"}
    try:
        position_actions.attach_dissent(request.user, round=found, line=line, **data)
    except Refused as refused:
        return _refused(request, "rounds/dissent.html", context, form, refused)
    messages.success(request, _("Ý kiến khác sẽ được gửi kèm văn bản của hội."))
    return redirect("round", pk)


@act(budget=24)
def round_dissent_withdraw(request, pk, dissent):
    found = selectors.round_or_404(request.user, pk)
    position_actions.withdraw_dissent(request.user, dissent=round_selectors.dissent_or_404(found, dissent))
    messages.success(request, _("Đã rút ý kiến khác."))
    return redirect("round", pk)


# --- filing ----------------------------------------------------------------------------------------------


@form_page(budget=400)
def round_file(request, pk):
    """What will be sent, word for word, and the button that sends it."""
    found = selectors.round_or_404(request.user, pk)
    rules.may_manage(request.user, found).or_refuse()
    if request.method == "GET":
        return render(request, "rounds/file.html", {"page": position_pages.preview(request.user, found)})
    filing_actions.file_opinion(request.user, round=found)
    messages.success(request, _("Ý kiến của hội đã được gửi vào hồ sơ."))
    return redirect("position", pk)


@page(budget=10, public=True)
def position(request, pk):
    """The filed opinion, for everybody who may see the file."""
    found = selectors.filed_or_404(request.user, pk)
    return render(request, "rounds/position.html", {"page": position_pages.filed(found)})


@page(budget=8, public=True)
def position_docx(request, pk):
    found = selectors.filed_or_404(request.user, pk)
    return _file(papers.docx(found), DOCX, papers.file_name(found, "docx"))


@page(budget=8, public=True)
def position_pdf(request, pk):
    found = selectors.filed_or_404(request.user, pk)
    return _file(papers.pdf(found), "application/pdf", papers.file_name(found, "pdf"))


def _file(data: bytes, kind: str, name: str):
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

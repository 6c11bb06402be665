"""Write an opinion or a reply, keep the receipt, withdraw, endorse. Reading is the desk's reading room."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from consult.forums import (
    actions,
    before_sending,
    composer,
    draft_actions,
    evidence_actions,
    kept,
    receipts,
    rules,
    selectors,
    threads,
)
from consult.forums.forms import FIELDS, CommentForm, ReplyForm, new_comment_form, new_reply_form
from consult.kit import markdown, uploads
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused


@form_page(budget=20, public=True)
def comment_new(request, code):
    """The composer on a page of its own, and where every composer posts."""
    consultation = selectors.file_or_404(request.user, code)
    given = request.POST if request.method == "POST" else request.GET
    about = selectors.about_or_404(consultation, given)
    if request.method == "GET":
        form, saved = composer.begin(request, consultation, about=about)
        return _composer(request, consultation, about, form, saved=saved)
    if not request.user.is_authenticated:
        return composer.keep_and_sign_in(
            request, consultation, clause=about.clause, attachment=about.attachment
        )
    form = CommentForm(
        request.POST,
        levels=rules.levels_for(consultation),
        asks_interest=selectors.asks_interest(request.user, consultation),
    )
    before = _before(request, consultation, about, form)
    return before or _post(request, consultation, about, form, composer.where(code, about))


@form_page(budget=20, public=True)
def reply_new(request, code, pk):
    """An answer to a comment."""
    consultation = selectors.file_or_404(request.user, code)
    parent = selectors.comment_or_404(request.user, consultation, pk)
    if request.method == "GET":
        quote = request.GET.get("trich", "")
        form, saved = composer.begin(request, consultation, parent=parent, quote=quote)
        return _composer(request, consultation, selectors.About.of(parent), form, parent=parent, saved=saved)
    if not request.user.is_authenticated:
        return composer.keep_and_sign_in(request, consultation, parent=parent)
    about = selectors.About.of(parent)
    if before := _files(request, consultation, about, request.POST.get("buoc", ""), parent=parent):
        return before
    form = ReplyForm(request.POST, levels=rules.levels_for(consultation, parent))
    where = kept.place(code, parent=pk)
    return _post(request, consultation, about, form, where, parent=parent)


def _before(request, consultation, about, form):
    """What a press before the sending asks for: a preview, another look, another word. None where it is the sending."""
    step = request.POST.get("buoc", "")
    if files := _files(request, consultation, about, step):
        return files
    if step == "truoc":
        preview = mark_safe(markdown.render(form.data.get("reason", "")))
        return _composer(request, consultation, about, form, preview=preview)
    if step in ("sua", "tep"):
        return _composer(request, consultation, about, form)
    if not form.is_valid() or not (step == "xem" or "dong_tinh" in request.POST):
        return None
    typed = _typed(form, about)
    try:
        if step != "xem":
            return _agree(request, consultation, typed, composer.where(consultation.code, about))
        actions.may_post_or_refuse(request.user, consultation=consultation, **typed)
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _composer(request, consultation, about, form, status=422 if request.htmx else 403)
    found = before_sending.review(request.user, consultation, about, typed)
    context = composer.review_context(consultation, about, form, found)
    name = "forums/_before_sending.html" if request.htmx else "forums/before_sending.html"
    return render(request, name, context)


def _files(request, consultation, about, step, *, parent=None):
    """Files that came or go with a press; the composer again where that was all of it, or where some were not taken."""
    if not (request.FILES.getlist("files") or "bo_tep" in request.POST):
        return None
    refused = _change_files(request, consultation, about, parent)
    if refused or step == "tep" or "bo_tep" in request.POST:
        return _with_files(request, consultation, about, refused, parent)
    return None


def _change_files(request, consultation, about, parent) -> list[str]:
    """Files go to the draft at once, so that they outlive a refused form; returns why some were not taken."""
    if "bo_tep" in request.POST:
        evidence_actions.remove_file(request.user, file_id=composer.number(request.POST["bo_tep"]))
        return []
    values = {name: request.POST[name] for name in FIELDS if name in request.POST}
    given = {"values": values, "client_key": request.POST.get("client_key"), "empty": True}
    place = {"parent": parent} if parent else {"clause": about.clause, "attachment": about.attachment}
    try:
        draft = draft_actions.save_draft(request.user, consultation=consultation, **place, **given)
    except Refused as refused:
        return [str(refused)]
    refusals = []
    for file in request.FILES.getlist("files") if draft else ():
        try:
            evidence_actions.attach_file(request.user, draft=draft, file=file)
        except Refused as refused:
            words = {"name": uploads.clean_name(file.name), "reason": refused.reason}
            refusals.append(_("Tệp %(name)s: %(reason)s") % words)
    return refusals


def _with_files(request, consultation, about, refused, parent):
    """The composer again with everything typed, not yet checked: nothing was sent."""
    names = set(CommentForm.base_fields) - {"clause", "attachment"}
    typed = {name: request.POST[name] for name in names if name in request.POST}
    if parent:
        form = new_reply_form(consultation, parent, typed)
    else:
        asks = selectors.asks_interest(request.user, consultation)
        form = new_comment_form(consultation, about.clause_id, typed, about.attachment_id, asks_interest=asks)
    status = 422 if refused else 200
    return _composer(request, consultation, about, form, parent=parent, refused=refused, status=status)


def _agree(request, consultation, typed, where):
    number = composer.number(request.POST["dong_tinh"])
    comment = selectors.comment_or_404(request.user, consultation, number)
    words = {name: typed[name] for name in ("reason", "proposed", "sources", "shown", "client_key")}
    reply = actions.agree_and_add(request.user, comment=comment, **words)
    kept.forget(request, where)
    messages.success(request, _("Đã tán thành ý kiến."))
    if reply is not None:
        return _sent(request, reply)
    address = selectors.place_of_comment(comment)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _typed(form, about) -> dict:
    """What a valid composer of an opinion says, as the actions take it."""
    typed = {k: v for k, v in form.cleaned_data.items() if k not in ("clause", "attachment")}
    return {**typed, "clause": about.clause, "attachment": about.attachment}


def _post(request, consultation, about, form, where, *, parent=None):
    """Form valid? then the action; a refusal is shown in the form, with every word kept."""
    status = 422
    if form.is_valid():
        typed = {k: v for k, v in form.cleaned_data.items() if k not in ("clause", "attachment", "parent")}
        if parent is None:
            typed.update(clause=about.clause, attachment=about.attachment)
        try:
            comment = actions.post_comment(request.user, consultation=consultation, parent=parent, **typed)
        except NotThere:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422 if request.htmx else 403
        else:
            kept.forget(request, where)
            return _sent(request, comment)
    status = status if request.htmx or status == 403 else 400
    return _composer(request, consultation, about, form, parent=parent, status=status)


def _sent(request, comment):
    address = reverse("comment_receipt", args=[comment.consultation.code, comment.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _composer(
    request, consultation, about, form, *, parent=None, saved=None, preview="", refused=(), status=200
):
    given = composer.context(
        request,
        consultation,
        form=form,
        clause_id=about.clause_id,
        source=selectors.words_of(about.clause),
        parent=parent,
        attachment=about.attachment,
        saved=saved,
    )
    name = "forums/_composer.html" if request.htmx else "forums/comment_new.html"
    return render(
        request,
        name,
        {**given, "clause": about.clause, "preview": preview, "refused": refused},
        status=status,
    )


@act(budget=4, public=True)
def preview_text(request):
    """How a text will look: what a script asks for while somebody writes."""
    reason = request.POST.get("reason", "")[: settings.COMMENT_LIMIT]
    return HttpResponse(markdown.render(reason))


@page(budget=6, public=True)
def comment(request, code, pk):
    """The permanent address of a comment: its place in the reading room."""
    consultation = selectors.file_or_404(request.user, code)
    found = selectors.comment_or_404(request.user, consultation, pk, standing=True)
    return redirect(selectors.place_of_comment(found))


@page(budget=14, public=True)
def comments_without_place(request, code, number):
    """Comments of earlier versions that have no clause in this one: all of them, so that none is lost."""
    consultation = selectors.file_or_404(request.user, code)
    after = request.GET.get("sau", "")
    after = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0
    found = threads.without_place_page(request.user, consultation, number, after=after)
    part = request.htmx and "tiep" in request.GET
    name = "forums/_without_place.html" if part else "forums/without_place.html"
    return render(request, name, {"page": found, "consultation": consultation})


@page(budget=12)
def comment_receipt(request, code, pk):
    consultation = selectors.file_or_404(request.user, code)
    receipt = receipts.receipt_page(request.user, selectors.comment_or_404(request.user, consultation, pk))
    context = {
        "receipt": receipt,
        "consultation": consultation,
        "back": selectors.place_of_comment(receipt.comment),
    }
    return render(request, "forums/receipt.html", context)


@act(budget=18)
def comment_withdraw(request, code, pk):
    consultation = selectors.file_or_404(request.user, code)
    found = actions.withdraw_comment(
        request.user, comment=selectors.comment_or_404(request.user, consultation, pk)
    )
    messages.success(request, _("Đã rút ý kiến."))
    return redirect(selectors.place_of_comment(found))


@act(budget=20)
def comment_endorse(request, code, pk):
    """Agree, or with `chon` disagree; with `thoi` in the form the stance is taken back."""
    consultation = selectors.file_or_404(request.user, code)
    found = selectors.comment_or_404(request.user, consultation, pk)
    if "thoi" in request.POST:
        actions.unendorse(request.user, comment=found)
    else:
        actions.take_stance(request.user, comment=found, stance=request.POST.get("chon", "agree"))
    if request.htmx:
        button = selectors.endorse_button(request.user, found)
        return render(request, "forums/_endorse.html", {"button": button})
    if "phuong-an" in request.POST and found.clause_id:
        return redirect("clause_wordings", code, found.clause_id)
    return redirect(selectors.place_of_comment(found))

"""Write an opinion or a reply, keep the receipt, withdraw, endorse. Reading is the desk's reading room."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from consult.forums import actions, composer, kept, selectors, threads
from consult.forums.forms import CommentForm, ReplyForm, new_comment_form, new_reply_form
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused


@form_page(budget=18, public=True)
def comment_new(request, code):
    """The composer on a page of its own, and where every composer posts."""
    consultation = selectors.file_or_404(request.user, code)
    given = request.POST if request.method == "POST" else request.GET
    clause = selectors.clause_or_404(consultation, given.get("clause"))
    where = kept.place(code, clause and clause.pk)
    if request.method == "GET":
        form = new_comment_form(consultation, clause and clause.pk, kept.find(request, where))
        return _composer(request, consultation, clause, form)
    if not request.user.is_authenticated:
        kept.keep(request, where)
        return _sign_in(request, _address("comment_new", code, clause=clause and clause.pk))
    form = CommentForm(request.POST, allow_anonymous=consultation.allow_anonymous)
    return _post(request, consultation, clause, form, where)


@form_page(budget=18, public=True)
def reply_new(request, code, pk):
    """An answer to a comment."""
    consultation = selectors.file_or_404(request.user, code)
    parent = selectors.comment_or_404(request.user, consultation, pk)
    where = kept.place(code, parent=pk)
    if request.method == "GET":
        form = new_reply_form(consultation, pk, kept.find(request, where))
        return _composer(request, consultation, parent.clause, form, parent=parent)
    if not request.user.is_authenticated:
        kept.keep(request, where)
        return _sign_in(request, _address("reply_new", code, pk))
    form = ReplyForm(request.POST, allow_anonymous=consultation.allow_anonymous)
    return _post(request, consultation, parent.clause, form, where, parent=parent)


def _post(request, consultation, clause, form, where, *, parent=None):
    """Form valid? then the action; a refusal is shown in the form, with every word kept."""
    status = 422
    if form.is_valid():
        typed = {k: v for k, v in form.cleaned_data.items() if k not in ("clause", "parent")}
        try:
            comment = actions.post_comment(
                request.user, consultation=consultation, clause=clause, parent=parent, **typed
            )
        except NotThere:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 422 if request.htmx else 403
        else:
            kept.forget(request, where)
            return _sent(request, comment)
    status = status if request.htmx or status == 403 else 400
    return _composer(request, consultation, clause, form, parent=parent, status=status)


def _sent(request, comment):
    address = reverse("comment_receipt", args=[comment.consultation.code, comment.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _composer(request, consultation, clause, form, *, parent=None, status=200):
    given = composer.context(
        request,
        consultation,
        form=form,
        clause_id=clause and clause.pk,
        source=selectors.words_of(clause),
        parent=parent,
    )
    name = "forums/_composer.html" if request.htmx else "forums/comment_new.html"
    return render(request, name, {**given, "clause": clause}, status=status)


def _sign_in(request, back):
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    messages.info(request, _("Xin đăng nhập để gửi. Nội dung đã viết được giữ, không phải viết lại."))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _address(name, code, *args, **params):
    params = {key: value for key, value in params.items() if value}
    return reverse(name, args=[code, *args]) + (f"?{urlencode(params)}" if params else "")


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
    receipt = selectors.receipt_page(request.user, selectors.comment_or_404(request.user, consultation, pk))
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
    """Endorse, or with `thoi` in the form take it back."""
    consultation = selectors.file_or_404(request.user, code)
    found = selectors.comment_or_404(request.user, consultation, pk)
    change = actions.unendorse if "thoi" in request.POST else actions.endorse
    change(request.user, comment=found)
    if request.htmx:
        return render(request, "forums/_endorse.html", selectors.endorse_button(request.user, found))
    return redirect(selectors.place_of_comment(found))

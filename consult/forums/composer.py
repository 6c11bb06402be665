"""What every place that shows the composer gives to its template, and where a composer lives."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from consult.core import quoting
from consult.forums import draft_selectors, evidence_selectors, kept, rules, selectors
from consult.forums.conduct import pace_of
from consult.forums.forms import new_comment_form, new_reply_form
from consult.kit.verdicts import NotThere

WHOLE = "1"
"""Asks for a quotation of the whole comment."""
QUOTE_LIMIT = 2_000


def context(
    request, consultation, *, form, clause_id=None, source="", parent=None, attachment=None, saved=None
) -> dict:
    """Variables of forums/_composer.html.

    `source` is the clause's words, `parent` the comment being answered, `attachment` the paper that is commented on,
    `saved` the draft that the form holds.
    """
    if parent is None:
        verdict = rules.may_comment(request.user, consultation)
    else:
        verdict = rules.may_answer_to(request.user, parent)
    place = f"r{parent.pk}" if parent else f"tl{attachment.pk}" if attachment else str(clause_id or "chung")
    if attachment is None:
        back = selectors.place_of(consultation.code, clause_id, parent and parent.pk)
    else:
        back = reverse("attachment", args=[consultation.code, attachment.pk])
    return {
        "consultation": consultation,
        "clause_id": clause_id,
        "source": source,
        "form": form,
        "parent": parent and selectors.parent_row(request.user, parent),
        "verdict": verdict,
        # A refused form stays on the page, with its words.
        "open": bool(verdict) or verdict.code == "sign-in" or form.is_bound,
        "signed_in": request.user.is_authenticated,
        "pace": pace_of(request.user, consultation),
        "attachment": attachment,
        "back": back,
        "draft": f"gop-y-{consultation.code}-{place}",
        "saved": saved,
        "attached": evidence_selectors.attached(
            request.user,
            consultation,
            None if parent else clause_id,
            attachment_id=attachment.pk if attachment and not parent else None,
            parent_id=parent and parent.pk,
        ),
        "save_url": reverse("opinion_draft_save", args=[consultation.code])
        if request.user.is_authenticated
        else "",
    }


def review_context(consultation, about, form, review) -> dict:
    """Variables of forums/before_sending.html."""
    if about.attachment is None:
        back = selectors.place_of(consultation.code, about.clause_id)
    else:
        back = reverse("attachment", args=[consultation.code, about.attachment_id])
    return {
        "consultation": consultation,
        "clause": about.clause,
        "form": form,
        "review": review,
        "back": back,
    }


def edit_context(request, comment, *, form, saved=None) -> dict:
    """Variables of forums/comment_edit.html: the composer of an edit."""
    code = comment.consultation.code
    return {
        "consultation": comment.consultation,
        "comment": comment,
        "source": comment.quote,
        "form": form,
        "signed_in": True,
        "back": selectors.place_of_comment(comment),
        "draft": f"gop-y-{code}-s{comment.pk}",
        "saved": saved,
        "save_url": reverse("opinion_draft_save", args=[code]),
    }


def empty(request, consultation, *, clause_id=None, source="") -> dict:
    """A composer to begin with: empty, or with what this person wrote in it before."""
    form, saved = begin(request, consultation, clause_id=clause_id)
    return context(request, consultation, form=form, clause_id=clause_id, source=source, saved=saved)


def begin(request, consultation, *, clause_id=None, parent=None, about=None, quote=""):
    """The form of a composer, and the draft it holds: what was typed when the session had ended, else the draft."""
    if about is not None and about.attachment is not None and parent is None:
        found = kept.find(request, where(consultation.code, about))
        saved = draft_selectors.draft_of(request.user, consultation, attachment_id=about.attachment_id)
        asks = selectors.asks_interest(request.user, consultation)
        values = found or (saved and saved.initial)
        return new_comment_form(consultation, None, values, about.attachment_id, asks_interest=asks), saved
    clause_id = about.clause_id if about else clause_id
    parent_id = parent and parent.pk
    found = kept.find(
        request, kept.place(consultation.code, clause_id if parent is None else None, parent_id)
    )
    place = {"clause_id": None if parent else clause_id, "parent_id": parent_id}
    saved = draft_selectors.draft_of(request.user, consultation, **place)
    values = found or (saved and saved.initial)
    if parent is None:
        asks = selectors.asks_interest(request.user, consultation)
        return new_comment_form(consultation, clause_id, values, asks_interest=asks), saved
    if quote:
        words = parent.reason if quote == WHOLE else quote[:QUOTE_LIMIT]
        values = {**(values or {}), "reason": quoting.quoted(words, (values or {}).get("reason", ""))}
    return new_reply_form(consultation, parent, values), saved


# --- where -----------------------------------------------------------------------------------------------


def place_or_404(user, consultation, given) -> dict:
    """Which composer a form belongs to, by its hidden fields: clause, attachment, parent or edits."""
    if given.get("edits"):
        comment = selectors.comment_or_404(user, consultation, number(given["edits"]))
        if not rules.is_author(user, comment):
            raise NotThere("")
        return {"edits": comment, "clause": comment.clause}
    if given.get("parent"):
        return {"parent": selectors.comment_or_404(user, consultation, number(given["parent"]))}
    about = selectors.about_or_404(consultation, given)
    return {"clause": about.clause, "attachment": about.attachment}


def number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 18 else 0


def where(code: str, about) -> str:
    """Under which name the text of a composer is kept in the session."""
    return kept.place(code, about.clause_id, about.attachment_id and f"tl{about.attachment_id}")


def address(consultation, *, clause=None, attachment=None, parent=None, edits=None) -> str:
    """The page of a composer."""
    code = consultation.code
    if edits is not None:
        return reverse("comment_edit", args=[code, edits.pk])
    if parent is not None:
        return reverse("reply_new", args=[code, parent.pk])
    about = {"clause": clause and clause.pk, "attachment": attachment and attachment.pk}
    query = urlencode({name: pk for name, pk in about.items() if pk})
    return reverse("comment_new", args=[code]) + (f"?{query}" if query else "")


def keep_and_sign_in(request, consultation, *, clause=None, attachment=None, parent=None, edits=None):
    """The session ended while somebody was writing: their words are kept, and they are asked to sign in."""
    about = selectors.About(clause, attachment)
    place = kept.place(consultation.code, parent=parent.pk) if parent else where(consultation.code, about)
    if edits is None:
        kept.keep(request, place)
    back = address(consultation, clause=clause, attachment=attachment, parent=parent, edits=edits)
    messages.info(request, _("Xin đăng nhập để gửi. Nội dung đã viết được giữ, không phải viết lại."))
    to = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(to) if request.htmx else redirect(to)

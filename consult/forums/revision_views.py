"""Edit one's own comment, and read how a comment was edited."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.forums import composer, draft_selectors, revision_actions, revision_selectors, rules, selectors
from consult.forums.forms import EditForm, new_edit_form
from consult.kit.pages import form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale


@form_page(budget=20, public=True)
def comment_edit(request, code, pk):
    """The composer with the words that were sent."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    if not request.user.is_authenticated:
        return composer.keep_and_sign_in(request, consultation, edits=comment)
    if not rules.is_author(request.user, comment):
        raise NotThere("")
    if request.method == "GET":
        rules.may_edit(request.user, comment).or_refuse()
        saved = draft_selectors.draft_of(
            request.user, consultation, clause_id=comment.clause_id, edits_id=comment.pk
        )
        return _form(request, comment, new_edit_form(comment, saved and saved.initial), saved=saved)
    form = EditForm(request.POST, reply=comment.parent_id is not None)
    if not form.is_valid():
        return _form(request, comment, form, status=400)
    names = ("edition", "client_key", *revision_actions.WORDS)
    typed = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    try:
        revision_actions.edit_comment(request.user, comment=comment, **typed)
    except (NotThere, Stale):
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, comment, form, status=403)
    messages.success(request, _("Đã lưu nội dung sửa. Các lần sửa đều công khai."))
    return redirect(selectors.place_of_comment(comment))


def _form(request, comment, form, *, saved=None, status=200):
    context = composer.edit_context(request, comment, form=form, saved=saved)
    return render(request, "forums/comment_edit.html", context, status=status)


@page(budget=8, public=True)
def comment_revisions(request, code, pk):
    """Every wording of a comment, with what changed."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    found = revision_selectors.revisions_page(request.user, comment)
    context = {"page": found, "consultation": consultation, "back": selectors.place_of_comment(comment)}
    return render(request, "forums/comment_revisions.html", context)

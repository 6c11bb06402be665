"""The council releases what was said to it alone; the author answers about their name."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.consultations.levels import Shown
from consult.forums import authors, release_actions, rules, selectors
from consult.forums.release_forms import ReleaseForm
from consult.kit.pages import act, form_page
from consult.kit.verdicts import NotThere, Refused


@form_page(budget=20)
def comment_release(request, code, pk):
    """Publish a comment made to the council alone, with a reason that everybody reads."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    rules.may_release(request.user, comment, named=bool(comment.released)).or_refuse()
    form = ReleaseForm(request.POST or None, comment=comment)
    if request.method != "POST":
        return _page(request, consultation, comment, form)
    if not form.is_valid():
        return _page(request, consultation, comment, form, 400)
    named = form.cleaned_data["level"] == Shown.NAMED
    try:
        release_actions.release_comment(
            request.user, comment=comment, reason=form.cleaned_data["reason"], named=named
        )
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, consultation, comment, form, 403)
    messages.success(request, _("Đã công bố ý kiến."))
    return redirect(selectors.place_of_comment(comment))


def _page(request, consultation, comment, form, status=200):
    context = {
        "consultation": consultation,
        "comment": comment,
        "author": authors.author_of(comment, request.user),
        "reason": mark_safe(comment.reason_html),  # cleaned when it was saved
        "note": authors.level_note(comment),
        "form": form,
        "back": selectors.place_of_comment(comment),
    }
    return render(request, "forums/release.html", context, status=status)


@act(budget=18)
def comment_naming(request, code, pk):
    """Agree to be named if the council releases the comment, or without `dong-y` no longer."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    agreed = "dong-y" in request.POST
    release_actions.agree_to_name(request.user, comment=comment, agreed=agreed)
    messages.success(request, _("Đã ghi việc đồng ý.") if agreed else _("Đã ghi việc thôi đồng ý."))
    return redirect("comment_receipt", code, pk)

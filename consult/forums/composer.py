"""What every place that shows the composer gives to its template."""

from consult.forums import kept, rules, selectors
from consult.forums.forms import new_comment_form


def context(request, consultation, *, form, clause_id=None, source="", parent=None) -> dict:
    """Variables of forums/_composer.html. `source` is the clause's words, `parent` the comment being answered."""
    if parent is None:
        verdict = rules.may_comment(request.user, consultation)
    else:
        verdict = rules.may_answer_to(request.user, parent)
    place = f"r{parent.pk}" if parent else str(clause_id or "chung")
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
        "back": selectors.place_of(consultation.code, clause_id, parent and parent.pk),
        "draft": f"gop-y-{consultation.code}-{place}",
    }


def empty(request, consultation, *, clause_id=None, source="") -> dict:
    """A composer to begin with: empty, or with what was typed before the session ended."""
    found = kept.find(request, kept.place(consultation.code, clause_id))
    asks = selectors.asks_interest(request.user, consultation)
    form = new_comment_form(consultation, clause_id, found, asks_interest=asks)
    return context(request, consultation, form=form, clause_id=clause_id, source=source)

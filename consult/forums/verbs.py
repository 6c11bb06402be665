"""What the forum records. The committed fields of a comment never change after it is posted."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

TEXT_FIELDS = ("position", "criterion", "reason", "proposed", "quote", "shown")


def comment_content(comment) -> dict:
    """The fields whose words the entry commits to."""
    fields = {name: getattr(comment, name) for name in TEXT_FIELDS}
    # What came later is committed to where it says something, so that older entries still hold.
    later = {"adds": comment.adds, "attachment": comment.attachment_id, "anchor": comment.anchor}
    return {
        **fields,
        "version": comment.version_id,
        "clause": comment.clause_id,
        "parent": comment.parent_id,
        **{name: value for name, value in later.items() if value},
    }


COMMENT_POSTED = register(
    Verb(
        "comment.posted",
        _("%(who)s đã góp ý về %(what)s"),
        live=True,
        staged=True,
        content=comment_content,
    )
)
COMMENT_WITHDRAWN = register(
    Verb("comment.withdrawn", _("%(who)s đã rút góp ý về %(what)s"), live=True, staged=True)
)
COMMENT_ENDORSED = register(
    Verb("comment.endorsed", _("%(who)s đã tán thành góp ý về %(what)s"), live=True, staged=True)
)
# Disagreeing, and taking a stance back, are checked against the stage of endorsing, under the same lock (see actions).
COMMENT_OPPOSED = register(Verb("comment.opposed", _("%(who)s không tán thành góp ý về %(what)s"), live=True))
COMMENT_UNOPPOSED = register(
    Verb("comment.unopposed", _("%(who)s đã thôi không tán thành góp ý về %(what)s"), live=True)
)
COMMENT_UNENDORSED = register(
    Verb("comment.unendorsed", _("%(who)s đã thôi tán thành góp ý về %(what)s"), live=True)
)

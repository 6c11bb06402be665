"""What the forum records. The committed fields of a comment never change after it is posted."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

TEXT_FIELDS = ("position", "criterion", "reason", "proposed", "quote", "shown")


def comment_content(comment) -> dict:
    """The fields whose words the entry commits to."""
    fields = {name: getattr(comment, name) for name in TEXT_FIELDS}
    return {
        **fields,
        "version": comment.version_id,
        "clause": comment.clause_id,
        "parent": comment.parent_id,
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
# Taking an endorsement back is checked against the stage of endorsing, under the same lock (see actions).
COMMENT_UNENDORSED = register(
    Verb("comment.unendorsed", _("%(who)s đã thôi tán thành góp ý về %(what)s"), live=True)
)


def paper_content(paper) -> dict:
    """Everything written about a paper, and the hash of its scan."""
    fields = {name: getattr(paper, name) for name in ("kind", "number", "sender", "shown", "scan_hash")}
    days = {name: str(getattr(paper, name) or "") for name in ("issued_on", "received_on")}
    return {**fields, **days, "office": paper.office_id}


def entered_content(comment) -> dict:
    """As for a comment, with its paper and for how many it stands."""
    return {**comment_content(comment), "paper": comment.paper_id, "counted": comment.counted}


PAPER_REGISTERED = register(
    Verb(
        "paper.registered", _("%(who)s đã đăng ký nguồn ý kiến %(what)s"), staged=True, content=paper_content
    )
)
COMMENT_ENTERED = register(
    Verb(
        "comment.entered",
        _("%(who)s đã nhập ý kiến bằng văn bản về %(what)s"),
        live=True,
        staged=True,
        content=entered_content,
    )
)
PAPER_UNDONE = register(Verb("paper.undone", _("%(who)s đã thu hồi các ý kiến nhập từ %(what)s"), live=True))

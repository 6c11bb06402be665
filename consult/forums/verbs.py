"""What the forum records. What an entry commits to never changes: an edited comment keeps its wordings."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

TEXT_FIELDS = ("position", "criterion", "reason", "proposed", "quote", "shown")


REVISED = ("position", "criterion", "reason", "proposed", "adds")


def comment_content(comment) -> dict:
    """The fields whose words the entry of posting commits to: of an edited comment those of its first wording."""
    first = comment.revisions.first() if comment.edition > 1 else None
    words = first or comment
    fields = {name: getattr(words if name in REVISED else comment, name) for name in TEXT_FIELDS}
    # What came later is committed to where it says something, so that older entries still hold.
    later = {
        "adds": words.adds,
        "attachment": comment.attachment_id,
        "anchor": comment.anchor,
        "sources": comment.sources,
        "files": [file.digest for file in comment.files.all()],
    }
    return {
        **fields,
        "version": comment.version_id,
        "clause": comment.clause_id,
        "parent": comment.parent_id,
        **{name: value for name, value in later.items() if value},
    }


def revision_content(revision) -> dict:
    """The words of one wording. The newest is read from the comment itself: what is shown is what was recorded."""
    comment = revision.comment
    source = comment if revision.number == comment.edition else revision
    same = all(getattr(source, name) == getattr(revision, name) for name in REVISED)
    return {
        **{name: getattr(source, name) for name in REVISED},
        "comment": comment.pk,
        "number": revision.number if same else 0,
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
COMMENT_EDITED = register(
    Verb(
        "comment.edited",
        _("%(who)s đã sửa góp ý về %(what)s"),
        live=True,
        staged=True,
        content=revision_content,
    )
)
COMMENT_WITHDRAWN = register(
    Verb("comment.withdrawn", _("%(who)s đã rút góp ý về %(what)s"), live=True, staged=True)
)
# The council alone learns what an author answered about their name; that a comment was released is for everybody.
COMMENT_RELEASED = register(
    Verb("comment.released", _("%(who)s đã công bố một ý kiến gửi hội đồng về %(what)s"), live=True)
)
COMMENT_NAMING = register(
    Verb(
        "comment.naming",
        _("%(who)s đã trả lời về việc công bố họ tên cùng ý kiến về %(what)s"),
        audience="front",
    )
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

"""What the ledger knows of compiling and answering.

Points and answers may change until they are closed, so their entries commit to a hash of each wording in `data`;
the published table never changes, and its entry commits to the whole of it.
"""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

COMPILATION_STARTED = register(
    Verb("compilation.started", _("%(who)s bắt đầu tổng hợp ý kiến của %(what)s"), audience="front")
)
POINT_ADDED = register(Verb("point.added", _("%(who)s lập điểm góp ý %(what)s"), audience="front"))
POINT_EDITED = register(Verb("point.edited", _("%(who)s sửa điểm góp ý %(what)s"), audience="front"))
POINT_REMOVED = register(Verb("point.removed", _("%(who)s bỏ điểm góp ý %(what)s"), audience="front"))
COMMENT_CITED = register(
    Verb("comment.cited", _("%(who)s xếp ý kiến vào điểm góp ý %(what)s"), audience="front")
)
COMMENT_UNCITED = register(
    Verb("comment.uncited", _("%(who)s đưa ý kiến ra khỏi điểm góp ý %(what)s"), audience="front")
)
COMPILATION_CLOSED = register(Verb("compilation.closed", _("%(who)s chốt bản tổng hợp ý kiến của %(what)s")))
ANSWER_WRITTEN = register(Verb("answer.written", _("%(who)s trả lời điểm góp ý %(what)s"), audience="agency"))


def published_content(compilation) -> dict:
    """The frozen table and its hash: what the entry of the publication commits to."""
    return {"hash": compilation.snapshot_hash, "snapshot": compilation.snapshot}


ANSWERS_PUBLISHED = register(
    Verb(
        "answers.published",
        _("%(who)s công bố kết quả tiếp thu, giải trình của %(what)s"),
        live=True,
        content=published_content,
    )
)

# Audience as the body that issues the paper: the council's by default, the agency's where it is theirs.
OFFICIAL_EDITED = register(
    Verb("official.edited", _("%(who)s sửa phần lời của văn bản %(what)s"), audience="front")
)
# In the file's book: the association says in public that its report went out.
OFFICIAL_SENT = register(
    Verb("official.sent", _("%(who)s gửi báo cáo của hội về %(what)s"), audience="public")
)
OFFICIAL_MADE = register(Verb("official.made", _("%(who)s lập tệp văn bản %(what)s"), audience="front"))

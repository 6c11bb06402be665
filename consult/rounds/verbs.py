"""What rounds record, each in a book of its own that only the members asked may read.

Ballots, published comments and unnamed dissent are for their owner's eyes: no list may join them to a person.
"""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register


def _verb(name: str, sentence, *, audience="members", staged=False, content=None) -> Verb:
    return register(Verb(name, sentence, audience=audience, staged=staged, content=content))


def comment_content(comment) -> dict:
    fields = {name: getattr(comment, name) for name in ("position", "reason", "proposed", "quote")}
    return {**fields, "clause": comment.clause_id, "parent": comment.parent_id}


def ballot_content(ballot) -> dict:
    return {
        "line": ballot.line_id,
        "version": ballot.version,
        "choice": ballot.choice,
        "reason": ballot.reason,
    }


ROUND_OPENED = _verb("round.opened", _("%(who)s mở đợt góp ý nội bộ về %(what)s"))
MEMBERS_ASKED = _verb("round.asked", _("%(who)s mời thêm hội viên tham gia %(what)s"))
ROUND_EXTENDED = _verb("round.extended", _("%(who)s đổi thời hạn của %(what)s"))
ROUND_ENDED = _verb("round.ended", _("%(who)s kết thúc góp ý trong %(what)s"))
ROUND_FILED = _verb(
    "round.filed",
    _("%(who)s gửi ý kiến của hội từ %(what)s"),
    content=lambda row: {"snapshot": row.snapshot_hash},
)
COVER_SAVED = _verb("round.cover_saved", _("%(who)s sửa lời dẫn của %(what)s"))
COMMENT_POSTED = _verb(
    "round_comment.posted", _("%(who)s góp ý nội bộ về %(what)s"), staged=True, content=comment_content
)
COMMENT_WITHDRAWN = _verb("round_comment.withdrawn", _("%(who)s rút ý kiến nội bộ %(what)s"), staged=True)
COMMENT_ENDORSED = _verb("round_comment.endorsed", _("%(who)s tán thành ý kiến nội bộ %(what)s"), staged=True)
COMMENT_UNENDORSED = _verb(
    "round_comment.unendorsed", _("%(who)s thôi tán thành ý kiến nội bộ %(what)s"), staged=True
)
COMMENT_PUBLISHED = _verb(
    "round_comment.published", _("%(who)s đưa ý kiến %(what)s ra hồ sơ công khai"), audience="owner"
)
LINE_SAVED = _verb("round_line.saved", _("%(who)s soạn phương án %(what)s"), staged=True)
LINE_DROPPED = _verb("round_line.dropped", _("%(who)s bỏ phương án %(what)s"), staged=True)
VOTE_OPENED = _verb("round_line.voting", _("%(who)s lấy biểu quyết về %(what)s"), staged=True)
RESULT_SHOWN = _verb("round_line.shown", _("%(who)s công bố kết quả biểu quyết về %(what)s"))
BALLOT_CAST = _verb(
    "round_ballot.cast",
    _("%(who)s biểu quyết về %(what)s"),
    audience="owner",
    staged=True,
    content=ballot_content,
)
DISSENT_ATTACHED = _verb(
    "dissent.attached",
    _("%(who)s gửi ý kiến khác kèm theo %(what)s"),
    audience="owner",
    staged=True,
    content=lambda row: {"line": row.line_id, "text": row.text, "named": row.named},
)
DISSENT_WITHDRAWN = _verb(
    "dissent.withdrawn", _("%(who)s rút ý kiến khác %(what)s"), audience="owner", staged=True
)

OPEN_VERBS = (
    COMMENT_POSTED.name,
    COMMENT_WITHDRAWN.name,
    COMMENT_ENDORSED.name,
    COMMENT_UNENDORSED.name,
    LINE_SAVED.name,
    LINE_DROPPED.name,
    VOTE_OPENED.name,
    BALLOT_CAST.name,
    DISSENT_ATTACHED.name,
    DISSENT_WITHDRAWN.name,
)
"""Opened in the round's book until its deadline; the ledger refuses what raced the end."""

"""What moderation records. No entry names who reported, and none holds words: the rows do, by hash."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register


def flag_content(flag) -> dict:
    return {
        "comment": flag.case.comment_id,
        "reporter": flag.reporter_id,
        "ground": flag.ground,
        "words": flag.words,
    }


def ruling_content(ruling) -> dict:
    return {
        "comment": ruling.case.comment_id,
        "outcome": ruling.outcome,
        "ground": ruling.ground,
        "reason": ruling.reason,
    }


def appeal_content(appeal) -> dict:
    return {"ruling": appeal.ruling_id, "words": appeal.words}


def note_content(note) -> dict:
    return {"case": note.case_id, "text": note.text}


FLAGGED = register(
    Verb("comment.flagged", _("%(who)s báo cáo %(what)s"), audience="front", content=flag_content)
)
SUSPENDED = register(
    Verb("comment.suspended", _("%(who)s tạm ẩn %(what)s để xem xét"), live=True, content=ruling_content)
)
KEPT = register(
    Verb("comment.kept", _("%(who)s giữ nguyên %(what)s"), audience="front", content=ruling_content)
)
HIDDEN = register(Verb("comment.hidden", _("%(who)s ẩn %(what)s"), live=True, content=ruling_content))
RESTORED = register(
    Verb("comment.restored", _("%(who)s cho hiện lại %(what)s"), live=True, content=ruling_content)
)
APPROVED = register(Verb("comment.approved", _("%(who)s duyệt %(what)s"), live=True, content=ruling_content))
REFUSED = register(
    Verb("comment.refused", _("%(who)s không duyệt %(what)s"), live=True, content=ruling_content)
)
UPHELD = register(
    Verb("appeal.dismissed", _("%(who)s bác khiếu nại về %(what)s"), live=True, content=ruling_content)
)
APPEALED = register(
    Verb(
        "appeal.sent", _("%(who)s khiếu nại quyết định về %(what)s"), audience="front", content=appeal_content
    )
)
ASSIGNED = register(Verb("case.assigned", _("%(who)s giao xem xét %(what)s"), audience="front"))
NOTED = register(Verb("case.noted", _("%(who)s ghi chú về %(what)s"), audience="front", content=note_content))
CONDUCT_SET = register(Verb("conduct.set", _("%(who)s đặt cách nhận ý kiến của %(what)s")))

OF_OUTCOME = {
    "suspended": SUSPENDED,
    "kept": KEPT,
    "hidden": HIDDEN,
    "restored": RESTORED,
    "approved": APPROVED,
    "refused": REFUSED,
    "upheld": UPHELD,
}

"""What the ledger knows of placing opinions. Entries hold ids and numbers; no words of an opinion, a note or a tag."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

WORDS_QUOTED = register(
    Verb("point.quoted", _("%(who)s trích lời ý kiến trong điểm góp ý %(what)s"), audience="front")
)
WORDS_UNQUOTED = register(
    Verb("point.unquoted", _("%(who)s bỏ lời trích trong điểm góp ý %(what)s"), audience="front")
)
POINTS_MERGED = register(
    Verb("point.merged", _("%(who)s gộp một điểm vào điểm góp ý %(what)s"), audience="front")
)
ASIDE_PROPOSED = register(
    Verb("aside.proposed", _("%(who)s đề nghị không tính một ý kiến (%(what)s)"), audience="front")
)
ASIDE_CONFIRMED = register(
    Verb("aside.confirmed", _("%(who)s xác nhận không tính một ý kiến (%(what)s)"), audience="front")
)
ASIDE_LIFTED = register(
    Verb("aside.lifted", _("%(who)s đưa một ý kiến trở lại (%(what)s)"), audience="front")
)
ASIDE_APPEALED = register(
    Verb("aside.appealed", _("%(who)s đề nghị xem lại việc không tính ý kiến (%(what)s)"), audience="front")
)
COMMENT_TAGGED = register(Verb("comment.tagged", _("%(who)s gắn nhãn cho ý kiến %(what)s"), audience="front"))
COMMENT_UNTAGGED = register(
    Verb("comment.untagged", _("%(who)s bỏ nhãn của ý kiến %(what)s"), audience="front")
)
COMMENT_NOTED = register(Verb("comment.noted", _("%(who)s ghi chú bên ý kiến %(what)s"), audience="front"))
NOTE_REMOVED = register(
    Verb("comment.note_removed", _("%(who)s xóa ghi chú bên ý kiến %(what)s"), audience="front")
)
COMMENTS_ASSIGNED = register(
    Verb(
        "comment.assigned", _("%(who)s phân công xử lý ý kiến trong bản tổng hợp %(what)s"), audience="front"
    )
)
STEP_UNDONE = register(
    Verb("compilation.undone", _("%(who)s hoàn tác một việc trong bản tổng hợp %(what)s"), audience="front")
)

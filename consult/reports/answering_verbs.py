"""What the ledger knows of the agency's work beside its answers. Entries hold ids, dates and hashes, never words."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

POINT_ASSIGNED = register(
    Verb("point.assigned", _("%(who)s phân công trả lời trong bản tổng hợp %(what)s"), audience="agency")
)
POINT_RESCHEDULED = register(
    Verb("point.rescheduled", _("%(who)s đổi thời hạn trả lời điểm góp ý %(what)s"), audience="agency")
)
ANSWER_SENT_BACK = register(
    Verb("answer.sent_back", _("%(who)s trả lại để sửa trả lời %(what)s"), audience="agency")
)
ANSWERS_LOOSENED = register(
    Verb(
        "answers.loosened",
        _("%(who)s sửa bản dự thảo nên có trả lời không còn gắn với chữ đã sửa (%(what)s)"),
        audience="agency",
    )
)
ANSWERS_REBOUND = register(
    Verb(
        "answers.rebound",
        _("%(who)s sửa bản dự thảo nên có trả lời lại gắn với chữ đã sửa (%(what)s)"),
        audience="agency",
    )
)
POINT_JOTTED = register(
    Verb("point.jotted", _("%(who)s ghi chú nội bộ bên điểm góp ý %(what)s"), audience="agency")
)
CLARIFICATION_ASKED = register(
    Verb("clarification.asked", _("%(who)s đề nghị làm rõ điểm góp ý (%(what)s)"), audience="agency")
)
CLARIFICATION_GIVEN = register(
    Verb("clarification.given", _("%(who)s làm rõ điểm góp ý (%(what)s)"), audience="front")
)
POINT_FORWARDED = register(
    Verb("point.forwarded", _("%(who)s chuyển điểm góp ý đến cơ quan khác (%(what)s)"), audience="agency")
)
FORWARDING_RECALLED = register(
    Verb("forwarding.recalled", _("%(who)s rút lại điểm góp ý đã chuyển (%(what)s)"), audience="agency")
)
FORWARDING_ANSWERED = register(
    Verb("forwarding.answered", _("%(who)s trả lời điểm góp ý được chuyển đến (%(what)s)"), audience="agency")
)
FORWARDING_RETURNED = register(
    Verb("forwarding.returned", _("%(who)s trả lại điểm góp ý được chuyển đến (%(what)s)"), audience="agency")
)
STOCK_TEXT_SAVED = register(
    Verb("stock_text.saved", _("%(who)s lưu mẫu trả lời %(what)s"), audience="office")
)
STOCK_TEXT_REMOVED = register(
    Verb("stock_text.removed", _("%(who)s bỏ mẫu trả lời %(what)s"), audience="office")
)

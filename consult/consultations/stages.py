"""The stages of a file in their order, and the verbs that each of them opens, by name.

Stages know names of verbs, not apps: what a verb means belongs to the app that registers it.
"""

from django.utils.translation import gettext_lazy as _

ORDER = ("comment", "meet", "compile", "answer", "closed")

_TALK = ("comment.posted", "comment.edited", "comment.withdrawn", "comment.endorsed")
# Letters and minutes reach the register after the day on which they were written.
_PAPER = ("paper.registered", "comment.entered")
_VOTE = ("poll.opened", "ballot.cast")
STAGE_VERBS: dict[str, tuple[str, ...]] = {
    "comment": (*_TALK, *_VOTE, *_PAPER),
    "meet": (*_VOTE, *_PAPER),
    "compile": _PAPER,
    "answer": (),
    "closed": (),
}

# Where a file may go from each stage: forward only; a file without a conference skips it.
NEXT: dict[str, tuple[str, ...]] = {
    "comment": ("meet", "compile"),
    "meet": ("compile",),
    "compile": ("answer",),
    "answer": ("closed",),
    "closed": (),
}

# Stages in which experts speak: these may be given more time. The days of the others are set by law.
EXTENDED = ("comment", "meet")

WORDS = {
    "comment": _("Góp ý theo điều, khoản"),
    "meet": _("Hội nghị, đối thoại"),
    "compile": _("Lập bản tổng hợp ý kiến"),
    "answer": _("Tiếp thu, giải trình"),
    "closed": _("Công bố kết quả"),
}

# What a move means, said before it is made.
MEANING = {
    "meet": _(
        "Hồ sơ ngừng nhận góp ý theo điều, khoản và chuyển sang thảo luận. Việc này không hoàn lại được."
    ),
    "compile": _(
        "Hồ sơ ngừng nhận góp ý và phiếu; hội đồng tư vấn bắt đầu tổng hợp. Việc này không hoàn lại được."
    ),
    "answer": _("Cơ quan soạn thảo bắt đầu trả lời từng điểm góp ý. Việc này không hoàn lại được."),
    "closed": _("Hồ sơ kết thúc và không nhận thêm việc nào. Việc này không hoàn lại được."),
}

# The rule of days that sets the suggested length of each stage; the days themselves are rows of a table.
_COMMON_RULES = {
    "meet": "stage.meet",
    "compile": "stage.compile",
    "answer": "agency.answer_to_front",
}
STAGE_RULES: dict[str, dict[str, str]] = {
    "comment": {"comment": "draft.publish_min", **_COMMON_RULES},
    "social_review": {"comment": "draft.publish_min", **_COMMON_RULES},
    "advisory": {"comment": "body.written_opinion", **_COMMON_RULES},
    "assessment": {"comment": "body.written_opinion", **_COMMON_RULES},
    "policy": {"comment": "body.written_opinion", **_COMMON_RULES},
}

CODE_PREFIXES = {
    "comment": "GY",
    "social_review": "PB",
    "advisory": "TV",
    "assessment": "GD",
    "policy": "TC",
}

LEGAL_BASES = {
    "comment": _("Điều 6 Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15"),
    "social_review": _(
        "Điều 32 đến Điều 36 Luật Mặt trận Tổ quốc Việt Nam số 75/2015/QH13, "
        "sửa đổi, bổ sung theo Luật số 97/2025/QH15"
    ),
    "advisory": _("Quyết định số 14/2014/QĐ-TTg của Thủ tướng Chính phủ về hoạt động tư vấn"),
    "assessment": _("Quyết định số 14/2014/QĐ-TTg của Thủ tướng Chính phủ về hoạt động giám định xã hội"),
    "policy": _("Điều 30 Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15"),
}

"""What happens to a profile of the register. Profiles live in the book of people, decisions in the association's."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

PROFILE_SAVED = register(Verb("expert.saved", _("%(who)s đã lưu hồ sơ chuyên gia"), "owner"))
VERIFICATION_ASKED = register(
    Verb("verification.asked", _("%(who)s đã gửi yêu cầu xác thực hồ sơ"), "office")
)
VERIFICATION_DECIDED = register(
    Verb(
        "verification.decided",
        _("%(who)s đã xử lý yêu cầu xác thực hồ sơ: %(what)s"),
        "office",
        content=lambda row: {"decision": row.decision, "reason": row.reason, "expert": row.expert_id},
    )
)
LISTED = register(Verb("expert.listed", _("%(who)s đã đưa hồ sơ vào danh bạ công khai"), "owner"))
UNLISTED = register(Verb("expert.unlisted", _("%(who)s đã rút hồ sơ khỏi danh bạ công khai"), "owner"))

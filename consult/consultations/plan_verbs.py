"""What the ledger knows about the yearly plan of a council; in the council's own book."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

PLAN_ADDED = register(Verb("plan.added", _("%(who)s thêm mục %(what)s vào kế hoạch năm"), audience="office"))
PLAN_EDITED = register(Verb("plan.edited", _("%(who)s sửa mục %(what)s của kế hoạch năm"), audience="office"))
PLAN_MOVED = register(
    Verb("plan.moved", _("%(who)s đổi thứ tự mục %(what)s của kế hoạch năm"), audience="office")
)
PLAN_MARKED = register(
    Verb("plan.marked", _("%(who)s ghi tình trạng mục %(what)s của kế hoạch năm"), audience="office")
)
PLAN_REMOVED = register(
    Verb("plan.removed", _("%(who)s bỏ mục %(what)s khỏi kế hoạch năm"), audience="office")
)
PLAN_RESTORED = register(
    Verb("plan.restored", _("%(who)s khôi phục mục %(what)s của kế hoạch năm"), audience="office")
)

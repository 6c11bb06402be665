"""What the ledger knows of the authors' check. Answers are for who gave them; entries hold no words."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

CHECK_SET = register(
    Verb("check.set", _("%(who)s đặt thời gian tác giả kiểm tra của %(what)s"), audience="front")
)
CHECK_OPENED = register(
    Verb("check.opened", _("%(who)s mở cho tác giả kiểm tra các điểm góp ý của %(what)s"), audience="front")
)
REFLECTED = register(
    Verb(
        "point.reflected",
        _("%(who)s cho biết điểm góp ý phản ánh ý kiến thế nào (%(what)s)"),
        audience="owner",
    )
)

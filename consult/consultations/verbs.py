"""What the ledger knows about a file itself. What is said in it belongs to the apps above."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

CONSULTATION_CREATED = register(
    Verb(
        "consultation.created",
        _("%(who)s lập hồ sơ %(what)s"),
        audience="agency",
    )
)
CONSULTATION_OPENED = register(
    Verb(
        "consultation.opened",
        _("%(who)s mở lấy ý kiến %(what)s"),
        audience="public",
        live=True,
    )
)
LEVELS_CHOSEN = register(
    Verb("levels.chosen", _("%(who)s chọn mức công khai danh tính của %(what)s"), audience="agency")
)
STAGE_MOVED = register(
    Verb(
        "stage.moved",
        _("%(who)s chuyển giai đoạn của %(what)s"),
        audience="public",
        live=True,
    )
)
STAGE_EXTENDED = register(
    Verb(
        "stage.extended",
        _("%(who)s gia hạn giai đoạn của %(what)s"),
        audience="public",
        live=True,
    )
)
VERSION_ASKED = register(
    Verb(
        "version.asked",
        _("%(who)s chuyển lấy ý kiến của %(what)s sang bản dự thảo mới"),
        audience="public",
    )
)
# The council reads the words of it; whether anything was declared is all that the entry says.
INTEREST_DECLARED = register(
    Verb("interest.declared", _("%(who)s khai báo lợi ích liên quan trong %(what)s"), audience="front")
)
# Who was asked and what they answered concerns two people: the entries are theirs alone.
INVITATION_SENT = register(
    Verb(
        "invitation.sent",
        _("%(who)s mời tham gia %(what)s"),
        audience="owner",
    )
)
INVITATION_ACCEPTED = register(
    Verb(
        "invitation.accepted",
        _("%(who)s nhận lời tham gia %(what)s"),
        audience="owner",
    )
)
INVITATION_DECLINED = register(
    Verb(
        "invitation.declined",
        _("%(who)s từ chối tham gia %(what)s"),
        audience="owner",
    )
)

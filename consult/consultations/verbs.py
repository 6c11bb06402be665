"""What the ledger knows about a file itself. What is said in it belongs to the apps above."""

from consult.ledger.registry import Verb, register

CONSULTATION_CREATED = register(
    Verb(
        "consultation.created",
        "%(who)s lập hồ sơ %(what)s",
        audience="agency",
    )
)
CONSULTATION_OPENED = register(
    Verb(
        "consultation.opened",
        "%(who)s mở lấy ý kiến %(what)s",
        audience="public",
        live=True,
    )
)
STAGE_MOVED = register(
    Verb(
        "stage.moved",
        "%(who)s chuyển giai đoạn của %(what)s",
        audience="public",
        live=True,
    )
)
# Who was asked and what they answered concerns two people: the entries are theirs alone.
INVITATION_SENT = register(
    Verb(
        "invitation.sent",
        "%(who)s mời tham gia %(what)s",
        audience="owner",
    )
)
INVITATION_ACCEPTED = register(
    Verb(
        "invitation.accepted",
        "%(who)s nhận lời tham gia %(what)s",
        audience="owner",
    )
)
INVITATION_DECLINED = register(
    Verb(
        "invitation.declined",
        "%(who)s từ chối tham gia %(what)s",
        audience="owner",
    )
)

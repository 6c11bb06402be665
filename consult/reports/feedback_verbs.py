"""What the ledger knows of authors and answers: that somebody rated, objected, was answered; never a score."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register


def objection_content(objection) -> dict:
    """Its words never change."""
    return {"citation": objection.citation_id, "text": objection.text, "shared": objection.shared}


def answer_content(objection) -> dict:
    """It is answered once."""
    return {"citation": objection.citation_id, "answer": objection.answer}


ANSWER_RATED = register(
    Verb("answer.rated", _("%(who)s đánh giá trả lời cho ý kiến (%(what)s)"), audience="owner")
)
OBJECTION_FILED = register(
    Verb(
        "objection.filed", _("%(who)s phản đối trả lời của điểm góp ý (%(what)s)"), content=objection_content
    )
)
OBJECTION_ANSWERED = register(
    Verb("objection.answered", _("%(who)s trả lời một phản đối (%(what)s)"), content=answer_content)
)


def ruling_content(ruling) -> dict:
    return {
        "objection": ruling.objection_id,
        "outcome": ruling.outcome,
        "ground": ruling.ground,
        "reason": ruling.reason,
    }


OBJECTION_HIDDEN = register(
    Verb("objection.hidden", _("%(who)s ẩn một phản đối (%(what)s)"), content=ruling_content)
)
OBJECTION_RESTORED = register(
    Verb("objection.restored", _("%(who)s cho hiện lại một phản đối (%(what)s)"), content=ruling_content)
)
OBJECTION_APPROVED = register(
    Verb("objection.approved", _("%(who)s duyệt một phản đối (%(what)s)"), content=ruling_content)
)
OBJECTION_REFUSED = register(
    Verb("objection.refused", _("%(who)s không duyệt một phản đối (%(what)s)"), content=ruling_content)
)
OBJECTION_UPHELD = register(
    Verb(
        "objection.upheld",
        _("%(who)s bác khiếu nại về một phản đối bị ẩn (%(what)s)"),
        content=ruling_content,
    )
)
OBJECTION_APPEALED = register(
    Verb(
        "objection.appealed",
        _("%(who)s khiếu nại việc ẩn phản đối (%(what)s)"),
        audience="front",
        content=lambda objection: {"objection": objection.pk, "appeal": objection.appeal},
    )
)
OF_OUTCOME = {
    "hidden": OBJECTION_HIDDEN,
    "restored": OBJECTION_RESTORED,
    "approved": OBJECTION_APPROVED,
    "refused": OBJECTION_REFUSED,
    "upheld": OBJECTION_UPHELD,
}

OPEN_DATA_MADE = register(Verb("open_data.made", _("%(who)s lập dữ liệu mở của hồ sơ (%(what)s)")))

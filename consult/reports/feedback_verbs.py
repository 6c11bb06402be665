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

OPEN_DATA_MADE = register(Verb("open_data.made", _("%(who)s lập dữ liệu mở của hồ sơ (%(what)s)")))

"""What the ledger knows of a council's decision. Votes are for who cast them; counts are for the council, the report for everybody."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

DECISION_OPENED = register(
    Verb("decision.opened", _("%(who)s mở quyết định của hội đồng về %(what)s"), audience="front")
)
POINTS_GIVEN = register(
    Verb("decision.assigned", _("%(who)s phân công báo cáo viên trong %(what)s"), audience="front")
)
STATEMENT_WRITTEN = register(
    Verb("statement.written", _("%(who)s nêu nhận định về điểm góp ý %(what)s"), audience="front")
)
VOTE_OPENED = register(
    Verb("decision.vote_opened", _("%(who)s mở biểu quyết của hội đồng về %(what)s"), audience="front")
)
VOTES_CAST = register(Verb("decision.voted", _("%(who)s biểu quyết trong %(what)s"), audience="owner"))
VOTE_COUNTED = register(
    Verb("decision.counted", _("%(who)s kết thúc biểu quyết của hội đồng về %(what)s"), audience="front")
)
DECISION_STOPPED = register(
    Verb("decision.stopped", _("%(who)s dừng quyết định của hội đồng về %(what)s"), audience="front")
)


def signed_content(decision) -> dict:
    """The hash of the frozen report: what the entry of the signature commits to."""
    return {"edition": decision.edition, "hash": decision.report.digest}


REPORT_SIGNED = register(
    Verb("report.signed", _("%(who)s ký báo cáo của hội đồng về %(what)s"), content=signed_content)
)
REPORT_REOPENED = register(
    Verb("report.reopened", _("%(who)s lập lại báo cáo đã ký của hội đồng về %(what)s"))
)

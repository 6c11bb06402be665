"""What polls record. A ballot's entry is for its owner alone: no feed may tell that or how somebody voted."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

POLL_OPENED = register(
    Verb(
        "poll.opened",
        _("%(who)s đã mở thăm dò về %(what)s"),
        live=True,
        staged=True,
        content=lambda poll: {"question": poll.question, "clause": poll.clause_id},
    )
)
BALLOT_CAST = register(
    Verb(
        "ballot.cast",
        _("%(who)s đã bỏ phiếu thăm dò về %(what)s"),
        audience="owner",
        staged=True,
        content=lambda ballot: {
            "poll": ballot.poll_id,
            "choice": ballot.choice,
            "reason": ballot.reason,
        },
    )
)
POLL_CLOSED = register(Verb("poll.closed", _("%(who)s đã đóng thăm dò về %(what)s"), live=True))

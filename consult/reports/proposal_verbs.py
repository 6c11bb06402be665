"""What the ledger knows of a language model's proposals; no words of an opinion or of an answer."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

PROPOSAL_ASKED = register(
    Verb("proposal.asked", _("%(who)s xin mô hình ngôn ngữ đề xuất nhóm ý kiến (%(what)s)"), audience="front")
)
PROPOSAL_READ = register(
    Verb("proposal.read", _("%(who)s nhận đề xuất của mô hình ngôn ngữ (%(what)s)"), audience="front")
)
PROPOSAL_TAKEN = register(
    Verb(
        "proposal.taken",
        _("%(who)s lập điểm góp ý từ đề xuất của mô hình ngôn ngữ (%(what)s)"),
        audience="front",
    )
)

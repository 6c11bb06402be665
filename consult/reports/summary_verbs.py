"""What the ledger knows of the council's summary."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

SUMMARY_SAVED = register(
    Verb("compilation.summarised", _("%(who)s viết tóm tắt của bản tổng hợp %(what)s"), audience="front")
)

"""What the ledger knows about the papers of a file and its summary."""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register

ATTACHMENT_ADDED = register(
    Verb(
        "attachment.added",
        _("%(who)s đưa lên tài liệu kèm theo %(what)s"),
        audience="public",
    )
)
ATTACHMENT_REMOVED = register(
    Verb(
        "attachment.removed",
        _("%(who)s bỏ tài liệu kèm theo %(what)s"),
        audience="agency",
    )
)
SUMMARY_WRITTEN = register(
    Verb(
        "summary.written",
        _("%(who)s viết bản tóm tắt của %(what)s"),
        audience="agency",
    )
)
SUMMARY_CORRECTED = register(
    Verb(
        "summary.corrected",
        _("%(who)s đính chính bản tóm tắt của %(what)s"),
        audience="public",
    )
)

"""Who may attach papers to a file, and write or correct its plain summary."""

from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.rules import may_manage
from consult.kit.verdicts import Verdict, no

State = Consultation.State


def may_attach(user, consultation) -> Verdict:
    """Officers of the agency, until the file ends; what comes while it is open is marked and told."""
    managed = may_manage(user, consultation)
    if managed and consultation.state == State.CLOSED:
        return no(_("Hồ sơ đã kết thúc nên không nhận thêm tài liệu."), "closed")
    return managed


def may_remove(user, consultation) -> Verdict:
    """Only before the file is open: from then on readers have read it."""
    managed = may_manage(user, consultation)
    if managed and consultation.state != State.PREPARED:
        return no(_("Tài liệu đã công khai được giữ nguyên, không bỏ được."), "frozen")
    return managed


def may_summarise(user, consultation) -> Verdict:
    """Write the summary before the file is open; afterwards only correct it, with a reason, until the file ends."""
    managed = may_manage(user, consultation)
    if managed and consultation.state == State.CLOSED:
        return no(_("Hồ sơ đã kết thúc nên bản tóm tắt được giữ nguyên."), "closed")
    return managed

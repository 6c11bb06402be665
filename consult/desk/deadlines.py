"""Deadlines in words, as library due slips."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.core import calendar, vietnamese

HUES = {"late": "son", "soon": "son", "normal": "cham"}


@dataclass(frozen=True)
class Slip:
    """Large words, small words, hue: what a due slip shows."""

    text: str
    note: str
    hue: str


def slip(until: datetime | None, what: str = "") -> Slip:
    """ "Còn 12 ngày", with the date below; late ones say by how much."""
    if until is None:
        return Slip(_("Không thời hạn"), what, "chi")
    now, local = timezone.localtime(), timezone.localtime(until)
    days = calendar.days_left(now.date(), local.date())
    if now >= local:
        text = (
            ngettext("Quá hạn %(n)s ngày", "Quá hạn %(n)s ngày", -days) % {"n": -days}
            if days < 0
            else _("Đã hết hạn")
        )
    elif days == 0:
        text = _("Hôm nay")
    else:
        text = ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", days) % {"n": days}
    note = f"{what} {vietnamese.date_short(local.date())}".strip()
    return Slip(text, note, HUES[calendar.urgency(now, local)])

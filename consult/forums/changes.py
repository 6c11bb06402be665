"""The change that a comment asks for, as words and as operations on the clause."""

import re

from django.utils.translation import gettext as _

from consult.core import legal
from consult.forums.models import Change

_NUMBER = re.compile(r"\s*(?:\d{1,3}[a-z\u0111]?\.|[a-z\u0111]{1,2}\))\s+")


def label(change: str, adds: str) -> str:
    """What stands above the changed words."""
    if change == Change.ADD:
        return {
            "article": _("Đề nghị bổ sung điều mới"),
            "clause": _("Đề nghị bổ sung khoản mới"),
            "point": _("Đề nghị bổ sung điểm mới"),
        }.get(adds, _("Đề nghị bổ sung"))
    return {Change.DELETE: _("Đề nghị bỏ"), Change.MODIFY: _("Đề nghị sửa thành")}.get(change, "")


def is_drawn(change: str, quote: str) -> bool:
    """Whether the change can be shown on the words of the clause; an addition needs none."""
    return change == Change.ADD or (bool(change) and bool(quote))


def operations(change: str, quote: str, proposed: str) -> list[legal.Op]:
    """From the clause's words to what is asked for: struck whole, added whole, or compared."""
    if change == Change.DELETE:
        return [legal.Op("del", quote)]
    if change == Change.ADD:
        return [legal.Op("ins", proposed)]
    return legal.redline(quote, without_number(quote, proposed))


def without_number(quote: str, proposed: str) -> str:
    """The proposal without the number of its unit, which the quoted words never hold: not a change of wording."""
    number = _NUMBER.match(proposed)
    return proposed[number.end() :] if number and not _NUMBER.match(quote) else proposed

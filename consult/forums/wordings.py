"""The proposed wordings of comments as comparisons with the clause, kept between pages."""

import re

from django.core.cache import cache

from consult.core import legal
from consult.kit.templatetags import consult as look

_WEEK = 7 * 24 * 3600
_NUMBER = re.compile(r"\s*(?:\d{1,3}[a-z\u0111]?\.|[a-z\u0111]{1,2}\))\s+")


def redlines(rows) -> dict[int, str]:
    """The proposed wordings as comparisons with the clause; a posted wording never changes, so they are kept."""
    wanted = {f"redline:{row.id}": row for row in rows if row.proposed and row.quote}
    if not wanted:
        return {}
    known = cache.get_many(wanted)
    fresh = {
        key: str(look.redline(legal.redline(row.quote, _same_start(row.quote, row.proposed))))
        for key, row in wanted.items()
        if key not in known
    }
    if fresh:
        cache.set_many(fresh, _WEEK)
    return {row.id: known.get(key) or fresh[key] for key, row in wanted.items()}


def _same_start(quote: str, proposed: str) -> str:
    """The proposal without the number of its unit, which the quoted words never hold: not a change of wording."""
    number = _NUMBER.match(proposed)
    return proposed[number.end() :] if number and not _NUMBER.match(quote) else proposed

"""How long somebody waits before the next sending: a gap between two, and so many in an hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

HOUR = timedelta(hours=1)


def wait(sent: Iterable[datetime], now: datetime, *, gap: int = 0, per_hour: int = 0) -> int:
    """Whole seconds until the next sending is in order, 0 for at once; a bound of 0 binds nobody.

    `sent` are the moments of earlier sendings, in any order. A moment after `now` (clocks that differ) counts as
    now, so that nobody waits longer than the bounds say.
    """
    past = sorted(min(at, now) for at in sent)
    ready = now
    if gap and past:
        ready = max(ready, past[-1] + timedelta(seconds=gap))
    within = [at for at in past if at > now - HOUR]
    if per_hour and len(within) >= per_hour:
        ready = max(ready, within[-per_hour] + HOUR)
    return ceil((ready - now).total_seconds())

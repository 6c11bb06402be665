"""When a mail may leave: the cut of the daily and the weekly digest, and the end of quiet hours.

All times are aware and in the reader's zone; Vietnam keeps one offset all year, so an hour of the clock is an hour.
"""

from datetime import datetime, timedelta

DIGEST_HOUR = 7
_DAY = timedelta(days=1)


def daily_cut(now: datetime, hour: int = DIGEST_HOUR) -> datetime:
    """The last moment at which a daily digest was due: what came before it belongs into that digest."""
    cut = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return cut if cut <= now else cut - _DAY


def weekly_cut(now: datetime, weekday: int, hour: int = DIGEST_HOUR) -> datetime:
    """As `daily_cut`, on one day of the week (0 is Monday)."""
    cut = daily_cut(now, hour)
    return cut - _DAY * ((cut.weekday() - weekday) % 7)


def after_quiet(now: datetime, start: int | None, end: int | None) -> datetime:
    """`now`, or the end of the quiet hours in which it lies. They run from `start` to `end`, over midnight too."""
    if start is None or end is None or start == end:
        return now
    inside = start <= now.hour < end if start < end else now.hour >= start or now.hour < end
    if not inside:
        return now
    until = now.replace(hour=end, minute=0, second=0, microsecond=0)
    return until if until > now else until + _DAY

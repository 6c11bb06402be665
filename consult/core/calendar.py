"""Deadlines and working days: every time question of the product is answered here, by pure functions.

Anybody may call these functions. Numbers of days and tables of days off are passed in by the caller, who reads
them from settings; nothing here is a rule of law except the public holidays with a fixed solar date.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

Kind = Literal["calendar", "working"]
Urgency = Literal["late", "soon", "normal"]

SOON_DAYS = 3
_DAY = timedelta(days=1)
_SATURDAY = 5

# Labour Code 45/2019/QH14, Article 112: the days with a fixed solar date. The second day of the National Day
# holiday is 1 or 3 September as decided each year, and Tết and the Hùng Kings' day follow the moon: data.
FIXED_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))


def public_holidays(year: int, moving: Mapping[int, Iterable[date]]) -> frozenset[date]:
    """Days off of one year: the fixed ones and those that the table ``moving`` gives for this year.

    ``moving`` maps a year to its decided dates: Tết, the Hùng Kings' day, the second National Day, days in lieu.
    A year that is missing raises ``LookupError``: a deadline counted without Tết would be wrong, silently.
    """
    if year not in moving:
        raise LookupError(f"No moving holidays are known for {year}.")
    return frozenset(date(year, month, day) for month, day in FIXED_HOLIDAYS) | frozenset(moving[year])


def is_working_day(day: date, holidays: frozenset[date] = frozenset()) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def deadline(
    start: date, days: int, kind: Kind = "calendar", holidays: frozenset[date] = frozenset()
) -> date:
    """The last day of a period of ``days`` that begins on the day after ``start``.

    ``calendar`` counts every day, holidays included; ``working`` counts working days only, so its result is a
    working day unless ``days`` is 0, which gives ``start`` itself. A negative number raises ``ValueError``.
    """
    if days < 0:
        raise ValueError("A period cannot have a negative number of days.")
    if kind == "calendar":
        return start + timedelta(days=days)
    if kind != "working":
        raise ValueError(f"Unknown kind of days: {kind!r}.")
    day = start
    while days:
        day += _DAY
        days -= is_working_day(day, holidays)
    return day


def shifted(day: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The working day that is so many working days after ``day``, or before it where ``days`` is negative.

    0 gives ``day`` itself, whatever kind of day it is.
    """
    step = _DAY if days > 0 else -_DAY
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: frozenset[date] = frozenset()) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` comes first."""
    if end < start:
        return -working_days_between(end, start, holidays)
    weeks, extra = divmod((end - start).days, 7)
    weekdays = weeks * 5 + sum(is_working_day(end - timedelta(days=back)) for back in range(extra))
    return weekdays - sum(start < day <= end and day.weekday() < _SATURDAY for day in holidays)


def days_left(now: date, until: date) -> int:
    """Whole days from the day of ``now`` to the day of ``until``: 0 on the last day, negative afterwards.

    Give both in one time zone; for moments only their dates count, as a deadline is said in days.
    """
    return (_day_of(until) - _day_of(now)).days


def urgency(now: date, until: date) -> Urgency:
    """ "late" once ``until`` is over, "soon" with three days left or fewer, else "normal".

    Two moments are compared to the second, two dates by the day: on the last day it is not yet late.
    """
    late = now > until if _are_moments(now, until) else days_left(now, until) < 0
    if late:
        return "late"
    return "soon" if days_left(now, until) <= SOON_DAYS else "normal"


def _are_moments(*values: date) -> bool:
    return all(isinstance(value, datetime) for value in values)


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value

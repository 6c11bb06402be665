from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import calendar as cal

few = settings(max_examples=60, deadline=None)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))
tables = st.frozensets(days, max_size=30)
counts = st.integers(min_value=0, max_value=90)

TET_2026 = [date(2026, 2, day) for day in range(16, 21)]
MOVING = {2026: [*TET_2026, date(2026, 4, 26), date(2026, 4, 27), date(2026, 9, 1)]}


def test_calendar_days_run_through_holidays():
    assert cal.deadline(date(2026, 2, 10), 20) == date(2026, 3, 2)


def test_working_days_leave_out_weekends_and_tet():
    holidays = cal.public_holidays(2026, MOVING)
    # Friday 13/2 -> the next week is Tết -> Monday 23/2 is the first working day, Tuesday the second.
    assert cal.deadline(date(2026, 2, 13), 2, "working", holidays) == date(2026, 2, 24)
    assert cal.deadline(date(2026, 2, 13), 2, "working") == date(2026, 2, 17)


def test_public_holidays_refuse_a_year_without_its_table():
    holidays = cal.public_holidays(2026, MOVING)
    assert {date(2026, 1, 1), date(2026, 4, 30), date(2026, 5, 1), date(2026, 9, 2), *TET_2026} <= holidays
    with pytest.raises(LookupError, match="2027"):
        cal.public_holidays(2027, MOVING)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="negative"):
        cal.deadline(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="kind"):
        cal.deadline(date(2026, 1, 1), 1, "lunar")


@few
@given(days, counts, tables)
def test_a_working_deadline_has_exactly_that_many_working_days_before_it(start, count, holidays):
    end = cal.deadline(start, count, "working", holidays)
    assert cal.working_days_between(start, end, holidays) == count
    assert count == 0 or cal.is_working_day(end, holidays)


def test_shifting_goes_there_and_back():
    tet = frozenset(date(2027, 2, day) for day in range(5, 12))
    assert cal.shifted(date(2027, 2, 4), 1, tet) == date(2027, 2, 12)
    assert cal.shifted(date(2027, 2, 12), -1, tet) == date(2027, 2, 4)
    assert cal.shifted(date(2027, 2, 7), 0, tet) == date(2027, 2, 7)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_shifting_forward_is_a_working_deadline_and_back_is_its_inverse(start, count):
    later = cal.shifted(start, count)
    assert later == cal.deadline(start, count, "working")
    assert cal.working_days_between(start, later) == count
    if cal.is_working_day(start):
        assert cal.shifted(later, -count) == start


@few
@given(days, days, tables)
def test_working_days_between_agrees_with_counting_one_by_one(start, end, holidays):
    low, high = sorted((start, end))
    step = [low + timedelta(days=n) for n in range(1, (high - low).days + 1)]
    slow = sum(day.weekday() < 5 and day not in holidays for day in step)
    assert cal.working_days_between(start, end, holidays) == (slow if start <= end else -slow)


@few
@given(days, counts, counts, tables, st.sampled_from(["calendar", "working"]))
def test_longer_periods_never_end_earlier(start, few_days, more, holidays, kind):
    one = cal.deadline(start, few_days, kind, holidays)
    assert one <= cal.deadline(start, few_days + more, kind, holidays)
    assert cal.deadline(one, more, kind, holidays) == cal.deadline(start, few_days + more, kind, holidays)


@few
@given(days, counts, tables)
def test_a_holiday_never_shortens_a_working_period(start, count, holidays):
    assert cal.deadline(start, count, "working") <= cal.deadline(start, count, "working", holidays)


@pytest.mark.parametrize(("left", "word"), [(-1, "late"), (0, "soon"), (3, "soon"), (4, "normal")])
def test_urgency_by_days(left, word):
    today = date(2026, 11, 22)
    until = today + timedelta(days=left)
    assert cal.days_left(today, until) == left
    assert cal.urgency(today, until) == word


def test_urgency_of_moments_is_exact():
    until = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert cal.urgency(until, until) == "soon"
    assert cal.urgency(until + timedelta(seconds=1), until) == "late"
    assert cal.days_left(until + timedelta(hours=1), until) == 0
    assert cal.urgency(until.date(), until) == "soon"

"""Times of mails, for every minute of years."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from consult.core.posting import after_quiet, daily_cut, weekly_cut

VIETNAM = timezone(timedelta(hours=7))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(tzinfo=VIETNAM))
hours = st.integers(0, 23)


@given(moments, hours)
def test_the_daily_cut_is_the_last_such_hour(now, hour):
    cut = daily_cut(now, hour)
    assert timedelta(0) <= now - cut < timedelta(days=1)
    assert (cut.hour, cut.minute, cut.second, cut.microsecond) == (hour, 0, 0, 0)


@given(moments, st.integers(0, 6))
def test_the_weekly_cut_lies_on_its_day(now, weekday):
    cut = weekly_cut(now, weekday)
    assert cut.weekday() == weekday
    assert timedelta(0) <= now - cut < timedelta(days=7)


@given(moments, hours, hours)
def test_no_mail_leaves_in_quiet_hours(now, start, end):
    at = after_quiet(now, start, end)
    assert timedelta(0) <= at - now < timedelta(days=1)
    assert after_quiet(at, start, end) == at
    quiet = {(start + n) % 24 for n in range((end - start) % 24)}
    assert at.hour not in quiet
    assert at == now or (now.hour in quiet and (at.hour, at.minute) == (end, 0))


@given(moments)
def test_without_quiet_hours_a_mail_leaves_at_once(now):
    assert after_quiet(now, None, None) == now

"""How long somebody waits: the least time after which both bounds hold, never more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.core.pace import HOUR, wait

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ages = st.lists(st.integers(0, 2 * 3600), max_size=30)
bounds = {"gap": st.integers(0, 3600), "per_hour": st.integers(0, 20)}


def moments(seconds):
    return [NOW - timedelta(seconds=s) for s in seconds]


def in_order(sent, at, gap, per_hour) -> bool:
    """What the bounds mean, written plainly."""
    if gap and sent and at - max(sent) < timedelta(seconds=gap):
        return False
    return not per_hour or sum(at - one < HOUR for one in sent) < per_hour


@given(seconds=ages, **bounds)
def test_after_the_wait_both_bounds_hold_and_not_a_second_before(seconds, gap, per_hour):
    sent = moments(seconds)
    found = wait(sent, NOW, gap=gap, per_hour=per_hour)
    assert in_order(sent, NOW + timedelta(seconds=found), gap, per_hour)
    if found:
        assert not in_order(sent, NOW + timedelta(seconds=found - 1), gap, per_hour)


@given(seconds=ages)
def test_without_bounds_nobody_waits(seconds):
    assert wait(moments(seconds), NOW) == 0


@given(seconds=ages, **bounds)
def test_the_order_in_which_they_are_given_does_not_matter(seconds, gap, per_hour):
    sent = moments(seconds)
    bound = {"gap": gap, "per_hour": per_hour}
    assert wait(sent, NOW, **bound) == wait(sorted(sent), NOW, **bound)


def test_a_clock_that_runs_ahead_costs_no_more_than_the_gap():
    assert wait([NOW + timedelta(minutes=5)], NOW, gap=40) == 40


def test_forty_seconds():
    assert wait(moments([20]), NOW, gap=60) == 40

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import opinion

few = settings(max_examples=60, deadline=None)
ballots = st.lists(st.sampled_from(opinion.CHOICES), max_size=60)


def test_outside_is_counted_but_in_no_denominator():
    result = opinion.tally(["agree"] * 3 + ["amend"] + ["outside"] * 4)
    assert (result.agree, result.amend, result.disagree, result.outside) == (3, 1, 0, 4)
    assert (result.counted, result.ballots) == (4, 8)
    assert (result.share("agree"), result.share("disagree"), result.share("outside")) == (0.75, 0.0, None)
    assert result.interval("agree") == opinion.wilson(3, 4)


def test_nobody_with_a_position_gives_no_share():
    result = opinion.tally(["outside"])
    assert result.percentages() == {}
    assert result.share("agree") is None
    assert result.interval("agree") is None


def test_unknown_choices_are_refused():
    with pytest.raises(ValueError, match="Unknown"):
        opinion.tally(["agree", "maybe"])
    with pytest.raises(ValueError, match="Unknown"):
        opinion.Tally().share("maybe")


def test_percentages_of_thirds_add_up():
    assert opinion.tally(opinion.COUNTED).percentages() == {"agree": 34, "amend": 33, "disagree": 33}


@few
@given(ballots, st.integers(0, 9), st.randoms())
def test_order_and_outside_ballots_change_no_percentage(given_ballots, more_outside, random):
    result = opinion.tally(given_ballots)
    shuffled = given_ballots + ["outside"] * more_outside
    random.shuffle(shuffled)
    assert opinion.tally(shuffled).percentages() == result.percentages()
    if result.counted:
        assert sum(result.percentages().values()) == 100
        for choice in opinion.COUNTED:
            assert abs(result.percentages()[choice] - 100 * result.share(choice)) < 1


@few
@given(st.integers(0, 300), st.integers(0, 300))
def test_wilson_lies_in_the_unit_interval_around_the_share(k, rest):
    low, high = opinion.wilson(k, k + rest)
    assert 0 <= low <= high <= 1
    if k + rest:
        assert low <= k / (k + rest) <= high
        mirror = opinion.wilson(rest, k + rest)
        assert (1 - mirror.high, 1 - mirror.low) == pytest.approx((low, high))


def test_wilson_refuses_impossible_counts_and_knows_nothing_of_nobody():
    assert opinion.wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="k <= n"):
        opinion.wilson(3, 2)


def test_small_groups_are_merged_with_the_next_smallest():
    shown = opinion.suppress({"Y": 30, "Luật": 2, "Toán": 12, "Sử": 0})
    assert shown.groups == {"Y": 30}
    assert (shown.other, shown.merged, shown.withheld) == (14, ("Sử", "Luật", "Toán"), False)


def test_large_groups_are_left_alone_and_a_tiny_table_is_withheld():
    assert opinion.suppress({"Y": 5, "Luật": 9}) == opinion.Published({"Y": 5, "Luật": 9}, None, (), False)
    assert opinion.suppress({"Y": 2, "Luật": 1}) == opinion.Published({}, None, ("Luật", "Y"), True)
    with pytest.raises(ValueError, match="negative"):
        opinion.suppress({"Y": -1})


@few
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 12), max_size=7))
def test_no_published_numbers_subtract_to_a_small_group(counts):
    shown = opinion.suppress(counts)
    numbers = [*shown.groups.values(), *([] if shown.other is None else [shown.other])]
    total = sum(counts.values())
    if shown.withheld:
        assert total < opinion.LEAST
        assert numbers == []
        return
    assert sum(numbers) == total
    for size in range(len(numbers)):
        for taken in combinations(numbers, size):
            left = total - sum(taken)
            assert left == 0 or left >= opinion.LEAST

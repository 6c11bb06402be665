"""When opinions on a clause count as divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.opinion import dissent, is_divided, sides
from consult.core.opinion.dividing import AGAINST, FOR, LEAST_SIDES

COUNTS = st.dictionaries(st.sampled_from([*FOR, *AGAINST, "other"]), st.integers(0, 500))


@pytest.mark.parametrize(
    ("counts", "divided"),
    [
        ({}, False),
        ({"no": 9}, False),
        ({"yes": 1, "no": 1}, False),  # two people differ
        ({"yes": 3, "no": 1}, True),
        ({"yes": 4, "no": 1}, False),
        ({"amend": 2, "drop": 2}, True),
        ({"other": 90, "yes": 2, "no": 2}, True),  # takes no side, hides no division
    ],
)
def test_examples(counts, divided):
    assert is_divided(counts) is divided


@given(COUNTS)
def test_the_share_is_symmetric_and_at_most_a_half(counts):
    keeps, refuses = sides(counts)
    turned = {"yes": refuses, "no": keeps}
    assert 0 <= dissent(counts) <= 0.5
    assert dissent(counts) == dissent(turned)
    assert is_divided(counts) == is_divided(turned)


@given(COUNTS)
def test_one_side_alone_or_few_are_never_divided(counts):
    keeps, refuses = sides(counts)
    if min(keeps, refuses) == 0 or keeps + refuses < LEAST_SIDES:
        assert not is_divided(counts)


@given(COUNTS, st.integers(0, 500))
def test_opinions_without_a_side_change_nothing(counts, more):
    assert dissent({**counts, "other": more}) == dissent(counts)


@given(st.integers(0, 200), st.integers(1, 200))
def test_one_more_on_the_smaller_side_never_heals_a_division(larger, smaller):
    larger = max(larger, smaller + 1)
    if is_divided({"yes": larger, "no": smaller}):
        assert is_divided({"yes": larger, "no": smaller + 1})

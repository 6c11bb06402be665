"""Quorum and majority, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.opinion import Count, Shares, needed, outcome, share

USUAL = Shares(Fraction(2, 3), Fraction(1, 2))
counts = st.builds(
    lambda agree, disagree, abstain, absent: Count(
        agree + disagree + abstain + absent, agree, disagree, abstain
    ),
    *[st.integers(0, 40)] * 4,
)
shares = st.builds(
    Shares,
    *[
        st.tuples(st.integers(1, 20), st.integers(0, 20)).map(lambda pair: Fraction(pair[0], sum(pair)))
        for _ in range(2)
    ],
)


@pytest.mark.parametrize(
    ("count", "quorate", "carried"),
    [
        (Count(9, 5, 1, 0), True, True),  # 6 of 9 is two thirds exactly
        (Count(9, 5, 0, 0), False, False),  # one short of the quorum: nothing is decided
        (Count(10, 4, 3, 0), True, True),
        (Count(10, 4, 4, 0), True, False),  # a tie does not carry
        (Count(10, 4, 2, 2), True, False),  # who abstains is present and does not agree
        (Count(10, 5, 2, 2), True, True),
        (Count(3, 2, 0, 0), True, True),
        (Count(0, 0, 0, 0), False, False),
    ],
)
def test_known_votes(count, quorate, carried):
    found = outcome(count, USUAL)
    assert (found.quorate, found.carried) == (quorate, carried)


@given(counts, shares)
def test_nothing_carries_without_a_quorum_or_with_fewer_than_the_majority(count, rule):
    found = outcome(count, rule)
    assert not found.carried or found.quorate
    if found.quorate and count.present:
        assert found.carried == (Fraction(count.agree, count.present) > rule.majority)
    if count.members:
        assert found.quorate == (count.present >= needed(count.members, rule))


@given(counts, shares)
def test_one_more_who_agrees_never_undoes_a_decision(count, rule):
    """Somebody who disagreed, abstained or was absent and now agrees."""
    if not outcome(count, rule).carried:
        return
    for name in ("disagree", "abstain"):
        if getattr(count, name):
            parts = {"agree": count.agree, "disagree": count.disagree, "abstain": count.abstain}
            parts |= {name: parts[name] - 1, "agree": count.agree + 1}
            assert outcome(Count(count.members, **parts), rule).carried
    if count.present < count.members:
        assert outcome(Count(count.members, count.agree + 1, count.disagree, count.abstain), rule).carried


@given(counts)
def test_who_disagrees_and_who_abstains_weigh_the_same(count):
    swapped = Count(count.members, count.agree, count.abstain, count.disagree)
    assert outcome(count, USUAL) == outcome(swapped, USUAL)


@pytest.mark.parametrize("text", ["", "2", "0/3", "4/3", "2/0", "-1/2", "2/3 ", "0.5", "a/b"])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(ValueError, match="no share"):
        share(text)


def test_shares_are_read_exactly():
    assert share("2/3") * 3 == 2
    assert share("1/1") == 1

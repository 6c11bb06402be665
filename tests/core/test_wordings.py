"""Equal wordings are one row; a voice counts once in it; nothing that changes the meaning is folded away."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.opinion.wordings import Proposal, group_wordings, same_wording

TEXT = st.text(alphabet=st.sampled_from("aăâđêôơưàảãáạýỳ AĐÊ 15.,;:\n…bcxy"), max_size=40)
PROPOSALS = st.lists(
    st.tuples(
        st.sampled_from(["modify", "delete", "add"]), TEXT, st.frozensets(st.integers(1, 6), min_size=1)
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trong 15 ngày.", "trong  15 ngày"),
        ("Trong 15 ngày;", "Trong 15 ngày."),
        (unicodedata.normalize("NFD", "Thời hạn"), "thời hạn …"),
        ("dòng một\ndòng hai", "Dòng một dòng hai"),
    ],
)
def test_equal(one, other):
    assert same_wording(one) == same_wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trong 15 ngày", "Trong 5 ngày"),
        ("bán hàng", "bàn hàng"),
        ("A, B và C", "A; B và C"),
        ("được thông báo", "không được thông báo"),
    ],
)
def test_not_equal(one, other):
    assert same_wording(one) != same_wording(other)


@given(TEXT)
def test_folding_again_changes_nothing(text):
    assert same_wording(same_wording(text)) == same_wording(text)


@given(st.text(max_size=60))
def test_any_text_folds_once(text):
    assert same_wording(same_wording(text)) == same_wording(text)


@given(TEXT, st.sampled_from([" ", "  ", "\n"]), st.sampled_from(["", ".", ";", " .", "…"]))
def test_spaces_case_and_end_do_not_matter(text, space, end):
    varied = unicodedata.normalize("NFD", text.upper()).replace(" ", space) + end
    assert same_wording(varied) == same_wording(text)


@given(PROPOSALS)
def test_each_proposal_in_one_row_and_each_voice_once(rows):
    proposals = [Proposal(n, *row) for n, row in enumerate(rows)]
    found = group_wordings(proposals)
    assert sorted(pk for row in found for pk in row.proposals) == [one.id for one in proposals]
    for row in found:
        behind = [one for one in proposals if one.id in row.proposals]
        assert row.voices == frozenset().union(*(one.voices for one in behind))
        assert {(one.kind, same_wording(one.text)) for one in behind} == {(row.kind, same_wording(row.text))}
        assert row.text == min(behind, key=lambda one: one.id).text
    keys = [(row.kind, same_wording(row.text)) for row in found]
    assert len(keys) == len(set(keys))
    assert [len(row.voices) for row in found] == sorted((len(row.voices) for row in found), reverse=True)


@given(PROPOSALS)
def test_the_order_of_reading_changes_nothing(rows):
    proposals = [Proposal(n, *row) for n, row in enumerate(rows)]
    assert group_wordings(reversed(proposals)) == group_wordings(proposals)

"""Autosave: the newer wins, and no word goes without standing in what is kept."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from consult.core.drafting import Save, merge, only_adds

START = datetime(2026, 11, 22, 8, 0)
TEXTS = st.text(alphabet="ab ", max_size=6)
SAVES = st.lists(
    st.builds(
        lambda second, device, reason, proposed: Save(
            START + timedelta(seconds=second), device, {"reason": reason, "proposed": proposed}
        ),
        st.integers(0, 500), st.sampled_from(["laptop", "phone"]), TEXTS, TEXTS,
    ),
    max_size=40,
    unique_by=lambda save: save.at,
)  # fmt: skip


def gathered(saves, most=20):
    kept = []
    for save in saves:
        kept = merge(kept, save, most=most)
    return kept


def stands_in(text: str, longer: str) -> bool:
    letters = iter(longer)
    return all(letter in letters for letter in text)


@given(SAVES)
def test_the_newest_is_the_draft_whatever_the_order_of_arrival(saves):
    kept = gathered(saves)
    assert len(kept) <= 20
    assert [save.at for save in kept] == sorted((save.at for save in kept), reverse=True)
    if saves:
        newest = max(saves, key=lambda save: save.at)
        assert kept[0] == newest
        assert gathered(reversed(saves))[0] == newest


@given(SAVES)
def test_no_word_is_lost_while_there_is_room(saves):
    kept = gathered(saves, most=1000)
    for save in saves:
        assert any(
            all(stands_in(text, other.values[name]) for name, text in save.values.items()) for other in kept
        ), save


@given(SAVES)
def test_saving_again_changes_nothing(saves):
    kept = gathered(saves)
    for save in kept:
        assert merge(kept, save, most=20) == kept


def test_typing_on_fills_no_history_and_deleting_keeps_what_was_there():
    typed = ["Bảy", "Bảy ngày", "Bảy ngày không đủ.", "Bảy ngày.", "Mười ngày."]
    kept = gathered(
        Save(START + timedelta(seconds=n), "laptop", {"reason": text}) for n, text in enumerate(typed)
    )
    assert [save.values["reason"] for save in kept] == ["Mười ngày.", "Bảy ngày.", "Bảy ngày không đủ."]


def test_two_devices_never_swallow_one_another():
    one = Save(START, "laptop", {"reason": "Bảy ngày"})
    other = Save(START + timedelta(seconds=9), "phone", {"reason": "Bảy ngày không đủ"})
    assert merge([one], other, most=20) == [other, one]
    assert merge([other], one, most=20) == [other, one]


def test_what_only_adds():
    assert only_adds({"reason": "ab"}, {"reason": "aXXb", "proposed": "c"})
    assert not only_adds({"reason": "ab"}, {"reason": "aXbX"})
    assert not only_adds({"position": "no"}, {"position": "yes"})
    assert not only_adds({"reason": "ab"}, {})

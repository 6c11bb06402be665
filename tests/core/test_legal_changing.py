"""Places of changes: they cut both texts exactly, whatever the texts."""

from hypothesis import given
from hypothesis import strategies as st

from consult.core import legal

WORDS = st.lists(
    st.sampled_from(["07", "ngày", "làm", "việc", "trí", "thức", ",", ".", "\n", "ủy", "ban"]), max_size=30
)


def text(words) -> str:
    return " ".join(words)


@given(WORDS, WORDS)
def test_changes_cut_both_texts_and_nothing_else_differs(before, after):
    old, new = text(before), text(after)
    found = legal.changes(legal.redline(old, new))
    kept_old, kept_new, a, b = [], [], 0, 0
    for one in found:
        assert old[one.old_start : one.old_end] == one.deleted
        assert new[one.new_start : one.new_end] == one.inserted
        assert one.deleted.strip() or one.inserted.strip()
        kept_old.append(old[a : one.old_start])
        kept_new.append(new[b : one.new_start])
        a, b = one.old_end, one.new_end
    kept_old.append(old[a:])
    kept_new.append(new[b:])
    assert "".join("".join(kept_old).split()) == "".join("".join(kept_new).split())


@given(WORDS)
def test_equal_texts_have_no_change(words):
    assert legal.changes(legal.redline(text(words), text(words))) == ()


def test_a_change_is_found_again_by_its_words_where_they_stand_once():
    old = "Trong thời hạn 07 ngày, cơ quan công khai nhiệm vụ."
    new = "Trong thời hạn 15 ngày làm việc, cơ quan công khai nhiệm vụ."
    [change] = legal.changes(legal.redline(old, new))
    assert "07" in change.deleted
    assert "15 ngày làm việc" in change.inserted
    [first, moved] = legal.changes(legal.redline(old, new.replace("Trong", "Chậm nhất trong")))
    assert moved.at != change.at
    assert legal.found_again(change, [first, moved]) == moved
    assert legal.found_again(change, ()) is None
    twice = [legal.Change(1, 1, 1, 2, "", "x"), legal.Change(5, 5, 6, 7, "", "x")]
    assert legal.found_again(legal.Change(0, 0, 0, 1, "", "x"), twice) is None

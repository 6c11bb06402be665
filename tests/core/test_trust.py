import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import trust

few = settings(max_examples=60, deadline=None)
SALT = bytes(range(16))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abđ", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
leaf_lists = st.lists(st.binary(max_size=6), max_size=20)


def test_canonical_json_is_the_same_for_any_order_and_keeps_vietnamese():
    one = {"verb": "comment.posted", "by": {"b": 2, "a": [1, None, True]}, "chữ": "Điều 7"}
    two = dict(reversed(one.items()))
    wanted = '{"by":{"a":[1,null,true],"b":2},"chữ":"Điều 7","verb":"comment.posted"}'
    assert trust.canonical(one) == trust.canonical(two) == wanted.encode()


@pytest.mark.parametrize("bad", [{"x": 1.5}, {1: "x"}, {"x": b"y"}, {"x": {"y": {2, 3}}}])
def test_canonical_json_refuses_what_another_language_would_write_differently(bad):
    with pytest.raises(TypeError):
        trust.canonical(bad)


def test_commitment_is_the_stated_hash():
    expected = hashlib.sha256(b"\x10" + SALT + b'{"n":1}').hexdigest()
    assert trust.commit({"n": 1}, SALT) == expected
    assert trust.same_commitment({"n": 1}, SALT, expected)
    with pytest.raises(ValueError, match="salt"):
        trust.commit({"n": 1}, SALT[:15])


@few
@given(st.dictionaries(st.text("abc", max_size=2), plain, max_size=3), st.binary(min_size=16, max_size=32))
def test_another_entry_or_salt_is_another_commitment(entry, salt):
    commitment = trust.commit(entry, salt)
    assert not trust.same_commitment({**entry, "zz": 0}, salt, commitment)
    assert not trust.same_commitment(entry, salt + b"\x00", commitment)
    assert not trust.same_commitment(entry, bytes([salt[0] ^ 1]) + salt[1:], commitment)


@few
@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=8, unique=True), st.data())
def test_the_last_link_changes_when_any_entry_is_changed_moved_or_dropped(commitments, data):
    def last(values):
        link = trust.START
        for value in values:
            link = trust.chain(link, value.hex())
        return link

    at = data.draw(st.integers(0, len(commitments) - 2))
    swapped = [*commitments[:at], commitments[at + 1], commitments[at], *commitments[at + 2 :]]
    dropped = [*commitments[:at], *commitments[at + 1 :]]
    assert len({last(commitments), last(swapped), last(dropped)}) == 3


def test_chain_takes_whole_hashes_only():
    with pytest.raises(ValueError, match="SHA-256"):
        trust.chain("", trust.START)


def _root_by_definition(leaves):
    """RFC 6962, 2.1, word for word: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = _root_by_definition(leaves[:k]), _root_by_definition(leaves[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@few
@given(leaf_lists)
def test_root_follows_the_recursive_definition(leaves):
    assert trust.merkle_root(leaves) == _root_by_definition(leaves)


@few
@given(leaf_lists.filter(bool), st.data())
def test_every_leaf_proves_itself_and_nothing_else(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = trust.inclusion_proof(leaves, index)
    facts = {"root": trust.merkle_root(leaves), "size": len(leaves), "index": index, "proof": proof}
    facts["leaf"] = trust.leaf_hash(leaves[index])
    assert trust.verify_inclusion(**facts)
    wrong = [
        {"leaf": trust.leaf_hash(leaves[index] + b"x")},
        {"root": trust.leaf_hash(b"another root")},
        {"proof": [*proof, bytes(32)]},
        {"index": -1},
        {"index": len(leaves)},
        {"leaf": b"short"},
    ]
    wrong += [{"proof": proof[:-1]}, {"proof": [bytes(32), *proof[1:]]}] if proof else []
    assert [change for change in wrong if trust.verify_inclusion(**{**facts, **change})] == []


def test_a_proof_for_no_leaf_is_refused():
    for index in (-1, 2):
        with pytest.raises(IndexError):
            trust.inclusion_proof([b"a", b"b"], index)

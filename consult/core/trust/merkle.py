"""Merkle tree hashes and inclusion proofs after RFC 6962, section 2.1, and RFC 9162, section 2.1.3."""

import hashlib
import hmac
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256 with the prefix 0x00, so that a leaf can never pass for an inner node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def empty_root() -> bytes:
    """The root of a tree without leaves: SHA-256 of nothing."""
    return hashlib.sha256().digest()


def _climb(hashes: list[bytes]) -> list[bytes]:
    """One level up; an odd last node rises unchanged, which gives the tree shape of RFC 6962."""
    pairs = [_node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
    return pairs + hashes[len(pairs) * 2 :]


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The 32-byte tree head over the leaves (raw data, hashed here), in their order."""
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _climb(level)
    return level[0] if level else empty_root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes from the leaf up to the root. ``IndexError`` for a leaf that is not there."""
    if not 0 <= index < len(leaves):
        raise IndexError("No such leaf.")
    level, proof = [leaf_hash(leaf) for leaf in leaves], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level, index = _climb(level), index // 2
    return proof


def verify_inclusion(*, root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``leaf`` (its 32-byte hash) is number ``index`` of the ``size`` leaves under ``root``.

    RFC 9162, 2.1.3.2. Anything malformed is simply not a proof: False, never an exception.
    """
    if not 0 <= index < size or any(len(part) != 32 for part in (root, leaf, *proof)):
        return False
    here, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            value = _node_hash(sibling, value)
            while here % 2 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            value = _node_hash(value, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and hmac.compare_digest(value, root)

"""What lets anybody check the record: salted commitments, their chain, and Merkle proofs.

Pure functions over bytes and plain JSON data. Nothing here keeps a secret, reads a clock or draws randomness: salts
come from the caller, who stores them beside the entry and may destroy one to forget an entry's content for good while
the chain stays whole.
"""

from .commitments import START, canonical, chain, commit, same_commitment
from .merkle import empty_root, inclusion_proof, leaf_hash, merkle_root, verify_inclusion

__all__ = [
    "START",
    "canonical",
    "chain",
    "commit",
    "empty_root",
    "inclusion_proof",
    "leaf_hash",
    "merkle_root",
    "same_commitment",
    "verify_inclusion",
]

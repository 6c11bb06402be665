"""Salted commitments to entries, and the chain that fixes their order."""

import hashlib
import hmac
import json

SALT_BYTES = range(16, 256)
START = "0" * 64
"""What the first entry of a book is chained to."""


def canonical(value: object) -> bytes:
    """One byte form for one piece of JSON data: keys sorted by code point, no spaces, UTF-8.

    Allowed are dict with string keys, list, str, int, bool and None. Floats and everything else raise ``TypeError``:
    other languages write floats in other ways, so a verifier could not rebuild the bytes. Text is taken as it is;
    a lone surrogate raises ``UnicodeEncodeError``.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("Keys of canonical JSON are strings.")
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"Canonical JSON cannot hold {type(value).__name__}.")


def commit(entry: dict, salt: bytes) -> str:
    """SHA-256 over the salt's length (one byte), the salt and the canonical entry; 64 hex digits.

    The salt (16 to 255 random bytes) hides short entries from guessing; its length is hashed so that no byte can be
    moved between salt and entry.
    """
    if len(salt) not in SALT_BYTES:
        raise ValueError("A salt has 16 to 255 bytes.")
    return hashlib.sha256(bytes([len(salt)]) + salt + canonical(entry)).hexdigest()


def same_commitment(entry: dict, salt: bytes, commitment_hex: str) -> bool:
    """Whether the entry and salt are those of the commitment."""
    return hmac.compare_digest(commit(entry, salt), commitment_hex)


def chain(previous_hex: str, commitment_hex: str) -> str:
    """The next link: SHA-256 over the previous link and the new commitment, 32 bytes each; ``START`` goes first."""
    parts = bytes.fromhex(previous_hex), bytes.fromhex(commitment_hex)
    if any(len(part) != 32 for part in parts):
        raise ValueError("A link joins two SHA-256 values.")
    return hashlib.sha256(b"".join(parts)).hexdigest()

"""What an entry commits to: its fields and the text of its target, salted."""

import hashlib

from consult.core import trust
from consult.ledger.models import Entry
from consult.ledger.registry import Verb


def content_hash(verb: Verb, target) -> str:
    """Salt-free hash of the target's committed fields; only the salted commitment is ever published."""
    if verb.content is None:
        return ""
    fields = verb.content(target)
    return hashlib.sha256(trust.canonical(fields)).hexdigest()


def commitment_of(entry: Entry) -> str:
    """The salted commitment of an entry: what a receipt and the chain hold."""
    return trust.commit(
        {
            "book": entry.book.code,
            "seq": entry.seq,
            "at": entry.at.isoformat(),
            "verb": entry.verb,
            "actor": entry.actor,
            "target": f"{entry.target_kind}:{entry.target_id}",
            "audience": entry.audience,
            "data": entry.data,
            "content": entry.content_hash,
        },
        bytes.fromhex(entry.salt),
    )

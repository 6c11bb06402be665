"""Which proposed wordings say the same, and how many voices stand behind each."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

_FINAL = " \t\n.,;:!?…"
_SPACES = re.compile(r"\s+")


def same_wording(text: str) -> str:
    """The form in which two wordings are equal: NFC, spaces as one, small letters, no punctuation at the end.

    Marks, numbers and punctuation inside stay: they change what a clause says. Idempotent.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _SPACES.sub(" ", folded).strip().rstrip(_FINAL)


@dataclass(frozen=True)
class Proposal:
    """A comment that proposes a wording, and who stands behind it: its author and those who endorsed it.

    `kind` tells proposals apart that are not about the same change (modify, delete, add after, …).
    """

    id: int
    kind: Hashable
    text: str
    voices: frozenset[int]


@dataclass(frozen=True)
class Wording:
    """Proposals of one wording: `text` as it was proposed first, each voice counted once."""

    kind: Hashable
    text: str
    proposals: tuple[int, ...]
    voices: frozenset[int]


def group_wordings(proposals: Iterable[Proposal]) -> tuple[Wording, ...]:
    """Equal wordings as one; the one with the most voices first, of equals the one proposed first."""
    found: dict[tuple, list[Proposal]] = {}
    for proposal in sorted(proposals, key=lambda one: one.id):
        found.setdefault((proposal.kind, same_wording(proposal.text)), []).append(proposal)
    wordings = (
        Wording(
            kind,
            those[0].text,
            tuple(one.id for one in those),
            frozenset().union(*(one.voices for one in those)),
        )
        for (kind, _same), those in found.items()
    )
    return tuple(sorted(wordings, key=lambda one: (-len(one.voices), one.proposals[0])))

"""How a council decides: a quorum of its members, a majority of those present; exact, in fractions.

No law fixes the two shares for an advisory council. The defaults of the site follow the usage of assessment councils
(two thirds of the members take part, more than half of those agree; an abstention is present and does not agree) and
the principle that differing opinions are kept and shown (Law 75/2015/QH13, Article 32, clause 3): the rules of
procedure of a council decide, and a decision keeps the shares with which it was opened.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

_SHARE = re.compile(r"(\d{1,3})/(\d{1,3})")


@dataclass(frozen=True)
class Shares:
    """`quorum` of the members take part at least; of those who take part more than `majority` agree."""

    quorum: Fraction
    majority: Fraction


@dataclass(frozen=True)
class Count:
    """The votes on one question. Who casts none does not take part."""

    members: int
    agree: int = 0
    disagree: int = 0
    abstain: int = 0

    @property
    def present(self) -> int:
        return self.agree + self.disagree + self.abstain


@dataclass(frozen=True)
class Outcome:
    """`carried` only with a quorum; a tie does not carry at a majority of one half."""

    quorate: bool
    carried: bool


def share(text: str) -> Fraction:
    """ "2/3" as a number above 0 and at most 1; ValueError for anything else."""
    read = _SHARE.fullmatch(text)
    if read is None or not int(read[2]) or not 0 < Fraction(int(read[1]), int(read[2])) <= 1:
        raise ValueError(f"“{text}” is no share such as 2/3.")
    return Fraction(int(read[1]), int(read[2]))


def outcome(count: Count, shares: Shares) -> Outcome:
    """What the votes decide. A council without members decides nothing."""
    quorate = count.members > 0 and count.present >= shares.quorum * count.members
    return Outcome(quorate, quorate and count.agree > shares.majority * count.present)


def needed(members: int, shares: Shares) -> int:
    """The fewest members that make a quorum."""
    return -(-shares.quorum.numerator * members // shares.quorum.denominator)

"""Counting opinions: tallies of clause polls, intervals for shares, equal wordings, hiding of small groups, divided clauses,
a council's quorum and majority.

Pure functions over plain data. Nothing here knows who voted.
"""

from .deciding import Count, Outcome, Shares, needed, outcome, share
from .dividing import dissent, is_divided, sides
from .small_groups import LEAST, Published, suppress
from .tallies import CHOICES, COUNTED, Interval, Tally, tally, wilson
from .wordings import Proposal, Wording, group_wordings, same_wording

__all__ = [
    "CHOICES", "COUNTED", "LEAST", "Count", "Interval", "Outcome", "Proposal", "Published", "Shares", "Tally", "Wording",
    "dissent", "group_wordings", "is_divided", "needed", "outcome", "same_wording", "share", "sides", "suppress", "tally",
    "wilson",
]  # fmt: skip

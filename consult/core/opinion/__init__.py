"""Counting opinions: tallies of clause polls, intervals for shares, equal wordings, hiding of small groups, divided clauses.

Pure functions over plain data. Nothing here knows who voted.
"""

from .dividing import dissent, is_divided, sides
from .small_groups import LEAST, Published, suppress
from .tallies import CHOICES, COUNTED, Interval, Tally, tally, wilson
from .wordings import Proposal, Wording, group_wordings, same_wording

__all__ = [
    "CHOICES", "COUNTED", "LEAST", "Interval", "Proposal", "Published", "Tally", "Wording", "dissent", "group_wordings",
    "is_divided", "same_wording", "sides", "suppress", "tally", "wilson",
]  # fmt: skip

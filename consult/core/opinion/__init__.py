"""Counting opinions: tallies of clause polls, intervals for shares, equal wordings, and hiding of small groups.

Pure functions over plain data. Nothing here knows who voted.
"""

from .small_groups import LEAST, Published, suppress
from .tallies import CHOICES, COUNTED, Interval, Tally, tally, wilson
from .wordings import Proposal, Wording, group_wordings, same_wording

__all__ = [
    "CHOICES", "COUNTED", "LEAST", "Interval", "Proposal", "Published", "Tally", "Wording", "group_wordings",
    "same_wording", "suppress", "tally", "wilson",
]  # fmt: skip

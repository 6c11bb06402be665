"""Counting opinions: tallies of clause polls, intervals for shares, and hiding of small groups.

Pure functions over plain data. Nothing here knows who voted.
"""

from .small_groups import LEAST, Published, suppress
from .tallies import CHOICES, COUNTED, Interval, Tally, tally, wilson

__all__ = ["CHOICES", "COUNTED", "LEAST", "Interval", "Published", "Tally", "suppress", "tally", "wilson"]

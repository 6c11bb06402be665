"""Counting opinions: tallies of clause polls, intervals for shares, hiding of small groups, divided clauses.

Pure functions over plain data. Nothing here knows who voted.
"""

from .dividing import dissent, is_divided, sides
from .small_groups import LEAST, Published, suppress
from .tallies import CHOICES, COUNTED, Interval, Tally, tally, wilson

__all__ = [
    "CHOICES",
    "COUNTED",
    "LEAST",
    "Interval",
    "Published",
    "Tally",
    "dissent",
    "is_divided",
    "sides",
    "suppress",
    "tally",
    "wilson",
]

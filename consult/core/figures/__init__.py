"""Figures as SVG text: numbers and words in, one element out. Colours and fonts come from the page's style sheet.

Every figure has a title and a description for who does not see it; a page puts a table of the same numbers beside it.
All lengths are units of the figure's own width, which is about as wide in pixels as it is shown: text keeps its size.
"""

from .calendar import Bin, binned, timeline
from .matrix import matrix
from .scales import Scale, nice
from .squares import squares
from .stacked import Part, Row, stacked

__all__ = [
    "Bin", "Part", "Row", "Scale", "binned", "matrix", "nice", "squares", "stacked", "timeline",
]  # fmt: skip

"""Opinions compiled without losing one: fold repeats, order for reading, suggest the point that carries them.

Pure Python with numpy, offline, the same result for the same input, Vietnamese and English. Nothing here deletes
or decides: folding is for reading, suggestions are ranked for a person who confirms. Likeness of words says that
two texts are about the same thing, never that they agree.
"""

from .folding import Group, fold
from .ordering import order
from .records import Comment, Point
from .suggesting import Suggestion, suggest

__all__ = ["Comment", "Group", "Point", "Suggestion", "fold", "order", "suggest"]

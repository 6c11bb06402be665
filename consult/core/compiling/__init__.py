"""Opinions compiled without losing one: fold repeats, order for reading, suggest the point that carries them.

Pure Python with numpy, offline, the same result for the same input, Vietnamese and English. Nothing here deletes
or decides: folding is for reading, suggestions are ranked for a person who confirms. Likeness of words says that
two texts are about the same thing, never that they agree.
"""

from . import asking
from .folding import Group, fold
from .measures import Carried, Checked, Measures, Opinion, measure
from .ordering import order
from .phrases import Phrase, phrases
from .quoting import Span
from .records import Comment, Point
from .sourcing import Fault, Proposal, Sentence, faults, proposals
from .suggesting import Suggestion, suggest

__all__ = [
    "Carried",
    "Checked",
    "Comment",
    "Fault",
    "Group",
    "Measures",
    "Opinion",
    "Phrase",
    "Point",
    "Proposal",
    "Sentence",
    "Span",
    "Suggestion",
    "asking",
    "faults",
    "fold",
    "measure",
    "order",
    "phrases",
    "proposals",
    "suggest",
]

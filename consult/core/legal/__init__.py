"""Vietnamese legal text: read files into a lossless clause tree, repair it, cite, find, order, align versions,
redline, compare, and carry the words people chose from one version to the next.

Pure Python, usable alone; nothing here touches a database or the network.
"""

from .aligning import RELATIONS, Link, align
from .anchoring import Carried, Carrier, Orphan, Selector, carry, resolve, select, words
from .changing import Change, changes, found_again
from .citing import cite, copy_of, sort_key
from .comparing import Row, compare, plain_text, printed
from .doubts import SENTENCES as DOUBTS
from .finding import find
from .limits import MAX_BYTES
from .limits import SENTENCES as REFUSALS
from .parsing import parse
from .reading import read
from .redlining import Op, redline
from .repairing import SENTENCES as REPAIRS
from .repairing import (
    Repaired,
    RepairRefused,
    demote,
    merge_with_previous,
    promote,
    retitle,
    retype,
    split,
)
from .rewording import reword, strike
from .secrecy import secrecy_mark
from .types import Document, Header, Line, Node, Refused, Warning

__all__ = [
    "DOUBTS", "MAX_BYTES", "REFUSALS", "RELATIONS", "REPAIRS", "Carried", "Carrier", "Change", "Document", "Header", "Line",
    "Link", "Node", "Op", "Orphan", "Refused", "RepairRefused", "Repaired", "Row", "Selector", "Warning", "align",
    "carry", "changes", "cite", "compare", "copy_of", "demote", "find", "found_again", "merge_with_previous", "parse", "plain_text", "printed", "promote", "read", "redline",
    "resolve", "retitle", "retype", "reword", "secrecy_mark", "select", "sort_key", "split", "strike", "words",
]  # fmt: skip

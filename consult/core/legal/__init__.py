"""Vietnamese legal text: read files into a lossless clause tree, cite, order, align versions, redline.

Pure Python, usable alone; nothing here touches a database or the network.
"""

from .aligning import Link, align
from .citing import cite, sort_key
from .doubts import SENTENCES as DOUBTS
from .limits import MAX_BYTES
from .limits import SENTENCES as REFUSALS
from .parsing import parse
from .reading import read
from .redlining import Op, redline
from .secrecy import secrecy_mark
from .types import Document, Header, Line, Node, Refused, Warning

__all__ = [
    "DOUBTS", "MAX_BYTES", "REFUSALS", "Document", "Header", "Line", "Link", "Node", "Op", "Refused", "Warning",
    "align", "cite", "parse", "read", "redline", "secrecy_mark", "sort_key",
]  # fmt: skip

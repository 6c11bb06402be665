"""Evidence that people attach: what a file really is, what it tells about its maker, and how a source is cited.

Pure Python, offline: nothing is fetched. Every file comes out without the data that names its author, or is refused
with a sentence.
"""

from .cleaning import EXTENSIONS, MEDIA_TYPES, cleaned
from .refusing import SENTENCES as REFUSALS
from .refusing import EvidenceRefused
from .sources import LONGEST as LONGEST_SOURCE
from .sources import MOST as MOST_SOURCES
from .sources import Source, read_sources

__all__ = [
    "EXTENSIONS",
    "LONGEST_SOURCE",
    "MEDIA_TYPES",
    "MOST_SOURCES",
    "REFUSALS",
    "EvidenceRefused",
    "Source",
    "cleaned",
    "read_sources",
]

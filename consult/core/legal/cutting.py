"""Where an officer may want to cut the text of a unit, and what a printed label at the cut speaks for."""

import re

from .labels import heading_claim, item_claim

MOST = 120
"""More places than this in one text help nobody."""
_CUT = re.compile(
    r"\n\s*(?=\S)|(?<=[.;:!?…])\s+(?=\S)|(?<=\s)(?=(?:\d{1,3}[a-zđ]?[.)]|[a-zđ]{1,2}\)|Điều\s+\d+[a-zđ]?[.:])\s)",
    re.I,
)
_LABEL = re.compile(r"(?:Điều\s+)?[\da-zđ]{1,4}[.)]|[-–+]", re.I)


def cuts(text: str) -> list[int]:
    """Places (characters from the start) before its lines, sentences and printed labels; the start is the first.

    Any caller; pure. An empty text has none.
    """
    found = {0, *(match.end() for match in _CUT.finditer(text))}
    places: list[int] = []
    for place in sorted(place for place in found if place < len(text)):
        # The stop of a label ends no sentence: "2." stays with its words.
        if not (places and _LABEL.fullmatch(text[places[-1] : place].strip())):
            places.append(place)
    return places[:MOST]


def printed_kind(text: str) -> str:
    """The kind of unit that a label at the beginning of a text speaks for; a paragraph where there is none."""
    line = text.strip().partition("\n")[0]
    claim = heading_claim(line) or item_claim(line)
    return claim.kind if claim else "paragraph"

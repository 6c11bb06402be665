"""One square for each thing, in the colour of its state: a whole that can be counted."""

from collections.abc import Mapping, Sequence

from . import marks
from .stacked import Part

MOST = 400
"""More squares than this cannot be counted by eye; the share is drawn instead."""


def squares(
    counts: Mapping[str, int], parts: Sequence[Part], *, width: float, title: str, desc: str, ident: str
) -> str:
    """Squares in the order of the parts, line by line. Above `MOST` things one bar of shares with the same parts."""
    if any(count < 0 for count in counts.values()) or set(counts) - {part.code for part in parts}:
        raise ValueError("Counts are of the parts' codes and not negative.")
    total = sum(counts.values())
    if total > MOST:
        return _shares(counts, parts, total, width=width, title=title, desc=desc, ident=ident)
    side, gap = (26, 5) if total <= 60 else (16, 4)
    across = max(1, int((width + gap) // (side + gap)))
    drawn, place = [], 0
    for part in parts:
        for _ in range(counts.get(part.code, 0)):
            x, y = place % across * (side + gap), place // across * (side + gap)
            drawn.append(marks.rect(x, y, side, side, hue=part.hue, title=part.words, round_=3))
            place += 1
    lines = max(1, -(-total // across))
    height = lines * (side + gap) - gap
    return marks.figure(
        drawn, width=width, height=height, title=title, desc=desc, ident=ident, kind="squares"
    )


def _shares(counts, parts, total: int, *, width, title, desc, ident) -> str:
    drawn, x = [], 0.0
    for part in parts:
        count = counts.get(part.code, 0)
        if count:
            length = width * count / total
            drawn.append(marks.rect(x, 0, length, 40, hue=part.hue, title=f"{part.words}: {count}"))
            x += length
    return marks.figure(drawn, width=width, height=40, title=title, desc=desc, ident=ident, kind="squares")

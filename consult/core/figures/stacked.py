"""Stacked bars, one a row: how many of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import marks
from .scales import Scale

NARROW = 480
"""Below this width the label of a row stands above its bar."""
BAR, ROW, GAP = 22, 36, 2
LEAST = 5
"""A scale is never shorter than this: one opinion must not look like many."""


@dataclass(frozen=True)
class Part:
    """One kind: its code in the rows, its words, its hue."""

    code: str
    words: str
    hue: str


@dataclass(frozen=True)
class Row:
    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def stacked(
    rows: Sequence[Row], parts: Sequence[Part], *, width: float, title: str, desc: str, ident: str
) -> str:
    """All bars on one scale, so that their lengths compare; the total stands at the end of each.

    Counts of codes that no part names raise ValueError: a bar must not be shorter than its total says.
    """
    known = {part.code for part in parts}
    for row in rows:
        if any(count < 0 for count in row.counts.values()):
            raise ValueError("Counts cannot be negative.")
        if set(row.counts) - known:
            raise ValueError(f"Unknown kinds: {sorted(set(row.counts) - known)}.")
    narrow = width < NARROW
    left = 0 if narrow else min(220, max([60, *(marks.wide(row.label) for row in rows)]) + 20)
    most = max([LEAST, *(row.total for row in rows)])
    scale = Scale.over(most, width - left - 40)
    above = 20 if narrow else 0
    pitch = ROW + above
    bottom = pitch * len(rows)
    drawn = [marks.line(left + scale(tick), 0, left + scale(tick), bottom, "grid") for tick in scale.ticks]
    drawn += [
        marks.text(
            left + scale(tick), bottom + 18, f"{tick:g}", kind="tick", anchor="middle" if tick else "start"
        )
        for tick in scale.ticks
    ]
    for number, row in enumerate(rows):
        drawn += _row(row, parts, scale, left, pitch * number, narrow, width)
    return marks.figure(
        drawn, width=width, height=bottom + 26, title=title, desc=desc, ident=ident, kind="stacked"
    )


def _row(row: Row, parts, scale: Scale, left: float, top: float, narrow: bool, width: float):
    bar = top + (22 if narrow else (ROW - BAR) / 2)
    if narrow:
        yield marks.text(0, top + 16, marks.cut(row.label, width), kind="name")
    else:
        yield marks.text(left - 10, bar + 16, marks.cut(row.label, left - 12), kind="name", anchor="end")
    x = float(left)
    hues = [part.hue for part in parts]
    again = [part for place, part in enumerate(parts) if part.hue in hues[:place]]
    for part in parts:
        count = row.counts.get(part.code, 0)
        if not count:
            continue
        length = scale(count)
        second = part in again
        yield marks.rect(
            x,
            bar,
            max(length - GAP, 0.5),
            BAR,
            hue=part.hue,
            kind="alt" if second else "",
            title=f"{row.label}: {part.words}: {count}",
            round_=2,
        )
        if length > marks.wide(str(count)) + 10:
            yield marks.text(
                x + (length - GAP) / 2, bar + 16, str(count), kind="on" if second else "in", anchor="middle"
            )
        x += length
    yield marks.text(x + 6, bar + 16, str(row.total), kind="sum")

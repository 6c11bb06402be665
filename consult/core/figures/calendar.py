"""How many a day, or a week where the days are many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from . import marks
from .scales import Scale

MOST_DAYS = 62
WIDEST = 40
HEIGHT, LEFT, TOP, BOTTOM = 190, 34, 24, 30


@dataclass(frozen=True)
class Bin:
    """The days from `first` to `last`, both in it."""

    first: date
    last: date
    count: int


def binned(counts: Mapping[date, int], first: date, last: date) -> tuple[Bin, ...]:
    """Every day from first to last, also those on which nothing was; weeks from the first day on where there are many.

    ValueError for a count outside: nothing may be lost between the numbers and the figure.
    """
    if last < first:
        raise ValueError("The last day is before the first.")
    if any(count < 0 or not first <= day <= last for day, count in counts.items()):
        raise ValueError("A count is negative or outside the days.")
    days = (last - first).days + 1
    size = 1 if days <= MOST_DAYS else 7 * -(-days // (7 * MOST_DAYS))
    bins = []
    for start in range(0, days, size):
        end = min(start + size, days) - 1
        span = [first + timedelta(days=n) for n in range(start, end + 1)]
        bins.append(Bin(span[0], span[-1], sum(counts.get(day, 0) for day in span)))
    return tuple(bins)


def timeline(
    bins: Sequence[Bin],
    marked: Sequence[tuple[date, str]] = (),
    *,
    width: float,
    title: str,
    desc: str,
    ident: str,
    day,
) -> str:
    """Columns over time. `marked` are days with words, such as a deadline; `day` writes a date."""
    if not bins:
        raise ValueError("There is no time to draw.")
    height = HEIGHT - TOP - BOTTOM
    scale = Scale.over(
        max(1, *(one.count for one in bins)) if len(bins) > 1 else max(1, bins[0].count), height, 3
    )
    room = width - LEFT
    pitch = room / len(bins)
    floor = HEIGHT - BOTTOM
    drawn = []
    for tick in scale.ticks:
        y = floor - scale(tick)
        drawn += [
            marks.line(LEFT, y, width, y, "axis" if not tick else "grid"),
            marks.text(LEFT - 8, y + 5, f"{tick:g}", kind="tick", anchor="end"),
        ]
    gap = min(4.0, pitch * 0.25)
    for number, one in enumerate(bins):
        if one.count:
            tip = f"{_span(one, day)}: {one.count}"
            broad, tall = min(pitch - gap, WIDEST), scale(one.count)
            x = LEFT + pitch * (number + 0.5) - broad / 2
            drawn.append(marks.rect(x, floor - tall, broad, tall, hue="cham", title=tip, round_=1.5))
    drawn += _days(bins, pitch, day, width)
    drawn += _marks(bins, marked, pitch, width)
    return marks.figure(
        drawn, width=width, height=HEIGHT, title=title, desc=desc, ident=ident, kind="timeline"
    )


def _span(one: Bin, day) -> str:
    return day(one.first) if one.first == one.last else f"{day(one.first)} – {day(one.last)}"


def _days(bins, pitch: float, day, width: float):
    """The first day, the last, and as many between as stand apart."""
    room = marks.wide(day(bins[0].first)) + 24
    every = max(1, int(room / pitch) + 1)
    last = len(bins) - 1
    shown = [n for n in range(0, last + 1, every) if n == 0 or (last - n) * pitch > room]
    for n in dict.fromkeys([*shown, last] if last else shown):
        anchor = "end" if n == last and last else "start" if n == 0 else "middle"
        x = width if anchor == "end" else LEFT + pitch * (n + (0 if anchor == "start" else 0.5))
        yield marks.text(
            x, HEIGHT - 8, day(bins[n].last if n == last else bins[n].first), kind="tick", anchor=anchor
        )


def _marks(bins, marked, pitch: float, width: float):
    for when, words in marked:
        place = next((n for n, one in enumerate(bins) if one.first <= when <= one.last), None)
        if place is None:
            continue
        x = LEFT + pitch * (place + 1)
        yield marks.line(x, TOP - 8, x, HEIGHT - BOTTOM, "mark")
        left = x > (width + LEFT) / 2
        yield marks.text(
            x - 6 if left else x + 6, TOP - 8, words, kind="marked", anchor="end" if left else "start"
        )

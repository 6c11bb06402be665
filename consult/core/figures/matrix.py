"""Which rows meet which columns, and how much: a field of squares."""

from collections.abc import Sequence

from . import marks
from .stacked import NARROW

CELL = 34
LEVELS = 5


def matrix(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[int | None]], *,
    width: float, title: str, desc: str, ident: str, some: str,
) -> str:  # fmt: skip
    """Squares by how much; None says that there is something, too little to be told: a dot, with the words `some`.

    ValueError where the cells do not fill rows and columns.
    """
    if len(cells) != len(rows) or any(len(line) != len(columns) for line in cells):
        raise ValueError("The cells do not fill rows and columns.")
    if any(value is not None and value < 0 for line in cells for value in line):
        raise ValueError("Counts cannot be negative.")
    narrow = width < NARROW
    left = 0 if narrow else min(260, max([80, *(marks.wide(name) for name in rows)]) + 12)
    side = min(CELL * 1.4, (width - left) / max(1, len(columns)))
    head = min(190, max([20, *(marks.wide(name) for name in columns)]) + 14)
    above = 24 if narrow else 0
    pitch = CELL + above
    most = max([1, *(value or 0 for line in cells for value in line)])
    drawn = []
    for number, name in enumerate(columns):
        x = left + side * (number + 0.5)
        drawn.append(marks.text(x + 5, head - 8, marks.cut(name, head - 10), kind="tick", turn=-90))
    for number, (name, line) in enumerate(zip(rows, cells, strict=True)):
        top = head + pitch * number
        if narrow:
            drawn.append(marks.text(0, top + 17, marks.cut(name, width), kind="name"))
        else:
            words = marks.cut(name, left - 12)
            drawn.append(marks.text(left - 10, top + CELL / 2 + 5, words, kind="name", anchor="end"))
        for place, value in enumerate(line):
            drawn += _cell(
                left + side * place, top + above, side, value, most, f"{name}, {columns[place]}", some
            )
    height = head + pitch * len(rows)
    return marks.figure(drawn, width=width, height=height, title=title, desc=desc, ident=ident, kind="matrix")


def level(value: int, most: int) -> int:
    """0 for nothing, else 1 to 5 by the share of the greatest."""
    return 0 if value <= 0 else max(1, -(-LEVELS * value // most)) if value < most else LEVELS


def _cell(x, y, side, value, most, place: str, some: str):
    width, height = max(side - 3, 1), CELL - 3
    if value is None:
        yield marks.rect(x, y, width, height, kind="heat-0", title=f"{place}: {some}", round_=2)
        yield marks.rect(x + width / 2 - 3, y + height / 2 - 3, 6, 6, kind="dot", round_=3)
        return
    rank = level(value, most)
    yield marks.rect(
        x, y, width, height, kind=f"heat-{rank}" if rank else "none", title=f"{place}: {value}", round_=2
    )
    if value and side >= marks.wide(str(value)) + 4:
        kind = "in" if rank >= 4 else "on"
        yield marks.text(x + width / 2, y + height / 2 + 5, str(value), kind=kind, anchor="middle")

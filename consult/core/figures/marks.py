"""The few marks that figures are made of. Every number that leaves here is finite and short; every word is escaped."""

from html import escape
from math import isfinite

FONT = 14
"""Size of text in units; a letter is taken to be .54 of it wide, which is a little more than it is."""
LETTER = 0.54


def number(value: float) -> str:
    """At most two decimals, without an empty tail. ValueError for what is no finite number."""
    if not isfinite(value):
        raise ValueError(f"Not a finite number: {value}.")
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rect(x, y, width, height, *, hue="", kind="", title="", round_=0.0) -> str:
    tip = f"<title>{escape(title)}</title>" if title else ""
    names = {"class": kind, "data-hue": hue, "rx": number(round_) if round_ else ""}
    extra = "".join(f' {name}="{escape(value)}"' for name, value in names.items() if value)
    box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f"<rect{extra} {box}>{tip}</rect>" if tip else f"<rect{extra} {box}/>"


def line(x1, y1, x2, y2, kind: str) -> str:
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line class="{escape(kind)}" {ends}/>'


def text(x, y, words: str, *, kind="", anchor="", turn: float = 0) -> str:
    names = {"class": kind, "text-anchor": anchor}
    extra = "".join(f' {name}="{escape(value)}"' for name, value in names.items() if value)
    if turn:
        extra += f' transform="rotate({number(turn)} {number(x)} {number(y)})"'
    return f'<text{extra} x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def wide(words: str) -> float:
    """About how wide the words are."""
    return len(words) * FONT * LETTER


def cut(words: str, room: float) -> str:
    """The words as far as there is room, with an ellipsis where they are cut."""
    most = int(room / (FONT * LETTER))
    return words if len(words) <= most else words[: max(1, most - 1)].rstrip() + "…"


def figure(parts, *, width: float, height: float, title: str, desc: str, ident: str, kind: str) -> str:
    """The whole element. `ident` makes its ids unique on the page."""
    name = escape(ident)
    return (
        f'<svg class="fig fig--{escape(kind)}" viewBox="0 0 {number(width)} {number(height)}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(desc)}</desc>{"".join(parts)}</svg>'
    )

"""Quoted passages of amending texts: what stands inside is content, never structure."""

import re

_OPENERS = "“«„"
_MARKS = re.compile('[“«„”»"]')
_LONGEST = 1_000
"""Lines a quotation may run before it counts as never closed."""
_LOOKS_PER_LINE = 20
"""Lines looked at in all, per line of the text: bad input cannot make the search quadratic."""
_LEADS_IN = re.compile(r"(?:^|:|[.)])\s*$")
_ENDS = re.compile(r"[”»\"]\s*[.;,:]*\s*(?:[”»\"]\s*[.;,]*)?$")


def _scan(text: str, depth: int) -> tuple[int, int]:
    """Depth of quotation after the text, and the place of the first quote still open (-1 if none)."""
    opened: list[int] = []
    for found in _MARKS.finditer(text):
        char, place = found.group(), found.start()
        before = text[place - 1] if place else " "
        if char in _OPENERS or (char == '"' and (before.isspace() or before in "([“:")):
            opened.append(place)
        elif opened:
            opened.pop()
        else:
            depth = max(depth - 1, 0)
    return depth + len(opened), opened[0] if opened else -1


def quoted_lines(texts: list[str]) -> tuple[set[int], set[int]]:
    """Indexes of lines inside a quotation of several lines, and of lines whose quotation never closes.

    A quotation counts when it opens a line or follows a colon or a label, and when a later line closes it
    before another line opens one. The line that opens at its very start is inside too.
    """
    inside: set[int] = set()
    unclosed: set[int] = set()
    place, looks = 0, _LONGEST + _LOOKS_PER_LINE * len(texts)
    while place < len(texts):
        text = texts[place]
        if text[:1] in _OPENERS + '"' and text:
            inside.add(place)
        depth, opener = _scan(text, 0)
        if not depth or not _LEADS_IN.search(text[:opener]):
            place += 1
            continue
        end, looked = _closing(texts, place, depth) if looks > 0 else (None, 0)
        looks -= looked
        if end is None:
            unclosed.add(place)
            place += 1
        else:
            inside.update(range(place + 1, end + 1))
            place = end + 1
    return inside, unclosed


def _closing(texts: list[str], start: int, depth: int) -> tuple[int | None, int]:
    """The line that closes a quotation, if any, and how many lines were looked at."""
    for place in range(start + 1, min(len(texts), start + _LONGEST)):
        text = texts[place]
        if text[:1] in _OPENERS + '"' and depth == 1 and not _nested(texts, place):
            return None, place - start
        depth, _ = _scan(text, depth)
        if depth == 0 or (depth == 1 and _ENDS.search(text) and text.count("“") < text.count("”")):
            return place, place - start
    return None, min(len(texts) - start, _LONGEST)


def _nested(texts: list[str], place: int) -> bool:
    """A line that opens and closes its own quotation may stand inside a larger one."""
    return _scan(texts[place], 0)[0] == 0

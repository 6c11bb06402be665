"""Words found in a page: marked in its HTML whatever their accents, without touching a tag."""

import html
import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from consult.core import vietnamese

_TAG = re.compile(r"(<[^>]*>)")
MOST_WORDS = 12


def pattern(words: str) -> re.Pattern | None:
    """What finds the words in folded text: the phrase, or where it does not stand each word alone; None for nothing."""
    wanted = re.findall(r"\w+", vietnamese.fold(words))[:MOST_WORDS]
    if not wanted:
        return None
    phrase = r"\W+".join(wanted)
    each = "|".join(sorted({re.escape(word) for word in wanted}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{phrase}|{each})(?!\w)")


def has_all(words: str, folded: str) -> bool:
    """Whether folded text holds every one of the words."""
    return all(
        re.search(rf"(?<!\w){word}(?!\w)", folded)
        for word in re.findall(r"\w+", vietnamese.fold(words))[:MOST_WORDS]
    )


def mark_all(markup: str, words: str) -> SafeString:
    """As `mark`, but nothing where the markup does not hold every one of the words."""
    holds = words and has_all(words, vietnamese.fold(html.unescape(_TAG.sub(" ", markup))))
    return mark(markup, pattern(words)) if holds else mark_safe(markup)


def mark(markup: str, found: re.Pattern | None) -> SafeString:
    """The markup with <mark> round every find; tags and their attributes stay as they are."""
    if found is None:
        return mark_safe(markup)
    pieces = _TAG.split(markup)
    return mark_safe("".join(piece if piece.startswith("<") else _piece(piece, found) for piece in pieces))


def _piece(piece: str, found: re.Pattern) -> str:
    text = html.unescape(piece)
    folded, places = _folded(text)
    out, end = [], 0
    for hit in found.finditer(folded):
        start, stop = places[hit.start()], places[hit.end() - 1] + 1
        out += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*out, escape(text[end:])]) if out else piece


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded letter by letter, and the place in it of each letter of the folded one."""
    kept, places = [], []
    for place, char in enumerate(text):
        for letter in _letter(char):
            kept.append(letter)
            places.append(place)
    return "".join(kept), places


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    return vietnamese.fold(char)

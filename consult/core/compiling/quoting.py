"""Quotations: what is between the marks must stand in the text, letter for letter."""

from dataclasses import dataclass

from consult.core import vietnamese


@dataclass(frozen=True)
class Span:
    """A part of a stored text: `text[start:end] == words`."""

    start: int
    end: int
    words: str


def is_exact(text: str, span: Span) -> bool:
    """Whether the span holds just these words of the text; both are compared as stored, without mercy."""
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.words


def find(text: str, words: str) -> list[Span]:
    """Every place of the words in the text, letter for letter after NFC; spaces around them are not part of them."""
    text, words = vietnamese.nfc(text), vietnamese.nfc(words).strip()
    found, start = [], text.find(words) if words else -1
    while start >= 0:
        found.append(Span(start, start + len(words), words))
        start = text.find(words, start + 1)
    return found


def merged(spans: list[Span], text: str) -> list[Span]:
    """The spans in order, those that touch or overlap made one: two people may mark the same words."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and span.start <= found[-1].end:
            start, end = found[-1].start, max(found[-1].end, span.end)
            found[-1] = Span(start, end, text[start:end])
        else:
            found.append(span)
    return found


def rest(spans: list[Span], text: str) -> list[Span]:
    """What no span holds, without the spaces around it: the part of an opinion that nobody has placed yet."""
    found, place = [], 0
    for span in [*merged(spans, text), Span(len(text), len(text), "")]:
        piece = text[place : span.start]
        lead = len(piece) - len(piece.lstrip())
        words = piece.strip()
        if any(letter.isalnum() for letter in words):
            found.append(Span(place + lead, place + lead + len(words), words))
        place = span.end
    return found

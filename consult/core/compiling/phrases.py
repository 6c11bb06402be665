"""Key phrases of some opinions: runs of words that many of them use and the others do not."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .records import Comment
from .texts import STOP, Words, words_of

LONGEST = 4
"""Words in a phrase; a Vietnamese word is often two syllables."""


@dataclass(frozen=True)
class Phrase:
    """`words` as they are most often written; `count` how many of the opinions use them."""

    words: str
    count: int
    score: float


def phrases(comments: Iterable[Comment], others: Sequence[Comment] = (), *, most: int = 8) -> list[Phrase]:
    """The phrases of `comments` that set them apart from `others`, best first. The same result for the same input.

    A phrase is a run of up to four words of one sentence that neither begins nor ends with a little word. Score: how many
    opinions use it, times the logarithm of how rare it is among all, times its length's root. A phrase inside a longer
    one that is used as often is left out.
    """
    here = [_runs(words_of(comment.text)) for comment in comments]
    there = [_runs(words_of(comment.text)) for comment in others]
    used = Counter(key for found in here for key in found)
    spread = Counter(key for found in [*here, *there] for key in found)
    spelled: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for found in here:
        for key, written in found.items():
            spelled[key][written] += 1
    least = 2 if len(here) > 2 else 1
    whole = len(here) + len(there)
    scored = [
        (count * math.log(1 + whole / spread[key]) * math.sqrt(len(key)), key, count)
        for key, count in used.items()
        if count >= least and sum(len(word) for word in key) > 2
    ]
    chosen: list[tuple[float, tuple[str, ...], int]] = []
    for score, key, count in sorted(scored, key=lambda item: (-item[0], item[1])):
        if len(chosen) == most:
            break
        if not any(_within(key, other) or _within(other, key) for _score, other, _count in chosen):
            chosen.append((score, key, count))
    return [Phrase(_written(spelled[key]), count, round(score, 4)) for score, key, count in chosen]


def _runs(text: Words) -> dict[tuple[str, ...], str]:
    """Runs of words inside a sentence, folded, with how they are written at their first place."""
    found: dict[tuple[str, ...], str] = {}
    for start in range(len(text.folded)):
        if text.folded[start] in STOP or text.folded[start].isdigit():
            continue
        for end in range(start, min(start + LONGEST, len(text.folded))):
            if end > start and any(
                c in '.,;:!?()\n"' for c in text.text[text.spans[end - 1][1] : text.spans[end][0]]
            ):
                break
            if text.folded[end] not in STOP:
                key = text.folded[start : end + 1]
                found.setdefault(key, text.text[text.spans[start][0] : text.spans[end][1]])
    return found


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[n : n + len(short)] == short for n in range(len(long) - len(short) + 1))


def _written(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda words: (-spellings[words], words))

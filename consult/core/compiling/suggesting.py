"""Which point does a comment belong to: points ranked for a person who decides.

Two likenesses, each divided by its own spread over the whole run, are added: the cosine of weighted runs of three
to five letters, and how much of the point's words the comment covers and the other way round, where long words
also match their inflections. Measured with the truth of ArgKP in tests/real and docs/performance.md.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .records import Comment, Point
from .texts import STOP, words_of

SHORTEST, LONGEST = 3, 5
"""Letters in a run."""
INFLECTED = 4
"""Letters from which on a word may match another that is spelled alike; syllables match only themselves."""
ALIKE = 0.45
"""Least cosine of the letters of two words that match."""
_OF_POINT = 0.55
"""Weight of the point's side: a comment may say more than the point, not less."""
_BATCH = 400


@dataclass(frozen=True)
class Suggestion:
    """A point and its score; scores of one run can be compared with one another."""

    point: str
    score: float


def suggest(
    comments: Iterable[Comment], points: Sequence[Point], *, most: int | None = None
) -> list[tuple[str, list[Suggestion]]]:
    """For each comment its id and the points, best first (`most` of them, or all that share anything with it).

    Time is comments times words of all points; memory is a batch of comments. A comment that shares nothing
    with any point gets no suggestion.
    """
    comments = list(comments)
    if not comments or not points:
        return [(comment.id, []) for comment in comments]
    said = [_content(comment.text) for comment in comments]
    asked = [_content(point.words) for point in points]
    letters, cover = _Letters(said, asked), _Cover(said, asked)
    scores = np.zeros((len(comments), len(points)), dtype=np.float32)
    for likeness in (letters, cover):
        part = np.vstack([likeness.of(said[start : start + _BATCH]) for start in range(0, len(said), _BATCH)])
        scores += part / (float(part.std()) + 1e-9)
    return [(comment.id, _ranked(row, points, most)) for comment, row in zip(comments, scores, strict=True)]


def _ranked(row: np.ndarray, points: Sequence[Point], most: int | None) -> list[Suggestion]:
    places = np.argsort(-row, kind="stable")[:most]
    return [Suggestion(points[n].id, round(float(row[n]), 5)) for n in places if row[n] > 0]


def _content(text: str) -> list[str]:
    """Words that say something; all words where there are no others."""
    words = words_of(text).folded
    return [word for word in words if word not in STOP] or list(words)


def _stem(word: str) -> str:
    """The first letters: enough to count the forms of a word as one."""
    return word[:5]


def _runs(word: str) -> list[str]:
    framed = f" {word} "
    return [
        framed[n : n + size] for size in range(SHORTEST, LONGEST + 1) for n in range(len(framed) - size + 1)
    ]


class _Letters:
    """Cosine of weighted runs of letters: (comments, points)."""

    def __init__(self, said: list[list[str]], asked: list[list[str]]):
        self.runs: dict[str, list[str]] = {}
        spread: Counter[str] = Counter()
        for words in [*said, *asked]:
            spread.update({run for word in words for run in self.runs_of(word)})
        whole = len(said) + len(asked)
        self.weight = {run: math.log((1 + whole) / (1 + count)) + 1 for run, count in spread.items()}
        self.place: dict[str, int] = {}
        for words in asked:
            for word in words:
                for run in self.runs_of(word):
                    self.place.setdefault(run, len(self.place))
        self.points = np.zeros((len(asked), len(self.place)), dtype=np.float32)
        for row, words in zip(self.points, asked, strict=True):
            for run, value in self.vector(words).items():
                row[self.place[run]] = value

    def runs_of(self, word: str) -> list[str]:
        found = self.runs.get(word)
        if found is None:
            found = self.runs[word] = _runs(word)
        return found

    def vector(self, words: list[str]) -> dict[str, float]:
        counted = Counter(run for word in words for run in self.runs_of(word))
        values = {run: (1 + math.log(count)) * self.weight[run] for run, count in counted.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        return {run: value / length for run, value in values.items()}

    def of(self, said: list[list[str]]) -> np.ndarray:
        found = np.zeros((len(said), len(self.points)), dtype=np.float32)
        for row, words in zip(found, said, strict=True):
            pairs = [(self.place[run], x) for run, x in self.vector(words).items() if run in self.place]
            if pairs:
                places, values = zip(*pairs, strict=True)
                row[:] = self.points[:, list(places)] @ np.array(values, dtype=np.float32)
        return found


class _Cover:
    """How far the words of one side are met on the other, rare words counting more: (comments, points)."""

    def __init__(self, said: list[list[str]], asked: list[list[str]]):
        spread: Counter[str] = Counter()
        for words in [*said, *asked]:
            spread.update({_stem(word) for word in words})
        whole = len(said) + len(asked)
        self.rarity = {stem: math.log((1 + whole) / (1 + count)) + 0.3 for stem, count in spread.items()}
        distinct = [list(dict.fromkeys(words)) for words in asked]
        self.known = {word: n for n, word in enumerate(dict.fromkeys(w for words in distinct for w in words))}
        # The words of all points in one row, and where each point begins; a point without words gets the first.
        self.row = np.array([self.known[w] for words in distinct for w in words] or [0])
        sizes = [len(words) for words in distinct]
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.empty = np.array([not size for size in sizes])
        self.row_weight = np.array(
            [self.weight(w) for words in distinct for w in words] or [1.0], dtype=np.float32
        )
        self.mass = np.array(
            [sum(self.weight(w) for w in words) or 1.0 for words in distinct], dtype=np.float32
        )
        self.spelling = _Spelling(list(self.known))
        self.columns: dict[str, np.ndarray] = {}

    def weight(self, word: str) -> float:
        return self.rarity[_stem(word)]

    def of(self, said: list[list[str]]) -> np.ndarray:
        found = np.zeros((len(said), len(self.starts)), dtype=np.float32)
        if not self.known:
            return found
        self.columns = {}
        for row, words in zip(found, said, strict=True):
            distinct = list(dict.fromkeys(words))
            if distinct:
                row[:] = self.one(distinct)
        found[:, self.empty] = 0
        return found

    def one(self, words: list[str]) -> np.ndarray:
        met = np.stack([self.column(word) for word in words], axis=1)[self.row]
        weights = np.array([self.weight(word) for word in words], dtype=np.float32)
        starts = np.minimum(self.starts, len(self.row) - 1)
        of_point = np.add.reduceat(met.max(axis=1) * self.row_weight, starts) / self.mass
        of_comment = np.maximum.reduceat(met, starts, axis=0) @ weights / weights.sum()
        return of_point**_OF_POINT * of_comment ** (1 - _OF_POINT)

    def column(self, word: str) -> np.ndarray:
        """Likeness of a comment's word to each word of the points: 1 for itself, 0 below ALIKE."""
        found = self.columns.get(word)
        if found is None:
            found = self.spelling.like(word)
            if word in self.known:
                found[self.known[word]] = 1.0
            self.columns[word] = found
        return found


class _Spelling:
    """Words by their letters: finds the spelled-alike through the runs of letters they share."""

    def __init__(self, words: list[str]):
        self.count = len(words)
        self.holders: dict[str, list[int]] = {}
        self.lengths = np.ones(self.count, dtype=np.float32)
        for n, word in enumerate(words):
            if len(word) >= INFLECTED:
                runs = set(self.runs(word))
                self.lengths[n] = math.sqrt(len(runs))
                for run in runs:
                    self.holders.setdefault(run, []).append(n)

    @staticmethod
    def runs(word: str) -> list[str]:
        framed = f" {word} "
        return [framed[n : n + size] for size in range(2, 6) for n in range(len(framed) - size + 1)]

    def like(self, word: str) -> np.ndarray:
        found = np.zeros(self.count, dtype=np.float32)
        if len(word) < INFLECTED:
            return found
        runs = set(self.runs(word))
        places = [n for run in runs for n in self.holders.get(run, ())]
        if places:
            found = np.bincount(places, minlength=self.count).astype(np.float32)
            found /= self.lengths * math.sqrt(len(runs))
            found[found < ALIKE] = 0
        return np.minimum(found, 1.0)

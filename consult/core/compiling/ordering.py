"""An order of reading: inside a clause like stands beside like, and what is alone stays visible at the end.

Average linkage, not the most central texts: choosing the central ones hides the few. Likeness is the cosine of
weighted words and pairs of words in a fixed number of hashed dimensions.
"""

import itertools
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from .records import Comment
from .texts import STOP, Words, words_of

DIMENSIONS = 512
BLOCK = 800
"""Texts that are linked with one another; more than that are first parted by their main difference."""
LONELY = 0.05
"""A text that is less like all others than this is read at the end."""
_TURNS = 12


_Leaves = dict[int, tuple[list[int], list[int]]]
"""Of each branch its texts in order, and those that are alone."""


def order(comments: Iterable[Comment]) -> list[str]:
    """Every id once: clauses in the order in which they first come, and each clause in reading order."""
    clauses: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        clauses[comment.clause].append(comment)
    return [comment.id for group in clauses.values() for comment in _ordered(group)]


def _ordered(group: list[Comment]) -> list[Comment]:
    if len(group) < 3:
        return group
    vectors = _vectors([words_of(comment.text) for comment in group])
    return [group[n] for block in _blocks(vectors, np.arange(len(group))) for n in _linked(vectors, block)]


def _vectors(texts: list[Words]) -> np.ndarray:
    """(texts, DIMENSIONS), float32, each row of length 1; rows without words are zero."""
    counted = [Counter(_features(text)) for text in texts]
    spread = Counter(feature for features in counted for feature in features)
    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    places = {feature: zlib.crc32(feature.encode()) for feature in spread}
    for row, features in zip(found, counted, strict=True):
        for feature, count in features.items():
            weight = (1 + math.log(count)) * math.log(1 + len(texts) / spread[feature])
            number = places[feature]
            row[number % DIMENSIONS] += weight if number & 0x40000000 else -weight
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(lengths > 0, lengths, 1)


def _features(text: Words) -> list[str]:
    words = [word for word in text.folded if word not in STOP]
    return words + [f"{a} {b}" for a, b in itertools.pairwise(words)]


def _blocks(vectors: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """Halve along the main direction until a block can be linked; neighbours stay neighbours."""
    if len(rows) <= BLOCK:
        return [rows]
    part = vectors[rows]
    centred = part - part.mean(axis=0)
    direction = centred[int(np.argmax((centred**2).sum(axis=1)))]
    for _ in range(_TURNS):
        turned = centred.T @ (centred @ direction)
        size = np.linalg.norm(turned)
        if size < 1e-9:
            break
        direction = turned / size
    places = np.argsort(centred @ direction, kind="stable")
    half = len(rows) // 2
    return _blocks(vectors, np.sort(rows[places[:half]])) + _blocks(vectors, np.sort(rows[places[half:]]))


def _linked(vectors: np.ndarray, rows: np.ndarray) -> list[int]:
    """Leaves of the tree of average linkage, the larger branch first, found by chains of nearest neighbours."""
    part = vectors[rows].astype(np.float64)
    likeness = part @ part.T
    np.fill_diagonal(likeness, -np.inf)
    sizes = np.ones(len(rows))
    leaves = {n: ([n], []) for n in range(len(rows))}
    chain: list[int] = []
    while len(leaves) > 1:
        if not chain:
            chain.append(min(leaves))
        last = chain[-1]
        row = likeness[last]
        near = int(np.argmax(row))
        if len(chain) > 1 and row[chain[-2]] >= row[near]:
            near = chain[-2]
        if len(chain) > 1 and near == chain[-2]:
            del chain[-2:]
            _merge(likeness, sizes, leaves, min(last, near), max(last, near))
        else:
            chain.append(near)
    together, alone = next(iter(leaves.values()))
    return [int(rows[leaf]) for leaf in together + sorted(alone)]


def _merge(likeness: np.ndarray, sizes: np.ndarray, leaves: _Leaves, a: int, b: int) -> None:
    """b goes into a; likeness to the pair is the mean over its members."""
    near = likeness[a, b]
    mean = (sizes[a] * likeness[a] + sizes[b] * likeness[b]) / (sizes[a] + sizes[b])
    likeness[a, :], likeness[:, a] = mean, mean
    likeness[b, :], likeness[:, b], likeness[a, a] = -np.inf, -np.inf, -np.inf
    sizes[a] += sizes[b]
    leaves[a] = _joined(leaves[a], leaves.pop(b), near)


def _joined(one, other, near: float):
    """(the larger branch, then the smaller; those that are alone)."""
    branches, alone = [one[0], other[0]], one[1] + other[1]
    if near < LONELY:
        alone += [leaf for branch in branches if len(branch) == 1 for leaf in branch]
        branches = [branch for branch in branches if len(branch) > 1]
    branches.sort(key=lambda branch: (-len(branch), branch))
    return [leaf for branch in branches for leaf in branch], alone

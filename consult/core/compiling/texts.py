"""Texts as sets and lists that can be compared: folded words with their places, shingles of letters."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from consult.core import vietnamese

SHINGLE = 5
_WORDS = re.compile(r"[^\W_]+")

STOP = frozenset(
    # The little words of both languages, folded: they say nothing about the subject.
    ["a", "an", "the", "of", "to", "in", "is", "are", "be", "and", "or", "it", "that", "this", "for", "on", "with", "as", "by", "at", "from", "not", "no", "can", "will", "would", "should", "could", "may", "have", "has", "they", "their", "them", "we", "our", "us", "you", "your", "he", "she", "his", "her", "its", "who", "which", "there", "than", "then", "so", "if", "but", "do", "does", "more", "most", "people", "va", "la", "cua", "co", "cac", "nhung", "cho", "voi", "duoc", "trong", "mot", "nay", "do", "khi", "thi", "ma", "o", "tai", "ve", "theo", "de", "tu", "den", "nhu", "se", "da", "dang", "cung", "vi", "bi", "boi", "ra", "vao", "len", "phai", "nen", "rang", "hay", "hoac", "moi", "tung", "do", "viec", "su", "nguoi", "toi", "chung", "ta", "con", "rat", "qua", "hon"]
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The words of a text, folded, and where each stands in the text."""

    text: str
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def key(self) -> str:
        """Equal for texts that differ only in accents, case, punctuation and spaces."""
        return " ".join(self.folded)

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Runs of five letters of the folded text, spaces counted."""
        key = self.key
        return (
            frozenset(key[n : n + SHINGLE] for n in range(max(1, len(key) - SHINGLE + 1)))
            if key
            else frozenset()
        )

    @cached_property
    def triples(self) -> tuple[tuple[str, ...], ...]:
        """Every run of three words; shorter texts are one run."""
        words = self.folded
        return tuple(words[n : n + 3] for n in range(max(1, len(words) - 2))) if words else ()


@lru_cache(1 << 17)
def _folded(word: str) -> str:
    return vietnamese.fold(word)


def words_of(text: str) -> Words:
    """Split first and fold each word after, so that places are those of the text as written (NFC)."""
    text = vietnamese.nfc(text)
    found = [(_folded(match.group()), match.span()) for match in _WORDS.finditer(text)]
    kept = [(word, span) for word, span in found if word]
    return Words(text, tuple(word for word, _ in kept), tuple(span for _, span in kept))


def jaccard(a: frozenset, b: frozenset) -> float:
    """Shared shingles of all shingles, 0 to 1."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def containment(a: frozenset, b: frozenset) -> float:
    """How much of the smaller set lies in the larger one, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0

"""Word-level changes between two texts, in operations that any page or file can render."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_LONG = 12_000
_TOO_LONG = 40_000
_LONELY_TOKENS = 16


@dataclass(frozen=True)
class Op:
    """A run of text: "same", "del" (only in the old text) or "ins" (only in the new one)."""

    kind: str
    text: str


def redline(old: str, new: str) -> list[Op]:
    """Operations from old to new, deletions before insertions, by syllable and punctuation mark.

    Joining "same" and "del" gives `old`, joining "same" and "ins" gives `new`, letter for letter. Runs of
    changes parted only by one unchanged word, or by less than they change, are shown as one change.
    """
    a, b = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(a), len(b)) <= _LONG:
        return _operations(_settled(_blocks(a, b)))
    return _operations(_by_lines(_LINES.findall(old), _LINES.findall(new)))


def _blocks(a: list[str], b: list[str]) -> list[tuple[list[str], list[str], bool]]:
    """Runs (old tokens, new tokens, equal) of a longest common subsequence."""
    codes = LCSseq.opcodes(a, b)
    return [(a[c.src_start : c.src_end], b[c.dest_start : c.dest_end], c.tag == "equal") for c in codes]


def _by_lines(a: list[str], b: list[str]) -> list[tuple[list[str], list[str], bool]]:
    """Whole documents: lines first, then words inside the lines that changed."""
    blocks, pending = [], ([], [])
    for old, new, equal in [*_blocks(a, b), ([], [], True)]:
        if not equal:
            pending[0].extend(old)
            pending[1].extend(new)
            continue
        if pending[0] or pending[1]:
            x, y = (_TOKENS.findall("".join(lines)) for lines in pending)
            blocks.extend(_settled(_blocks(x, y)) if max(len(x), len(y)) < _TOO_LONG else [(x, y, False)])
            pending = ([], [])
        blocks.append((old, new, True))
    return blocks


def _words(tokens: list[str]) -> int:
    return sum(1 for token in tokens if token[0].isalnum() or token[0] == "_")


def _settled(blocks: list) -> list:
    """Merge changes across unchanged runs too short to be worth reading apart."""
    merged: list = []
    for place, (old, new, equal) in enumerate(blocks):
        after_change = merged and not merged[-1][2]
        if after_change and (not equal or _is_lonely(blocks, place, merged[-1])):
            merged[-1][0].extend(old)
            merged[-1][1].extend(new)
        else:
            merged.append((list(old), list(new), equal))
    return merged


def _is_lonely(blocks: list, place: int, before: tuple) -> bool:
    """An unchanged run between two changes: one word, or few words between much longer changes."""
    if place + 1 >= len(blocks):
        return False
    same = blocks[place][0]
    if len(same) > _LONELY_TOKENS:
        return False
    words = _words(same)
    if words <= 1:
        return not any("\n" in token for token in same)
    changed = [max(_words(side[-_LONELY_TOKENS:]) for side in before[:2])]
    changed.append(max(_words(side[:_LONELY_TOKENS]) for side in blocks[place + 1][:2]))
    return words <= 3 and min(changed) >= 2 * words


def _operations(blocks: list) -> list[Op]:
    pairs = []
    for old, new, equal in blocks:
        pairs += [("same", old)] if equal else [("del", old), ("ins", new)]
    return joined(Op(kind, "".join(tokens)) for kind, tokens in pairs)


def joined(ops: Iterable[Op]) -> list[Op]:
    """Operations one after the other, with neighbours of one kind as one and deletions before insertions."""
    runs: list[Op] = []
    for op in ops:
        if not op.text:
            continue
        if runs and runs[-1].kind == op.kind:
            runs[-1] = Op(op.kind, runs[-1].text + op.text)
        elif op.kind == "del" and runs and runs[-1].kind == "ins":
            inserted = runs.pop()
            runs[-1:] = joined([*runs[-1:], op])
            runs.append(inserted)
        else:
            runs.append(op)
    return runs

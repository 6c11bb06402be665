"""The places of a comparison: each change as letters of the old and of the new text, so that it can be pointed at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .redlining import Op


@dataclass(frozen=True)
class Change:
    """One run of changed words: `old[old_start:old_end]` is `deleted`, `new[new_start:new_end]` is `inserted`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    deleted: str
    inserted: str

    @property
    def at(self) -> tuple[int, int, int, int]:
        """The four numbers: what the place is named by."""
        return (self.old_start, self.old_end, self.new_start, self.new_end)


def changes(ops: Iterable[Op]) -> tuple[Change, ...]:
    """Every maximal run between unchanged words, in order; runs of blanks alone are no change of words. Pure."""
    found: list[Change] = []
    old = new = 0
    start, gone, come = (0, 0), "", ""
    for op in [*ops, Op("same", "")]:
        if op.kind == "same":
            if gone.strip() or come.strip():
                found.append(Change(start[0], old, start[1], new, gone, come))
            old, new = old + len(op.text), new + len(op.text)
            start, gone, come = (old, new), "", ""
        elif op.kind == "del":
            gone, old = gone + op.text, old + len(op.text)
        else:
            come, new = come + op.text, new + len(op.text)
    return tuple(found)


def found_again(wanted: Change, present: Sequence[Change]) -> Change | None:
    """The same words at another place, where they stand once: what a change became when words around it were edited."""
    exact = [one for one in present if one == wanted]
    words = [one for one in present if (one.deleted, one.inserted) == (wanted.deleted, wanted.inserted)]
    if exact:
        return exact[0]
    return words[0] if len(words) == 1 else None

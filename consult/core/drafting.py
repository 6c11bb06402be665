"""What is kept of a text while it is being written: the newest save, and the saves before it that lost words since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Save:
    """What stood in a form at one moment on one device; `values` by the names of the fields."""

    at: datetime
    device: str
    values: Mapping[str, str]


def merge(saves: Sequence[Save], incoming: Save, *, most: int) -> list[Save]:
    """The saves with one more among them, newest first: the first is the draft, the others are its history.

    The newer one wins wherever it was typed; the other stays in the history. A save whose words all stand in a
    later one of the same device takes no place of its own, so that typing on fills no history. Of more than
    `most` the oldest go.
    """
    others = [save for save in saves if save.values != incoming.values]
    same = [save for save in saves if save.values == incoming.values]
    newest = max([incoming, *same], key=lambda save: save.at)
    found = sorted([newest, *others], key=lambda save: save.at, reverse=True)
    return [
        save for place, save in enumerate(found)
        if place == 0 or not _continues(save, found[place - 1])
    ][:most]  # fmt: skip


def _continues(older: Save, newer: Save) -> bool:
    return older.device == newer.device and only_adds(older.values, newer.values)


def only_adds(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Does every field of the old text stand whole in the new one, with at most one piece put in?"""
    return all(_grew(text, new.get(name, "")) for name, text in old.items())


def _grew(old: str, new: str) -> bool:
    if len(old) > len(new):
        return False
    start = 0
    while start < len(old) and old[start] == new[start]:
        start += 1
    end = len(old) - start
    return end == 0 or new[-end:] == old[start:]

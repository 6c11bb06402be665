"""The changed words of a later version, as places that an answer is bound to: read, named, checked, found again.

A change is stored as plain data in the answer that it belongs to (`Answer.changes`). It names the units on both sides,
the letters of the changed run in their printed words, and the words themselves; published versions are frozen, so a
change of one is true for ever. One of a version in preparation is checked again before the answers are published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.core.cache import cache
from django.utils.translation import gettext as _

from consult.core import legal
from consult.documents.comparison import ChangeRow, changes
from consult.documents.models import DraftVersion
from consult.kit.verdicts import Refused

_DAY = 24 * 3600
LONGEST = 40
"""Changes that one answer may be bound to."""
NEAR = 60
"""Letters around a change that are shown with it."""


@dataclass(frozen=True)
class Spot:
    """One changed run of words in one row of the comparison."""

    key: str
    version_id: int
    old: tuple[int, ...]
    new: tuple[int, ...]
    place: str
    home: str
    change: legal.Change
    before: str
    after: str

    def stored(self) -> dict:
        """As an answer keeps it."""
        return {
            "key": self.key,
            "version": self.version_id,
            "old": list(self.old),
            "new": list(self.new),
            "place": self.place,
            "at": list(self.change.at),
            "deleted": self.change.deleted,
            "inserted": self.change.inserted,
        }


@dataclass(frozen=True)
class Unit:
    """One row of the comparison with its changes, as the form offers them."""

    place: str
    home: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    spots: tuple[Spot, ...]


def newest(consultation) -> DraftVersion | None:
    """The newest version after the one commented, published or in preparation; who may read it is the agency."""
    later = DraftVersion.objects.filter(draft=consultation.draft_id, number__gt=consultation.version.number)
    return later.order_by("-number").first()


def spots(consultation, version: DraftVersion) -> tuple[Spot, ...]:
    """Every change of words between the version commented and this one; kept, as long as the text is the same."""
    key = f"changes:{consultation.version_id}:{version.pk}:{version.state}:{version.revision}"
    found = cache.get(key)
    if found is None:
        found = spots_now(consultation, version)
        cache.set(key, found, _DAY)
    return found


def spots_now(consultation, version: DraftVersion) -> tuple[Spot, ...]:
    """As `spots`, kept nowhere: for an act that has changed the text and may yet be taken back."""
    rows = changes(consultation.version_id, version.pk)
    return tuple(spot for row in rows if row.changed for spot in _spots(row, version))


def _spots(row: ChangeRow, version) -> list[Spot]:
    if not row.edited and row.old and row.new:  # renumbered or moved alone: no word of it changed
        return []
    old, new = tuple(one.id for one in row.olds), tuple(one.id for one in row.news)
    unit = row.new or row.old
    place = unit.citation or unit.label or unit.title[:80]
    words = ["".join(op.text for op in row.ops if op.kind != kind) for kind in ("ins", "del")]
    found = []
    for change in legal.changes(row.ops):
        numbers = ".".join(str(n) for n in change.at)
        key = f"{new[0] if new else 0}.{old[0] if old else 0}.{numbers}"
        edges = (change.new_start, change.new_end) if new else (change.old_start, change.old_end)
        found.append(
            Spot(key, version.pk, old, new, place, row.home_words, change, *around(words[1 if new else 0], *edges))
        )  # fmt: skip
    return found


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """A few words before and after a change, so that it can be recognised; marked where there are more in the line."""
    before, after = text[:start].split("\n")[-1], text[end:].split("\n")[0]
    return (
        f"…{before[-NEAR:].partition(' ')[2]}" if len(before) > NEAR else before,
        f"{after[:NEAR].rpartition(' ')[0]}…" if len(after) > NEAR else after,
    )


def home_of(clause) -> str:
    """The heading under which a clause of the version commented stands, as the comparison names it; a query for each step up."""
    while clause is not None and clause.kind != "article" and clause.parent_id:
        clause = clause.parent
    return f"{clause.label} {clause.title}".strip() if clause is not None else ""


def units(found: tuple[Spot, ...]) -> tuple[Unit, ...]:
    """Changes by the row that they stand in, in the order of the text."""
    rows = groupby(found, key=lambda spot: (spot.place, spot.home, spot.old, spot.new))
    return tuple(Unit(*head, tuple(group)) for head, group in rows)


def chosen(consultation, version: DraftVersion | None, keys, kept=()) -> list[dict]:
    """What an answer keeps of the keys that a form names: changes of this version, or some it was bound to before.

    Refused with "not-changed" where a key names no change of the comparison as it stands now.
    """
    keys = list(dict.fromkeys(keys))
    if not keys:
        return []
    if len(keys) > LONGEST:
        raise Refused(_("Một trả lời gắn với nhiều nhất %(count)s chỗ sửa.") % {"count": LONGEST}, "too-many")
    known = {one["key"]: one for one in kept if one["key"] in keys}
    if version is not None:
        known |= {spot.key: spot.stored() for spot in spots(consultation, version) if spot.key in keys}
    if any(key not in known for key in keys):
        raise Refused(
            _("Chỗ sửa vừa chọn không còn trong bản so sánh. Đề nghị xem lại bản dự thảo mới và chọn lại."),
            "not-changed",
        )
    return [known[key] for key in keys]


def of_clause(consultation, clause) -> list[dict]:
    """All changed words of the row in which a clause of a later version stands."""
    found = [spot for spot in spots(consultation, clause.version) if clause.pk in spot.new]
    if not found:
        raise Refused(_("Điều khoản này không có chữ nào thay đổi so với bản lấy ý kiến."), "not-changed")
    return [spot.stored() for spot in found]


def standing(
    consultation, versions: dict[int, DraftVersion], stored: list[dict], read: Callable = spots
) -> list[dict] | None:
    """The changes of an answer as they stand in the comparison now, or None where one of them is gone.

    A change in a version that was edited since is found again by its words in its own units, where they stand once.
    `read(consultation, version)` gives the changes of a version.
    """
    found = []
    for one in stored:
        version = versions.get(one["version"])
        present = read(consultation, version) if version else ()
        rows = {
            spot.change: spot
            for spot in present
            if set(spot.new) & set(one["new"]) or spot.old == tuple(one["old"])
        }
        wanted = legal.Change(*one["at"], one["deleted"], one["inserted"])
        again = legal.found_again(wanted, list(rows))
        if again is None:
            return None
        found.append(rows[again].stored())
    return found

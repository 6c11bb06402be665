"""Addresses of the reading room: which version, which clause, and where a clause of another version stands."""

from dataclasses import dataclass

from django.urls import reverse

from consult.core import vietnamese
from consult.desk.reading_text import units
from consult.documents import carrying
from consult.documents.models import Clause, DraftVersion
from consult.kit.verdicts import NotThere


@dataclass(frozen=True)
class Moved:
    """A clause of another version that an address named: what it was, and whether it has a place in this one."""

    citation: str
    number: int
    url: str
    clause_id: int | None
    old_id: int


def version_or_404(consultation, number: int | None) -> DraftVersion:
    """The version under discussion, or another published one of the same draft."""
    if number is None or number == consultation.version.number:
        return consultation.version
    versions = DraftVersion.objects.filter(draft=consultation.draft_id, state="published", number=number)
    version = versions.first()
    if version is None:
        raise NotThere("")
    return version


def version_of_clause_or_404(consultation, clause_id: int) -> DraftVersion:
    """The version to which a clause of this draft belongs; no query for the version under discussion.

    Clause 0 stands for the whole draft.
    """
    if not clause_id or any(unit.id == clause_id for unit in units(consultation.version_id)):
        return consultation.version
    versions = DraftVersion.objects.filter(draft=consultation.draft_id, state="published", clauses=clause_id)
    version = versions.first()
    if version is None:
        raise NotThere("")
    return version


def address_of(consultation, version) -> str:
    if version.pk == consultation.version_id:
        return reverse("reading", args=[consultation.code])
    return reverse("reading_version", args=[consultation.code, version.number])


def moved_address(consultation, version, moved: Moved, keep: str) -> str:
    """Where a clause of another version is read in this one; `tu` names it, so that the page can say so."""
    query = f"clause={moved.clause_id}&tu={moved.old_id}{keep}"
    return f"{address_of(consultation, version)}?{query}#c-{moved.clause_id}"


def find_clause(consultation, version, raw: str | None) -> Moved | None:
    """Where a clause of another published version of the draft stands in this one; None for one of this version.

    No query for a clause of this version. NotThere for what is no clause of this draft.
    """
    clause_id = read_number(raw)
    if not clause_id or any(unit.id == clause_id for unit in units(version.pk)):
        return None
    found = Clause.objects.filter(pk=clause_id, version__draft=version.draft_id, version__state="published")
    clause = found.select_related("version").exclude(version=version).first()
    if clause is None:
        raise NotThere("")
    here = _place_in(version, clause)
    url = f"{reverse('reading_version', args=[consultation.code, clause.version.number])}?clause={clause_id}"
    return Moved(
        vietnamese.nbsp(clause.citation), clause.version.number, f"{url}#c-{clause_id}", here, clause_id
    )


def _place_in(version, clause) -> int | None:
    """Forward by the links between versions; back to the first clause that became this one."""
    if clause.version.number < version.number:
        return carrying.places(version).get(clause.pk, carrying.LOST).clause_id
    came_from = set(carrying.sources(clause.version).get(clause.pk, ()))
    return next((unit.id for unit in units(version.pk) if unit.id in came_from), None)


def read_clause(raw: str | None, rows, sums: dict[int | None, int]) -> int | None:
    """The clause that an address names; when it names none, the first one with comments, else the first one."""
    if raw in ("chung", "0"):
        return None
    if not raw:
        open_to_all = [unit.id for unit in rows if unit.speaks and "<div" in unit.before]
        return next((pk for pk in open_to_all if sums.get(pk)), open_to_all[0] if open_to_all else None)
    return read_number(raw)


def read_number(raw: str | None) -> int:
    """The number of a clause in an address; 0 for "chung" and for nothing."""
    if raw in (None, "", "chung"):
        return 0
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise NotThere("")
    return int(raw)


def read_after(raw: str | None) -> int:
    """The number after which threads are shown; nonsense begins anew."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) <= 18 else 0

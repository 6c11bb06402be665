"""The reading room: the text of a draft, what is said about each clause, and the clause in view."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.rules import is_official
from consult.core import vietnamese
from consult.desk.reading_text import ContentsRow, contents, draw, units
from consult.documents.models import Clause, DraftVersion
from consult.forums import carried
from consult.forums import threads as forums
from consult.forums.keeping import kept
from consult.forums.models import Position
from consult.forums.rules import takes_comments
from consult.kit import writing
from consult.kit.clock import now
from consult.kit.verdicts import NotThere, Verdict
from consult.polls.models import Poll


@dataclass(frozen=True)
class PollSlip:
    """A poll on the clause in view; no figure in it."""

    id: int
    question: str
    open: bool
    closes: str


@dataclass(frozen=True)
class ClausePanel:
    """What stands beside the text: one clause (or the whole draft) and what is said about it."""

    clause_id: int | None
    title: str
    citation: str
    total: int
    positions: tuple[tuple[str, int], ...]
    threads: forums.Threads | None
    polls: tuple[PollSlip, ...]
    previous: int | None
    following: int | None
    source: str
    is_current: bool
    may_write: Verdict
    may_endorse: bool
    here: str
    list_url: str
    write_url: str
    part_url: str
    changes_url: str


@dataclass(frozen=True)
class VersionItem:
    """A published version in the switch."""

    id: int
    number: int
    words: str
    url: str
    current: bool


@dataclass(frozen=True)
class ReadingPage:
    """The whole room."""

    consultation: Consultation
    version: DraftVersion
    is_current: bool
    versions: tuple[VersionItem, ...]
    changes_url: str
    previous_number: int
    contents: tuple[ContentsRow, ...]
    text: SafeString
    total: int
    panel: ClausePanel
    is_newer: bool
    without_place: int


# --- which file, which version ---------------------------------------------------------------------------


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


# --- the panel -------------------------------------------------------------------------------------------


def panel(
    user, consultation, version, clause_id: int | None, *, after: int = 0, facts=None, writing: bool = False
) -> ClausePanel:
    """What is said about one clause; two queries, one of them for counts and polls unless they are given.

    Buttons follow the stage; whether this person may is asked when they press. `writing` leaves the threads away.
    """
    rows = [unit for unit in units(version.pk) if unit.speaks or unit.kind == "article"]
    place = next((n for n, unit in enumerate(rows) if unit.id == clause_id), None)
    if clause_id is not None and place is None:
        raise NotThere("")
    unit = rows[place] if place is not None else None
    words = unit.text if unit else ""
    counts, polls = facts or kept(
        user,
        consultation,
        f"facts:{version.pk}:{clause_id}",
        lambda: _facts(user, consultation, version, clause_id),
    )
    is_current = version.pk == consultation.version_id
    may_write = takes_comments(consultation)
    here = address_of(consultation, version)
    around = [rows[n].id if 0 <= n < len(rows) else None for n in _around(place)]
    return ClausePanel(
        clause_id=clause_id,
        title=_capital(unit.citation) if unit else _("Toàn văn dự thảo"),
        citation=unit.citation if unit else _("toàn văn dự thảo"),
        total=sum(counts.values()),
        positions=tuple((code, counts[code]) for code in Position.values if counts.get(code)),
        threads=None if writing else _threads(user, consultation, version, clause_id, words, after),
        polls=_slips(polls),
        previous=around[0],
        following=around[1],
        source=words,
        is_current=is_current,
        may_write=may_write,
        may_endorse=bool(may_write) and user.is_authenticated and not is_official(user, consultation),
        here=here,
        list_url=f"{here}?clause={clause_id or 'chung'}",
        write_url=f"{here}?clause={clause_id or 'chung'}&muc=viet",
        part_url=reverse("clause_panel", args=[consultation.code, clause_id or 0]),
        changes_url=reverse("version_changes", args=[version.pk]) if version.number > 1 else "",
    )


def _threads(user, consultation, version, clause_id, words: str, after: int) -> forums.Threads:
    def read():
        return forums.threads(user, consultation, clause_id, version=version, words=words, after=after)

    return kept(user, consultation, f"threads:{version.pk}:{clause_id}:{after}", read)


def _around(place: int | None) -> tuple[int, int]:
    return (-1, -1) if place is None else (place - 1, place + 1)


def _capital(words: str) -> str:
    return vietnamese.nbsp(words[:1].upper() + words[1:])


def _facts(user, consultation, version, clause_id: int | None):
    """Counts by position and the polls of one clause, those of earlier clauses that became it included; one query."""
    said = carried.at_clause(user, consultation, version, clause_id)
    if clause_id is None:
        return {position: count for _clause, position, count in said.positions()}, []
    poll = Poll.objects.filter(clause=OuterRef("pk"), consultation=consultation).order_by("-pk")
    fields = JSONObject(
        id="pk", question="question", state="state", closes_at="closes_at", closed_at="closed_at"
    )
    row = (
        Clause.objects.filter(pk=clause_id, version=version)
        .order_by("pk")
        .values_list(ArraySubquery(said.counts_by_position()), Subquery(poll.values(found=fields)[:1]))
        .first()
    )
    if row is None:
        raise NotThere("")
    counts, found = row
    return {one["position"]: one["n"] for one in counts}, [found] if found else []


def _slips(polls) -> tuple[PollSlip, ...]:
    """Slips from rows of a query or from the database's JSON."""
    slips = []
    for poll in polls:
        ends = _moment(poll["closed_at"] or poll["closes_at"])
        is_open = poll["state"] == "open" and now() < ends
        slips.append(PollSlip(poll["id"], poll["question"], is_open, writing.datetime_text(ends)))
    return tuple(slips)


def _moment(value):
    return parse_datetime(value) if isinstance(value, str) else value


# --- the page --------------------------------------------------------------------------------------------


def address_of(consultation, version) -> str:
    if version.pk == consultation.version_id:
        return reverse("reading", args=[consultation.code])
    return reverse("reading_version", args=[consultation.code, version.number])


def reading_page(
    user, consultation, version, raw_clause: str | None, *, after: int = 0, writing: bool = False
) -> ReadingPage:
    """The whole room; `raw_clause` is a number, "chung" for the whole draft, or nothing for the first one discussed."""
    rows = units(version.pk)
    found = kept(
        user, consultation, f"counts:{version.pk}", lambda: carried.counts(user, consultation, version)
    )
    counts = found.by_clause
    sums = {clause: sum(by.values()) for clause, by in counts.items()}
    clause_id = read_clause(raw_clause, rows, sums)
    polls = Poll.objects.filter(consultation=consultation, clause=clause_id).values(
        "id", "question", "state", "closes_at", "closed_at"
    )
    facts = (counts.get(clause_id, {}), list(polls) if clause_id else [])
    side = panel(user, consultation, version, clause_id, after=after, facts=facts, writing=writing)
    versions = _versions(consultation, version)
    here, most = address_of(consultation, version), max(sums.values(), default=0)
    part = reverse("clause_panel", args=[consultation.code, 0])[: -len("0/")]
    earlier = [item.number for item in versions if item.number < version.number]
    return ReadingPage(
        consultation=consultation,
        version=version,
        is_current=version.pk == consultation.version_id,
        versions=versions,
        changes_url=reverse("version_changes", args=[version.pk]) if earlier else "",
        previous_number=max(earlier, default=0),
        contents=contents(rows, counts, clause_id),
        text=draw(rows, counts, most, clause_id, here, part),
        total=sum(sums.values()),
        panel=side,
        is_newer=version.number > consultation.version.number,
        without_place=found.lost,
    )


def read_clause(raw: str | None, rows, sums: dict[int | None, int]) -> int | None:
    """The clause that an address names; when it names none, the first one with comments, else the first one."""
    if raw in ("chung", "0"):
        return None
    if not raw:
        open_to_all = [unit.id for unit in rows if unit.speaks and "<div" in unit.before]
        return next((pk for pk in open_to_all if sums.get(pk)), open_to_all[0] if open_to_all else None)
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise NotThere("")
    return int(raw)


def read_after(raw: str | None) -> int:
    """The number after which threads are shown; nonsense begins anew."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) <= 18 else 0


def _versions(consultation, version) -> tuple[VersionItem, ...]:
    found = DraftVersion.objects.filter(draft=consultation.draft_id, state="published").order_by("-number")
    return tuple(
        VersionItem(
            pk, number,
            _("Dự thảo %(number)s, %(day)s") % {"number": number, "day": vietnamese.date_short(at)},
            address_of(consultation, DraftVersion(pk=pk, number=number)),
            pk == version.pk,
        )
        for pk, number, at in found.values_list("pk", "number", "published_at")
    )  # fmt: skip

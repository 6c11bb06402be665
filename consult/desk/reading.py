"""The reading room: the text of a draft, what is said about each clause, and the clause in view."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.rules import is_official
from consult.core import vietnamese
from consult.desk import reading_dress as dress
from consult.desk import reading_filters as filters
from consult.desk.reading_answers import Pinned, pinned
from consult.desk.reading_places import Moved, address_of, read_clause
from consult.desk.reading_text import ContentsRow, contents, draw, units
from consult.desk.reading_visits import seen_before
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
class Scope:
    """What a reader's filters leave: `only` as a condition, `among` as clauses (None: no filter is chosen).

    `since`: what comes after this number of the book is new to the reader; None where nothing is.
    """

    wanted: filters.Wanted
    since: int | None
    only: Q | None
    among: frozenset | None
    divided: frozenset

    def only_at(self, clause_id: int | None) -> Q | None:
        """The condition on the opinions of one clause; a clause that is not divided has none to show."""
        if filters.DIVIDED in self.wanted.only and clause_id not in self.divided:
            return Q(pk=None)
        return self.only


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
    since: int | None
    chosen: bool
    may_write: Verdict
    may_endorse: bool
    here: str
    list_url: str
    write_url: str
    part_url: str
    changes_url: str
    link: str
    keep: str
    looked_for: str
    pinned: dict[int, Pinned]


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
    wanted: filters.Wanted
    filters: tuple[dict, ...]
    shown: int
    seq: int
    hits: dress.Hits | None
    redline_url: str

    @property
    def unfiltered(self) -> str:
        return self.wanted.query(only=())

    @property
    def unsearched(self) -> str:
        return self.wanted.query(words="")

    @property
    def print_url(self) -> str:
        """The page for print, under the filters that are chosen."""
        asked = self.wanted.query(words="", changes=False)
        address = reverse("reading_print", args=[self.consultation.code, self.version.number])
        return f"{address}?{asked[1:]}" if asked else address

    @property
    def newest_url(self) -> str:
        """The clause in view, in the version under discussion."""
        return f"{reverse('reading', args=[self.consultation.code])}?clause={self.panel.clause_id or 'chung'}"


# --- the panel -------------------------------------------------------------------------------------------


def panel(
    user, consultation, version, clause_id: int | None, *,
    after: int = 0, facts=None, writing: bool = False, scope: Scope | None = None,
) -> ClausePanel:  # fmt: skip
    """What is said about one clause; two queries, one of them for counts and polls unless they are given.

    Buttons follow the stage; whether this person may is asked when they press. `writing` leaves the threads away.
    `scope` is what the reader's filters leave, if there are any.
    """
    scope = scope or Scope(filters.Wanted(), None, None, None, frozenset())
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
    may_write = takes_comments(consultation)
    threads = None if writing else _threads(user, consultation, version, clause_id, words, after, scope)
    # Answers come out when nobody comments any more.
    answered = () if may_write or threads is None else [row.id for row in threads.rows if row.opens]
    around = [rows[n].id if 0 <= n < len(rows) else None for n in _around(place, rows, scope)]
    return ClausePanel(
        clause_id=clause_id,
        title=_capital(unit.citation) if unit else _("Toàn văn dự thảo"),
        citation=unit.citation if unit else _("toàn văn dự thảo"),
        total=sum(counts.values()),
        positions=tuple((code, counts[code]) for code in Position.values if counts.get(code)),
        threads=threads,
        pinned=pinned(consultation, answered),
        polls=_slips(polls),
        previous=around[0],
        following=around[1],
        source=words,
        is_current=version.pk == consultation.version_id,
        since=scope.since,
        chosen=bool(scope.wanted.only),
        may_write=may_write,
        may_endorse=bool(may_write) and user.is_authenticated and not is_official(user, consultation),
        **_addresses(consultation, version, clause_id, scope.wanted),
    )


def _addresses(consultation, version, clause_id: int | None, wanted: filters.Wanted) -> dict[str, str]:
    here, name, keep = address_of(consultation, version), clause_id or "chung", wanted.query()
    fixed = reverse("reading_version", args=[consultation.code, version.number])
    part = reverse("clause_panel", args=[consultation.code, clause_id or 0])
    return {
        "here": here,
        "list_url": f"{here}?clause={name}{keep}",
        "write_url": f"{here}?clause={name}&muc=viet{keep}",
        "part_url": f"{part}?{keep[1:]}" if keep else f"{part}?",
        "changes_url": reverse("version_changes", args=[version.pk]) if version.number > 1 else "",
        "link": f"{fixed}?clause={name}#{f'c-{clause_id}' if clause_id else 'side'}",
        "keep": keep,
        "looked_for": wanted.words,
    }


def clause_part(
    user, consultation, version, clause_id: int | None, *, wanted, after=0, writing=False
) -> ClausePanel:
    """The panel alone. Counts of all clauses are read only where a filter asks which of them it leaves."""
    asked = {"after": after, "writing": writing}
    if not wanted.only:
        scope = Scope(wanted, seen_before(user, consultation), None, None, frozenset())
        return panel(user, consultation, version, clause_id, scope=scope, **asked)
    scope, marks = scope_of(user, consultation, version, wanted)
    facts = (marks.shown.get(clause_id, {}), _facts(user, consultation, version, clause_id)[1])
    return panel(user, consultation, version, clause_id, facts=facts, scope=scope, **asked)


def scope_of(user, consultation, version, wanted: filters.Wanted) -> tuple[Scope, filters.Marks]:
    """What the filters leave of a version, and the counts of all its clauses; two to four queries."""
    since = seen_before(user, consultation)
    marks = kept(
        user,
        consultation,
        f"marks:{version.pk}:{user.pk or 0}:{since}:{'+'.join(wanted.only)}",
        lambda: filters.marks(user, consultation, version, wanted, since),
    )
    only = filters.together(wanted, filters.conditions(user, consultation, since)) if wanted.only else None
    among = frozenset(pk for pk, by in marks.shown.items() if by) if wanted.only else None
    divided = marks.divided if filters.DIVIDED in wanted.only else frozenset()
    return Scope(wanted, since, only, among, divided), marks


def _around(place: int | None, rows, scope: Scope) -> tuple[int, int]:
    """Places of the rows before and after; with a filter those that it leaves."""
    if place is None:
        return -1, -1
    listed = [n for n, unit in enumerate(rows) if scope.among is None or unit.id in scope.among]
    return max((n for n in listed if n < place), default=-1), min(
        (n for n in listed if n > place), default=-1
    )


def _threads(user, consultation, version, clause_id, words: str, after: int, scope: Scope) -> forums.Threads:
    """Kept until the file's next act; what a filter leaves is the reader's own and is read anew."""
    only = scope.only_at(clause_id)

    def read():
        return forums.threads(
            user, consultation, clause_id, version=version, words=words, after=after, only=only
        )

    name = f"threads:{version.pk}:{clause_id}:{after}"
    return read() if only is not None else kept(user, consultation, name, read)


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


def reading_page(
    user, consultation, version, raw_clause: str | None, *,
    after: int = 0, writing: bool = False, wanted: filters.Wanted = filters.NOTHING, moved: Moved | None = None,
) -> ReadingPage:  # fmt: skip
    """The whole room; `raw_clause` is a number, "chung" for the whole draft, or nothing for the first one discussed.

    `moved`: the address named a clause of another version.
    """
    rows = units(version.pk)
    scope, marks = scope_of(user, consultation, version, wanted)
    sums = {clause: sum(by.values()) for clause, by in marks.shown.items()}
    clause_id = moved.clause_id if moved else read_clause(raw_clause, rows, sums)
    polls = Poll.objects.filter(consultation=consultation, clause=clause_id).values(
        "id", "question", "state", "closes_at", "closed_at"
    )
    facts = (marks.shown.get(clause_id, {}), list(polls) if clause_id else [])
    side = panel(
        user, consultation, version, clause_id, after=after, facts=facts, writing=writing, scope=scope
    )
    versions = _versions(consultation, version, clause_id)
    here, part = (
        address_of(consultation, version),
        reverse("clause_panel", args=[consultation.code, 0])[: -len("0/")],
    )
    earlier = [item for item in versions if item.number < version.number]
    over = _dress(version, earlier, wanted)
    return ReadingPage(
        consultation=consultation,
        version=version,
        is_current=version.pk == consultation.version_id,
        versions=versions,
        changes_url=reverse("version_changes", args=[version.pk]) if earlier else "",
        previous_number=earlier[0].number if earlier else 0,
        contents=contents(rows, marks.shown, marks.divided, clause_id),
        text=draw(rows, marks.shown, marks.divided, clause_id, here, part, wanted.query(), over),
        total=sum(sum(by.values()) for by in marks.every.values()),
        panel=side,
        is_newer=version.number > consultation.version.number,
        without_place=marks.lost,
        wanted=wanted,
        filters=filter_items(here, clause_id, wanted, marks),
        shown=sum(sums.values()),
        seq=consultation.book.last_seq,
        hits=dress.find(user, consultation, version, rows, wanted.words) if wanted.words else None,
        redline_url=f"{here}?clause={clause_id or 'chung'}{wanted.query(changes=not wanted.changes)}"
        if earlier
        else "",
    )


def _dress(version, earlier, wanted: filters.Wanted) -> dress.Dress:
    """Hits and changes over the text; nothing where nothing is asked."""
    if wanted.changes and earlier:
        return dress.Dress(wanted.words, *dress.changed(version, earlier[0].id))
    return dress.Dress(wanted.words) if wanted.words else dress.PLAIN


def filter_items(here: str, clause_id: int | None, wanted: filters.Wanted, marks) -> tuple[dict, ...]:
    """The filters as links, each adding itself to those already chosen, or taking itself away."""
    return tuple(
        {
            "url": f"{here}?clause={clause_id or 'chung'}{wanted.query(only=wanted.toggled(code))}",
            "words": words,
            "count": marks.totals[code],
            "current": code in wanted.only,
        }
        for code, words in filters.WORDS.items()
        if code in marks.totals and (marks.totals[code] or code in wanted.only or code != filters.FIELD)
    )


def _versions(consultation, version, clause_id: int | None) -> tuple[VersionItem, ...]:
    """The switch; each address keeps the clause in view, which the other version finds by the links."""
    found = DraftVersion.objects.filter(draft=consultation.draft_id, state="published").order_by("-number")
    return tuple(
        VersionItem(
            pk, number,
            _("Dự thảo %(number)s, %(day)s") % {"number": number, "day": vietnamese.date_short(at)},
            f"{address_of(consultation, DraftVersion(pk=pk, number=number))}?clause={clause_id or 'chung'}",
            pk == version.pk,
        )
        for pk, number, at in found.values_list("pk", "number", "published_at")
    )  # fmt: skip

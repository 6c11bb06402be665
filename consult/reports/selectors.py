"""Read the council's workspace: what is placed, what waits, the opinion being read, the points."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import Count
from django.utils.safestring import SafeString, mark_safe

from consult.consultations.models import Consultation
from consult.core import compiling, legal
from consult.documents.models import Clause
from consult.forums import evidence_selectors
from consult.forums.authors import AuthorView, level_note
from consult.forums.models import Comment, Shown
from consult.forums.rules import knows_names, may_release
from consult.kit.verdicts import NotThere, Verdict, no
from consult.polls.models import Poll
from consult.reports import beside, checking, deciding_rules, inbox, likeness, placing_rules, rules
from consult.reports.beside import Beside
from consult.reports.checking_beside import Checks, Objection, checks, objections
from consult.reports.coverage import Coverage, coverage, measures
from consult.reports.inbox import Asked, Inbox
from consult.reports.items import Item, View, address
from consult.reports.models import Citation, Compilation, Point, SetAside
from consult.reports.offering import Offer, offer
from consult.reports.snapshot import group_name


@dataclass(frozen=True)
class Reply:
    author: AuthorView
    body: SafeString
    when: datetime
    evidence: SafeString | str


@dataclass(frozen=True)
class Reading:
    """The opinion in the middle pane, with what was replied and where it is placed."""

    item: Item
    clause: Clause | None
    draft_words: str
    criterion: str
    body: SafeString
    ops: tuple[legal.Op, ...]
    proposed: str
    when: datetime
    level_note: str
    release: Verdict
    replies: tuple[Reply, ...]
    placements: tuple[beside.Place, ...]
    beside: Beside
    evidence: SafeString | str


@dataclass(frozen=True)
class PointRow:
    """One point in the right pane. `number` counts in the order of the law and may change while compiling."""

    id: int
    number: int
    group: str
    place: str
    title: str
    position: str
    opinions: int
    url: str
    current: bool
    clause_id: int | None = None
    summary: str = ""


@dataclass(frozen=True)
class PointView:
    """The point in the middle pane: its fields for the form, and what it rests on.

    `polls` are pairs of a citation's id and a question, `other_polls` of a closed poll's id and its question.
    """

    row: PointRow
    summary: str
    clause_id: int | None
    version: int
    items: tuple[Item, ...]
    polls: tuple[tuple[int, str], ...]
    other_polls: tuple[tuple[int, str], ...]
    checked: compiling.Checked | None
    objections: tuple[Objection, ...]

    @property
    def guarded(self) -> bool:
        return any(item.guarded for item in self.items)


@dataclass(frozen=True)
class CompilePage:
    consultation: Consultation
    compilation: Compilation | None
    coverage: Coverage
    may_start: Verdict
    may_group: Verdict
    may_close: Verdict
    inbox: Inbox
    reading: Reading | None
    point: PointView | None
    points: tuple[PointRow, ...]
    undo: tuple[int, ...] = field(default=())
    may_undo: bool = False
    may_note: bool = False
    aside_reasons: tuple[tuple[str, str], ...] = tuple(SetAside.Reason.choices)
    unquoted: tuple[int, ...] = ()  # opinions that few share and no point quotes
    checks: Checks | None = None
    proposal: Offer | None = None  # of a language model, about the place of the opinion being read

    @property
    def parts(self) -> tuple[tuple[str, object, int], ...]:
        return (
            ("cham", rules.PLACED, self.coverage.placed),
            ("chi", rules.ASIDE, self.coverage.set_aside),
            ("nghe", rules.WAITING, self.coverage.unplaced),
        )

    @cached_property
    def others(self) -> tuple[Item, ...]:
        """Waiting opinions that may be placed together with the one being read: repeats, then those on its clause."""
        if self.reading is None:
            return ()
        same = tuple(replace(item, repeats=True) for item in self.inbox.repeats)
        rest = [row.item for row in self.inbox.rows if not row.aside and row.item.id != self.reading.item.id]
        about = self.reading.item.clause_id
        return (*same, *sorted(rest, key=lambda item: item.clause_id != about))

    @property
    def likely(self) -> tuple[PointRow, ...]:
        """Points whose words are like those of the opinion being read, best first; it stands in none of them."""
        if self.reading is None:
            return ()
        placed = {place.point_id for place in self.reading.placements}
        rows = {row.id: row for row in self.points if row.id not in placed}
        asked = [(row.id, row.clause_id, row.title, row.summary) for row in rows.values()]
        item = self.reading.item
        return tuple(rows[pk] for pk in likeness.likely_points(item.words, item.clause_id, asked))


# --- parts that others use -------------------------------------------------------------------------------


def compilation_of(consultation) -> Compilation | None:
    """The compilation of a file, knowing its file; one query."""
    compilation = Compilation.objects.filter(consultation=consultation).first()
    if compilation is not None:
        compilation.consultation = consultation
    return compilation


def compilation_or_404(consultation) -> Compilation:
    compilation = compilation_of(consultation)
    if compilation is None:
        raise NotThere("")
    return compilation


def point_or_404(compilation, pk) -> Point:
    point = compilation.points.select_related("clause").filter(pk=number_of(pk)).first()
    if point is None:
        raise NotThere("")
    return point


def point_ids(compilation) -> list[int]:
    """All points, in the order of the law."""
    return list(compilation.points.order_by("order", "id").values_list("pk", flat=True))


def comments_or_404(user, consultation, raw_ids) -> list[Comment]:
    """The comments that a form names, all of this file, in the order named."""
    ids = list(dict.fromkeys(number_of(raw) for raw in raw_ids))
    found = Comment.objects.readable_by(user, consultation).select_related("clause").in_bulk(ids)
    if len(found) != len(ids):
        raise NotThere("")
    return [found[pk] for pk in ids]


def citations_or_404(compilation, raw_ids) -> list[Citation]:
    """The citations that a form names, as far as they are still there; another file's are not."""
    found = Citation.objects.filter(pk__in={number_of(raw) for raw in raw_ids}).select_related("point")
    if any(citation.point.compilation_id != compilation.pk for citation in found):
        raise NotThere("")
    return list(found)


def poll_or_404(consultation, raw) -> Poll:
    poll = Poll.objects.filter(consultation=consultation, pk=number_of(raw)).first()
    if poll is None:
        raise NotThere("")
    return poll


def number_of(raw) -> int:
    """An id from an address or a form; what is no id does not exist."""
    text = str(raw)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotThere("")
    return int(text)


# --- the page --------------------------------------------------------------------------------------------


def compile_page(
    user, consultation, *, comment=None, point=None, undo=(), asked: Asked | None = None
) -> CompilePage:
    """The three panes. `comment` or `point` is what the address asks to read; else the first of the list.

    Queries do not depend on the number of opinions and points.
    """
    rules.may_see_compiling(user, consultation).or_refuse()
    compilation = compilation_of(consultation)
    covered = coverage(consultation)
    view = View(user, consultation, knows_names(user, consultation))
    rows = _point_rows(consultation, compilation, point and number_of(point))
    read = inbox.reading(consultation)
    current = number_of(comment) if comment else None
    box = inbox.inbox(view, asked or Asked(), read, current=current)
    if not point and not comment and box.rows:
        box = inbox.with_first(box)
        current = box.rows[0].item.id
    reading = _reading(view, compilation, current, rows, read) if current and not point else None
    missing = no(rules.NOT_STARTED, "not-started")
    return CompilePage(
        consultation=consultation,
        compilation=compilation,
        coverage=covered,
        may_start=rules.may_start(user, consultation) if compilation is None else no("", "started"),
        may_group=rules.may_group(user, compilation) if compilation else missing,
        may_close=rules.may_close(user, compilation, unplaced=covered.unplaced, points=len(rows))
        if compilation
        else missing,
        inbox=box,
        reading=reading,
        point=_point_view(view, compilation, point, rows) if point else None,
        points=rows,
        undo=tuple(citation.pk for citation in citations_or_404(compilation, undo))
        if compilation and undo
        else (),
        may_note=bool(compilation and placing_rules.may_note(user, compilation)),
        may_undo=bool(compilation) and beside.last_step(user, compilation),
        unquoted=tuple(sorted(int(pk) for pk in measures(compilation).unquoted_ids)) if compilation else (),
        checks=checks(user, compilation, unplaced=covered.unplaced, points=len(rows))
        if compilation
        else None,
        proposal=offer(user, compilation, reading.item.clause_id) if compilation and reading else None,
    )


def _point_rows(consultation, compilation, current: int | None) -> tuple[PointRow, ...]:
    if compilation is None:
        return ()
    points = compilation.points.select_related("clause").annotate(count=Count("citations__comment"))
    return tuple(
        PointRow(
            id=point.pk,
            number=number,
            group=_article(point.clause),
            place=group_name(point.clause),
            title=point.title,
            position=point.position,
            opinions=point.count,
            url=address(consultation, diem=point.pk),
            current=point.pk == current,
            clause_id=point.clause_id,
            summary=point.summary,
        )
        for number, point in enumerate(points.order_by("order", "id"), 1)
    )


def _article(clause) -> str:
    """ "Điều 7" of "khoản 2 Điều 7": the heading under which points stand together."""
    name = group_name(clause)
    start = name.rfind("Điều ")
    return name[start:] if start >= 0 else name


def _reading(view: View, compilation, pk: int, rows, read) -> Reading:
    readable = Comment.objects.readable_by(view.user, view.consultation)
    comment = readable.received().filter(pk=pk).select_related("voice", "clause", "paper").first()
    if comment is None:
        raise NotThere("")
    replies = readable.filter(root=comment, state=Comment.State.POSTED).select_related("voice")
    replies = replies.annotate(files_of=evidence_selectors.files_of())
    numbers = {row.id: row.number for row in rows}
    there = beside.beside(view, compilation, comment, read, numbers)
    redlined = comment.proposed and comment.quote
    return Reading(
        item=view.item(comment, current=True),
        clause=comment.clause,
        draft_words=comment.quote,
        criterion=comment.get_criterion_display() if comment.criterion else "",
        body=mark_safe(comment.reason_html),  # cleaned when it was saved
        ops=tuple(legal.redline(comment.quote, comment.proposed)) if redlined else (),
        proposed=comment.proposed,
        when=comment.created_at,
        level_note=level_note(comment),
        release=_may_release(view, comment),
        replies=tuple(_reply(view, row) for row in replies),
        placements=there.places,
        beside=there,
        evidence=evidence_selectors.drawn_of(comment, view.consultation.code),
    )


def _reply(view: View, row) -> Reply:
    drawn = evidence_selectors.draw(row.sources, row.files_of, view.consultation.code, row.pk)
    return Reply(view.author(row), mark_safe(row.reason_html), row.created_at, drawn)


def _may_release(view: View, comment) -> Verdict:
    """Whether this person may publish it now, with the name or without."""
    if comment.shown != Shown.COUNCIL:
        return no("", "not-guarded")
    comment.consultation = view.consultation
    return may_release(view.user, comment, named=bool(comment.released))


def _point_view(view: View, compilation, raw, rows) -> PointView:
    if compilation is None:
        raise NotThere("")
    point = point_or_404(compilation, raw)
    cited = point.citations.select_related(
        "comment__voice", "comment__clause", "comment__paper", "poll"
    ).order_by("comment_id", "pk")
    cited = list(cited)
    closed = Poll.objects.filter(consultation=view.consultation, state=Poll.State.CLOSED)
    mine = {c.poll_id for c in cited if c.poll_id}
    return PointView(
        row=next(row for row in rows if row.id == point.pk),
        summary=point.summary,
        clause_id=point.clause_id,
        version=point.version,
        items=tuple(view.item(c.comment, citation_id=c.pk) for c in cited if c.comment_id),
        polls=tuple((c.pk, c.poll.question) for c in cited if c.poll_id),
        other_polls=tuple((pk, q) for pk, q in closed.values_list("pk", "question") if pk not in mine),
        checked=checking.by_point(compilation).get(point.pk),
        objections=objections(view, compilation).get(point.pk, ()),
    )


def suggested_point(page: CompilePage) -> dict:
    """What the form of a new point begins with: named after the clause, with the position of the opinion."""
    if page.reading is None:
        return {}
    item = page.reading.item
    return {"title": item.place, "clause": item.clause_id or "", "position": item.position}


def first_terms(consultation) -> dict:
    """How compiling would begin by itself: with a vote where the council can vote, with the site's hours."""
    able = deciding_rules.can_vote(consultation)
    return {"vote": "1" if able else "0", "check_hours": settings.AUTHOR_CHECK_HOURS}


def may_see_or_404(user, consultation) -> None:
    """The workspace is there for the council alone."""
    rules.may_see_compiling(user, consultation).or_refuse()


def of_clause(user, consultation, clause_id: int | None) -> list[Comment]:
    """The opinions on one clause, or on the whole draft."""
    return list(Comment.objects.readable_by(user, consultation).received().filter(clause=clause_id))


def readers_of(user, consultation, comment) -> tuple[str, ...]:
    """Who else of the council has this opinion open just now."""
    view = View(user, consultation, knows_names(user, consultation))
    return inbox.readers(view, [comment.pk]).get(comment.pk, ())


def repeats_among(consultation, comments) -> frozenset[int]:
    """Those of these opinions that repeat the first of them."""
    if len(comments) < 2:
        return frozenset()
    fold = inbox.reading(consultation).folds.get(comments[0].pk)
    return frozenset(c.pk for c in comments[1:] if fold and c.pk in fold.members)

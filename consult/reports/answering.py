"""Read the agency's workspace: the points, how far the answers are, and one point with its form's choices.

The agency sees authors as the public does: by name only where they chose it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.selectors import days_left, left_words
from consult.documents.models import Clause, DraftVersion
from consult.forums.querysets import guarded
from consult.kit import clock
from consult.kit.verdicts import NotThere, Verdict
from consult.reports import rules, selectors, snapshot
from consult.reports.models import Answer, Compilation, Point
from consult.reports.selectors import compilation_of, number_of

FIRST = {"late": 0, "wait": 1}


@dataclass(frozen=True)
class AnswerRow:
    """One point in the agency's table; `state` is an answer code, or wait, or late."""

    id: int
    number: int
    place: str
    title: str
    position: str
    opinions: int
    state: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class NextVersion:
    """The newest published version after the one commented."""

    number: int
    url: str
    changes: str


@dataclass(frozen=True)
class Stored:
    """The answer as it is saved."""

    code: str
    text: str
    place: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True)
class PointDetail:
    """The point being answered, every opinion word for word."""

    id: int
    place: str
    title: str
    summary: str
    draft_words: str
    opinions: tuple[dict, ...]
    guarded: str
    answer: Stored | None
    next_clause_id: int | None


@dataclass(frozen=True)
class AnswersPage:
    consultation: Consultation
    compilation: Compilation
    rows: tuple[AnswerRow, ...]
    answered: int
    due: datetime | None
    slip: str
    late: bool
    may_answer: Verdict
    may_publish: Verdict
    signs: bool
    next: NextVersion | None
    clauses: tuple[tuple[str, list[tuple[int, str]]], ...]
    draft_url: str
    point: PointDetail | None

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Counts of states in the order of the stamps, for the bar."""
        order = (*Answer.Code.values, "wait", "late")
        return [(code, n) for code in order if (n := sum(row.state == code for row in self.rows))]


def answers_page(user, consultation, *, point=None) -> AnswersPage:
    """The register of points, those late and unanswered first. Queries do not depend on the number of points."""
    rules.may_see_answering(user, consultation).or_refuse()
    compilation = compilation_of(consultation) or Compilation(consultation=consultation)
    closed = compilation.state != Compilation.State.OPEN
    rows = _rows(compilation, point and number_of(point)) if closed else ()
    unanswered = sum(row.state in FIRST for row in rows)
    version = _next_version(consultation)
    due = compilation.answer_due
    return AnswersPage(
        consultation=consultation,
        compilation=compilation,
        rows=rows,
        answered=len(rows) - unanswered,
        due=due,
        slip=left_words(days_left(due)) if due else "",
        late=bool(due and clock.now() > due),
        may_answer=rules.may_answer(user, compilation),
        may_publish=rules.may_publish(user, compilation, unanswered=unanswered),
        signs=bool(rules.may_be_signer(user, consultation)),
        next=_next_view(version),
        clauses=clause_groups(version) if version and point else (),
        draft_url=reverse("draft", args=[consultation.draft_id]),
        point=_detail(compilation, point) if point and closed else None,
    )


def _rows(compilation, current: int | None) -> tuple[AnswerRow, ...]:
    points = compilation.points.select_related("clause", "answer").annotate(
        count=Count("citations", filter=Q(citations__comment=None) | ~guarded("citations__comment__"))
    )
    late = bool(compilation.answer_due and clock.now() > compilation.answer_due)
    rows = [
        _answer_row(compilation, point, number, late, current)
        for number, point in enumerate(points.order_by("order", "id"), 1)
    ]
    return tuple(sorted(rows, key=lambda row: (FIRST.get(row.state, 2), row.number)))


def _answer_row(compilation, point, number: int, late: bool, current: int | None) -> AnswerRow:
    answer = getattr(point, "answer", None)
    state = answer.code if answer else "late" if late else "wait"
    label = ""
    if state == "late":
        days = max(1, -days_left(compilation.answer_due))
        label = _("Quá hạn trả lời %(days)s ngày") % {"days": days}
    return AnswerRow(
        id=point.pk,
        number=number,
        place=snapshot.group_name(point.clause),
        title=point.title,
        position=point.position,
        opinions=point.count,
        state=state,
        label=label,
        url=address(compilation.consultation, point.pk),
        current=point.pk == current,
    )


def address(consultation, pk: int) -> str:
    """A point in the agency's register."""
    return f"{reverse('answers', args=[consultation.code])}?diem={pk}#diem-{pk}"


def compilation_or_404(user, consultation) -> Compilation:
    """The compilation, for the agency alone."""
    rules.may_see_answering(user, consultation).or_refuse()
    return selectors.compilation_or_404(consultation)


def point_or_404(user, consultation, pk) -> Point:
    """A point of the closed compilation, for the agency alone."""
    compilation = compilation_or_404(user, consultation)
    if compilation.state == Compilation.State.OPEN:
        raise NotThere("")
    return selectors.point_or_404(compilation, pk)


def next_choices(consultation) -> list[tuple[str, list[tuple[int, str]]]]:
    """The clauses of the newest published version after the one commented, for the form; two queries."""
    version = _next_version(consultation)
    return flat(clause_groups(version)) if version else []


def flat(groups) -> list[tuple[str, list[tuple[int, str]]]]:
    """Groups as the choices of a select; those that a form remembers are the stored ids."""
    return [(words, list(choices)) for words, choices in groups]


def _next_version(consultation) -> DraftVersion | None:
    later = DraftVersion.objects.published().filter(
        draft=consultation.draft_id, number__gt=consultation.version.number
    )
    return later.order_by("-number").first()


def _next_view(version: DraftVersion | None) -> NextVersion | None:
    if version is None:
        return None
    return NextVersion(
        version.number,
        reverse("version", args=[version.pk]),
        reverse("version_changes", args=[version.pk]),
    )


def clause_groups(version: DraftVersion) -> tuple[tuple[str, list[tuple[int, str]]], ...]:
    """Clauses of a version grouped by article, for a select; one query."""
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    units = Clause.objects.filter(version=version).exclude(citation="").in_order()
    for pk, kind, citation, title, text in units.values_list("pk", "kind", "citation", "title", "text"):
        words = f"{citation[:1].upper()}{citation[1:]}: {(title or text)[:80]}".rstrip(": ")
        if kind == "article" or not groups:
            groups.append((words, []))
        groups[-1][1].append((pk, words))
    return tuple(groups)


def next_clause(consultation, raw) -> Clause | None:
    """The clause that a form names, None for none; what the rules say of it is the action's question."""
    if raw in (None, ""):
        return None
    clause = Clause.objects.select_related("version").filter(pk=number_of(raw)).first()
    if clause is None or clause.version.draft_id != consultation.draft_id:
        raise NotThere("")
    return clause


def _detail(compilation, raw) -> PointDetail:
    found = compilation.points.with_answers().prefetch_related(*snapshot.CITED)
    point = found.filter(pk=selectors.point_or_404(compilation, raw).pk).get()
    answer = getattr(point, "answer", None)
    return PointDetail(
        id=point.pk,
        place=snapshot.group_name(point.clause),
        title=point.title,
        summary=point.summary,
        draft_words=(point.clause.text or point.clause.title) if point.clause else "",
        opinions=snapshot.opinions(point),
        guarded=snapshot.guarded_words(_guarded_of(compilation)[point.pk]),
        answer=_stored(answer) if answer else None,
        next_clause_id=answer.next_clause_id if answer else None,
    )


def _guarded_of(compilation) -> dict[int, int | None]:
    """Over all points of the compilation: which small groups are told apart is decided together."""
    return snapshot.guarded_counts(compilation.points.prefetch_related("citations__comment"))


def _stored(answer: Answer) -> Stored:
    clause = answer.next_clause
    return Stored(
        code=answer.code,
        text=answer.text,
        place=clause.citation if clause else "",
        version=answer.version,
        by=answer.written_by.full_name,
        at=timezone.localtime(answer.written_at),
    )


def first_fields(page: AnswersPage) -> dict:
    """What the form of the point begins with: the saved answer, or nothing but version 0."""
    if page.point is None:
        return {}
    saved = page.point.answer
    if saved is None:
        return {"version": 0}
    return {
        "version": saved.version,
        "code": saved.code,
        "text": saved.text,
        "next_clause": page.point.next_clause_id or "",
    }

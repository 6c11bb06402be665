"""One point in the council's workspace: its row, what it says and concerns, who stands behind it and who dissents."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext, gettext_noop

from consult.core import compiling
from consult.documents.models import Clause
from consult.forums.models import Criterion
from consult.kit.verdicts import NotThere
from consult.polls.models import Poll
from consult.reports import checking
from consult.reports.checking_beside import Objection, objections
from consult.reports.items import Item, View
from consult.reports.snapshot import group_name
from consult.reports.strata import Strata, strata

NO_FIELD = gettext_noop("Không nêu lĩnh vực")


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

    `also` are pairs of another clause's id and name, `polls` of a citation's id and a question, `other_polls` of a
    closed poll's id and its question. `supporters` are the people behind it, `dissent` the opinions that differ.
    """

    row: PointRow
    summary: str
    clause_id: int | None
    also: tuple[tuple[int, str], ...]
    criteria: tuple[str, ...]
    version: int
    items: tuple[Item, ...]
    dissent: tuple[Item, ...]
    supporters: Strata
    polls: tuple[tuple[int, str], ...]
    other_polls: tuple[tuple[int, str], ...]
    checked: compiling.Checked | None
    objections: tuple[Objection, ...]

    @property
    def guarded(self) -> bool:
        return any(item.guarded for item in (*self.items, *self.dissent))

    @property
    def criteria_words(self) -> tuple[str, ...]:
        return criteria_words(self.criteria)


def point_view(view: View, point, row: PointRow) -> PointView:
    """The point for this reader; queries do not depend on what it rests on."""
    compilation = point.compilation
    cited = list(
        point.citations.select_related(
            "comment__voice", "comment__clause", "comment__paper", "poll"
        ).order_by("comment_id", "pk")
    )
    opinions = [c for c in cited if c.comment_id]
    closed = Poll.objects.filter(consultation=view.consultation, state=Poll.State.CLOSED)
    mine = {c.poll_id for c in cited if c.poll_id}
    return PointView(
        row=row,
        summary=point.summary,
        clause_id=point.clause_id,
        also=places(point.also),
        criteria=tuple(point.criteria),
        version=point.version,
        items=tuple(view.item(c.comment, citation_id=c.pk) for c in opinions if not c.dissent),
        dissent=tuple(view.item(c.comment, citation_id=c.pk) for c in opinions if c.dissent),
        supporters=_supporters(opinions),
        polls=tuple((c.pk, c.poll.question) for c in cited if c.poll_id),
        other_polls=tuple((pk, q) for pk, q in closed.values_list("pk", "question") if pk not in mine),
        checked=checking.by_point(compilation).get(point.pk),
        objections=objections(view, compilation).get(point.pk, ()),
    )


def _supporters(cited) -> Strata:
    """The people behind it whose opinions stand; fields in the reader's language."""
    standing = [c.comment.voice for c in cited if not c.dissent and c.comment.state != "withdrawn"]
    found = strata(standing, NO_FIELD)
    return replace(found, fields=tuple((gettext(name), count) for name, count in found.fields))


def places(ids) -> tuple[tuple[int, str], ...]:
    """Clauses by id with their names, in the order of the law; one query."""
    clauses = Clause.objects.filter(pk__in=ids).order_by("version__number", "order")
    return tuple((clause.pk, group_name(clause)) for clause in clauses)


def criteria_words(values) -> tuple[str, ...]:
    return tuple(str(Criterion(value).label) for value in values)


def clauses_or_404(consultation, raw_ids) -> list[Clause]:
    """The further clauses that a form names: of the version under discussion, each there; one query."""
    ids = {int(raw) for raw in raw_ids}
    found = list(Clause.objects.filter(version=consultation.version_id, pk__in=ids).select_related("version"))
    if len(found) != len(ids):
        raise NotThere("")
    return found

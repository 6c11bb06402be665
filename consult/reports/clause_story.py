"""One clause from the first draft to the last: its words in each version, what was said, what was answered.

For everybody, from published texts and the frozen table alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.core import legal
from consult.documents import carrying
from consult.documents.models import Clause, DraftVersion
from consult.kit.verdicts import NotThere
from consult.reports import outcome
from consult.reports.outcome import ResultRow, ResultsPage
from consult.reports.snapshot import group_name

TEXT, SAID, ANSWERED, CHANGED, GONE, NEW = "text", "said", "answered", "changed", "gone", "new"


@dataclass(frozen=True)
class Step:
    """One step. `before` and `after` are the clause's words around it; `ops` is the comparison where they differ."""

    kind: str
    title: str
    at: datetime | None
    version: int
    place: str
    before: str
    after: str
    ops: tuple[legal.Op, ...]
    rows: tuple[ResultRow, ...] = ()

    @property
    def changed(self) -> bool:
        return any(op.kind != "same" for op in self.ops)

    @property
    def opinions(self) -> int:
        return sum(row.behind.opinions for row in self.rows)


@dataclass(frozen=True)
class ClauseStory:
    """The steps of a clause; `current` counts from 1."""

    consultation: Consultation
    place: str
    clause_id: int
    steps: tuple[Step, ...]
    current: int


def clause_story(user, consultation, clause_id: int, *, step: str = "") -> ClauseStory:
    """NotThere before publication and for a clause of another draft. Queries depend on the number of versions only."""
    page = outcome.results_page(user, consultation, per_page=None)
    versions = list(
        DraftVersion.objects.published()
        .filter(draft=consultation.draft_id)
        .order_by("number")
        .only("pk", "number", "published_at", "draft")
    )
    clause = Clause.objects.filter(pk=clause_id, version__in=versions).first()
    if clause is None:
        raise NotThere("")
    family = _family(clause, versions, page)
    steps = tuple(_steps(page, versions, family))
    wanted = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else 1
    if step and not 1 <= wanted <= len(steps):
        raise NotThere("")
    return ClauseStory(consultation, group_name(clause), clause.pk, steps, wanted)


def _family(clause: Clause, versions, page: ResultsPage) -> dict[int, list[Clause]]:
    """By version, the clause there and everything under it, in the order of the law; two queries and the kept places.

    Where the comparison finds a clause nowhere, it stands where the agency says that its words went.
    """
    found: dict[int, set[int]] = defaultdict(set)
    own = next(version for version in versions if version.pk == clause.version_id)
    found[own.pk].add(clause.pk)
    earlier = carrying.sources(own).get(clause.pk, ())
    for pk, version in Clause.objects.filter(pk__in=earlier).values_list("pk", "version_id"):
        found[version].add(pk)
    for version in versions:
        if version.number > own.number:
            later = carrying.places(version).get(clause.pk, carrying.LOST).clause_id
            found[version.pk] |= {later} - {None}
    commented = found[page.consultation.version_id]
    for version in {version.pk for version in versions if not found[version.pk]}:
        said = (row.became for row in page.rows if row.clause_id in commented)
        found[version] |= {new for became in said for at, new in became if at == version}
    heads = Clause.objects.in_bulk({pk for ids in found.values() for pk in ids})
    under = Q(pk__in=heads)
    for head in heads.values():
        under |= Q(version=head.version_id, path__startswith=f"{head.path}/")
    rows = defaultdict(list)
    for row in Clause.objects.filter(under).order_by("version", "order"):
        rows[row.version_id].append(row)
    return rows


def _words(rows) -> str:
    """The words of a clause with everything under it, as the law prints them."""
    return "\n".join(" ".join(filter(None, [row.label, row.title, row.text])) for row in rows)


def _steps(page: ResultsPage, versions, family):
    before = None
    ids = {row.pk for rows in family.values() for row in rows}
    rows = tuple(row for row in page.rows if row.clause_id in ids)
    for version in versions:
        units = family.get(version.pk, [])
        after = _words(units)
        yield from _version(version, units, before, after)
        before = after
        if version.pk == page.consultation.version_id and (after or rows):
            asked = {
                "version": version.number,
                "place": "",
                "before": after,
                "after": after,
                "ops": (),
                "rows": rows,
            }
            yield Step(SAID, _("Ý kiến góp ý"), None, **asked)
            yield Step(ANSWERED, _("Trả lời của cơ quan"), page.published_at, **asked)


def _version(version, units, before: str | None, after: str):
    """The step of a version, none where the clause is neither in it nor was before."""
    title = _("Dự thảo %(number)s") % {"number": version.number}
    place = group_name(units[0]) if units else ""
    facts = {"at": version.published_at, "version": version.number, "place": place}
    if not before and not after:
        return
    if before is None:
        yield Step(TEXT, title, before="", after=after, ops=(), **facts)
    elif not before:
        yield Step(NEW, title, before="", after=after, ops=(legal.Op("ins", after),), **facts)
    elif not after:
        yield Step(GONE, title, before=before, after="", ops=(legal.Op("del", before),), **facts)
    else:
        yield Step(
            CHANGED, title, before=before, after=after, ops=tuple(legal.redline(before, after)), **facts
        )

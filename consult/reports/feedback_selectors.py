"""Read one's own opinions with what became of them, the objections of a file, and the ratings as counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from consult.consultations.models import Consultation
from consult.core import opinion
from consult.forums.models import Comment
from consult.kit import stored
from consult.kit.clock import database_now
from consult.kit.pages import paginate
from consult.kit.verdicts import NotThere, Verdict
from consult.people.roles import COUNCIL_ROLES
from consult.people.selectors import holds
from consult.reports import authors, deadlines, feedback_rules, objection_rules, outcome
from consult.reports.models import Citation, Compilation, Objection, ObjectionRuling, Rating, SetAside
from consult.reports.objections import hidden_for
from consult.reports.outcome import ResultRow
from consult.reports.selectors import compilation_of, number_of
from consult.reports.snapshot import group_name, shown_name

PUBLISHED = Compilation.State.PUBLISHED
HIDDEN = Objection.State.HIDDEN
ANSWERED, WAITING = "da-tra-loi", "cho-tra-loi"


@dataclass(frozen=True)
class MyRow:
    """One of my opinions in one point, or in none yet; `state` is an answer code, "wait" or "late"."""

    opinion: Comment
    association: str  # of a collective opinion
    place: str
    url: str
    receipt: str
    row: ResultRow | None
    state: str
    aside_url: str
    detail_url: str
    score: int | None
    objection: Objection | None
    may_object_until: datetime | None


@dataclass(frozen=True)
class MyOpinions:
    rows: tuple[MyRow, ...]
    page: object
    answered: int
    waiting: int
    chosen: str


def my_opinions(user, *, chosen: str = "", number=None) -> MyOpinions:
    """All of one's own opinions, and those of one's association, that were not withdrawn, newest first, one page; queries do not depend on their number."""
    own = Comment.objects.filter(authors.mine(user), parent=None).exclude(state="withdrawn")
    told = Citation.objects.filter(comment=OuterRef("pk"), point__compilation__state=PUBLISHED).order_by()
    own = own.annotate(told=Exists(told)).order_by("-pk")
    answered = own.filter(told=True).count()
    waiting = own.filter(told=False).count()
    wanted = {ANSWERED: own.filter(told=True), WAITING: own.filter(told=False)}.get(chosen, own)
    asides = SetAside.objects.filter(state=SetAside.State.CONFIRMED)
    wanted = wanted.select_related("clause", "voice", "consultation__compilation").prefetch_related(
        Prefetch("asides", asides, "confirmed_asides"),
        Prefetch(
            "citations",
            Citation.objects.filter(point__compilation__state=PUBLISHED)
            .select_related(*WITH_POINT, "rating", "objection")
            .prefetch_related("point__forwardings")
            .order_by("pk"),
            "told_citations",
        ),
    )
    page = paginate(wanted, number)
    found = outcome.rows_of([one.point for comment in page for one in comment.told_citations])
    now, terms = database_now(), deadlines.terms(deadlines.OBJECT)
    return MyOpinions(
        rows=tuple(row for comment in page for row in _my_rows(comment, found, now, terms)),
        page=page,
        answered=answered,
        waiting=waiting,
        chosen=chosen if chosen in (ANSWERED, WAITING) else "",
    )


WITH_POINT = (
    "point__clause__parent__parent", "point__compilation__consultation", "point__answer__next_clause__version",
    "point__answer__to", "comment__voice",
)  # fmt: skip


def _my_rows(comment, found, now, terms):
    code = comment.consultation.code
    facts = {
        "opinion": comment,
        "association": comment.voice.label if comment.voice.kind == authors.ORGANISATION else "",
        "place": group_name(comment.clause),
        "url": reverse("comment", args=[code, comment.pk]),
        "receipt": f"{code}-{comment.number:06d}",
    }
    if not comment.told_citations:
        aside = next(iter(comment.confirmed_asides), None)
        where = reverse("aside_mine", args=[code, aside.pk]) if aside and comment.voice.person_id else ""
        yield MyRow(
            **facts, row=None, state=_waits(comment, now), aside_url=where, detail_url="", score=None, objection=None,
            may_object_until=None,
        )  # fmt: skip
    for citation in comment.told_citations:
        row = found[citation.point_id]
        until = terms.end(deadlines.OBJECT, citation.point.compilation.published_at)
        objection = getattr(citation, "objection", None)
        yield MyRow(
            **facts,
            row=row,
            state=row.code,
            aside_url="",
            detail_url=reverse("my_opinion", args=[citation.pk]),
            score=getattr(getattr(citation, "rating", None), "score", None),
            objection=objection,
            may_object_until=until if objection is None and now <= until else None,
        )


def _waits(comment, now) -> str:
    compilation = getattr(comment.consultation, "compilation", None)
    due = compilation.answer_due if compilation else None
    return "late" if due and due < now else "wait"


@dataclass(frozen=True)
class MyOpinion:
    """One of my opinions in one point, with what I may do about its answer."""

    citation: Citation
    consultation: Consultation
    comment: Comment
    place: str
    receipt: str
    row: ResultRow
    agency: str
    rating: Rating | None
    may_rate: Verdict
    rate_until: datetime | None
    objection: Objection | None
    may_object: Verdict
    object_until: datetime
    ruling: ObjectionRuling | None  # the last one about the objection
    may_appeal: Verdict | None


def my_opinion(user, pk) -> MyOpinion:
    """NotThere for everybody but the author, and before publication."""
    citation = citation_or_404(user, pk)
    compilation = citation.point.compilation
    consultation = compilation.consultation
    rating = getattr(citation, "rating", None)
    objection = getattr(citation, "objection", None)
    now, terms = database_now(), deadlines.terms(deadlines.OBJECT, deadlines.RATE)
    until = terms.end(deadlines.OBJECT, compilation.published_at)
    rate_until = terms.end(deadlines.RATE, rating.rated_at) if rating else None
    comment = citation.comment
    return MyOpinion(
        citation=citation,
        consultation=consultation,
        comment=comment,
        place=group_name(comment.clause),
        receipt=f"{consultation.code}-{comment.number:06d}",
        row=outcome.rows_of([citation.point])[citation.point_id],
        agency=consultation.agency.official_name,
        rating=rating,
        may_rate=feedback_rules.may_rate(user, citation, now=now, until=rate_until),
        rate_until=rate_until,
        objection=objection,
        may_object=feedback_rules.may_object(
            user, citation, now=now, until=until, objected=objection is not None
        ),
        object_until=until,
        ruling=objection.rulings.select_related("by").last() if objection else None,
        may_appeal=objection_rules.may_appeal_hiding(user, objection) if objection else None,
    )


def citation_or_404(user, pk) -> Citation:
    """A citation of one's own opinion whose answer is published."""
    rows = Citation.objects.select_related(
        *WITH_POINT, "point__compilation__consultation__agency", "comment__clause", "rating", "objection"
    )
    citation = rows.filter(pk=number_of(pk)).first()
    if citation is None:
        raise NotThere("")
    feedback_rules.may_see_mine(user, citation).or_refuse()
    return citation


def mine_in(user, point_id: int) -> list[str]:
    """Addresses of one's own opinions that this point answers; no query for a visitor."""
    if not user.is_authenticated:
        return []
    own = Citation.objects.filter(
        authors.mine(user, "comment__voice__", "comment__consultation__"), point=point_id
    ).exclude(comment__state="withdrawn")
    return [reverse("my_opinion", args=[pk]) for pk in own.order_by("pk").values_list("pk", flat=True)]


# --- the agency --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ObjectionRow:
    """An objection for the agency; the opinion and how its author appears stand with it unless only the council reads it."""

    objection: Objection
    row: ResultRow
    author: str
    opinion: Comment | None
    late: bool
    hidden: str  # the published reason, where moderators hid it: its words are not read


def objection_rows(user, consultation) -> tuple[ObjectionRow, ...]:
    """Those that wait first, by their term; queries do not depend on their number."""
    feedback_rules.may_see_objections(user, consultation).or_refuse()
    compilation = compilation_of(consultation)
    if compilation is None or compilation.state != PUBLISHED:
        raise NotThere("")
    found = list(
        Objection.objects.filter(citation__point__compilation=compilation)
        .exclude(state=Objection.State.HELD)
        .select_related("answered_by", *(f"citation__{name}" for name in WITH_POINT))
        .prefetch_related("citation__point__forwardings", "rulings")
    )
    rows = outcome.rows_of([one.citation.point for one in found])
    now = database_now()
    found.sort(key=lambda one: (one.answer != "" or one.state == HIDDEN, one.answer_due, one.pk))
    return tuple(
        ObjectionRow(
            objection=one,
            row=rows[one.citation.point_id],
            author="" if _kept(one.citation.comment) else stored.descriptor(shown_name(one.citation.comment)),
            opinion=None if _kept(one.citation.comment) else one.citation.comment,
            late=not one.answer and one.answer_due < now and one.state != HIDDEN,
            hidden=hidden_for(one),
        )
        for one in found
    )


def _kept(comment) -> bool:
    """Whether the agency may not read the opinion itself."""
    return comment.guarded or comment.state != "posted"


def objection_or_404(user, consultation, pk) -> Objection:
    feedback_rules.may_see_objections(user, consultation).or_refuse()
    rows = (
        Objection.objects.filter(
            pk=number_of(pk),
            citation__point__compilation__consultation=consultation,
            citation__point__compilation__state=PUBLISHED,
        )
        .exclude(state=Objection.State.HELD)
        .select_related("citation__point__compilation__consultation")
    )
    found = rows.first()
    if found is None:
        raise NotThere("")
    return found


# --- ratings ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Satisfaction:
    """How many authors gave which score; scores of fewer than five are one number, and none where all are too few."""

    rows: tuple[tuple[str, int], ...]
    other: int | None
    total: int
    withheld: bool


def satisfaction(compilation) -> Satisfaction:
    """For everybody; one query. One person who rated several answers counts once for each."""
    scores = Rating.objects.filter(citation__point__compilation=compilation).values_list("score", flat=True)
    counts = Counter(scores)
    shown = opinion.suppress({str(value): counts.get(value, 0) for value in Rating.Score.values})
    labels = dict(Rating.Score.choices)
    rows = [(str(labels[int(value)]), n) for value, n in sorted(shown.groups.items(), reverse=True) if n]
    total = 0 if shown.withheld else sum(counts.values())
    return Satisfaction(tuple(rows), shown.other, total, shown.withheld)


def remarks(user, consultation, compilation) -> tuple[tuple[str, str], ...]:
    """Scores and words of those who wrote some, without a name and in no order of time: the council alone."""
    if not holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id):
        return ()
    rows = Rating.objects.filter(citation__point__compilation=compilation).exclude(text="")
    labels = dict(Rating.Score.choices)
    return tuple((str(labels[score]), text) for text, score in sorted(rows.values_list("text", "score")))


def exported(user) -> list[dict]:
    """What the person said of answers, for their copy of their data."""
    ratings = Rating.objects.filter(citation__comment__voice__person=user).order_by("pk")
    found = Objection.objects.filter(citation__comment__voice__person=user).order_by("pk")
    return [
        *(
            {"kind": "rating", "score": one.score, "text": one.text, "at": one.rated_at.isoformat()}
            for one in ratings
        ),
        *(
            {"kind": "objection", "state": one.state, "text": one.text, "at": one.filed_at.isoformat()}
            | ({"appeal": one.appeal} if one.appeal else {})
            for one in found
        ),
    ]

"""The register of papers, one paper with its opinions."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import Count, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from consult.forums import intake_rules as may
from consult.forums.draft_places import DraftPlaces
from consult.forums.intake_models import Import, Paper
from consult.forums.models import Comment, Shown
from consult.forums.rules import knows_names
from consult.forums.selectors import comment_excerpt, place_of
from consult.kit.pages import paginate
from consult.kit.verdicts import NotThere, Verdict

_POSTED = Q(comments__state=Comment.State.POSTED, comments__parent=None)
# Who signs a letter with several opinions signs it once: the most of each voice, added up over the voices.
_SIGNED = Subquery(
    Comment.objects.filter(paper=OuterRef("pk"), state=Comment.State.POSTED, parent=None)
    .order_by()
    .values("voice")
    .annotate(most=Max("counted"))
    .values("most"),
    output_field=IntegerField(),
    template="(SELECT SUM(most) FROM (%(subquery)s) AS spoken)",
)


@dataclass(frozen=True)
class PaperRow:
    """A paper as one officer may read it."""

    id: int
    kind: str
    number: str
    issued_on: date | None
    received_on: date
    sender: str
    shown: str
    office: str
    scan: str
    opinions: int
    counted: int
    undone: str
    table: Import | None

    @property
    def title(self) -> str:
        number = _("%(kind)s số %(number)s") % {"kind": self.kind, "number": self.number}
        return number if self.number else self.kind


@dataclass(frozen=True)
class Register:
    rows: tuple[PaperRow, ...]
    page: Page
    may_enter: Verdict


@dataclass(frozen=True)
class PaperOpinion:
    """One opinion of a paper."""

    id: int
    receipt: str
    place: str
    speaker: str
    position: str
    excerpt: str
    counted: int
    withdrawn: bool
    url: str


@dataclass(frozen=True)
class PaperPage:
    paper: Paper
    row: PaperRow
    opinions: tuple[PaperOpinion, ...]
    page: Page
    may_continue: Verdict
    may_undo: Verdict


def register_page(user, consultation, number) -> Register:
    """Papers of a file, newest first; officers of the file, to others it is not there."""
    may.may_see_papers(user, consultation).or_refuse()
    found = _papers(user, consultation).annotate(posted=Count("comments", filter=_POSTED), people=_SIGNED)
    page = paginate(found.order_by("-pk"), number, 30)
    rows = tuple(paper_row(user, paper) for paper in _known(page, consultation))
    return Register(rows, page, may.may_enter(user, consultation))


def paper_or_404(user, consultation, pk: int) -> Paper:
    may.may_see_papers(user, consultation).or_refuse()
    paper = _papers(user, consultation).filter(pk=pk).first()
    if paper is None:
        raise NotThere("")
    paper.consultation = consultation
    return paper


def paper_page(user, consultation, pk: int, number) -> PaperPage:
    """A paper with its opinions as this officer may read them."""
    paper = paper_or_404(user, consultation, pk)
    readable = Comment.objects.readable_by(user, consultation).filter(paper=paper, parent=None)
    page = paginate(readable.select_related("voice", "clause").order_by("pk"), number, 50)
    standing = readable.filter(state=Comment.State.POSTED)
    paper.posted = standing.count()
    paper.people = (
        standing.order_by().values("voice").annotate(most=Max("counted")).aggregate(n=Sum("most"))["n"]
    )
    knows = may.knows_sender(user, paper)
    opinions = tuple(_opinion(comment, consultation, knows) for comment in page)
    return PaperPage(
        paper,
        paper_row(user, paper),
        opinions,
        page,
        may.may_continue(user, paper),
        may.may_undo(user, paper),
    )


def _papers(user, consultation):
    """Papers of a file; one for the council alone is not there for the agency, not even as a number."""
    found = Paper.objects.filter(consultation=consultation)
    if not knows_names(user, consultation):
        found = found.filter(shown__in=(Shown.NAMED, Shown.ANONYMOUS))
    return found.select_related("office", "table").defer("table__tables", "table__layouts")


def _known(papers, consultation):
    for paper in papers:
        paper.consultation = consultation
        yield paper


def paper_row(user, paper: Paper) -> PaperRow:
    knows = may.knows_sender(user, paper)
    return PaperRow(
        id=paper.pk,
        kind=paper.get_kind_display(),
        number=paper.number if knows else "",
        issued_on=paper.issued_on if knows else None,
        received_on=paper.received_on,
        sender=paper.sender if knows else _("Không nêu tên"),
        shown=dict(Shown.choices).get(paper.shown, ""),
        office=paper.office.short_name,
        scan=paper.scan_name if paper.scan and knows else "",
        opinions=paper.posted,
        counted=paper.people or 0,
        undone=paper.undone_reason,
        table=getattr(paper, "table", None),
    )


def _opinion(comment: Comment, consultation, knows: bool) -> PaperOpinion:
    citation = comment.clause.citation if comment.clause else _("toàn văn dự thảo")
    return PaperOpinion(
        id=comment.pk,
        receipt=f"{consultation.code}-{comment.number:06d}",
        place=citation[:1].upper() + citation[1:],
        speaker=comment.voice.label if knows else _("Không nêu tên"),
        position=comment.position,
        excerpt=comment_excerpt(comment),
        counted=comment.counted,
        withdrawn=comment.state == Comment.State.WITHDRAWN,
        url=place_of(consultation.code, comment.clause_id, comment.pk, after=comment.pk - 1),
    )


def scan_file(user, consultation, pk: int):
    """Name and open file of a scan; only who may know the sender."""
    paper = paper_or_404(user, consultation, pk)
    may.may_see_scan(user, paper).or_refuse()
    return paper.scan_name, paper.scan.open("rb")


def clerk_or_refuse(user, consultation) -> None:
    may.may_enter(user, consultation).or_refuse()


def levels(user, consultation) -> list[tuple[str, str]]:
    """The levels at which this clerk may enter opinions in this file."""
    return [choice for choice in Shown.choices if may.may_name(user, consultation, choice[0])]


def clause_named(consultation, words: str):
    """(understood, clause or None) for a citation that a clerk typed."""
    places = DraftPlaces(consultation.version_id)
    sure, clause_id = places.clause(words)
    clause = consultation.version.clauses.get(pk=clause_id) if clause_id else None
    return sure, clause

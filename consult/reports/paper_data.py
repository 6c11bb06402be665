"""The dossier of a file: plain data that its official papers are made from, frozen when a paper is made.

Names stand here as everybody may know them. What is hidden, waits for approval, was withdrawn or is for the council
alone is not here; the agency's answers are here for its own papers, for others once they are published.
Called by paper_actions and paper_selectors.
"""

from collections import Counter

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation

from consult.consultations import collective
from consult.consultations.levels import Shown
from consult.consultations.models import NAMELESS, Consultation, Stage
from consult.core import papers
from consult.core.papers.forms import AGENCY, FRONT, SOCIETY
from consult.core.vietnamese import date_long, time_long
from consult.forums.models import Comment, Position
from consult.people.models import Organisation
from consult.reports import paper_association, paper_catalogue, paper_council, paper_plan, snapshot
from consult.reports.models import Compilation
from consult.reports.papers import CODES, answer_words
from consult.reports.strata import field_of, strata
from consult.rooms.models import Room

_OTHER = "Lĩnh vực khác"


@translation.override("vi")
def dossier(by, consultation: Consultation, form: papers.Form) -> papers.Dossier:
    """As `by` may make it. Queries do not depend on the number of opinions or points."""
    society = paper_catalogue.association_in(form.code)
    association = Organisation.objects.select_related("parent").get(pk=society) if society else None
    opinions = _opinions(consultation, association)
    stages = {stage.kind: stage for stage in Stage.objects.filter(consultation=consultation)}
    compilation = Compilation.objects.filter(consultation=consultation).first()
    published = compilation is not None and compilation.state == Compilation.State.PUBLISHED
    draft = consultation.draft.title
    year = paper_catalogue.year_in(form.code) or timezone.localdate().year
    return papers.Dossier(
        code=consultation.code,
        title=consultation.title,
        kind=consultation.get_kind_display(),
        draft=draft if draft.lower().startswith("dự thảo") else f"dự thảo {draft}",
        version=consultation.version.number,
        agency=_body(consultation.agency),
        council=_body(consultation.council),
        legal_basis=consultation.legal_basis,
        opened=_day(consultation.opened_at),
        closes=_closes(stages.get(Stage.Kind.COMMENT)),
        answer_due=_day(compilation.answer_due) if compilation else _closes(stages.get(Stage.Kind.ANSWER)),
        day=_day(compilation.published_at) if published and form.by == AGENCY else "",
        year=year,
        sent_to=0 if association else consultation.invitations.count(),
        received=len(opinions),
        experts=len({comment.voice_id for comment in opinions}),
        by_field=_by_field(opinions),
        by_position=_counted(Position(comment.position).label for comment in opinions if comment.position),
        by_source=_counted("Bằng văn bản" if c.paper_id else "Trực tuyến" for c in opinions),
        issues=_issues(compilation, {c.pk: c for c in opinions}, form, published=published),
        meetings=() if association else _meetings(consultation),
        named_experts=_named(opinions),
        plan=() if association else paper_plan.lines(by, consultation.council, year),
        sheet=paper_catalogue.sheet_of(consultation, form.code),
        **(_council(compilation) if compilation and form.by == FRONT else {}),
        signer_title="",
        signer_name="",
        **(_association(consultation, association, opinions) if association else {}),
    )


def _opinions(consultation, association) -> list[Comment]:
    """Every opinion that everybody may read; for an association its own and its members' alone."""
    if association:
        return paper_association.theirs(consultation, association)
    said = Comment.objects.readable_by(None, consultation).opinions()
    return list(said.select_related("voice").order_by("pk"))


def _association(consultation, association, opinions) -> dict:
    return {
        "association": _body(association),
        "work": collective.work_of(consultation, association),
        "members": paper_association.members(opinions),
    }


def _council(compilation) -> dict:
    """What the council's own papers say of its work, plain."""
    return {
        "summary": paper_council.summary(compilation),
        "measured": paper_council.measured(compilation),
        "decided": paper_council.decided(compilation),
    }


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _closes(stage) -> str:
    return _day(stage.closes_at) if stage else ""


def _body(organisation) -> papers.Body:
    return papers.Body(
        name=organisation.official_name,
        parent=organisation.parent.official_name if organisation.parent_id else "",
        symbol=organisation.doc_symbol,
        place=organisation.place_name,
    )


def _counted(names) -> tuple[papers.Named, ...]:
    return tuple(papers.Named(str(name), count) for name, count in Counter(map(str, names)).most_common())


def _by_field(opinions) -> tuple[papers.Named, ...]:
    """How many people of each field; groups of fewer than five are not told apart."""
    found = strata([comment.voice for comment in opinions], _OTHER)
    rows = tuple(papers.Named(name, count) for name, count in found.fields)
    return (*rows, papers.Named("Các lĩnh vực còn lại", found.other)) if found.other else rows


def _named(opinions) -> tuple[str, ...]:
    """Those who chose to be named, once each."""
    return tuple(
        sorted(
            {
                comment.voice.label
                for comment in opinions
                if comment.level == Shown.NAMED and comment.voice.kind not in NAMELESS
            }
        )
    )


def _issues(compilation, readable: dict[int, Comment], form, *, published: bool) -> tuple[papers.Issue, ...]:
    """The points as this side may see them: the agency only once the council has closed its work."""
    if compilation is None or (form.by == AGENCY and compilation.state == Compilation.State.OPEN):
        return ()
    if form.by == SOCIETY and not published:
        return ()
    points = list(compilation.points.with_answers().prefetch_related(*snapshot.CITED))
    also = snapshot.further(points)
    with_answers = published or form.by == AGENCY
    concluded = paper_council.conclusions(compilation) if form.by == FRONT else {}
    if form.by == SOCIETY:
        points = [one for one in points if any(c.comment_id in readable for c in one.citations.all())]
    return tuple(
        _issue(point, readable, with_answers, also[point.pk], concluded.get(point.pk, ""), form.by == SOCIETY)
        for point in points
    )


def _issue(
    point, readable: dict[int, Comment], with_answers: bool, also, proposal: str, own_alone: bool
) -> papers.Issue:
    found = [
        one
        for one in snapshot.opinions(point)
        if (one["id"] in readable if one["kind"] == "comment" else not own_alone)
    ]
    comments = [readable[one["id"]] for one in found if one["kind"] == "comment"]
    criteria = Counter(comment.criterion for comment in comments if comment.criterion)
    answer = snapshot.answer_of(point) if with_answers else None
    positions = _counted(Position(comment.position).label for comment in comments if comment.position)
    return papers.Issue(
        group=snapshot.group_name(point.clause),
        title=point.title,
        summary=point.summary,
        draft_text=point.clause.text if point.clause else "",
        criterion=criteria.most_common(1)[0][0] if criteria else "",
        proposal=proposal,
        agreement="\n".join(f"{one.name}: {one.count}" for one in positions),
        opinions=tuple(_said(one, readable) for one in found),
        answer_code=CODES.get(answer["code"], "") if answer else "",
        answer_text=answer_words(answer) if answer else "",
        also=tuple(also),
        criteria=tuple(point.criteria),
    )


def _said(one: dict, readable: dict[int, Comment]) -> papers.Said:
    proposed = f"Đề nghị sửa thành: {one['proposed']}" if one["proposed"] else ""
    comment = readable.get(one["id"]) if one["kind"] == "comment" else None
    return papers.Said(
        contributor=one["contributor"],
        words="\n".join(filter(None, [one["reason"], proposed])) or str(Position(one["position"]).label),
        position=str(Position(one["position"]).label) if one["position"] else "",
        field=field_of(comment.voice) if comment else "",
    )


def _meetings(consultation) -> tuple[papers.Meeting, ...]:
    rooms = Room.objects.filter(consultation=consultation).select_related("chair").order_by("starts_at")
    rooms = rooms.annotate(present=Count("attendances"))
    return tuple(
        papers.Meeting(
            title=room.title,
            when=f"{time_long(begins)}, {date_long(begins.date())}",
            place="phòng thảo luận trực tuyến",
            chair=str(room.chair),
            present=room.present,
            address=settings.SITE_URL + reverse("room", args=[room.pk]),
        )
        for room in rooms
        for begins in [timezone.localtime(room.starts_at)]
    )


def empty(consultation) -> papers.Dossier:
    """A dossier without figures: for its field names alone."""
    nobody = papers.Body("")
    return papers.Dossier(consultation.code, "", "", "", 0, nobody, nobody)

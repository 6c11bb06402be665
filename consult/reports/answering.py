"""Read the agency's workspace: the register of points, and one point with all that its form and its neighbours need.

The agency sees authors as the public does: by name only where they chose it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Consultation
from consult.consultations.selectors import days_left, left_words
from consult.kit import clock
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import Organisation
from consult.people.roles import AGENCY_KINDS
from consult.reports import answering_rules as may
from consult.reports import changes, register, rules, selectors, snapshot, stock
from consult.reports.models import Answer, Clarification, Compilation, Forwarding, Point
from consult.reports.register import Asked, Missing, Register
from consult.reports.selectors import compilation_of, number_of


@dataclass(frozen=True)
class NextVersion:
    """The newest version after the one commented: published, or in preparation in the agency."""

    number: int
    url: str
    changes: str
    published: bool


@dataclass(frozen=True)
class Stored:
    """The answer as it is saved."""

    code: str
    text: str
    places: tuple[str, ...]
    keys: tuple[str, ...]
    not_yet: str
    to: str
    to_id: int | None
    remark: str
    remark_by: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What the agency keeps beside the point."""

    notes: tuple[dict, ...]
    questions: tuple[Clarification, ...]
    forwardings: tuple[Forwarding, ...]
    owner_id: int | None
    due_day: str
    due_reason: str
    due_version: int


@dataclass(frozen=True)
class PointDetail:
    """The point being answered, every opinion word for word."""

    id: int
    clause_id: int | None
    home: str
    place: str
    title: str
    summary: str
    draft_words: str
    opinions: tuple[dict, ...]
    guarded: str
    answer: Stored | None
    beside: Beside
    stock: tuple
    kept: tuple[dict, ...]


@dataclass(frozen=True)
class AnswersPage:
    consultation: Consultation
    compilation: Compilation
    register: Register | None
    due: datetime | None
    slip: str
    late: bool
    may_answer: Verdict
    may_publish: Verdict
    may_share: bool
    signs: bool
    missing: tuple[Missing, ...]
    next: NextVersion | None
    near: tuple[changes.Unit, ...]
    far: tuple[changes.Unit, ...]
    organisations: tuple[tuple[int, str], ...]
    draft_url: str
    draft_id: int
    point: PointDetail | None

    @property
    def answered(self) -> int:
        return self.register.answered

    @property
    def total(self) -> int:
        return len(self.register.rows)

    @property
    def parts(self) -> list[tuple[str, int]]:
        return self.register.parts


def answers_page(user, consultation, *, point=None, asked: Asked = Asked()) -> AnswersPage:  # noqa: B008
    """The register of points, those late and unanswered first. Queries do not depend on the number of points."""
    rules.may_see_answering(user, consultation).or_refuse()
    compilation = compilation_of(consultation) or Compilation(consultation=consultation)
    compilation.consultation = consultation
    closed = compilation.state != Compilation.State.OPEN
    found = register.register(user, compilation, asked=asked, current=point) if closed else None
    missing = (
        register.missing(compilation, found.rows) if compilation.state == Compilation.State.CLOSED else ()
    )
    unanswered = sum(row.open for row in found.rows) if found else 0
    version, due = changes.newest(consultation), compilation.answer_due
    may_answer = rules.may_answer(user, compilation)
    detail = _detail(compilation, point) if point and closed else None
    near, far = _offered(consultation, version, detail) if detail and may_answer else ((), ())
    return AnswersPage(
        consultation=consultation,
        compilation=compilation,
        register=found,
        due=due,
        slip=left_words(days_left(due)) if due else "",
        late=bool(due and clock.now() > due),
        may_answer=may_answer,
        may_publish=rules.may_publish(
            user, compilation, unanswered=unanswered, unbound=len(missing) - unanswered
        ),
        may_share=bool(closed and may.may_share_out(user, compilation)),
        signs=bool(rules.may_be_signer(user, consultation)),
        missing=missing,
        next=_next_view(version),
        near=near,
        far=far,
        organisations=organisations(consultation) if detail and may_answer else (),
        draft_url=reverse("draft", args=[consultation.draft_id]),
        draft_id=consultation.draft_id,
        point=detail,
    )


def organisations(consultation) -> tuple[tuple[int, str], ...]:
    """Agencies that a point may be forwarded to; one query."""
    found = Organisation.objects.current().filter(kind__in=AGENCY_KINDS).exclude(pk=consultation.agency_id)
    return tuple(found.order_by("official_name").values_list("pk", "official_name"))


def organisation_or_none(raw) -> Organisation | None:
    """The organisation that a form names, None for none."""
    if raw in (None, ""):
        return None
    found = Organisation.objects.filter(pk=number_of(raw)).first()
    if found is None:
        raise NotThere("")
    return found


def _offered(consultation, version, detail):
    """Changes near the clause of the point (its own and those of its article), and all others."""
    if version is None:
        return (), ()
    found = changes.units(changes.spots(consultation, version))
    home = detail.home
    near = tuple(unit for unit in found if detail.clause_id in unit.old or (home and unit.home == home))
    return near, tuple(unit for unit in found if unit not in near)


def address(consultation, pk: int) -> str:
    """A point in the agency's register."""
    return f"{reverse('answers', args=[consultation.code])}?diem={pk}#diem-{pk}"


def register_address(consultation) -> str:
    """The agency's register."""
    return reverse("answers", args=[consultation.code])


def new_key() -> uuid.UUID:
    """The client key of a form that is being shown."""
    return uuid.uuid4()


def stock_words(page: AnswersPage, raw: str) -> tuple[str, str]:
    """A stock text of the agency filled in for the opened point, with its code; nothing where none is asked for."""
    if page.point is None or not (raw.isascii() and raw.isdigit() and len(raw) <= 18):
        return "", ""
    found = next((one for one in page.point.stock if one.pk == int(raw)), None)
    if found is None:
        return "", ""
    point = selectors.point_or_404(page.compilation, page.point.id)
    return stock.filled(found, point), found.code


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


def points_or_404(user, consultation, raw) -> list[Point]:
    """Points of the closed compilation by the numbers that a form names, for the agency alone; one query."""
    compilation = compilation_or_404(user, consultation)
    ids = {number_of(one) for one in raw}
    found = list(compilation.points.filter(pk__in=ids))
    if len(found) != len(ids) or compilation.state == Compilation.State.OPEN:
        raise NotThere("")
    return found


def _next_view(version) -> NextVersion | None:
    if version is None:
        return None
    published = version.state == "published"
    return NextVersion(
        version.number,
        reverse("version" if published else "version_check", args=[version.pk]),
        reverse("version_changes", args=[version.pk]) if published else "",
        published,
    )


def _detail(compilation, raw) -> PointDetail:
    found = compilation.points.with_answers().prefetch_related(
        *snapshot.CITED, "jottings__by", "clarifications__asked_by", "clarifications__given_by"
    )
    point = found.filter(pk=selectors.point_or_404(compilation, raw).pk).get()
    point.compilation = compilation
    answer = getattr(point, "answer", None)
    return PointDetail(
        id=point.pk,
        clause_id=point.clause_id,
        home=changes.home_of(point.clause),
        place=snapshot.group_name(point.clause),
        title=point.title,
        summary=point.summary,
        draft_words=(point.clause.text or point.clause.title) if point.clause else "",
        opinions=snapshot.opinions(point),
        guarded=snapshot.guarded_words(_guarded_of(compilation)[point.pk]),
        answer=_stored(answer) if answer else None,
        beside=_beside(point),
        stock=tuple(stock.texts_of(compilation.consultation.agency_id)),
        kept=tuple(answer.changes) if answer else (),
    )


def _beside(point) -> Beside:
    duty = getattr(point, "duty", None)
    notes = [
        {"text": one.text, "by": one.by.full_name, "at": timezone.localtime(one.at)}
        for one in point.jottings.all()
    ]
    return Beside(
        notes=tuple(notes),
        questions=tuple(point.clarifications.all()),
        forwardings=tuple(point.forwardings.all()),
        owner_id=duty.owner_id if duty else None,
        due_day=timezone.localtime(duty.due_at).date().isoformat() if duty and duty.due_at else "",
        due_reason=duty.due_reason if duty else "",
        due_version=duty.version if duty else 0,
    )


def _guarded_of(compilation) -> dict[int, int | None]:
    """Over all points of the compilation: which small groups are told apart is decided together."""
    return snapshot.guarded_counts(compilation.points.prefetch_related("citations__comment"))


def _stored(answer: Answer) -> Stored:
    clause = answer.next_clause
    places = tuple(dict.fromkeys(one["place"] for one in answer.changes))
    return Stored(
        code=answer.code,
        text=answer.text,
        places=places or ((clause.citation,) if clause else ()),
        keys=tuple(one["key"] for one in answer.changes),
        not_yet=answer.not_yet,
        to=answer.to.official_name if answer.to else "",
        to_id=answer.to_id,
        remark=answer.remark,
        remark_by=answer.remark_by.full_name if answer.remark_by else "",
        version=answer.version,
        by=answer.written_by.full_name,
        at=timezone.localtime(answer.written_at),
    )


def first_fields(page: AnswersPage, stock_text: str = "", code: str = "") -> dict:
    """What the form of the point begins with: the saved answer, or nothing but version 0; a stock text goes before."""
    if page.point is None:
        return {}
    saved = page.point.answer
    start = {"version": 0}
    if saved is not None:
        start = {
            "version": saved.version,
            "code": saved.code,
            "text": saved.text,
            "changes": list(saved.keys),
            "not_yet": saved.not_yet,
            "to": saved.to_id or "",
        }
    if stock_text:
        start |= {"text": stock_text} | ({"code": code} if code else {})
    return start


def change_choices(consultation, point=None) -> list[tuple[str, str]]:
    """Every changed run that an answer may be bound to, for the form; those it is bound to already among them."""
    version = changes.newest(consultation)
    found = {spot.key: spot.place for spot in changes.spots(consultation, version)} if version else {}
    answer = getattr(point, "answer", None) if point else None
    kept = {one["key"]: one["place"] for one in answer.changes} if answer else {}
    return list({**kept, **found}.items())


def kept_changes(page: AnswersPage) -> tuple[dict, ...]:
    """Changes the answer is bound to that the newest version does not show any more."""
    if page.point is None or page.point.answer is None:
        return ()
    shown = {spot.key for unit in (*page.near, *page.far) for spot in unit.spots}
    return tuple(one for one in page.point.kept if one["key"] not in shown)

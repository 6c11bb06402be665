"""What the public pages read: home, the list of files, one file, answers, search."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.consultations import rules
from consult.consultations.attachment_selectors import AttachmentRow, attachment_rows
from consult.consultations.models import Consultation, Stage
from consult.consultations.selectors import current_stage, next_deadline, stage_line
from consult.core import vietnamese
from consult.desk.deadlines import Slip, slip
from consult.documents.models import Clause, DraftVersion
from consult.forums.following import is_followed
from consult.forums.models import Comment
from consult.forums.moderation_log import hidden_line
from consult.forums.moderation_rules import is_moderator
from consult.kit import writing
from consult.kit.pages import paginate
from consult.polls.models import Poll
from consult.reports.deadlines import late_words
from consult.reports.models import Answer, Compilation, Point
from consult.rooms.models import Room

CITABLE = ("clause", "point", "article")


@dataclass(frozen=True)
class Row:
    """A file in a list."""

    title: str
    url: str
    slip: Slip
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class AnswerRow:
    """An answer that came out lately."""

    citation: str
    draft: str
    code: str
    text: str
    url: str
    at: str


@dataclass(frozen=True)
class AgencyRow:
    agency: str
    points: int
    on_time: int
    late: int


@dataclass(frozen=True)
class Home:
    rows: tuple[Row, ...]
    open_count: int
    answers: tuple[AnswerRow, ...]
    agencies: tuple[AgencyRow, ...]


def _count_of(queryset: QuerySet, link: str = "consultation", of: str = "id", distinct=False):
    counted = (
        queryset.filter(**{link: OuterRef("pk")})
        .order_by()
        .values(link)
        .annotate(n=Count(of, distinct=distinct))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def with_counts(queryset: QuerySet) -> QuerySet:
    """Files with what their rows say, in one query."""
    opinions = Comment.objects.public().opinions()
    articles = Clause.objects.filter(kind="article", within="main", version=OuterRef("version_id"))
    current = Stage.objects.filter(consultation=OuterRef("pk"), state="now")
    return queryset.select_related("agency", "council", "version").annotate(
        n_opinions=_count_of(opinions),
        n_voices=_count_of(opinions, of="voice", distinct=True),
        n_articles=Coalesce(
            Subquery(
                articles.order_by().values("version").annotate(n=Count("id")).values("n"),
                output_field=IntegerField(),
            ),
            Value(0),
        ),
        stage_kind=Subquery(current.values("kind")[:1]),
        stage_closes=Subquery(current.values("closes_at")[:1]),
    )


def _row(consultation) -> Row:
    deadline = {
        "comment": _("Thời hạn góp ý"),
        "meet": _("Thảo luận đến"),
        "compile": _("Tổng hợp trước"),
        "answer": _("Trả lời trước"),
    }.get(consultation.stage_kind, "")
    closed = consultation.state == "closed"
    return Row(
        consultation.title,
        reverse("consultation", args=[consultation.code]),
        Slip(_("Đã kết thúc"), "", "chi") if closed else slip(consultation.stage_closes, deadline),
        (
            (consultation.agency.short_name, consultation.get_kind_display(), consultation.code),
            (
                ngettext("%(n)s góp ý", "%(n)s góp ý", consultation.n_opinions)
                % {"n": consultation.n_opinions},
                ngettext("%(n)s chuyên gia", "%(n)s chuyên gia", consultation.n_voices)
                % {"n": consultation.n_voices},
                ngettext("%(n)s điều", "%(n)s điều", consultation.n_articles)
                % {"n": consultation.n_articles},
            ),
        ),
    )


def home() -> Home:
    """The front page: open drafts by closing, newest answers, agencies on time. Four queries."""
    opened = Consultation.objects.filter(state="open")
    rows = with_counts(opened).order_by(F("stage_closes").asc(nulls_last=True), "-id")[:6]
    return Home(tuple(_row(row) for row in rows), opened.count(), latest_answers(), agencies_on_time())


def consultation_list(queryset: QuerySet, number, *, per_page: int = 24) -> tuple[Page, tuple[Row, ...]]:
    """One page of a filtered list of files."""
    ordered = with_counts(queryset).order_by(F("stage_closes").asc(nulls_last=True), "-id")
    found = paginate(ordered, number, per_page)
    return found, tuple(_row(row) for row in found.object_list)


def listed(user) -> QuerySet:
    """Files that the list may show to this person."""
    return Consultation.objects.visible_to(user)


def answered() -> QuerySet:
    """Files whose answers are published."""
    return Consultation.objects.filter(compilation__state="published")


def latest_answers(limit: int = 5) -> tuple[AnswerRow, ...]:
    answers = (
        Answer.objects.filter(point__compilation__state=Compilation.State.PUBLISHED)
        .select_related("point__clause", "point__compilation__consultation")
        .order_by("-point__compilation__published_at", "point__order")[:limit]
    )
    return tuple(_answer_row(answer) for answer in answers)


def _answer_row(answer) -> AnswerRow:
    point, compilation = answer.point, answer.point.compilation
    return AnswerRow(
        _capital(point.clause.citation) if point.clause else _("Ý kiến chung"),
        compilation.consultation.title,
        answer.code,
        answer.text,
        reverse("result", args=[compilation.consultation.code, point.pk]),
        vietnamese.date_short(timezone.localdate(compilation.published_at)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def agencies_on_time() -> tuple[AgencyRow, ...]:
    """Points by agency, answered by the deadline or later (still unanswered ones count from the deadline on)."""
    now = timezone.now()
    late = Q(compilation__published_at__gt=F("compilation__answer_due")) | Q(
        compilation__published_at=None, compilation__answer_due__lt=now
    )
    rows = (
        Point.objects.exclude(compilation__state="open")
        .values(agency=F("compilation__consultation__agency__short_name"))
        .annotate(n=Count("id"), late=Count("id", filter=late))
        .order_by("agency")
    )
    return tuple(AgencyRow(r["agency"], r["n"], r["n"] - r["late"], r["late"]) for r in rows)


@dataclass(frozen=True)
class HotClause:
    citation: str
    words: str
    url: str
    total: int
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Happening:
    title: str
    note: str
    url: str
    hue: str


@dataclass(frozen=True)
class FilePage:
    """The page of one file."""

    code: str
    title: str
    kind: str
    state: str
    agency: str
    council: str
    legal_basis: str
    summary: str
    version: int
    version_id: int
    published: str
    stages: tuple
    deadline: str
    tiles: tuple[dict, ...]
    hot: tuple[HotClause, ...]
    versions: tuple[dict, ...]
    happenings: tuple[Happening, ...]
    manages: bool
    answers: bool
    compiles: bool
    answers_published: bool
    overdue: str
    may_comment: bool
    moderates: bool
    hidden: str
    attachments: tuple[AttachmentRow, ...]
    followed: bool


def file_page(user, consultation: Consultation) -> FilePage:
    """Everything on the page of one file; the number of queries does not depend on its size."""
    positions = _positions(user, consultation)
    citable = Clause.objects.filter(version=consultation.version_id, kind__in=CITABLE).count()
    compilation = Compilation.objects.filter(consultation=consultation).first()
    points, replied = _answered(compilation)
    current = current_stage(consultation)
    return FilePage(
        code=consultation.code,
        title=consultation.title,
        kind=consultation.get_kind_display(),
        state=consultation.state,
        agency=consultation.agency.official_name,
        council=consultation.council.official_name,
        legal_basis=consultation.legal_basis,
        summary=consultation.summary,
        version=consultation.version.number,
        version_id=consultation.version_id,
        published=vietnamese.date_short(timezone.localdate(consultation.version.published_at)),
        stages=stage_line(consultation),
        deadline=_deadline(consultation),
        tiles=_tiles(user, consultation, positions, citable, points, replied, current),
        hot=_hot(consultation, positions),
        versions=_versions(consultation),
        happenings=_happenings(user, consultation),
        manages=bool(rules.may_manage(user, consultation)),
        answers=bool(rules.may_answer(user, consultation) or rules.may_sign(user, consultation)),
        compiles=bool(rules.may_compile(user, consultation)),
        answers_published=bool(compilation and compilation.state == "published"),
        overdue=late_words(compilation, timezone.now()) if compilation and points else "",
        may_comment=bool(rules.stage_open(consultation, "comment.posted")),
        moderates=is_moderator(user, consultation),
        hidden=hidden_line(consultation),
        attachments=attachment_rows(consultation),
        followed=is_followed(user, consultation, None),
    )


def _positions(user, consultation) -> dict[int | None, dict[str, int]]:
    found: dict[int | None, dict[str, int]] = {}
    opinions = Comment.objects.readable_by(user, consultation).opinions()
    for row in opinions.values("clause_id", "position").annotate(n=Count("id")).order_by():
        found.setdefault(row["clause_id"], {})[row["position"]] = row["n"]
    return found


def _answered(compilation) -> tuple[int, int]:
    if compilation is None:
        return 0, 0
    row = compilation.points.aggregate(points=Count("id"), answered=Count("answer"))
    published = compilation.state == Compilation.State.PUBLISHED
    return row["points"], row["answered"] if published else 0


def _deadline(consultation) -> str:
    due = next_deadline(consultation)
    if due is None:
        return ""
    text = _("%(stage)s: đến %(when)s.") % {
        "stage": due.name,
        "when": writing.datetime_text(timezone.localtime(due.at)),
    }
    return f"{text} " + _("Căn cứ: %(source)s.") % {"source": due.source} if due.source else text


def _tiles(user, consultation, positions, citable, points, replied, current) -> tuple[dict, ...]:
    opinions = sum(sum(by.values()) for by in positions.values())
    readable = Comment.objects.readable_by(user, consultation).opinions()
    voices = readable.aggregate(n=Count("voice", distinct=True))["n"]
    due = slip(current.closes_at) if current and consultation.state == "open" else None
    touched = sum(1 for clause in positions if clause is not None)
    return (
        {
            "label": _("Điều khoản có góp ý"),
            "value": f"{touched}/{citable}",
            "words": _("điều, khoản, điểm có góp ý"),
        },
        {"label": _("Chuyên gia"), "value": writing.number(voices), "words": _("chuyên gia đã góp ý")},
        {"label": _("Góp ý"), "value": writing.number(opinions), "words": _("góp ý đã nhận")},
        {
            "label": _("Đã trả lời"),
            "value": f"{replied}/{points}",
            "words": _("điểm góp ý đã được trả lời"),
        },
        {
            "label": _("Thời hạn"),
            "value": due.text if due else str(consultation.get_state_display()),
            "words": current.get_kind_display() if current else "",
        },
    )


def _hot(consultation, positions) -> tuple[HotClause, ...]:
    ranked = sorted(
        ((sum(by.values()), pk) for pk, by in positions.items() if pk is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )[:5]
    clauses = Clause.objects.in_bulk([pk for _n, pk in ranked])
    base = reverse("reading", args=[consultation.code])
    return tuple(
        HotClause(
            _capital(clauses[pk].citation),
            _short(clauses[pk].title or clauses[pk].text),
            f"{base}?clause={pk}#clause-{pk}",
            total,
            tuple(positions[pk].items()),
        )
        for total, pk in ranked
    )


def _short(text: str, words: int = 16) -> str:
    pieces = text.split()
    return " ".join(pieces[:words]) + ("…" if len(pieces) > words else "")


def _versions(consultation) -> tuple[dict, ...]:
    rows = DraftVersion.objects.filter(draft=consultation.draft_id, state="published").order_by("-number")
    return tuple(
        {
            "number": row.number,
            "url": reverse("version", args=[row.pk]),
            "source": reverse("version_source", args=[row.pk]),
            "changes": reverse("version_changes", args=[row.pk]) if row.number > 1 else "",
            "note": row.note,
            "published": vietnamese.date_short(timezone.localdate(row.published_at)),
            "current": row.pk == consultation.version_id,
        }
        for row in rows
    )


def _happenings(user, consultation) -> tuple[Happening, ...]:
    polls = Poll.objects.filter(consultation=consultation).order_by("closes_at")[:5]
    lines = [_poll_line(poll, consultation.code) for poll in polls]
    if user.is_authenticated:
        rooms = Room.objects.filter(consultation=consultation).order_by("starts_at")[:5]
        lines = [_room_line(room) for room in rooms] + lines
    return tuple(lines)


def _room_line(room) -> Happening:
    return Happening(
        room.title,
        f"{room.get_state_display()} · {writing.datetime_text(timezone.localtime(room.starts_at))}",
        reverse("room", args=[room.pk]),
        "son" if room.state == "open" else "cham",
    )


def _poll_line(poll, code: str) -> Happening:
    return Happening(
        _("Thăm dò: %(what)s") % {"what": poll.question},
        f"{poll.get_state_display()} · {writing.datetime_text(timezone.localtime(poll.closes_at))}",
        reverse("poll", args=[code, poll.pk]),
        "cham",
    )

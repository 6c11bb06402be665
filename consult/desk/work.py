"""What waits for a person, and until when: one list for every role. Read by the selectors of the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.consultations.models import Consultation, Invitation, Stage
from consult.consultations.plan_selectors import plans_of
from consult.desk.answering_work import waiting_bindings, waiting_forwardings, waiting_questions
from consult.desk.council_work import (
    waiting_checks,
    waiting_compilations,
    waiting_seats,
    waiting_signatures,
)
from consult.desk.deadlines import Slip, slip
from consult.desk.objection_work import objections_to_moderate, waiting_objections
from consult.desk.paper_work import waiting_tables
from consult.documents.models import DraftVersion
from consult.experts.models import Expert
from consult.forums.models import Case, Comment
from consult.forums.moderation_rules import MODERATORS
from consult.people.roles import Role
from consult.people.selectors import agency_ids, council_ids, holds, is_staff_member, organisations_of
from consult.polls.models import Ballot, Poll
from consult.reports.models import Compilation
from consult.rooms.models import Room
from consult.rounds.selectors import rounds_of

FAR = datetime.max.replace(tzinfo=timezone.get_default_timezone()) - timedelta(days=2)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, until when."""

    title: str
    facts: tuple[str, ...]
    url: str
    verb: str
    due: datetime | None

    @property
    def slip(self) -> Slip:
        return slip(self.due)


def tasks_of(user) -> list[Task]:
    """Everything that waits for the person, most urgent first. The number of queries depends on roles only."""
    found = [
        *_invitations(user),
        *_open_polls(user),
        *_drafts(user),
        *_files_of_agency(user),
        *_answers(user),
        *(Task(*row) for row in waiting_compilations(user)),
        *(Task(*row) for row in waiting_seats(user)),
        *(Task(*row) for row in waiting_signatures(user)),
        *(Task(*row) for row in waiting_checks(user)),
        *_moderation(user),
        *(Task(*row, None) for row in waiting_tables(user)),
        *(Task(*row) for row in waiting_objections(user)),
        *(Task(*row) for row in objections_to_moderate(user)),
        *(Task(*row) for row in waiting_forwardings(user)),
        *(Task(*row) for row in waiting_questions(user)),
        *(Task(*row) for row in waiting_bindings(user)),
        *_verifications(user),
        *_profile(user),
        *_rooms(user),
        *_rounds(user),
    ]
    return sorted(found, key=lambda task: (task.due or FAR, task.title))


def _invitations(user):
    rows = Invitation.objects.filter(
        expert__user=user,
        state="sent",
        consultation__state="open",
        consultation__stages__state="now",
        consultation__stages__kind__in=["comment", "meet"],
    ).select_related("consultation__council")
    for row in rows:
        yield Task(
            _("Lời mời: %(title)s") % {"title": row.consultation.title},
            (row.consultation.council.short_name, row.consultation.code),
            reverse("invitation", args=[row.pk]),
            _("Trả lời lời mời"),
            row.sent_at + timedelta(days=7),
        )


def _open_polls(user):
    """Polls of files in which the person has a voice or an accepted invitation, not yet answered."""
    mine = Q(consultation__voices__person=user, consultation__voices__kind="person") | Q(
        consultation__invitations__expert__user=user, consultation__invitations__state="accepted"
    )
    cast = Ballot.objects.filter(poll=OuterRef("pk"), voice__person=user)
    rows = (
        Poll.objects.filter(mine, state="open", closes_at__gt=timezone.now())
        .exclude(Exists(cast))
        .select_related("consultation")
        .distinct()
    )
    for row in rows:
        yield Task(
            _("Thăm dò ý kiến: %(question)s") % {"question": row.question},
            (row.consultation.title,),
            reverse("poll", args=[row.consultation.code, row.pk]),
            _("Gửi lựa chọn"),
            row.closes_at,
        )


def _drafts(user):
    agencies = organisations_of(user, Role.AGENCY_OFFICER)
    if not agencies:
        return
    for row in DraftVersion.objects.filter(draft__agency__in=agencies, state="prepared").select_related(
        "draft"
    ):
        yield Task(
            _("Kiểm tra và công bố: %(title)s") % {"title": row.draft.title},
            (_("Bản dự thảo %(n)s") % {"n": row.number},),
            reverse("version_check", args=[row.pk]),
            _("Kiểm tra bản dự thảo"),
            None,
        )


def _files_of_agency(user):
    """Files in preparation, and stages whose time is over, for officers of the agency."""
    agencies = organisations_of(user, Role.AGENCY_OFFICER)
    if not agencies:
        return
    over = Stage.objects.filter(consultation=OuterRef("pk"), state="now", closes_at__lt=timezone.now())
    rows = (
        Consultation.objects.filter(agency__in=agencies)
        .filter(Q(state="prepared") | Q(Exists(over), state="open"))
        .order_by("pk")
    )
    for row in rows:
        prepared = row.state == "prepared"
        title = _("Mở hồ sơ: %(title)s") if prepared else _("Chuyển giai đoạn: %(title)s")
        yield Task(
            title % {"title": row.title},
            (row.code, row.get_kind_display()),
            reverse("consultation_manage", args=[row.code]),
            _("Quản lý hồ sơ"),
            None if prepared else timezone.now(),
        )


def _answers(user):
    """Closed compilations of the person's agency: points to answer, or all answered and waiting for the signer."""
    agencies = agency_ids(user)
    if not agencies:
        return
    signs = set(organisations_of(user, Role.AGENCY_SIGNER))
    rows = (
        Compilation.objects.filter(state="closed", consultation__agency__in=agencies)
        .select_related("consultation")
        .annotate(
            points_n=Count("points"), answered_n=Count("points__answer", filter=Q(points__answer__remark=""))
        )
    )
    for row in rows:
        done = row.points_n == row.answered_n
        if done and row.consultation.agency_id not in signs:
            continue
        title = (
            _("Công bố kết quả tiếp thu, giải trình: %(title)s")
            if done
            else _("Trả lời từng điểm: %(title)s")
        )
        yield Task(
            title % {"title": row.consultation.title},
            (
                _("đã trả lời %(done)s/%(all)s điểm") % {"done": row.answered_n, "all": row.points_n},
                row.consultation.code,
            ),
            reverse("answers", args=[row.consultation.code]),
            _("Công bố") if done else _("Trả lời"),
            row.answer_due,
        )


def _moderation(user):
    """Files whose council the person moderates for, with reports, appeals or comments that wait."""
    councils = organisations_of(user, *MODERATORS)
    if not councils:
        return
    waiting = Case.objects.waiting().filter(consultation__council__in=councils).order_by()
    rows = waiting.values("consultation__code", "consultation__title").annotate(
        n=Count("pk"), oldest=Min("waiting_since")
    )
    for row in rows:
        yield Task(
            _("Kiểm duyệt: %(title)s") % {"title": row["consultation__title"]},
            (_("%(n)s vụ việc chờ xử lý") % {"n": row["n"]}, row["consultation__code"]),
            reverse("moderation", args=[row["consultation__code"]]),
            _("Xem xét"),
            row["oldest"] + timedelta(hours=settings.MODERATION_HOURS),
        )


def _verifications(user):
    associations = organisations_of(user, Role.ASSOCIATION_OFFICER)
    if not associations:
        return
    waiting = Expert.objects.filter(association__in=associations, state="waiting").exclude(user=user)
    for row in waiting.select_related("user", "association"):
        yield Task(
            _("Xác thực hồ sơ: %(name)s") % {"name": row.user.full_name},
            (row.association.short_name, row.workplace),
            reverse("verification", args=[row.pk]),
            _("Xem và quyết định"),
            row.updated_at + timedelta(days=15),
        )


def _profile(user):
    row = Expert.objects.filter(user=user, state__in=["editing", "returned"]).first()
    if row:
        yield Task(
            _("Hoàn thiện hồ sơ chuyên gia"),
            (row.get_state_display(),),
            reverse("my_profile"),
            _("Mở hồ sơ"),
            None,
        )


def _rounds(user):
    """Internal rounds: to the officer how many members have spoken, to the member what is asked of them."""
    for row in rounds_of(user):
        mine = row.to_vote or not row.i_said
        if row.state == "filed" or (row.state == "over" and not row.officer):
            continue
        if not row.officer and not mine:
            continue
        said = _("%(said)s/%(asked)s hội viên đã góp ý") % {"said": row.said, "asked": row.asked}
        over = row.state == "over"
        title = _("Gửi ý kiến của hội: %(title)s") if over else _("Đợt góp ý nội bộ đang mở: %(title)s")
        facts = [row.association, said if row.officer else row.code]
        if row.to_vote and not over:
            facts.append(
                ngettext("%(n)s phương án chờ biểu quyết", "%(n)s phương án chờ biểu quyết", row.to_vote)
                % {"n": row.to_vote}
            )
        yield Task(
            title % {"title": row.title},
            tuple(facts),
            reverse("round", args=[row.id]),
            _("Xem đợt góp ý") if row.officer else _("Góp ý trong hội"),
            row.closes_at,
        )


def _rooms(user):
    mine = (
        Q(chair=user)
        | Q(secretary=user)
        | Q(consultation__voices__person=user)
        | Q(consultation__invitations__expert__user=user, consultation__invitations__state="accepted")
    )
    rows = Room.objects.filter(mine).exclude(state="closed").select_related("consultation").distinct()
    for row in rows:
        yield Task(
            row.title,
            (row.get_state_display(), row.consultation.title),
            reverse("room", args=[row.pk]),
            _("Vào phòng"),
            row.starts_at,
        )


@dataclass(frozen=True)
class MyOpinion:
    """One of my comments and what became of it."""

    citation: str
    title: str
    receipt: str
    shown: str
    url: str
    code: str
    answer: str


def my_opinions(user, limit: int = 30) -> list[MyOpinion]:
    """The person's own opinions, newest first, with the answer of the point that cites each. Three queries."""
    rows = (
        Comment.objects.opinions()
        .filter(voice__person=user)
        .select_related("clause", "consultation")
        .prefetch_related("citations__point__answer", "citations__point__compilation")
        .order_by("-id")[:limit]
    )
    return [_my_opinion(row) for row in rows]


def _my_opinion(row) -> MyOpinion:
    points = [citation.point for citation in row.citations.all()]
    told = next((point for point in points if point.compilation.state == "published"), None)
    base = reverse("reading", args=[row.consultation.code])
    citation = row.clause.citation if row.clause else _("ý kiến chung")
    return MyOpinion(
        citation[:1].upper() + citation[1:],
        row.consultation.title,
        f"{row.consultation.code}-{row.number:06d}",
        row.get_shown_display(),
        reverse("result", args=[row.consultation.code, told.pk])
        if told
        else f"{base}?clause={row.clause_id or ''}",
        told.answer.code if told else "wait",
        told.answer.text if told else "",
    )


@dataclass(frozen=True)
class FileRow:
    """A file of the person's organisation, or one that an overseer reads."""

    title: str
    code: str
    stage: str
    url: str


FILES = 12


def files_of(user) -> tuple[FileRow, ...]:
    """The latest files of the agencies and councils of the person; an overseer sees the latest of all."""
    agencies, councils = agency_ids(user), council_ids(user)
    rows = Consultation.objects.exclude(state="prepared")
    if not holds(user, Role.OVERSEER):
        if not agencies and not councils:
            return ()
        rows = rows.filter(Q(agency__in=agencies) | Q(council__in=councils))
    now = Stage.objects.filter(consultation=OuterRef("pk"), state="now").values("kind")[:1]
    kinds = dict(Stage.Kind.choices)
    return tuple(
        FileRow(
            row.title,
            row.code,
            str(kinds.get(row.now, row.get_state_display())),
            reverse("consultation", args=[row.code]),
        )
        for row in rows.annotate(now=Subquery(now)).order_by("-pk")[:FILES]
    )


def links_of(user) -> list[tuple[str, str]]:
    """The standing places of the person's roles: address and words."""
    links = []
    if organisations_of(user, Role.AGENCY_OFFICER):
        links += [
            (reverse("drafts"), _("Dự thảo của cơ quan")),
            (reverse("draft_new"), _("Tải lên dự thảo")),
            (reverse("consultation_new"), _("Lập hồ sơ tham vấn")),
        ]
    if organisations_of(user, Role.ASSOCIATION_OFFICER):
        links.append((reverse("verifications"), _("Xác thực hồ sơ chuyên gia")))
    if organisations_of(user, *(set(Role.values) - {Role.EXPERT})):
        links.append((reverse("organisations"), _("Tổ chức")))
    if holds(user, Role.EXPERT) or not is_staff_member(user):
        links.append((reverse("my_profile"), _("Hồ sơ chuyên gia của tôi")))
    if organisations_of(user, Role.ASSOCIATION_OFFICER, Role.EXPERT):
        links.append((reverse("rounds"), _("Góp ý trong hội")))
    for url, name in plans_of(user):
        links.append((url, _("Kế hoạch phản biện xã hội: %(name)s") % {"name": name}))
    links += [
        (reverse("my_opinions"), _("Ý kiến của tôi")),
        (reverse("my_data"), _("Dữ liệu cá nhân của tôi")),
        (reverse("notice_preferences"), _("Tùy chọn nhận thông báo")),
    ]
    return links

"""What waits inside a council, and what its authors check; part of the list of work."""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.consultations.models import Consultation, Stage
from consult.forums.models import Comment
from consult.kit import clock, writing
from consult.people.roles import Role
from consult.people.selectors import organisations_of
from consult.reports.checking import asked
from consult.reports.deciding_counts import carried_among
from consult.reports.deciding_rules import VOTERS
from consult.reports.models import Decision, Point, Rapporteur, Reflection, Seat, SetAside, Statement

FILE = "compilation__consultation__"
RECEIVED = [state for state in Comment.State.values if state != Comment.State.WITHDRAWN]


def waiting_compilations(user):
    """(title, facts, address, words, term) of each file in the compile stage of a coordinator's council."""
    councils = organisations_of(user, Role.COUNCIL_COORDINATOR)
    if not councils:
        return
    opinion = Q(comments__parent=None, comments__state__in=RECEIVED)
    placed = opinion & Q(comments__citations__isnull=False)
    aside = opinion & Q(comments__asides__state=SetAside.State.CONFIRMED)
    rows = (
        Consultation.objects.filter(council__in=councils, stages__kind="compile", stages__state="now")
        .exclude(compilation__state__in=["closed", "published"])
        .annotate(
            opinions_n=Count("comments", filter=opinion, distinct=True),
            placed_n=Count("comments", filter=placed, distinct=True),
            aside_n=Count("comments", filter=aside, distinct=True),
            due=_due("pk"),
        )
    )
    for row in rows:
        facts = [_("đã xếp %(done)s/%(all)s ý kiến") % {"done": row.placed_n, "all": row.opinions_n}]
        if row.aside_n:
            facts.append(_("không tính %(count)s ý kiến") % {"count": writing.number(row.aside_n)})
        yield (
            _("Tổng hợp ý kiến: %(title)s") % {"title": row.title},
            (*facts, row.code),
            reverse("compile", args=[row.code]),
            _("Tổng hợp ý kiến"),
            row.due,
        )


def waiting_seats(user):
    """The same of each decision in which a member has points to state on, or questions to vote on."""
    councils = organisations_of(user, *VOTERS)
    if not councils:
        return
    given = Rapporteur.objects.filter(seat=OuterRef("pk"))
    unsaid = given.exclude(Exists(Statement.objects.filter(seat=OuterRef("seat"), point=OuterRef("point"))))
    points = Point.objects.filter(compilation=OuterRef("decision__compilation"))
    rows = (
        Seat.objects.filter(
            member=user,
            decision__state__in=[Decision.State.PREPARING, Decision.State.VOTING],
            **{f"decision__{FILE}council__in": councils},
        )
        .annotate(
            unsaid=_count(unsaid, "seat"), cast=Count("votes"), points_n=_count(points, "compilation"),
            code=F(f"decision__{FILE}code"), title=F(f"decision__{FILE}title"),
            due=_due(f"decision__{FILE}pk"),
        )
        .select_related("decision")
    )  # fmt: skip
    for row in rows:
        address = reverse("decision", args=[row.code])
        questions = row.points_n + 1  # the report as a whole is one of them
        if row.decision.state == Decision.State.VOTING and row.cast < questions:
            said = _("đã biểu quyết %(done)s/%(all)s câu") % {"done": row.cast, "all": questions}
            title = _("Biểu quyết kết luận của hội đồng: %(title)s") % {"title": row.title}
            yield title, (said, row.code), address, _("Biểu quyết"), row.due
        elif row.decision.state == Decision.State.PREPARING and row.unsaid:
            said = ngettext(
                "%(n)s điểm được phân công chưa có nhận định",
                "%(n)s điểm được phân công chưa có nhận định",
                row.unsaid,
            )
            title = _("Nêu nhận định về điểm góp ý: %(title)s") % {"title": row.title}
            yield title, (said % {"n": row.unsaid}, row.code), address, _("Nêu nhận định"), row.due


def waiting_signatures(user):
    """The same of each vote that ended: carried ones wait for the head's signature, others for what the head does next."""
    councils = organisations_of(user, Role.COUNCIL_HEAD)
    if not councils:
        return
    rows = list(
        Decision.objects.filter(state=Decision.State.COUNTED, **{f"{FILE}council__in": councils})
        .annotate(code=F(f"{FILE}code"), title=F(f"{FILE}title"), due=_due(f"{FILE}pk"))
        .order_by("pk")
    )
    passed = carried_among(rows)
    for row in rows:
        address = reverse("decision", args=[row.code])
        if row.pk in passed:
            title = _("Ký báo cáo của hội đồng: %(title)s") % {"title": row.title}
            yield title, (_("hội đồng đã thông qua"), row.code), address, _("Xem và ký"), row.due
        else:
            title = _("Biểu quyết chưa thông qua: %(title)s") % {"title": row.title}
            yield title, (_("cần dừng để sửa bản tổng hợp"), row.code), address, _("Xem kết quả"), row.due


def waiting_checks(user):
    """The same of each file whose council asks the author whether points say what their opinions say, until its end."""
    said = Reflection.objects.filter(comment=OuterRef("comment"), point=OuterRef("point"))
    file = f"point__{FILE}"
    rows = (
        asked()
        .filter(
            comment__voice__person=user,
            point__compilation__state="open",
            point__compilation__check_closes_at__gt=clock.now(),
        )
        .exclude(Exists(said))
        .order_by()
        .values_list(f"{file}code", f"{file}title", "point__compilation__check_closes_at")
        .annotate(n=Count("pk"))
    )
    for code, title, until, n in rows:
        facts = ngettext("%(n)s điểm chờ Ông/Bà xác nhận", "%(n)s điểm chờ Ông/Bà xác nhận", n)
        yield (
            _("Kiểm tra điểm mang ý kiến của Ông/Bà: %(title)s") % {"title": title},
            (facts % {"n": n}, code),
            reverse("check_mine", args=[code]),
            _("Kiểm tra"),
            until,
        )


def _due(consultation: str) -> Subquery:
    """The end of the present stage of the file."""
    stages = Stage.objects.filter(consultation=OuterRef(consultation), state="now")
    return Subquery(stages.values("closes_at")[:1])


def _count(rows, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

"""What agencies and councils ask of each other about points; part of the list of work."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.people.roles import Role
from consult.people.selectors import agency_ids, organisations_of
from consult.reports.models import Answer, Clarification, Forwarding


def waiting_forwardings(user):
    """(title, facts, address, words, term): points that other agencies forwarded and that nobody has answered."""
    agencies = agency_ids(user)
    if not agencies:
        return
    count = Forwarding.objects.filter(to__in=agencies, state=Forwarding.State.SENT).count()
    if count:
        facts = (_("%(count)s điểm chờ trả lời") % {"count": writing.number(count)},)
        yield _("Trả lời điểm góp ý được chuyển đến"), facts, reverse("forwardings"), _("Trả lời"), None


def waiting_bindings(user):
    """The same of each file in which answers that the person is responsible for lost the words they were bound to."""
    agencies = agency_ids(user)
    if not agencies:
        return
    mine = Q(point__duty__owner=user) | Q(point__duty__owner=None, written_by=user)
    file = "point__compilation__consultation__"
    rows = Answer.objects.filter(
        mine, loosened_at__isnull=False, point__compilation__state="closed", **{f"{file}agency__in": agencies}
    )
    values = rows.order_by().values_list(f"{file}code", f"{file}title", "point__compilation__answer_due")
    for code, title, due, n, first in values.annotate(n=Count("pk"), first=Min("point")):
        yield (
            _("Gắn lại trả lời với chữ đã sửa: %(title)s") % {"title": title},
            (_("%(count)s trả lời mất chỗ gắn") % {"count": writing.number(n)}, code),
            answer_address(code, first),
            _("Gắn lại"),
            due,
        )


def answer_address(code: str, point: int) -> str:
    """Where the answer to a point is bound."""
    return f"{reverse('answers', args=[code])}?diem={point}#cho-sua-{point}"


def waiting_questions(user):
    """The same of each file whose agency asks the person's council what a point means; its coordinators' work."""
    councils = organisations_of(user, Role.COUNCIL_COORDINATOR)
    if not councils:
        return
    file = "point__compilation__consultation__"
    rows = Clarification.objects.filter(
        given_at=None, point__compilation__state="closed", **{f"{file}council__in": councils}
    )
    for code, title, n in rows.order_by().values_list(f"{file}code", f"{file}title").annotate(n=Count("pk")):
        yield (
            _("Làm rõ điểm góp ý: %(title)s") % {"title": title},
            (_("%(count)s câu hỏi chờ trả lời") % {"count": writing.number(n)}, code),
            reverse("questions", args=[code]),
            _("Trả lời"),
            None,
        )

"""What agencies and councils ask of each other about points; part of the list of work."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.people.roles import Role
from consult.people.selectors import agency_ids, organisations_of
from consult.reports.models import Clarification, Forwarding


def waiting_forwardings(user):
    """(title, facts, address, words, term): points that other agencies forwarded and that nobody has answered."""
    agencies = agency_ids(user)
    if not agencies:
        return
    count = Forwarding.objects.filter(to__in=agencies, state=Forwarding.State.SENT).count()
    if count:
        facts = (_("%(count)s điểm chờ trả lời") % {"count": writing.number(count)},)
        yield _("Trả lời điểm góp ý được chuyển đến"), facts, reverse("forwardings"), _("Trả lời"), None


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

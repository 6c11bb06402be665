"""Objections that wait for the person's agency; part of the list of work."""

from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums.moderation_rules import MODERATORS
from consult.kit import writing
from consult.people.selectors import agency_ids, organisations_of
from consult.reports.models import Objection, ObjectionRuling


def waiting_objections(user):
    """(title, facts, address, words, term) of each file with objections that the agency has not answered."""
    agencies = agency_ids(user)
    if not agencies:
        return
    rows = (
        Objection.objects.filter(
            answer="", state="posted", citation__point__compilation__consultation__agency__in=agencies
        )
        .order_by()
        .values(
            "citation__point__compilation__consultation__code",
            "citation__point__compilation__consultation__title",
        )
        .annotate(n=Count("pk"), due=Min("answer_due"))
    )
    for row in rows:
        code = row["citation__point__compilation__consultation__code"]
        title = row["citation__point__compilation__consultation__title"]
        yield (
            _("Trả lời phản đối: %(title)s") % {"title": title},
            (_("%(count)s phản đối chờ trả lời") % {"count": writing.number(row["n"])}, code),
            reverse("objections", args=[code]),
            _("Trả lời"),
            row["due"],
        )


def objections_to_moderate(user):
    """The same of each file whose moderators have an objection to approve, or an appeal against the hiding of one."""
    councils = organisations_of(user, *MODERATORS)
    if not councils:
        return
    file = "citation__point__compilation__consultation__"
    last = ObjectionRuling.objects.filter(objection=OuterRef("pk")).order_by("-pk")
    rows = Objection.objects.annotate(
        ruled_at=Subquery(last.values("at")[:1]), ruled_by=Subquery(last.values("by")[:1])
    ).filter(
        Q(state="held") | Q(state="hidden", appealed_at__gt=F("ruled_at")) & ~Q(ruled_by=user.pk),
        **{f"{file}council__in": councils},
    )
    for code, title, n in rows.order_by().values_list(f"{file}code", f"{file}title").annotate(n=Count("pk")):
        yield (
            _("Kiểm duyệt phản đối: %(title)s") % {"title": title},
            (_("%(n)s vụ việc chờ xử lý") % {"n": n}, code),
            reverse("objection_cases", args=[code]),
            _("Xem xét"),
            None,
        )

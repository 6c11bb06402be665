"""Objections that wait for the person's agency; part of the list of work."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.people.selectors import agency_ids
from consult.reports.models import Objection


def waiting_objections(user):
    """(title, facts, address, words, term) of each file with objections that the agency has not answered."""
    agencies = agency_ids(user)
    if not agencies:
        return
    rows = (
        Objection.objects.filter(answer="", citation__point__compilation__consultation__agency__in=agencies)
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

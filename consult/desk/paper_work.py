"""Tables of opinions that wait for their clerk; part of the list of work."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums.models import Import
from consult.kit import writing
from consult.people.roles import Role
from consult.people.selectors import organisations_of


def waiting_tables(user):
    """(title, facts, address, words) of each import that a clerk of the person's office has to go on with."""
    offices = organisations_of(user, Role.COUNCIL_COORDINATOR, Role.AGENCY_OFFICER)
    if not offices:
        return
    rows = (
        Import.objects.filter(paper__office__in=offices, paper__consultation__state="open")
        .filter(Q(state__in=["mapping", "checked"]) | Q(state="done", lines__state__in=["doubt", "ready"]))
        .defer("tables", "layouts")
        .select_related("paper__consultation")
        .annotate(doubts=Count("lines", filter=Q(lines__state="doubt"), distinct=True))
        .distinct()
    )
    for row in rows:
        file = row.paper.consultation
        facts = [file.code, row.get_state_display()]
        if row.doubts:
            facts.append(_("%(count)s dòng cần xem lại") % {"count": writing.number(row.doubts)})
        yield (
            _("Nhập ý kiến từ văn bản: %(name)s") % {"name": row.paper.scan_name},
            tuple(facts),
            reverse("table", args=[file.code, row.paper_id]),
            _("Xem lại bảng"),
        )

"""Who hears that an association sent its report: the bodies that it was sent to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports.models import PaperSending

_HEARS = {
    PaperSending.To.COUNCIL: (Role.COUNCIL_COORDINATOR, Role.COUNCIL_HEAD, Role.SECRETARY),
    PaperSending.To.AGENCY: (Role.AGENCY_OFFICER, Role.AGENCY_SIGNER),
}


def on_sent(entry):
    """Coordinators, head and secretaries of the council; officers and signers of the agency."""
    rows = PaperSending.objects.select_related("consultation", "organisation")
    sending = rows.filter(pk=entry.target_id).first()
    if sending is None:
        return []
    file = sending.consultation
    bodies = {PaperSending.To.COUNCIL: file.council_id, PaperSending.To.AGENCY: file.agency_id}
    text = _("Hồ sơ %(code)s: %(association)s đã gửi báo cáo kết quả tư vấn, phản biện và giám định xã hội.") % {
        "code": file.code,
        "association": sending.organisation.short_name,
    }  # fmt: skip
    people: set[int] = set()
    for to in sending.to:
        held = Membership.objects.holding(*_HEARS[to]).filter(organisation=bodies[to])
        people |= set(held.values_list("user_id", flat=True))
    url = f"{reverse('consultation', args=[file.code])}#hoi"
    return [Told(tuple(sorted(people)), Kind.FILE, text, url)]

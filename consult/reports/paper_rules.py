"""Whose paper it is: the council's are the council's, the agency's the agency's; a file once made is theirs too."""

from django.utils.translation import gettext as _

from consult.core import papers
from consult.core.papers.forms import FRONT
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role
from consult.people.selectors import holds


def own(user, consultation, by: str) -> bool:
    """Whether the person belongs to the side whose papers these are."""
    if by == FRONT:
        return holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)
    return holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)


def may_see_paper(user, consultation, form: papers.Form) -> Verdict:
    """See a paper's page and its files: members of the body that issues it; to others it is not there."""
    if not own(user, consultation, form.by):
        return hidden(_("Trang này dành cho cơ quan ban hành văn bản."))
    return YES


def may_write_paper(user, consultation, form: papers.Form) -> Verdict:
    """Edit its prose and make files of it: coordinators of the council, officers of the agency."""
    seen = may_see_paper(user, consultation, form)
    if not seen:
        return seen
    role, body = (
        (Role.COUNCIL_COORDINATOR, consultation.council_id)
        if form.by == FRONT
        else (Role.AGENCY_OFFICER, consultation.agency_id)
    )
    if not holds(user, role, organisation_id=body):
        return no(
            _("Chỉ điều phối viên của đơn vị tổng hợp hoặc cán bộ của cơ quan soạn thảo được lập văn bản."),
            "not-writer",
        )
    return YES

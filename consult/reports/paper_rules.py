"""Whose paper it is: the council's, the agency's, or one association's; a file once made is theirs too."""

from django.utils.translation import gettext as _

from consult.consultations import collective
from consult.core import papers
from consult.core.papers.forms import AGENCY, FRONT
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.models import Organisation
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role
from consult.people.selectors import holds
from consult.reports import paper_catalogue


def own(user, consultation, by: str, association: int | None = None) -> bool:
    """Whether the person belongs to the side whose papers these are; of an association its officers alone."""
    if by == FRONT:
        return holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)
    if by == AGENCY:
        return holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
    return association is not None and holds(user, Role.ASSOCIATION_OFFICER, organisation_id=association)


def own_paper(user, consultation, code: str) -> bool:
    """Whether a paper of this code is of the person's body."""
    return own(user, consultation, paper_catalogue.side_of(code), paper_catalogue.association_in(code))


def may_see_paper(user, consultation, form: papers.Form) -> Verdict:
    """See a paper's page and its files: members of the body that issues it; to others it is not there."""
    if not own_paper(user, consultation, form.code):
        return hidden(_("Trang này dành cho cơ quan ban hành văn bản."))
    return YES


def may_write_paper(user, consultation, form: papers.Form) -> Verdict:
    """Edit its prose and make files of it: coordinators of the council, officers of the agency or of the association."""
    seen = may_see_paper(user, consultation, form)
    if not seen or paper_catalogue.association_in(form.code) is not None:
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


def may_mark_sent(user, consultation, form: papers.Form) -> Verdict:
    """Say that the association's report was sent: its officers, once its collective opinion is filed."""
    seen = may_see_paper(user, consultation, form)
    if not seen:
        return seen
    association = paper_catalogue.association_in(form.code)
    if association is None:
        return no(_("Chỉ báo cáo của hội được đánh dấu là đã gửi tại đây."), "other-paper")
    if collective.work_of(consultation, Organisation(pk=association)) is None:
        return no(
            _("Hội chưa gửi ý kiến tập thể vào hồ sơ này nên báo cáo chưa đánh dấu là đã gửi được."),
            "not-filed",
        )
    return YES

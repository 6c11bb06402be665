"""The roles of the house, which kinds of organisation may give them, and who may not hold both."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", _("Cấp ủy")
    PEOPLE_COMMITTEE = "people_committee", _("Ủy ban nhân dân")
    PEOPLE_COUNCIL = "people_council", _("Hội đồng nhân dân")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    CENTRAL_BODY = "central_body", _("Cơ quan trung ương")
    FRONT = "front", _("Mặt trận Tổ quốc")
    ADVISORY_COUNCIL = "advisory_council", _("Hội đồng tư vấn")
    SOCIOPOLITICAL = "sociopolitical", _("Tổ chức chính trị - xã hội")
    MASS_ASSOCIATION = "mass_association", _("Hội quần chúng")
    ASSOCIATION = "association", _("Hội chuyên ngành")
    INSTITUTE = "institute", _("Viện, trường")
    COMPANY = "company", _("Doanh nghiệp")


class Level(models.TextChoices):
    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    COMMUNE = "commune", _("Cấp xã")


class Role(models.TextChoices):
    EXPERT = "expert", _("Chuyên gia")
    ASSOCIATION_OFFICER = "association_officer", _("Cán bộ hội")
    AGENCY_OFFICER = "agency_officer", _("Cán bộ cơ quan soạn thảo")
    AGENCY_SIGNER = "agency_signer", _("Người ký của cơ quan soạn thảo")
    COUNCIL_COORDINATOR = "council_coordinator", _("Điều phối viên Mặt trận")
    COUNCIL_MEMBER = "council_member", _("Ủy viên hội đồng tư vấn")
    COUNCIL_HEAD = "council_head", _("Chủ nhiệm hội đồng tư vấn")
    SECRETARY = "secretary", _("Thư ký cuộc họp")
    OVERSEER = "overseer", _("Người giám sát")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    DATA_OFFICER = "data_officer", _("Phụ trách bảo vệ dữ liệu cá nhân")


AGENCY_KINDS = {
    OrganisationKind.PEOPLE_COMMITTEE,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.CENTRAL_BODY,
    OrganisationKind.PEOPLE_COUNCIL,
}
COUNCIL_KINDS = {OrganisationKind.FRONT, OrganisationKind.ADVISORY_COUNCIL}
ASSOCIATION_KINDS = {
    OrganisationKind.MASS_ASSOCIATION,
    OrganisationKind.ASSOCIATION,
    OrganisationKind.SOCIOPOLITICAL,
    OrganisationKind.INSTITUTE,
}
AGENCY_ROLES = {Role.AGENCY_OFFICER, Role.AGENCY_SIGNER}
COUNCIL_ROLES = {Role.COUNCIL_COORDINATOR, Role.COUNCIL_MEMBER, Role.COUNCIL_HEAD, Role.SECRETARY}
STAFF_ROLES = AGENCY_ROLES | COUNCIL_ROLES | {Role.OVERSEER, Role.ADMINISTRATOR, Role.DATA_OFFICER}

ROLE_KINDS = {
    **dict.fromkeys(AGENCY_ROLES, AGENCY_KINDS),
    **dict.fromkeys(COUNCIL_ROLES, COUNCIL_KINDS),
    Role.ASSOCIATION_OFFICER: ASSOCIATION_KINDS,
    Role.EXPERT: ASSOCIATION_KINDS,
}


def kinds_for(role: str) -> set[str]:
    """The kinds of organisation that may give this role; a role not listed may be given by any."""
    return ROLE_KINDS.get(role, set(OrganisationKind))


def clash(roles: set[str]) -> bool:
    """The Front compiles and the agency answers: nobody holds power on both sides."""
    return bool(roles & AGENCY_ROLES) and bool(roles & COUNCIL_ROLES)

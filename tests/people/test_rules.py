"""Each right of people: who has it, and two refusals with their reason."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.people import rules
from consult.people.roles import OrganisationKind, Role
from tests.factories import a_member, a_user, an_organisation

pytestmark = pytest.mark.django_db


def _administrator():
    return a_member(an_organisation(OrganisationKind.FRONT), Role.ADMINISTRATOR)


def test_creating_organisations():
    assert rules.may_create_organisation(None)
    assert rules.may_create_organisation(_administrator())
    for other in (a_user(), a_member(an_organisation(), Role.AGENCY_SIGNER)):
        verdict = rules.may_create_organisation(other)
        assert not verdict
        assert "quản trị" in verdict.reason


def test_seeing_an_organisation():
    here, there = an_organisation(), an_organisation()
    assert rules.may_see_organisation(a_member(here, Role.AGENCY_OFFICER), here)
    assert rules.may_see_organisation(_administrator(), here)
    for other in (a_member(there, Role.AGENCY_OFFICER), a_user()):
        assert rules.may_see_organisation(other, here).code == "not-there"


def test_an_expert_member_does_not_see_the_officers_page():
    association = an_organisation(OrganisationKind.ASSOCIATION)
    assert not rules.may_see_organisation(a_member(association, Role.EXPERT), association)


def test_managing_members():
    agency = an_organisation()
    assert rules.may_manage_members(_administrator(), agency)
    for other in (a_member(agency, Role.AGENCY_SIGNER), a_user()):
        verdict = rules.may_manage_members(other, agency)
        assert not verdict
        assert "quản trị" in verdict.reason


def _add(role, kind=OrganisationKind.DEPARTMENT, held=frozenset(), **user):
    organisation = an_organisation(kind)
    return rules.may_add_member(
        None, user=a_user(**user), organisation=organisation, role=role, held=set(held)
    )


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.DEPARTMENT, Role.AGENCY_SIGNER),
        (OrganisationKind.FRONT, Role.COUNCIL_COORDINATOR),
        (OrganisationKind.ASSOCIATION, Role.ASSOCIATION_OFFICER),
        (OrganisationKind.PARTY_COMMITTEE, Role.OVERSEER),
    ],
)
def test_roles_that_fit(kind, role):
    assert _add(role, kind)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.FRONT, Role.AGENCY_OFFICER),
        (OrganisationKind.DEPARTMENT, Role.COUNCIL_COORDINATOR),
        (OrganisationKind.DEPARTMENT, Role.ASSOCIATION_OFFICER),
        (OrganisationKind.COMPANY, Role.COUNCIL_HEAD),
    ],
)
def test_roles_that_do_not_fit_the_organisation(kind, role):
    verdict = _add(role, kind)
    assert verdict.code == "wrong-kind"
    assert str(role.label) in verdict.reason


@pytest.mark.parametrize(
    ("kind", "role", "held"),
    [
        (OrganisationKind.DEPARTMENT, Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER),
        (OrganisationKind.ADVISORY_COUNCIL, Role.SECRETARY, Role.AGENCY_SIGNER),
    ],
)
def test_power_on_both_sides_is_refused(kind, role, held):
    verdict = _add(role, kind, held={held})
    assert verdict.code == "clash"
    assert "Mặt trận" in verdict.reason


def test_unknown_roles_and_locked_accounts_are_refused():
    assert _add("king").code == "unknown-role"
    assert _add(Role.AGENCY_OFFICER, is_active=False).code == "inactive"


def test_locking_accounts():
    administrator, user = _administrator(), a_user()
    assert rules.may_deactivate(administrator, user)
    assert rules.may_deactivate(administrator, administrator).code == "own"
    assert "quản trị" in rules.may_deactivate(user, administrator).reason


def test_a_visitor_administers_nothing():
    assert not rules.may_see_organisation(AnonymousUser(), an_organisation())

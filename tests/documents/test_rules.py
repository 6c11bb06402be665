"""Who may prepare and publish drafts."""

import pytest

from consult.documents import rules
from consult.people.roles import OrganisationKind, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return factories.a_version(published=False)


def people(agency):
    return {
        "officer": factories.a_member(agency, Role.AGENCY_OFFICER),
        "signer": factories.a_member(agency, Role.AGENCY_SIGNER),
        "other officer": factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER),
        "coordinator": factories.a_member(
            factories.an_organisation(OrganisationKind.FRONT), Role.COUNCIL_COORDINATOR
        ),
        "expert": factories.an_expert(),
    }


STRANGER = ("not-there", "Dự thảo này không thuộc cơ quan của người dùng.")
SIGNER = ("not-officer", "Chỉ cán bộ của cơ quan soạn thảo được tải lên và công bố dự thảo.")


@pytest.mark.parametrize("right", ["upload", "discard", "publish"])
def test_only_officers_of_the_agency_write(version, right):
    ask = {
        "upload": lambda user: rules.may_upload(user, version.draft, None),
        "discard": lambda user: rules.may_discard(user, version),
        "publish": lambda user: rules.may_publish(user, version, True),
    }[right]
    found = {name: ask(user) for name, user in people(version.draft.agency).items()}
    assert found.pop("officer")
    signer = found.pop("signer")
    assert (signer.code, signer.reason) == SIGNER
    assert {(v.allowed, v.code, v.reason) for v in found.values()} == {(False, *STRANGER)}


def test_who_sees_the_working_page(version):
    found = {
        name: bool(rules.may_see_draft(u, version.draft)) for name, u in people(version.draft.agency).items()
    }
    assert [name for name, yes in found.items() if yes] == ["officer", "signer"]


def test_who_creates_drafts():
    agency = factories.an_organisation()
    found = {name: rules.may_draft(user, agency) for name, user in people(agency).items()}
    assert found.pop("officer")
    assert {v.reason for v in found.values()} == {"Chỉ cán bộ của cơ quan soạn thảo được lập dự thảo."}
    association = factories.an_organisation(OrganisationKind.ASSOCIATION)
    refused = rules.may_draft(factories.a_user(), association)
    assert (bool(refused), refused.reason) == (False, "Tổ chức này không phải là cơ quan soạn thảo.")
    assert not rules.may_draft_somewhere(factories.an_expert())


def test_a_waiting_upload_and_a_published_version_refuse_officers_with_the_reason(version):
    officer = factories.a_member(version.draft.agency, Role.AGENCY_OFFICER)
    waiting = rules.may_upload(officer, version.draft, version)
    assert (waiting.code, "đang được chuẩn bị" in waiting.reason) == ("prepared-exists", True)
    assert rules.may_publish(officer, version, False).code == "not-declared"
    published = factories.a_version()
    officer = factories.a_member(published.draft.agency, Role.AGENCY_OFFICER)
    assert rules.may_discard(officer, published).code == "published"
    assert rules.may_publish(officer, published, True).code == "published"
    # To a stranger a published draft's working page does not exist either.
    assert rules.may_publish(factories.a_user(), published, True).code == "not-there"

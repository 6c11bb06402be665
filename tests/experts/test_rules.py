"""Each right of the register: who has it, and two refusals with their reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consult.experts import rules
from consult.experts.models import Expert
from consult.people.roles import OrganisationKind, Role
from tests.factories import a_member, a_user, an_expert, an_organisation

pytestmark = pytest.mark.django_db


def test_speaking_as_a_verified_expert():
    assert rules.is_verified(an_expert())
    yesterday = timezone.localdate() - timedelta(days=1)
    refusals = {
        "sign-in": AnonymousUser(),
        "not-verified": an_expert(verified=False),
        "expired": an_expert(verified_until=yesterday),
    }
    for code, user in refusals.items():
        verdict = rules.is_verified(user)
        assert verdict.code == code
        assert verdict.reason
    assert rules.is_verified(a_user()).code == "not-verified"
    assert rules.is_verified(an_expert(verified_until=timezone.localdate()))


def test_asking_for_verification():
    association = an_organisation(OrganisationKind.ASSOCIATION)
    full = {"association": association, "specialty": "Luật", "evidence": "Bằng"}
    user = an_expert(verified=False, **full)
    assert rules.may_request_verification(user, user.expert)
    bare = an_expert(verified=False)
    verdict = rules.may_request_verification(bare, bare.expert)
    assert verdict.code == "incomplete"
    assert "hội xác thực" in verdict.reason
    assert "minh chứng" in verdict.reason
    done = an_expert(**full)
    assert rules.may_request_verification(done, done.expert).code == "verified"
    assert rules.may_request_verification(a_user(), user.expert).code == "no-profile"


def test_an_expired_profile_may_be_sent_again():
    user = an_expert(
        association=an_organisation(OrganisationKind.ASSOCIATION),
        specialty="Luật",
        evidence="Bằng",
        verified_until=timezone.localdate() - timedelta(days=1),
    )
    assert rules.may_request_verification(user, user.expert)


def test_deciding():
    association = an_organisation(OrganisationKind.ASSOCIATION)
    officer = a_member(association, Role.ASSOCIATION_OFFICER)
    user = an_expert(verified=False, association=association)
    Expert.objects.filter(pk=user.expert.pk).update(state="waiting")
    expert = Expert.objects.get(pk=user.expert.pk)
    assert rules.may_decide(officer, expert)
    assert rules.may_decide(a_user(), expert).code == "not-there"
    assert rules.may_decide(a_member(association, Role.EXPERT), expert).code == "not-there"
    expert.state = "editing"
    assert rules.may_decide(officer, expert).code == "not-waiting"
    expert.state, expert.user_id = "waiting", officer.pk
    assert "chính mình" in rules.may_decide(officer, expert).reason


def test_the_desk_is_for_association_officers():
    officer = a_member(an_organisation(OrganisationKind.ASSOCIATION), Role.ASSOCIATION_OFFICER)
    assert rules.may_verify_at_all(officer)
    for other in (a_user(), a_member(an_organisation(), Role.AGENCY_OFFICER)):
        assert "cán bộ hội" in rules.may_verify_at_all(other).reason


def test_saving_a_profile():
    assert rules.may_save_profile(a_user())
    assert rules.may_save_profile(AnonymousUser()).code == "sign-in"
    assert rules.may_save_profile(a_user(is_active=False)).code == "sign-in"

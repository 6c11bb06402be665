"""Profiles and their verification."""

from datetime import date

import pytest
from django.utils import timezone

from consult.experts import actions, notify
from consult.experts.models import Expert, Field, Verification
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.actions import give_consent
from consult.people.models import User
from consult.people.roles import OrganisationKind, Role
from tests.factories import a_member, a_user, an_expert, an_organisation

pytestmark = pytest.mark.django_db


def _association():
    return an_organisation(OrganisationKind.ASSOCIATION, name="Hội Luật gia")


def _profile(user, association, **changes):
    fields = {
        "title": "pgs",
        "degree": "ts",
        "fields": [Field.objects.get(code="505")],
        "specialty": " Luật  hành chính ",
        "workplace": "Trường Đại học Cần Thơ",
        "association": association,
        "works": "Một công trình",
        "evidence": "Quyết định số 12/QĐ",
        "version": 0,
    }
    return actions.save_profile(user, **{**fields, **changes})


def _waiting():
    association = _association()
    user = a_user("Huỳnh Thị Minh Châu")
    _profile(user, association)
    return actions.request_verification(user), a_member(association, Role.ASSOCIATION_OFFICER)


def _decide(officer, expert, decision="verified", reason="Đã đối chiếu bản gốc"):
    return actions.decide_verification(officer, expert=expert, decision=decision, reason=reason)


def test_a_new_profile_is_saved_and_recorded():
    user = a_user()
    expert = _profile(user, _association())
    assert (expert.version, expert.state, expert.specialty) == (1, "editing", "Luật hành chính")
    assert Entry.objects.get(verb="expert.saved").actor == f"user:{user.pk}"
    assert user.expert == expert
    assert not expert.listed


def test_a_second_window_is_told_both_texts_and_nothing_is_lost():
    user, association = a_user(), _association()
    _profile(user, association)
    _profile(user, association, works="Bản thứ hai", version=1)
    with pytest.raises(Stale) as stale:
        _profile(user, association, works="Bản thứ ba", version=1)
    assert stale.value.stored["works"] == "Bản thứ hai"
    assert stale.value.sent["works"] == "Bản thứ ba"
    assert stale.value.stored["version"] == 2
    assert Expert.objects.get(user=user).works == "Bản thứ hai"


def test_the_whole_way_to_a_verified_profile():
    expert, officer = _waiting()
    give_consent(expert.user, purpose="register", given=True)
    verification = _decide(officer, expert)
    expert.refresh_from_db()
    assert expert.state == "verified"
    assert expert.listed
    assert expert.verified_until == actions.months_later(timezone.localdate(), 24)
    assert verification.organisation == expert.association
    assert verify_book(expert.association.book) is None
    assert verify_book(Book.objects.get(code="ND")) is None


def test_a_changed_reason_is_found_in_the_ledger():
    expert, officer = _waiting()
    verification = _decide(officer, expert)
    Verification.objects.filter(pk=verification.pk).update(reason="Sửa về sau")
    assert verify_book(expert.association.book).reason == "content"


@pytest.mark.parametrize("decision", ["returned", "rejected"])
def test_a_refused_profile_keeps_its_reason_and_may_be_sent_again(decision):
    expert, officer = _waiting()
    _decide(officer, expert, decision, "Thiếu quyết định công nhận")
    expert.refresh_from_db()
    assert (expert.state, expert.verified_until) == (decision, None)
    actions.request_verification(User.objects.get(pk=expert.user_id))
    expert.refresh_from_db()
    assert expert.state == "waiting"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  \u200b "}, "no-reason"),
        ({"decision": "waiting"}, "unknown-decision"),
        ({"decision": "king"}, "unknown-decision"),
    ],
)
def test_decisions_that_are_refused(changes, code):
    expert, officer = _waiting()
    with pytest.raises(Refused) as refused:
        _decide(officer, expert, **changes)
    assert refused.value.code == code
    assert not Verification.objects.exists()


def test_a_decision_about_an_older_text_is_refused():
    expert, officer = _waiting()
    user = User.objects.get(pk=expert.user_id)
    _profile(user, expert.association, evidence="Bằng khác", version=1)
    with pytest.raises(Refused) as refused:
        actions.decide_verification(officer, expert=expert, decision="verified", reason="Đúng", version=1)
    assert refused.value.code == "stale"


def test_an_officer_of_another_association_does_not_see_the_profile():
    expert, _officer = _waiting()
    with pytest.raises(NotThere):
        _decide(a_member(_association(), Role.ASSOCIATION_OFFICER), expert)


def test_nobody_verifies_the_own_profile():
    association = _association()
    officer = a_member(association, Role.ASSOCIATION_OFFICER)
    _profile(officer, association)
    expert = actions.request_verification(officer)
    with pytest.raises(Refused) as refused:
        _decide(officer, expert)
    assert refused.value.code == "own"


def test_a_change_of_what_was_vouched_for_takes_the_verification_away():
    expert, officer = _waiting()
    _decide(officer, expert)
    user = User.objects.get(pk=expert.user_id)
    _profile(user, expert.association, works="Thêm một bài", version=1)
    assert Expert.objects.get(pk=expert.pk).state == "verified"
    _profile(user, expert.association, title="gs", version=2)
    assert Expert.objects.get(pk=expert.pk).state == "editing"


def test_fields_count_as_vouched_for():
    expert, officer = _waiting()
    _decide(officer, expert)
    user = User.objects.get(pk=expert.user_id)
    _profile(user, expert.association, fields=[Field.objects.get(code="502")], version=1)
    assert Expert.objects.get(pk=expert.pk).state == "editing"


def test_the_consent_lists_and_unlists_in_its_transaction():
    user = an_expert(listed=False)
    give_consent(user, purpose="register", given=True)
    assert Expert.objects.listed().filter(user=user).exists()
    give_consent(user, purpose="register", given=False)
    assert not Expert.objects.listed().filter(user=user).exists()
    assert Entry.objects.filter(verb__in=["expert.listed", "expert.unlisted"]).count() == 2


def test_officers_hear_of_the_request_and_the_expert_of_the_decision():
    expert, officer = _waiting()
    asked = notify.on_asked(Entry.objects.get(verb="verification.asked"))
    assert asked[0].user_ids == (officer.pk,)
    assert asked[0].url == f"/xac-thuc/{expert.pk}/"
    _decide(officer, expert, "returned", "Thiếu bằng")
    told = notify.on_decided(Entry.objects.get(verb="verification.decided"))
    assert told[0].user_ids == (expert.user_id,)
    assert "Thiếu bằng" in told[0].text


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 22), date(2028, 11, 22)), (date(2028, 2, 29), date(2030, 2, 28))],
)
def test_two_years_later(day, expected):
    assert actions.months_later(day, 24) == expected

"""What the actions of people write, refuse and record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.core import vietnamese
from consult.kit.verdicts import Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people import actions
from consult.people.models import Consent, Membership, User
from consult.people.roles import Level, OrganisationKind, Role
from consult.people.selectors import consenting, has_consent, holds
from tests.factories import a_member, a_user, an_organisation

pytestmark = pytest.mark.django_db
LONG = "mat-khau-rat-dai-7"


def _register(**changes):
    fields = {
        "email": "Moi@Consult.test",
        "full_name": "  Đỗ  Thị Ước ",
        "password": LONG,
        "consents": {"account", "register"},
    }
    return actions.register_person(**{**fields, **changes})


def test_a_person_registers_with_name_key_consents_and_one_entry_each():
    user = _register(verified_email=True)
    assert (user.email, user.full_name) == ("moi@consult.test", "Đỗ Thị Ước")
    assert User.objects.get(pk=user.pk).name_key == vietnamese.name_key("Đỗ Thị Ước")
    assert user.check_password(LONG)
    assert has_consent(user, "account")
    assert has_consent(user, "register")
    assert not has_consent(user, "notices")
    verbs = list(Entry.objects.filter(book__code="ND").order_by("seq").values_list("verb", flat=True))
    assert verbs == ["consent.given", "consent.given", "person.registered"]
    assert verify_book(Book.objects.get(code="ND")) is None
    assert user.emailaddress_set.get().verified


def test_without_the_required_consent_nothing_is_kept():
    with pytest.raises(Refused) as refused:
        _register(consents={"notices"})
    assert refused.value.code == "consent-required"
    assert not User.objects.filter(email="moi@consult.test").exists()


def test_the_same_address_twice_is_refused():
    _register()
    with pytest.raises(Refused) as refused:
        _register(email="MOI@consult.test")
    assert refused.value.code == "taken"


def test_an_organisation_gets_a_book_with_its_first_entry():
    made = actions.create_organisation(
        None,
        official_name="Sở Khoa học và Công nghệ",
        short_name="Sở KH&CN",
        slug="so-khcn",
        kind=OrganisationKind.DEPARTMENT,
        level=Level.PROVINCE,
        valid_from=timezone.localdate(),
    )
    assert list(made.book.entries.values_list("verb", flat=True)) == ["organisation.created"]
    with pytest.raises(Refused) as refused:
        actions.create_organisation(
            None,
            official_name="Khác",
            short_name="Khác",
            slug="so-khcn",
            kind=OrganisationKind.DEPARTMENT,
            level=Level.PROVINCE,
            valid_from=timezone.localdate(),
        )
    assert refused.value.code == "taken"


def test_a_role_is_given_once_and_recorded():
    agency, user = an_organisation(), a_user()
    first = actions.add_member(None, user=user, organisation=agency, role=Role.AGENCY_OFFICER)
    again = actions.add_member(None, user=user, organisation=agency, role=Role.AGENCY_OFFICER)
    assert first == again
    assert holds(user, Role.AGENCY_OFFICER, organisation_id=agency.pk)
    assert list(agency.book.entries.values_list("verb", flat=True)) == ["membership.added"]


def test_nobody_gets_power_on_both_sides_even_from_tomorrow_on():
    agency, front, user = an_organisation(), an_organisation(OrganisationKind.FRONT), a_user()
    tomorrow = timezone.localdate() + timedelta(days=1)
    actions.add_member(None, user=user, organisation=agency, role=Role.AGENCY_SIGNER, valid_from=tomorrow)
    with pytest.raises(Refused) as refused:
        actions.add_member(None, user=user, organisation=front, role=Role.COUNCIL_HEAD)
    assert refused.value.code == "clash"
    assert Membership.objects.filter(user=user).count() == 1


def test_an_ended_role_is_gone_at_once_and_sockets_close():
    agency = an_organisation()
    user = a_member(agency, Role.AGENCY_OFFICER)
    assert holds(user, Role.AGENCY_OFFICER)
    membership = user.memberships.get()
    actions.end_membership(None, membership)
    user = User.objects.get(pk=user.pk)
    assert not holds(user, Role.AGENCY_OFFICER)
    assert user.session_epoch == 1
    with pytest.raises(Refused) as refused:
        actions.end_membership(None, membership)
    assert refused.value.code == "ended"


def test_a_role_given_today_can_be_ended_today_and_given_again():
    agency, user = an_organisation(), a_user()
    membership = actions.add_member(None, user=user, organisation=agency, role=Role.AGENCY_OFFICER)
    actions.end_membership(None, membership)
    assert not holds(User.objects.get(pk=user.pk), Role.AGENCY_OFFICER)
    actions.add_member(None, user=user, organisation=agency, role=Role.AGENCY_OFFICER)
    assert holds(User.objects.get(pk=user.pk), Role.AGENCY_OFFICER)


def test_a_role_of_a_dissolved_organisation_is_no_role():
    agency = an_organisation(valid_to=timezone.localdate() - timedelta(days=1))
    assert not holds(a_member(agency, Role.AGENCY_OFFICER), Role.AGENCY_OFFICER)


def test_a_consent_is_a_history_and_the_last_word_counts():
    user = a_user()
    actions.give_consent(user, purpose="notices", given=True)
    actions.give_consent(user, purpose="notices", given=True)
    actions.give_consent(user, purpose="notices", given=False, channel="desk")
    assert list(Consent.objects.filter(user=user).values_list("given", "channel")) == [
        (False, "desk"),
        (True, "web"),
    ]
    assert not has_consent(user, "notices")
    entry = Entry.objects.get(verb="consent.withdrawn")
    assert (entry.audience, entry.data["version"], len(entry.data["text_hash"])) == ("owner", 1, 64)


def test_consenting_reads_many_people_in_one_query(django_assert_num_queries):
    users = [a_user() for _n in range(4)]
    for user in users[:3]:
        actions.give_consent(user, purpose="notices", given=True)
    actions.give_consent(users[0], purpose="notices", given=False)
    with django_assert_num_queries(1):
        assert consenting([u.pk for u in users], "notices") == {users[1].pk, users[2].pk}


@pytest.mark.parametrize(("purpose", "code"), [("nothing", "unknown-purpose"), ("account", "required")])
def test_consents_that_are_refused(purpose, code):
    user = _register()
    with pytest.raises(Refused) as refused:
        actions.give_consent(user, purpose=purpose, given=False)
    assert refused.value.code == code


def test_a_locked_account_loses_its_sockets_and_can_be_opened_again():
    user = a_user()
    actions.set_active(None, user=user, active=False)
    stored = User.objects.get(pk=user.pk)
    assert (stored.is_active, stored.session_epoch) == (False, 1)
    actions.set_active(None, user=user, active=True)
    assert User.objects.get(pk=user.pk).is_active
    assert Entry.objects.filter(target_id=str(user.pk)).count() == 2

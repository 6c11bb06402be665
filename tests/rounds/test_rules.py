"""Who may do what in a round, by role and by where the round stands."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.people.roles import OrganisationKind, Role
from consult.rounds import rules
from consult.rounds.models import Line, Round
from tests import factories as make
from tests.rounds.hall import a_hall, a_line, a_member, ended, filed, say

pytestmark = pytest.mark.django_db

ASKED = {"officer", "second_officer", "member"}
STRANGERS = {
    "anonymous", "person", "expert", "other_officer", "not_asked", "agency_officer", "agency_signer", "coordinator",
    "council_member", "council_head", "secretary", "overseer", "administrator", "data_officer", "both_sides",
}  # fmt: skip


@pytest.fixture
def hall():
    return a_hall(1)


def everybody(hall) -> dict:
    agency, council = hall.file.agency, hall.file.council
    other = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội khác")
    both = a_member(hall.association, "Hai vai")
    make.a_member(council, Role.COUNCIL_MEMBER, user=both)
    make.a_member(hall.association, Role.ASSOCIATION_OFFICER, user=both)
    return {
        "officer": hall.officer,
        "second_officer": make.a_member(hall.association, Role.ASSOCIATION_OFFICER),
        "member": hall.members[0],
        "anonymous": AnonymousUser(),
        "person": make.a_user(),
        "expert": make.an_expert(),
        "other_officer": make.a_member(other, Role.ASSOCIATION_OFFICER),
        "not_asked": a_member(hall.association, "Vào hội sau"),
        "agency_officer": make.a_member(agency, Role.AGENCY_OFFICER),
        "agency_signer": make.a_member(agency, Role.AGENCY_SIGNER),
        "coordinator": make.a_member(council, Role.COUNCIL_COORDINATOR),
        "council_member": make.a_member(council, Role.COUNCIL_MEMBER),
        "council_head": make.a_member(council, Role.COUNCIL_HEAD),
        "secretary": make.a_member(council, Role.SECRETARY),
        "overseer": make.a_member(agency, Role.OVERSEER),
        "administrator": make.a_member(council, Role.ADMINISTRATOR),
        "data_officer": make.a_member(council, Role.DATA_OFFICER),
        "both_sides": both,
    }


def code(verdict) -> str:
    assert verdict or verdict.code
    return "yes" if verdict else verdict.code


@pytest.mark.parametrize("state", ["running", "over", "filed"])
def test_reading_is_for_those_asked_and_officers_whatever_the_state(hall, state):
    people = everybody(hall)
    if state != "running":
        a_line(hall)
        (ended if state == "over" else filed)(hall)
    seen = {name for name, user in people.items() if rules.may_read(user, hall.round)}
    assert seen == ASKED
    assert {rules.may_read(people[name], hall.round).code for name in STRANGERS} == {"not-there"}
    assert set(people) == ASKED | STRANGERS


@pytest.mark.parametrize(
    ("state", "member", "officer", "filing"),
    [
        ("running", "yes", "yes", "running"),
        ("over", "over", "over", "yes"),
        ("filed", "filed", "filed", "filed"),
    ],
)
def test_rights_by_state(hall, state, member, officer, filing):
    line = a_line(hall)
    if state != "running":
        (ended if state == "over" else filed)(hall)
    line = Line.objects.select_related("round__consultation__book").get(pk=line.pk)
    round = Round.objects.select_related("consultation__book", "organisation").get(pk=hall.round.pk)
    line.round = round
    one = hall.members[0]
    assert code(rules.may_take_part(one, round)) == member
    assert code(rules.may_vote(one, line)) == member
    assert code(rules.may_draft(hall.officer, round)) == officer
    assert code(rules.may_end(hall.officer, round)) == officer
    assert code(rules.may_file(hall.officer, round)) == filing
    for rule in (rules.may_draft, rules.may_file, rules.may_extend, rules.may_end, rules.may_manage):
        assert code(rule(one, round)) == "not-officer"
        assert code(rule(make.an_expert(), round)) == "not-there"
    assert code(rules.may_see_position(AnonymousUser(), round)) == (
        "yes" if state == "filed" else "not-there"
    )


def test_opening_is_for_officers_of_associations_on_files_that_take_comments():
    hall = a_hall(1, opened=False)
    people = everybody(hall)
    for name, wanted in {"officer": "yes", "member": "not-officer", "agency_officer": "not-officer",
                         "coordinator": "not-officer", "both_sides": "sides", "anonymous": "not-officer"}.items():  # fmt: skip
        assert code(rules.may_open(people[name], hall.association, hall.file)) == wanted, name
    prepared = make.a_consultation(state="prepared")
    assert code(rules.may_open(hall.officer, hall.association, prepared)) == "not-there"
    assert (
        code(rules.may_open(hall.officer, hall.association, make.a_consultation("compile"))) == "stage-closed"
    )


def test_an_invited_only_file_hears_associations_of_those_who_accepted():
    from consult.consultations.models import Invitation

    hall = a_hall(1, opened=False, file=make.a_consultation(invited="invited"))
    assert code(rules.may_open(hall.officer, hall.association, hall.file)) == "not-invited"
    Invitation.objects.create(
        consultation=hall.file, expert=hall.members[0].expert, invited_by=hall.officer, state="accepted"
    )
    assert code(rules.may_open(hall.officer, hall.association, hall.file)) == "yes"


def test_a_member_of_two_associations_reads_both_rounds():
    file = make.a_consultation()
    one, two = a_hall(1, file=file), a_hall(1, file=file, opened=False)
    both = one.members[0]
    make.a_member(two.association, Role.EXPERT, user=both)
    from tests.rounds.hall import opened_round

    two.round = opened_round(two)
    assert rules.may_read(both, one.round)
    assert rules.may_read(both, two.round)
    assert not rules.may_read(two.members[0], one.round)
    assert not rules.may_read(two.officer, one.round)


def test_own_words_only(hall):
    said = say(hall, hall.members[0])
    assert code(rules.may_withdraw_comment(hall.officer, said)) == "not-author"
    assert code(rules.may_publish(hall.officer, said)) == "not-author"
    assert code(rules.may_endorse(hall.members[0], said)) == "own"
    assert code(rules.may_endorse(hall.officer, said)) == "yes"

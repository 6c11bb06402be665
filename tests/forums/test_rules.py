"""Role x stage: who may post, reply, withdraw and endorse, with the reason of each refusal."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consult.forums import actions, rules
from consult.people.models import User
from consult.people.roles import OrganisationKind, Role
from tests import factories as make

pytestmark = pytest.mark.django_db

OFFICIAL = "chỉ trả lời trong thảo luận"
UNVERIFIED = "chưa được hội xác thực"
CLOSED = "không mở việc"
ENDED = "Đã hết thời hạn"
GONE = "Hồ sơ đã kết thúc"
SIGN_IN = "đăng nhập"


def people(file):
    return {
        "visitor": AnonymousUser(),
        "expert": make.an_expert(),
        "unverified": make.an_expert(verified=False),
        "plain": make.a_user(),
        "agency": make.a_member(file.agency, Role.AGENCY_OFFICER),
        "signer": make.a_member(file.agency, Role.AGENCY_SIGNER),
        "council": make.a_member(file.council, Role.COUNCIL_COORDINATOR),
        "other_agency": make.a_member(make.an_organisation(), Role.AGENCY_OFFICER),
        "association": make.a_member(
            make.an_organisation(OrganisationKind.ASSOCIATION), Role.ASSOCIATION_OFFICER
        ),
    }


ALLOWED = {
    "visitor": SIGN_IN,
    "expert": True,
    "unverified": UNVERIFIED,
    "plain": UNVERIFIED,
    "agency": OFFICIAL,
    "signer": OFFICIAL,
    "council": OFFICIAL,
    "other_agency": UNVERIFIED,
    "association": UNVERIFIED,
}


def check(verdict, wanted):
    if wanted is True:
        assert verdict, verdict.reason
    else:
        assert not verdict
        assert wanted in str(verdict.reason)


@pytest.mark.parametrize(("role", "wanted"), ALLOWED.items())
def test_during_the_comment_stage(role, wanted):
    file = make.a_consultation()
    check(rules.may_comment(people(file)[role], file), wanted)


@pytest.mark.parametrize("stage", ["meet", "compile", "answer", "closed"])
def test_in_no_other_stage(stage):
    file = make.a_consultation(stage)
    who = people(file)
    check(rules.may_comment(who["expert"], file), CLOSED)
    check(rules.may_comment(who["council"], file, reply=True), CLOSED)


def test_before_opening_a_file_is_not_there_for_outsiders_and_closed_for_its_own():
    file = make.a_consultation(state="prepared")
    who = people(file)
    assert rules.may_comment(who["expert"], file).code == "not-there"
    check(rules.may_comment(who["agency"], file, reply=True), "chưa mở")


def test_after_the_file_has_ended():
    file = make.a_consultation(state="closed")
    check(rules.may_comment(people(file)["expert"], file), GONE)


def test_after_the_deadline_although_the_stage_still_stands():
    file = make.a_consultation()
    file.book.closes_at = timezone.now() - timedelta(seconds=1)
    check(rules.may_comment(people(file)["expert"], file), ENDED)
    check(rules.takes_comments(file), ENDED)


@pytest.mark.parametrize(
    ("role", "wanted"),
    [("agency", True), ("council", True), ("expert", True), ("plain", UNVERIFIED), ("visitor", SIGN_IN)],
)
def test_replying(role, wanted):
    file = make.a_consultation()
    check(rules.may_comment(people(file)[role], file, reply=True), wanted)


def test_only_the_invited_speak_in_a_closed_circle():
    file = make.a_consultation(invited="invited")
    expert = make.an_expert()
    check(rules.may_comment(expert, file), "được mời")
    file.invitations.create(expert=expert.expert, invited_by=file.created_by, state="accepted")
    check(rules.may_comment(expert, file), True)


@pytest.fixture
def comment():
    file = make.a_consultation()
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    return actions.post_comment(
        make.an_expert(), consultation=file, clause=clause, position="no", reason="Không đủ.",
        shown="anonymous", client_key=uuid.uuid4(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("expert", True),
        ("agency", "không bày tỏ tán thành"),
        ("council", "không bày tỏ tán thành"),
        ("unverified", UNVERIFIED),
        ("visitor", SIGN_IN),
    ],
)
def test_endorsing(comment, role, wanted):
    check(rules.may_endorse(people(comment.consultation)[role], comment), wanted)


def test_nobody_endorses_their_own_or_a_withdrawn_comment(comment):
    check(rules.may_endorse(comment.voice.person, comment), "của chính mình")
    comment.state = "withdrawn"
    check(rules.may_endorse(make.an_expert(), comment), "đã được rút")
    check(rules.may_answer_to(make.an_expert(), comment), "không nhận trả lời")


def test_only_the_author_withdraws_and_only_in_time(comment):
    check(rules.may_withdraw(comment.voice.person, comment), True)
    check(rules.may_withdraw(make.an_expert(), comment), "Chỉ người viết")
    council = people(comment.consultation)["council"]
    check(rules.may_withdraw(council, comment), "Chỉ người viết")
    comment.consultation.book.open_verbs = []
    check(rules.may_withdraw(comment.voice.person, comment), CLOSED)


def test_only_the_council_of_the_file_knows_names(comment):
    who = people(comment.consultation)
    knowing = {name for name, user in who.items() if rules.knows_names(user, comment.consultation)}
    assert knowing == {"council"}
    other = make.a_member(make.an_organisation(OrganisationKind.FRONT), Role.COUNCIL_COORDINATOR)
    assert not rules.knows_names(User.objects.get(pk=other.pk), comment.consultation)

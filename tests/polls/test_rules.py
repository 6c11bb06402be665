"""Role x time: who may open, vote and close, with the reason of each refusal."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consult.people.roles import Role
from consult.polls import rules
from consult.polls.models import Poll
from tests import factories as make

pytestmark = pytest.mark.django_db
NOT_RUNNER = "được quản lý thăm dò"


def people(file):
    return {
        "visitor": AnonymousUser(),
        "expert": make.an_expert(),
        "unverified": make.an_expert(verified=False),
        "agency": make.a_member(file.agency, Role.AGENCY_OFFICER),
        "signer": make.a_member(file.agency, Role.AGENCY_SIGNER),
        "coordinator": make.a_member(file.council, Role.COUNCIL_COORDINATOR),
        "member": make.a_member(file.council, Role.COUNCIL_MEMBER),
        "other_agency": make.a_member(make.an_organisation(), Role.AGENCY_OFFICER),
    }


def a_poll(file, **given):
    return Poll.objects.create(
        consultation=file,
        clause=file.version.clauses.get(citation="khoản 1 Điều 3"),
        question="Giữ 07 ngày?",
        closes_at=timezone.now() + timedelta(days=1),
        created_by=file.created_by,
        **given,
    )


def check(verdict, wanted):
    if wanted is True:
        assert verdict, verdict.reason
    else:
        assert not verdict
        assert wanted in str(verdict.reason)


@pytest.mark.parametrize(
    ("role", "opens", "votes"),
    [
        ("visitor", NOT_RUNNER, "đăng nhập"),
        ("expert", NOT_RUNNER, True),
        ("unverified", NOT_RUNNER, "chưa được hội xác thực"),
        ("agency", True, "không bỏ phiếu thăm dò"),
        ("signer", NOT_RUNNER, "không bỏ phiếu thăm dò"),
        ("coordinator", True, "không bỏ phiếu thăm dò"),
        ("member", NOT_RUNNER, "không bỏ phiếu thăm dò"),
        ("other_agency", NOT_RUNNER, "chưa được hội xác thực"),
    ],
)
@pytest.mark.parametrize("stage", ["comment", "meet"])
def test_while_open(stage, role, opens, votes):
    file = make.a_consultation(stage)
    user = people(file)[role]
    check(rules.may_open(user, file), opens)
    check(rules.may_vote(user, a_poll(file), now=timezone.now()), votes)
    check(rules.may_close(user, a_poll(file)), opens)


@pytest.mark.parametrize("stage", ["compile", "answer", "closed"])
def test_in_no_later_stage(stage):
    file = make.a_consultation(stage)
    who = people(file)
    check(rules.may_open(who["agency"], file), "không mở việc")
    check(rules.may_vote(who["expert"], a_poll(file), now=timezone.now()), "không mở việc")


def test_before_the_file_is_opened():
    file = make.a_consultation(state="prepared")
    who = people(file)
    check(rules.may_open(who["agency"], file), "chưa mở")
    assert rules.may_open(who["expert"], file).code == "not-there"
    assert rules.may_vote(who["expert"], a_poll(file), now=timezone.now()).code == "not-there"


def test_after_the_poll():
    file = make.a_consultation()
    expert, poll = make.an_expert(), a_poll(file)
    check(rules.may_vote(expert, poll, now=poll.closes_at), "đã đóng")
    poll.state = "closed"
    check(rules.may_vote(expert, poll, now=timezone.now()), "đã đóng")


@pytest.mark.parametrize(
    ("choice", "reason", "wanted"),
    [
        ("yes", "", True),
        ("outside", "", True),
        ("amend", "Vì.", True),
        ("amend", "", "nêu lý do"),
        ("no", "", "nêu lý do"),
        ("", "", "chọn một phương án"),
        ("YES", "", "chọn một phương án"),
    ],
)
def test_a_ballot(choice, reason, wanted):
    check(rules.is_ballot(choice, reason), wanted)

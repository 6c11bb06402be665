"""Rights in a file: role by state of the file, and the reasons of the refusals."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consult.consultations import rules
from consult.consultations.models import Invitation
from consult.people.roles import OrganisationKind, Role
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = ["officer", "signer", "coordinator", "member", "expert", "unverified", "stranger", "visitor"]
MEMBERS = {
    "officer": ("agency", Role.AGENCY_OFFICER),
    "signer": ("agency", Role.AGENCY_SIGNER),
    "coordinator": ("council", Role.COUNCIL_COORDINATOR),
    "member": ("council", Role.COUNCIL_MEMBER),
}
BEFORE, DURING, AFTER = "prepared", "open", "closed"


def a_file(state, **fields):
    return factories.a_consultation("closed" if state == AFTER else "comment", state=state, **fields)


def a_person(role, consultation):
    if role in MEMBERS:
        place, held = MEMBERS[role]
        return factories.a_member(getattr(consultation, place), held)
    return {
        "expert": factories.an_expert,
        "unverified": lambda: factories.an_expert(verified=False),
        "stranger": lambda: factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER),
        "visitor": AnonymousUser,
    }[role]()


# right: state: the roles that have it
RIGHTS = {
    "may_see": {
        BEFORE: {"officer", "signer", "coordinator", "member"},
        DURING: set(ROLES),
        AFTER: set(ROLES),
    },
    "may_manage": {BEFORE: {"officer"}, DURING: {"officer"}, AFTER: {"officer"}},
    "may_compile": {BEFORE: {"coordinator"}, DURING: {"coordinator"}, AFTER: {"coordinator"}},
    "may_answer": {BEFORE: {"officer"}, DURING: {"officer"}, AFTER: {"officer"}},
    "may_sign": {BEFORE: {"signer"}, DURING: {"signer"}, AFTER: {"signer"}},
    "may_speak": {
        BEFORE: set(),
        DURING: {"officer", "signer", "coordinator", "member", "expert"},
        AFTER: set(),
    },
    "may_invite": {BEFORE: {"officer", "coordinator"}, DURING: {"officer", "coordinator"}, AFTER: set()},
}


@pytest.mark.parametrize("state", [BEFORE, DURING, AFTER])
@pytest.mark.parametrize("right", RIGHTS)
def test_the_table_of_rights(right, state):
    consultation = a_file(state)
    verdicts = {role: getattr(rules, right)(a_person(role, consultation), consultation) for role in ROLES}
    assert {role for role, verdict in verdicts.items() if verdict} == RIGHTS[right][state]
    assert all(v.reason.endswith(".") for v in verdicts.values() if not v)


REFUSALS = [
    ("may_see", "stranger", BEFORE, "not-there", "Hồ sơ này chưa được công bố."),
    ("may_see", "visitor", BEFORE, "not-there", "Hồ sơ này chưa được công bố."),
    ("may_manage", "signer", DURING, "not-officer", "Chỉ cán bộ của cơ quan soạn thảo được quản lý hồ sơ này."),
    ("may_manage", "coordinator", DURING, "not-officer", "Chỉ cán bộ của cơ quan soạn thảo được quản lý hồ sơ này."),
    ("may_compile", "officer", DURING, "not-coordinator", "Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến."),
    ("may_compile", "member", DURING, "not-coordinator", "Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến."),
    ("may_answer", "coordinator", DURING, "not-officer", "Chỉ cán bộ của cơ quan soạn thảo được trả lời góp ý."),
    ("may_answer", "expert", DURING, "not-officer", "Chỉ cán bộ của cơ quan soạn thảo được trả lời góp ý."),
    ("may_sign", "officer", DURING, "not-signer", "Chỉ người ký của cơ quan soạn thảo được công bố bản tiếp thu, giải trình."),
    ("may_sign", "coordinator", DURING, "not-signer", "Chỉ người ký của cơ quan soạn thảo được công bố bản tiếp thu, giải trình."),
    ("may_speak", "unverified", DURING, "not-verified", "Hồ sơ chuyên gia chưa được hội xác thực."),
    ("may_speak", "visitor", DURING, "sign-in", "Cần đăng nhập bằng tài khoản chuyên gia đã xác thực để góp ý."),
    ("may_speak", "expert", AFTER, "closed", "Hồ sơ đã kết thúc."),
    ("may_speak", "officer", BEFORE, "not-open", "Hồ sơ chưa mở lấy ý kiến."),
    ("may_invite", "officer", AFTER, "closed", "Hồ sơ đã kết thúc."),
    ("may_invite", "expert", DURING, "not-coordinator", "Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến."),
]  # fmt: skip


@pytest.mark.parametrize(("right", "role", "state", "code", "reason"), REFUSALS)
def test_refusals_say_why(right, role, state, code, reason):
    consultation = a_file(state)
    verdict = getattr(rules, right)(a_person(role, consultation), consultation)
    assert (bool(verdict), verdict.code, verdict.reason) == (False, code, reason)


def test_a_file_for_the_invited_takes_only_who_accepted():
    consultation = a_file(DURING, invited="invited")
    user = factories.an_expert()
    assert rules.may_speak(user, consultation).code == "not-invited"
    invitation = Invitation.objects.create(
        consultation=consultation, expert=user.expert, invited_by=consultation.created_by
    )
    assert rules.may_speak(user, consultation).code == "not-invited"
    Invitation.objects.filter(pk=invitation.pk).update(state="accepted")
    assert rules.may_speak(user, consultation)


MOVES = {
    ("comment", "meet"): {"officer", "coordinator"},
    ("comment", "compile"): {"officer", "coordinator"},
    ("meet", "compile"): {"officer", "coordinator"},
    ("compile", "answer"): {"coordinator"},
    ("answer", "closed"): {"officer", "signer"},
    ("comment", "answer"): set(),
    ("compile", "comment"): set(),
    ("answer", "compile"): set(),
}


@pytest.mark.parametrize(("current", "to"), MOVES)
def test_who_moves_a_file(current, to):
    consultation = factories.a_consultation(current)
    people = {role: a_person(role, consultation) for role in ROLES}
    found = {r for r, user in people.items() if rules.may_move(user, consultation, current, to)}
    assert found == MOVES[current, to]
    if not found:
        mover = people["coordinator"]
        assert rules.may_move(mover, consultation, current, to).code == "wrong-stage"
    assert rules.may_move(people["officer"], a_file(AFTER), "closed", "comment").code == "closed"


def test_who_opens_a_file_and_when():
    consultation = a_file(BEFORE)
    later, before = timezone.now() + timedelta(days=1), timezone.now() - timedelta(seconds=1)
    verdicts = {role: rules.may_open(a_person(role, consultation), consultation, later) for role in ROLES}
    assert {role for role, verdict in verdicts.items() if verdict} == {"officer"}
    assert verdicts["coordinator"].code == "not-officer"
    assert verdicts["stranger"].code == "not-there"
    officer = a_person("officer", consultation)
    assert rules.may_open(officer, consultation, before).code == "deadline-passed"
    assert rules.may_open(officer, consultation, None).code == "deadline-passed"
    opened = a_file(DURING)
    assert rules.may_open(a_person("officer", opened), opened, later).code == "opened"


def test_who_creates_a_file():
    version = factories.a_version()
    agency, council = version.draft.agency, factories.an_organisation(OrganisationKind.FRONT)
    officer = factories.a_member(agency, Role.AGENCY_OFFICER)
    assert rules.may_create(officer, agency, council, version)
    assert rules.may_create(factories.an_expert(), agency, council, version).code == "not-officer"
    other = factories.an_organisation()
    mover = factories.a_member(other, Role.AGENCY_OFFICER)
    assert rules.may_create(mover, other, council, version).code == "other-agency"
    assert rules.may_create(officer, agency, other, version).code == "not-council"
    raw = factories.a_version(agency=agency, published=False)
    assert rules.may_create(officer, agency, council, raw).code == "not-published"


def test_the_stage_answers_by_verb_and_time():
    consultation = factories.a_consultation("comment")
    assert rules.stage_open(consultation, "comment.posted")
    book = consultation.book
    book.opens_at = timezone.now() + timedelta(hours=1)
    assert rules.stage_open(consultation, "comment.posted").code == "not-yet"
    book.opens_at, book.closes_at = None, timezone.now()
    passed = rules.stage_open(consultation, "comment.posted")
    assert (passed.code, passed.reason) == ("deadline-passed", "Đã hết thời hạn thực hiện việc này.")
    compiling = rules.stage_open(factories.a_consultation("compile"), "comment.posted")
    assert (compiling.code, "giai đoạn tổng hợp" in compiling.reason) == ("stage-closed", True)
    assert rules.stage_open(factories.a_consultation("meet"), "ballot.cast")
    assert rules.stage_open(a_file(BEFORE), "comment.posted").code == "not-open"
    assert rules.stage_open(a_file(AFTER), "comment.posted").code == "closed"


def test_an_invitation_is_answered_by_the_invited_only():
    consultation = a_file(DURING)
    user = factories.an_expert()
    invitation = Invitation(consultation=consultation, expert=user.expert, invited_by=consultation.created_by)
    assert rules.may_reply_to_invitation(user, invitation)
    assert rules.may_reply_to_invitation(factories.an_expert(), invitation).code == "not-there"
    assert rules.may_reply_to_invitation(AnonymousUser(), invitation).code == "not-there"
    consultation.state = AFTER
    assert rules.may_reply_to_invitation(user, invitation).code == "closed"

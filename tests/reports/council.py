"""A council of five that decides by a vote, and its steps in short."""

from consult.people.roles import Role
from consult.reports import actions, deciding_actions
from tests import factories as make
from tests.reports.conftest import a_case, point_of


def a_council(opinions=2, members=4, check_hours=0):
    """A file with a head and `members` more who vote; compiling has begun, one point for each opinion."""
    case = a_case(opinions=opinions)
    case.head = make.a_member(case.file.council, Role.COUNCIL_HEAD, "Nguyễn Thị Chủ")
    names = ("Trần Văn Hai", "Lê Thị Ba", "Phạm Văn Bốn", "Võ Thị Năm", "Đỗ Văn Sáu", "Bùi Thị Bảy")
    more = [make.a_member(case.file.council, Role.COUNCIL_MEMBER, name) for name in names[: members - 1]]
    case.voters = [case.head, case.member, *more]
    case.compilation = actions.start_compilation(
        case.coordinator, consultation=case.file, check_hours=check_hours
    )
    case.points = [point_of(case, comment) for comment in case.comments]
    return case


def laid_open(case):
    case.decision = deciding_actions.open_decision(case.coordinator, compilation=case.compilation)
    return case


def voting(case):
    """Opened, with the first member's statement as the conclusion of the first point."""
    laid_open(case)
    seat = case.decision.seats.get(member=case.member)
    deciding_actions.assign_points(
        case.coordinator, decision=case.decision, seats={case.points[0].pk: seat.pk}
    )
    deciding_actions.write_statement(
        case.member, decision=case.decision, point=case.points[0], text="Đề nghị 15 ngày làm việc.", version=0
    )
    case.decision = deciding_actions.open_vote(case.head, decision=case.decision)
    return case


def vote(case, voter, choice="agree", dissent="", *, whole=None, version=0):
    """The same choice on every point; `whole` on the report, the same where it is not given."""
    votes = {point.pk: (choice, dissent) for point in case.points}
    votes[None] = whole or (choice, dissent)
    return deciding_actions.cast_votes(voter, decision=case.decision, votes=votes, version=version)


def counted(case, *choices):
    """`choices` of the voters in order; who has none does not vote."""
    voting(case)
    for voter, choice in zip(case.voters, choices, strict=False):
        vote(case, voter, choice, "Thời hạn cần dài hơn." if choice == "disagree" else "")
    case.decision = deciding_actions.count_votes(case.head, decision=case.decision)
    return case


def signed(case=None):
    case = counted(case or a_council(), "agree", "agree", "agree", "disagree")
    case.decision = deciding_actions.sign_report(case.head, decision=case.decision)
    case.compilation.refresh_from_db()
    case.file.refresh_from_db()
    return case


def again(case, title="Thời hạn 20 ngày"):
    """Taken up again, one point changed, voted and signed as the next edition."""
    case.compilation = deciding_actions.reopen_report(
        case.head, compilation=case.compilation, reason="Bổ sung kết luận về thời hạn."
    )
    point = case.points[0]
    case.points[0] = actions.edit_point(
        case.coordinator,
        point=point,
        version=point.version,
        title=title,
        clause=point.clause,
        position="amend",
    )
    return signed(case)

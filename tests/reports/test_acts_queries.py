"""What the acts of a council cost: as many queries for thirty rows as for three."""

import uuid

import pytest
from django.urls import resolve, reverse

from consult.reports import actions, deciding_actions, placing_actions
from consult.reports.models import ProposalRun
from tests.reports.conftest import a_case, an_opinion, point_of
from tests.reports.council import a_council, counted, laid_open, signed, vote, voting

pytestmark = pytest.mark.django_db
PASSWORD = "mật-khẩu-để-ký-1"


def started(size):
    case = a_case(opinions=size)
    case.compilation = actions.start_compilation(
        case.coordinator, consultation=case.file, vote=False, check_hours=0
    )
    return case


def pointed(size):
    """One point with every opinion, another with one of its own."""
    case = started(size)
    case.point = point_of(case, case.comments[0])
    actions.cite(case.coordinator, point=case.point, comments=case.comments)
    case.late = an_opinion(case.file, case.clauses[0])
    case.other = point_of(case, case.late)
    return case


def place(size):
    case = started(size)
    case.other = point_of(case, an_opinion(case.file, case.clauses[0]))
    return case, case.coordinator, "compile_place", [], {"comment": _ids(case), "point": case.other.pk}


def new_point(size):
    case = started(size)
    data = {"title": "Một điểm", "position": "amend", "client_key": str(uuid.uuid4()), "comment": _ids(case)}
    return (
        case,
        case.coordinator,
        "point_new",
        [],
        data | {"also": [clause.pk for clause in case.clauses[: size // 3]]},
    )


def edit_point(size):
    case = pointed(size)
    data = {
        "title": "Tên khác",
        "position": "no",
        "version": 1,
        "also": [c.pk for c in case.clauses[: size // 3]],
    }
    return case, case.coordinator, "point_edit", [case.point.pk], data


def remove_point(size):
    case = pointed(size)
    return case, case.coordinator, "point_delete", [case.point.pk], {}


def merge(size):
    case = pointed(size)
    return case, case.coordinator, "point_merge", [case.point.pk], {"into": case.other.pk}


def assign(size):
    case = started(size)
    return case, case.coordinator, "compile_assign", [], {"comment": _ids(case), "to": case.coordinator.pk}


def take_back(size):
    case = started(size)
    actions.add_point(
        case.coordinator, compilation=case.compilation, title="Điểm", position="no", comments=case.comments,
        client_key=uuid.uuid4(),
    )  # fmt: skip
    return case, case.coordinator, "step_undo", [], {}


def close(size):
    case = started(size)
    for comment in case.comments:
        point_of(case, comment)
    return case, case.coordinator, "compile_close", [], {}


def check_open(size):
    case = a_council(size, check_hours=48)
    return case, case.coordinator, "check_open", [], {}


def lay_open(size):
    case = a_council(size)
    return case, case.coordinator, "decision_open", [], {}


def share_out(size):
    case = laid_open(a_council(size))
    seat = case.decision.seats.first()
    return case, case.coordinator, "decision_assign", [], {f"to-{point.pk}": seat.pk for point in case.points}


def cast(size):
    case = voting(a_council(size))
    keys = [*(point.pk for point in case.points), 0]
    return case, case.member, "decision_vote", [], {**{f"v-{key}": "agree" for key in keys}, "version": 0}


def end_vote(size):
    case = voting(a_council(size))
    for voter in case.voters:
        vote(case, voter)
    return case, case.head, "decision_count", [], {}


def stop(size):
    case = counted(a_council(size), "agree", "agree", "agree")
    return case, case.head, "decision_stop", [], {"reason": "Sửa tên điểm."}


def vote_open(size):
    case = laid_open(a_council(size))
    return case, case.head, "decision_vote_open", [], {}


def state(size):
    case = laid_open(a_council(size))
    for point in case.points:
        deciding_actions.write_statement(
            case.head, decision=case.decision, point=point, text="Nên rõ hơn.", version=0
        )
    return case, case.member, "decision_state", [case.points[0].pk], {"text": "Nên 15 ngày.", "version": 0}


def sign(size):
    case = counted(a_council(size), *["agree"] * 5)
    case.head.set_password(PASSWORD)
    case.head.save()
    return case, case.head, "decision_sign", [], {"password": PASSWORD}


def reopen(size):
    case = signed(a_council(size))
    return case, case.head, "report_reopen", [], {"reason": "Có ý kiến mới."}


def take(size):
    """Of a group that the model proposed, the person leaves every opinion ticked."""
    case = started(size)
    run = ProposalRun.objects.create(
        compilation=case.compilation, clause=case.clauses[0], state="done", model="mo-hinh",
        prompt_hash="ab" * 32, sent=[[comment.pk, 1] for comment in case.comments], asked_by=case.coordinator,
    )  # fmt: skip
    quotes = [[comment.pk, "quá ngắn"] for comment in case.comments]
    group = run.groups.create(order=1, title="Kéo dài thời hạn", comments=_ids(case), quotes=quotes)
    data = {"title": "Kéo dài thời hạn", "position": "amend", "client_key": str(uuid.uuid4())}
    return case, case.coordinator, "proposal_take", [group.pk], data | {"comment": _ids(case)}


def _ids(case):
    return [comment.pk for comment in case.comments]


ACTS = [place, new_point, edit_point, remove_point, merge, assign, take_back, close, check_open, lay_open, share_out,
        cast, end_vote, stop, vote_open, state, sign, reopen, take]  # fmt: skip


@pytest.mark.parametrize("prepare", ACTS, ids=lambda act: act.__name__)
def test_an_act_takes_as_many_queries_for_many(prepare, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case, user, name, args, data = prepare(size)
        address = reverse(name, args=[case.file.code, *args])
        client = signed_in(user)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.post(address, data).status_code == 302
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_of_an_opinion_set_aside_costs_the_same(signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = started(size)
        asides = [
            placing_actions.propose_aside(
                case.coordinator, compilation=case.compilation, comment=comment, reason="scope"
            )
            for comment in case.comments
        ]
        for aside in asides:
            placing_actions.confirm_aside(case.member, compilation=case.compilation, aside=aside)
        address = reverse("aside_mine", args=[case.file.code, asides[0].pk])
        client = signed_in(case.comments[0].voice.person)
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""The council's page: who sees it, what each step shows, what it never tells before the end."""

import pytest
from django.urls import reverse

from consult.reports import actions, deciding_actions, paper_actions
from consult.reports.models import Compilation, Decision, PaperFile, Seat, SeatVote, Statement
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case
from tests.reports.council import a_council, again, counted, laid_open, signed, vote, voting

pytestmark = pytest.mark.django_db


def url(name, case, *args):
    return reverse(name, args=[case.file.code, *args])


def ballot(case, choice="agree", **more):
    keys = [*(point.pk for point in case.points), 0]
    return {**{f"v-{key}": choice for key in keys}, "version": 0, **more}


def test_the_page_is_there_for_the_council_alone(signed_in, client):
    case = laid_open(a_council())
    assert client.get(url("decision", case)).status_code == 302
    for user in (case.officer, case.signer, make.an_expert()):
        assert signed_in(user).get(url("decision", case)).status_code == 404
        for name in ("decision_open", "decision_vote", "decision_count", "decision_sign", "report_reopen"):
            assert signed_in(user).post(url(name, case)).status_code == 404
    for user in (case.coordinator, case.member, case.head):
        assert signed_in(user).get(url("decision", case)).status_code == 200


def test_from_laying_open_to_the_signature_through_the_pages(signed_in):
    case = a_council()
    client = signed_in(case.coordinator)
    workspace = text(client.get(url("compile", case)))
    assert "Chốt bản tổng hợp</button>" not in workspace
    assert url("decision", case) in workspace
    assert client.post(url("decision_open", case)).status_code == 302
    case.decision = Decision.objects.get()
    seat = Seat.objects.get(member=case.member)
    point = case.points[0].pk
    assert client.post(url("decision_assign", case), {f"to-{point}": seat.pk}).status_code == 302
    client = signed_in(case.member)
    assert "phân công cho Ông/Bà" in text(client.get(url("decision", case)))
    stated = client.post(url("decision_state", case, point), {"text": "Nên 15 ngày.", "version": 0})
    assert stated.url.endswith(f"#diem-{point}")
    assert Statement.objects.get().text == "Nên 15 ngày."
    client = signed_in(case.head)
    assert client.post(url("decision_vote_open", case)).status_code == 302
    for voter in case.voters:
        assert signed_in(voter).post(url("decision_vote", case), ballot(case)).status_code == 302
    assert SeatVote.objects.count() == 15
    client = signed_in(case.head)
    assert client.post(url("decision_count", case)).status_code == 302
    assert "Thông qua" in text(client.get(url("decision", case)))
    wrong = client.post(url("decision_sign", case), {"password": "sai"})
    assert wrong.status_code == 403
    assert "Mật khẩu không đúng" in text(wrong)
    assert Compilation.objects.get().state == "open"
    case.head.set_password("đúng-mật-khẩu-1")
    case.head.save()
    client = signed_in(case.head)
    assert client.post(url("decision_sign", case), {"password": "đúng-mật-khẩu-1"}).status_code == 302
    assert Compilation.objects.get().state == "closed"


def test_nobody_sees_a_result_before_the_end_but_each_their_own_vote(signed_in):
    case = voting(a_council())
    vote(case, case.member, "disagree", "Chưa đủ căn cứ.")
    own = text(signed_in(case.member).get(url("decision", case)))
    assert "Chưa đủ căn cứ." in own
    for user in (case.head, case.coordinator):
        page = text(signed_in(user).get(url("decision", case)))
        assert "Chưa đủ căn cứ." not in page
        assert "Thông qua</span>" not in page
        assert "đã gửi phiếu" in page
    deciding_actions.count_votes(case.head, decision=case.decision)
    page = text(signed_in(case.coordinator).get(url("decision", case)))
    assert "Chưa đủ căn cứ." in page
    assert "chưa đủ tỷ lệ tham gia tối thiểu" in page


def test_a_refused_ballot_keeps_what_was_chosen_and_written(signed_in):
    case = voting(a_council())
    sent = ballot(case, **{f"v-{case.points[0].pk}": "disagree", "d-0": "Viết nhầm chỗ"})
    refused = signed_in(case.member).post(url("decision_vote", case), sent)
    assert refused.status_code == 403
    page = text(refused)
    assert "Viết nhầm chỗ" in page
    assert "Khi không đồng ý cần ghi ý kiến khác" in page
    assert (page.count("data-bad"), page.count("Xin ghi ý kiến khác.")) == (1, 1)
    assert (
        f'id="v-{case.points[0].pk}-d" name="v-{case.points[0].pk}" value="disagree" form="vote" checked'
        in page
    )
    assert not SeatVote.objects.exists()


def test_a_ballot_sent_from_two_windows_is_409_with_both(signed_in):
    case = voting(a_council())
    vote(case, case.member)
    stale = signed_in(case.member).post(url("decision_vote", case), ballot(case, "abstain"))
    assert stale.status_code == 409
    page = text(stale)
    assert page.count("Phiếu đang lưu:") == 3
    assert 'name="version" value="1"' in page
    assert signed_in(case.member).post(
        url("decision_vote", case), ballot(case, "abstain", version=1)
    ).status_code == 302  # fmt: skip


def test_a_statement_sent_from_two_windows_is_409_with_both(signed_in):
    case = laid_open(a_council())
    point = case.points[0]
    deciding_actions.write_statement(
        case.member, decision=case.decision, point=point, text="Bản thứ nhất", version=0
    )
    stale = signed_in(case.member).post(
        url("decision_state", case, point.pk), {"text": "Bản thứ hai", "version": 0}
    )
    assert stale.status_code == 409
    assert "Bản thứ nhất" in text(stale)
    assert "Bản thứ hai" in text(stale)


def test_a_coordinator_without_a_seat_reads_why_there_is_no_ballot(signed_in):
    case = voting(a_council())
    assert "Gửi phiếu" not in text(signed_in(case.coordinator).get(url("decision", case)))
    refused = signed_in(case.coordinator).post(url("decision_vote", case), ballot(case))
    assert refused.status_code == 403
    assert "Chỉ ủy viên có tên khi mở quyết định" in text(refused)


def test_stopping_and_taking_up_again_ask_for_a_reason(signed_in):
    case = counted(a_council(), *["agree"] * 5)
    client = signed_in(case.head)
    assert client.post(url("decision_stop", case), {"reason": ""}).status_code == 403
    assert client.post(url("decision_stop", case), {"reason": "Sửa kết luận."}).status_code == 302
    assert "Sửa kết luận." in text(client.get(url("decision", case)))
    case = signed(a_council())
    client = signed_in(case.head)
    assert client.post(url("report_reopen", case), {"reason": ""}).status_code == 403
    assert client.post(url("report_reopen", case), {"reason": "Có ý kiến mới."}).status_code == 302
    assert Compilation.objects.get(pk=case.compilation.pk).edition == 2


def test_signed_editions_are_read_by_both_organisations_and_later_by_all(signed_in, client):
    case = signed()
    for file in PaperFile.objects.all():
        paper_actions.run(file.pk)
    for user in (case.officer, case.coordinator):
        page = signed_in(user).get(url("signed_reports", case))
        assert case.decision.report.digest in text(page)
        file = PaperFile.objects.get(kind="docx")
        assert signed_in(user).get(url("signed_file", case, file.pk)).content[:2] == b"PK"
    client.logout()
    assert client.get(url("signed_reports", case)).status_code == 404
    assert client.get(url("signed_file", case, file.pk)).status_code == 404
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="note", text="Ghi nhận.", version=0)
    actions.publish_answers(case.signer, compilation=case.compilation)
    assert client.get(url("signed_reports", case)).status_code == 200
    assert client.get(url("signed_file", case, file.pk)).status_code == 200


def test_the_page_of_a_hash_says_that_there_is_a_later_edition(signed_in, client):
    case = signed()
    first = case.decision.report.digest
    check = reverse("official_check", args=[first])
    assert "Đã có bản" not in text(client.get(check))
    again(case)
    page = text(client.get(check))
    assert "Đã có bản 2" in page
    assert case.decision.report.digest in page
    newest = reverse("official_check", args=[case.decision.report.digest])
    assert "Đã có bản" not in text(client.get(newest))


def test_a_file_without_a_council_begins_and_ends_without_a_vote(signed_in):
    case = a_case()
    client = signed_in(case.coordinator)
    page = text(client.get(url("compile", case)))
    assert 'name="vote" value="0"' in page
    refused = client.post(url("compile_start", case), {"vote": "1"})
    assert refused.status_code == 403
    assert "Hội đồng cần có chủ nhiệm" in text(refused)
    assert client.post(url("compile_start", case), {"vote": "0", "check_hours": "721"}).status_code == 403
    assert client.post(url("compile_start", case), {"vote": "0", "check_hours": "x"}).status_code == 400
    assert client.post(url("compile_start", case), {"vote": "0", "check_hours": "0"}).status_code == 302
    assert Compilation.objects.get().vote_needed is False


@pytest.mark.parametrize("state", ["preparing", "voting", "counted"])
def test_queries_do_not_grow_with_points(signed_in, django_assert_max_num_queries, state):
    found = []
    for opinions in (3, 30):
        case = laid_open(a_council(opinions=opinions))
        if state != "preparing":
            deciding_actions.open_vote(case.head, decision=case.decision)
        if state == "counted":
            vote(case, case.member)
            deciding_actions.count_votes(case.head, decision=case.decision)
        client = signed_in(case.member)
        with django_assert_max_num_queries(44) as queries:
            assert client.get(url("decision", case)).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]

"""A council decides: laying open, statements, votes, counting, signing, a new edition."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.models import User
from consult.people.roles import Role
from consult.reports import actions, deciding_actions, paper_actions, paper_catalogue, paper_data
from consult.reports.deciding_counts import carried, counts
from consult.reports.models import (
    Answer,
    Citation,
    Compilation,
    Decision,
    PaperFile,
    Point,
    Seat,
    SeatVote,
    Statement,
)
from consult.reports.paper_council import report_form
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, entries, point_of
from tests.reports.council import a_council, again, counted, laid_open, signed, vote, voting

pytestmark = pytest.mark.django_db


def refused(call, *given, **named):
    with pytest.raises(Refused) as error:
        call(*given, **named)
    assert str(error.value)
    return error.value.code


# --- with a vote or without ------------------------------------------------------------------------------


def test_a_council_that_can_vote_does_so_and_another_does_not():
    assert a_council().compilation.vote_needed
    case = a_case()
    assert not actions.start_compilation(case.coordinator, consultation=case.file).vote_needed
    other = a_case()
    assert (
        refused(actions.start_compilation, other.coordinator, consultation=other.file, vote=True)
        == "no-council"
    )
    make.a_member(other.file.council, Role.COUNCIL_HEAD)
    assert not actions.start_compilation(other.coordinator, consultation=other.file, vote=False).vote_needed
    assert entries(other, "compilation.started")[0].data == {"vote": False, "check_hours": 0}


def test_where_a_vote_is_needed_nobody_closes_without_it():
    case = a_council()
    assert refused(actions.close_compilation, case.coordinator, compilation=case.compilation) == "vote-needed"
    assert Compilation.objects.get().state == "open"


def test_only_a_complete_compilation_is_laid_open():
    case = a_council()
    late = an_opinion(case.file, case.clauses[0])
    open_it = deciding_actions.open_decision
    assert refused(open_it, case.coordinator, compilation=case.compilation) == "unplaced"
    actions.cite(case.coordinator, point=case.points[0], comments=[late])
    assert refused(open_it, case.head, compilation=case.compilation) == "not-coordinator"
    decision = open_it(case.coordinator, compilation=case.compilation)
    assert open_it(case.coordinator, compilation=case.compilation) == decision
    assert decision.seats.count() == 5
    assert entries(case, "decision.opened")[0].data == {
        "edition": 1, "seats": 5, "quorum": "2/3", "majority": "1/2",
    }  # fmt: skip


def test_points_stand_still_while_the_council_decides():
    case = laid_open(a_council())
    point = case.points[0]
    assert refused(actions.delete_point, case.coordinator, point=point) == "deciding"
    assert refused(point_of, case, case.comments[0]) == "deciding"
    deciding_actions.stop_decision(case.head, decision=case.decision, reason="Gộp hai điểm trước.")
    case.compilation.refresh_from_db()
    actions.delete_point(case.coordinator, point=point)
    assert Point.objects.count() == 1


# --- statements ------------------------------------------------------------------------------------------


def test_members_state_and_the_rapporteur_concludes():
    case = laid_open(a_council())
    given = {"decision": case.decision, "point": case.points[0]}
    first = deciding_actions.write_statement(case.member, text="Nên 15 ngày.", version=0, **given)
    assert deciding_actions.write_statement(case.member, text="Nên 15 ngày.", version=0, **given) == first
    with pytest.raises(Stale) as stale:
        deciding_actions.write_statement(case.member, text="Nên 20 ngày.", version=0, **given)
    assert stale.value.stored == {"text": "Nên 15 ngày.", "version": 1}
    assert stale.value.sent == {"text": "Nên 20 ngày."}
    deciding_actions.write_statement(case.member, text="Nên 20 ngày.", version=1, **given)
    assert (
        refused(deciding_actions.write_statement, case.coordinator, text="…", version=0, **given) == "no-seat"
    )
    outsider = case.officer
    with pytest.raises(NotThere):
        deciding_actions.write_statement(outsider, text="…", version=0, **given)
    deciding_actions.write_statement(case.member, text=" ", version=2, **given)
    assert not Statement.objects.exists()
    assert len(entries(case, "statement.written")) == 3
    assert not any("20 ngày" in str(entry.data) for entry in entries(case, "statement.written"))


def test_points_are_given_to_seats_of_this_decision_alone():
    case = laid_open(a_council())
    seat = case.decision.seats.get(member=case.member)
    give = deciding_actions.assign_points
    assert give(case.coordinator, decision=case.decision, seats={case.points[0].pk: seat.pk}) == 1
    assert give(case.coordinator, decision=case.decision, seats={case.points[0].pk: seat.pk}) == 0
    for seats in ({case.points[0].pk: seat.pk + 1000}, {case.points[0].pk + 1000: seat.pk}):
        with pytest.raises(NotThere):
            give(case.coordinator, decision=case.decision, seats=seats)
    assert refused(give, case.head, decision=case.decision, seats={}) == "not-coordinator"
    assert give(case.coordinator, decision=case.decision, seats={case.points[0].pk: None}) == 1
    assert [entry.data["seats"] for entry in entries(case, "decision.assigned")] == [
        [[case.points[0].pk, seat.pk]], [[case.points[0].pk, None]],
    ]  # fmt: skip


# --- votes -----------------------------------------------------------------------------------------------


def test_one_vote_per_member_changed_until_the_end_with_its_history():
    case = voting(a_council())
    vote(case, case.member)
    vote(case, case.member, version=0)  # the same again
    with pytest.raises(Stale) as stale:
        vote(case, case.member, "abstain", version=0)
    assert stale.value.stored["version"] == 1
    assert stale.value.stored["votes"][None] == ("agree", "")
    vote(case, case.member, "disagree", "Quá ngắn.", version=1)
    assert SeatVote.objects.count() == 3
    assert {one.choice for one in SeatVote.objects.all()} == {"disagree"}
    history = entries(case, "decision.voted")
    assert [entry.data["votes"][0] for entry in history] == [[0, "agree"], [0, "disagree"]]
    assert {entry.audience for entry in history} == {"owner"}
    deciding_actions.count_votes(case.head, decision=case.decision)
    assert refused(vote, case, case.member, "agree", version=2) == "wrong-step"


def test_the_database_holds_one_vote_and_one_seat():
    case = voting(a_council())
    seat = vote(case, case.member)
    for point in (case.points[0], None):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatVote.objects.create(seat=seat, point=point, choice="agree")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(decision=case.decision, member=case.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatVote.objects.filter(seat=seat).update(choice="disagree")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            compilation=case.compilation, edition=1, quorum="2/3", majority="1/2", opened_by=case.head,
            opened_at=timezone.now(),
        )  # fmt: skip


def test_who_disagrees_says_why_and_nobody_else_does():
    case = voting(a_council())
    assert refused(vote, case, case.member, "disagree") == "dissent"
    assert refused(vote, case, case.member, "agree", "Nhưng …") == "dissent"
    assert refused(vote, case, case.member, "perhaps") == "choice"
    cast = deciding_actions.cast_votes
    assert refused(cast, case.member, decision=case.decision, votes={}, version=0) == "empty"
    with pytest.raises(NotThere):
        cast(case.member, decision=case.decision, votes={case.points[0].pk + 999: ("agree", "")}, version=0)


def test_only_who_had_a_seat_and_is_of_the_council_still_votes():
    case = voting(a_council())
    late = make.a_member(case.file.council, Role.COUNCIL_MEMBER, "Ủy viên mới")
    assert refused(vote, case, late) == "no-seat"
    assert refused(vote, case, case.coordinator) == "no-seat"
    case.member.memberships.update(valid_from="2020-01-01", valid_to="2020-12-31")
    with pytest.raises(NotThere):
        vote(case, User.objects.get(pk=case.member.pk))


@pytest.mark.parametrize(
    ("choices", "is_carried"),
    [
        (["agree"] * 3, False),  # 3 of 5 is no quorum of two thirds
        (["agree"] * 3 + ["disagree"], True),
        (["agree", "agree", "disagree", "abstain"], False),  # half of those present is no majority
        (["agree"] * 5, True),
    ],
)
def test_quorum_and_majority_decide(choices, is_carried):
    case = counted(a_council(), *choices)
    assert carried(case.decision) is is_carried
    found = counts(case.decision)[None]
    assert (found.members, found.present) == (5, len(choices))
    sign = deciding_actions.sign_report
    if is_carried:
        assert sign(case.head, decision=case.decision).state == "signed"
    else:
        assert refused(sign, case.head, decision=case.decision) == "not-carried"
        assert Compilation.objects.get().state == "open"


def test_one_conclusion_that_is_not_carried_holds_the_report():
    case = voting(a_council())
    for voter in case.voters:
        votes = {
            case.points[0].pk: ("disagree", "Không."),
            case.points[1].pk: ("agree", ""),
            None: ("agree", ""),
        }
        deciding_actions.cast_votes(voter, decision=case.decision, votes=votes, version=0)
    case.decision = deciding_actions.count_votes(case.coordinator, decision=case.decision)
    assert refused(deciding_actions.sign_report, case.head, decision=case.decision) == "not-carried"


def test_a_change_of_the_shares_changes_no_vote_that_runs(settings):
    case = laid_open(a_council())
    settings.COUNCIL_QUORUM, settings.COUNCIL_MAJORITY = "1/1", "3/4"
    case.decision.refresh_from_db()
    assert (case.decision.quorum, case.decision.majority) == ("2/3", "1/2")


def test_a_stopped_decision_decides_nothing_and_the_next_begins_anew():
    case = counted(a_council(), *["agree"] * 5)
    stop = deciding_actions.stop_decision
    assert refused(stop, case.head, decision=case.decision, reason=" ") == "no-reason"
    stop(case.head, decision=case.decision, reason="Sửa kết luận.")
    assert refused(deciding_actions.sign_report, case.head, decision=case.decision) == "wrong-step"
    assert refused(stop, case.head, decision=case.decision, reason="Lại.") == "not-running"
    case.compilation.refresh_from_db()
    second = deciding_actions.open_decision(case.coordinator, compilation=case.compilation)
    assert second.pk != case.decision.pk
    assert not SeatVote.objects.filter(seat__decision=second).exists()
    assert entries(case, "decision.stopped")[0].data == {"reason": "Sửa kết luận."}


# --- signing ---------------------------------------------------------------------------------------------


def test_the_head_signs_and_the_agency_begins():
    case = counted(a_council(), *["agree"] * 4)
    sign = deciding_actions.sign_report
    assert refused(sign, case.coordinator, decision=case.decision) == "not-head"
    decision = sign(case.head, decision=case.decision)
    compilation = Compilation.objects.get()
    assert (compilation.state, compilation.deciding) == ("closed", False)
    assert compilation.answer_due
    assert sign(case.head, decision=decision) == decision
    assert [len(entries(case, verb)) for verb in ("compilation.closed", "stage.moved", "report.signed")] == [
        1
    ] * 3
    assert entries(case, "report.signed")[0].data == {"edition": 1, "hash": decision.report.digest}
    actions.write_answer(case.officer, point=case.points[0], code="note", text="Ghi nhận.", version=0)
    assert sorted(PaperFile.objects.values_list("kind", flat=True)) == ["docx", "pdf"]


def test_what_comes_from_paper_during_the_vote_is_placed_first():
    case = counted(a_council(), *["agree"] * 5)
    an_opinion(case.file, case.clauses[0])
    assert refused(deciding_actions.sign_report, case.head, decision=case.decision) == "unplaced"


def test_the_report_says_what_was_voted_with_counts_and_dissent():
    case = signed()
    data = case.decision.report.data["dossier"]
    whole = data["decided"]["questions"][-1]
    assert (whole["agree"], whole["disagree"], whole["abstain"], whole["carried"]) == (3, 1, 0, True)
    assert whole["dissent"] == [
        {
            "contributor": "Lê Thị Ba",
            "words": "Thời hạn cần dài hơn.",
            "position": "",
            "field": "",
            "place": "",
            "criterion": "",
        }
    ]
    assert data["issues"][0]["proposal"] == "Đề nghị 15 ngày làm việc."
    assert {row["label"]: row["value"] for row in data["measured"]}["Ý kiến đã xếp"] == "100%"


def test_the_same_bytes_another_day_and_elsewhere(monkeypatch):
    case = signed()
    first = {kind: bytes_of(case.decision, kind) for kind in ("docx", "pdf")}
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    case.file.title = "Tên khác"
    case.file.save(update_fields=["title"])
    with timezone.override("America/New_York"):
        second = {kind: bytes_of(Decision.objects.get(), kind) for kind in ("docx", "pdf")}
    assert first == second
    assert first["pdf"].startswith(b"%PDF")


def bytes_of(decision, kind) -> bytes:
    return paper_catalogue.bytes_of(paper_catalogue.paper_of(decision.report), kind)


def test_a_signed_report_is_the_only_one_that_files_are_made_of():
    case = signed()
    form = report_form(case.file)
    given = {"consultation": case.file, "form": form}
    texts = {"trich_yeu": "Khác"}
    assert refused(paper_actions.save_prose, case.coordinator, texts=texts, version=0, **given) == "signed"
    file = paper_actions.ask_file(case.coordinator, kind="pdf", client_key="0" * 32, **given)
    assert file.data == case.decision.report
    paper_actions.run(file.pk)
    made = PaperFile.objects.get(pk=file.pk)
    assert made.file_hash == hashlib.sha256(bytes_of(case.decision, "pdf")).hexdigest()


# --- the next edition ------------------------------------------------------------------------------------


def test_a_signed_report_is_taken_up_again_as_its_next_edition():
    case = signed()
    first = case.decision
    before = bytes_of(first, "docx")
    reopen = deciding_actions.reopen_report
    assert refused(reopen, case.coordinator, compilation=case.compilation, reason="…") == "not-head"
    assert refused(reopen, case.head, compilation=case.compilation, reason="") == "no-reason"
    again(case)
    assert case.decision.edition == 2
    assert case.decision.report.digest != first.report.digest
    assert bytes_of(Decision.objects.get(pk=first.pk), "docx") == before
    assert entries(case, "report.reopened")[0].data == {
        "edition": 2,
        "reason": "Bổ sung kết luận về thời hạn.",
    }
    assert [entry.data.get("edition") for entry in entries(case, "compilation.closed")] == [None, 2]
    assert len(entries(case, "stage.extended")) == 1
    stage = case.file.stages.get(state="now")
    assert (stage.kind, stage.closes_at) == ("answer", Compilation.objects.get().answer_due)


def test_while_it_is_taken_up_the_agency_waits_and_its_answers_stay():
    case = signed()
    write = {"code": "note", "text": "Ghi nhận.", "version": 0}
    actions.write_answer(case.officer, point=case.points[0], **write)
    case.compilation = deciding_actions.reopen_report(case.head, compilation=case.compilation, reason="Sửa.")
    assert refused(actions.write_answer, case.officer, point=case.points[1], **write) == "not-closed"
    assert refused(actions.delete_point, case.coordinator, point=case.points[0]) == "answered"
    actions.uncite(case.coordinator, citation=Citation.objects.get(point=case.points[1]))
    actions.cite(case.coordinator, point=case.points[0], comments=[case.comments[1]])
    actions.delete_point(case.coordinator, point=case.points[1])
    assert Answer.objects.count() == 1


def test_published_answers_end_it():
    case = signed()
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="note", text="Ghi nhận.", version=0)
    actions.publish_answers(case.signer, compilation=case.compilation)
    assert (
        refused(deciding_actions.reopen_report, case.head, compilation=case.compilation, reason="Sửa.")
        == "published"
    )


# --- who is told -----------------------------------------------------------------------------------------


def test_each_whose_turn_it_is_hears_of_it_and_no_line_tells_a_vote():
    case = counted(a_council(), "agree", "agree", "agree", "disagree")
    tell_book(case.file.book_id)
    lines = {
        user: list(Notice.objects.filter(user=user).values_list("text", flat=True)) for user in case.voters
    }
    assert all(any("biểu quyết về" in line for line in found) for found in lines.values())
    assert any("biểu quyết xong" in line for line in lines[case.head])
    assert any("được phân công" in line for line in lines[case.member])
    assert not any("Thời hạn cần dài hơn" in line for line in Notice.objects.values_list("text", flat=True))


def test_nobody_but_the_voter_reads_an_entry_of_a_vote():
    case = voting(a_council())
    vote(case, case.member, "disagree", "Chỉ hội đồng biết.")
    dump = " ".join(str(entry.data) for entry in Entry.objects.exclude(audience="owner"))
    assert "Chỉ hội đồng biết" not in dump
    assert "disagree" not in dump


def test_the_dossier_before_the_count_tells_no_vote():
    case = voting(a_council())
    vote(case, case.member)
    assert paper_data.dossier(case.coordinator, case.file, report_form(case.file)).decided is None

"""Compile, answer, publish: what is written, refused, recorded, told."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consult.consultations.models import DeadlineRule, Holiday
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book
from consult.ledger.selectors import verify_book
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.reports import actions
from consult.reports.deadlines import answer_due
from consult.reports.models import Answer, Citation, Point
from tests.reports.conftest import (
    a_case,
    an_opinion,
    answered,
    compiled,
    entries,
    point_of,
    published,
    with_next_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def started():
    case = a_case(opinions=3)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    return case


def refused_as(code, act, /, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    assert refused.value.code == code
    return refused.value


def test_starting_twice_is_one_start(started):
    again = actions.start_compilation(started.coordinator, consultation=started.file)
    assert again == started.compilation
    assert len(entries(started, "compilation.started")) == 1


def test_one_key_is_one_point(started):
    key = uuid.uuid4()
    given = {"compilation": started.compilation, "position": "no", "client_key": key}
    first = actions.add_point(started.coordinator, title="Bỏ điều này", **given)
    assert actions.add_point(started.coordinator, title="Bỏ  điều này ", **given) == first
    assert len(entries(started, "point.added")) == 1
    refused_as("key-reused", actions.add_point, started.coordinator, title="Việc khác", **given)
    refused_as("bad-key", actions.add_point, started.coordinator, title="x", **{**given, "client_key": "giả"})


def test_points_stand_in_the_order_of_the_draft(started):
    clauses = started.clauses
    for clause in (clauses[2], None, clauses[0]):
        actions.add_point(
            started.coordinator, compilation=started.compilation, title="Điểm", clause=clause, position="add",
            client_key=uuid.uuid4(),
        )  # fmt: skip
    assert [p.clause for p in started.compilation.points.all()] == [None, clauses[0], clauses[2]]
    point = started.compilation.points.first()
    actions.edit_point(
        started.coordinator, point=point, version=1, title="Điểm", clause=clauses[3], position="add"
    )
    assert started.compilation.points.last() == point


@pytest.mark.parametrize(
    ("change", "code"),
    [({"title": " \u200b"}, "no-title"), ({"title": "x" * 301}, "too-long"), ({"position": "x"}, "position")],
)
def test_a_point_needs_its_fields(started, change, code):
    given = {"compilation": started.compilation, "title": "Tên", "position": "no", "client_key": uuid.uuid4()}
    refused_as(code, actions.add_point, started.coordinator, **{**given, **change})
    assert not Point.objects.exists()


def test_a_clause_of_another_draft_is_not_there(started):
    with pytest.raises(NotThere):
        actions.add_point(
            started.coordinator, compilation=started.compilation, title="Tên", position="no",
            clause=a_case().clauses[0], client_key=uuid.uuid4(),
        )  # fmt: skip


def test_a_stale_change_of_a_point_carries_both_texts(started):
    point = point_of(started, started.comments[0])
    actions.edit_point(started.coordinator, point=point, version=1, title="Của người khác", position="no")
    stale = refused_as(
        "stale",
        actions.edit_point,
        started.coordinator,
        point=point,
        version=1,
        title="Của tôi",
        position="no",
    )
    assert isinstance(stale, Stale)
    assert (stale.stored["title"], stale.stored["version"], stale.sent["title"]) == (
        "Của người khác",
        2,
        "Của tôi",
    )
    point.refresh_from_db()
    assert point.title == "Của người khác"


def test_an_opinion_may_stand_in_several_points_once_each(started):
    comment = started.comments[0]
    first, second = point_of(started, comment), point_of(started, comment)
    assert actions.cite(started.coordinator, point=first, comments=started.comments) != []
    assert actions.cite(started.coordinator, point=first, comments=started.comments) == []
    assert first.citations.count() == 3
    assert second.citations.count() == 1
    assert entries(started, "comment.cited")[-1].data == {"comments": [c.pk for c in started.comments[1:]]}


@pytest.mark.parametrize(
    ("fields", "code"), [({"state": "withdrawn"}, "withdrawn"), ({"position": "", "reply": True}, "reply")]
)
def test_replies_and_withdrawn_opinions_are_not_cited(started, fields, code):
    if fields.pop("reply", False):
        fields |= {"parent": started.comments[0], "root": started.comments[0]}
    point = point_of(started, started.comments[0])
    comment = an_opinion(started.file, started.clauses[0], **fields)
    refused_as(code, actions.cite, started.coordinator, point=point, comments=[started.comments[1], comment])
    assert point.citations.count() == 1


def test_taking_out_and_removing_a_point_return_its_opinions(started):
    point = point_of(started, started.comments[0])
    citation = point.citations.get()
    actions.uncite(started.coordinator, citation=citation)
    actions.uncite(started.coordinator, citation=citation)
    assert len(entries(started, "comment.uncited")) == 1
    actions.cite(started.coordinator, point=point, comments=started.comments)
    actions.delete_point(started.coordinator, point=point)
    actions.delete_point(started.coordinator, point=point)
    assert not Citation.objects.exists()
    assert entries(started, "point.removed")[0].target_id == str(point.pk)


def test_closing_is_refused_while_one_opinion_is_unplaced(started):
    for comment in started.comments[:2]:
        point_of(started, comment)
    refused = refused_as(
        "unplaced", actions.close_compilation, started.coordinator, compilation=started.compilation
    )
    assert "Còn 1 ý kiến" in str(refused)
    assert not entries(started, "compilation.closed")
    point_of(started, started.comments[2])
    closed = actions.close_compilation(started.coordinator, compilation=started.compilation)
    assert closed.state == "closed"
    assert started.file.stages.get(state="now").kind == "answer"
    assert actions.close_compilation(started.coordinator, compilation=closed) == closed
    assert len(entries(started, "compilation.closed")) == 1
    refused_as("closed", actions.uncite, started.coordinator, citation=Citation.objects.first())


def test_withdrawn_opinions_and_replies_need_no_place(started):
    for comment in started.comments:
        point_of(started, comment)
    an_opinion(started.file, started.clauses[0], state="withdrawn")
    an_opinion(started.file, position="", parent=started.comments[0], root=started.comments[0])
    assert actions.close_compilation(started.coordinator, compilation=started.compilation).state == "closed"


def test_the_deadline_comes_from_the_table_of_rules():
    case = compiled()
    closed = timezone.localtime(case.compilation.closed_at)
    days = DeadlineRule.objects.get(key="agency.answer_to_front").days
    due = timezone.localtime(case.compilation.answer_due)
    assert due.date() == closed.date() + timedelta(days=days)
    assert (due.hour, due.minute) == (23, 59)
    assert case.file.stages.get(kind="answer").closes_at == case.compilation.answer_due
    DeadlineRule.objects.filter(key="agency.answer_to_front").update(days=2, count="working")
    friday = timezone.make_aware(timezone.datetime(2026, 11, 20, 10))
    Holiday.objects.create(day="2026-11-23", name="Nghỉ")
    assert timezone.localtime(answer_due(friday)).date().isoformat() == "2026-11-25"


def test_an_answer_is_written_changed_and_bound_to_its_clause():
    case = with_next_version(compiled())
    point = case.points[0]
    first = actions.write_answer(case.officer, point=point, code="exp", text=" Vì trái luật. ", version=0)
    assert (first.text, first.version, first.next_version) == ("Vì trái luật.", 1, None)
    assert (
        actions.write_answer(case.officer, point=point, code="exp", text="Vì trái luật.", version=0) == first
    )
    given = {"point": point, "code": "acc", "text": "Đã sửa.", "next_clause": case.next}
    second = actions.write_answer(case.officer, version=1, **given)
    assert (second.pk, second.version, second.next_version) == (first.pk, 2, case.second)
    back = actions.write_answer(case.officer, version=2, **{**given, "code": "note"})
    assert (back.next_clause, back.next_version) == (None, None)
    assert len(entries(case, "answer.written")) == 3


def test_answers_that_are_refused_leave_nothing():
    case = with_next_version(compiled())
    point = case.points[0]
    for code, given in {
        "empty": {"code": "exp", "text": " "},
        "no-clause": {"code": "acc", "text": "Đã sửa."},
        "not-newer": {"code": "acc", "text": "Đã sửa.", "next_clause": case.clauses[0]},
    }.items():
        refused_as(code, actions.write_answer, case.officer, point=point, version=0, **given)
    refused_as("not-officer", actions.write_answer, case.signer, point=point, code="exp", text="x", version=0)
    assert not Answer.objects.exists()


def test_a_stale_answer_carries_both_texts_and_who_saved():
    case = compiled()
    point = case.points[0]
    actions.write_answer(case.officer, point=point, code="exp", text="Của người khác.", version=0)
    stale = refused_as(
        "stale", actions.write_answer, case.officer, point=point, code="note", text="Của tôi.", version=0
    )
    assert (stale.stored["text"], stale.stored["version"], stale.stored["by"]) == (
        "Của người khác.", 1, case.officer.full_name,
    )  # fmt: skip
    assert stale.sent["text"] == "Của tôi."


def test_publishing_freezes_everything_at_once():
    case = compiled()
    actions.write_answer(case.officer, point=case.points[0], code="exp", text="Vì trái luật.", version=0)
    refused = refused_as("unanswered", actions.publish_answers, case.signer, compilation=case.compilation)
    assert "Còn 1 điểm" in str(refused)
    actions.write_answer(case.officer, point=case.points[1], code="note", text="Ghi nhận.", version=0)
    refused_as("not-signer", actions.publish_answers, case.officer, compilation=case.compilation)
    done = actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    assert (done.state, case.file.state) == ("published", "closed")
    assert len(done.snapshot["rows"]) == 2
    assert (
        actions.publish_answers(case.signer, compilation=case.compilation).snapshot_hash == done.snapshot_hash
    )
    assert len(entries(case, "answers.published")) == 1
    refused_as(
        "published",
        actions.write_answer,
        case.officer,
        point=case.points[0],
        code="note",
        text="Đổi ý.",
        version=1,
    )
    assert verify_book(Book.objects.get(pk=case.file.book_id)) is None


def test_a_changed_snapshot_is_found_by_the_ledger():
    case = published()
    case.compilation.snapshot["rows"][0]["answer"]["text"] = "Nội dung khác."
    case.compilation.save(update_fields=["snapshot"])
    fault = verify_book(Book.objects.get(pk=case.file.book_id))
    assert (fault.seq, fault.reason) == (entries(case, "answers.published")[0].seq, "content")


def test_the_agency_hears_when_it_must_answer():
    case = compiled()
    tell_book(case.file.book_id)
    for user in (case.officer, case.signer):
        line = Notice.objects.get(user=user, text__contains="điểm góp ý chờ trả lời")
        assert "2 điểm góp ý" in line.text
        assert line.url.endswith("/tra-loi/")
        assert line.kind == "work"
    assert not Notice.objects.filter(user=case.coordinator, text__contains="chờ trả lời").exists()


def test_each_author_hears_what_became_of_the_opinion_and_nobody_is_named():
    case = published()
    tell_book(case.file.book_id)
    for comment, point in zip(case.comments, case.points, strict=True):
        line = Notice.objects.get(user=comment.voice.person, kind="answer")
        assert "Giải trình" in line.text
        assert line.url.endswith(f"/ket-qua/diem/{point.pk}/")
        assert "Lê Minh Châu" not in line.text
    before = Notice.objects.count()
    Book.objects.update(told_seq=0)
    tell_book(case.file.book_id)
    assert Notice.objects.count() == before


def test_an_author_in_two_points_hears_of_both():
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    points = [point_of(case, case.comments[0]) for _n in range(2)]
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    for point, code in zip(points, ("exp", "note"), strict=True):
        actions.write_answer(case.officer, point=point, code=code, text="Nội dung.", version=0)
    actions.publish_answers(case.signer, compilation=case.compilation)
    tell_book(case.file.book_id)
    lines = Notice.objects.filter(user=case.comments[0].voice.person, kind="answer").values_list(
        "text", flat=True
    )
    said = {
        line.rsplit(": ")[-1].partition(" Có thể đánh giá, và phản đối một lần đến ngày ") for line in lines
    }
    assert {answer for answer, _rights, _day in said} == {"Giải trình.", "Ghi nhận."}
    assert all(day for _answer, _rights, day in said)


def test_every_act_is_recorded_for_its_readers_only():
    case = answered()
    readers = {e.verb: e.audience for e in Book.objects.get(pk=case.file.book_id).entries.all()}
    assert readers["point.added"] == readers["comment.cited"] == "front"
    assert readers["answer.written"] == "agency"
    assert readers["compilation.closed"] == "public"

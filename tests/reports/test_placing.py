"""Quoting exactly, setting aside by two, moving, merging, and taking a step back."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consult.forums.actions import withdraw_comment
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import set_stage
from consult.people.roles import Role
from consult.reports import actions, placing_actions
from consult.reports.coverage import coverage, measures
from consult.reports.models import Citation, Compilation, Note, Point, Quotation, SetAside, Tagging
from consult.reports.quotes import Chosen
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, entries, point_of

pytestmark = pytest.mark.django_db
TWO = "Thời hạn 07 ngày là quá ngắn. Ngoài cổng thông tin, cần gửi thông báo đến hội chuyên ngành."


def started(opinions=2, **fields):
    case = a_case(opinions=0)
    case.comments = [an_opinion(case.file, case.clauses[0], **fields) for _ in range(opinions)]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    return case


def refused(call, *given, **named):
    with pytest.raises(Refused) as error:
        call(*given, **named)
    return error.value.code


def aside_of(case, comment, *, confirmed=True):
    aside = placing_actions.propose_aside(
        case.coordinator,
        compilation=case.compilation,
        comment=comment,
        reason="scope",
        note="Nói về việc khác.",
    )
    if confirmed:
        aside = placing_actions.confirm_aside(case.member, compilation=case.compilation, aside=aside)
    return aside


# --- quotations ------------------------------------------------------------------------------------------


def test_the_few_are_quoted_whole_until_there_are_many():
    case = started(3)
    point = point_of(case, case.comments[0])
    assert [q.words for q in Quotation.objects.all()] == ["Thời hạn quá ngắn."]
    actions.cite(case.coordinator, point=point, comments=case.comments[1:])
    assert Quotation.objects.count() == 1


def test_one_comment_is_split_into_two_points_by_its_words():
    case = started(1, reason=TWO)
    first, second = TWO.split(". ", 1)
    one = actions.add_point(
        case.coordinator, compilation=case.compilation, title="Thời hạn", position="amend",
        client_key=uuid.uuid4(), comments=case.comments, chosen=[Chosen("reason", f"{first}.", 0)],
    )  # fmt: skip
    two = actions.add_point(
        case.coordinator, compilation=case.compilation, title="Thông báo", position="amend",
        client_key=uuid.uuid4(), comments=case.comments, chosen=[Chosen("reason", second)],
    )  # fmt: skip
    words = {q.citation.point_id: q.words for q in Quotation.objects.select_related("citation")}
    assert words == {one.pk: f"{first}.", two.pk: second}
    assert coverage(case.file).placed == 1


@pytest.mark.parametrize("words", ["Thời han 07 ngày", "thời hạn 07 ngày", "Thời hạn 07 ngày  là", "…"])
def test_one_letter_off_is_refused(words):
    case = started(1, reason=TWO)
    citation = point_of(case, case.comments[0]).citations.get()
    assert refused(
        placing_actions.quote, case.coordinator, citation=citation, chosen=[Chosen("reason", words)]
    ) == ("inexact")
    assert refused(
        placing_actions.quote,
        case.coordinator,
        citation=citation,
        chosen=[Chosen("reason", "Thời hạn", 0, 7)],
    ) == ("inexact")
    assert Quotation.objects.count() == 1


def test_words_marked_without_saying_where_are_found_in_the_proposed_wording():
    case = started(1, proposed="trong thời hạn 15 ngày làm việc")
    citation = point_of(case, case.comments[0]).citations.get()
    (made,) = placing_actions.quote(
        case.coordinator, citation=citation, chosen=[Chosen("", "15 ngày làm việc")]
    )
    assert (made.part, made.words) == ("proposed", "15 ngày làm việc")


def test_a_quotation_goes_and_comes_back_by_undo():
    case = started(1)
    point_of(case, case.comments[0])
    quotation = Quotation.objects.get()
    placing_actions.unquote(case.coordinator, quotation=quotation)
    assert not Quotation.objects.exists()
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert Quotation.objects.get().pk == quotation.pk
    assert entries(case, "compilation.undone")


def test_closing_without_quoting_the_few_needs_a_written_reason():
    case = started(1)
    point_of(case, case.comments[0])
    placing_actions.unquote(case.coordinator, quotation=Quotation.objects.get())
    assert refused(actions.close_compilation, case.coordinator, compilation=case.compilation) == "unquoted"
    closed = actions.close_compilation(
        case.coordinator, compilation=case.compilation, unquoted_reason="Đã nêu trong nội dung tổng hợp."
    )
    assert closed.unquoted_reason == "Đã nêu trong nội dung tổng hợp."
    assert entries(case, "compilation.closed")[0].data["unquoted"] == 1


# --- setting aside ---------------------------------------------------------------------------------------


def test_two_people_set_an_opinion_aside_and_it_counts():
    case = started(2)
    aside = aside_of(case, case.comments[0], confirmed=False)
    assert refused(
        placing_actions.confirm_aside, case.coordinator, compilation=case.compilation, aside=aside
    ) == "same-person"  # fmt: skip
    assert coverage(case.file).unplaced == 2
    placing_actions.confirm_aside(case.member, compilation=case.compilation, aside=aside)
    found = coverage(case.file)
    assert (found.set_aside, found.unplaced, found.placed) == (1, 1, 0)
    assert measures(case.compilation).set_aside == 1


def test_the_database_itself_refuses_one_person_twice():
    case = started(1)
    aside = aside_of(case, case.comments[0], confirmed=False)
    with pytest.raises(IntegrityError, match="aside_by_two_people"), transaction.atomic():
        SetAside.objects.filter(pk=aside.pk).update(confirmed_by=case.coordinator, state="confirmed")


def test_what_is_placed_is_not_set_aside_and_the_other_way_round():
    case = started(2)
    first, second = case.comments
    point = point_of(case, first)
    propose = placing_actions.propose_aside
    given = {"compilation": case.compilation, "reason": "scope"}
    assert refused(propose, case.coordinator, comment=first, **given) == "placed"
    assert (
        refused(propose, case.coordinator, comment=second, compilation=case.compilation, reason="x")
        == "reason"
    )
    assert refused(propose, case.member, comment=second, **given) == "not-coordinator"
    aside_of(case, second, confirmed=False)
    assert refused(actions.cite, case.coordinator, point=point, comments=[second]) == "aside"


def test_a_second_person_of_another_council_does_not_exist():
    case, other = started(1), started(0)
    aside = aside_of(case, case.comments[0], confirmed=False)
    for person in (other.member, case.officer):
        with pytest.raises(NotThere):
            placing_actions.confirm_aside(person, compilation=case.compilation, aside=aside)


def test_the_author_appeals_once_and_the_opinion_waits_again():
    case = started(1)
    author = case.comments[0].voice.person
    aside = aside_of(case, case.comments[0])
    with pytest.raises(NotThere):
        placing_actions.appeal_aside(make.an_expert(), aside=aside, text="Xin xem lại.")
    assert refused(placing_actions.appeal_aside, author, aside=aside, text=" ") == "empty"
    assert refused(actions.close_compilation, case.coordinator, compilation=case.compilation) == "empty"
    placing_actions.appeal_aside(author, aside=aside, text="Ý kiến nói về khoản 2.")
    assert coverage(case.file).unplaced == 1
    again = aside_of(case, case.comments[0])
    assert refused(placing_actions.appeal_aside, author, aside=again, text="Lần hai.") == "appealed"


def test_closing_waits_for_the_time_to_appeal(settings):
    case = started(2)
    point_of(case, case.comments[0])
    aside = aside_of(case, case.comments[1])
    assert refused(actions.close_compilation, case.coordinator, compilation=case.compilation) == "appealable"
    SetAside.objects.filter(pk=aside.pk).update(confirmed_at=aside.confirmed_at - timedelta(hours=49))
    assert actions.close_compilation(case.coordinator, compilation=case.compilation).state == "closed"
    assert refused(
        placing_actions.lift_aside, case.coordinator, compilation=case.compilation, aside=aside
    ) == "closed"  # fmt: skip


def test_a_withdrawn_opinion_falls_out():
    case = started(1)
    aside = aside_of(case, case.comments[0], confirmed=False)
    set_stage(case.file.book_id, verbs=("comment.withdrawn",))
    case.comments[0].refresh_from_db()
    withdraw_comment(case.comments[0].voice.person, comment=case.comments[0])
    assert refused(
        placing_actions.confirm_aside, case.member, compilation=case.compilation, aside=aside
    ) == "withdrawn"  # fmt: skip
    found = coverage(case.file)
    assert (found.received, found.withdrawn, found.total) == (1, 1, 0)


# --- moving, merging, undoing ----------------------------------------------------------------------------


def two_points(case):
    return point_of(case, case.comments[0], "Một"), point_of(case, case.comments[1], "Hai")


def test_moving_takes_the_quotations_along_and_undo_brings_all_back():
    case = started(2)
    one, two = two_points(case)
    before = rows()
    placing_actions.move(case.coordinator, citation=one.citations.get(), point=two)
    assert two.citations.count() == 2
    assert two.citations.get(comment=case.comments[0]).quotations.get().words == "Thời hạn quá ngắn."
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert rows() == before


def test_merging_two_points_and_taking_it_back():
    case = started(3)
    one, two = two_points(case)
    actions.cite(case.coordinator, point=one, comments=[case.comments[1], case.comments[2]])
    before = rows()
    placing_actions.merge_points(case.coordinator, point=two, into=one)
    assert Point.objects.get() == one
    assert one.citations.count() == 3
    assert refused(placing_actions.merge_points, case.coordinator, point=one, into=one) == "same"
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert rows() == before


def test_a_point_that_was_removed_comes_back_with_its_number_and_opinions():
    case = started(2)
    one, _two = two_points(case)
    before = rows()
    actions.delete_point(case.coordinator, point=Point.objects.get(pk=one.pk))
    assert coverage(case.file).unplaced == 1
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert rows() == before


def test_undo_is_ones_own_and_refused_where_others_built_on_it():
    case = started(2)
    other = make.a_member(case.file.council, Role.COUNCIL_COORDINATOR)
    point = point_of(case, case.comments[0])
    assert refused(placing_actions.undo, other, compilation=case.compilation) == "nothing"
    actions.cite(other, point=point, comments=[case.comments[1]])
    assert refused(placing_actions.undo, case.coordinator, compilation=case.compilation) == "changed"
    placing_actions.undo(other, compilation=case.compilation)
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert not Point.objects.exists()
    assert refused(placing_actions.undo, case.coordinator, compilation=case.compilation) == "nothing"


def test_undoing_an_edit_makes_the_other_editor_stale():
    case = started(1)
    point = point_of(case, case.comments[0])
    fields = {"title": "Tên mới", "position": "no"}
    actions.edit_point(case.coordinator, point=point, version=1, **fields)
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    point = Point.objects.get()
    assert (point.title, point.version) == ("Kéo dài thời hạn", 3)
    assert refused(actions.edit_point, case.coordinator, point=point, version=2, **fields) == "stale"


def test_undoing_a_proposal_lifts_it():
    case = started(1)
    aside_of(case, case.comments[0], confirmed=False)
    placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert SetAside.objects.get().state == "lifted"
    assert len(entries(case, "aside.lifted")) == 1


# --- beside an opinion -----------------------------------------------------------------------------------


def test_tags_notes_and_assignments_with_their_undo():
    case = started(2)
    given = {"compilation": case.compilation, "comment": case.comments[0]}
    placing_actions.tag(case.coordinator, name="chế tài", **given)
    placing_actions.note(case.coordinator, text="Hỏi lại Sở Tư pháp.", **given)
    placing_actions.assign(
        case.coordinator, compilation=case.compilation, comments=case.comments, to=case.coordinator
    )
    assert refused(
        placing_actions.assign, case.coordinator, compilation=case.compilation, comments=case.comments, to=case.officer
    ) == "not-coordinator"  # fmt: skip
    for _ in range(3):
        placing_actions.undo(case.coordinator, compilation=case.compilation)
    assert not Tagging.objects.exists()
    assert not Note.objects.exists()
    placing_actions.tag(case.coordinator, name="chế tài", **given)
    assert placing_actions.tag(case.coordinator, name="chế tài", **given) is None
    for entry in case.file.book.entries.all():
        assert "chế tài" not in str(entry.data)
        assert "Tư pháp" not in str(entry.data)


def test_only_the_writer_removes_a_note():
    case = started(1)
    note = placing_actions.note(
        case.member, compilation=case.compilation, comment=case.comments[0], text="Ghi chú của ủy viên."
    )
    with pytest.raises(NotThere):
        placing_actions.remove_note(case.coordinator, compilation=case.compilation, note=note)
    placing_actions.remove_note(case.member, compilation=case.compilation, note=note)
    assert not Note.objects.exists()


def rows():
    points = set(Point.objects.values_list("pk", "title", "compilation"))
    citations = set(Citation.objects.values_list("pk", "point", "comment", "source", "dissent"))
    return points, citations, set(Quotation.objects.values_list("pk", "citation", "start", "end", "words"))


def test_nothing_changes_after_closing():
    case = started(1)
    point = point_of(case, case.comments[0])
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    case.compilation = Compilation.objects.get()
    given = {"compilation": case.compilation}
    assert refused(placing_actions.undo, case.coordinator, **given) == "closed"
    assert refused(placing_actions.note, case.member, comment=case.comments[0], text="x", **given) == "closed"
    assert refused(
        placing_actions.quote, case.coordinator, citation=point.citations.get(), chosen=[Chosen("reason", "Thời")]
    ) == "closed"  # fmt: skip

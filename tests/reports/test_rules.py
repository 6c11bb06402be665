"""Who may compile, answer, publish and read: each permission with two refusals and their reasons."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.consultations.actions import move_stage
from consult.kit.verdicts import NotThere, Refused
from consult.people.roles import OrganisationKind, Role
from consult.reports import actions, rules
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, answered, compiled, published, with_next_version

pytestmark = pytest.mark.django_db


def codes(*verdicts):
    assert all(str(v.reason) for v in verdicts)
    assert not any(verdicts)
    return [v.code for v in verdicts]


def test_only_a_coordinator_of_this_council_starts_at_the_right_stage(case):
    stranger = make.a_member(make.an_organisation(OrganisationKind.FRONT), Role.COUNCIL_COORDINATOR)
    assert rules.may_start(case.coordinator, case.file)
    assert (
        codes(*(rules.may_start(u, case.file) for u in (case.member, case.officer, stranger)))
        == ["not-coordinator"] * 3
    )
    early = a_case("comment")
    assert codes(rules.may_start(early.coordinator, early.file)) == ["stage-closed"]


def test_grouping_ends_with_the_closing(case):
    open_one = actions.start_compilation(case.coordinator, consultation=case.file)
    assert rules.may_group(case.coordinator, open_one)
    assert (
        codes(rules.may_group(case.member, open_one), rules.may_group(case.signer, open_one))
        == ["not-coordinator"] * 2
    )
    done = compiled()
    assert codes(rules.may_group(done.coordinator, done.compilation)) == ["closed"]


def test_only_posted_opinions_of_the_file_are_cited(case):
    comment = case.comments[0]
    assert rules.may_cite(case.file, comment)
    other = a_case()
    reply = an_opinion(case.file, position="", parent=comment, root=comment)
    withdrawn = an_opinion(case.file, state="withdrawn")
    refused = [rules.may_cite(case.file, c) for c in (other.comments[0], reply, withdrawn)]
    assert codes(*refused) == ["not-there", "reply", "withdrawn"]


def test_closing_needs_every_opinion_placed(case):
    compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    assert rules.may_close(case.coordinator, compilation, unplaced=0, points=1)
    refused = rules.may_close(case.coordinator, compilation, unplaced=16, points=4)
    assert codes(refused) == ["unplaced"]
    assert "16 ý kiến" in refused.reason
    assert codes(rules.may_close(case.coordinator, compilation, unplaced=0, points=0)) == ["empty"]


def test_the_workspaces_exist_for_one_side_each(case):
    assert rules.may_see_compiling(case.member, case.file)
    assert (
        codes(*(rules.may_see_compiling(u, case.file) for u in (case.officer, AnonymousUser())))
        == ["not-there"] * 2
    )
    assert rules.may_see_answering(case.signer, case.file)
    assert (
        codes(*(rules.may_see_answering(u, case.file) for u in (case.coordinator, AnonymousUser())))
        == ["not-there"] * 2
    )


def test_answering_is_for_officers_between_closing_and_publication(case):
    still_open = actions.start_compilation(case.coordinator, consultation=case.file)
    assert codes(rules.may_answer(case.officer, still_open)) == ["not-closed"]
    done = compiled()
    assert rules.may_answer(done.officer, done.compilation)
    assert (
        codes(*(rules.may_answer(u, done.compilation) for u in (done.signer, done.coordinator)))
        == ["not-officer"] * 2
    )
    over = published()
    assert codes(rules.may_answer(over.officer, over.compilation)) == ["published"]


def test_an_acceptance_names_a_newer_clause_of_the_same_draft():
    case = with_next_version(compiled())
    assert rules.may_bind(case.file, case.next)
    own = case.file.version.clauses.first()
    foreign = make.a_version().clauses.first()
    prepared = make.a_version(draft=case.file.draft, text=make.TEXT, published=False).clauses.first()
    assert codes(*(rules.may_bind(case.file, clause) for clause in (own, foreign))) == [
        "not-newer",
        "not-there",
    ]
    assert rules.may_bind(case.file, prepared)
    assert rules.says_enough("acc", "Đã sửa.", case.next)
    assert rules.says_enough("exp", "Vì trái luật.", None)
    assert codes(
        rules.says_enough("", "Đã sửa.", None),
        rules.says_enough("exp", "", None),
        rules.says_enough("part", "Đã sửa.", None),
    ) == ["code", "empty", "no-clause"]


def test_publishing_is_for_the_signer_with_nothing_unanswered():
    case = answered()
    assert rules.may_publish(case.signer, case.compilation, unanswered=0)
    assert (
        codes(
            *(rules.may_publish(u, case.compilation, unanswered=0) for u in (case.officer, case.coordinator))
        )
        == ["not-signer"] * 2
    )
    refused = rules.may_publish(case.signer, case.compilation, unanswered=3)
    assert codes(refused) == ["unanswered"]
    assert "3 điểm" in refused.reason
    waiting = a_case()
    still_open = actions.start_compilation(waiting.coordinator, consultation=waiting.file)
    assert codes(rules.may_publish(waiting.signer, still_open, unanswered=0)) == ["not-closed"]


def test_results_and_papers():
    case = answered()
    visitor = AnonymousUser()
    assert (
        codes(rules.may_see_results(visitor, case.compilation), rules.may_see_results(visitor, None))
        == ["not-there"] * 2
    )
    assert rules.may_take_paper(case.officer, case.compilation)
    assert rules.may_take_paper(case.coordinator, case.compilation)
    assert (
        codes(rules.may_take_paper(visitor, case.compilation), rules.may_take_paper(visitor, None))
        == ["not-there"] * 2
    )
    done = actions.publish_answers(case.signer, compilation=case.compilation)
    assert rules.may_see_results(visitor, done)
    assert rules.may_take_paper(visitor, done)


def test_a_file_with_opinions_moves_on_by_closing_and_publishing_alone(case):
    with pytest.raises(Refused) as refused:
        move_stage(case.coordinator, consultation=case.file, to="answer")
    assert refused.value.code == "not-closed"
    waiting = answered()
    with pytest.raises(Refused) as refused:
        move_stage(waiting.signer, consultation=waiting.file, to="closed")
    assert refused.value.code == "not-published"
    silent = a_case(opinions=0)
    move_stage(silent.coordinator, consultation=silent.file, to="answer")
    move_stage(silent.signer, consultation=silent.file, to="closed")


def test_refusals_that_hide_are_not_there(case):
    with pytest.raises(NotThere):
        rules.may_see_compiling(case.officer, case.file).or_refuse()


def test_what_is_hidden_is_received_and_its_words_are_in_no_table():
    from consult.reports import snapshot
    from consult.reports.coverage import coverage
    from tests.forums.moderating import SECRET_WORDS, Place

    place = Place()
    comment = place.comment()
    place.hidden(comment)
    comment.refresh_from_db()
    assert coverage(place.file).total == 1
    assert rules.may_cite(place.file, comment)
    one = {"kind": "comment", "id": comment.pk, "contributor": "TS. A", "position": "no", "reason": SECRET_WORDS,
           "proposed": ""}  # fmt: skip
    data = {"rows": [{"opinions": [one, {**one, "id": comment.pk + 1}]}]}
    first, second = snapshot.without_hidden(data)["rows"][0]["opinions"]
    assert (first["contributor"], first["position"]) == ("", "")
    assert SECRET_WORDS not in first["reason"]
    assert second["reason"] == SECRET_WORDS

"""The scenes play whole processes through the actions; what they promise holds afterwards."""

import io

import pytest
from django.core.management import CommandError, call_command

from consult.core import legal
from consult.desk import scenes
from consult.desk.management.commands import demo
from consult.desk.scenes import plans, sources, story
from consult.documents.models import ClauseLink, DraftVersion
from consult.experts.rules import is_verified
from consult.forums.intake_models import Import
from consult.forums.models import Comment, Position
from consult.ledger.models import Entry
from consult.notices.models import Mail, Notice
from consult.people.models import User
from consult.people.roles import Role
from consult.people.selectors import holds
from consult.reports.feedback_selectors import satisfaction
from consult.reports.models import Answer, Compilation
from consult.reports.objections import of as public_objections
from consult.reports.selectors import coverage
from consult.rooms.models import Room


@pytest.fixture
def city(db):
    city = scenes.a_city()
    scenes.experts(city, 14)
    return city


def test_the_city_has_every_role_and_the_three_associations(db):
    city = scenes.a_city()
    held = {m.role for user in city.people.values() for m in user.memberships.all()}
    assert held == set(Role.values) - {Role.EXPERT}
    assert len([o for o in city.organisations.values() if o.kind == "mass_association"]) == 3
    assert city.organisations["so"].parent == city.organisations["ubnd"]


def test_experts_went_through_the_verification_of_their_own_association(city):
    assert len(city.experts) == 14
    assert all(is_verified(user) for user in city.experts)
    assert Entry.objects.filter(verb="verification.decided").count() == 14
    assert all(user.expert.listed for user in city.experts)
    first = city[1].expert.verifications.get()
    assert holds(first.officer, Role.ASSOCIATION_OFFICER, organisation_id=city[1].expert.association_id)


@pytest.mark.parametrize("name", [path.stem for path in sorted(sources.FOLDER.glob("*.txt"))])
def test_each_text_is_read_without_a_warning(name):
    document = legal.read(sources.text(name), f"{name}.txt")
    assert not document.warnings
    assert document.header.type in {"NGHỊ QUYẾT", "QUYẾT ĐỊNH", "KẾ HOẠCH"}
    assert document.header.issuer


def test_the_large_draft_is_the_same_tree_as_a_word_file():
    from_word = legal.read(sources.docx(story.MAIN), "a.docx")
    from_text = legal.read(sources.text(story.MAIN), "a.txt")
    assert [n.path for n in from_word.nodes] == [n.path for n in from_text.nodes]
    kinds = [node.kind for node in from_word.nodes]
    assert (kinds.count("chapter"), kinds.count("article")) == (5, 25)
    assert from_word.header.issuer == from_text.header.issuer


@pytest.mark.parametrize("stage", ["prepared", "comment", "meet", "compile"])
def test_a_consultation_stands_in_the_stage_asked_for(city, stage):
    consultation = scenes.a_consultation(city, story.PREPARED, stage=stage)
    now = [row.kind for row in consultation.stages.all() if row.state == "now"]
    assert now == ([] if stage == "prepared" else [stage])
    assert consultation.state == ("prepared" if stage == "prepared" else "open")


def test_a_file_in_its_comment_stage_with_opinions_polls_and_a_session(city):
    consultation = scenes.a_consultation(city)
    made = scenes.comments(city, consultation)
    assert len(made) == len(Comment.objects.opinions().filter(consultation=consultation)) >= 30
    assert Comment.objects.filter(shown="anonymous").count() >= 3
    assert {c.position for c in made.values()} == set(Position.values)
    poll = scenes.a_poll(city, consultation)
    assert poll.state == "open"
    assert poll.ballots.count() >= 8
    assert scenes.a_poll(city, consultation, "main-closed", closed=True).state == "closed"
    room = scenes.a_planned_room(city, consultation)
    assert (room.state, room.agenda.count()) == ("planned", 3)


def test_opinions_from_paper_are_entered_and_the_doubtful_rows_wait(city):
    consultation = scenes.a_consultation(city)
    letter = scenes.a_letter(city, consultation)
    assert {comment.counted for comment in letter.comments.all()} == {36}
    table = scenes.a_table(city, consultation)
    assert table.state == Import.State.DONE
    rows = table.lines.exclude(state="aside").order_by(
        "order"
    )  # aside: title, guidance and heading of the template
    assert list(rows.values_list("state", flat=True)) == ["placed"] * 5 + ["doubt"] * 2
    assert [line.comment.clause.citation for line in table.lines.filter(comment__clause__isnull=False)] == [
        "khoản 1 Điều 11", "khoản 2 Điều 11", "khoản 3 Điều 7", "Điều 25",
    ]  # fmt: skip
    assert table.paper.comments.get(clause=None).position == Position.YES


def test_a_round_runs_and_another_filed_its_opinion_with_the_dissent(city):
    consultation = scenes.a_consultation(city)
    running, filed = scenes.a_round(city, consultation), scenes.a_filed_round(city, consultation)
    assert running.filed_at is None
    assert running.seats.filter(votes=True).exists()
    assert filed.comment.voice.kind == "organisation"
    lines = Comment.objects.filter(voice=filed.comment.voice).exclude(pk=filed.comment_id)
    assert {comment.clause.citation for comment in lines} == {"khoản 2 Điều 16", "khoản 3 Điều 16"}
    assert [len(line["dissents"]) for line in filed.snapshot["lines"]] == [1, 0]


def test_a_half_compilation_still_waits_for_opinions_and_cites_the_session(city):
    compilation = scenes.a_half_compilation(city)
    assert compilation.state == Compilation.State.OPEN
    left = coverage(compilation.consultation)
    assert 0 < left.unplaced < left.total
    kinds = {
        name
        for point in compilation.points.all()
        for citation in point.citations.all()
        for name in ("comment", "poll", "message")
        if getattr(citation, f"{name}_id")
    }
    assert kinds == {"comment", "poll", "message"}
    room = Room.objects.get(consultation=compilation.consultation)
    assert room.state == Room.State.CLOSED
    assert room.conclusion
    assert room.shows.get().hands.count() == 7


def test_a_finished_consultation_is_answered_published_and_told(city):
    consultation = scenes.a_finished_consultation(city)
    assert consultation.state == "closed"
    compilation = consultation.compilation
    assert compilation.state == Compilation.State.PUBLISHED
    assert compilation.points.count() == Answer.objects.count() == 9
    assert set(Answer.objects.values_list("code", flat=True)) == set(Answer.Code.values)
    assert DraftVersion.objects.filter(draft=consultation.draft, state="published").count() == 2
    changed = ClauseLink.objects.filter(new_version__draft=consultation.draft).exclude(kind="same")
    for answer in Answer.objects.filter(next_clause__isnull=False):
        assert changed.filter(new=answer.next_clause).exists(), answer.next_clause.citation
    shown = satisfaction(compilation)
    assert (shown.total, shown.withheld) == (11, False) and shown.rows
    (objections,) = public_objections(compilation).values()
    assert [bool(one.text and one.answer) for one in objections] == [True]
    story.spread()
    author = city[1]
    assert Notice.objects.filter(user=author, url__contains=consultation.code).exists()
    assert Mail.objects.filter(to=author.email, state="sent").exists()


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_told_once_and_its_ledger_holds(settings):
    settings.DEMO = True
    said = io.StringIO()
    call_command("demo", "--once", stdout=said)
    entries, users = Entry.objects.count(), User.objects.count()
    assert "Xong sau" in said.getvalue()
    call_command("demo", "--once", "--accounts", stdout=said)
    assert (Entry.objects.count(), User.objects.count()) == (entries, users)
    for key in ("chuyengia", "hoi", "coquan", "nguoiky", "dieuphoi", "uyvien", "chunhiem", "thuky", "giamsat",
                "quantri", "dulieu"):  # fmt: skip
        assert f"{key}@demo.consult.test" in said.getvalue()
        assert User.objects.get(email=f"{key}@demo.consult.test").check_password(demo.PASSWORD)
    assert "đang tắt" in said.getvalue()
    call_command("verify_ledger", stdout=io.StringIO())


def test_no_demonstration_where_it_is_switched_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=0"):
        call_command("demo", "--once")


def test_the_command_wants_to_know_what_to_do(settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="--once"):
        call_command("demo")


def test_the_plan_of_the_year_names_the_files_of_the_story(city):
    file = scenes.a_consultation(city, story.SMALL, days=(15, 20, 30, 45))
    items = plans.plans_of_the_year(city)
    assert [item.consultation for item in items if item.consultation_id] == [file]
    assert {item.mark for item in items} == {"", "done", "dropped"}
    assert {item.council.kind for item in items} == {"front", "advisory_council"}

"""Stage lines, deadlines and suggested dates."""

from datetime import date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consult.consultations import managing, schedules, selectors
from consult.consultations.models import Consultation, DeadlineRule, Holiday, Stage
from consult.kit.verdicts import NotThere
from consult.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
VIETNAM = timezone.get_fixed_timezone(420)


def loaded(consultation):
    return Consultation.objects.for_rows().select_related("book").get(pk=consultation.pk)


def set_stage(consultation, kind, opens_on, closes_at):
    Stage.objects.filter(consultation=consultation, kind=kind).update(opens_on=opens_on, closes_at=closes_at)


@time_machine.travel(datetime(2026, 11, 22, 23, 30, tzinfo=VIETNAM), tick=False)
def test_the_stage_line_counts_days_in_vietnam():
    consultation = factories.a_consultation("comment")
    end = datetime(2026, 12, 4, 23, 59, 59, tzinfo=VIETNAM)
    set_stage(consultation, "comment", date(2026, 11, 10), end)
    set_stage(consultation, "compile", None, datetime(2026, 12, 15, 23, 59, 59, tzinfo=VIETNAM))
    set_stage(consultation, "meet", None, None)
    line = selectors.stage_line(loaded(consultation))
    assert [(item.name, item.state) for item in line] == [
        ("Góp ý", "now"), ("Thảo luận", "next"), ("Tổng hợp", "next"), ("Trả lời", "next"), ("Kết thúc", "next"),
    ]  # fmt: skip
    assert (line[0].when, line[0].left) == ("10/11 – 04/12/2026", "Còn 12 ngày")
    assert (line[1].when, line[1].left) == ("", "")
    assert line[2].when == "trước 15/12/2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [(12, "Còn 12 ngày"), (1, "Còn 1 ngày"), (0, "Hết hạn hôm nay"), (-3, "Quá hạn 3 ngày")],
)
def test_days_in_words(days, words):
    assert selectors.left_words(days) == words


@time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM), tick=False)
def test_the_next_deadline_is_that_of_the_present_stage_with_its_source():
    consultation = factories.a_consultation("compile")
    rule = DeadlineRule.objects.create(key="thu.compile", label="Tổng hợp", days=7, source="Quy chế phối hợp")
    set_stage(consultation, "compile", None, datetime(2026, 11, 24, 23, 59, 59, tzinfo=VIETNAM))
    Stage.objects.filter(consultation=consultation, kind="compile").update(rule=rule)
    found = selectors.next_deadline(loaded(consultation))
    assert (found.kind, found.days_left, found.urgency) == ("compile", 2, "soon")
    assert (found.words, found.source) == ("Còn 2 ngày", "Quy chế phối hợp")
    assert [d.kind for d in selectors.deadlines(loaded(consultation))] == ["compile", "answer"]


@pytest.fixture
def rules():
    DeadlineRule.objects.all().delete()
    Holiday.objects.all().delete()
    rows = [
        ("draft.publish_min", 20, "calendar"),
        ("stage.meet", 5, "working"),
        ("stage.compile", 7, "working"),
    ]
    for key, days, count in rows:
        DeadlineRule.objects.create(key=key, label=key, days=days, count=count, source="Luật")
    Holiday.objects.create(day=date(2027, 1, 1), name="Tết Dương lịch")


def test_suggested_dates_come_from_the_tables(rules):
    found = {s.kind: s for s in schedules.suggest("comment", date(2026, 12, 7))}
    assert found["comment"].closes_on == date(2026, 12, 27)
    # Five working days after Sunday 27 December, 1 January being off.
    assert (found["meet"].opens_on, found["meet"].closes_on) == (date(2026, 12, 28), date(2027, 1, 4))
    assert found["compile"].closes_on == date(2027, 1, 13)
    assert "answer" not in found
    assert found["meet"].why == "5 ngày làm việc. Căn cứ: Luật."
    DeadlineRule.objects.filter(key="draft.publish_min").update(days=30)
    assert schedules.suggest("comment", date(2026, 12, 7))[0].closes_on == date(2027, 1, 6)


def test_nothing_is_suggested_without_a_rule(rules):
    assert schedules.suggest("policy", date(2026, 12, 7)) == ()


def test_a_short_comment_stage_is_cautioned(rules):
    consultation = factories.a_consultation(version=factories.a_version())
    consultation.kind = "comment"
    consultation.save()
    set_stage(consultation, "comment", date(2026, 12, 7), datetime(2026, 12, 26, 23, 59, 59, tzinfo=VIETNAM))
    assert schedules.shorter_than_rule(loaded(consultation)).days == 20
    set_stage(consultation, "comment", date(2026, 12, 7), datetime(2026, 12, 27, 23, 59, 59, tzinfo=VIETNAM))
    assert schedules.shorter_than_rule(loaded(consultation)) is None


def test_who_finds_a_file_by_its_code():
    prepared, opened = factories.a_consultation(state="prepared"), factories.a_consultation()
    officer = factories.a_member(prepared.agency, Role.AGENCY_OFFICER)
    member = factories.a_member(prepared.council, Role.COUNCIL_MEMBER)
    expert = factories.an_expert()
    assert selectors.consultation_or_404(officer, prepared.code) == prepared
    assert selectors.consultation_or_404(member, prepared.code) == prepared
    assert selectors.consultation_or_404(expert, opened.code) == opened
    for code in (prepared.code, "GY-1900-001"):
        with pytest.raises(NotThere):
            selectors.consultation_or_404(expert, code)


def test_rows_of_a_list_cost_no_query_each(django_assert_num_queries):
    for _ in range(3):
        factories.a_consultation()
    for expected in (3, 6):
        with django_assert_num_queries(2):
            rows = selectors.file_rows(selectors.consultations_visible(AnonymousUser()))
        assert len(rows) == expected
        for _ in range(3):
            factories.a_consultation()
    assert rows[0].slip == "Còn 12 ngày"


def test_candidates_are_listed_verified_and_not_asked_yet():
    consultation = factories.a_consultation()
    asked, hidden = factories.an_expert(), factories.an_expert(listed=False)
    factories.an_expert(verified=False)
    wanted = factories.an_expert("Võ Văn Kiên", field="201")
    consultation.invitations.create(expert=asked.expert, invited_by=consultation.created_by)
    rows = managing.candidate_rows(managing.candidates(consultation))
    assert [row.id for row in rows] == [wanted.expert.pk]
    assert hidden.expert.pk not in {row.id for row in rows}

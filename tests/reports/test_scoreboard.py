"""How agencies answer: what is counted, what is merged, in which order, and that no expert stands there."""

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from consult.reports import scoreboard
from consult.reports.models import Compilation
from consult.reports.scoreboard import Score, merged
from tests.pages import text
from tests.reports.conftest import compiled, published

pytestmark = pytest.mark.django_db


def test_points_of_each_agency_are_counted():
    out, waiting = published(6), compiled(5)
    Compilation.objects.filter(pk=waiting.compilation.pk).update(
        answer_due=timezone.now() - timedelta(days=1)
    )
    found = {row.name: row for row in scoreboard.scoreboard().agencies}
    first = found[out.file.agency.official_name]
    assert (first.points, first.answered, first.late, first.accepted) == (6, 6, 0, 0)
    second = found[waiting.file.agency.official_name]
    assert (second.points, second.answered, second.late) == (5, 0, 5)
    assert (second.answered_share, second.on_time_share, second.accepted_share) == ("0%", "0%", "–")


def test_what_was_published_late_is_late():
    case = published(5)
    Compilation.objects.update(answer_due=timezone.now() - timedelta(days=1))
    (row,) = scoreboard.scoreboard().agencies
    assert (row.name, row.answered, row.late) == (case.file.agency.official_name, 5, 5)


def test_small_numbers_are_merged_or_left_out():
    rows = [Score("A", 6, 6, 0, 3), Score("B", 3, 3, 1, 3), Score("C", 4, 2, 0, 0)]
    assert merged(rows, "Khác") == (Score("A", 6, 6, 0, 3), Score("Khác", 7, 5, 1, 3))
    assert merged(rows[:2], "Khác") == (rows[0],)
    published(2)
    assert scoreboard.scoreboard().agencies == ()


def test_by_name_unless_asked_otherwise(client):
    cases = [published(n) for n in (5, 6, 7)]
    names = [row.name for row in scoreboard.scoreboard().agencies]
    assert names == sorted(names)
    assert [row.points for row in scoreboard.scoreboard("so-diem").agencies] == [7, 6, 5]
    assert scoreboard.scoreboard("chuyen-gia").order == "ten"
    page = text(client.get(reverse("scoreboard"), {"xep": "so-diem"}))
    assert page.index(cases[2].file.agency.official_name) < page.index(cases[0].file.agency.official_name)
    assert "Cách tính" in page
    for case in cases:
        assert case.comments[0].voice.label not in page


def test_fields_count_points_of_public_opinions():
    published(5)
    hidden = published(5)
    for comment in hidden.comments:
        comment.state = "hidden"
        comment.save()
    fields = scoreboard.scoreboard().fields
    assert all(row.points <= 5 for row in fields)
    assert sum(row.points for row in fields) <= 5


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        published(size)
        client.get(reverse("scoreboard"))
        with django_assert_max_num_queries(resolve(reverse("scoreboard")).func.budget) as seen:
            assert client.get(reverse("scoreboard")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]

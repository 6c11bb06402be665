"""The figures of a file: what they count, what they leave out, that their tables say the same."""

import re

import pytest
from django.urls import resolve, reverse

from consult.kit import stored
from consult.reports import figures
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case, an_opinion, published

pytestmark = pytest.mark.django_db


def a_voice(case, field):
    voice = make.a_voice(case.file, make.an_expert())
    voice.descriptor = stored.VERIFIED_IN % {"field": field}
    voice.save()
    return voice


def tables(case, counts=None):
    return {one.ident: one for one in figures.of_file(case.file, counts)}


def test_what_the_public_may_not_read_is_in_no_figure():
    case = a_case(opinions=0)
    law, _health = case.clauses[0], case.clauses[1]
    an_opinion(case.file, law, position="no")
    an_opinion(case.file, law, position="yes", shown="council")
    an_opinion(case.file, law, position="yes", state="hidden")
    an_opinion(case.file, law, position="yes", state="withdrawn")
    (row,) = tables(case)["f-stances"].rows
    assert row[1:] == ("1", "1")
    assert tables(case)["f-stances"].head[1] == "Không đồng ý"


def test_stances_stand_in_the_order_of_the_law_and_add_up():
    case = a_case(opinions=0)
    for clause, position in (
        (case.clauses[1], "no"),
        (case.clauses[0], "yes"),
        (case.clauses[0], "no"),
        (None, "other"),
    ):
        an_opinion(case.file, clause, position=position)
    one = tables(case)["f-stances"]
    assert one.rows[0][0] == "Vấn đề chung"
    assert [int(row[-1]) for row in one.rows] == [1, 2, 1]
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in one.rows)


def test_many_clauses_are_told_together_and_none_is_lost():
    case = a_case(opinions=0)
    version = case.file.version
    units = list(version.clauses.all())
    for clause in units:
        an_opinion(case.file, clause)
    before = figures.MOST_ROWS
    figures.MOST_ROWS = 3
    try:
        rows = tables(case)["f-stances"].rows
    finally:
        figures.MOST_ROWS = before
    assert rows[-1][0] == "Các điều khoản khác"
    assert sum(int(row[-1]) for row in rows) == len(units)


def test_a_field_under_five_has_no_number():
    case = a_case(opinions=0)
    law = [a_voice(case, "Pháp luật") for _ in range(5)]
    for voice in [*law, a_voice(case, "Kinh tế")]:
        an_opinion(case.file, case.clauses[0], voice=voice)
    found = dict(tables(case)["f-fields"].rows)
    assert found == {"Pháp luật": "5", "Kinh tế": "có, dưới 5"}


def test_days_add_up():
    case = a_case(opinions=3)
    rows = tables(case)["f-time"].rows
    assert sum(int(row[1]) for row in rows) == 3


def test_states_are_shown_once_published(client, signed_in):
    case = published(2)
    page = text(client.get(reverse("figures", args=[case.file.code])))
    assert "Điểm góp ý theo trả lời" in page
    assert len(re.findall(r'<rect data-hue="cham" rx="3"', page)) == 4  # two points, drawn for two widths
    waiting = a_case(opinions=1)
    page = text(client.get(reverse("figures", args=[waiting.file.code])))
    assert "Điểm góp ý theo trả lời" not in page
    assert "Quan điểm theo điều khoản" in page
    empty = a_case(opinions=0)
    assert "Chưa có ý kiến công khai nào." in text(client.get(reverse("figures", args=[empty.file.code])))


def test_ids_are_unique_on_the_page(client):
    case = published(3)
    page = client.get(reverse("results", args=[case.file.code])).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = a_case(opinions=size)
        address = reverse("figures", args=[case.file.code])
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]

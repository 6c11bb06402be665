"""An acceptance may change several clauses and a point may concern several: every page and paper names all of them."""

import io

import pytest
from django.urls import reverse
from docx import Document

from consult.core import papers as core
from consult.documents.models import Clause
from consult.reports import (
    actions,
    changes,
    open_data,
    outcome,
    paper_data,
    papers,
    snapshot,
)
from consult.reports.models import Point
from tests import factories as make
from tests.reports.conftest import compiled

pytestmark = pytest.mark.django_db


def words(made: bytes) -> str:
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


@pytest.fixture
def case():
    """One point on a clause and two more; its acceptance is bound to changed words at several places."""
    case = compiled(1)
    text = make.TEXT_2.replace("có liên quan", "liên quan trực tiếp").replace("Năng lực", "Năng lực, uy tín")
    case.second = make.a_version(draft=case.file.draft, text=text)
    point = case.points[0]
    others = [clause for clause in case.clauses if clause.pk != point.clause_id][:2]
    Point.objects.filter(pk=point.pk).update(
        also=[clause.pk for clause in reversed(others)], criteria=["soundness", "need"]
    )
    case.also = [snapshot.group_name(clause) for clause in others]
    first = {spot.place: spot for spot in reversed(changes.spots(case.file, case.second))}
    case.places = list(dict.fromkeys(spot.place for spot in changes.spots(case.file, case.second)))
    assert len(case.places) > 1, "the sample has changes at several places"
    actions.write_answer(
        case.officer, point=point, code="acc", text="Đã chỉnh sửa.", version=0,
        changes=[first[place].key for place in case.places],
    )  # fmt: skip
    return case


@pytest.fixture
def done(case):
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


def printed(case, by, code) -> str:
    form = core.FORMS[code]
    dossier = paper_data.dossier(by, case.file, form)
    return words(core.paper_docx(core.made(form, dossier, {}, digest="ab" * 32)))


def test_the_published_table_on_paper_names_every_changed_place(done):
    text = words(papers.docx(done.compilation))
    assert f"Nội dung đã sửa tại {', '.join(done.places)} của dự thảo 2." in text
    assert f"Liên quan: {', '.join(done.also)}." in text


@pytest.mark.parametrize("code", ["ban-tong-hop-tiep-thu", "cong-van-tiep-thu"])
def test_the_agencys_papers_name_every_changed_place(case, code):
    text = printed(case, case.officer, code)
    assert f"Nội dung đã sửa tại {', '.join(case.places)} của dự thảo 2." in text
    assert f"Liên quan: {', '.join(case.also)}." in text


def test_the_councils_papers_name_further_clauses_and_every_criterion(case):
    working, report = (
        printed(case, case.coordinator, code) for code in ("bang-tong-hop", "bao-cao-phan-bien")
    )
    for text in (working, report):
        assert f"Liên quan: {', '.join(case.also)}." in text
    assert "1. Sự cần thiết\n3. Tính đúng đắn, khoa học, khả thi" in working
    need, conformity, soundness, impact = (
        report.split(head)[1] for head in ("1. Về sự cần", "2. Về sự phù", "3. Về tính", "4. Về tác động")
    )
    line = f"- {case.points[0].title} ("
    assert line in need.split("2. Về sự phù")[0]
    assert line in soundness.split("4. Về tác động")[0]
    assert line not in conformity.split("3. Về tính")[0]
    assert line not in impact.split("5. Về bảo đảm")[0]


def test_the_public_table_leads_to_every_changed_place(done, client):
    row = outcome.results_page(done.officer, done.file).rows[0]
    assert [place for place, _url in row.places] == done.places
    anchors = {url.partition("#c-")[2] for _place, url in row.places} - {""}
    assert Clause.objects.filter(pk__in=anchors, version=done.second).count() == len(anchors) > 1
    for name, arguments in (("results", []), ("result", [done.points[0].pk])):
        page = client.get(reverse(name, args=[done.file.code, *arguments])).content.decode()
        assert page.count("Xem ") >= len(done.places)
        for place, url in row.places:
            assert f'href="{url}"' in page, (name, place)
        assert all(name_of in page.replace("\xa0", " ") for name_of in done.also)


def test_open_data_name_every_changed_place_and_every_further_clause(done):
    [point] = open_data.dataset(done.compilation)["points"]
    assert point["changed_citation"] == "; ".join(done.places)
    assert (point["also"], point["criteria"]) == ("; ".join(done.also), "soundness; need")


def test_a_table_frozen_before_places_were_kept_still_names_its_one(done):
    answer = done.compilation.snapshot["rows"][0]["answer"]
    old = {**answer, "changes": [], "next_citation": "khoản 1 Điều 3"}
    assert snapshot.changed_places(old) == ["khoản 1 Điều 3"]
    assert snapshot.changed_places({**old, "next_version": None}) == []


def test_a_dossier_frozen_before_has_neither_further_places_nor_criteria():
    issue = core.plain(core.Issue("Điều 1", "Tên", criterion="need"))
    del issue["also"], issue["criteria"]
    found = core.read(core.Issue, issue, "issue")
    assert (found.places, found.weighed_by) == ("", ("need",))

"""A point in the workspace: further clauses and criteria, who stands behind it by field, who dissents."""

import uuid
from collections import Counter

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult.core.opinion import LEAST
from consult.reports import actions
from consult.reports.models import Point
from consult.reports.strata import strata
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case, an_opinion, point_of


def started(opinions=1):
    case = a_case(opinions=opinions)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.point = point_of(case, case.comments[0])
    return case


def page_of(client, case):
    address = reverse("compile", args=[case.file.code])
    return text(client.get(address, {"diem": case.point.pk}))


def form(case, **more):
    return {
        "title": "Kéo dài thời hạn", "clause": case.point.clause_id, "position": "amend", "summary": "",
        "version": case.point.version, **more,
    }  # fmt: skip


# --- further clauses and criteria ------------------------------------------------------------------------


@pytest.mark.django_db
def test_further_clauses_and_criteria_are_chosen_in_the_form_and_kept(signed_in):
    case = started()
    other = next(clause for clause in case.clauses if clause.pk != case.point.clause_id)
    client = signed_in(case.coordinator)
    address = reverse("point_edit", args=[case.file.code, case.point.pk])
    sent = form(case, also=[other.pk], criteria=["soundness", "need"])
    assert client.post(address, sent).status_code == 302
    case.point.refresh_from_db()
    assert (case.point.also, case.point.criteria) == ([other.pk], ["need", "soundness"])
    page = page_of(client, case)
    assert f'<option value="{other.pk}" selected' in page
    assert page.count("checked") >= 2
    assert '<details class="fold-data" open' in page
    member = page_of(signed_in(case.member), case)
    assert "Điều khoản khác có liên quan" in member
    assert "Sự cần thiết; Tính đúng đắn" in member
    client = signed_in(case.coordinator)
    assert client.post(address, form(case, version=case.point.version)).status_code == 302
    case.point.refresh_from_db()
    assert (case.point.also, case.point.criteria) == ([], [])


@pytest.mark.django_db
def test_a_new_point_takes_them_and_what_is_not_there_is_refused(signed_in):
    case = started(2)
    client = signed_in(case.coordinator)
    address = reverse("point_new", args=[case.file.code])
    sent = form(case, also=[case.clauses[1].pk, case.clauses[2].pk], criteria=["impact"])
    sent |= {"comment": case.comments[1].pk, "clause": case.clauses[0].pk, "client_key": str(uuid.uuid4())}
    stranger = make.a_consultation("compile").version.clauses.exclude(citation="").first()
    for wrong in ({"also": [stranger.pk]}, {"also": ["x"]}, {"criteria": ["beauty"]}):
        refused = client.post(address, sent | wrong)
        assert refused.status_code == 400
        assert '<details class="fold-data" open' in refused.content.decode()
    assert Point.objects.count() == 1
    assert client.post(address, sent).status_code == 302
    made = Point.objects.latest("pk")
    assert made.also == sorted([case.clauses[1].pk, case.clauses[2].pk])
    assert made.criteria == ["impact"]


@pytest.mark.django_db
def test_who_saves_over_another_reads_the_stored_clauses_and_keeps_the_own(signed_in):
    case = started()
    first, second = [clause for clause in case.clauses if clause.pk != case.point.clause_id][:2]
    client = signed_in(case.coordinator)
    address = reverse("point_edit", args=[case.file.code, case.point.pk])
    client.post(address, form(case, also=[first.pk], criteria=["need"]))
    stale = client.post(address, form(case, also=[second.pk], criteria=["impact", "balance"]))
    assert stale.status_code == 409
    page = text(stale)
    stored = page[page.index("Nội dung đang lưu") : page.index("<form", page.index("Nội dung đang lưu"))]
    assert "Sự cần thiết" in stored
    assert first.citation[1:] in stored
    assert f'<option value="{second.pk}" selected' in page
    assert f'<option value="{first.pk}" selected' not in page
    again = form(case, also=[second.pk], criteria=["impact", "balance"], version=2)
    assert client.post(address, again).status_code == 302
    case.point.refresh_from_db()
    assert (case.point.also, case.point.criteria) == ([second.pk], ["impact", "balance"])


# --- who stands behind it --------------------------------------------------------------------------------


def of_field(case, field, count, reason="Thời hạn quá ngắn.", **more):
    voices = []
    for _ in range(count):
        voice = make.a_voice(case.file)
        voice.descriptor = f"Chuyên gia đã xác thực, lĩnh vực {field}" if field else "Chuyên gia đã xác thực"
        voice.save(update_fields=["descriptor"])
        comment = an_opinion(case.file, case.clauses[0], voice=voice, reason=reason)
        actions.cite(case.coordinator, point=case.point, comments=[comment], **more)
        voices.append(voice)
    return voices


@pytest.mark.django_db
def test_supporters_by_field_with_small_groups_merged_and_dissent_apart(signed_in):
    case = started()
    [one, *_more] = of_field(case, "Pháp luật", 6)
    of_field(case, "Y tế", 3)
    of_field(case, "Giáo dục", 2)
    twice = an_opinion(case.file, case.clauses[1], voice=one)
    actions.cite(case.coordinator, point=case.point, comments=[twice])
    of_field(case, "Pháp luật", 1, reason="Giữ nguyên thời hạn cũ.", dissent=True)
    gone = case.comments[0]
    gone.state = "withdrawn"
    gone.save(update_fields=["state"])
    page = page_of(signed_in(case.member), case)
    who = page[page.index('id="h-who"') : page.index('id="h-rest"')]
    assert "11 người ủng hộ" in who
    assert "<dt>Pháp luật</dt><dd>6</dd>" in who
    assert "<dd>5</dd>" in who
    assert "Y tế" not in who
    assert "Giáo dục" not in who
    dissent = page[page.index('id="h-dis"') :]
    assert "1 ý kiến khác trong điểm này" in dissent
    assert "Giữ nguyên thời hạn cũ." in dissent
    assert "Giữ nguyên thời hạn cũ." not in page[page.index('id="h-rest"') : page.index('id="h-dis"')]


@pytest.mark.django_db
def test_where_all_are_few_no_field_is_told_apart(signed_in):
    case = started()
    of_field(case, "Y tế", 3)
    page = page_of(signed_in(case.member), case)
    assert "Không tách theo lĩnh vực" in page
    assert "Y tế" not in page[page.index('id="h-who"') : page.index('id="h-rest"')]
    assert 'id="h-dis"' not in page


class Somebody:
    def __init__(self, pk, field):
        self.pk, self.descriptor = pk, f"Chuyên gia đã xác thực, lĩnh vực {field}" if field else ""


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "A", "B", "C", "D"])), max_size=60))
def test_no_group_under_five_can_be_read_or_found_by_subtraction(people):
    fields = dict(people)
    found = strata([Somebody(pk, fields[pk]) for pk, _field in people], "khác")
    sizes = Counter(field or "khác" for field in fields.values())
    assert found.people == len(fields)
    assert all(count >= LEAST and sizes[name] == count for name, count in found.fields)
    hidden = found.people - sum(count for _name, count in found.fields)
    assert found.withheld or found.other == hidden
    assert hidden == 0 or hidden >= LEAST or (found.withheld and not found.fields)


# --- speed -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_queries_do_not_grow_with_clauses_and_dissent(signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = started()
        case.point.also = [clause.pk for clause in case.clauses][: size // 3]
        case.point.criteria = ["need"]
        case.point.save()
        of_field(case, "Y tế", size)
        of_field(case, "Giáo dục", size, dissent=True)
        client = signed_in(case.coordinator)
        page_of(client, case)
        with django_assert_max_num_queries(30) as seen:
            page_of(client, case)
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""The public table: what it finds, what it counts, its lasting addresses, a clause from draft to draft."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from consult.core import legal
from consult.documents import actions as documents
from consult.documents.selectors import tree
from consult.forums.models import Comment
from consult.kit import stored
from consult.reports import actions, changes, outcome, results_filters, results_measures
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case, an_opinion, point_of, published, with_next_version

pytestmark = pytest.mark.django_db


def url(name, case, *args):
    return reverse(name, args=[case.file.code, *args])


def a_voice_of(case, field, name="TS. Lê Minh Châu"):
    voice = make.a_voice(case.file, make.an_expert(name))
    voice.descriptor = stored.VERIFIED_IN % {"field": field}
    voice.save()
    return voice


def a_table(*points):
    """A published file; each point: title, code of the answer, and fields of its unnamed opinions."""
    case = with_next_version(a_case(opinions=0))
    made = []
    for number, (title, _code, fields) in enumerate(points):
        clause = case.clauses[number % len(case.clauses)]
        made.append(
            [
                an_opinion(
                    case.file,
                    clause,
                    shown="anonymous",
                    voice=a_voice_of(case, field),
                    reason=f"Lý do {title}",
                )
                for field in fields
            ]
        )
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = []
    for (title, _code, _fields), comments in zip(points, made, strict=True):
        point = point_of(case, comments[0], title=title)
        actions.cite(case.coordinator, point=point, comments=comments[1:])
        case.points.append(point)
    case.compilation = actions.close_compilation(
        case.coordinator, compilation=case.compilation, unquoted_reason="Đã nêu trong nội dung các điểm."
    )
    for point, (_title, code, _fields) in zip(case.points, points, strict=True):
        place = case.next if code in ("acc", "part") else None
        actions.write_answer(
            case.officer, point=point, code=code, text=f"Trả lời {point.title}.", version=0, next_clause=place
        )
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


TABLE = (
    ("Kéo dài thời hạn", "acc", ["Pháp luật"] * 6 + ["Y học lâm sàng"] * 2),
    ("Bỏ điều kiện tuổi", "exp", ["Y học lâm sàng"] * 2),
    ("Công khai tiêu chí", "note", ["Pháp luật"]),
)


def titles(page):
    return [title for title, _code, _fields in TABLE if f">{title}</a>" in page]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [0, 1, 2]),
        ({"tra-loi": "exp"}, [1]),
        ({"tim": "keo dai"}, [0]),
        ({"tim": "TRẢ LỜI bỏ"}, [1]),
        ({"tim": "ly do cong khai"}, [2]),
        ({"tim": "không có chữ này"}, []),
        ({"linh-vuc": "Y học lâm sàng"}, [0, 1]),
        ({"linh-vuc": "Y học lâm sàng", "tra-loi": "acc"}, [0]),
        ({"quan-diem": "no"}, []),
        ({"quan-diem": "amend"}, [0, 1, 2]),
        ({"quan-diem": "x", "dieu-khoan": "không", "tra-loi": "?"}, [0, 1, 2]),
        ({"dieu-khoan": "chung"}, []),
    ],
)
def test_the_address_narrows_the_table(client, asked, found):
    case = a_table(*TABLE)
    page = text(client.get(url("results", case), asked))
    assert titles(page) == [TABLE[number][0] for number in found]


def test_a_clause_narrows_the_table_and_the_pills_keep_it(client):
    case = a_table(*TABLE)
    clause = case.points[1].clause_id
    page = text(client.get(url("results", case), {"dieu-khoan": clause}))
    assert titles(page) == ["Bỏ điều kiện tuổi"]
    assert f"?tra-loi=exp&amp;dieu-khoan={clause}" in page
    assert f'<option value="{clause}" selected>' in page


def test_nothing_of_the_filters_must_be_chosen(client):
    """A field that a browser holds to be required would keep the others from being sent."""
    page = text(client.get(url("results", a_table(*TABLE))))
    form = page.partition('<form class="sheet stack" method="get"')[2].partition("</form>")[0]
    assert form.count("<select") == 3
    assert " required" not in form


def test_fields_under_five_are_one_number(client):
    """Six lawyers are told; of two physicians neither field nor number, since with them six would tell them."""
    case = a_table(*TABLE)
    known = results_filters.speakers(case.compilation.snapshot["rows"])
    row = case.compilation.snapshot["rows"][0]
    behind = results_filters.behind(row, known)
    assert (behind.opinions, behind.people) == (8, 8)
    assert behind.fields == ()
    assert behind.other == 8
    assert results_filters.behind(case.compilation.snapshot["rows"][1], known).withheld


def test_large_fields_are_told():
    voices = {n: results_filters.Speaker(n, "Pháp luật" if n < 6 else "Kinh tế", 1) for n in range(11)}
    row = {"opinions": [{"kind": "comment", "id": n, "contributor": "x"} for n in range(11)]}
    behind = results_filters.behind(row, voices)
    assert dict(behind.fields) == {"Pháp luật": 6, "Kinh tế": 5}
    assert behind.other is None


def test_a_voice_that_speaks_twice_is_one_person():
    voices = {1: results_filters.Speaker(7, "Pháp luật", 1), 2: results_filters.Speaker(7, "Pháp luật", 1)}
    row = {"opinions": [{"kind": "comment", "id": n, "contributor": "x"} for n in (1, 2)]}
    assert results_filters.behind(row, voices).people == 1


def test_an_opinion_hidden_since_is_in_no_count_and_no_search(client):
    case = a_table(("Công khai tiêu chí", "note", ["Pháp luật"]))
    Comment.objects.update(state="hidden")
    page = text(client.get(url("results", case)))
    assert '<option value="Pháp luật"' not in page
    assert titles(text(client.get(url("results", case), {"linh-vuc": "Pháp luật"}))) == []
    assert titles(text(client.get(url("results", case), {"tim": "Lý do"}))) == []
    assert "Lý do Công khai" not in page


def test_the_numbers_at_the_head_add_up():
    codes = ["acc", "acc", "part", "exp", "note"]
    counts = results_measures.counted(codes)
    assert counts == {"all": 5, "accepted": 3, "explained": 1, "open": 1}
    waits = results_measures.counted(codes, [True, False, False, True, False])
    assert waits == {"all": 5, "accepted": 2, "explained": 0, "open": 3}
    assert waits["accepted"] + waits["explained"] + waits["open"] == waits["all"]


def test_a_table_published_late_says_so(client):
    case = a_table(*TABLE)
    assert "3/3" in text(client.get(url("results", case)))
    case.compilation.answer_due = "2020-01-01T00:00:00Z"
    case.compilation.save()
    page = text(client.get(url("results", case)))
    assert "<b>0/3</b><br><span>điểm được trả lời đúng hạn" in page
    assert "01/01/2020" in page


def test_a_long_table_has_pages(client):
    case = published(30)
    first = text(client.get(url("results", case)))
    second = text(client.get(url("results", case), {"page": 2}))
    ids = [f'id="diem-{point.pk}"' for point in case.points]
    assert [one in first for one in ids].count(True) == 24
    assert [one in second for one in ids].count(True) == 6
    assert client.get(url("results", case), {"page": 3}).status_code == 404
    assert client.get(url("results", case), {"page": "x"}).status_code == 404


# --- one point -------------------------------------------------------------------------------------------


def test_a_point_has_its_own_address(client):
    case, other = a_table(*TABLE), a_table(TABLE[0])
    page = text(client.get(url("result", case, case.points[1].pk)))
    assert "Bỏ điều kiện tuổi" in page
    assert "Trả lời Bỏ điều kiện tuổi." in page
    assert "Kéo dài thời hạn" not in page
    assert client.get(url("result", case, other.points[0].pk)).status_code == 404
    assert client.get(url("result", case, 10**15)).status_code == 404


def test_before_publication_no_point_and_no_clause_has_an_address(client, signed_in):
    from tests.reports.conftest import answered

    case = answered()
    for user in (None, case.officer, case.coordinator):
        browser = signed_in(user) if user else client
        assert browser.get(url("result", case, case.points[0].pk)).status_code == 404
        assert browser.get(url("clause_story", case, case.points[0].clause_id)).status_code == 404


# --- a clause from draft to draft ------------------------------------------------------------------------


def a_changed_clause():
    case = a_case(opinions=0)
    clause = case.file.version.clauses.get(text__contains="07 ngày")
    comment = an_opinion(case.file, clause, proposed="trong thời hạn 15 ngày làm việc")
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.point = point_of(case, comment)
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    with_next_version(case)
    # As publication of a version does; the factory makes versions without their links.
    documents._link_with_previous(case.second, tree(case.second.pk))
    actions.write_answer(
        case.officer, point=case.point, code="acc", text="Đã sửa.", next_clause=case.next, version=0
    )
    actions.publish_answers(case.signer, compilation=case.compilation)
    case.clause = clause
    return case


def test_changed_words_stand_among_those_around_them(client):
    case = a_changed_clause()
    (span,) = client.get(url("results", case)).context["page"].rows[0].spans
    assert (span.deleted, span.inserted) == ("07 ngày", "15 ngày làm việc")
    assert span.before
    assert f"{span.before}{span.inserted}{span.after}".strip("…") in legal.printed(case.next)
    several = {"place": "Điều 1", "deleted": "", "inserted": "mới", "new": [1, 2], "at": [0, 0, 0, 3]}
    assert outcome._span(several, {}) == outcome.Span("Điều 1", "", "mới")


def test_more_words_in_the_line_are_marked():
    long = f"{'một ' * 40}X{' hai' * 40}\nhàng sau"
    before, after = changes.around(long, 160, 161)
    assert (before[:5], before[-4:], after[:4], after[-4:]) == ("…một ", "một ", " hai", "hai…")
    assert changes.around("Một X hai.\nBa.", 4, 5) == ("Một ", " hai.")


def test_the_head_says_that_pages_of_what_became_of_a_file_are_results(client):
    case = a_changed_clause()
    for name, where in (
        ("results", "Kết quả tiếp thu"),
        ("open_data", "Kết quả tiếp thu"),
        ("consultation", "Dự thảo"),
    ):
        head = client.get(url(name, case)).context["nav"]
        assert [label for _url, label, current in head if current] == [where]


def test_the_steps_of_a_clause(client):
    case = a_changed_clause()
    page = text(client.get(url("clause_story", case, case.clause.pk)))
    for number, words in enumerate(("Dự thảo 1", "Ý kiến góp ý", "Trả lời của cơ quan", "Dự thảo 2"), 1):
        assert f'<h2 id="h-buoc-{number}">{words}</h2>' in page
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page
    assert page.count("hidden>") >= 3
    assert 'href="?buoc=2"' in page


def test_a_step_has_its_own_address(client):
    case = a_changed_clause()
    page = text(client.get(url("clause_story", case, case.clause.pk), {"buoc": "4"}))
    assert 'data-story-panel="4" aria-labelledby="h-buoc-4">' in page
    assert 'data-story-panel="1" aria-labelledby="h-buoc-1" hidden>' in page
    for wrong in ("5", "0", "99999"):
        assert client.get(url("clause_story", case, case.clause.pk), {"buoc": wrong}).status_code in (
            200,
            404,
        )
    assert client.get(url("clause_story", case, case.clause.pk), {"buoc": "5"}).status_code == 404


def test_the_clause_of_the_last_draft_tells_the_same_story(client):
    case = a_changed_clause()
    page = text(client.get(url("clause_story", case, case.next.pk)))
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page
    assert case.point.title in page


def test_a_clause_that_no_comparison_finds_again_stands_where_the_answer_says(client, monkeypatch):
    case = a_changed_clause()
    monkeypatch.setattr("consult.documents.carrying.places", lambda version: {})
    page = text(client.get(url("clause_story", case, case.clause.pk)))
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page
    assert "Điều khoản này được bỏ." not in page
    other = case.file.version.clauses.filter(kind=case.clause.kind).exclude(pk=case.clause.pk).first()
    assert "Điều khoản này được bỏ." in text(client.get(url("clause_story", case, other.pk)))


def test_an_article_tells_what_was_said_of_its_clauses(client):
    case = a_changed_clause()
    article = case.clause.parent
    page = text(client.get(url("clause_story", case, article.pk)))
    assert case.point.title in page
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page


def test_a_clause_of_another_draft_has_no_story(client):
    case, other = a_changed_clause(), a_case(opinions=0)
    assert client.get(url("clause_story", case, other.clauses[0].pk)).status_code == 404


@pytest.mark.parametrize("name", ["result", "clause_story"])
def test_queries_do_not_grow(name, client, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = a_case(opinions=0)
        case.comments = [an_opinion(case.file, case.clauses[0]) for _ in range(size)]
        case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
        point = point_of(case, case.comments[0])
        actions.cite(case.coordinator, point=point, comments=case.comments[1:])
        actions.close_compilation(case.coordinator, compilation=case.compilation, unquoted_reason="Đã nêu.")
        actions.write_answer(case.officer, point=point, code="exp", text="Không tiếp thu.", version=0)
        actions.publish_answers(case.signer, compilation=case.compilation)
        address = url(name, case, point.pk if name == "result" else case.clauses[0].pk)
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_an_address_asks_is_cleaned():
    asked = results_filters.read(RequestFactory().get("/", {"tim": "  a\0  b ", "dieu-khoan": "1" * 30}).GET)
    assert asked == results_filters.Asked(words="a b")
    assert asked.query(code="acc") == "?tra-loi=acc&tim=a+b"

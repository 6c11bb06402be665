"""The three pages: who sees them, what they do, what they never tell."""

import uuid

import pytest
from django.urls import resolve, reverse

from consult.forums.models import Comment
from consult.reports import actions
from consult.reports.models import Answer, Citation, Compilation, Point
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import (
    a_case,
    an_opinion,
    answered,
    compiled,
    keys_of,
    point_of,
    published,
    with_next_version,
)

pytestmark = pytest.mark.django_db


def started(opinions=2):
    case = a_case(opinions=opinions)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    return case


def url(name, case, *args):
    return reverse(name, args=[case.file.code, *args])


# --- compiling -------------------------------------------------------------------------------------------


def test_a_coordinator_places_every_opinion_and_closes(signed_in):
    case = started(3)
    client = signed_in(case.coordinator)
    first, second, third = case.comments
    page = client.get(url("compile", case))
    assert "Đã xếp 0/3 ý kiến" in text(page)
    assert f"{case.file.code}-{first.number:06d}" in text(page)
    new = {
        "comment": [first.pk, second.pk], "title": "Kéo dài thời hạn", "clause": first.clause_id,
        "position": "amend", "client_key": str(uuid.uuid4()),
    }  # fmt: skip
    made = client.post(url("point_new", case), new)
    assert made.status_code == 302
    point = Point.objects.get()
    assert point.citations.count() == 2
    after = client.get(made.url)
    assert "Đã xếp 2/3 ý kiến" in text(after)
    assert "Hoàn tác" in text(after)
    refused = client.post(url("compile_close", case))
    assert refused.status_code == 403
    assert "Còn 1 ý kiến chưa được xếp" in text(refused)
    assert f"?y-kien={third.pk}" in text(refused)
    assert (
        client.post(url("compile_place", case), {"comment": third.pk, "point": point.pk}).status_code == 302
    )
    closed = client.post(url("compile_close", case))
    assert closed.status_code == 302
    assert Compilation.objects.get().state == "closed"
    assert text(client.get(closed.url)).count("Bỏ khỏi điểm") == 0


def test_filters_that_find_nothing_do_not_say_that_all_is_placed(signed_in):
    case = started(1)
    client, all_placed = signed_in(case.coordinator), "Không còn ý kiến nào chờ xếp."
    page = text(client.get(url("compile", case), {"tim": "không có chữ nào như thế"}))
    assert "các ý kiến khác vẫn chờ xếp" in page
    assert all_placed not in page
    point_of(case, case.comments[0])
    assert all_placed in text(client.get(url("compile", case)))


def test_undo_puts_the_opinion_back(signed_in):
    case = started(1)
    point = point_of(case, case.comments[0])
    citation = point.citations.get()
    response = signed_in(case.coordinator).post(url("compile_undo", case), {"citation": citation.pk})
    assert response.status_code == 302
    assert not Citation.objects.exists()


def test_the_workspace_exists_for_the_council_alone(signed_in, client):
    case = started()
    assert client.get(url("compile", case)).status_code == 302
    for user in (case.officer, case.signer, make.an_expert()):
        assert signed_in(user).get(url("compile", case)).status_code == 404
        assert signed_in(user).post(url("compile_close", case)).status_code == 404
    page = signed_in(case.member).get(url("compile", case))
    assert page.status_code == 200
    assert "Lập điểm mới" not in text(page)


def test_the_council_knows_the_name_behind_an_unnamed_opinion(signed_in):
    case = a_case(opinions=0)
    comment = an_opinion(case.file, case.clauses[0], shown="anonymous")
    actions.start_compilation(case.coordinator, consultation=case.file)
    page = text(signed_in(case.coordinator).get(url("compile", case)))
    assert "TS. Lê Minh Châu" in page
    assert "ẩn danh với công chúng" in page
    assert comment.voice.descriptor not in page


def test_replies_stand_under_their_opinion_and_are_not_counted(signed_in):
    case = started(1)
    an_opinion(
        case.file,
        case.clauses[0],
        position="",
        reason="Tôi tán thành ý này.",
        parent=case.comments[0],
        root=case.comments[0],
    )
    page = text(signed_in(case.coordinator).get(url("compile", case)))
    assert "Đã xếp 0/1 ý kiến" in page
    assert "Tôi tán thành ý này." in page


def test_a_refused_point_keeps_what_was_typed(signed_in):
    case = started(1)
    sent = {"comment": case.comments[0].pk, "title": " ", "position": "amend", "summary": "Giữ lại câu này"}
    page = signed_in(case.coordinator).post(url("point_new", case), {**sent, "client_key": str(uuid.uuid4())})
    assert page.status_code == 400
    assert "Giữ lại câu này" in text(page)
    assert "Xin đặt tên điểm góp ý." in text(page)


def test_two_coordinators_editing_one_point_see_both_texts(signed_in):
    case = started(1)
    point = point_of(case, case.comments[0])
    form = {"version": 1, "title": "Tên của người thứ nhất", "clause": "", "position": "no", "summary": ""}
    client = signed_in(case.coordinator)
    assert client.post(url("point_edit", case, point.pk), form).status_code == 302
    stale = client.post(url("point_edit", case, point.pk), {**form, "title": "Tên của người thứ hai"})
    assert stale.status_code == 409
    assert "Tên của người thứ nhất" in text(stale)
    assert "Tên của người thứ hai" in text(stale)
    assert 'name="version" value="2"' in text(stale)


def test_ids_of_another_file_do_not_exist(signed_in):
    case, other = started(1), started(1)
    point = point_of(other, other.comments[0])
    client = signed_in(case.coordinator)
    assert client.get(url("compile", case), {"y-kien": other.comments[0].pk}).status_code == 404
    assert client.get(url("compile", case), {"diem": point.pk}).status_code == 404
    assert client.get(url("compile", case), {"diem": "x"}).status_code == 404
    assert (
        client.post(
            url("compile_place", case), {"comment": case.comments[0].pk, "point": point.pk}
        ).status_code
        == 404
    )
    assert client.post(url("compile_undo", case), {"citation": point.citations.get().pk}).status_code == 404
    assert client.post(url("point_delete", case, point.pk)).status_code == 404


def test_placing_without_a_point_keeps_what_was_typed_and_ticked(signed_in):
    case = started(3)
    point_of(case, case.comments[0])
    ids = [case.comments[2].pk, case.comments[1].pk]
    sent = {"comment": ids, "point": "", "title": "Tên đang viết", "position": "no"}
    page = signed_in(case.coordinator).post(url("compile_place", case), sent)
    assert page.status_code == 400
    assert "Xin chọn điểm góp ý để xếp vào." in text(page)
    assert "Tên đang viết" in text(page)
    assert f'name="comment" value="{ids[1]}" checked' in text(page)
    assert f'<input type="hidden" name="comment" value="{ids[0]}">' in text(page)


def test_undoing_takes_as_many_queries_for_many(signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = started(size)
        point = point_of(case, case.comments[0])
        actions.cite(case.coordinator, point=point, comments=case.comments)
        citations = list(point.citations.values_list("pk", flat=True))
        client = signed_in(case.coordinator)
        with django_assert_max_num_queries(30) as seen:
            assert client.post(url("compile_undo", case), {"citation": citations}).status_code == 302
        counts.append(len(seen))
        assert not point.citations.exists()
    assert counts[0] == counts[1]


# --- answering -------------------------------------------------------------------------------------------


def test_an_officer_answers_and_the_signer_publishes(signed_in):
    case = with_next_version(compiled())
    client = signed_in(case.officer)
    first, second = case.points
    page = text(client.get(url("answers", case), {"diem": first.pk}))
    assert "Đã trả lời 0/2 điểm" in page
    assert "Công bố kết quả" not in page
    sent = {"version": 0, "code": "acc", "text": "Đã chỉnh sửa.", "changes": keys_of(case)}
    assert client.post(url("answer", case, first.pk), sent).status_code == 302
    assert Answer.objects.get().next_version == case.second
    early = signed_in(case.signer).post(url("answers_publish", case))
    assert early.status_code == 403
    assert "Còn 1 điểm góp ý chưa được trả lời" in text(early)
    client = signed_in(case.officer)
    noted = {"version": 0, "code": "note", "text": "Ghi nhận để nghiên cứu."}
    assert client.post(url("answer", case, second.pk), noted).status_code == 302
    client = signed_in(case.signer)
    assert "Công bố kết quả" in text(client.get(url("answers", case)))
    assert client.post(url("answers_publish", case)).url == url("results", case)


def test_an_acceptance_without_its_clause_is_refused_and_kept(signed_in):
    case = compiled()
    client = signed_in(case.officer)
    assert "Chưa có bản dự thảo mới nào được công bố" in text(
        client.get(url("answers", case), {"diem": case.points[0].pk})
    )
    sent = {"version": 0, "code": "acc", "text": "Đã chỉnh sửa theo góp ý."}
    page = client.post(url("answer", case, case.points[0].pk), sent)
    assert page.status_code == 403
    assert "cần chỉ rõ điều, khoản đã sửa" in text(page)
    assert "Đã chỉnh sửa theo góp ý." in text(page)
    assert client.post(url("answer", case, case.points[0].pk), {**sent, "text": ""}).status_code == 400


def test_two_officers_editing_one_answer_see_both_texts(signed_in):
    case = compiled()
    point = case.points[0]
    actions.write_answer(case.officer, point=point, code="exp", text="Lý do của người thứ nhất.", version=0)
    sent = {"version": 0, "code": "note", "text": "Nội dung của người thứ hai."}
    client = signed_in(case.officer)
    page = client.post(url("answer", case, point.pk), sent)
    assert page.status_code == 409
    assert "Lý do của người thứ nhất." in text(page)
    assert text(page).count("Nội dung của người thứ hai.") == 2
    assert 'name="version" value="1"' in text(page)
    assert client.post(url("answer", case, point.pk), {**sent, "version": 1}).status_code == 302
    assert Answer.objects.get().text == "Nội dung của người thứ hai."


def test_late_points_come_first(signed_in):
    case = compiled(3)
    actions.write_answer(case.officer, point=case.points[0], code="exp", text="Không tiếp thu.", version=0)
    Compilation.objects.update(answer_due="2026-01-01T00:00:00Z")
    page = text(signed_in(case.officer).get(url("answers", case)))
    assert "Quá hạn trả lời" in page
    order = [page.index(f'id="diem-{point.pk}"') for point in case.points]
    assert order[1] < order[2] < order[0]


def test_the_register_exists_for_the_agency_alone(signed_in, client):
    case = compiled()
    assert client.get(url("answers", case)).status_code == 302
    for user in (case.coordinator, case.member, make.an_expert()):
        assert signed_in(user).get(url("answers", case)).status_code == 404
        assert signed_in(user).post(url("answer", case, case.points[0].pk), {"version": 0}).status_code == 404


def test_before_closing_the_agency_sees_no_point(signed_in):
    case = started(1)
    point = point_of(case, case.comments[0], title="Điểm đang soạn")
    client = signed_in(case.officer)
    assert "Điểm đang soạn" not in text(client.get(url("answers", case), {"diem": point.pk}))
    assert client.post(url("answer", case, point.pk), {"version": 0}).status_code == 404


# --- results ---------------------------------------------------------------------------------------------


def test_results_are_public_once_published(client):
    case = answered()
    assert client.get(url("results", case)).status_code == 404
    actions.publish_answers(case.signer, compilation=case.compilation)
    page = text(client.get(url("results", case)))
    assert f'id="diem-{case.points[0].pk}"' in page
    assert "Không tiếp thu, lý do: trái luật." in page
    assert f"{case.file.code}-" in page
    assert "Không có điểm góp ý nào" in text(client.get(url("results", case), {"tra-loi": "acc"}))


def test_results_show_the_change_as_a_redline(client):
    case = a_case(opinions=0)
    clause = case.file.version.clauses.get(text__contains="07 ngày")
    comment = an_opinion(case.file, clause, proposed="trong thời hạn 15 ngày làm việc")
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    point = point_of(case, comment)
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    with_next_version(case)
    actions.write_answer(
        case.officer, point=point, code="acc", text="Đã sửa.", next_clause=case.next, version=0
    )
    actions.publish_answers(case.signer, compilation=case.compilation)
    page = text(client.get(url("results", case)))
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page
    assert "trong thời hạn 15 ngày làm việc" in page


def unnamed_case():
    case = a_case(opinions=0)
    case.comments = [an_opinion(case.file, case.clauses[0], shown="anonymous")]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, case.comments[0])]
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    return case


def test_public_and_agency_see_no_name_of_an_unnamed_voice(signed_in, client):
    case = unnamed_case()
    officer = text(signed_in(case.officer).get(url("answers", case), {"diem": case.points[0].pk}))
    actions.write_answer(case.officer, point=case.points[0], code="exp", text="Không tiếp thu.", version=0)
    actions.publish_answers(case.signer, compilation=case.compilation)
    client.logout()
    public = text(client.get(url("results", case)))
    voice = Comment.objects.get().voice
    for page in (officer, public):
        assert voice.descriptor in page
        assert "Lê Minh Châu" not in page
        assert "Trường Đại học" not in page
        assert "LMC" not in page


def test_scripts_in_opinions_and_answers_are_text(client, signed_in):
    case = a_case(opinions=0)
    comment = an_opinion(case.file, case.clauses[0], proposed="<script>alert(1)</script>")
    Comment.objects.update(reason="<script>alert(2)</script>")
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    point = point_of(case, comment, title="<script>alert(3)</script>")
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    actions.write_answer(case.officer, point=point, code="exp", text="<script>alert(4)</script>", version=0)
    pages = [signed_in(case.officer).get(url("answers", case), {"diem": point.pk})]
    actions.publish_answers(case.signer, compilation=case.compilation)
    pages += [
        client.get(url("results", case)),
        signed_in(case.coordinator).get(url("compile", case), {"diem": point.pk}),
    ]
    for page in pages:
        assert "&lt;script&gt;alert(" in text(page)
        assert "<script>alert(" not in text(page)


# --- papers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "start"), [("paper_docx", b"PK"), ("paper_pdf", b"%PDF")])
def test_papers_are_public_after_publication_only(name, start, signed_in, client):
    case = answered()
    assert client.get(url(name, case)).status_code == 404
    assert signed_in(make.an_expert()).get(url(name, case)).status_code == 404
    draft = signed_in(case.officer).get(url(name, case))
    assert draft.content.startswith(start)
    assert "ban-nhap" in draft["Content-Disposition"]
    actions.publish_answers(case.signer, compilation=case.compilation)
    client.logout()
    paper = client.get(url(name, case))
    assert paper.content.startswith(start)
    assert paper["Content-Disposition"].isascii()
    assert client.get(url(name, case)).content == paper.content


# --- speed -----------------------------------------------------------------------------------------------


def queries_of(client, address, assertion, params=None):
    client.get(address, params)
    with assertion(60) as seen:
        assert client.get(address, params).status_code == 200
    return len(seen)


def repeated(size):
    """Opinions that all say the same: folded under one head whatever their number."""
    case = a_case(opinions=0)
    case.comments = [an_opinion(case.file, case.clauses[0]) for _ in range(size)]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    return case


@pytest.mark.parametrize(
    ("name", "prepare"),
    [("compile", repeated), ("answers", compiled), ("results", published), ("paper_docx", published)],
)
def test_queries_do_not_grow_with_rows(name, prepare, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = prepare(size)
        user = case.coordinator if name == "compile" else case.officer
        counts.append(queries_of(signed_in(user), url(name, case), django_assert_max_num_queries))
    assert counts[0] == counts[1]
    assert counts[0] <= resolve(url(name, case)).func.budget


def test_queries_of_an_opened_point_do_not_grow(signed_in, django_assert_max_num_queries):
    seen = {"compile": [], "answers": []}
    for size in (3, 30):
        case = started(size)
        point = point_of(case, case.comments[0])
        actions.cite(case.coordinator, point=point, comments=case.comments)
        client = signed_in(case.coordinator)
        where = {"diem": point.pk}
        seen["compile"].append(queries_of(client, url("compile", case), django_assert_max_num_queries, where))
        actions.close_compilation(case.coordinator, compilation=case.compilation)
        client = signed_in(case.officer)
        seen["answers"].append(queries_of(client, url("answers", case), django_assert_max_num_queries, where))
    for first, second in seen.values():
        assert first == second <= 26

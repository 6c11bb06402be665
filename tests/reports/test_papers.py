"""The official table: every opinion word for word, names only of those who chose it, equal bytes for equal data."""

import hashlib
import io
import uuid

import pytest
from django.utils import translation
from docx import Document

from consult.core import trust
from consult.polls.models import Ballot, Poll
from consult.reports import actions, papers, snapshot
from tests import factories as make
from tests.reports.conftest import (
    a_case,
    an_opinion,
    answered,
    compiled,
    point_of,
    published,
    with_next_version,
)

pytestmark = pytest.mark.django_db


def cells(data: bytes) -> list[str]:
    tables = Document(io.BytesIO(data)).tables
    return [cell.text.replace("\xa0", " ") for table in tables for row in table.rows for cell in row.cells]


def said(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    return "\n".join([*(p.text for p in document.paragraphs), *cells(data)]).replace("\xa0", " ")


def test_every_opinion_is_printed_word_for_word():
    case = a_case(opinions=0)
    long = " ".join(f"chữ{n}" for n in range(3000))
    first = an_opinion(case.file, case.clauses[0], reason=long, position="no")
    second = an_opinion(
        case.file, case.clauses[0], shown="anonymous", reason="Vì khó làm.", proposed="Sửa thành A."
    )
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    point = point_of(case, first, title="Bỏ điều kiện")
    actions.cite(case.coordinator, point=point, comments=[second])
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    actions.write_answer(
        case.officer, point=point, code="exp", text="Không tiếp thu, lý do: trái luật.", version=0
    )
    done = actions.publish_answers(case.signer, compilation=case.compilation)
    text = said(papers.docx(done))
    assert f"(1) Không đồng ý. {long}" in text
    assert "(2) Đồng ý, có sửa đổi, bổ sung. Vì khó làm." in text
    assert "Đề nghị sửa thành: “Sửa thành A.”" in text
    assert f"(1) {first.voice.label}" in text
    assert f"(2) {second.voice.descriptor}" in text
    assert text.count("Lê Minh Châu") == 1
    assert "Bỏ điều kiện." in text
    assert "Giải trình. Không tiếp thu, lý do: trái luật." in text
    assert "2 ý kiến nhận được" in text


def test_accepted_points_say_where_the_next_version_has_it():
    case = with_next_version(compiled(1))
    actions.write_answer(
        case.officer, point=case.points[0], code="acc", text="Đã chỉnh sửa.", next_clause=case.next, version=0
    )
    done = actions.publish_answers(case.signer, compilation=case.compilation)
    assert "Nội dung đã sửa tại khoản 1 Điều 3 của dự thảo 2." in said(papers.docx(done))


def test_the_hash_on_the_paper_is_that_of_the_frozen_rows():
    case = published()
    digest = hashlib.sha256(trust.canonical(case.compilation.snapshot)).hexdigest()
    assert case.compilation.snapshot_hash == digest
    printed = said(papers.docx(case.compilation)).replace(" ", "")
    assert digest in printed
    assert "NHÁP" not in printed


def test_equal_data_give_equal_papers_in_any_language():
    case = published()
    first = papers.docx(case.compilation)
    with translation.override("en"):
        assert papers.docx(case.compilation) == first
    frozen = case.compilation.snapshot_hash
    case.compilation.points.update(title="Đổi sau khi chốt")
    case.compilation.refresh_from_db()
    assert (papers.docx(case.compilation), case.compilation.snapshot_hash) == (first, frozen)


def test_a_draft_says_that_it_is_one_and_what_is_missing():
    case = compiled(3)
    actions.write_answer(case.officer, point=case.points[1], code="exp", text="Vì trái luật.", version=0)
    text = said(papers.docx(case.compilation))
    assert "BẢN NHÁP" in text
    assert "1 điểm góp ý đã có nội dung trả lời, 2 điểm chưa trả lời" in text
    assert papers.file_name(case.compilation, "docx").endswith("-ban-nhap.docx")


def test_the_pdf_is_made_from_the_same_rows():
    assert papers.pdf(answered().compilation).startswith(b"%PDF")


def closed_poll(case, ballots):
    poll = Poll.objects.create(
        consultation=case.file, clause=case.clauses[0], question="Có giữ điều này?", state="closed",
        closes_at="2026-01-01T00:00:00Z", created_by=case.officer,
    )  # fmt: skip
    for _n in range(ballots):
        Ballot.objects.create(poll=poll, voice=make.a_voice(case.file), choice="yes")
    return poll


@pytest.mark.parametrize(
    ("ballots", "words"), [(6, "Kết quả 6 phiếu: đồng ý: 6"), (2, "Chưa đủ số phiếu để công bố kết quả.")]
)
def test_a_cited_poll_is_printed_with_its_figures_or_without_when_too_small(ballots, words):
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    point = point_of(case, case.comments[0])
    actions.cite(case.coordinator, point=point, polls=[closed_poll(case, ballots)])
    [row] = snapshot.build(case.compilation)["rows"]
    assert words in row["opinions"][-1]["reason"]
    assert [opinion["kind"] for opinion in row["opinions"]] == ["comment", "poll"]


def test_points_of_the_council_itself_are_printed_without_a_contributor():
    case = compiled(1)
    assert snapshot.build(case.compilation)["signer_name"] == ""
    bare = a_case(opinions=1)
    bare.compilation = actions.start_compilation(bare.coordinator, consultation=bare.file)
    actions.add_point(
        bare.coordinator,
        compilation=bare.compilation,
        title="Về bố cục",
        position="other",
        client_key=uuid.uuid4(),
    )
    [row] = snapshot.build(bare.compilation)["rows"]
    assert (row["group"], row["opinions"], row["answer"]) == ("Vấn đề chung", [], None)

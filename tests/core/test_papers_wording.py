"""What the papers say: the content plan that both writers print."""

from datetime import UTC, date, datetime

import pytest

from consult.core.papers import Letterhead, MatrixRow, Tally
from consult.core.papers.wording import matrix_plan, minutes_plan

from .papers_samples import HEAD, a_matrix, a_row, some_minutes

NBSP = "\u00a0"


def _plain(text):
    return text.replace(NBSP, " ")


def test_an_answer_code_without_text_is_refused():
    for empty in ("", " \n", "\u00a0", "\u200b\x00"):
        with pytest.raises(ValueError, match="text"):
            MatrixRow("Điều 1", "A", "x", "accepted", empty)
    with pytest.raises(ValueError, match="code"):
        MatrixRow("Điều 1", "A", "x", "yes", "text")


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        a_matrix(sent_to=-1)


def test_the_four_columns_and_the_title_are_those_of_the_form():
    plan = matrix_plan(a_matrix())
    assert plan["columns"] == [
        "NHÓM VẤN ĐỀ HOẶC ĐIỀU, KHOẢN",
        "CHỦ THỂ GÓP Ý",
        "NỘI DUNG GÓP Ý",
        "NỘI DUNG TIẾP THU, GIẢI TRÌNH",
    ]
    assert plan["heading"][0] == (
        "BẢN TỔNG HỢP Ý KIẾN, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý, PHẢN BIỆN XÃ HỘI ĐỐI VỚI"
    )
    assert _plain(plan["heading"][1]) == "dự thảo Nghị quyết về trí thức"


def test_the_number_stays_blank_and_the_date_follows_the_rule():
    head = matrix_plan(a_matrix())["letterhead"]
    assert _plain(head["number"]).split() == ["Số:", "/BC-SKHCN"]
    assert _plain(head["date"]) == "Cần Thơ, ngày 05 tháng 01 năm 2026"
    undated = Letterhead(HEAD.parent, HEAD.issuer, HEAD.number_symbol, HEAD.place)
    assert "……" in matrix_plan(a_matrix(letterhead=undated))["letterhead"]["date"]


def test_neighbouring_rows_of_one_group_become_one_group():
    rows = (a_row("Điều 7"), a_row("Điều  7 "), a_row("Điều 8"), a_row("Điều 7"))
    groups = matrix_plan(a_matrix(rows=rows))["groups"]
    assert [(_plain(group["name"]), len(group["rows"])) for group in groups] == [
        ("Điều 7", 2),
        ("Điều 8", 1),
        ("Điều 7", 1),
    ]


def test_the_totals_are_counted_from_the_rows():
    rows = (a_row(code="accepted"), a_row(code="accepted"), a_row(code="explained"))
    opening = _plain(" ".join(matrix_plan(a_matrix(rows=rows, sent_to=1200, received=86))["opening"]))
    assert "Tổng số 1.200 cơ quan, tổ chức, cá nhân" in opening
    assert "tổng số 86 ý kiến nhận được" in opening
    assert "Trong 3 nội dung dưới đây, tiếp thu: 2; giải trình: 1." in opening
    assert "ghi nhận" not in opening


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("accepted", "Tiếp thu."),
        ("partly", "Tiếp thu một phần."),
        ("explained", "Giải trình."),
        ("noted", "Ghi nhận."),
    ],
)
def test_each_answer_opens_with_its_word(code, word):
    assert matrix_plan(a_matrix(rows=(a_row(code=code),)))["groups"][0]["rows"][0]["code"] == word


def test_hidden_characters_are_gone_and_lines_are_paragraphs():
    row = a_row(opinion="Một\u202e\x00\u200b hai\r\n\n  Điê\u0300u 7 \n")
    printed = matrix_plan(a_matrix(rows=(row,)))["groups"][0]["rows"][0]["opinion"]
    assert printed == ["Một hai", f"Điều{NBSP}7"]


def test_only_a_long_row_may_be_broken():
    rows = (a_row(opinion="Ngắn."), a_row(opinion="dài " * 2000))
    assert [row["whole"] for row in matrix_plan(a_matrix(rows=rows))["groups"][0]["rows"]] == [True, False]


def test_recipients_end_with_semicolons_and_a_full_stop():
    plan = matrix_plan(a_matrix(recipients=("- Ủy ban nhân dân thành phố;", "", "Lưu: VT.")))
    assert plan["recipients"] == ["- Ủy ban nhân dân thành phố;", "- Lưu: VT."]
    assert matrix_plan(a_matrix(recipients=()))["recipients"] == []


def test_the_code_opens_the_address_or_tells_the_hash():
    assert matrix_plan(a_matrix(verify_url=""))["seal"]["code"] == "sha256:" + "ab12cd34" * 8
    seal = matrix_plan(a_matrix(verify_url="https://example.vn/k/1"))["seal"]
    assert seal["code"] == "https://example.vn/k/1"
    assert seal["hash"].split() == ["ab12cd34"] * 8


def test_minutes_hold_every_field_of_the_form():
    plan = minutes_plan(some_minutes())
    facts = {fact["label"]: _plain(fact["value"]) for fact in plan["facts"]}
    assert facts == {
        "Thời gian bắt đầu": "8 giờ 00, ngày 22 tháng 11 năm 2026",
        "Địa điểm": "Phòng thảo luận trực tuyến",
        "Hình thức": "Trực tuyến",
        "Số người tham dự": "24",
        "Chủ trì (chủ tọa)": "Lê Thị Hòa",
        "Thư ký (người ghi biên bản)": "Phạm Văn Ước",
    }
    assert [section["heading"] for section in map(_readable, plan["sections"])] == [
        "1. Góp ý Điều 7",
        "2. Góp ý Điều 12",
        "3. Kết quả biểu quyết",
        "4. Kết luận",
    ]
    assert _plain(plan["closing"]) == "Cuộc họp kết thúc vào 10 giờ 42, ngày 22 tháng 11 năm 2026./."
    assert [signer["title"] for signer in plan["signers"]] == [["THƯ KÝ"], ["CHỦ TỌA"]]
    assert plan["letterhead"]["date"] == ""


def _readable(section):
    return {"heading": _plain(section["heading"]), "body": list(map(_plain, section["body"]))}


def test_votes_are_told_in_the_order_asked():
    votes = (Tally("Đồng ý bổ sung khoản 2?", (("Đồng ý", 1800), ("Không đồng ý", 2))),)
    section = minutes_plan(some_minutes(votes=votes))["sections"][-2]
    assert _readable(section)["body"] == [
        "Đồng ý bổ sung khoản 2?",
        "Kết quả: đồng ý: 1.800; không đồng ý: 2.",
    ]


def test_an_open_meeting_leaves_its_end_blank_and_empty_parts_are_not_printed():
    plan = minutes_plan(some_minutes(ended=None, votes=(), conclusion=" "))
    assert "……" in plan["closing"]
    assert plan["closing"].endswith("./.")
    assert len(plan["sections"]) == 2


def test_meeting_times_are_told_in_vietnam():
    plan = minutes_plan(some_minutes(started=datetime(2026, 11, 22, 1, 0, tzinfo=UTC)))
    assert _plain(plan["facts"][0]["value"]).startswith("8 giờ 00,")


def test_months_after_february_have_no_leading_zero():
    head = Letterhead("", "Sở", "BC", "Cần Thơ", date(2026, 3, 9))
    assert _plain(matrix_plan(a_matrix(letterhead=head))["letterhead"]["date"]) == (
        "Cần Thơ, ngày 09 tháng 3 năm 2026"
    )

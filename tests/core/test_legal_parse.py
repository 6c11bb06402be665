"""The tree: levels, numbers, sub-documents, quotations, warnings, and that no letter is lost."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from consult.core.legal import Document, Line, parse
from consult.core.legal.cleaning import clean, visible

LAW = """QUỐC HỘI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Luật số: 75/2026/QH16
Hà Nội, ngày 09 tháng 6 năm 2026
LUẬT
THÍ ĐIỂM
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Thí điểm.
Chương I
QUY ĐỊNH CHUNG
VÀ NGUYÊN TẮC
Điều 1. Phạm vi điều chỉnh
Luật này quy định việc thí điểm.
Điêu 2. Đối tượng áp dụng
1. Cơ quan, tổ chức:
a) Cơ quan ở trung ương;
d) Cơ quan ở địa phương;
đ) Tổ chức khác:
- Tổ chức trong nước;
- Tổ chức nước ngoài.
2. Cá nhân.
2a. Người nước ngoài.
Chương II
TỔ CHỨC
Mục 1. CƠ QUAN
Điều 3. Cơ quan chủ trì
Điều 3a. Cơ quan phối hợp
Điều 5. Hiệu lực
Luật này được Quốc hội khóa XVI, kỳ họp thứ 1 thông qua ngày 09 tháng 6 năm 2026.
CHỦ TỊCH QUỐC HỘI
Nguyễn Văn A"""


def lines(text: str) -> list[Line]:
    return [Line(line) for line in text.splitlines()]


def paths(document: Document, kind: str | None = None) -> list[str]:
    return [node.path for node in document.nodes if kind in (None, node.kind)]


def everything(document: Document) -> Counter:
    head = document.header
    words = [head.issuer, head.number, head.place, head.date, head.type, head.abstract, *head.grounds]
    words += [node.label + node.title + node.text for node in document.nodes]
    return Counter(visible("".join([*words, *document.furniture])))


def test_header_fields_are_read_as_printed():
    head = parse(lines(LAW)).header
    assert (head.issuer, head.number, head.place) == ("QUỐC HỘI", "75/2026/QH16", "Hà Nội")
    assert (head.date, head.type, head.abstract) == ("ngày 09 tháng 6 năm 2026", "LUẬT", "THÍ ĐIỂM")
    assert head.grounds == ("Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",)


def test_headers_of_drafts_and_party_papers():
    draft = parse(
        lines(
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:      /2026/QĐ-UBND\n"
            "DỰ THẢO\nCần Thơ, ngày    tháng    năm 2026\nQUYẾT ĐỊNH\nBan hành Quy định quản lý\n"
            "Căn cứ Luật Tổ chức chính quyền địa phương;\nTheo đề nghị của Giám đốc Sở Nội vụ,\nQUYẾT ĐỊNH:\nĐiều 1. A"
        )
    )
    head = draft.header
    assert (head.issuer, head.number) == ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ", "/2026/QĐ-UBND")
    assert (head.place, head.date, head.type) == ("Cần Thơ", "ngày tháng năm 2026", "QUYẾT ĐỊNH")
    assert (head.abstract, len(head.grounds)) == ("Ban hành Quy định quản lý", 2)
    assert "DỰ THẢO" in draft.furniture
    assert draft.nodes[0].text == "QUYẾT ĐỊNH:"
    party = parse(
        lines(
            "THÀNH ỦY CẦN THƠ\n*\nSố 36-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nKẾ HOẠCH\nlấy ý kiến\n1. Mục đích\n- Một."
        )
    ).header
    assert (party.issuer, party.number, party.type) == ("THÀNH ỦY CẦN THƠ", "36-KH/TU", "KẾ HOẠCH")


def test_levels_have_paths_and_titles():
    document = parse(lines(LAW))
    assert paths(document) == [
        "doan-1",
        "chuong-1",
        "chuong-1/dieu-1",
        "chuong-1/dieu-2",
        "chuong-1/dieu-2/khoan-1",
        "chuong-1/dieu-2/khoan-1/diem-a",
        "chuong-1/dieu-2/khoan-1/diem-d",
        "chuong-1/dieu-2/khoan-1/diem-đ",
        "chuong-1/dieu-2/khoan-1/diem-đ/gach-1",
        "chuong-1/dieu-2/khoan-1/diem-đ/gach-2",
        "chuong-1/dieu-2/khoan-2",
        "chuong-1/dieu-2/khoan-2a",
        "chuong-2",
        "chuong-2/muc-1",
        "chuong-2/muc-1/dieu-3",
        "chuong-2/muc-1/dieu-3a",
        "chuong-2/muc-1/dieu-5",
        "chu-ky",
    ]
    by_path = {node.path: node for node in document.nodes}
    assert by_path["chuong-1"].title == "QUY ĐỊNH CHUNG VÀ NGUYÊN TẮC"
    assert by_path["chuong-1/dieu-1"].text == "Luật này quy định việc thí điểm."
    assert by_path["chuong-1/dieu-2"].label == "Điêu 2."
    assert by_path["chu-ky"].text.endswith("Nguyễn Văn A")


def test_what_is_doubtful_is_said_with_its_place():
    found = {(warning.code, warning.node) for warning in parse(lines(LAW)).warnings}
    assert found == {
        ("typo", "chuong-1/dieu-2"),
        ("gap", "chuong-1/dieu-2/khoan-1/diem-d"),
        ("gap", "chuong-2/muc-1/dieu-5"),
    }


def test_a_restart_after_the_signature_is_an_attachment():
    document = parse(
        lines(
            "QUYẾT ĐỊNH\nBan hành Quy chế\nĐiều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.\n"
            "Điều 2. Quyết định có hiệu lực từ ngày ký.\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT.\n"
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn B\nQUY CHẾ\nLÀM VIỆC CỦA TỔ TƯ VẤN\n"
            "(Ban hành kèm theo Quyết định số 01/QĐ-UBND)\nChương I\nQUY ĐỊNH CHUNG\n"
            "Điều 1. Phạm vi\nĐiều 2. Nguyên tắc\nPHỤ LỤC I\nDANH MỤC BIỂU MẪU\nĐiều 1. Mẫu hợp đồng"
        )
    )
    articles = [(n.within, n.number) for n in document.nodes if n.kind == "article"]
    assert articles == [
        ("main", "1"),
        ("main", "2"),
        ("attachment-1", "1"),
        ("attachment-1", "2"),
        ("appendix-1", "1"),
    ]
    attachment = next(n for n in document.nodes if n.kind == "attachment")
    assert (attachment.label, attachment.title) == ("QUY CHẾ", "LÀM VIỆC CỦA TỔ TƯ VẤN")
    recipients = next(n for n in document.nodes if n.kind == "recipients")
    assert (recipients.label, recipients.text) == ("Nơi nhận:", "- Như Điều 2;\n- Lưu: VT.")
    assert next(n for n in document.nodes if n.kind == "appendix").title == "DANH MỤC BIỂU MẪU"


def test_a_restart_without_a_signature_takes_its_title_back():
    document = parse(
        lines(
            "Điều 1. Ban hành\nĐiều 2. Hiệu lực\nNội dung.\nQUY CHẾ HOẠT ĐỘNG\n"
            "Chương I\nCHUNG\nĐiều 1. Phạm vi\nĐiều 2. Khác"
        )
    )
    assert [n.within for n in document.nodes if n.kind == "article"] == [
        "main",
        "main",
        "attachment-1",
        "attachment-1",
    ]
    assert document.nodes[1].text == "Nội dung."
    assert "restart" in {warning.code for warning in document.warnings}


def test_quoted_articles_are_content():
    document = parse(
        lines(
            "LUẬT\nSỬA ĐỔI LUẬT A\nĐiều 1. Sửa đổi, bổ sung một số điều\n1. Bổ sung Điều 8a như sau:\n"
            "“Điều 8a. Quản lý\n1. Nhà nước quản lý.\nĐiều 2. Việc khác\na) Một.”.\n"
            "2. Sửa đổi khoản 1 như sau:\n“1. Nội dung mới.”.\nĐiều 2. Hiệu lực"
        )
    )
    assert paths(document) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-2"]
    assert document.nodes[1].text.endswith(
        "“Điều 8a. Quản lý\n1. Nhà nước quản lý.\nĐiều 2. Việc khác\na) Một.”."
    )


def test_an_unclosed_quotation_does_not_swallow_the_text():
    document = parse(lines("Điều 1. Sửa đổi như sau:\n“1. Nội dung mới.\nĐiều 2. Hiệu lực\nĐiều 3. Thi hành"))
    assert paths(document, "article") == ["dieu-1", "dieu-2", "dieu-3"]
    assert "unclosed_quote" in {warning.code for warning in document.warnings}


def test_references_at_the_start_of_a_line_are_not_articles():
    document = parse(
        lines("Điều 1. Phạm vi\nĐiều 2 của Nghị định này\nĐiều 2 và Điều 3\nChương II của Luật\nĐiều 2. Khác")
    )
    assert paths(document) == ["dieu-1", "dieu-2"]


def test_a_heading_without_a_stop_counts_only_in_turn():
    document = parse(lines("Điều 1 Phạm vi\nNội dung.\nĐiều 9 Luật Quốc tịch quy định\nĐiều 2 Đối tượng"))
    assert paths(document) == ["dieu-1", "dieu-2"]


def test_party_and_report_style():
    document = parse(
        lines(
            "CHƯƠNG TRÌNH\nthực hiện Nghị quyết\nI- ĐÁNH GIÁ THỰC TRẠNG\nMột đoạn.\nHai đoạn.\n"
            "II- MỤC TIÊU\n1. Quan điểm\n1.1. Quan điểm chung\n- Một là.\n- Hai là.\n+ Chi tiết.\n2. Nội dung khác."
        )
    )
    assert paths(document) == [
        "muc-i",
        "muc-i/doan-1",
        "muc-i/doan-2",
        "muc-ii",
        "muc-ii/so-1",
        "muc-ii/so-1/so-1.1",
        "muc-ii/so-1/so-1.1/gach-1",
        "muc-ii/so-1/so-1.1/gach-2",
        "muc-ii/so-1/so-1.1/gach-2/gach-1",
        "muc-ii/so-2",
    ]
    by_path = {node.path: node for node in document.nodes}
    assert by_path["muc-ii/so-1"].title == "Quan điểm"
    assert by_path["muc-ii/so-2"].text == "Nội dung khác."


def test_a_closing_paragraph_after_points_belongs_to_the_clause():
    document = parse(
        lines("Điều 1. A\n1. Gồm:\na) Một;\nb) Hai.\nChính phủ quy định chi tiết khoản này.\n2. Khác.")
    )
    assert paths(document)[-2:] == ["dieu-1/khoan-1/doan-1", "dieu-1/khoan-2"]


def test_a_table_stays_in_its_clause():
    table = Line("STT\tTên\n1\tMột", kind="table")
    document = parse([Line("Điều 1. A"), Line("1. Theo bảng:"), table, Line("2. Khác.")])
    node = next(n for n in document.nodes if n.kind == "table")
    assert (node.parent, node.text) == ("dieu-1/khoan-1", "STT\tTên\n1\tMột")


def test_automatic_numbers_are_labels():
    document = parse([Line("Phạm vi", "Điều 1."), Line("Nội dung", "1."), Line("ý", "a)")])
    assert paths(document) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a"]


def test_repeated_numbers_get_ids_of_their_own():
    document = parse(lines("Điều 1. A\n1. Một.\n1. Lặp.\n2. Hai."))
    assert [n.id for n in document.nodes][1:3] == ["dieu-1/khoan-1", "dieu-1/khoan-1~2"]
    assert {w.code for w in document.warnings} == {"repeat"}


def test_inserted_numbers_of_every_kind():
    document = parse(
        lines(
            "Chương V\nTỔ CHỨC\nĐiều 39. A\n1. Một:\na) a;\na1) xen;\nb) b.\n1a. Một a.\n2. Hai.\nĐiều 39a. B\n"
            "Điều 39b. C\nChương Va\nXEN GIỮA\nĐiều 39đ. D\nChương VI\nHẾT\nĐiều 40. E"
        )
    )
    assert paths(document) == [
        "chuong-5",
        "chuong-5/dieu-39",
        "chuong-5/dieu-39/khoan-1",
        "chuong-5/dieu-39/khoan-1/diem-a",
        "chuong-5/dieu-39/khoan-1/diem-a1",
        "chuong-5/dieu-39/khoan-1/diem-b",
        "chuong-5/dieu-39/khoan-1a",
        "chuong-5/dieu-39/khoan-2",
        "chuong-5/dieu-39a",
        "chuong-5/dieu-39b",
        "chuong-5a",
        "chuong-5a/dieu-39đ",
        "chuong-6",
        "chuong-6/dieu-40",
    ]
    assert {warning.code for warning in document.warnings} <= {"gap"}  # the text begins with Chương V


def test_capitals_over_two_lines_are_one_heading():
    document = parse(
        lines(
            "CHƯƠNG I\nQUYỀN VÀ NGHĨA VỤ\nCỦA CƠ QUAN, TỔ CHỨC\nMục 1\nQUYỀN CỦA CƠ QUAN\nNHÀ NƯỚC\nĐiều 1. A"
        )
    )
    titles = [node.title for node in document.nodes]
    assert titles == ["QUYỀN VÀ NGHĨA VỤ CỦA CƠ QUAN, TỔ CHỨC", "QUYỀN CỦA CƠ QUAN NHÀ NƯỚC", "A"]


@pytest.mark.parametrize(
    ("text", "code", "node"),
    [
        ("Điều 1. A\nĐiều 3. B", "gap", "dieu-3"),
        ("Điều 1. A\n2. Hai.", "gap", "dieu-1/khoan-2"),
        ("Điều 1. A\nĐiều 1a. B\nĐiều 2. C\nĐiều 2. D", "repeat", "dieu-2~2"),
        ("Chương III\nA\nĐiều 1. A\nChương II\nB\nĐiều 2. B", "order", "chuong-2"),
        ("Điều 1. A\nĐiều 2. B\nNội dung.\nĐiều 1. C", "restart", "kem-theo-1"),
        ("Điều 1. A\n1. Một:\na) a;\nb) b.\na) lại.", "order", "dieu-1/khoan-1/diem-b"),
        ("Điều 1. A\n1. Một.\n2. Hai.\n1. Lại một.", "order", "dieu-1/khoan-2"),
        ("Điều 1. A\n1. Một:\na) a;\nf) sai.", "letter", "dieu-1/khoan-1/diem-f"),
        ("Điêu 1. A", "typo", "dieu-1"),
        ("Điều 1. Sửa đổi, bổ sung một số điều\nĐiều 9. Trích", "quoted_article", "dieu-1"),
        ("Điều 1. Sửa như sau:\n“1. Mở mà không đóng.\nĐiều 2. B", "unclosed_quote", "dieu-1"),
        ("Một đoạn.\nHai đoạn.", "no_structure", None),
    ],
)
def test_every_doubt_is_said_with_its_place(text, code, node):
    warnings = parse(lines(text)).warnings
    assert (code, node) in {(warning.code, warning.node) for warning in warnings}
    assert all(warning.message.endswith(".") for warning in warnings)


PIECES = st.sampled_from(
    [
        "Điều 1. Phạm vi", "Điều 2. Khác", "Điều 3a", "Điều 7. Xa", "Chương I", "CHƯƠNG II", "QUY ĐỊNH CHUNG",
        "Mục 1. A", "Phần thứ nhất", "I- PHẦN MỘT", "II. PHẦN HAI", "1. Một", "2. Hai", "1.1. Một một", "a) ý",
        "đ) ý", "- gạch", "+ cộng", "(i) tiết", "“Điều 9. Trích", "hết.”.", "\"1. thẳng", "xong\".", "Nơi nhận:",
        "TM. ỦY BAN", "CHỦ TỊCH", "(Đã ký)", "PHỤ LỤC", "Phụ lục II", "QUY CHẾ", "Số: 1/QĐ-UBND", "-------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Căn cứ Luật;", "QUYẾT ĐỊNH",
        "Cần Thơ, ngày 05 tháng 01 năm 2026", "(Ban hành kèm theo Quyết định)", "Câu thường.", "chữ thường",
    ]
)  # fmt: skip
TABLES = st.lists(st.lists(PIECES, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: Line("\n".join("\t".join(row) for row in rows), kind="table")
)
ANY_LINES = st.lists(
    st.one_of(PIECES.map(Line), PIECES.map(Line), TABLES, st.text(max_size=40).map(Line)), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(ANY_LINES)
@example([Line("Điều 1. Phạm vi"), Line("I- PHẦN MỘT"), Line("Chương I")])
def test_no_letter_is_lost_or_doubled(source: list[Line]):
    document = parse(source)
    assert everything(document) == Counter(visible(clean("\n".join(line.full for line in source))))


@settings(max_examples=60, deadline=None)
@given(ANY_LINES)
def test_ids_are_unique_and_parents_come_first(source: list[Line]):
    seen: set[str] = set()
    for node in parse(source).nodes:
        assert node.id not in seen
        assert node.parent is None or node.parent in seen
        seen.add(node.id)

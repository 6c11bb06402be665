"""PDF texts: paragraphs out of printed lines, what runs through the pages set aside, and what is refused."""

import io
import re
import subprocess
from collections import Counter
from functools import cache

import pypdfium2
import pytest
import typst

from consult.core.legal import Refused, pdf, read
from consult.core.legal import limits as named
from consult.core.legal.cleaning import visible
from consult.core.legal.joining import join_rows
from consult.core.legal.reading import read_lines, read_source
from consult.core.legal.rows import text_rows

HEAD = """
#set page(width: 595pt, height: 842pt, margin: (x: 80pt, top: 90pt, bottom: 80pt), header: context {
  let n = counter(page).get().first()
  let name = [CÔNG BÁO/Số 11 + 12/Ngày 05-01-2026]
  if calc.even(n) [#n #h(1fr) #name] else [#name #h(1fr) #n]
})
#set text(size: 14pt, font: "Libertinus Serif", lang: "vi", hyphenate: false)
#set super(typographic: false)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
"""
STATE = """
#grid(columns: (1fr, 1.5fr), align: center, row-gutter: 8pt,
  par(first-line-indent: 0pt)[*BỘ CÔNG AN* \\ Số: 12/VBHN-BCA],
  par(first-line-indent: 0pt)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\
  _Hà Nội, ngày 05 tháng 01 năm 2026_])
#align(center)[*LUẬT*] #align(center)[*XUẤT CẢNH, NHẬP CẢNH*]
"""
LONG = (
    "cơ quan, tổ chức, cá nhân có liên quan đến hoạt động nhập cảnh, xuất cảnh, quá cảnh và cư trú của người nước "
    "ngoài trên lãnh thổ nước Cộng hòa xã hội chủ nghĩa Việt Nam theo quy định tại khoản 2 và khoản 3 Điều 16 của "
    "Luật này, trừ trường hợp điều ước quốc tế có quy định khác"
)
WORDS = [
    "Điều này",
    "Quy định này",
    "Nội dung này",
    "Đoạn này",
    "Tên điều này",
    "Các khoản này",
    "Cụm từ này",
]
ARTICLES = ["1", "2", "16", "16a", "16b", "17", "19", "19a", "45", "45a"]


def make(body: str) -> bytes:
    return typst.compile(body.encode(), format="pdf", ignore_system_fonts=True)


@cache
def gazette() -> bytes:
    """A consolidated text as the gazette prints it: running head, raised marks, footnotes with articles."""
    parts = [HEAD, STATE, "#align(center)[*Chương I*] #align(center)[*NHỮNG QUY ĐỊNH CHUNG*]"]
    note = (
        "{} được bổ sung theo quy định tại khoản 9 Điều 1 của Luật số 51/2019/QH14, có hiệu lực kể từ ngày 01 "
        "tháng 7 năm 2020. Điều 3 của Luật số 51/2019/QH14 quy định như sau: “Điều 3. Hiệu lực thi hành”."
    )
    for number in ARTICLES:
        mark = (
            f"#footnote[{note.format(WORDS[len(parts) % 7])}]"
            if len(number) == 3 and number[-1].isalpha()
            else ""
        )
        parts.append(f"*Điều {number}. Trách nhiệm của cơ quan, tổ chức về việc số {number}*{mark}")
        parts += [f"{n}. Khoản {n} nói về {LONG}." for n in (1, 2)]
        parts += ["a) Một;", f"b) Hai về {LONG}.", "3. Bể có dung tích 175 cm#super[3] trở lên."]
    tail = (
        "#grid(columns: (1fr, 1fr), par(first-line-indent: 0pt)[*Nơi nhận:* \\ - Như Điều 45a; \\ - Lưu: VT.], "
        "align(center, par(first-line-indent: 0pt)[*KT. BỘ TRƯỞNG* \\ *THỨ TRƯỞNG* \\ \\ *Lê Văn A*]))"
    )
    return make("\n\n".join([*parts, tail]))


def refusal(data: bytes, name: str = "a.pdf") -> Refused:
    with pytest.raises(Refused) as found:
        read(data, name)
    return found.value


def test_a_gazette_gives_the_tree_of_its_law():
    document = read(gazette(), "a.pdf")
    head = document.header
    assert (head.issuer, head.number, head.type) == ("BỘ CÔNG AN", "12/VBHN-BCA", "LUẬT")
    assert (head.place, head.date) == ("Hà Nội", "ngày 05 tháng 01 năm 2026")
    articles = [node for node in document.nodes if node.kind == "article"]
    assert [node.number for node in articles] == ARTICLES
    assert {node.title for node in articles} == {
        f"Trách nhiệm của cơ quan, tổ chức về việc số {number}" for number in ARTICLES
    }
    for article in articles:
        below = [node for node in document.nodes if node.parent == article.id]
        assert [node.number for node in below] == ["1", "2", "3"]
        assert below[0].text == f"Khoản 1 nói về {LONG}."
        assert below[2].text == "Bể có dung tích 175 cm3 trở lên."
        points = [node for node in document.nodes if node.parent == below[1].id]
        assert [(node.number, node.text) for node in points] == [("a", "Một;"), ("b", f"Hai về {LONG}.")]


def test_what_runs_through_the_pages_is_furniture():
    document = read(gazette(), "a.pdf")
    pages = len(pypdfium2.PdfDocument(gazette()))
    assert pages > 4
    heads = [text for text in document.furniture if "CÔNG BÁO/Số 11 + 12/Ngày 05-01-2026" in text]
    assert len(heads) == pages
    assert sum("bổ sung theo quy định tại khoản 9" in text for text in document.furniture) == 4
    marks = [text for text in document.furniture if re.fullmatch(r"\d", text)]
    assert sorted(marks) == ["1", "2", "3", "4"]
    kinds = [node.kind for node in document.nodes]
    assert kinds[-2:] == ["recipients", "signature"]
    assert document.nodes[-1].text == "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nLê Văn A"
    assert not [
        node for node in document.nodes if "CÔNG BÁO" in node.text or "Hiệu lực thi hành" in node.title
    ]


def letters_of(data: bytes) -> Counter:
    source = pypdfium2.PdfDocument(data)
    texts = [source[number].get_textpage().get_text_range() for number in range(len(source))]
    return Counter(visible("".join(texts).replace("\ufffe", "-")))


def test_every_letter_of_the_file_is_kept():
    data = gazette()
    assert Counter(visible("".join(line.full for line in read_lines(data, "a.pdf")))) == letters_of(data)


def test_a_ruled_table_stays_a_table_in_its_clause():
    table = "#table(columns: 3, [STT], [Tên], [Số tiền], [1], [Phí cấp thẻ tạm trú], [5.000], [2], [Phí khác], [7])"
    data = make(f"{HEAD}*Điều 1. Mức phí*\n\n1. Theo bảng sau đây:\n\n{table}\n\n2. Khoản sau.")
    nodes = read(data, "a.pdf").nodes
    found = next(node for node in nodes if node.kind == "table")
    assert found.text == "STT\tTên\tSố tiền\n1\tPhí cấp thẻ tạm trú\t5.000\n2\tPhí khác\t7"
    assert found.parent == "dieu-1/khoan-1"
    assert nodes[-1].id == "dieu-1/khoan-2"


def test_paragraphs_without_an_indent_are_told_by_their_distance_and_their_ends():
    style = "#set page(width: 420pt, height: 595pt)\n#set par(justify: false, spacing: 14pt)\n#set text(hyphenate: false)\n"
    body = "\n\n".join(
        f"*Điều {n}. Tên của điều*\n\nĐoạn mở đầu nói về {LONG}.\n\n1. Khoản một nói về {LONG};\n\n2. Khoản hai."
        for n in range(1, 9)
    )
    nodes = read(make(style + body), "a.pdf").nodes
    articles = [node for node in nodes if node.kind == "article"]
    assert [node.number for node in articles] == list("12345678")
    assert {node.text for node in articles} == {f"Đoạn mở đầu nói về {LONG}."}
    assert {n.text for n in nodes if n.kind == "clause"} == {f"Khoản một nói về {LONG};", "Khoản hai."}


def test_references_at_the_start_of_a_printed_line_are_not_articles():
    words = (
        "thực hiện theo quy định tại các khoản 1, 2 và 3 Điều 6 của Nghị định này và Điều 7 của Luật; " * 12
    )
    nodes = read(
        make(f"{HEAD}*Điều 5. Tên*\n\n1. Cơ quan {words.strip(' ;')}.\n\n*Điều 6. Tên khác*"), "a.pdf"
    ).nodes
    assert [node.number for node in nodes if node.kind == "article"] == ["5", "6"]
    assert nodes[1].text == f"Cơ quan {words.strip(' ;')}."


def test_a_page_turned_on_its_side_reads_the_same():
    source = pypdfium2.PdfDocument(gazette())
    for number in range(len(source)):
        source[number].set_rotation(0)
    straight = read_lines(saved(source), "a.pdf")
    pages = pdf._extract(saved(source))
    assert {(page["width"], page["height"]) for page in pages} == {(595.0, 842.0)}
    assert straight == read_lines(gazette(), "a.pdf")


def saved(document: pypdfium2.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


# --- refusals ---------------------------------------------------------------------------------------------


def scan(pages: int) -> bytes:
    """Pages that hold an image only."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        page = document.new_page(595, 842)
        image = pypdfium2.PdfImage.new(document)
        bitmap = pypdfium2.PdfBitmap.new_native(60, 80, 4)
        bitmap.fill_rect((200, 200, 200, 255), 0, 0, 60, 80)
        image.set_bitmap(bitmap)
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page.insert_obj(image)
        page.gen_content()
    return saved(document)


def test_a_scan_is_refused_with_its_number_of_pages():
    found = refusal(scan(3))
    assert found.code == "scan"
    assert "gồm 3 trang" in found.message


def test_a_scan_with_the_stamp_of_a_signature_is_still_a_scan(monkeypatch):
    stamp = [
        "Người ký: Cổng Thông tin điện tử Chính phủ",
        "Cơ quan: Văn phòng Chính phủ",
        "Thời gian ký: 05.01.2026",
    ]
    pieces = [[400, 560, 800 - 9 * place, 8, False, text] for place, text in enumerate(stamp)]
    page = {"width": 595, "height": 842, "rules": [], "picture": True, "pieces": pieces}
    monkeypatch.setattr(pdf, "_extract", lambda data: [page, {**page, "pieces": []}])
    assert refusal(b"%PDF-1.7").code == "scan"


def test_single_pages_without_text_are_told():
    document = pypdfium2.PdfDocument(make(f"{HEAD}*Điều 1. Tên*\n\n1. Khoản một về {LONG}."))
    document.import_pages(pypdfium2.PdfDocument(scan(1)))
    warnings = read_source(saved(document), "a.pdf")[1]
    assert [warning.code for warning in warnings] == ["pages_without_text"]
    assert "Trang 2 " in warnings[0].message
    assert read(saved(document), "a.pdf").warnings[0] == warnings[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "not_pdf"),
        (b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 50, "not_pdf"),
        (b"PK\x03\x04", "mismatch"),
        (b"no document at all", "mismatch"),
    ],
)
def test_what_is_no_pdf_is_refused(data, code):
    assert refusal(data).code == code


def test_a_truncated_file_is_read_or_refused():
    data = gazette()
    for part in (0.1, 0.5, 0.9, 0.99):
        try:
            outcome = "read" if read(data[: int(len(data) * part)], "a.pdf").nodes else "nothing"
        except Refused as found:
            outcome = found.code
        assert outcome in ("read", "not_pdf", "scan", "no_text")


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/Length 40/O<"
    + b"11" * 32
    + b">/U<"
    + b"22" * 32
    + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    b"/Size 5>>\n%%EOF"
)


def test_a_password_is_refused():
    assert refusal(LOCKED).code == "encrypted"


def test_letters_that_cannot_be_told_are_refused(monkeypatch):
    page = {"width": 595, "height": 842, "rules": [], "picture": False}
    page["pieces"] = [[80, 500, 700, 14, False, "\ue012\ue013\ue014 \ufffd\ufffd" * 9]]
    monkeypatch.setattr(pdf, "_extract", lambda data: [page])
    assert refusal(b"%PDF-1.7").code == "letters"


def test_time_and_memory_are_bounded(monkeypatch):
    data = gazette()
    monkeypatch.setattr(named, "PDF_MEMORY_BYTES", 24 * named.MEGABYTE)
    assert refusal(data).code in ("too_heavy", "not_pdf")
    monkeypatch.setattr(named, "PDF_MEMORY_BYTES", 512 * named.MEGABYTE)

    def slow(*arguments, **options):
        raise subprocess.TimeoutExpired("pdf_child", options["timeout"])

    monkeypatch.setattr(pdf.subprocess, "run", slow)
    assert refusal(data).code == "too_heavy"


# --- text that was taken from pages -----------------------------------------------------------------------


LAYOUT = """    BỘ CÔNG AN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   Số: 07/QĐ-BCA                 Độc lập - Tự do - Hạnh phúc
                               Hà Nội, ngày 05 tháng 01 năm 2026

                          QUYẾT ĐỊNH
                 Về việc phối hợp giữa các đơn vị

      Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp giữa các
đơn vị thuộc Bộ theo quy định tại khoản 4,
Điều 6 của Nghị định số 64/2015/NĐ-CP ngày 06 tháng 8 năm 2015 của Chính
phủ.
      Điều 2. Trách nhiệm
      1. Các đơn vị thuộc cơ quan Bộ, Công an các tỉnh, thành phố trực thuộc
Trung ương có trách nhiệm tổ chức thực hiện Quyết định số 40/2022/QĐ-
                                    2\f                                    3
BCA và các văn bản khác có liên quan theo chức năng, nhiệm vụ được giao; định
kỳ báo cáo.
      2. Các đơn vị khác, tổ chức, cá nhân có liên quan đến việc thực hiện các
quy định này.
"""


def test_text_laid_out_with_blanks_is_read_like_its_page():
    document = read(LAYOUT.encode(), "a.txt")
    head = document.header
    assert (head.issuer, head.number, head.date) == ("BỘ CÔNG AN", "07/QĐ-BCA", "ngày 05 tháng 01 năm 2026")
    by_path = {node.path: node for node in document.nodes}
    assert list(by_path) == ["dieu-1", "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2"]
    assert "khoản 4, Điều 6 của Nghị định số 64/2015/NĐ-CP ngày" in by_path["dieu-1"].title
    assert "40/2022/QĐ-BCA và các văn bản" in by_path["dieu-2/khoan-1"].text
    assert {"2", "3"} <= set(document.furniture)


def test_the_frame_of_a_page_repeated_in_a_text_is_furniture():
    frame = "LuatVietnam     Trung tâm LuatVietnam    Điện thoại: (04) 378\nwww.vanbanluat.vn       Email: a@b.vn\n"
    body = "".join(
        f"      Điều {n}. Tên của điều\n      Nội dung của điều này nói về trách nhiệm của các cơ quan, tổ chức và cá\n"
        f"nhân có liên quan theo quy định của pháp luật hiện hành về các vấn đề nêu trên đây.\n{frame}"
        for n in range(1, 7)
    )
    document = read(body.encode(), "a.txt")
    assert [node.number for node in document.nodes] == list("123456")
    assert not any("LuatVietnam" in node.text for node in document.nodes)
    assert sum("LuatVietnam" in text for text in document.furniture) == 6


def test_a_dash_and_a_reference_at_the_start_of_a_line_do_not_open_a_unit():
    text = (
        "1. Các cơ quan nhà nước có trách nhiệm tổ chức thực hiện việc phát triển kinh tế\n"
        "- xã hội của địa phương theo quy định của Luật này và theo quy định tại khoản\n"
        "2. Điều này và các văn bản khác."
    )
    rows = text_rows(text)
    assert [line.full for line in join_rows(rows, exact=False)] == [" ".join(text.split())]


def test_a_sentence_that_a_text_repeats_is_no_frame_of_a_page():
    body = "".join(
        f"Điều {n}. Thủ tục chấp thuận\n"
        "a) Tổ chức tín dụng lập hồ sơ gửi Ngân hàng Nhà nước. Trường hợp hồ sơ chưa\n"
        "đầy đủ, hợp lệ thì trong thời hạn 10 ngày phải có văn bản yêu cầu bổ sung hồ\nsơ.\n"
        for n in range(1, 9)
    )
    document = read(body.encode(), "a.txt")
    assert document.furniture == ()
    points = [node.text for node in document.nodes if node.kind == "point"]
    assert len(points) == 8
    assert set(points) == {
        "Tổ chức tín dụng lập hồ sơ gửi Ngân hàng Nhà nước. Trường hợp hồ sơ chưa đầy đủ, hợp lệ thì trong thời hạn "
        "10 ngày phải có văn bản yêu cầu bổ sung hồ sơ."
    }


def test_headings_need_no_stop_before_them_and_mentions_open_nothing():
    text = (
        "Chương I\nQUY ĐỊNH CHUNG VỀ HOẠT ĐỘNG IN, PHÁT HÀNH VÀ CUNG CẤP DỊCH VỤ\nMục 1\nIN BÁO CHÍ\n"
        "Điều 1. Cơ sở in có trách nhiệm thực hiện hợp đồng với cơ quan báo chí theo\n"
        "Phần I Phụ lục II; tên của các biểu mẫu ban hành kèm theo Thông tư này, cột\n"
        "thứ hai của biểu mẫu.\n"
    )
    rows = text_rows(text)
    assert [line.full[:22] for line in join_rows(rows, exact=False)] == [
        "Chương I",
        "QUY ĐỊNH CHUNG VỀ HOẠT",
        "Mục 1",
        "IN BÁO CHÍ",
        "Điều 1. Cơ sở in có tr",
    ]

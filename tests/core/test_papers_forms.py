"""The checker of the papers: each Word file is opened as XML and held against Decree 30/2020, each form against its list."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from consult.core import papers
from consult.core.papers.__main__ import main
from consult.core.papers.loading import BadData

from .dossier_samples import FILLED, a_dossier
from .papers_samples import some_minutes
from .pdf_reading import page_texts
from .test_papers_comparison import a_comparison

NBSP = "\u00a0"
DIGEST = papers.hash_of(papers.plain(a_dossier()))
CODES = tuple(papers.FORMS)
HEADINGS = {
    "bao-cao-phan-bien": (
        "I. TÌNH HÌNH TỔ CHỨC PHẢN BIỆN XÃ HỘI", "II. NHẬN XÉT, ĐÁNH GIÁ CHUNG", "1. Về sự cần thiết",
        "2. Về sự phù hợp", "3. Về tính đúng đắn", "4. Về tác động", "5. Về bảo đảm hài hòa", "III. Ý KIẾN CỤ THỂ",
        "IV. CÁC Ý KIẾN CÒN KHÁC NHAU", "V. KIẾN NGHỊ", "Phụ lục I",
    ),
    "cong-van-tiep-thu": (
        "I. TÌNH HÌNH LẤY Ý KIẾN", "II. NỘI DUNG TIẾP THU", "III. NỘI DUNG GIẢI TRÌNH",
        "IV. NỘI DUNG XIN Ý KIẾN CẤP CÓ THẨM QUYỀN", "Phụ lục I",
    ),
    "bao-cao-tu-van": (
        "I. THÔNG TIN ĐỀ ÁN", "II. CĂN CỨ, PHẠM VI", "III. NỘI DUNG TƯ VẤN", "a) Sự cần thiết", "đ) Hiệu quả",
        "IV. Ý KIẾN KHÁC NHAU", "“Nên giữ.” (hội viên không nêu tên)", "V. KẾT LUẬN, KIẾN NGHỊ", "Phụ lục I", "Phụ lục II",
    ),
    "bao-cao-lay-y-kien": ("I. TÌNH HÌNH TRIỂN KHAI", "II. TỔNG HỢP KẾT QUẢ LẤY Ý KIẾN"),
    "phieu-lay-y-kien": (
        "I. THÔNG TIN NGƯỜI CHO Ý KIẾN", "□ Đồng ý", "□ Không đồng ý", "III. Ý KIẾN CỤ THỂ", "IV. Ý KIẾN KHÁC",
    ),
    "phieu-nhan-xet": ("II. NHẬN XÉT THEO TIÊU CHÍ", "IV. CAM KẾT"),
    "giay-moi": ("trân trọng kính mời", "Chủ trì:", "Thời gian:", "Địa điểm:"),
    "ke-hoach-nam": ("I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN"),
}  # fmt: skip
COLUMNS = {
    "bang-tong-hop": (
        "STT", "ĐIỀU, KHOẢN, ĐIỂM", "NỘI DUNG DỰ THẢO", "NỘI DUNG GÓP Ý", "CHỦ THỂ GÓP Ý", "LĨNH VỰC",
        "TIÊU CHÍ PHẢN BIỆN", "MỨC ĐỘ ĐỒNG THUẬN", "ĐỀ XUẤT CỦA BỘ PHẬN TỔNG HỢP",
    ),
    "ban-tong-hop-tiep-thu": (
        "NHÓM VẤN ĐỀ HOẶC ĐIỀU, KHOẢN", "CHỦ THỂ GÓP Ý", "NỘI DUNG GÓP Ý", "NỘI DUNG TIẾP THU, GIẢI TRÌNH",
    ),
    "phieu-lay-y-kien": ("ĐIỀU, KHOẢN", "NỘI DUNG DỰ THẢO", "ĐỀ NGHỊ SỬA", "LÝ DO"),
    "phieu-nhan-xet": ("TIÊU CHÍ", "NHẬN XÉT", "ĐIỂM, MỨC", "KIẾN NGHỊ"),
    "ke-hoach-nam": (
        "STT", "NỘI DUNG", "HÌNH THỨC", "THỜI GIAN", "CHỦ THỂ PHẢN BIỆN", "ĐỐI TƯỢNG PHẢN BIỆN", "GHI CHÚ",
    ),
}  # fmt: skip
COLUMNS["bao-cao-tu-van"] = (
    "STT",
    "ĐIỀU, KHOẢN",
    "ĐIỂM GÓP Ý, Ý KIẾN CỦA HỘI",
    "TRẢ LỜI CỦA CƠ QUAN SOẠN THẢO",
)
COLUMNS["cong-van-tiep-thu"] = COLUMNS["ban-tong-hop-tiep-thu"]
LANDSCAPE = {"bang-tong-hop", "ban-tong-hop-tiep-thu", "ke-hoach-nam"}
UNNUMBERED = {"bang-tong-hop", "phieu-lay-y-kien", "phieu-nhan-xet"}


def a_paper(code, texts=(), **fields):
    return papers.made(papers.FORMS[code], a_dossier(**fields), dict(texts), digest=DIGEST)


@pytest.fixture(scope="module")
def files():
    return {code: papers.paper_docx(a_paper(code)) for code in CODES}


@pytest.fixture(params=CODES)
def opened(request, files):
    return request.param, Document(io.BytesIO(files[request.param]))


def words_of(document) -> str:
    paragraphs = document.element.body.iter(qn("w:p"))
    lines = ("".join(node.text or "" for node in one.iter(qn("w:t"))) for one in paragraphs)
    return "\n".join(lines).replace(NBSP, " ")


def ruled(document):
    return [
        table for table in document.tables if table.style is not None and table.style.name == "Table Grid"
    ]


def test_ten_papers_with_their_numbers():
    assert [form.number for form in papers.FORMS.values()] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 12]


def test_pages_are_a4_with_the_margins_of_the_decree(opened):
    code, document = opened
    for number, section in enumerate(document.sections):
        lying = (
            code in LANDSCAPE
            or (code == "cong-van-tiep-thu" and number)
            or (code == "bao-cao-tu-van" and number == 2)
        )
        assert [round(size.mm) for size in (section.page_width, section.page_height)] == (
            [297, 210] if lying else [210, 297]
        )
        top, bottom, left, right = (
            round(margin.mm)
            for margin in (
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        )
        assert 20 <= top <= 25
        assert 20 <= bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def test_every_run_is_in_times_new_roman_and_body_text_has_13_or_14_points(opened):
    _code, document = opened
    assert document.styles["Normal"].element.rPr.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    named = {font.get(qn("w:ascii")) for font in document.element.body.iter(qn("w:rFonts"))}
    assert named <= {"Times New Roman"}
    sizes = {run.font.size.pt for one in document.paragraphs for run in one.runs if run.text.strip()}
    assert sizes <= {11, 12, 13, 14}
    assert {13} <= sizes


def test_page_numbers_stand_top_centre_from_page_2(opened):
    _code, document = opened
    first, *annexes = document.sections
    header = first.header.paragraphs[0]
    assert header.alignment == 1
    assert "PAGE" in first.header._element.xml
    assert first.different_first_page_header_footer
    assert "PAGE" not in first.first_page_header._element.xml
    assert all(not one.different_first_page_header_footer for one in annexes)


def test_the_two_header_blocks_stand_side_by_side(opened):
    code, document = opened
    (left, right), (number, day) = (row.cells for row in document.tables[0].rows)
    city = "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"
    parent, issuer = {
        "front": ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM THÀNH PHỐ CẦN THƠ", "BAN THƯỜNG TRỰC"),
        "agency": (city, "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
        "association": (city, "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT"),
    }[papers.FORMS[code].by]
    assert [p.text for p in left.paragraphs[:2]] == [parent, issuer]
    assert not left.paragraphs[0].runs[0].bold
    assert left.paragraphs[1].runs[0].bold
    assert [p.text for p in right.paragraphs[:2]] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert all("w:pBdr" in cell._tc.xml for cell in (left, right))
    assert day.text.replace(NBSP, " ") == "Cần Thơ, ngày 05 tháng 02 năm 2026"
    assert day.paragraphs[0].runs[0].italic
    if code in UNNUMBERED:
        assert not number.text
    else:
        assert re.fullmatch(rf"Số:[{NBSP}]{{8}}/\S+", number.paragraphs[0].text)


def test_days_have_a_nought_below_ten_and_months_in_january_and_february_alone():
    paper = a_paper("giay-moi", day="2026-09-09")
    text = words_of(Document(io.BytesIO(papers.paper_docx(paper))))
    assert "ngày 09 tháng 9 năm 2026" in text


def test_the_head_of_each_table_repeats_and_rows_are_not_broken(opened):
    code, document = opened
    assert ruled(document) or code not in COLUMNS
    for table in ruled(document):
        header, *rows = table._tbl.tr_lst
        assert header.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (header, *rows))


@pytest.mark.parametrize("code", COLUMNS)
def test_columns_stand_in_their_order(files, code):
    document = Document(io.BytesIO(files[code]))
    heads = [tuple(cell.text for cell in table.rows[0].cells) for table in ruled(document)]
    assert COLUMNS[code] in heads


@pytest.mark.parametrize(
    ("code", "column"), [("bang-tong-hop", 1), ("ban-tong-hop-tiep-thu", 0), ("cong-van-tiep-thu", 0)]
)
def test_the_cells_of_one_place_are_one(files, code, column):
    table = ruled(Document(io.BytesIO(files[code])))[0]
    merges = [row.tc_lst[column].tcPr.find(qn("w:vMerge")) for row in table._tbl.tr_lst[1:]]
    assert [one if one is None else one.get(qn("w:val"), "continue") for one in merges] == [
        None,
        "restart",
        "continue",
    ]


@pytest.mark.parametrize("code", HEADINGS)
def test_each_form_has_its_parts_in_order(files, code):
    text = words_of(Document(io.BytesIO(files[code])))
    places = [text.find(words) for words in HEADINGS[code]]
    assert -1 not in places, HEADINGS[code][places.index(-1)]
    assert places == sorted(places)


def test_the_ending_the_recipients_and_the_signature(opened):
    code, document = opened
    form, text = papers.FORMS[code], words_of(document)
    assert ("./." in text) == form.ends
    if "noi_nhan" in form.around:
        lines = text.split("\n")
        listed = lines[lines.index("Nơi nhận:") :]
        assert listed[1].endswith(";")
        assert re.match(r"- Lưu: VT.*\.$", next(line for line in listed if "Lưu" in line))
        run = next(r for table in document.tables for row in table.rows for cell in row.cells
                   for one in cell.paragraphs for r in one.runs if r.text == "Nơi nhận:")  # fmt: skip
        assert (run.font.size.pt, run.bold, run.italic) == (12, True, True)
    signer = form.around["nguoi_ky"].split("\n")[0].upper()
    assert signer in text


def test_legal_grounds_are_in_italics_and_end_as_they_must(files):
    document = Document(io.BytesIO(files["bao-cao-phan-bien"]))
    grounds = [one for one in document.paragraphs if one.text.startswith("Căn cứ")]
    assert [one.text[-1] for one in grounds] == [";", "."]
    assert all(run.italic for one in grounds for run in one.runs)


def test_a_letter_says_what_it_is_about_below_its_number(files):
    document = Document(io.BytesIO(files["cong-van-tiep-thu"]))
    number, about = document.tables[0].rows[1].cells[0].paragraphs
    assert number.text.startswith("Số:")
    assert about.text.startswith("V/v tiếp thu, giải trình")
    assert about.runs[0].font.size.pt == 12


def test_hash_and_code_stand_in_every_file(opened, files):
    code, document = opened
    grouped = " ".join(DIGEST[i : i + 8] for i in range(0, 64, 8))
    assert grouped in words_of(document)
    assert grouped in document.sections[0].footer.paragraphs[0].text
    assert grouped in document.sections[0].first_page_footer.paragraphs[0].text
    with zipfile.ZipFile(io.BytesIO(files[code])) as package:
        assert any(name.startswith("word/media/") for name in package.namelist())


@pytest.mark.parametrize("code", CODES)
def test_word_and_pdf_say_the_same_and_equal_data_give_equal_bytes(files, code):
    first, again = papers.paper_pdf(a_paper(code)), papers.paper_pdf(a_paper(code))
    assert first == again
    assert papers.paper_docx(a_paper(code)) == files[code]
    pdf = re.sub(r"\s", "", "".join(page_texts(first)))
    lines = words_of(Document(io.BytesIO(files[code]))).split("\n")
    for line in lines:
        words = re.sub(r"\s", "", line)
        # A line of a cell may be parted by a page; short pieces are looked up.
        if 3 < len(words) < 60 and "…" not in words:
            assert words in pdf, line


def test_differing_opinions_are_all_there_with_their_shares(files):
    text = words_of(Document(io.BytesIO(files["bao-cao-phan-bien"])))
    part = text[text.index("IV. CÁC Ý KIẾN") : text.index("V. KIẾN NGHỊ")]
    assert "Không đồng ý (1/2 ý kiến):" in part
    assert "“=Giữ 30 ngày là phù hợp.” (Trần Văn Đức)" in part
    assert "Chưa có đánh giá tác động." not in part


def test_the_filled_form_has_the_words_of_its_writer():
    text = words_of(Document(io.BytesIO(papers.paper_docx(a_paper("phieu-lay-y-kien", sheet=FILLED)))))
    assert "Họ và tên: Nguyễn Thị Ước" in text
    assert "■ Đề nghị không công bố tên" in text
    assert "■ Đồng ý, có sửa đổi, bổ sung" in text
    assert "□ Đồng ý\n" in text
    assert "Trong 15 ngày." in text


def test_prose_may_be_edited_and_numbers_stay_fields():
    paper = a_paper("bao-cao-lay-y-kien", {"ket_qua": "Nhận {so_y_kien} ý kiến của {so_chuyen_gia} người."})
    text = words_of(Document(io.BytesIO(papers.paper_docx(paper))))
    assert "Nhận 86 ý kiến của 41 người." in text
    with pytest.raises(BadData, match="so_khac"):
        a_paper("bao-cao-lay-y-kien", {"ket_qua": "Nhận {so_khac} ý kiến."})


@pytest.mark.parametrize("code", CODES)
def test_defaults_name_fields_that_there_are(code):
    known = {figure.name for figure in papers.figures(a_dossier())}
    for text in papers.texts_of(papers.FORMS[code]):
        assert set(re.findall(r"\{(\w+)\}", text.default)) <= known


def test_a_workbook_holds_no_formula():
    issues = (papers.Issue("Chung", "Tên", proposal="=1+1"), *a_dossier().issues)
    book = load_workbook(io.BytesIO(papers.paper_xlsx(a_paper("bang-tong-hop", issues=issues))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(cell.value.startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert papers.paper_xlsx(a_paper("bang-tong-hop")) == papers.paper_xlsx(a_paper("bang-tong-hop"))


def test_a_dossier_comes_back_from_its_json():
    dossier = a_dossier(sheet=FILLED)
    assert papers.dossier_of(json.loads(json.dumps(papers.plain(dossier)))) == dossier


@pytest.mark.parametrize(
    "change", [{"received": "86"}, {"unknown": 1}, {"issues": {}}, {"agency": {"name": 1}}]
)
def test_a_dossier_that_is_not_one_is_refused(change):
    with pytest.raises(BadData, match="Trường"):
        papers.dossier_of(papers.plain(a_dossier()) | change)


def test_a_date_that_is_not_known_is_left_to_be_filled_in():
    text = words_of(Document(io.BytesIO(papers.paper_docx(a_paper("giay-moi", day="")))))
    assert "Cần Thơ, ngày …… tháng …… năm" in text
    assert str(date.today().year) not in text.split("GIẤY MỜI")[0]


def test_a_paper_is_made_on_the_command_line(tmp_path, files, capsys):
    source, target = tmp_path / "data.json", tmp_path / "out.docx"
    source.write_text(json.dumps(papers.plain(a_dossier()), ensure_ascii=False))
    assert main(["make", "giay-moi", str(source), "-o", str(target)]) == 0
    assert target.read_bytes() == files["giay-moi"]
    assert main(["make", "giay-moi", str(source), "-o", str(tmp_path / "out.xlsx")]) == 2
    assert "không có bảng" in capsys.readouterr().err


def test_minutes_and_a_comparison_come_back_from_their_json():
    for paper in (some_minutes(started=datetime(2026, 11, 22, 8, 0, tzinfo=UTC)), a_comparison()):
        data = json.loads(json.dumps(papers.plain(paper)))
        assert papers.read(type(paper), data, "paper") == paper


@pytest.mark.parametrize("wrong", ["hôm qua", 5, None, ["2026-11-22"]])
def test_a_moment_that_is_none_is_refused(wrong):
    with pytest.raises(BadData, match=r"started"):
        papers.read(papers.MinutesPaper, papers.plain(some_minutes()) | {"started": wrong}, "paper")


def test_several_annexes_are_numbered_and_one_is_not():
    council = {
        "measured": (papers.Measured("Ý kiến đã xếp", "100%", "Số ý kiến đã xếp."),),
        "decided": papers.Decided(1, 3, "2/3", "1/2", "2026-11-26", (papers.Voted("Điểm 1", 3, 0, 0, True),)),
    }
    text = words_of(Document(io.BytesIO(papers.paper_docx(a_paper("bao-cao-phan-bien", **council)))))
    found = re.findall(r"Phụ lục (?:I+|IV|V)\b", text)
    assert found == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert "Phụ lục I\n" in words_of(Document(io.BytesIO(papers.paper_docx(a_paper("cong-van-tiep-thu")))))


def test_a_proposal_that_ends_with_a_full_stop_has_one():
    issue = papers.Issue("Điều 1", "Bỏ khoản 2", proposal="Đề nghị bỏ khoản 2.")
    text = words_of(Document(io.BytesIO(papers.paper_docx(a_paper("bao-cao-phan-bien", issues=(issue,))))))
    assert "Đề nghị bỏ khoản 2." in text
    assert ".." not in text.split("V. KIẾN NGHỊ")[1]

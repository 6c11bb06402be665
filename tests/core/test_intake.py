"""Tables of opinions: files, headings, citations, positions; every row placed, doubtful or set aside."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import intake, legal
from tests.core.intake_files import HEADS, nodes, word, workbook

PLACES = intake.Places(nodes())


def rows_of(data, extension=".xlsx", **given):
    tables = intake.read(data, extension)
    return intake.read_rows(tables, intake.guess(tables), PLACES, **{"limit": 1000, **given})


def opinions(found):
    return [row for row in found if not row.aside]


def line(place="Điều 3", speaker="Sở Y tế", position="", text="Cần làm rõ.", **rest):
    return ("1", place, speaker, position, text, rest.get("grounds", ""), rest.get("proposed", ""),
            rest.get("counted", ""))  # fmt: skip


# --- places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "citation"),
    [
        ("khoản 1 Điều 3", "khoản 1 Điều 3"),
        ("Điều 3 khoản 1", "khoản 1 Điều 3"),
        ("Điều 3, khoản 2, điểm a", "điểm a khoản 2 Điều 3"),
        ("điểm b khoản 2 Điều 3", "điểm b khoản 2 Điều 3"),
        ("K2 Đ3", "khoản 2 Điều 3"),
        ("k.2, Đ.3", "khoản 2 Điều 3"),
        ("K2Đ3", "khoản 2 Điều 3"),
        ("đ.b k2 Đ3", "điểm b khoản 2 Điều 3"),
        ("Điều 3.2", "khoản 2 Điều 3"),
        ("3.2", "khoản 2 Điều 3"),
        ("3.2b", "điểm b khoản 2 Điều 3"),
        ("Điều 3.2.b", "điểm b khoản 2 Điều 3"),
        ("3", "Điều 3"),
        ("dieu 3 khoan 2", "khoản 2 Điều 3"),
        ("Điều 3. Đặt hàng, giao nhiệm vụ", "Điều 3"),
        ("Khoản 2 Điều 3: tiêu chí", "khoản 2 Điều 3"),
        ("Tại khoản 2 Điều 3 của dự thảo Nghị quyết", "khoản 2 Điều 3"),
        ("Khoản 2 Điều 3 (trang 4)", "khoản 2 Điều 3"),
        ("1. Điều 3", "Điều 3"),
        ("- Điều 3", "Điều 3"),
        ("Điều 3\nKhoản 2", "khoản 2 Điều 3"),
        ("Chương II", "Chương II"),
    ],
)
def test_ways_of_naming_a_unit(words, citation):
    found = PLACES.read(words)
    assert found.kind == "one"
    by_id = {node.id: node for node in nodes()}
    assert legal.cite(by_id[found.ident], nodes()) == citation


@pytest.mark.parametrize(
    "words",
    ["Chung", "Góp ý chung", "Ý kiến chung", "Toàn văn", "Toàn bộ dự thảo", "VẤN ĐỀ CHUNG", "Chung/Vấn đề khác",
     "Nhận xét chung về dự thảo Nghị quyết", "Vấn đề khác", "Bố cục", "Tên dự thảo"],
)  # fmt: skip
def test_words_for_the_whole_text(words):
    assert PLACES.read(words) == intake.Found("general")


@pytest.mark.parametrize(
    "words",
    ["Điều 43", "khoản 9 Điều 3", "điểm z", "Điều 3 và các điều có liên quan", "thời hạn", "Điều", "99.1"],
)
def test_what_is_not_surely_there_is_never_guessed(words):
    assert PLACES.read(words).kind == "none"


def test_several_units_are_placed_at_what_is_above_them_all():
    assert PLACES.read("khoản 1 và khoản 2 Điều 3") == intake.Found("many", PLACES.read("Điều 3").ident)
    assert PLACES.read("Điều 1, Điều 3") == intake.Found("many", "")


@pytest.mark.parametrize("words", ["nt", "NT", "-nt-", "như trên", "Nhu tren", '"', "''", "//"])
def test_the_same_as_above(words):
    assert PLACES.read(words).kind == ("same" if words != "''" else "blank") or words == "''"


def test_columns_of_their_own_for_article_clause_and_point():
    found = PLACES.read("3", "2", "b")
    assert found == PLACES.read("điểm b khoản 2 Điều 3")
    assert PLACES.read("Điều 3", "khoản 2", "") == PLACES.read("khoản 2 Điều 3")


@given(st.text(max_size=200))
def test_any_words_give_an_answer(words):
    found = PLACES.read(words)
    assert found.kind in ("one", "general", "many", "none", "same", "blank")
    assert (found.ident == "") or found.kind in ("one", "many")


@given(st.sampled_from(nodes()))
def test_every_unit_is_found_by_its_citation_with_and_without_diacritics(node):
    cited = legal.cite(node, nodes())
    assert PLACES.read(cited) == intake.Found("one", node.id)


# --- positions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Nhất trí", "yes"), ("Thống nhất với dự thảo", "yes"), ("đồng ý", "yes"), ("Dong y", "yes"),
        ("Cơ bản nhất trí", "amend"), ("Đồng ý, có sửa đổi, bổ sung", "amend"),
        ("Nhất trí, tuy nhiên cần làm rõ", "amend"),
        ("Không đồng ý", "no"), ("Chưa thống nhất", "no"), ("không nhất trí", "no"), ("Không hoàn toàn đồng ý", "no"),
        ("Đề nghị bỏ", "drop"), ("bãi bỏ khoản này", "drop"), ("Đề nghị bổ sung", "add"), ("Đề nghị sửa", "amend"),
        ("Ý kiến khác", "other"), ("", ""), ("abc", ""),
    ],
)  # fmt: skip
def test_positions_by_their_words(words, code):
    assert intake.position_of(words) == code


def test_an_opening_that_says_nothing_is_another_opinion():
    assert intake.opening_of("Thời hạn bảy ngày là quá ngắn.") == "other"
    assert intake.opening_of("Đề nghị bổ sung tiêu chí: kinh nghiệm.") == "add"


# --- headings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (HEADS, {"place": 1, "speaker": 2, "position": 3, "text": 4, "grounds": 5, "proposed": 6, "counted": 7}),
        (("NHÓM VẤN ĐỀ HOẶC ĐIỀU, KHOẢN", "CHỦ THỂ GÓP Ý", "NỘI DUNG GÓP Ý", "NỘI DUNG TIẾP THU, GIẢI TRÌNH"),
         {"place": 0, "speaker": 1, "text": 2}),
        (("TT", "NHOM VAN DE / DIEU / KHOAN", "Y KIEN GOP Y", "Y KIEN TIEP THU, GIAI TRINH", "DON VI"),
         {"place": 1, "text": 2, "speaker": 4}),
        (("Điều, khoản", "Nội dung dự thảo", "Đề nghị sửa", "Lý do"), {"place": 0, "proposed": 2, "grounds": 3}),
        (("Điều", "Khoản", "Điểm", "Nội dung góp ý", "Đơn vị"),
         {"place": 0, "clause": 1, "point": 2, "text": 3, "speaker": 4}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_headings(heads, columns):
    (layout,) = intake.guess(intake.read(workbook([["x"] * len(heads)], heads=heads), ".xlsx"))
    assert layout == intake.Layout(0, columns)


def test_the_heading_row_need_not_be_the_first():
    data = workbook([line()], above=[["SỞ TƯ PHÁP"], [], ["BẢNG TỔNG HỢP Ý KIẾN GÓP Ý"]])
    found = rows_of(data)
    assert [row.aside for row in found] == ["above-header", "above-header", "header", ""]
    assert [row.number for row in found] == [1, 3, 4, 5]


def test_a_table_without_headings_goes_on_with_those_before_and_a_strange_one_is_listed():
    data = word(
        ([("Điều, khoản", "Đơn vị", "Nội dung góp ý"), ("Điều 1", "Sở A", "Một.")], []),
        ([("Điều 2", "Sở B", "Hai.")], []),
        ([("Nơi nhận", "Lưu")], []),
    )
    found = rows_of(data, ".docx")
    assert [(row.place, row.text) for row in opinions(found)] == [("Điều 1", "Một."), ("Điều 2", "Hai.")]
    assert found[-1].aside == "unused"


# --- rows ------------------------------------------------------------------------------------------------


def test_a_full_row():
    data = workbook([line("k2 Đ3", "Hội Luật gia", "Không đồng ý", "Thiếu tiêu chí.", grounds="Luật 64.",
                          proposed="c) Kinh nghiệm", counted="30 người")])  # fmt: skip
    (row,) = opinions(rows_of(data))
    assert (row.speaker, row.position, row.counted, row.doubts) == ("Hội Luật gia", "no", 30, ())
    assert (row.text, row.proposed) == ("Thiếu tiêu chí.\n\nLuật 64.", "c) Kinh nghiệm")


def test_merged_cells_are_carried_down_in_both_formats():
    cells = [("Điều 3", "Sở A", "Một."), ("", "Sở B", "Hai."), ("", "", "Ba.")]
    sheet = workbook(cells, heads=("Điều, khoản", "Đơn vị", "Nội dung góp ý"), merged=["A2:A4", "B3:B4"])
    paper = word(
        ([("Điều, khoản", "Đơn vị", "Nội dung góp ý"), *cells], [((1, 0), (3, 0)), ((2, 1), (3, 1))])
    )
    for data, extension in ((sheet, ".xlsx"), (paper, ".docx")):
        found = opinions(rows_of(data, extension))
        assert [(row.place, row.speaker, row.text) for row in found] == [
            ("Điều 3", "Sở A", "Một."), ("Điều 3", "Sở B", "Hai."), ("Điều 3", "Sở B", "Ba."),
        ]  # fmt: skip
        assert not any(row.doubts for row in found)


def test_a_heading_across_the_table_gives_the_place_of_what_follows():
    rows = [("Điều 2. Đối tượng áp dụng", "", ""), ("", "Sở A", "Một."), ("", "Sở B", "Hai."),
            ("Góp ý chung", "", ""), ("", "Sở C", "Ba.")]  # fmt: skip
    data = word(([("Điều, khoản", "Đơn vị", "Nội dung góp ý"), *rows], [((1, 0), (1, 2)), ((4, 0), (4, 2))]))
    found = rows_of(data, ".docx")
    assert [row.aside for row in found] == ["header", "heading", "", "", "heading", ""]
    article = PLACES.read("Điều 2").ident
    assert [(row.ident, row.doubts) for row in opinions(found)] == [(article, ()), (article, ()), ("", ())]


def test_nt_repeats_the_row_above():
    data = workbook(
        [line("k1 Đ3", "Sở A", "", "Quá ngắn."), line("nt", "Sở B", "", "nt"), line("như trên", "nt")]
    )
    found = opinions(rows_of(data))
    assert {row.ident for row in found} == {PLACES.read("khoản 1 Điều 3").ident}
    assert [(row.speaker, row.text) for row in found] == [
        ("Sở A", "Quá ngắn."), ("Sở B", "Quá ngắn."), ("Sở B", "Cần làm rõ."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (line("Điều 43"), "place-unknown"),
        (line("khoản 1 và 2 Điều 3"), "place-many"),
        (line(""), "place-above"),
        (line(text=""), "no-text"),
        (line(text="a" * 1001), "too-long"),
        (line(speaker=""), "speaker-above"),
        (line("Điều 1", "Sở Một", text="MỘT"), "repeats-row"),
        (line(position="xem phụ lục"), "position-unknown"),
        (line(counted="nhiều"), "counted-unread"),
    ],
)
def test_what_is_doubtful(row, doubt):
    first = line("Điều 1", "Sở Một", text="Một.")
    found = opinions(rows_of(workbook([first, row])))
    assert found[0].doubts == ()
    assert found[1].doubts == (doubt,)


def test_agreement_needs_no_grounds_and_no_speaker_is_said():
    found = opinions(rows_of(workbook([line(position="Nhất trí", text=""), line(speaker="", text="Hai.")])))
    assert found[0].doubts == ()
    heads = ("Điều, khoản", "Nội dung góp ý")
    assert opinions(rows_of(workbook([("Điều 1", "Một.")], heads=heads)))[0].doubts == ("no-speaker",)
    named = opinions(rows_of(workbook([("Điều 1", "Một.")], heads=heads), sender="Hội Luật gia"))
    assert (named[0].speaker, named[0].doubts) == ("Hội Luật gia", ())


def test_repeated_headings_and_numbers_of_columns_are_no_opinions():
    data = workbook(
        [("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"), line(), HEADS, line(text="Hai.")]
    )
    assert [row.aside for row in rows_of(data)] == ["header", "numbers", "", "header", ""]


def test_a_row_that_only_sounds_like_headings_is_an_opinion():
    found = rows_of(
        workbook([line("Điều 3", "Đơn vị A", "", "Ý kiến thống nhất."), line("Điều", "Đơn vị", "", "Hai.")])
    )
    assert [row.aside for row in found] == ["header", "", ""]
    plain = [("Điều 1", "Đơn vị 2", "Ý kiến số 2."), ("Điều 2", "Đơn vị 3", "Ý kiến số 3.")]
    assert not intake.guess(intake.read(workbook(plain[1:], heads=plain[0]), ".xlsx"))[0].used


def test_formulas_are_text():
    data = workbook([line(text="=1+1"), line(text='=HYPERLINK("http://a","b")')])
    assert [row.text for row in opinions(rows_of(data))] == ["=1+1", '=HYPERLINK("http://a","b")']


words = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc")),
                max_size=40)  # fmt: skip
sheets = st.lists(st.lists(words, min_size=8, max_size=8), max_size=12)


@settings(max_examples=40, deadline=None)
@given(sheets, st.booleans())
def test_no_row_is_lost_whatever_it_holds(rows, headed):
    tables = (intake.Table("a", tuple(intake.Row(n, tuple(cells)) for n, cells in enumerate([*([HEADS] if headed else []), *rows], 1))),)  # fmt: skip
    if not tables[0].rows:
        return
    found = intake.read_rows(tables, intake.guess(tables), PLACES, limit=100)
    assert [row.number for row in found] == [row.number for row in tables[0].rows]
    for row in found:
        assert set(row.doubts) <= set(intake.DOUBTS) and (not row.aside or row.aside in intake.ASIDE)
        assert (
            row.aside or row.doubts or ((row.text or row.proposed or row.position == "yes") and row.speaker)
        )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(words, min_size=8, max_size=8), min_size=1, max_size=5))
def test_what_a_workbook_holds_is_what_is_read(rows):
    (table, *_rest) = intake.read(workbook(rows), ".xlsx")
    from consult.core.legal.cleaning import clean

    expected = [tuple(clean(cell).strip() for cell in row) for row in rows]
    read = {row.number: row.cells for row in table.rows}
    for number, cells in enumerate(expected, 2):
        if any(cells):
            assert read[number] == cells


# --- limits ----------------------------------------------------------------------------------------------


def repacked(data, **changes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, old.read(name)))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def test_files_that_are_refused_before_they_are_read():
    good = workbook([line()])
    sheet = "xl/worksheets/sheet1.xml"
    bad = {
        "bomb": repacked(good, **{sheet: b"<a>" + b" " * (60 * 1024 * 1024) + b"</a>"}),
        "macro": repacked(good, **{"xl/vbaProject.bin": b"x"}),
        "entities": repacked(good, **{sheet: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "not_xlsx": b"PK\x03\x04 no",
        "secret": workbook([line()], above=[["TỐI MẬT"]]),
        "no_table": workbook([], heads=()),
    }
    for code, data in bad.items():
        with pytest.raises(legal.Refused) as refused:
            intake.read(data, ".xlsx")
        assert refused.value.code == code


def test_a_word_file_that_is_a_workbook_is_refused():
    with pytest.raises(legal.Refused) as refused:
        intake.read(workbook([line()]), ".docx")
    assert refused.value.code == "not_docx"


def test_too_many_rows_are_refused():
    xml = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, 20_003)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{xml}</sheetData></worksheet>'.encode()
    with pytest.raises(legal.Refused) as refused:
        intake.read(repacked(workbook([line()]), **{"xl/worksheets/sheet1.xml": sheet}), ".xlsx")
    assert refused.value.code in ("too_many_rows", "bomb")


# --- the form that is sent out ---------------------------------------------------------------------------


@pytest.mark.parametrize("extension", [".xlsx", ".docx"])
def test_the_columns_of_our_own_form_are_all_recognised(extension):
    from consult.core import papers

    data = papers.opinions_xlsx() if extension == ".xlsx" else papers.opinions_docx()
    assert data == (papers.opinions_xlsx() if extension == ".xlsx" else papers.opinions_docx())
    (table,) = intake.read(data, extension)
    (layout,) = intake.guess([table])
    assert layout.columns == {
        "place": 1, "speaker": 2, "position": 3, "text": 4, "grounds": 5, "proposed": 6, "counted": 7,
    }  # fmt: skip
    assert {row.aside for row in intake.read_rows([table], [layout], PLACES, limit=10)} <= {
        "above-header",
        "header",
    }

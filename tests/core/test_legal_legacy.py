"""Old Vietnamese codes: every letter comes back, and nothing else is touched."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.legal import legacy, read
from consult.core.legal.reading import read_lines
from tests.core.test_legal_files import W, docx, p

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [
    letter
    for vowel in "aăâeêioôơuưy"
    for tone in TONES
    if not (letter := unicodedata.normalize("NFC", vowel + tone)).isascii()
] + ["đ"]
TO_TCVN3 = {letter: char for char, letter in legacy.TCVN3_TABLE.items()}
TO_VNI = {letter: code for code, letter in legacy.VNI_TABLE.items()}
TEXT = """QUYẾT ĐỊNH
Về việc phối hợp giữa các đơn vị
Điều 1. Phạm vi điều chỉnh
1. Quyết định này quy định nguyên tắc, hình thức, nội dung và trách nhiệm phối hợp của các sở, ngành.
2. Những hoạt động khác có liên quan được thực hiện theo các quy định của pháp luật hiện hành.
a) Cơ quan, tổ chức ở trung ương và địa phương;
đ) Người nước ngoài cư trú, hoạt động trên địa bàn tỉnh Phú Thọ.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực kể từ ngày ký."""


def tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(char) or TO_TCVN3.get(char.lower()) or char for char in text)


def vni(text: str) -> str:
    return "".join(TO_VNI.get(char, char) for char in text)


def test_there_are_134_letters():
    assert len(SMALL) == 67
    assert len({*SMALL, *(letter.upper() for letter in SMALL)}) == 134


@pytest.mark.parametrize("letter", SMALL)
def test_every_letter_comes_back(letter):
    assert legacy.from_tcvn3(tcvn3(letter)) == letter
    assert legacy.from_tcvn3_capitals(tcvn3(letter)) == letter.upper()
    assert legacy.from_vni(vni(letter)) == letter
    assert legacy.from_vni(vni(letter.upper())) == letter.upper()


def test_the_capitals_of_tcvn3_that_have_codes():
    assert legacy.from_tcvn3("¡¢§£¤¥¦") == "ĂÂĐÊÔƠƯ"


def test_known_words():
    assert legacy.from_tcvn3("Céng hßa x· héi chñ nghÜa ViÖt Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert legacy.from_tcvn3("§éc lËp - Tù do - H¹nh phóc") == "Độc lập - Tự do - Hạnh phúc"
    assert legacy.from_tcvn3("CéNG HßA X· HéI") == "CỘNG HÒA XÃ HỘI"
    assert legacy.from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert legacy.from_vni("Ñoäc laäp - Töï do - Haïnh phuùc") == "Độc lập - Tự do - Hạnh phúc"


WORDS = st.lists(
    st.sampled_from(
        [
            "quyết",
            "định",
            "của",
            "ủy",
            "ban",
            "nhân",
            "dân",
            "về",
            "việc",
            "hướng",
            "dẫn",
            "thực",
            "hiện",
            "pháp",
            "luật",
            "và",
            "trách",
            "nhiệm",
        ]
    ),
    min_size=12,
    max_size=60,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_whole_texts_are_found_and_come_back(text):
    for encode, name in ((tcvn3, legacy.TCVN3), (vni, legacy.VNI)):
        written = encode(text)
        assert legacy.encoding_of_text(written) == name
        assert legacy.CONVERTERS[name](written) == text
        assert legacy.decode_bytes(written.encode("latin-1")) == text


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Le président de la République a été élu; où, très, garçon, fêtes, âge, forêt, Noël, préfère, déjà.",
        "Straße, Grüße, müssen, über, Größe, öffnen, schön, können, für, Äpfel",
        "© 2020 § 5 «quotes» 10° ±2 µm ¼ × ÷",
        "plain words only",
    ],
)
def test_other_texts_are_left_alone(text):
    assert legacy.encoding_of_text(text) == ""


def nodes_of(text: str):
    return read(text.encode(), "a.txt").nodes


@pytest.mark.parametrize("encode", [tcvn3, vni], ids=["tcvn3", "vni"])
def test_text_files_in_old_codes(encode):
    plain = TEXT.replace("QUYẾT ĐỊNH\n", "")
    want = nodes_of(plain)
    assert read(encode(plain).encode("latin-1"), "a.txt").nodes == want
    assert read(encode(plain).encode("utf-8"), "a.txt").nodes == want
    page = "<html><body>" + "".join(f"<p>{encode(line)}</p>" for line in plain.split("\n")) + "</body></html>"
    assert read(page.encode("utf-8"), "a.html").nodes == want
    assert read(page.encode("latin-1"), "a.html").nodes == want


def test_windows_1258_and_utf_16_without_a_mark():
    want = nodes_of(TEXT)
    spread = "".join(
        char if char in "ăâđêôơưĂÂĐÊÔƠƯ" else windows(char) for char in TEXT
    )  # the Windows page keeps the letter and its tone apart
    assert read(spread.encode("cp1258"), "a.txt").nodes == want
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read(TEXT.encode(encoding), "a.txt").nodes == want


def windows(char: str) -> str:
    spread = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in spread if mark in TONES[1:]), "")
    return unicodedata.normalize("NFC", spread.replace(tone, "")) + tone


def run(text: str, font: str) -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f"<w:r>{fonts}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def lines_of(data: bytes) -> list[str]:
    return [line.full for line in read_lines(data, "a.docx")]


def test_word_runs_by_the_names_of_their_fonts():
    body = paragraph(run(tcvn3("nghị định"), ".VnTimeH"))
    body += paragraph(run(tcvn3("Điều 1. Phạm vi của "), ".VnTime"), run("Nghị định", "Times New Roman"))
    body += paragraph(run(vni("1. Trách nhiệm"), "VNI-Times"))
    assert lines_of(docx(body)) == ["NGHỊ ĐỊNH", "Điều 1. Phạm vi của Nghị định", "1. Trách nhiệm"]


def test_word_fonts_of_styles_and_defaults():
    fonts = '<w:rPr><w:rFonts w:ascii="{}"/></w:rPr>'
    styles = (
        f"<w:styles {W}><w:docDefaults><w:rPrDefault>{fonts.format('.VnTime')}</w:rPrDefault></w:docDefaults>"
        f'<w:style w:styleId="Hoa">{fonts.format(".VnTimeH")}</w:style>'
        '<w:style w:styleId="Con"><w:basedOn w:val="Hoa"/></w:style>'
        f'<w:style w:styleId="Moi">{fonts.format("Times New Roman")}</w:style></w:styles>'
    )
    body = paragraph(run(tcvn3("Điều 1. Phạm vi"), "")) + paragraph(run(tcvn3("quy chế"), ""), style="Con")
    body += paragraph(run("Chữ mới", ""), style="Moi")
    data = docx(body, word__styles_DOT_xml=styles)
    assert lines_of(data) == ["Điều 1. Phạm vi", "QUY CHẾ", "Chữ mới"]


def test_the_soft_hyphen_of_word_is_a_letter_in_tcvn3():
    hyphen = (
        '<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>ng</w:t><w:softHyphen/><w:t>êi d©n</w:t></w:r>'
    )
    assert lines_of(
        docx(paragraph(hyphen) + "<w:p><w:r><w:t>m</w:t><w:softHyphen/><w:t>ột</w:t></w:r></w:p>")
    ) == ["người dân", "một"]


def test_a_font_name_left_over_from_old_times_changes_nothing():
    body = paragraph(run("Các cơ quan có trách nhiệm thực hiện", ".VnTime")) + paragraph(
        run("và các tổ", ".VnTime")
    )
    assert lines_of(docx(body)) == ["Các cơ quan có trách nhiệm thực hiện", "và các tổ"]


def test_word_text_in_old_codes_without_a_font_name():
    body = "".join(p(tcvn3(line)) for line in TEXT.split("\n")[1:])
    assert lines_of(docx(body)) == TEXT.split("\n")[1:]

"""Reading files: Word, pages and text; and every kind of file that must be refused."""

import io
import socket
import zipfile

import pytest

from consult.core.legal import MAX_BYTES, Refused, read
from consult.core.legal import limits as named
from consult.core.legal.__main__ import main

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/></Types>'
)
PLAIN = TYPES.format(kind="wordprocessingml.document.main")


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, types: str = PLAIN, **parts: str | bytes) -> bytes:
    """The smallest Word file; `parts` are other files by name, "__" for a slash, "_DOT_" for a dot."""
    files = {
        "[Content_Types].xml": types,
        "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
    }
    files.update({name.replace("__", "/").replace("_DOT_", "."): text for name, text in parts.items()})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def texts(data: bytes, name: str = "a.docx") -> list[str]:
    return [f"{node.label} {node.title} {node.text}".strip() for node in read(data, name).nodes]


def code(data: bytes, name: str = "a.docx") -> str:
    with pytest.raises(Refused) as refusal:
        read(data, name)
    sentence = str(refusal.value)
    assert sentence == refusal.value.message
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    return refusal.value.code


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>
</w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Con"><w:basedOn w:val="Dieu"/></w:style></w:styles>"""


def item(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_automatic_numbers_of_word_become_labels():
    style = '<w:pStyle w:val="{}"/>'
    body = p("Phạm vi", style.format("Dieu")) + p("Một", item(1)) + p("Hai", item(1)) + p("ý", item(2))
    body += p("Đối tượng", style.format("Con")) + p("Lại một", item(1)) + p("Hiệu lực", item(0, 2))
    data = docx(body, word__numbering_DOT_xml=NUMBERING, word__styles_DOT_xml=STYLES)
    assert texts(data) == [
        "Điều 5. Phạm vi",
        "1.  Một",
        "2.  Hai",
        "a)  ý",
        "Điều 6. Đối tượng",
        "1.  Lại một",
        "Điều 9. Hiệu lực",
    ]


def test_roman_numbers_of_word():
    data = docx(p("TÌNH HÌNH", item(0, 3)) + p("NHIỆM VỤ", item(0, 3)), word__numbering_DOT_xml=NUMBERING)
    assert texts(data) == ["I. TÌNH HÌNH", "II. NHIỆM VỤ"]


def test_insertions_stay_and_deletions_go():
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Điều 1. Giữ ')}<w:ins>{run.format('thêm ')}</w:ins>"
        f"<w:del><w:r><w:delText>bỏ </w:delText></w:r></w:del>{run.format('hết')}</w:p>"
    )
    assert texts(docx(body)) == ["Điều 1. Giữ thêm hết"]


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    body = p("Điều 1. A") + (
        f"<w:p><w:r><w:t>Nội dung.</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(docx(body)) == ["Điều 1. A Nội dung.\nTrong khung"]


def test_tables_keep_rows_and_cells():
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = f"<w:tbl>{row.format(p('STT'), p('Tên') + p('gọi'))}{row.format(p('1'), p('Một'))}</w:tbl>"
    nodes = read(docx(p("Điều 1. A") + p("Bảng sau:") + table + p("Điều 2. B")), "a.docx").nodes
    assert [(n.kind, n.text) for n in nodes if n.kind == "table"] == [("table", "STT\tTên\u2028gọi\n1\tMột")]


def test_a_document_inside_one_cell_is_unwrapped():
    inside = "".join(p(f"Điều {n}. Điều thứ {n} của văn bản") for n in range(1, 13))
    nodes = read(docx(f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"), "a.docx").nodes
    assert [n.kind for n in nodes] == ["article"] * 12


def test_decomposed_and_invisible_characters_are_normalised():
    assert texts(docx(p("Đie\u0302\u0300u 1. Hòa\u200b bi\u0300nh\u202e"))) == ["Điều 1. Hòa bình"]


def test_an_external_template_is_never_fetched(monkeypatch):
    def no_network(*arguments, **options):
        raise AssertionError("the reader opened a connection")

    monkeypatch.setattr(socket, "socket", no_network)
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
        ' Type="attachedTemplate" TargetMode="External" Target="http://198.51.100.7/evil.dotm"/></Relationships>'
    )
    data = docx(p("Điều 1. A"), word___rels__settings_DOT_xml_DOT_rels=relations)
    assert texts(data) == ["Điều 1. A"]


def test_pages_and_word_give_the_same_tree():
    page = (
        "<html><head><title>Không phải nội dung</title><style>p{}</style></head><body><p>Chương I<br>QUY ĐỊNH</p>"
        "<script>var a = 'Điều 9.';</script><p><b>Điều 1.</b> Phạm&nbsp;vi</p><div>1. Một;<table><tr><td>ô</td>"
        "</tr></table></div><p>2. Hai.</p></body></html>"
    )
    table = f"<w:tbl><w:tr><w:tc>{p('ô')}</w:tc></w:tr></w:tbl>"
    word = p("Chương I") + p("QUY ĐỊNH") + p("Điều 1. Phạm vi") + p("1. Một;") + table + p("2. Hai.")
    assert read(page.encode(), "a.html").nodes == read(docx(word), "a.docx").nodes


def test_wrapped_text_is_joined_and_marks_are_dropped():
    text = "# Chương I\n\n**QUY ĐỊNH**\n\nĐiều 1. Phạm vi\n\nMột đoạn dài được ngắt ở giữa vì trang giấy đã\n\nhết chỗ.\n"
    assert texts(text.encode(), "a.md") == [
        "Chương I QUY ĐỊNH",
        "Điều 1. Phạm vi Một đoạn dài được ngắt ở giữa vì trang giấy đã hết chỗ.",
    ]


def test_encodings_of_text():
    text = "Điều 1. Phạm vi"
    assert texts(text.encode("utf-16"), "a.txt") == texts(text.encode("utf-8-sig"), "a.txt") == [text]


# --- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", b"", "empty"),
        ("a.txt", b"a" * (MAX_BYTES + 1), "too_big"),
        ("a.exe", b"MZ", "type"),
        ("vanban", b"abc", "type"),
        ("a.pdf", b"%PDF-1.7", "not_pdf"),
        ("a.DOC", b"\xd0\xcf\x11\xe0", "mismatch"),
        ("a.rtf", b"{\\rtf1", "type"),
        ("a.docm", b"PK\x03\x04", "macro"),
        ("a.docx", b"%PDF-1.7", "mismatch"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", "mismatch"),
        ("a.html", b"PK\x03\x04", "mismatch"),
        ("a.txt", b"ab\x00\x01\x02cd", "mismatch"),
        ("a.docx", b"PK\x03\x04 broken", "not_docx"),
        ("a.docx", b"no zip at all", "not_docx"),
        ("a.txt", b" \n\t \n", "no_text"),
        ("a.html", b"<html><body><script>x</script></body></html>", "no_text"),
        ("a.html", b"<!-- -->", "no_text"),
    ],
)
def test_files_that_are_refused(name, data, expected):
    assert code(data, name) == expected


def test_a_password_protected_word_file():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert code(ole) == "encrypted"


def test_an_encrypted_archive():
    data = bytearray(docx(p("Điều 1. A")))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert code(bytes(data)) == "encrypted"


def test_archives_without_a_document_and_with_doubled_parts():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert code(target.getvalue()) == "not_docx"
    again = io.BytesIO(docx(p("Điều 1. A")))
    with zipfile.ZipFile(again, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<a/>")
    assert code(again.getvalue()) == "not_docx"


def test_a_document_without_text():
    assert code(docx("<w:p/>")) == "no_text"


def test_broken_xml():
    assert code(docx("<w:p>")) == "not_docx"


def test_macros():
    assert code(docx(p("A"), word__vbaProject_DOT_bin=b"x")) == "macro"
    assert code(docx(p("A"), types=TYPES.format(kind="ms-word.document.macroEnabled.main"))) == "macro"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_in_any_part(encoding):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'.encode(encoding)
    assert code(docx(p("A"), docProps__core_DOT_xml=bomb)) == "entities"


def test_too_many_entries():
    assert code(docx(p("A"), **{f"x{n}": "" for n in range(named.MAX_ENTRIES)})) == "bomb"


def test_too_high_a_ratio():
    assert code(docx(p("A"), word__media__a_DOT_bin=b"0" * (2 * named.MEGABYTE))) == "bomb"


def test_too_big_an_entry_and_too_much_in_all(monkeypatch):
    data = docx(p("A"), one=b"0" * 9_000, two=b"1" * 9_000)
    monkeypatch.setattr(named, "MAX_ENTRY_BYTES", 8_000)
    assert code(data) == "bomb"
    monkeypatch.setattr(named, "MAX_ENTRY_BYTES", 10_000)
    monkeypatch.setattr(named, "MAX_TOTAL_BYTES", 15_000)
    assert code(data) == "bomb"
    monkeypatch.setattr(named, "MAX_TOTAL_BYTES", 100_000)
    assert texts(data) == ["A"]


def test_sizes_that_lie_do_not_help():
    """The central directory says 10 bytes for a part that inflates to 3 MB."""
    data = bytearray(docx(p("A"), word__comments_DOT_xml=b" " * (3 * named.MEGABYTE)))
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/comments.xml"))
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert code(bytes(data)) in ("bomb", "not_docx")


def test_real_bytes_are_counted_while_inflating(monkeypatch):
    data = docx(p("Điều 1. A"), word__comments_DOT_xml="<a>" + "b c " * 5_000 + "</a>")
    seen = []
    monkeypatch.setattr("consult.core.legal.package._check_entries", lambda *asked: seen.append(asked))
    monkeypatch.setattr(named, "MAX_ENTRY_BYTES", 10_000)
    assert code(data) == "bomb"
    assert seen


def test_secret_marks_are_refused_wherever_they_stand():
    assert code("TỐI MẬT\nĐiều 1. A".encode(), "a.txt") == "secret"
    box = f"<w:p><w:r><w:txbxContent>{p('MẬT')}</w:txbxContent></w:r></w:p>"
    assert code(docx(box + p("Điều 1. A"))) == "secret"
    header = f"<w:hdr {W}>{p('LƯU HÀNH NỘI BỘ')}</w:hdr>"
    assert code(docx(p("Điều 1. A"), word__header1_DOT_xml=header)) == "secret"
    table = f"<w:tbl><w:tr><w:tc>{p('TUYỆT MẬT')}</w:tc><w:tc>{p('Số 1')}</w:tc></w:tr></w:tbl>"
    assert code(docx(table + p("Điều 1. A"))) == "secret"


def test_the_command_prints_an_outline_or_refuses(tmp_path, capsys):
    good, bad = tmp_path / "a.txt", tmp_path / "b.exe"
    good.write_text("Chương I\nQUY ĐỊNH\nĐiều 1. A\nĐiều 3. B", encoding="utf-8")
    bad.write_bytes(b"MZ")
    assert main(["read", str(good)]) == 0
    shown = capsys.readouterr().out
    assert "  [article] Điều 1. A" in shown
    assert "! gap" in shown
    assert main(["read", str(good), "--json"]) == 0
    assert '"path": "chuong-1/dieu-1"' in capsys.readouterr().out
    assert main(["read", str(bad)]) == 2
    assert capsys.readouterr().err.strip().endswith(".")

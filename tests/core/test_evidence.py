"""Files of evidence: what names their maker goes, what is not what it says is refused, pixels and words stay."""

import contextlib
import io
import struct
import zipfile
import zlib

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from consult.core.evidence import EvidenceRefused, cleaned, read_sources

CANARY = "CANARY_NGUYEN"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more) -> bytes:
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/docProps/core.xml" '
            'ContentType="x"/><Override PartName="/word/document.xml" ContentType="y"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="a" Type="t" Target="docProps/core.xml"/>'
            '<Relationship Id="b" Type="t" Target="word/document.xml"/></Relationships>',
            "docProps/core.xml": f"<a>{CANARY}</a>",
            "docProps/app.xml": f"<a><Manager>{CANARY}</Manager></a>",
            "customXml/item1.xml": f"<a>{CANARY}</a>",
            "word/document.xml": f'<w:document {_W}><w:body><w:p w:rsidR="00AA{CANARY}"><w:ins w:id="1" '
            f'w:author="{CANARY}" w:date="2026-11-25T08:01:02Z"><w:r><w:t>Nội dung</w:t></w:r></w:ins></w:p>'
            "</w:body></w:document>",
            "word/comments.xml": f'<w:comments {_W}><w:comment w:author="{CANARY}" w:initials="{CANARY}"/></w:comments>',
            "word/people.xml": f"<a>{CANARY}</a>",
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="a" Type="t" '
            f'TargetMode="External" Target="file:///C:/Users/{CANARY}/m.dotx"/></Relationships>',
            **more,
        }
    )


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    made = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(b"\0\7")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in made
    )


def jpeg(turned=6) -> bytes:
    tiff = (
        b"MM\0*\0\0\0\x08\0\2" + struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0) + b"\0" * 16 + CANARY.encode()
    )
    part = lambda marker, content: bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content  # noqa: E731
    return (
        b"\xff\xd8" + part(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + part(0xE1, b"Exif\0\0" + tiff)
        + part(0xED, CANARY.encode()) + part(0xFE, CANARY.encode()) + part(0xC0, b"\x08\0\1\0\1\1\1\x11\0")
        + part(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34" + b"\xff\xd9" + CANARY.encode()
    )  # fmt: skip


def pdf(extra: bytes = b"") -> bytes:
    mark = CANARY.encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R" + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Metadata 6 0 R/Annots[7 0 R]/Contents 4 0 R"
        b"/Resources<</Font<</F 8 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 37>>stream\nBT /F 12 Tf 20 100 Td (Hello abc) Tj ET\nendstream endobj\n"
        b"5 0 obj<</Author(" + mark + b")>>endobj\n"
        b"6 0 obj<</Type/Metadata/Subtype/XML/Length 40>>stream\n<x:xmpmeta>" + mark + b"</x:xmpmeta>\nendstream endobj\n"
        b"7 0 obj<</Type/Annot/Subtype/Text/T(" + mark + b")/Contents(hi)/Rect[0 0 10 10]>>endobj\n"
        b"8 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"trailer<</Root 1 0 R/Info 5 0 R/Size 9>>\n"
    )  # fmt: skip


def refused(data: bytes, extension: str) -> str:
    with pytest.raises(EvidenceRefused) as found:
        cleaned(data, extension)
    return found.value.code


def test_a_word_file_keeps_its_words_and_loses_its_makers():
    assert CANARY.encode() in unpacked(docx())
    made = unpacked(cleaned(docx(), ".docx"))
    assert "Nội dung".encode() in made
    assert CANARY.encode() not in made
    assert b"docProps" not in made and b"2026-11-25" not in made


def test_a_workbook_keeps_its_cells_and_loses_its_makers():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["A2"] = "Số liệu", 7
    book.active["A1"].comment = Comment("ghi chú", CANARY)
    book.properties.creator = book.properties.lastModifiedBy = CANARY
    book.save(out)
    made = cleaned(out.getvalue(), ".xlsx")
    assert CANARY.encode() in unpacked(out.getvalue())
    assert CANARY.encode() not in unpacked(made)
    again = openpyxl.load_workbook(io.BytesIO(made)).active
    assert (again["A1"].value, again["A2"].value, again["A1"].comment.text) == ("Số liệu", 7, "ghi chú")


def test_pictures_keep_their_pixels():
    plain = png()
    assert cleaned(png((b"tEXt", f"Author\0{CANARY}".encode()), (b"eXIf", CANARY.encode())), ".png") == plain
    assert cleaned(plain + CANARY.encode(), ".png") == plain
    made = cleaned(jpeg(), ".jpg")
    assert CANARY.encode() not in made and b"\x12\xff\0\x34" in made
    assert b"Exif\0\0MM" in made and struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in made
    assert b"Exif" not in cleaned(jpeg(turned=1), ".jpeg")
    inside = unpacked(cleaned(docx(**{"word/media/image1.jpg": jpeg()}), ".docx"))
    assert CANARY.encode() not in inside


def test_a_pdf_keeps_its_pages_and_loses_its_makers():
    made = cleaned(pdf(), ".pdf")
    assert CANARY.encode() not in made
    assert pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range().strip() == "Hello abc"


@pytest.mark.parametrize(
    ("data", "extension", "code"),
    [
        (b"", ".pdf", "empty"), (b"x", ".exe", "type"), (b"x" * (10 * 1024 * 1024 + 1), ".png", "too_big"),
        (png(), ".jpg", "mismatch"), (jpeg(), ".png", "mismatch"), (b"PK..", ".docx", "broken"),
        (docx(), ".xlsx", "mismatch"), (png()[:-4], ".png", "broken"), (jpeg()[:60], ".jpg", "broken"),
        (docx(**{"word/vbaProject.bin": b"x"}), ".docx", "macro"),
        (docx(**{"word/embeddings/a.bin": b"x"}), ".docx", "embedded"),
        (docx(**{"word/strange.bin": b"x"}), ".docx", "hidden"),
        (docx(**{"word/footer.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), ".docx", "entities"),
        (docx(**{"word/big.xml": b" " * 30_000_000}), ".docx", "bomb"),
        (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), ".pdf", "macro"),
        (b"%PDF-1.4 nothing", ".pdf", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ".docx", "encrypted"),
    ],
)  # fmt: skip
def test_what_is_refused(data, extension, code):
    assert refused(data, extension) == code


def test_a_picture_of_too_many_pixels():
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    made = (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + head
        + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    )
    assert refused(made + b"\0" * 12, ".png") == "bomb"


@given(st.binary(max_size=300), st.sampled_from([".png", ".jpg", ".docx", ".xlsx"]))
def test_rubbish_is_refused_and_never_a_fault(data, extension):
    for start in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"):
        with contextlib.suppress(EvidenceRefused):
            cleaned(start + data, extension)


@pytest.mark.parametrize(
    ("typed", "kind", "words", "link"),
    [
        ("Điều 43, khoản 2, điểm c Luật Giáo dục", "law", "điểm c khoản 2 Điều 43 Luật Giáo dục", ""),
        ("khoản 1 điều 5 của luật Giáo dục.", "law", "khoản 1 Điều 5 Luật Giáo dục", ""),
        ("nghị định 30/2020/NĐ-CP", "law", "Nghị định 30/2020/NĐ-CP", ""),
        ("https://doi.org/10.1000/ABC.", "doi", "doi:10.1000/abc", "https://doi.org/10.1000/abc"),
        ("https://vi.du/a?b", "url", "https://vi.du/a?b", "https://vi.du/a?b"),
        ("javascript:alert(1)", "text", "javascript:alert(1)", ""),
        ('https://x.vn/"onclick=', "text", 'https://x.vn/"onclick=', ""),
    ],
)
def test_sources_are_written_in_one_form(typed, kind, words, link):
    (source,) = read_sources(typed)
    assert (source.kind, source.words, source.link) == (kind, words, link)


@given(st.text(max_size=400))
def test_any_text_is_read_and_only_addresses_of_the_web_are_links(text):
    for source in read_sources(text):
        assert source.link == "" or source.link.startswith(("http://", "https://"))

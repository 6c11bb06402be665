"""OpenDocument texts and old binary Word files: numbers, tables, notes, and what is refused."""

import io
import subprocess
import sys
import zipfile

import pytest

from consult.core.legal import Refused, office, read
from consult.core.legal import limits as named

URN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{URN}:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")
    )
)  # fmt: skip
MANIFEST = '<manifest:manifest xmlns:manifest="urn:x">{}</manifest:manifest>'


def odt(body: str, styles: str = "", manifest: str = "", running: str = "", **parts: str) -> bytes:
    """The smallest OpenDocument text; `parts` are other files by name, "__" for a slash, "_DOT_" for a dot."""
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": MANIFEST.format(manifest),
        "content.xml": (
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ),
        "styles.xml": f"<office:document-styles {SPACES}>{running}</office:document-styles>",
    }
    files.update({name.replace("__", "/").replace("_DOT_", "."): text for name, text in parts.items()})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def texts(data: bytes) -> list[str]:
    return [f"{node.label} {node.title} {node.text}".strip() for node in read(data, "a.odt").nodes]


def code(data: bytes, name: str = "a.odt") -> str:
    with pytest.raises(Refused) as refusal:
        read(data, name)
    return refusal.value.code


NUMBERED = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-prefix="Điều " style:num-suffix="." style:num-format="1"
 text:start-value="5"/>
<text:list-level-style-number text:level="2" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="3" style:num-suffix=")" style:num-format="a"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="I"
 style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."
 text:display-levels="2"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1"/></text:list-style>"""


def item(*inside: str) -> str:
    return f"<text:list-item>{''.join(inside)}</text:list-item>"


def listed(style: str, *items: str, more: str = "") -> str:
    return f'<text:list text:style-name="{style}" {more}>{"".join(items)}</text:list>'


def test_automatic_numbers_become_labels():
    points = f"<text:list>{item(p('ý một'))}{item(p('ý hai'))}</text:list>"
    clauses = f"<text:list>{item(p('Một:'), points)}{item(p('Hai'), p('Đoạn thứ hai của khoản'))}</text:list>"
    body = listed("L1", item(p("Phạm vi"), clauses), item(p("Đối tượng"))) + p("Nội dung.")
    body += listed("L1", item(p("Hiệu lực")), more='text:continue-numbering="true"')
    assert texts(odt(body, NUMBERED)) == [
        "Điều 5. Phạm vi",
        "1.  Một:",
        "a)  ý một",
        "b)  ý hai",
        "2.  Hai\nĐoạn thứ hai của khoản",
        "Điều 6. Đối tượng Nội dung.",
        "Điều 7. Hiệu lực",
    ]


def test_a_list_that_continues_another_by_name_counts_on():
    body = (
        listed("L2", item(p("TÌNH HÌNH")), more='xml:id="one"')
        + p("Một đoạn.")
        + listed("L3", item(p("gạch")))
    )
    body += listed("L2", item(p("NHIỆM VỤ")), more='xml:id="two" text:continue-list="one"')
    assert texts(odt(body, NUMBERED)) == ["I. TÌNH HÌNH", "Một đoạn.", "-  gạch", "II. NHIỆM VỤ"]


def test_numbers_of_several_levels_and_a_start_of_its_own():
    deeper = f"<text:list>{item(p('Quan điểm chung'))}</text:list>"
    start = f'<text:list-item text:start-value="3">{p("PHẦN BA")}{deeper}</text:list-item>'
    assert texts(odt(listed("L2", start), NUMBERED))[0] == "III. PHẦN BA"
    assert "III.1" in texts(odt(listed("L2", start), NUMBERED))[1]


def test_spaces_breaks_deletions_comments_and_boxes():
    body = (
        '<text:tracked-changes><text:changed-region><text:deletion>' + p("đã bỏ") + "</text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p('Điều 1.<text:s text:c="2"/>Phạm<text:tab/>vi<office:annotation>' + p("ghi chú") + "</office:annotation>")
        + p("Dòng một<text:line-break/>dòng hai<draw:frame><draw:text-box>" + p("trong khung") + "</draw:text-box></draw:frame>")
    )  # fmt: skip
    assert texts(odt(body)) == ["Điều 1. Phạm vi Dòng một\ndòng hai\ntrong khung"]


def test_tables_notes_and_running_heads():
    row = "<table:table-row><table:table-cell>{}</table:table-cell><table:table-cell>{}</table:table-cell></table:table-row>"
    table = (
        f"<table:table><table:table-header-rows>{row.format(p('STT'), p('Tên'))}</table:table-header-rows>"
    )
    table += row.format(p("1"), p("Một")) + "</table:table>"
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('Chú thích.')}</text:note-body></text:note>"
    running = f"<office:master-styles><style:master-page><style:header>{p('Dự thảo 2')}</style:header></style:master-page></office:master-styles>"
    document = read(
        odt(p(f"Điều 1. A{note}") + p("Bảng:") + table + p("Điều 2. B"), running=running), "a.odt"
    )
    assert [(node.kind, node.text) for node in document.nodes] == [
        ("article", "Bảng:"),
        ("table", "STT\tTên\n1\tMột"),
        ("article", ""),
    ]
    assert set(document.furniture) == {"Dự thảo 2", "Chú thích."}


def test_a_document_inside_one_cell_is_unwrapped():
    inside = "".join(p(f"Điều {n}. Điều thứ {n} của văn bản") for n in range(1, 13))
    cell = f"<table:table><table:table-row><table:table-cell>{inside}</table:table-cell></table:table-row></table:table>"
    assert len(read(odt(cell), "a.odt").nodes) == 12


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04 broken", "not_odt"),
        (b"no archive", "not_odt"),
        (b"%PDF-1.7", "mismatch"),
        (odt(p("")), "no_text"),
        (odt("<text:p>"), "not_odt"),
        (odt(p("A"), Basic__Standard__Module1_DOT_xml="<a/>"), "macro"),
        (odt(p("A"), manifest="<manifest:encryption-data/>"), "encrypted"),
        (odt(p("A"), content_DOT_xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'), "entities"),
        (odt(p("A"), Pictures__a_DOT_bin="0" * (2 * named.MEGABYTE)), "bomb"),
        (odt(p("MẬT") + p("Điều 1. A")), "secret"),
    ],
)
def test_files_that_are_refused(data, expected):
    assert code(data) == expected


def test_an_archive_of_another_kind_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert code(target.getvalue()) == "not_odt"


# --- old binary Word files ----------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
WORD = "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain text", "mismatch"),
        (OLE + "Workbook".encode("utf-16-le"), "mismatch"),
        (OLE + WORD + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
        (OLE + b"\xec\xa5" + b"\0" * 9 + b"\x01" + b"\0" * 500 + WORD, "encrypted"),
    ],
)
def test_binary_files_that_are_refused(data, expected):
    assert code(data, "a.doc") == expected


def test_without_libreoffice_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    assert code(OLE + WORD, "a.doc") == "no_office"


def test_a_docx_under_the_old_name_is_read():
    from tests.core.test_legal_files import docx
    from tests.core.test_legal_files import p as paragraph

    assert read(docx(paragraph("Điều 1. A")), "a.doc").nodes[0].id == "dieu-1"


def fake(tmp_path, monkeypatch, script: str):
    program = tmp_path / "soffice"
    program.write_text(f"#!{sys.executable}\n{script}")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path, monkeypatch):
    left = tmp_path / "child"
    script = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(left)!r}, 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    fake(tmp_path, monkeypatch, script)
    monkeypatch.setattr(named, "OFFICE_SECONDS", 2)
    assert code(OLE + WORD, "a.doc") == "too_heavy"
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", left.read_text()], capture_output=True, text=True
    ).stdout
    assert state.strip() in ("", "Z", "Z+")


def test_a_conversion_that_fails_is_refused(tmp_path, monkeypatch):
    fake(tmp_path, monkeypatch, "raise SystemExit(1)")
    assert code(OLE + WORD, "a.doc") == "not_doc"
    fake(tmp_path, monkeypatch, "pass")
    assert code(OLE + WORD, "a.doc") == "not_doc"


def test_the_program_gets_a_profile_and_a_home_of_its_own(tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    fake(
        tmp_path,
        monkeypatch,
        f"import os, sys\nopen({str(seen)!r}, 'w').write(repr((sys.argv, dict(os.environ))))",
    )
    monkeypatch.setenv("DJANGO_SECRET_KEY", "not for others")
    assert code(OLE + WORD, "a.doc") == "not_doc"
    told = seen.read_text()
    assert "-env:UserInstallation=file://" in told
    assert "DJANGO_SECRET_KEY" not in told
    assert "/doc-" in told

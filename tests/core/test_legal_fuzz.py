"""Nothing that comes in as a file may raise anything but Refused, or take more than its share of time and memory."""

import io
import random
import resource
import time
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.core.legal import Header, Refused, read
from consult.core.legal import limits as named
from tests.core.test_legal_files import NUMBERING, STYLES, docx, item, p
from tests.core.test_legal_odt import NUMBERED, listed, odt
from tests.core.test_legal_odt import item as odt_item
from tests.core.test_legal_odt import p as odt_p
from tests.core.test_legal_pdf import HEAD, STATE, make

ENDINGS = ("docx", "doc", "odt", "pdf", "html", "htm", "txt", "md")
SECONDS = 10
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def samples() -> dict[str, bytes]:
    body = "".join(p(f"Phạm vi {n}", item(n % 3)) for n in range(12))
    table = f"<w:tbl><w:tr><w:tc>{p('ô')}</w:tc></w:tr></w:tbl>"
    text = "\n".join(f"Điều {n}. Tên\n1. Khoản một:\na) điểm;\n2. Khoản hai." for n in range(1, 9))
    pages = f"{HEAD}{STATE}*Điều 1. Tên*#footnote[Chú thích.]\n\n#table(columns: 2, [a], [b])\n\n1. Khoản."
    return {
        "docx": docx(body + table, word__numbering_DOT_xml=NUMBERING, word__styles_DOT_xml=STYLES),
        "odt": odt(listed("L1", odt_item(odt_p("Một"))) + odt_p("Điều 9. Hai"), NUMBERED),
        "pdf": make(pages),
        "html": f"<html><body><table><tr><td>{text}</td></tr></table><ol><li>a</ol></body></html>".encode(),
        "txt": text.encode(),
        "md": f"# {text}".encode(),
    }


def outcome(data: bytes, name: str) -> str:
    """ "read" or the code of the refusal; everything else is a failure of the engine."""
    start = time.process_time()
    try:
        document = read(data, name)
        result = "read" if document.nodes or document.furniture or document.header != Header() else "nothing"
    except Refused as refusal:
        result = refusal.code
    assert result != "nothing"
    assert time.process_time() - start < SECONDS
    return result


@quick
@given(st.binary(max_size=300), st.sampled_from(ENDINGS))
def test_random_bytes(data, ending):
    assert outcome(data, f"a.{ending}")


@quick
@given(st.sampled_from(sorted(samples())), st.floats(0, 1), st.sampled_from(ENDINGS))
def test_truncated_files_under_any_name(kind, part, ending):
    data = samples()[kind]
    assert outcome(data[: int(part * len(data))], f"a.{ending}")


@quick
@given(
    st.sampled_from(sorted(samples())), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12)
)
def test_files_with_changed_bytes(kind, changes):
    data = bytearray(samples()[kind])
    for place, value in changes:
        data[min(int(place * len(data)), len(data) - 1)] = value
    assert outcome(bytes(data), f"a.{kind}")


def repacked(kind: str, seed: int) -> bytes:
    """The archive with a few bytes, or a whole piece, of one of its parts changed."""
    chance = random.Random(seed)
    source, target = zipfile.ZipFile(io.BytesIO(samples()[kind])), io.BytesIO()
    chosen = chance.choice([name for name in source.namelist() if name.endswith(".xml")])
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = bytearray(source.read(name))
            for _ in range(chance.randint(1, 6) if name == chosen else 0):
                place = chance.randrange(len(content))
                if chance.random() < 0.5:
                    content[place] = chance.choice(b"<>/\"'=: \x00\xff9azwtp")
                else:
                    end = min(len(content), place + chance.randint(1, 60))
                    content[place:end] = content[place:end] * chance.randint(0, 3)
            archive.writestr(name, bytes(content))
    return target.getvalue()


@quick
@given(st.sampled_from(["docx", "odt"]), st.integers(0, 10**9))
def test_changed_markup(kind, seed):
    assert outcome(repacked(kind, seed), f"a.{kind}")


NUMBERS = st.sampled_from(["-1", "0", "999999", "99999999999999999999", "a", "", "1.5", "²", "٣"])


@quick
@given(NUMBERS, NUMBERS, NUMBERS)
def test_odd_numbers_in_lists(start, level, id_):
    numbering = NUMBERING.replace('w:start w:val="5"', f'w:start w:val="{start}"')
    numbering = numbering.replace('w:ilvl="1"', f'w:ilvl="{level}"')
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id_}"/></w:numPr>'
    assert outcome(docx(p("A", number) + p("B", item(0)), word__numbering_DOT_xml=numbering), "a.docx")
    styles = NUMBERED.replace('text:start-value="5"', f'text:start-value="{start}"').replace(
        'text:display-levels="2"', f'text:display-levels="{level}"'
    )
    first = f'<text:list-item text:start-value="{id_}">{odt_p("A")}</text:list-item>'
    assert outcome(odt(listed("L2", first) + listed("L1", odt_item(odt_p("B"))), styles), "a.odt")


DEEP = 20_000
SHAPES = {
    "tables": ("<table><tr><td>" * DEEP + "x", "a.html"),
    "divisions": ("<div>" * DEEP + "x", "a.html"),
    "lists": ("<ul><li>" * DEEP + "x", "a.html"),
    "cells": ("<table><tr>" + "<td>x" * DEEP, "a.html"),
    "tags": ("<b>" * (named.MAX_TAGS + 1), "a.html"),
    "signs": ("<" * DEEP, "a.html"),
    "word tables": (docx("<w:tbl><w:tr><w:tc>" * 60 + p("x") + "</w:tc></w:tr></w:tbl>" * 60), "a.docx"),
    "word depth": (docx("<w:smartTag>" * 5_000 + p("x") + "</w:smartTag>" * 5_000), "a.docx"),
    "odt lists": (
        odt("<text:list><text:list-item>" * 90 + odt_p("x") + "</text:list-item></text:list>" * 90),
        "a.odt",
    ),
    "odt depth": (odt("<text:section>" * 5_000 + odt_p("x") + "</text:section>" * 5_000), "a.odt"),
    "blanks": (" " * 1_000_000 + "x", "a.txt"),
    "quotes": ("“\n" * DEEP, "a.txt"),
    "open quotes": ('Điều 1. Sửa “a” như sau: "\n' * DEEP, "a.txt"),
    "numbers": ("1." * 200_000, "a.txt"),
    "references": ("Điều " * 100_000, "a.txt"),
    "articles": ("Điều 1.\n" * DEEP, "a.txt"),
    "chapters": ("Chương I\nĐiều 1. A\nĐiều 2. B\n" * 7_000, "a.txt"),
    "signatures": ("TM. ỦY BAN\nQUY CHẾ\nĐiều 1. A\n" * 7_000, "a.txt"),
    "points": ("Điều 1. A\n1. B\n" + "a) x\n" * DEEP, "a.txt"),
    "dashes": ("- x\n+ y\n" * 10_000, "a.txt"),
    "appendices": ("Điều 1. A\n" + "PHỤ LỤC\n" * DEEP, "a.txt"),
    "one paragraph": (("x" * 40 + " " + "y" * 40 + "\n") * DEEP, "a.txt"),
    "columns": (("Nơi nhận:" + " " * 20 + "CHỦ TỊCH\n" + "word " * 18 + "\n") * 10_000, "a.txt"),
    "side by side": (("abc" + " " * 20 + "def\n") * DEEP + ("word " * 18 + "\n") * DEEP, "a.txt"),
    "pages": ("abc def\f" * DEEP, "a.txt"),
    "marks": ("a" + "\u0301" * 500_000, "a.txt"),
    "headings": ("#" * 200_000 + " x\n" + "*" * 200_000, "a.md"),
    "date": ("LUẬT\n" + "Hà Nội, ngày " * 50_000, "a.txt"),
    "number": ("Số: " + "1/" * 100_000, "a.txt"),
    "old codes": ("céng hßa x· héi chñ nghÜa " * DEEP, "a.txt"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_that_could_take_for_ever(shape):
    data, name = SHAPES[shape]
    assert outcome(data if isinstance(data, bytes) else data.encode(), name)


def test_texts_beyond_the_limits_are_refused():
    assert outcome(b"- x\n" * (named.MAX_LINES + 1), "a.txt") == "too_much"
    assert outcome(b"a " * (named.MAX_CHARACTERS // 2 + 1), "a.txt") == "too_much"
    assert outcome(docx("<w:p/>" * (named.MAX_TAGS + 1)), "a.docx") in ("too_much", "bomb")


def test_memory_stays_small():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = "1. Cơ quan, tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Nghị định này. " * 4
    assert outcome(f"Điều 1. A\n{line}\n".encode() * 500, "a.txt") == "read"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200 * 1024

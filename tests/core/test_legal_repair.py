"""Repairs of a tree: each moves borders and levels only, and keeps every visible character in its place."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.legal import (
    REPAIRS,
    Line,
    RepairRefused,
    Warning,
    demote,
    merge_with_previous,
    parse,
    promote,
    retitle,
    retype,
    split,
)  # fmt: skip
from consult.core.legal.rechecking import recheck
from consult.core.legal.types import KINDS

LADDER = ("part", "chapter", "section", "subsection", "article", "clause", "point", "dash")
LAW = (
    "Luật này quy định việc lấy ý kiến.\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Khoản một.\n2. Khoản hai:\n"
    "a) Điểm a;\nb) Điểm b:\n- Gạch một;\n- Gạch hai.\n3. Khoản ba.\nĐiều 2. Đối tượng\nĐoạn của Điều 2.\n"
    "Chương II\nTỔ CHỨC\nMục 1\nCHỦ TRÌ\nĐiều 3. Chủ trì\n1. Một.\n2. Hai.\nĐiều 4. Phối hợp\nNội dung Điều 4.\n"
    "PHỤ LỤC I\nBIỂU MẪU\n1. Một.\n2. Hai.\nPHỤ LỤC II\nDANH MỤC\nI. PHẦN ĐẦU\n1. Một.\n1.1. Nhỏ.\na) Điểm"
)
REPORT = "I- MỘT\nĐoạn.\n1. Việc\n- Một.\n- Hai.\n+ Nhỏ.\nII- HAI\n1. Việc\n1.1. Nhỏ\na) ý\nb) ý hai"


def read(text: str):
    return parse([Line(line) for line in text.splitlines()])


TREE = read(LAW).nodes


def shape(nodes) -> list[str]:
    return [node.id for node in nodes]


def node(nodes, ident: str):
    return next(node for node in nodes if node.id == ident)


def printed(nodes) -> str:
    return "".join("".join(f"{node.label} {node.title} {node.text}".split()) for node in nodes)


def check(nodes) -> None:
    """Unique ids, parents first, the path and area of the parent, levels that fit in one another."""
    seen: dict[str, object] = {}
    for unit in nodes:
        assert unit.id not in seen
        assert unit.kind in KINDS
        parent = seen[unit.parent] if unit.parent else None
        if parent is not None:
            assert unit.id.startswith(f"{parent.id}/")
            assert unit.path.startswith(f"{parent.path}/")
            assert parent.kind not in ("paragraph", "table", "signature", "recipients")
            assert unit.within == parent.within
            if unit.kind in LADDER and parent.kind in LADDER:
                assert LADDER.index(parent.kind) <= LADDER.index(unit.kind)
        elif unit.kind not in ("appendix", "attachment"):
            assert unit.within == "main"
        seen[unit.id] = unit


# --- each repair ------------------------------------------------------------------------------------------


def test_a_point_becomes_a_clause_and_takes_what_follows():
    done = promote(TREE, "chuong-1/dieu-1/khoan-2/diem-b")
    assert done.focus == "chuong-1/dieu-1/khoan-b"
    assert node(done.nodes, done.focus).kind == "clause"
    assert "chuong-1/dieu-1/khoan-b/gach-2" in shape(done.nodes)
    assert done.names["chuong-1/dieu-1/khoan-2/diem-b/gach-1"] == "chuong-1/dieu-1/khoan-b/gach-1"
    assert printed(done.nodes) == printed(TREE)


def test_a_clause_becomes_a_point_of_the_clause_before():
    done = demote(TREE, "chuong-1/dieu-1/khoan-2")
    assert done.focus == "chuong-1/dieu-1/khoan-1/diem-2"
    assert "chuong-1/dieu-1/khoan-1/diem-a" in shape(done.nodes)
    assert "chuong-1/dieu-1/khoan-1/diem-b/gach-1" in shape(done.nodes)
    assert promote(done.nodes, done.focus).nodes == TREE


def test_demoting_follows_the_kind_that_the_unit_before_holds():
    done = demote(TREE, "chuong-2")
    assert node(done.nodes, done.focus).kind == "article"  # Chương I holds articles only
    tree = read("Chương I\nA\nMục 1\nB\nĐiều 1. C\nChương II\nD\nĐiều 2. E").nodes
    assert demote(tree, "chuong-2").focus == "chuong-1/muc-2"


def test_a_paragraph_leaves_its_parent_and_comes_back():
    tree = read("Điều 1. A\n1. Một.\na) Điểm.\nĐoạn cuối.\nĐiều 2. B").nodes
    place = "dieu-1/khoan-1/doan-1"
    assert place in shape(tree)
    out = promote(tree, place)
    assert out.focus == "dieu-1/doan-1"
    assert demote(out.nodes, out.focus).nodes == tree


def test_merging_joins_the_words_to_the_unit_printed_before():
    done = merge_with_previous(TREE, "chuong-1/dieu-1/khoan-3")
    assert done.focus == "chuong-1/dieu-1/khoan-2/diem-b/gach-2"
    assert node(done.nodes, done.focus).text == "Gạch hai.\n3. Khoản ba."
    assert done.names["chuong-1/dieu-1/khoan-3"] == done.focus


def test_merging_into_a_heading_makes_it_longer():
    tree = read("Chương I\nQuy định chung về việc lấy ý kiến của chuyên gia;\nĐiều 1. A\nNội dung.").nodes
    assert tree[1].kind == "paragraph"
    done = merge_with_previous(tree, tree[1].id)
    assert done.nodes[0].title == "Quy định chung về việc lấy ý kiến của chuyên gia;"


def test_splitting_finds_the_printed_label():
    tree = read("Điều 1. A\n1. Một.").nodes
    tree = merge_with_previous(read("Điều 1. A\n1. Một.\n2. Hai.\nĐiều 2. B").nodes, "dieu-1/khoan-2").nodes
    text = node(tree, "dieu-1/khoan-1").text
    done = split(tree, "dieu-1/khoan-1", text.index("2."), "clause")
    assert done.nodes == read("Điều 1. A\n1. Một.\n2. Hai.\nĐiều 2. B").nodes
    text = node(tree, "dieu-1/khoan-1").text
    with pytest.raises(RepairRefused) as refused:
        split(tree, "dieu-1/khoan-1", text.index("ột"), "clause")
    assert refused.value.code == "number"
    given_number = split(tree, "dieu-1/khoan-1", text.index("ột"), "clause", "1a")
    assert given_number.focus == "dieu-1/khoan-1a"


def test_a_split_takes_the_units_below_where_its_level_holds_them():
    done = split(TREE, "chuong-1/dieu-1/khoan-2", 5, "clause", "2a")
    assert "chuong-1/dieu-1/khoan-2a/diem-a" in shape(done.nodes)
    done = split(TREE, "chuong-1/dieu-1/khoan-2", 5, "paragraph")
    assert "chuong-1/dieu-1/khoan-2/diem-a" in shape(done.nodes)


def test_retitling_moves_the_border_only():
    done = retitle(TREE, "chuong-2/muc-1/dieu-4", title="Phối hợp Nội dung")
    unit = node(done.nodes, done.focus)
    assert (unit.title, unit.text) == ("Phối hợp Nội dung", "Điều 4.")
    back = retitle(done.nodes, done.focus, title="Phối hợp")
    assert node(back.nodes, back.focus).text == "Nội dung\nĐiều 4."
    with pytest.raises(RepairRefused) as refused:
        retitle(TREE, "chuong-2/muc-1/dieu-4", title="Phối hợp khác")
    assert refused.value.code == "letters"
    renamed = retitle(TREE, "chuong-2/muc-1/dieu-4", number="4a")
    assert renamed.focus == "chuong-2/muc-1/dieu-4a"


def test_retyping_a_paragraph_reads_its_label():
    tree = read("Điều 1. A\nNội dung.\nĐiều 2. B\nNội dung.").nodes
    joined = merge_with_previous(tree, "dieu-2").nodes
    text = joined[0].text
    cut = split(joined, "dieu-1", text.index("Điều 2"), "paragraph")
    done = retype(cut.nodes, cut.focus, "article")
    assert done.nodes == tree
    with pytest.raises(RepairRefused) as refused:
        retype(TREE, "doan-1", "chapter")
    assert refused.value.code == "number"
    numbered = retype(TREE, "doan-1", "chapter", "I")
    assert numbered.focus == "chuong-1"


@pytest.mark.parametrize(
    ("repair", "code"),
    [
        (lambda: promote(TREE, "chuong-1"), "top"),
        (lambda: promote(TREE, "phu-luc-1"), "top"),
        (lambda: promote(TREE, "phu-luc-1/so-1"), "area"),
        (lambda: promote(TREE, "không-có"), "unknown"),
        (lambda: demote(TREE, "chuong-1/dieu-1"), "no_sibling"),
        (lambda: demote(TREE, "phu-luc-2"), "lowest"),
        (lambda: demote(TREE, "chuong-1"), "leaf"),
        (lambda: merge_with_previous(TREE, "doan-1"), "first"),
        (lambda: merge_with_previous(TREE, "phu-luc-2"), "border"),
        (lambda: split(TREE, "doan-1", 400, "clause"), "cut"),
        (lambda: split(TREE, "doan-1", 0, "clause"), "cut"),
        (lambda: split(TREE, "doan-1", 4, "không"), "kind"),
        (lambda: retype(TREE, "doan-1", "table"), "table"),
        (lambda: retype(TREE, "doan-1", "paragraph"), "same"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(repair, code):
    with pytest.raises(RepairRefused) as refused:
        repair()
    assert refused.value.code == code
    assert str(refused.value) == REPAIRS[code]
    assert str(refused.value).endswith(".")


# --- warnings ---------------------------------------------------------------------------------------------


def test_warnings_are_found_anew_and_those_of_reading_are_kept():
    document = read("Điều 1. A\n1. Một.\n3. Ba.\nĐiều 3. B")
    assert {warning.code for warning in document.warnings} == {"gap"}
    kept = Warning("restart", "Số thứ tự bắt đầu lại.", "dieu-1/khoan-3")
    done = retitle(document.nodes, "dieu-1/khoan-3", number="2", warnings=[*document.warnings, kept])
    assert [(w.code, w.node) for w in done.warnings] == [("restart", "dieu-1/khoan-2"), ("gap", "dieu-3")]
    assert recheck(document.nodes, document.warnings) == document.warnings


def test_a_tree_without_units_is_doubted():
    assert [w.code for w in recheck(read("Chỉ có một đoạn văn.").nodes)] == ["no_structure"]


# --- any sequence -----------------------------------------------------------------------------------------


def one_step(nodes, chance: random.Random):
    ident = chance.choice(nodes).id
    unit = node(nodes, ident)
    kind = chance.choice(KINDS)
    tries = [
        lambda: promote(nodes, ident),
        lambda: demote(nodes, ident),
        lambda: merge_with_previous(nodes, ident),
        lambda: split(
            nodes, ident, chance.randrange(len(unit.text) + 2), kind, chance.choice(["", "7", "c"])
        ),
        lambda: retype(nodes, ident, kind, chance.choice(["", "7", "c"])),
        lambda: retitle(nodes, ident, title=chance.choice(["", (unit.title or unit.text)[:5]])),
    ]
    return chance.choice(tries)()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([LAW, REPORT]))
def test_any_sequence_keeps_every_character_and_a_sound_tree(seed, text):
    chance = random.Random(seed)
    nodes = read(text).nodes
    kept, done = printed(nodes), 0
    for _ in range(25):
        before = tuple(nodes)
        try:
            repaired = one_step(nodes, chance)
        except RepairRefused:
            continue
        done += 1
        assert nodes == before  # undo is keeping the old tuple
        nodes = repaired.nodes
        check(nodes)
        assert printed(nodes) == kept
        assert set(repaired.names) == {unit.id for unit in before}
        assert repaired.focus in {unit.id for unit in nodes}
        assert set(repaired.names.values()) <= {unit.id for unit in nodes}
    assert done > 0


def test_a_tree_taken_apart_and_put_together_is_the_same():
    for text in (LAW, REPORT):
        nodes = read(text).nodes
        for unit in nodes:
            same = retitle(nodes, unit.id, label=unit.label, title=unit.title, number=unit.number)
            assert same.nodes == nodes

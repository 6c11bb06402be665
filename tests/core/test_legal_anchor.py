"""Words chosen in a unit: found again exactly, carried where they surely are, orphaned otherwise."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.legal import Carried, Carrier, Line, Orphan, align, carry, parse, resolve, select, words
from consult.core.legal.anchoring import CONTEXT

from .legal_edits import a_law, carried_origins, edited, quotes

EDITS = {"edit": 12, "insert": 3, "delete": 4, "move": 2, "transfer": 2, "split": 4, "merge": 3}


def tree(text: str):
    return parse([Line(line) for line in text.splitlines()]).nodes


def chosen(nodes, ident: str, quote: str, turn: int = 0):
    node = next(node for node in nodes if node.id == ident)
    start = -1
    for _ in range(turn + 1):
        start = words(node).index(quote, start + 1)
    return select(node, start, start + len(quote))


OLD = tree(
    "Điều 1. Thời hạn\n1. Cơ quan chủ trì lấy ý kiến trong thời hạn 20 ngày, cơ quan phối hợp trong 10 ngày.\n"
    "2. Chuyên gia gửi ý kiến bằng văn bản.\nĐiều 2. Kinh phí\nKinh phí do ngân sách nhà nước bảo đảm."
)
FIRST = "dieu-1/khoan-1"


def carried(new, selector):
    return carry(selector, align(OLD, new), OLD, new)


def changed(old: str, new: str):
    return tree("\n".join(f"{node.label} {node.title}{node.text}".strip() for node in OLD).replace(old, new))


# --- the same version -------------------------------------------------------------------------------------


def test_a_selection_keeps_words_and_context_and_drops_blanks_at_its_ends():
    node = OLD[1]
    selector = select(node, words(node).index(" lấy ý"), words(node).index("trong"))
    assert selector.quote == "lấy ý kiến"
    assert selector.start == words(node).index("lấy ý kiến")
    assert len(selector.prefix) <= CONTEXT
    assert f"{selector.prefix}{selector.quote}{selector.suffix}" in words(node)


@pytest.mark.parametrize("place", [(0, 0), (-1, 3), (5, 4), (0, 9999)])
def test_a_selection_outside_the_words_is_refused(place):
    with pytest.raises(ValueError, match="selection"):
        select(OLD[1], *place)


def test_the_place_comes_first_then_the_only_framed_quote():
    second = chosen(OLD, FIRST, "trong", turn=1)
    assert resolve(second, OLD) == (second.start, second.start + 5)
    assert resolve(replace(second, start=0), OLD) == (second.start, second.start + 5)
    assert resolve(replace(second, start=0, prefix="", suffix=""), OLD) is None
    assert resolve(replace(second, quote="không có"), OLD) is None
    assert resolve(replace(second, quote=" "), OLD) is None
    assert resolve(replace(second, clause="dieu-9"), OLD) is None


def test_kinds_of_blank_and_composition_do_not_matter_but_letters_do():
    selector = chosen(OLD, FIRST, "lấy ý kiến trong")
    spread = replace(selector, quote=unicodedata.normalize("NFD", "lấy\u00a0ý\nkiến  trong"))
    assert resolve(spread, OLD) == (selector.start, selector.start + len(selector.quote))
    assert resolve(replace(selector, quote="lấy ý kiên trong"), OLD) is None
    assert resolve(replace(selector, quote="Lấy ý kiến trong"), OLD) is None


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n\u00a0é\u0301", min_size=1, max_size=30), st.data())
def test_every_selection_is_resolved_to_itself(text, data):
    node = replace(OLD[1], title="", text=unicodedata.normalize("NFC", text))
    if not node.text.strip():
        return
    start = data.draw(st.integers(0, len(node.text) - 1))
    end = data.draw(st.integers(start + 1, len(node.text)))
    if not node.text[start:end].strip():
        return
    selector = select(node, start, end)
    assert resolve(selector, [node]) == (selector.start, selector.start + len(selector.quote))


# --- the next version -------------------------------------------------------------------------------------


def test_an_unchanged_unit_keeps_even_repeated_words_in_their_place():
    new = changed("bằng văn bản", "bằng văn bản điện tử")
    second = chosen(OLD, FIRST, "trong", turn=1)
    assert carried(new, second) == Carried(FIRST, second.start, second.start + 5)


def test_words_of_a_changed_unit_go_where_they_still_are():
    new = changed("trong thời hạn 20 ngày", "trong thời hạn 30 ngày làm việc")
    selector = chosen(OLD, FIRST, "cơ quan phối hợp trong 10 ngày")
    place = words(new[1]).index("cơ quan phối hợp")
    assert carried(new, selector) == Carried(FIRST, place, place + len(selector.quote))


def test_words_that_changed_or_could_be_elsewhere_are_orphans():
    new = changed("trong thời hạn 20 ngày", "trong thời hạn 30 ngày làm việc")
    gone = carried(new, chosen(OLD, FIRST, "20 ngày"))
    assert gone == Orphan("20 ngày", words(OLD[1]), words(new[1]))
    assert isinstance(carried(new, chosen(OLD, FIRST, "trong", turn=1)), Orphan)  # there twice
    new = changed("cơ quan phối hợp trong", "phối hợp trong")
    assert isinstance(carried(new, chosen(OLD, FIRST, "Cơ quan")), Carried)
    repeated = changed("10 ngày.", "10 ngày. Cơ quan chủ trì lấy ý kiến trong thời hạn riêng.")
    assert isinstance(carried(repeated, chosen(OLD, FIRST, "Cơ quan chủ trì lấy ý kiến")), Orphan)


def test_words_of_a_removed_unit_are_orphans_without_a_new_text():
    new = tree("Điều 1. Thời hạn\n1. Chuyên gia gửi ý kiến bằng văn bản.\nĐiều 2. Kinh phí\nKinh phí riêng.")
    gone = carried(new, chosen(OLD, FIRST, "20 ngày"))
    assert gone == Orphan("20 ngày", words(OLD[1]), None)


def test_words_of_a_split_unit_go_to_the_part_that_has_them():
    old = a_law(7)
    made = edited(old, 7, {"split": 3})
    links = align(old, made.nodes)
    split = next(link for link in links if link.kind == "split")
    node = next(node for node in old if node.id == split.old)
    selector = select(node, len(words(node)) - 30, len(words(node)))
    found = carry(selector, links, old, made.nodes)
    assert isinstance(found, Carried)
    assert found.clause != split.new


@pytest.mark.parametrize("seed", range(6))
def test_no_anchor_of_two_thousand_goes_to_other_words(seed):
    old = a_law(seed, chapters=5, articles=7)
    made = edited(old, seed, EDITS)
    carrier = Carrier(align(old, made.nodes), old, made.nodes)
    texts = {node.id: words(node) for node in made.nodes}
    carried_count = 0
    for node, start, end, origins in quotes(old, seed, 2_000):
        found = carrier.carry(select(node, start, end))
        if isinstance(found, Carried):
            carried_count += 1
            assert carried_origins(found, made, texts) == origins
    assert carried_count > 1_000

"""Other words in place: borders, numbers and everybody else's words stay; what is struck takes its inside along."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core import legal
from tests.factories import TEXT

NODES = legal.parse([legal.Line(line) for line in TEXT.splitlines()]).nodes
WORDS = st.text(alphabet="ăâđêôơư abc,.", min_size=1, max_size=30).map(str.strip).filter(bool)


def shape(nodes):
    return [(node.id, node.parent, node.kind, node.number, node.label) for node in nodes]


@given(st.integers(0, len(NODES) - 1), WORDS, st.booleans())
def test_other_words_change_one_unit_alone(place, words, titled):
    node = NODES[place]
    title = words if titled and node.title else node.title
    found = legal.reword(NODES, node.id, title, words)
    assert shape(found.nodes) == shape(NODES)
    for before, after in zip(NODES, found.nodes, strict=True):
        if before.id == node.id:
            assert (after.title, after.text) == (title, words)
        else:
            assert (before.title, before.text) == (after.title, after.text)
    assert found.names == {one.id: one.id for one in NODES}
    back = legal.reword(found.nodes, node.id, node.title, node.text) if node.title or node.text else None
    assert back is None or list(back.nodes) == list(NODES)


@given(st.integers(1, len(NODES) - 1))
def test_what_is_struck_takes_its_inside_along_and_nothing_else(place):
    node = NODES[place]
    gone = {node.id}
    for one in NODES:
        if one.parent in gone:
            gone.add(one.id)
    found = legal.strike(NODES, node.id)
    left = [(one.label, one.title, one.text) for one in NODES if one.id not in gone]
    assert [(one.label, one.title, one.text) for one in found.nodes] == left
    assert set(found.names) == {one.id for one in NODES}
    assert set(found.names.values()) <= {one.id for one in found.nodes}
    assert found.focus == found.names[NODES[place - 1].id]


def test_refusals():
    leaf, first = NODES[-1], NODES[0]
    article = next(node for node in NODES if node.kind == "clause")
    for code, act in {
        "blank": lambda: legal.reword(NODES, leaf.id, "", ""),
        "untitled": lambda: legal.reword(NODES, article.id, "Tiêu đề", "chữ"),
        "first_stays": lambda: legal.strike(NODES, first.id),
        "unknown": lambda: legal.reword(NODES, "khong-co", "", "x"),
    }.items():
        with pytest.raises(legal.RepairRefused) as refused:
            act()
        assert refused.value.code == code


def test_plain_text_reads_back_as_the_same_units():
    again = legal.parse([legal.Line(line) for line in legal.plain_text(NODES).splitlines()]).nodes
    assert [(n.kind, n.number, n.title, n.text) for n in again] == [
        (n.kind, n.number, n.title, n.text) for n in NODES
    ]

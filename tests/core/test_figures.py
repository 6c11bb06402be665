"""Figures: every number finite and inside, every count drawn, every word escaped, the same in the same out."""

import itertools
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import figures
from consult.core.figures import Bin, Part, Row
from consult.core.figures.matrix import level

PARTS = [Part("yes", "Đồng ý", "la"), Part("amend", "Sửa", "nghe"), Part("no", "Không", "son")]
WORDS = {"title": "Tên <hình>", "desc": "Mô tả & số", "ident": "h1"}
counts = st.dictionaries(st.sampled_from(["yes", "amend", "no"]), st.integers(0, 10_000))
widths = st.sampled_from([340, 720, 1000])


def read(drawn: str) -> ElementTree.Element:
    """It is well-formed, finite, and no rectangle leaves the picture."""
    assert "nan" not in drawn.lower()
    assert "inf" not in re.sub(r">[^<]*<", "><", drawn)
    root = ElementTree.fromstring(drawn)
    _x, _y, width, height = map(float, root.get("viewBox").split())
    for box in root.iter("rect"):
        x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert w > 0
        assert h >= 0
        assert x >= -0.01
        assert y >= -0.01
        assert x + w <= width + 0.05
        assert y + h <= height + 0.05
    return root


def test_title_and_description_are_tied_and_escaped():
    drawn = figures.squares({"yes": 2}, PARTS, width=340, **WORDS)
    root = read(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "h1-t h1-d"
    assert root.find("title").text == "Tên <hình>"
    assert root.find("desc").text == "Mô tả & số"
    assert "style=" not in drawn


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60).filter(str.isprintable), counts), max_size=12), widths)
def test_stacked_bars_are_as_long_as_their_counts(rows, width):
    drawn = figures.stacked([Row(*row) for row in rows], PARTS, width=width, **WORDS)
    root = read(drawn)
    boxes = list(root.iter("rect"))
    shown = [n for _label, given_ in rows for n in given_.values() if n]
    assert len(boxes) == len(shown)
    lengths = {}
    for box in boxes:
        count = int(box.find("title").text.rsplit(": ", 1)[1])
        lengths.setdefault(count, set()).add(round(float(box.get("width")), 1))
    for found in lengths.values():  # equal counts are equally long
        assert max(found) - min(found) <= 0.11
    ordered = sorted(lengths)
    for less, more in itertools.pairwise(ordered):
        assert min(lengths[less]) <= max(lengths[more])
    sums = [int(mark.text) for mark in root.iter("text") if mark.get("class") == "sum"]
    assert sums == [sum(given_.values()) for _label, given_ in rows]


def test_a_kind_that_no_part_names_is_refused():
    with pytest.raises(ValueError, match="Unknown"):
        figures.stacked([Row("a", {"other": 1})], PARTS, width=720, **WORDS)
    with pytest.raises(ValueError, match="negative"):
        figures.stacked([Row("a", {"yes": -1})], PARTS, width=720, **WORDS)


@settings(max_examples=60, deadline=None)
@given(counts, widths)
def test_squares_are_as_many_as_the_things(given_, width):
    root = read(figures.squares(given_, PARTS, width=width, **WORDS))
    boxes = list(root.iter("rect"))
    total = sum(given_.values())
    if total <= 400:
        hues = [box.get("data-hue") for box in boxes]
        assert {part.hue: hues.count(part.hue) for part in PARTS} == {
            part.hue: given_.get(part.code, 0) for part in PARTS
        }
    else:
        assert sum(float(box.get("width")) for box in boxes) == pytest.approx(width, abs=0.1)


FIRST = date(2026, 1, 1)
days = st.dictionaries(
    st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n)), st.integers(0, 500), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(days, widths)
def test_nothing_is_lost_over_time(found, width):
    last = max([FIRST, *found])
    bins = figures.binned(found, FIRST, last)
    assert sum(one.count for one in bins) == sum(found.values())
    assert len(bins) <= 62
    assert (bins[0].first, bins[-1].last) == (FIRST, last)
    assert all(after.first - before.last == timedelta(days=1) for before, after in itertools.pairwise(bins))
    drawn = figures.timeline(
        bins, [(last, "Hết hạn")], width=width, day=lambda one: f"{one:%d/%m/%Y}", **WORDS
    )
    root = read(drawn)
    assert len(list(root.iter("rect"))) == sum(bool(one.count) for one in bins)
    assert "Hết hạn" in drawn


def test_counts_outside_the_days_are_refused():
    with pytest.raises(ValueError, match="outside"):
        figures.binned({FIRST - timedelta(days=1): 1}, FIRST, FIRST)
    with pytest.raises(ValueError, match="before"):
        figures.binned({}, FIRST, FIRST - timedelta(days=1))
    with pytest.raises(ValueError, match="no time"):
        figures.timeline([], width=720, day=str, **WORDS)


def test_one_day_is_drawn():
    drawn = figures.timeline([Bin(FIRST, FIRST, 3)], width=340, day=lambda one: f"{one:%d/%m}", **WORDS)
    assert drawn.count("01/01") == 2  # under the axis and in the tip
    read(drawn)


cells = st.integers(1, 8).flatmap(
    lambda across: st.lists(
        st.lists(st.none() | st.integers(0, 300), min_size=across, max_size=across), min_size=1, max_size=8
    )
)


@settings(max_examples=60, deadline=None)
@given(cells, widths)
def test_a_matrix_tells_every_cell_and_no_small_number(found, width):
    rows = [f"Lĩnh vực {n}" for n in range(len(found))]
    columns = [f"khoản {n} Điều 1" for n in range(len(found[0]))]
    drawn = figures.matrix(rows, columns, found, width=width, some="dưới 5", **WORDS)
    root = read(drawn)
    tips = [box.find("title").text for box in root.iter("rect") if box.find("title") is not None]
    flat = [value for line in found for value in line]
    assert [tip.rsplit(": ", 1)[1] for tip in tips] == ["dưới 5" if v is None else str(v) for v in flat]
    assert len([box for box in root.iter("rect") if box.get("class") == "dot"]) == flat.count(None)


def test_a_matrix_with_holes_is_refused():
    with pytest.raises(ValueError, match="fill"):
        figures.matrix(["a"], ["b", "c"], [[1]], width=340, some="x", **WORDS)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_levels_rise_with_the_count(a, b):
    most = max(a, b)
    assert 1 <= level(min(a, b), most) <= level(most, most) == 5
    assert level(0, most) == 0


@given(st.floats(0.1, 1e7))
def test_an_axis_holds_what_it_shows(most):
    scale = figures.Scale.over(most, 500)
    assert scale.top >= most
    assert 2 <= len(scale.ticks) <= 7
    assert scale(scale.top) == pytest.approx(500)


def test_two_parts_of_one_hue_look_different():
    parts = [Part("no", "Không", "son"), Part("drop", "Bỏ", "son")]
    root = read(figures.stacked([Row("a", {"no": 2, "drop": 3})], parts, width=720, **WORDS))
    assert [box.get("class") for box in root.iter("rect")] == [None, "alt"]

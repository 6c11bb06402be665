"""Fields of stock texts."""

from hypothesis import given
from hypothesis import strategies as st

from consult.core.filling import fill, unknown

NAMES = ("điều_khoản", "điểm")
TEXT = st.text(alphabet="ab {}điều_khoản\n", max_size=40)


def test_fields_are_filled_and_unknown_ones_named():
    text = "Tại {điều_khoản}, {điểm}: {khác} {điểm} {khác}."
    assert unknown(text, NAMES) == ("khác",)
    assert (
        fill(text, {"điều_khoản": "Điều 3", "điểm": "{khác}"}) == "Tại Điều 3, {khác}: {khác} {khác} {khác}."
    )


@given(TEXT, TEXT, TEXT)
def test_a_text_without_known_fields_stays_and_values_are_words(text, first, second):
    filled = fill(text, dict(zip(NAMES, (first, second), strict=True)))
    if not any("{" + name + "}" in text for name in NAMES):
        assert filled == text
    assert fill(text, {}) == text
    assert fill("{điểm}", {"điểm": first}) == first

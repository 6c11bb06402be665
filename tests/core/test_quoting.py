"""Quoting somebody and telling what an answer itself says."""

from hypothesis import given
from hypothesis import strategies as st

from consult.core import quoting
from consult.kit import markdown

WORDS = st.text("abc đê\n", min_size=1, max_size=60).filter(str.strip)


@given(WORDS, WORDS)
def test_an_answer_with_a_quotation_says_only_its_own(theirs, own):
    own = " ".join(own.split())
    html = markdown.render(f"{quoting.quoted(theirs)}{own}")
    said = quoting.own_words(html)
    assert own in " ".join(said.replace("<p>", " ").replace("</p>", " ").split())
    assert "blockquote" not in said


def test_quotations_within_quotations_and_between_words_are_left_out():
    html = markdown.render("> > sâu\n> nông\n\nMột.\n\n> nữa\n\nHai.")
    assert "sâu" not in (said := quoting.own_words(html)) and "nông" not in said and "nữa" not in said
    assert "Một." in said and "Hai." in said


def test_a_bare_quotation_is_told_as_it_is():
    html = markdown.render("> Chỉ trích dẫn.")
    assert quoting.own_words(html) == html

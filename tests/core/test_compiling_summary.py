"""A typed summary: no sentence without a source of its own passes, and no quotation with one letter changed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consult.core.compiling import sourcing
from consult.core.compiling.sourcing import Sentence, read, summary_faults, written

TEXTS = {
    "diem-1": "Kéo dài thời hạn lấy ý kiến\nĐề nghị 15 ngày làm việc thay cho 07 ngày.",
    "diem-2": "Gửi thông báo bằng “thư điện tử”, không đăng báo.",
    "trich-7": "Thời hạn quá ngắn. Cần gửi thông báo đến từng hộ dân.",
}
NAMES = st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=3, unique=True)
WORDS = st.sampled_from(
    ["đề nghị", "kéo dài", "thời hạn", "15 ngày", "TS. Nam", "không đồng ý", "khoản 2 Điều 7"]
)
SENTENCES = st.builds(
    lambda words, names: Sentence(f"Ý kiến {' '.join(words)} được nêu.", tuple(names)),
    st.lists(WORDS, min_size=1, max_size=6),
    NAMES,
)
SUMMARIES = st.lists(SENTENCES, min_size=1, max_size=6)
SCRAPS = st.lists(
    st.one_of(
        st.sampled_from(
            ["[diem-1]", "[", "]", "diem-2", "[trich-7, diem-1]", "[]", "[diem-9]", "[ , ]", "\n", "\r\n", "\x0b", "\u2028",
             " ", "Câu này. ", "Thời hạn quá ngắn.", "“", "”", '"', ","]
        ),
        st.text(max_size=4),
    ),
    max_size=14,
)  # fmt: skip
MARKS = st.sampled_from(["“”", "«»", "‘’", '""'])


def codes(sentences, place=None) -> set[str]:
    return {one.code for one in summary_faults(sentences, TEXTS) if place in (None, one.place)}


@given(SUMMARIES)
def test_what_rests_passes_and_is_read_as_it_was_written(summary):
    assert read(written(summary)) == summary
    assert summary_faults(summary, TEXTS) == []


@given(SCRAPS)
def test_whatever_is_typed_each_line_that_passes_ends_with_sources_that_are_there(scraps):
    text = "".join(scraps)
    sentences = read(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(sentences) == len(lines)
    if summary_faults(sentences, TEXTS):
        return
    for line, one in zip(lines, sentences, strict=True):
        said, _bracket, sources = line[:-1].rpartition("[")
        names = [name.strip() for name in sources.split(",") if name.strip()]
        assert line.endswith("]")
        assert said.strip()
        assert names
        assert set(names) <= set(TEXTS)
        assert set(one.sources) == set(names)


@given(
    SUMMARIES, st.integers(0, 5), st.sampled_from(["", " []", " [ , ]", " [diem-9]", " diem-1", " (diem-1)"])
)
def test_one_sentence_that_loses_its_source_is_found_at_its_line(summary, n, instead):
    n %= len(summary)
    lines = written(summary).split("\n")
    lines[n] = summary[n].text + instead
    found = codes(read("\n".join(lines)), n)
    assert found & {"no-source", "unknown-source"}
    assert codes(read("\n".join(lines))) == found


@given(
    SENTENCES, SENTENCES, st.sampled_from([" ", " [] ", " [diem-9] ", " [diem-1] ", " “Thời hạn quá ngắn.” "])
)
def test_a_sentence_does_not_hide_behind_the_source_of_another(first, second, between):
    line = f"{first.text}{between}{second.text} [{', '.join({*second.sources, 'trich-7'})}]"
    assert "several" in codes(read(line))


@st.composite
def quotations(draw):
    """A source, words of it, and the same words with one letter another one, left out or put in."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name].splitlines()[-1]
    start = draw(st.integers(0, len(text) - 2))
    words = text[start : draw(st.integers(start + 1, len(text)))].strip()
    assume(words.count("“") == words.count("”") and not words.startswith("”") and words.strip())
    assume(words.find("”") >= words.find("“"))
    place = draw(st.integers(0, len(words) - 1))
    letter = draw(
        st.sampled_from(["", "a", "á", "ạ", "0", " ", ".", words[place] + "x", words[place].swapcase()])
    )
    changed = words[:place] + letter + words[place + 1 :]
    assume(changed.strip() not in TEXTS[name])
    return name, words, changed


@given(quotations(), MARKS)
def test_exact_words_pass_and_one_changed_letter_does_not(quotation, marks):
    name, words, changed = quotation
    line = "Có ý kiến cho rằng {}{}{} như vậy. [{}]"
    assert codes(read(line.format(marks[0], words, marks[1], name))) == set()
    assert "inexact-quote" in codes(read(line.format(marks[0], changed, marks[1], name)))
    for other in (one for one in TEXTS if words not in TEXTS[one]):
        assert codes(read(line.format(marks[0], words, marks[1], other))) == {"inexact-quote"}


@given(st.text(alphabet='“”«»"‘ab ', max_size=12))
def test_every_mark_is_read_as_a_quotation_or_refused(text):
    """Nothing between marks goes unread: with the checked words taken out, no mark is left."""
    sentences = [Sentence(f"Câu {text}", ("diem-1",))]
    if codes(sentences) & {"inexact-quote", "open-quote"}:
        return
    assert not set('“”«»"‘') & set(text)


@pytest.mark.parametrize(
    "text", ["Có ý kiến ” rồi “ nữa", "Có ý kiến “Thời hạn", 'Có "Thời hạn', "Có » ý kiến"]
)
def test_marks_that_do_not_close_are_refused(text):
    assert codes([Sentence(text, ("trich-7",))]) == {"open-quote"}


@pytest.mark.parametrize(
    "text",
    ["Theo TS. Nam và ThS. Hoa ở TP. Huế", "Gồm sông, hồ v.v. Đều cần nêu", "Ông Nguyễn Văn A. Bình nêu",
     "Có ý kiến “Thời hạn quá ngắn.”, nay giữ nguyên"],
)  # fmt: skip
def test_an_abbreviation_ends_no_sentence(text):
    assert codes([Sentence(text, ("trich-7",))]) == set()


@pytest.mark.parametrize(
    "text",
    ["Cần kéo dài. Không cần sửa", "Ở Việt Nam. Bộ đồng ý", "Là 15. Bộ đồng ý", "Nêu rõ [diem-9] nhưng thôi",
     "Có ý kiến “Thời hạn quá ngắn.” Bộ đồng ý", "Thật sao? Bộ đồng ý"],
)  # fmt: skip
def test_a_second_sentence_in_a_line_is_refused(text):
    assert codes([Sentence(text, ("trich-7",))]) == {"several"}


def test_control_with_the_sources_unchecked_the_properties_would_be_false(monkeypatch):
    monkeypatch.setattr(sourcing, "faults", lambda sentences, known: [])
    monkeypatch.setattr(sourcing, "find", lambda text, words: [words])
    assert codes(read("Câu này không có nguồn.\nLời “sai” này. [trich-7]")) == set()

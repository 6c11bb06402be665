"""Where a text may be cut by hand."""

from consult.core.legal.cutting import cuts, printed_kind


def pieces(text):
    places = cuts(text)
    return [text[at:end].strip() for at, end in zip(places, [*places[1:], len(text)], strict=True)]


def test_a_text_is_cut_at_lines_sentences_and_labels():
    text = "1. Quyết định này có hiệu lực từ ngày ký. 2. Chánh Văn phòng thi hành;\nb) Điểm dính b1) vào dòng"
    assert pieces(text) == [
        "1. Quyết định này có hiệu lực từ ngày ký.",
        "2. Chánh Văn phòng thi hành;",
        "b) Điểm dính b1) vào dòng",
    ]


def test_an_empty_text_has_no_place():
    assert cuts("") == []


def test_what_a_label_speaks_for():
    assert [printed_kind(text) for text in ("2. Chánh", "a) Tổ", "- Gạch", "Điều 5. Tên", "Chữ thường")] == [
        "clause",
        "point",
        "dash",
        "article",
        "paragraph",
    ]

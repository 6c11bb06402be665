"""The rows of a comparison: each unit once, in the order of the new text, with both texts whole."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.legal import Line, Op, align, compare, parse
from consult.core.legal.comparing import printed
from consult.core.legal.pages_html import redline_html, redline_page

from .legal_edits import a_law, edited

EDITS = {"edit": 5, "insert": 2, "delete": 2, "move": 1, "transfer": 1, "split": 2, "merge": 2}


def tree(text: str):
    return parse([Line(line) for line in text.splitlines()]).nodes


OLD = tree(
    "Chương I\nCHUNG\nĐiều 1. Phạm vi\nLuật này quy định việc lấy ý kiến.\nĐiều 2. Thời hạn\n"
    "1. Thời hạn góp ý là 20 ngày.\n2. Cơ quan gia hạn khi cần thiết.\nĐiều 3. Kinh phí\nDo ngân sách bảo đảm."
)
NEW = tree(
    "Chương I\nCHUNG\nĐiều 1. Phạm vi\nLuật này quy định việc lấy ý kiến.\nĐiều 2. Công khai\n"
    "Mọi ý kiến được công bố cùng nội dung tiếp thu.\nĐiều 3. Thời hạn\n1. Thời hạn góp ý là 30 ngày.\n"
    "2. Chuyên gia được nhắc trước hạn.\n3. Cơ quan gia hạn khi cần thiết."
)


def rows(everything=False, old=OLD, new=NEW):
    return compare(align(old, new), old, new, everything)


def test_rows_follow_the_new_text_and_removed_units_the_one_before_them():
    assert [(row.relation, row.sources, row.places) for row in rows(everything=True)] == [
        ("same", ("Chương I",), ("Chương I",)),
        ("same", ("Điều 1",), ("Điều 1",)),
        ("new", (), ("Điều 2",)),
        ("renumbered", ("Điều 2",), ("Điều 3",)),
        ("edited", ("khoản 1 Điều 2",), ("khoản 1 Điều 3",)),
        ("new", (), ("khoản 2 Điều 3",)),
        ("renumbered", ("khoản 2 Điều 2",), ("khoản 3 Điều 3",)),
        ("removed", ("Điều 3",), ()),
    ]


def test_only_changes_are_shown_with_the_headings_above_them():
    assert [row.relation for row in rows()] == [
        "same", "new", "renumbered", "edited", "new", "renumbered", "removed",
    ]  # fmt: skip
    assert rows(new=OLD) == []


def test_a_new_number_does_not_blur_the_words_beside_it():
    row = next(row for row in rows() if row.sources == ("Điều 2",))
    assert row.ops == (
        Op("same", "Điều "), Op("del", "2"), Op("ins", "3"), Op("same", ". Thời hạn"),
    )  # fmt: skip
    assert (row.edited, row.heading, row.heads) == (False, True, 1)
    assert "".join(op.text for op in row.before) == "Điều 2. Thời hạn"
    assert "".join(op.text for op in row.after) == "Điều 3. Thời hạn"


def test_articles_of_a_split_stand_above_their_own_clauses():
    clauses = [
        "Cơ quan chủ trì đăng tải dự thảo trên cổng thông tin điện tử trong hai mươi ngày",
        "Ban soạn thảo tổng hợp và giải trình từng ý kiến của tổ chức, cá nhân",
        "Chuyên gia gửi ý kiến bằng văn bản hoặc qua hệ thống đến Hội đồng tư vấn",
        "Người góp ý được thông báo kết quả tiếp thu trước khi trình ký ban hành",
    ]
    one = tree("Điều 1. Trách nhiệm\n" + "\n".join(f"{n}. {text}." for n, text in enumerate(clauses, 1)))
    two = tree(
        f"Điều 1. Trách nhiệm của cơ quan\n1. {clauses[0]}.\n2. {clauses[1]}.\n"
        f"Điều 2. Trách nhiệm của chuyên gia\n1. {clauses[2]}.\n2. {clauses[3]}."
    )
    made = [(row.relation, row.old, row.new) for row in rows(everything=True, old=one, new=two)]
    assert made == [
        ("split", ("dieu-1",), ("dieu-1",)),
        ("same", ("dieu-1/khoan-1",), ("dieu-1/khoan-1",)),
        ("same", ("dieu-1/khoan-2",), ("dieu-1/khoan-2",)),
        ("split", (), ("dieu-2",)),
        ("renumbered", ("dieu-1/khoan-3",), ("dieu-2/khoan-1",)),
        ("renumbered", ("dieu-1/khoan-4",), ("dieu-2/khoan-2",)),
    ]
    second = rows(old=one, new=two)[1]
    assert (second.sources, second.places) == (("Điều 1",), ("Điều 1", "Điều 2"))
    back = [(row.relation, row.old, row.new) for row in rows(old=two, new=one)]
    assert [row for row in back if row[0] == "merged"] == [
        ("merged", ("dieu-1",), ("dieu-1",)),
        ("merged", ("dieu-2",), ()),
    ]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_every_unit_is_in_one_row_with_its_whole_text(seed):
    old = a_law(seed, chapters=3, articles=4)
    new = edited(old, seed, EDITS).nodes
    made = rows(everything=True, old=old, new=new)
    for side, nodes, gone in (("old", old, "ins"), ("new", new, "del")):
        names = [name for row in made for name in getattr(row, side)]
        assert sorted(names) == sorted(node.id for node in nodes)
        by_id = {node.id: node for node in nodes}
        for row in made:
            text = "\n".join(printed(by_id[name]) for name in getattr(row, side))
            assert "".join(op.text for op in row.ops if op.kind != gone) == text
    order = {node.id: place for place, node in enumerate(new)}
    places = [order[row.new[0]] for row in made if row.new]
    assert places == sorted(places)


# --- the page ---------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_shows_both_texts_and_reads_no_word_as_markup():
    old = tree("Điều 1. A\n1. Nội dung <script>alert(1)</script> cũ & nguyên.")
    new = tree("Điều 1. A\n1. Nội dung <script>alert(2)</script> mới & nguyên.")
    page = redline_page(rows(everything=True, old=old, new=new), "bản <1>", "bản 2")
    reader = Reader()
    reader.feed(page)
    assert "script" not in reader.tags
    assert {"html", "title", "del", "ins"} <= reader.tags
    text = " ".join(reader.words)
    assert "So sánh bản <1> và bản 2" in text
    assert "Sửa đổi: 1" in text
    assert re.search(r"<del>[^<]*cũ</del><ins>[^<]*mới</ins>", page)


def test_lines_become_paragraphs_and_cells_are_parted():
    assert redline_html([Op("same", "a\tb\nc"), Op("ins", "d\u2028e")]) == (
        "<p>a | b</p><p>c<ins>d</ins></p><p><ins>e</ins></p>"
    )

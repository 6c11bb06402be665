"""The units that citation words name, and the citations that name units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.legal import Line, cite, find, parse, sort_key
from consult.core.legal.finding import Finder

from .legal_edits import a_law


def tree(text: str):
    return parse([Line(line) for line in text.splitlines()]).nodes


LAW = tree(
    "Chương I\nCHUNG\nĐiều 1. Phạm vi\nNội dung.\nĐiều 2. Từ ngữ\n1. Một:\na) ý a;\nb) ý b;\nc) ý c;\nd) ý d;\n"
    "đ) ý đ;\ne) ý e.\n2. Hai:\na) ý a.\n3. Ba.\nĐiều 3. B\n1. Một.\nChương II\nTỔ CHỨC\nMục 1\nA\nĐiều 4. C\n"
    "1. Một.\nĐiều 4a. D\n1. Một.\n1a. Chen.\nMục 2\nB\nĐiều 5. E\nNội dung.\nChương III\nKHÁC\nMục 1\nA\n"
    "Điều 6. G\nNội dung.\nĐiều 7. H\nNội dung.\n"
    "Nơi nhận:\n- Như trên.\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nQUY CHẾ\nLÀM VIỆC\nChương I\nCHUNG\nĐiều 1. Một\nNội dung.\n"
    "Điều 2. Hai\n1. Nội dung.\nĐiều 3. Ba\nNội dung.\n2. Lẻ.\nĐiều 8. Tám\nNội dung.\n"
    "PHỤ LỤC I\nBIỂU MẪU\n1. Một.\n2. Hai.\nPHỤ LỤC II\nDANH MỤC\nI. PHẦN ĐẦU\n1. Một."
)
PARTY = tree(
    "I- MỘT\nĐoạn.\n1. Việc\n- Một.\n- Hai.\nII- HAI\n1. Việc\n1.1. Nhỏ\na) ý\n2. Khác\n- Gạch.\nIII- BA\nĐoạn."
)
CHAPTER = "chuong-1/dieu-2/khoan-1"


def found(words: str, nodes=LAW) -> list[str]:
    return [node.id for node in find(words, nodes)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("điểm c khoản 1 Điều 2", [f"{CHAPTER}/diem-c"]),
        ("khoản 2, 3 Điều 2", ["chuong-1/dieu-2/khoan-2", "chuong-1/dieu-2/khoan-3"]),
        ("khoản 2 và khoản 3 Điều 2", ["chuong-1/dieu-2/khoan-2", "chuong-1/dieu-2/khoan-3"]),
        ("các điều 3, 4 và 7", ["chuong-1/dieu-3", "chuong-2/muc-1/dieu-4", "chuong-3/muc-1/dieu-7"]),
        ("Điều 3, Điều 4", ["chuong-1/dieu-3", "chuong-2/muc-1/dieu-4"]),
        ("điểm a, b và đ khoản 1 Điều 2", [f"{CHAPTER}/diem-{letter}" for letter in "abđ"]),
        ("các điểm c đến e khoản 1 Điều 2", [f"{CHAPTER}/diem-{letter}" for letter in "cdđe"]),
        ("từ Điều 3 đến Điều 5", [
            "chuong-1/dieu-3", "chuong-2/muc-1/dieu-4", "chuong-2/muc-1/dieu-4a", "chuong-2/muc-2/dieu-5",
        ]),
        ("Điều 3 đến 4", ["chuong-1/dieu-3", "chuong-2/muc-1/dieu-4"]),
        ("điểm a khoản 1 và khoản 3 Điều 2", [f"{CHAPTER}/diem-a", "chuong-1/dieu-2/khoan-3"]),
        ("điểm a khoản 1, điểm a khoản 2 Điều 2", [f"{CHAPTER}/diem-a", "chuong-1/dieu-2/khoan-2/diem-a"]),
        ("Chương II", ["chuong-2"]),
        ("Mục 1 Chương III", ["chuong-3/muc-1"]),
        ("Mục 2", ["chuong-2/muc-2"]),
        ("Điều 4a", ["chuong-2/muc-1/dieu-4a"]),
        ("khoản 1a Điều 4a", ["chuong-2/muc-1/dieu-4a/khoan-1a"]),
        ("Điều 2, khoản 1, điểm b", [f"{CHAPTER}/diem-b"]),
        ("Điều 2 khoản 1 điểm b", [f"{CHAPTER}/diem-b"]),
        ("khoản 1 Điều 3 Nghị định này", ["chuong-1/dieu-3/khoan-1"]),
        ("Điều 1 Quy chế kèm theo", ["kem-theo-1/chuong-1/dieu-1"]),
        ("khoản 1 Điều 2 Quy chế ban hành kèm theo Nghị định này", ["kem-theo-1/chuong-1/dieu-2/khoan-1"]),
        ("Điều 2 của Quy chế này", ["kem-theo-1/chuong-1/dieu-2"]),
        ("Điều 8", ["kem-theo-1/chuong-1/dieu-8"]),
        ("Phụ lục I", ["phu-luc-1"]),
        ("Phụ lục số 2 ban hành kèm theo Nghị định này", ["phu-luc-2"]),
        ("mục 2 Phụ lục I", ["phu-luc-1/so-2"]),
        ("mục 1 phần I Phụ lục II", ["phu-luc-2/muc-i/so-1"]),
        ("phần nơi nhận", ["noi-nhan"]),
    ],
)  # fmt: skip
def test_citations_of_a_law(words, ids):
    assert found(words) == ids


@pytest.mark.parametrize(
    "words",
    [
        "diem c khoan 1 dieu 2", "ĐIỂM C KHOẢN 1 ĐIỀU 2", "Điểm c, khoản 1, Điều 2", "điểm c  khỏan 1 Ðiều 2",
        "điểm c) khoản 1 Điêu 2.", "tại điểm c khoản 1 của Điều 2", "Ðiều 2 khoản 1 điểm c",
    ],
)  # fmt: skip
def test_spelling_does_not_matter(words):
    assert found(words) == [f"{CHAPTER}/diem-c"]


def test_d_and_đ_are_two_letters():
    assert found("diem d khoan 1 dieu 2") == [f"{CHAPTER}/diem-d"]
    assert found("diem đ khoan 1 dieu 2") == [f"{CHAPTER}/diem-đ"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("mục 1 phần I", ["muc-i/so-1"]),
        ("Phần II", ["muc-ii"]),
        ("mục II", ["muc-ii"]),
        ("phần II, mục 2", ["muc-ii/so-2"]),
        ("điểm a mục 1.1 mục 1 phần II", ["muc-ii/so-1/so-1.1/diem-a"]),
        ("gạch đầu dòng thứ 2 mục 1 phần I", ["muc-i/so-1/gach-2"]),
        ("đoạn thứ 1 phần I", ["muc-i/doan-1"]),
        ("khoản 2 phần II", ["muc-ii/so-2"]),
    ],
)
def test_citations_of_a_party_text(words, ids):
    assert found(words, PARTY) == ids


@pytest.mark.parametrize(
    "words",
    [
        "", "xin chào", "Điều", "Điều 99", "khoản 2", "khoản 9 Điều 2", "khoản 2, 9 Điều 2", "Mục 1",
        "điểm a Điều 2", "Điều 2 Luật Báo chí", "Điều 5 Điều 6", "điểm c đến z khoản 1 Điều 2", "Chương IX",
        "Điều 1 Quy định kèm theo", "Điều 3 đến Điều 99", "khoản Điều 2", "12", "điểm a điểm b khoản 1 Điều 2",
        "Điều 3 đến khoản 4", "Điều 1 và",
    ],
)  # fmt: skip
def test_nothing_is_guessed(words):
    assert found(words) == []


def test_a_number_that_comes_again_is_told_apart():
    nodes = tree("Điều 1. A\n1. Một.\n1. Lại một.\n2. Hai.\nĐiều 2. B")
    again = next(node for node in nodes if node.id.endswith("~2"))
    assert cite(again, nodes) == "khoản 1 (lần 2) Điều 1"
    assert found("khoản 1 (lần 2) Điều 1", nodes) == [again.id]
    assert found("khoản 1 Điều 1", nodes) == ["dieu-1/khoan-1"]


@pytest.mark.parametrize("nodes", [LAW, PARTY, a_law(3)], ids=["law", "party", "random"])
def test_every_unit_is_found_by_its_citation(nodes):
    finder = Finder(nodes)
    for node in nodes:
        assert finder.find(cite(node, nodes)) == [node]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_well_formed_texts_stand_in_the_order_of_the_law(seed):
    nodes = a_law(seed, chapters=3, articles=5)
    assert sorted(nodes, key=sort_key) == list(nodes)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "điểm",
                "khoản",
                "Điều",
                "mục",
                "phần",
                "và",
                "đến",
                ",",
                "1",
                "2",
                "a",
                "đ",
                "IV",
                "thứ",
                "kèm theo",
                "lần",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_any_words_are_read_without_error(words):
    units = find(words, LAW)
    assert len({node.id for node in units}) == len(units)
    assert all(node in LAW for node in units)

import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import vietnamese as vi

few = settings(max_examples=60, deadline=None)
letters = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọúùủũụýỳỷỹỵ",
    min_size=1,
    max_size=7,
)


def test_clean_drops_what_cannot_be_seen_and_keeps_lines():
    dirty = "Điê\u0300u\u200b 7\u202e.\r\nKhoản\x00 1\u2028\tđ\u00adiểm\ufeff a\r"
    assert vi.clean(dirty) == "Điều 7.\nKhoản 1\n\tđiểm a\n"


def test_clean_name_is_one_line_with_single_spaces():
    assert vi.clean_name("  Nguyễn \u00a0 Văn\n\tAn\u200b ") == "Nguyễn Văn An"


@few
@given(st.text())
def test_clean_and_fold_are_idempotent_and_give_storable_text(text):
    cleaned = vi.clean(text)
    assert vi.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    folded = vi.fold(text)
    assert vi.fold(folded) == folded


@few
@given(st.text())
def test_fold_does_not_depend_on_composition_or_case_of_vietnamese(text):
    assert vi.fold(unicodedata.normalize("NFD", text)) == vi.fold(unicodedata.normalize("NFC", text))


@few
@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyấềổịự ", max_size=40))
def test_fold_leaves_plain_letters_only(text):
    assert set(vi.fold(text.upper())) <= set("abcdefghijklmnopqrstuvwxyz ")


def test_fold_joins_the_old_and_the_new_tone_position():
    assert {vi.fold(word) for word in ("hòa", "hoà", "HOÀ", "HÒA", "hoa\u0300", "hoa")} == {"hoa"}
    assert vi.fold("Đường Ủy thác, uỷ quyền") == "duong uy thac, uy quyen"


def test_names_sort_by_given_then_middle_then_family():
    wanted = [
        "Nguyễn An",
        "Trần Bình An",
        "Lê Văn An",
        "Phạm Văn An",
        "Lê Ăn",
        "Bùi Ân",
        "Đặng Dũng",
        "Lê Đức",
    ]
    wanted += ["Đỗ Ha", "Vũ Hà", "Lê Hả", "Lê Hã", "Lê Há", "Lê Hạ", "Lê Hai", "Lê Oanh", "Lê Ôn", "Lê Ớt"]
    wanted += ["Lê Tuấn", "Lê Tuyết", "Lê Tư", "Lê Uyên", "Lê Ưng"]
    shuffled = sorted(wanted, key=lambda name: name[::-1])
    assert shuffled != wanted
    assert sorted(shuffled, key=vi.name_key) == wanted


def test_name_key_orders_the_whole_alphabet_and_is_plain():
    alphabet = [
        "A",
        "Ă",
        "Â",
        "B",
        "C",
        "D",
        "Đ",
        "E",
        "Ê",
        "G",
        "H",
        "I",
        "K",
        "L",
        "M",
        "N",
        "O",
        "Ô",
        "Ơ",
        "P",
        "Q",
        "R",
        "S",
        "T",
        "U",
        "Ư",
        "V",
        "X",
        "Y",
    ]
    keys = [vi.name_key(letter) for letter in alphabet]
    assert keys == sorted(keys)
    assert len(set(keys)) == 29
    assert vi.name_key("") == vi.name_key(" - ") == ""


@few
@given(st.lists(letters, min_size=1, max_size=4))
def test_name_key_ignores_case_and_composition_and_sorts_alike_as_bytes(words):
    name = " ".join(words)
    key = vi.name_key(name)
    assert key == vi.name_key(unicodedata.normalize("NFD", name.upper()))
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


@few
@given(letters, letters, letters, letters)
def test_given_name_decides_before_everything_else(one, two, family, other):
    if vi.name_key(one) < vi.name_key(two):
        assert vi.name_key(f"{family} {one}") < vi.name_key(f"{other} {two}")


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2026, 1, 5), "05/01/2026", "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "10/02/2026", "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "09/03/2026", "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 22), "22/11/2026", "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_dates(day, short, long):
    assert vi.date_short(day) == short
    assert vi.date_long(day) == long
    assert vi.date_long(day, "Cần Thơ") == f"Cần Thơ, {long}"


def test_times_are_told_in_vietnam():
    assert vi.time_long(time(14, 30)) == "14 giờ 30"
    assert vi.time_long(time(8, 5)) == "8 giờ 05"
    assert vi.datetime_text(datetime(2026, 11, 22, 10, 42)) == "10 giờ 42, 22/11/2026"
    assert vi.datetime_text(datetime(2026, 11, 22, 20, 0, tzinfo=UTC)) == "3 giờ 00, 23/11/2026"


def test_numbers():
    assert [vi.number(x) for x in (0, 1234.5, 1234567, -1000, Decimal("0.10"))] == [
        "0",
        "1.234,5",
        "1.234.567",
        "-1.000",
        "0,10",
    ]
    assert [vi.number(x, 1) for x in (2 / 3, 12, -0.04, 0.25)] == ["0,7", "12,0", "0,0", "0,3"]
    with pytest.raises(ValueError, match="finite"):
        vi.number(float("nan"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (1005, "một nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (3_000_000_000, "ba tỷ"),
        (10**18, "một tỷ tỷ"),
        (-3, "âm ba"),
    ],
)
def test_numbers_in_words(value, words):
    assert vi.in_words(value) == words


def _read(words):
    """Read number words back by another way: a running sum over digits, tens and scales."""
    digits = {
        w: i for i, w in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
    }
    digits |= {"mốt": 1, "tư": 4, "lăm": 5}
    scales = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
    total = group = last = 0
    for word in words.split():
        if word in digits:
            last = digits[word]
        elif word in {"mười", "mươi", "trăm"}:
            group += {"mười": 10, "mươi": last * 10, "trăm": last * 100}[word]
            last = 0
        elif word in scales:
            if word == "tỷ":
                total, group, last = (total + group + last) * 10**9, 0, 0
            else:
                total += (group + last) * scales[word]
                group = last = 0
    return total + group + last


@few
@given(st.integers(min_value=0, max_value=10**12))
def test_number_words_can_be_read_back(value):
    assert _read(vi.in_words(value)) == value


def test_initials():
    assert vi.initials("nguyễn văn ước") == "NƯ"
    assert vi.initials("Đạt") == "Đ"
    assert vi.initials(" (Lê) Thị - Bình.") == "LB"
    assert vi.initials("—") == ""


def test_no_break_spaces():
    text = (
        "điểm c khoản 2 Điều 7 Chương IV; trong 15 ngày, 9 góp ý; ngày 22 tháng 11 năm 2026; điểm mạnh; 2 nhà"
    )
    joined = vi.nbsp(text).replace("\u00a0", "~")
    assert joined == (
        "điểm~c khoản~2 Điều~7 Chương~IV; trong 15~ngày, 9~góp ý; ngày~22 tháng~11 năm~2026; điểm mạnh; 2 nhà"
    )


@few
@given(st.text(alphabet="điểmkhoản 127c,.ngày "))
def test_nbsp_changes_spaces_only_and_once(text):
    joined = vi.nbsp(text)
    assert joined.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert vi.nbsp(joined) == joined

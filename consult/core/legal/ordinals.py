"""Numbers of legal units and their order: 39 < 39a < 39đ < 40, V < Va < VI, a < … < d < đ < e."""

import re
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Letters of Điểm in Vietnamese order; the official ones lack f, j, w, z, yet and no vowels
with marks, yet real texts have strays."""
OFFICIAL_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_WORDS = {
    "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_NUMBER = re.compile(r"(\d{1,9})([a-zđ]{0,2})(\d{0,4})")


def roman(number: int) -> str:
    """1 to "I"; numbers beyond 4999 stay decimal."""
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def unroman(text: str) -> int | None:
    """4 for "IV"; None for what is not a well-formed Roman number."""
    values = {sign: value for value, sign in _ROMAN if len(sign) == 1}
    if not text or len(text) > 15 or any(sign not in values for sign in text):
        return None
    numbers = [values[sign] for sign in text]
    total = sum(-n if i + 1 < len(numbers) and n < numbers[i + 1] else n for i, n in enumerate(numbers))
    return total if roman(total) == text else None


@lru_cache(maxsize=4096)
def decimal(number: str) -> str:
    """The Arabic form of a printed number: "IV" to "4", "Va" to "5a", "thứ hai" to "2", "39a" as it is."""
    number = number.strip()
    word = _WORDS.get(number.lower().removeprefix("thứ ").strip())
    if word:
        return str(word)
    found = re.fullmatch(r"([IVXLCDM]+)([a-zđ]?\d?)", number)
    value = unroman(found.group(1)) if found else None
    return f"{value}{found.group(2)}" if value else number.lower()


def letter_place(letter: str) -> int:
    """Place of a letter, from 1; 0 for none."""
    return LETTERS.find(letter) + 1 if len(letter) == 1 else 0


@lru_cache(maxsize=4096)
def number_key(number: str) -> tuple[int, ...]:
    """Sort key of one number: digits first, then the letter put in later, then its digit."""
    number = decimal(number)
    if re.fullmatch(r"\d+(\.\d+)+", number):
        return tuple(int(part[:9]) for part in number.split("."))
    found = _NUMBER.fullmatch(number)
    if found:
        letters = tuple(letter_place(letter) for letter in found.group(2)) or (0,)
        return (int(found.group(1)), *letters, int(found.group(3) or 0))
    found = re.fullmatch(r"([a-zăâđêôơư])(\d{0,4})", number)
    if found:
        return (letter_place(found.group(1)), int(found.group(2) or 0))
    return tuple(ord(char) for char in number)


def follows(number: str, last: str | None) -> bool:
    """Does `number` come right after `last` in the same list (None: it opens the list)?"""
    if last is None:
        return number in ("1", "a")
    new, old = number_key(number), number_key(last)
    if re.match(r"\d", number) and re.match(r"\d", last):
        plain = len(new) > 1 and not any(new[1:])
        if plain:
            return new[0] == old[0] + 1
        return new[0] == old[0] and new > old
    if len(new) == 2 and len(old) == 2 and new[1]:  # a1 after a, b2 after b1
        return new[0] == old[0] and new[1] == old[1] + 1
    if number[:1] in OFFICIAL_LETTERS and last[:1] in OFFICIAL_LETTERS:
        return OFFICIAL_LETTERS.index(number[0]) == OFFICIAL_LETTERS.index(last[0]) + 1
    return new[0] == old[0] + 1

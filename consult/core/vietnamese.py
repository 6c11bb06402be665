"""Vietnamese text: normal form, search folding, collation of names, dates and numbers in words.

Anybody may call these functions; they are pure and keep no state. Times that carry a time zone are shown in
Vietnamese time (UTC+7 all year, no daylight saving), times without one are shown as they are.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
NBSP = "\u00a0"

# --- normal form -----------------------------------------------------------------------------------------

# Joiners carry meaning in other scripts only; here they are a way to make two equal-looking texts differ.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_KEPT_CONTROLS = "\n\t"
# Characters that draw nothing, yet are letters or marks for Unicode: fillers and variation selectors.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)


def nfc(text: str) -> str:
    """The composed form, in which every text of the product is stored and compared."""
    return unicodedata.normalize("NFC", text)


def _is_hidden(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"} or char in _BLANKS


def clean(text: str) -> str:
    """NFC text without zero-width, bidi and control characters; line ends become ``\\n``; tabs stay.

    Lone surrogates go too: they cannot be stored as UTF-8.
    """
    text = _LINE_ENDS.sub("\n", text)
    return nfc("".join(char for char in text if not _is_hidden(char)))


def clean_name(text: str) -> str:
    """As ``clean``, on one line, with single spaces and none at the ends."""
    return " ".join(clean(text).split())


# --- search ----------------------------------------------------------------------------------------------

_D_LETTERS = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """The form for search without accents: lower case, marks off, đ -> d. Idempotent.

    hòa, hoà and HOÀ fold alike, whether composed or not, wherever the tone mark sits.
    """
    # Lowering may decompose (capital I with dot), decomposing may give capitals (some symbols): both, twice.
    for _ in range(2):
        spread = unicodedata.normalize("NFD", text.lower())
        text = "".join(c for c in spread if unicodedata.category(c) != "Mn" and not _is_hidden(c))
    return nfc(text).translate(_D_LETTERS)


# --- collation of names ----------------------------------------------------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Digits and small letters only: these sort alike bytewise and in every database collation.
_WEIGHTS = "123456789abcdefghijklmnopqrstuvwx"
_LETTER_WEIGHT = dict(zip(_ALPHABET, _WEIGHTS, strict=True))
_END = "0"
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make another letter
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_LEVEL_TONE = "1"


def _letter_weight(letter: str) -> str:
    if letter in _LETTER_WEIGHT:
        return _LETTER_WEIGHT[letter]
    if letter.isalnum():
        return f"{'y' if letter.isdigit() else 'z'}{ord(letter):06x}"
    return ""


def _syllable_key(syllable: str) -> str:
    """Letters first, then the tone: Ha, Hà, Hạ, Hai. Punctuation and foreign marks do not count."""
    letters: list[str] = []
    tone = _LEVEL_TONE
    for char in unicodedata.normalize("NFD", syllable.lower()):
        if char in _LETTER_MARKS and letters and nfc(letters[-1] + char) in _LETTER_WEIGHT:
            letters[-1] = nfc(letters[-1] + char)
        elif char in _TONES:
            tone = _TONES[char]
        elif unicodedata.category(char) != "Mn":
            letters.append(char)
    return "".join(map(_letter_weight, letters)) + _END + tone


def name_key(full_name: str) -> str:
    """Sort key of a person's name: given name (last word), then middle names, then family name.

    Vietnamese alphabet, tones in the order ngang, huyền, hỏi, ngã, sắc, nặng. The key holds only ``0-9a-z`` and
    is meant for a database column; names that differ only in case or punctuation get one key.
    """
    words = [key for key in map(_syllable_key, clean_name(full_name).split()) if key[0] != _END]
    if not words:
        return ""
    family, middle, given = words[:1] if len(words) > 1 else [], words[1:-1], words[-1]
    return given + "".join(middle) + _END + "".join(family)


def initials(name: str) -> str:
    """Two capitals for a round badge: family and given name, "Nguyễn Văn Ước" -> "NƯ"; "" for no letters."""
    words = ["".join(c for c in word if c.isalnum()) for word in clean_name(name).split()]
    words = [word for word in words if word]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return nfc("".join(word[0] for word in chosen).upper())


# --- dates and times -------------------------------------------------------------------------------------


def _local(moment: date) -> date:
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(VIETNAM)
    return moment


def date_short(day: date) -> str:
    """05/01/2026."""
    day = _local(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def date_long(day: date, place: str = "") -> str:
    """ "Cần Thơ, ngày 05 tháng 01 năm 2026"; a leading 0 only for days under 10 and for months 1 and 2."""
    day = _local(day)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    text = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {text}" if place else text


def time_long(moment: time | datetime) -> str:
    """14 giờ 30."""
    if isinstance(moment, datetime):
        moment = _local(moment)
    return f"{moment.hour} giờ {moment.minute:02d}"


def datetime_text(moment: datetime) -> str:
    """10 giờ 42, 22/11/2026."""
    return f"{time_long(moment)}, {date_short(moment)}"


# --- numbers ---------------------------------------------------------------------------------------------


def number(value: float | Decimal, places: int | None = None) -> str:
    """1.234,5: a point between thousands, a decimal comma. ``places`` fixes the decimals (half goes up)."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("Only finite numbers can be written out.")
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    if not exact:
        exact = abs(exact)
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_BILLION = 10**9


def _tens(tens: int, units: int, after_hundreds: bool) -> list[str]:
    if tens == 0:
        if units == 0:
            return []
        return ["linh", _DIGITS[units]] if after_hundreds else [_DIGITS[units]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 1:
        words.append("một" if tens == 1 else "mốt")
    elif units == 4:
        words.append("bốn" if tens == 1 else "tư")
    elif units == 5:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words


def _below_thousand(value: int, padded: bool) -> list[str]:
    hundreds, rest = divmod(value, 100)
    with_hundreds = padded or hundreds > 0
    words = [_DIGITS[hundreds], "trăm"] if with_hundreds else []
    return words + _tens(*divmod(rest, 10), after_hundreds=with_hundreds)


def _below_billion(value: int, padded: bool) -> list[str]:
    words: list[str] = []
    for scale, name in _SCALES:
        group, value = divmod(value, scale)
        if group:
            words += _below_thousand(group, padded=padded or bool(words)) + ([name] if name else [])
    return words


def in_words(value: int) -> str:
    """A whole number as it is read out: 105 -> "một trăm linh năm"."""
    if value < 0:
        return "âm " + in_words(-value)
    if value == 0:
        return _DIGITS[0]
    billions, rest = divmod(value, _BILLION)
    words = [in_words(billions), "tỷ"] if billions else []
    return " ".join(words + _below_billion(rest, padded=bool(billions)))


# --- typography ------------------------------------------------------------------------------------------

_UNITS = "phần|chương|mục|tiểu mục|điều|khoản|điểm|mẫu|phụ lục|số|ngày|tháng|năm|quý|phiên bản|bản|vòng|trang"
_NUMBER = r"(?:\d[\d.,/]*[a-zđ]?\d*|[IVXLC]+)"
_BEFORE = re.compile(rf"(?<!\w)((?i:{_UNITS})) (?={_NUMBER}(?!\w))")
_POINT = re.compile(r"(?<!\w)((?i:điểm)) (?=[a-zđ]\d?(?!\w))")
_COUNTED = (
    "ngày|tháng|năm|tuần|giờ|phút|giây|góp ý|ý kiến|người|chuyên gia|đại biểu|phiếu|điểm|điều|khoản|chương|mục|"
    "trang|lần|phiên|bản|cơ quan|tổ chức|đồng|triệu|nghìn|tỷ|kB|MB|%"
)
_AFTER = re.compile(rf"(?<![\w.,/])(\d[\d.,]*) (?=(?:{_COUNTED})(?!\w)(?![ {NBSP}]\d))")


def nbsp(text: str) -> str:
    """No-break spaces where a line must not end: "khoản 2", "Điều 7", "điểm c", "15 ngày", "9 góp ý".

    A date may break before its month and its year: held together whole it leaves gaps in justified lines.
    Only spaces change, so the length and every other character stay.
    """
    for pattern in (_BEFORE, _POINT, _AFTER):
        text = pattern.sub(rf"\1{NBSP}", text)
    return text

"""Vietnamese written in the codes of the nineties: TCVN3 (.VnTime, "ABC") and VNI, found and made Unicode.

Both put Vietnamese letters on the places of Western ones: TCVN3 one code for one letter, VNI a letter and a
second code for its marks. In TCVN3 the fonts whose name ends in H print small letters as capitals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

TCVN3, TCVN3_CAPITALS, VNI = "tcvn3", "tcvn3-capitals", "vni"
Convert = Callable[[str], str]

_TCVN3_CODES = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
TCVN3_TABLE = dict(zip(*_TCVN3_CODES, strict=True))
_TCVN3_MAP = str.maketrans(TCVN3_TABLE)

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = dict(_ALONE)
    for base, printed in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        for code, tone in _TONES.items():
            table[base + code] = unicodedata.normalize("NFC", printed + tone)
    for marks, codes, bases in (("\u0302", _CIRCUMFLEX, "aeo"), ("\u0306", _BREVE, "a")):
        for base in bases:
            for code, tone in codes.items():
                table[base + code] = unicodedata.normalize("NFC", base + marks + tone)
    small = dict(table)
    for code, letter in small.items():
        table[code.upper()] = table[code[0].upper() + code[1:]] = letter.upper()
    return table


VNI_TABLE = _vni_table()
_VNI = re.compile("|".join(sorted(map(re.escape, VNI_TABLE), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """TCVN3 codes as Unicode letters; a line typed in capitals gets its marked letters as capitals too."""
    if not any(char in TCVN3_TABLE for char in text):
        return text
    return "\n".join(map(_line_from_tcvn3, text.split("\n")))


def _line_from_tcvn3(line: str) -> str:
    plain = [char for char in line if char.isascii() and char.isalpha()]
    made = line.translate(_TCVN3_MAP)
    return made.upper() if len(plain) > 2 and all(map(str.isupper, plain)) else made


def from_tcvn3_capitals(text: str) -> str:
    """Codes of a font that prints everything in capitals (.VnTimeH)."""
    return text.translate(_TCVN3_MAP).upper()


def from_vni(text: str) -> str:
    """VNI codes as Unicode letters."""
    return _VNI.sub(lambda found: VNI_TABLE[found.group()], text)


CONVERTERS: dict[str, Convert] = {TCVN3: from_tcvn3, TCVN3_CAPITALS: from_tcvn3_capitals, VNI: from_vni}


def encoding_of_font(name: str) -> str:
    """TCVN3, TCVN3_CAPITALS or VNI by the name of a font; "" for all others."""
    name = name.strip()
    if name.lower().startswith(".vn"):
        return TCVN3_CAPITALS if name.endswith("H") else TCVN3
    return VNI if name.lower().startswith("vni-") else ""


# --- by the words themselves --------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_LEGACY_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MARKED_CONSONANT = re.compile("[b-df-hj-np-tv-xzđ][\u0300-\u036f]")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ph|th|tr|kh|gh|gi|ch|qu|[bcdđghklmnprstvx])?"
    "(?:uyê|uya|uyu|uây|uôi|iêu|yêu|oai|oay|oao|oeo|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|"
    "ua|uâ|uê|ui|uô|uơ|uy|uă|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?"
)
_FEWEST_WORDS = 6
_GOOD, _BAD, _SAMPLE = 0.8, 0.85, 60_000


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Could this be a Vietnamese syllable with at most one tone?"""
    spread = unicodedata.normalize("NFD", word.lower())
    if _MARKED_CONSONANT.search(spread):
        return False
    bare, tones = _TONE_MARKS.subn("", spread)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def likelihood(text: str) -> tuple[float, int]:
    """Which share of the words with other than English letters are Vietnamese, and how many such words."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(1 for word in words if is_syllable(word))
    return (good / len(words) if words else 0.0), len(words)


def encoding_of_text(text: str) -> str:
    """TCVN3 or VNI where the words make sense only so, else ""."""
    text = unicodedata.normalize("NFC", text[:_SAMPLE])
    vietnamese = sum(1 for char in text if "\u0100" <= char <= "\u01b0" or "\u1ea0" <= char <= "\u1ef9")
    western = sum(1 for char in text if "\u00a1" <= char <= "\u00ff")
    if western < _FEWEST_WORDS or vietnamese * 10 > western:
        return ""
    as_it_is, _ = likelihood(text)
    best, share = "", max(_GOOD, as_it_is + 0.15)
    for encoding in (TCVN3, VNI):
        found, words = likelihood(_sample(text, CONVERTERS[encoding]))
        if words >= _FEWEST_WORDS and found > share:
            best, share = encoding, found
    return best if as_it_is < _BAD else ""


def _sample(text: str, convert: Convert) -> str:
    """Words converted one by one, so that signs like © between them do not become letters of a word."""
    return " ".join(convert(word) for word in _LEGACY_WORD.findall(text))


def converter(texts: Iterable[str]) -> Convert:
    """What makes this text Unicode: one of the converters, or nothing to do."""
    encoding = encoding_of_text("\n".join(texts))
    return CONVERTERS[encoding] if encoding else _unchanged


def _unchanged(text: str) -> str:
    return text


def decode_bytes(data: bytes, name: str = "cp1258") -> str:
    """Text of bytes that are not UTF-8: the Vietnamese Windows page, or TCVN3 or VNI in Western letters."""
    western = data.decode("latin-1")
    encoding = encoding_of_text(western)
    declared = data.decode(name, "replace")
    if not encoding:
        return declared
    made = CONVERTERS[encoding](western)
    return made if likelihood(made)[0] > likelihood(declared)[0] + 0.1 else declared

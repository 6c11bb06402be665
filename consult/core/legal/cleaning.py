"""Characters: one Unicode form, no invisible marks, single spaces."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    + [*range(0x2060, 0x2070), 0xFFFE, 0xFFFF]
    + [code for code in range(0x20) if chr(code) not in "\t\n\r\v\f"]
    + [*range(0x7F, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)]
)
_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """NFC without zero-width, bidirectional and control characters; white space is kept."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def clean(text: str) -> str:
    """`normal` text on one line with single spaces."""
    return _SPACES.sub(" ", normal(text)).strip()


def visible(text: str) -> str:
    """The non-blank characters only: what must survive reading and parsing."""
    return _SPACES.sub("", text)

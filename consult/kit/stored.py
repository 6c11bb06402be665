"""Words that were stored in Vietnamese, in the language of the reader.

What is stored must not depend on the language of whoever caused it, so it is written in Vietnamese. Where such
words are made from a sentence of ours, the sentence is found again here and said in the present language.
"""

import re
from functools import cache

from django.utils.translation import get_language, gettext

_PLACE = re.compile(r"%\((\w+)\)s")
SOURCE = "vi"


@cache
def _pattern(sentence: str) -> re.Pattern:
    parts = _PLACE.split(sentence)
    texts = [re.escape(part.replace("%%", "%")) for part in parts[::2]]
    names = [f"(?P<{name}>.+)" for name in parts[1::2]]
    return re.compile("".join(t + n for t, n in zip(texts, [*names, ""], strict=True)), re.DOTALL)


def spoken(text: str, sentences) -> str:
    """`text` in the present language if it was made from one of `sentences` (msgids, in order); else as it is.

    The values in it are translated too where they are words of ours, such as the name of a field.
    """
    if not text or get_language() in (None, SOURCE):
        return text
    for sentence in sentences:
        found = _pattern(sentence).fullmatch(text)
        if found:
            return gettext(sentence) % {name: word(value) for name, value in found.groupdict().items()}
    return text


def word(text: str) -> str:
    """A stored word that may be one of ours."""
    return gettext(text) if text else text

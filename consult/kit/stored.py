"""Words that were stored in Vietnamese, in the language of the reader.

What is stored must not depend on the language of whoever caused it, so it is written in Vietnamese. Where such
words are made from a sentence of ours, the sentence is found again here and said in the present language.
"""

import re
from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language, gettext, gettext_noop

# What stands in place of a name; stored with the voice, shown by several apps.
VERIFIED = gettext_noop("Chuyên gia đã xác thực")
VERIFIED_IN = gettext_noop("Chuyên gia đã xác thực, lĩnh vực %(field)s")
OFFICER_OF = gettext_noop("Cán bộ của %(office)s")
WRITTEN = gettext_noop("Người gửi ý kiến bằng văn bản")
DESCRIPTORS = (VERIFIED, VERIFIED_IN, OFFICER_OF, WRITTEN)

SOURCE = "vi"
_PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")


@cache
def _pattern(sentence: str) -> re.Pattern:
    texts = [re.escape(text.replace("%%", "%")) for text in _PLACE.split(sentence)]
    groups = [f"(?P<{re.search('[a-z_]+', place).group()}>.+)" for place in _PLACE.findall(sentence)]
    return re.compile("".join(t + g for t, g in zip(texts, [*groups, ""], strict=True)), re.DOTALL)


def said(text: str, sentences: Iterable[str]) -> str:
    """`text` in the present language if it was made from one of `sentences` (msgids, tried in order); else as it is.

    A value in it is translated too where it is one of our words, such as the name of a field.
    """
    if not text or get_language() in (None, SOURCE):
        return text
    for sentence in sentences:
        found = _pattern(sentence).fullmatch(text)
        if found:
            values = {name: word(value) for name, value in found.groupdict().items()}
            template = gettext(sentence)
            return template % values if "%(" in sentence else template.format(**values)
    return text


def descriptor(text: str) -> str:
    """What stands in place of a voice's name."""
    return said(text, DESCRIPTORS)


def field_of(text: str) -> str:
    """The field that such words name, as it is stored: "Chuyên gia đã xác thực, lĩnh vực Pháp luật"; "" for none."""
    before, after = VERIFIED_IN.split("%(field)s")
    return (
        text[len(before) : len(text) - len(after)] if text.startswith(before) and text.endswith(after) else ""
    )


def words(text: str) -> str:
    """Several such words, separated by commas."""
    return ", ".join(map(word, text.split(", "))) if text else ""


def word(text: str) -> str:
    """A stored word that may be one of ours, such as the name of a field of science."""
    return gettext(text) if text else text

"""Texts with fields in braces, such as "{clause}": filled in from a mapping, with the unknown ones named. Pure."""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([^{}\s]{1,40})\}")


def unknown(text: str, names) -> tuple[str, ...]:
    """Fields of the text that are none of `names`, each once, in their order."""
    found = dict.fromkeys(_FIELD.findall(text))
    return tuple(name for name in found if name not in names)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each known field by its value, once over: braces in a value are words. Unknown ones stay as they are."""
    return _FIELD.sub(lambda found: values.get(found.group(1), found.group()), text)

"""What readers see of a file is kept until the file's next act.

Whatever changes in a file is an entry of its book, so the head of the book's chain names the state of the whole file.
What was read under one head is right as long as the head is the same: nothing has to be thrown away, and nothing can
be stale. Readers without a voice and without a council's rights see the same and share it; whoever has a voice in the
file has what they see kept for themselves.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from consult.forums import rules

_HOUR = 3600
T = TypeVar("T")


def audience(user, consultation) -> str:
    """Readers of one audience see the same comments, names and marks. The file comes from `file_or_404`, this request's."""
    if not user.is_authenticated:
        return "public"
    council = rules.knows_names(user, consultation)
    if consultation.own_voice_id:
        # A right that ends is no act of the file, so a council's voice is told apart from the same one without it.
        return f"voice-{consultation.own_voice_id}{'-council' if council else ''}"
    return "council" if council else "public"


def kept(user, consultation, name: str, make: Callable[[], T]) -> T:
    """`make()` for the reader's audience, from the cache while the file is as it was.

    What is made may depend on the audience and the language, not on the person, the clock or other files.
    """
    state = f"{consultation.pk}:{consultation.book.head}"
    key = f"seen:{state}:{audience(user, consultation)}:{get_language()}:{name}"
    found = caches["pages"].get(key)
    if found is None:
        found = make()
        caches["pages"].set(key, found, _HOUR)
    return found

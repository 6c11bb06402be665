"""Times and numbers as pages write them in the reader's language; official papers always use core.vietnamese.

Dates are 22/11/2026 in both languages: an English page stands beside Vietnamese documents, and one form avoids
the doubt which number is the month.
"""

from datetime import datetime, time
from decimal import Decimal

from django.utils.translation import get_language

from consult.core import vietnamese
from consult.kit.stored import SOURCE

_SWAP = str.maketrans(",.", ".,")


def _in_source() -> bool:
    return get_language() in (None, SOURCE)


def time_long(moment: time | datetime) -> str:
    """14 giờ 30, or 14:30."""
    text = vietnamese.time_long(moment)
    return text if _in_source() else text.replace(" giờ ", ":").rjust(5, "0")


def datetime_text(moment: datetime) -> str:
    """10 giờ 42, 22/11/2026, or 10:42, 22/11/2026."""
    return f"{time_long(moment)}, {vietnamese.date_short(moment)}"


def number(value: float | Decimal, places: int | None = None) -> str:
    """1.234,5, or 1,234.5."""
    text = vietnamese.number(value, places)
    return text if _in_source() else text.translate(_SWAP)

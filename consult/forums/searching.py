"""What the search finds a comment by."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from consult.core import vietnamese


def searchable(reason: str, proposed: str) -> dict:
    """The stored fields of search: the words with and without diacritics."""
    words = f"{reason}\n{proposed}"
    folded = vietnamese.fold(words)
    both = Value(f"{words.lower()}\n{folded}")
    return {"folded": folded, "search": SearchVector(both, config="simple")}

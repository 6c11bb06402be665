"""Units of a draft by the words of a citation, for clerks who type "K2 Đ43"."""

from consult.core import intake
from consult.documents.models import Clause
from consult.documents.selectors import ClauseRow, nodes_of

_FIELDS = (
    "pk", "ident", "parent_id", "order", "depth", "kind", "number", "label", "title", "text", "path", "within",
    "citation",
)  # fmt: skip


class DraftPlaces:
    """Words as clauses of one version; one query, whatever the number of words."""

    def __init__(self, version_id: int):
        rows = Clause.objects.filter(version=version_id).order_by("order").values_list(*_FIELDS)
        self.rows = [ClauseRow(*row) for row in rows]
        self.places = intake.Places(nodes_of(self.rows))
        self.ids = {row.ident: row.id for row in self.rows}
        self.citations = {row.id: row.citation for row in self.rows}

    def clause(self, words: str) -> tuple[bool, int | None]:
        """Whether the words name exactly one unit or the whole draft, and that unit's number (None: the whole draft)."""
        found = self.places.read(words)
        if found.kind == "general":
            return True, None
        return found.kind == "one", self.ids.get(found.ident)


def citations_of(version_id: int) -> list[str]:
    """What may be typed: every unit's citation, in the order of the text."""
    rows = Clause.objects.filter(version=version_id).exclude(citation="").order_by("order")
    return list(rows.values_list("citation", flat=True))

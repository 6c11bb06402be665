"""How many opinions of a file stand in a point, and how many wait. Read by selectors, rules' callers and papers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from consult.forums.models import Comment
from consult.reports.models import Citation


@dataclass(frozen=True)
class Coverage:
    """How many opinions stand in at least one point, and the first that stands in none."""

    total: int
    placed: int
    first: int | None

    @property
    def unplaced(self) -> int:
        return self.total - self.placed


def coverage(consultation) -> Coverage:
    """Opinions received in the file, hidden ones too, replies not counted; one query."""
    rows = Comment.objects.received().filter(consultation=consultation).order_by("clause__order", "pk")
    found = rows.annotate(placed=is_placed()).values_list("pk", "placed")
    waiting = [pk for pk, placed in found if not placed]
    return Coverage(len(found), len(found) - len(waiting), waiting[0] if waiting else None)


def is_placed() -> Exists:
    """Whether a comment stands in some point."""
    return Exists(Citation.objects.filter(comment=OuterRef("pk")))

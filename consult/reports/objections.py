"""Objections to published answers as everybody may know them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consult.forums.models import Comment
from consult.kit.clock import database_now
from consult.reports.models import Objection


@dataclass(frozen=True)
class PublicObjection:
    """An objection as everybody may know it: the words only where the author agreed and it has been answered."""

    text: str
    answer: str
    answered_at: datetime | None
    answer_due: datetime
    late: bool


def of(compilation) -> dict[int, tuple[PublicObjection, ...]]:
    """By point, the objections that everybody may know of; one query.

    Those of authors who spoke to the council alone, and of opinions that are hidden, are in no count here.
    """
    rows = Objection.objects.filter(
        citation__point__compilation=compilation,
        citation__comment__in=Comment.objects.public().filter(state="posted").order_by().values("pk"),
    )
    now = database_now()
    found: dict[int, list[PublicObjection]] = {}
    for point, one in [(row.citation.point_id, row) for row in rows.select_related("citation")]:
        shown = one.shared and one.answer != ""
        found.setdefault(point, []).append(
            PublicObjection(
                text=one.text if shown else "",
                answer=one.answer if shown else "",
                answered_at=one.answered_at,
                answer_due=one.answer_due,
                late=not one.answer and one.answer_due < now,
            )
        )
    return {point: tuple(those) for point, those in found.items()}


def waits(objections: Iterable[PublicObjection]) -> bool:
    """Whether one of them has no answer yet."""
    return any(one.answered_at is None for one in objections)

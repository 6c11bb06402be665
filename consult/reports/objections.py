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
    hidden: str = ""  # the published reason why moderators hid it: nobody is to answer it


def of(compilation) -> dict[int, tuple[PublicObjection, ...]]:
    """By point, the objections that everybody may know of; two queries.

    Those of authors who spoke to the council alone, and of opinions that are hidden, are in no count here.
    """
    rows = Objection.objects.filter(
        citation__point__compilation=compilation,
        citation__comment__in=Comment.objects.public().filter(state="posted").order_by().values("pk"),
    )
    now = database_now()
    found: dict[int, list[PublicObjection]] = {}
    rows = rows.exclude(state=Objection.State.HELD).select_related("citation").prefetch_related("rulings")
    for point, one in [(row.citation.point_id, row) for row in rows]:
        ground = hidden_for(one)
        shown = one.shared and one.answer != "" and not ground
        found.setdefault(point, []).append(
            PublicObjection(
                text=one.text if shown else "",
                answer=one.answer if shown else "",
                answered_at=one.answered_at,
                answer_due=one.answer_due,
                late=not one.answer and one.answer_due < now and not ground,
                hidden=ground,
            )
        )
    return {point: tuple(those) for point, those in found.items()}


def waits(objections: Iterable[PublicObjection]) -> bool:
    """Whether one of them has no answer yet, though it is to have one."""
    return any(one.answered_at is None and not one.hidden for one in objections)


def hidden_for(objection) -> str:
    """The published reason why an objection is hidden, empty where it is not; its rulings were read before."""
    if objection.state != Objection.State.HIDDEN:
        return ""
    return str(list(objection.rulings.all())[-1].get_ground_display())


def open_in(files) -> list[Objection]:
    """Those of these files that wait for their answer and of which everybody may know, by their term; one query."""
    rows = Objection.objects.filter(
        answer="",
        state=Objection.State.POSTED,
        citation__point__compilation__consultation__in=files,
        citation__comment__in=Comment.objects.public().filter(state="posted").order_by().values("pk"),
    )
    return list(
        rows.select_related("citation__point__compilation__consultation").order_by("answer_due", "pk")
    )

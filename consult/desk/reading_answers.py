"""The published answers of the agency, pinned to the comments that they answer."""

from dataclasses import dataclass

from django.utils import timezone

from consult.core import vietnamese
from consult.reports.models import Citation, Compilation


@dataclass(frozen=True)
class Pinned:
    """An official answer as it stands under a comment; `point` is its place among the results."""

    code: str
    text: str
    agency: str
    when: str
    point: int


def pinned(consultation, comment_ids) -> dict[int, Pinned]:
    """The answer to each of these comments that got one, once the answers are published. One query."""
    if not comment_ids:
        return {}
    found = Citation.objects.filter(
        comment__in=comment_ids,
        point__compilation__consultation=consultation,
        point__compilation__state=Compilation.State.PUBLISHED,
        point__answer__isnull=False,
    )
    rows = found.order_by("pk").values_list(
        "comment_id", "point__answer__code", "point__answer__text", "point_id",
        "point__compilation__published_at", "point__compilation__consultation__agency__short_name",
    )  # fmt: skip
    return {
        comment: Pinned(code, text, agency, vietnamese.date_short(timezone.localdate(at)), point)
        for comment, code, text, point, at, agency in rows
    }

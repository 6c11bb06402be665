"""What the authors said of the points that carry them, counted once for pages and papers."""

from django.db.models import Count, Exists, OuterRef, Q

from consult.core import compiling
from consult.reports.models import Citation, Reflection


def asked_of(compilation):
    """Placements whose author is asked."""
    return asked().filter(point__compilation=compilation)


def asked():
    """The same of every compilation: an opinion that stands, by a person who can answer here."""
    return Citation.objects.filter(
        comment__isnull=False, comment__voice__person__isnull=False, comment__paper=None
    ).exclude(comment__state="withdrawn")


def checked(compilation) -> compiling.Checked:
    """How many placements were asked about, answered and confirmed; nothing before the check was opened. Two queries."""
    if compilation.check_opened_at is None:
        return compiling.Checked()
    found = answers_of(compilation).aggregate(
        answered=Count("pk"), confirmed=Count("pk", filter=Q(answer=Reflection.Answer.RIGHT))
    )
    return compiling.Checked(asked=asked_of(compilation).count(), **found)


def by_point(compilation) -> dict[int, compiling.Checked]:
    """The same for each point; two queries."""
    if compilation.check_opened_at is None:
        return {}
    asked = dict(asked_of(compilation).order_by().values_list("point_id").annotate(n=Count("pk")))
    rows = answers_of(compilation).order_by().values_list("point_id").annotate(
        n=Count("pk"), right=Count("pk", filter=Q(answer=Reflection.Answer.RIGHT))
    )  # fmt: skip
    said = {point: (n, right) for point, n, right in rows}
    return {point: compiling.Checked(n, *said.get(point, (0, 0))) for point, n in asked.items()}


def answers_of(compilation):
    """Answers about placements that are there: one whose opinion was moved elsewhere counts no more."""
    there = asked_of(compilation).filter(point=OuterRef("point"), comment=OuterRef("comment"))
    return Reflection.objects.filter(Exists(there), point__compilation=compilation)

"""What the votes of a decision come to: counted once, for the page, the ledger and the paper."""

from collections import Counter

from consult.core import opinion
from consult.reports.models import Decision, Point, Seat, SeatVote


def shares(decision) -> opinion.Shares:
    return opinion.Shares(opinion.share(decision.quorum), opinion.share(decision.majority))


def counts(decision) -> dict[int | None, opinion.Count]:
    """The count of each point, and of the report as a whole under None; three queries."""
    return _counts([decision])[decision.pk]


def _counts(decisions) -> dict[int, dict[int | None, opinion.Count]]:
    """The same of several decisions by their ids; three queries."""
    pks = [one.pk for one in decisions]
    votes = SeatVote.objects.filter(seat__decision__in=pks)
    found = Counter(votes.values_list("seat__decision_id", "point_id", "choice"))
    members = Counter(Seat.objects.filter(decision__in=pks).values_list("decision_id", flat=True))
    points: dict[int, list[int]] = {}
    rows = Point.objects.filter(compilation__in=[one.compilation_id for one in decisions])
    for compilation, pk in rows.order_by("order", "id").values_list("compilation_id", "pk"):
        points.setdefault(compilation, []).append(pk)
    return {
        one.pk: {
            point: opinion.Count(
                members[one.pk],
                *(found[one.pk, point, choice] for choice in ("agree", "disagree", "abstain")),
            )
            for point in (*points.get(one.compilation_id, ()), None)
        }
        for one in decisions
    }


def carried(decision: Decision) -> bool:
    """Whether the report as a whole and the conclusion of each of its points are carried."""
    return decision.pk in carried_among([decision])


def carried_among(decisions) -> frozenset[int]:
    """The ids of those that are carried; three queries, whatever their number."""
    found = _counts(decisions)
    return frozenset(
        one.pk
        for one in decisions
        if all(opinion.outcome(count, shares(one)).carried for count in found[one.pk].values())
    )

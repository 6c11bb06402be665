"""What the votes of a decision come to: counted once, for the page, the ledger and the paper."""

from collections import Counter

from consult.core import opinion
from consult.reports.models import Decision, SeatVote


def shares(decision) -> opinion.Shares:
    return opinion.Shares(opinion.share(decision.quorum), opinion.share(decision.majority))


def counts(decision) -> dict[int | None, opinion.Count]:
    """The count of each point, and of the report as a whole under None; three queries."""
    votes = SeatVote.objects.filter(seat__decision=decision).values_list("point_id", "choice")
    found = Counter(votes)
    members = decision.seats.count()
    points = decision.compilation.points.order_by("order", "id").values_list("pk", flat=True)
    return {
        point: opinion.Count(members, *(found[point, choice] for choice in ("agree", "disagree", "abstain")))
        for point in (*points, None)
    }


def carried(decision: Decision) -> bool:
    """Whether the report as a whole and the conclusion of each of its points are carried."""
    rule = shares(decision)
    return all(opinion.outcome(one, rule).carried for one in counts(decision).values())

"""What the workspace offers of a language model beside the opinion being read. Nothing where none is set."""

import uuid
from dataclasses import dataclass, field

from consult.reports import proposal_rules, proposing
from consult.reports.models import ProposalRun


@dataclass(frozen=True)
class Offer:
    """Whether a proposal may be asked for, and the latest about the same place."""

    clause_id: int | None
    latest: ProposalRun | None
    taken: int
    groups: int
    waiting: int  # public opinions that would be sent
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def offer(user, compilation, clause_id: int | None) -> Offer | None:
    """Three queries where a model is set, else none."""
    if not proposal_rules.configured() or not proposal_rules.may_ask_model(user, compilation):
        return None
    latest = compilation.proposals.filter(clause=clause_id).prefetch_related("groups").first()
    groups = list(latest.groups.all()) if latest else []
    return Offer(
        clause_id=clause_id,
        latest=latest,
        taken=sum(1 for group in groups if group.point_id),
        groups=len(groups),
        waiting=proposing.waiting(compilation.consultation, clause_id).count(),
    )

"""The polls' part of "download my data"."""

from consult.polls.models import Ballot


def ballots(user) -> list[dict]:
    """One's own answers."""
    rows = Ballot.objects.filter(voice__person=user).select_related("poll__consultation").order_by("pk")
    return [
        {
            "file": row.poll.consultation.code,
            "question": row.poll.question,
            "choice": row.choice,
            "reason": row.reason,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]

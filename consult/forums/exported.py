"""The forums' part of "download my data": every word one wrote, one's stances, what one follows, what one reported."""

from consult.forums.models import Comment, Endorsement, Flag, Follow, FollowChoice


def opinions(user) -> list[dict]:
    """All that one's voices said, withdrawn and hidden included, with every wording, file and appeal."""
    rows = (
        Comment.objects.filter(voice__person=user)
        .select_related("consultation", "clause", "attachment", "case")
        .prefetch_related("revisions", "files", "case__rulings__appeal")
        .order_by("pk")
    )
    return [_opinion(row) for row in rows]


def _opinion(row: Comment) -> dict:
    code = row.consultation.code
    rulings = row.case.rulings.all() if hasattr(row, "case") else ()
    return {
        "receipt": f"{code}-{row.number:06d}",
        "file": code,
        "place": row.clause.citation if row.clause_id else row.attachment.title if row.attachment_id else "",
        "reply": row.parent_id is not None,
        "at": row.created_at.isoformat(),
        "state": row.state,
        "level": row.shown,
        "released": row.released,
        **_words(row),
        "sources": row.sources,
        "files": [{"kind": one.extension, "size": one.size, "sha256": one.digest} for one in row.files.all()],
        "wordings": [{"number": one.number, "at": one.at.isoformat(), **_words(one)} for one in row.revisions.all()],
        "decisions": [
            {"outcome": one.outcome, "ground": one.ground, "reason": one.reason, "at": one.at.isoformat(),
             "appeal": one.appeal.words if hasattr(one, "appeal") else ""}
            for one in rulings
        ],
    }  # fmt: skip


def _words(row) -> dict:
    return {name: getattr(row, name) for name in ("position", "criterion", "reason", "proposed")}


def stances(user) -> list[dict]:
    """What one agreed or disagreed with."""
    rows = (
        Endorsement.objects.filter(voice__person=user).select_related("comment__consultation").order_by("pk")
    )
    return [
        {
            "receipt": f"{row.comment.consultation.code}-{row.comment.number:06d}",
            "stance": row.stance,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


def following(user) -> dict:
    """Files and clauses that one follows or stopped following, and whether what one comments on is followed by itself."""
    rows = Follow.objects.filter(user=user).select_related("consultation", "clause").order_by("pk")
    choice = FollowChoice.objects.filter(user=user).first()
    return {
        "by_itself": choice.by_itself if choice else True,
        "places": [
            {
                "file": row.consultation.code,
                "clause": row.clause.citation if row.clause_id else "",
                "on": row.on,
                "at": row.at.isoformat(),
            }
            for row in rows
        ],
    }


def reports(user) -> list[dict]:
    """What one reported to the moderators."""
    rows = Flag.objects.filter(reporter=user).select_related("case__comment__consultation").order_by("pk")
    return [
        {
            "receipt": f"{row.case.comment.consultation.code}-{row.case.comment.number:06d}",
            "ground": row.ground,
            "words": row.words,
            "outcome": row.outcome,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]

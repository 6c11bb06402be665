"""The reports' part of "download my data": what one said about how one's opinions were compiled."""

from consult.reports.models import Reflection


def reflections(user) -> list[dict]:
    """One's own judgements whether a point says what one's opinion says."""
    rows = Reflection.objects.filter(comment__voice__person=user).select_related("comment__consultation")
    return [
        {
            "receipt": f"{row.comment.consultation.code}-{row.comment.number:06d}",
            "answer": row.answer,
            "text": row.text,
            "at": row.at.isoformat(),
        }
        for row in rows.order_by("pk")
    ]

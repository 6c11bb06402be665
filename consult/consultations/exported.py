"""The files' part of "download my data": how one appears in each file, and the invitations one got."""

from consult.consultations.models import Invitation, Voice


def voices(user) -> list[dict]:
    """One's voices; two names each: with the name and without."""
    rows = Voice.objects.filter(person=user).select_related("consultation").order_by("pk")
    return [
        {
            "file": row.consultation.code,
            "kind": row.kind,
            "label": row.label,
            "descriptor": row.descriptor,
            "fields": row.fields,
            "interest": row.interest if row.interest_declared_at else None,
            "since": row.created_at.isoformat(),
        }
        for row in rows
    ]


def invitations(user) -> list[dict]:
    rows = Invitation.objects.filter(expert__user=user).select_related("consultation").order_by("pk")
    return [
        {
            "file": row.consultation.code,
            "message": row.message,
            "state": row.state,
            "reason": row.reason,
            "sent": row.sent_at.isoformat(),
            "answered": row.answered_at.isoformat() if row.answered_at else None,
        }
        for row in rows
    ]

"""The notices' part of "download my data": one's inbox, mails and choices."""

from consult.notices.models import Mail, MailHabit, Notice, Preference


def notices(user) -> dict:
    habit = MailHabit.objects.filter(user=user).first()
    return {
        "inbox": [
            {
                "kind": row.kind,
                "text": row.text,
                "url": row.url,
                "at": row.at.isoformat(),
                "read": row.read_at.isoformat() if row.read_at else None,
            }
            for row in Notice.objects.filter(user=user).order_by("pk")
        ],
        "mails": [
            {
                "to": row.to,
                "subject": row.subject,
                "state": row.state,
                "sent": row.sent_at.isoformat() if row.sent_at else None,
            }
            for row in Mail.objects.filter(user=user).order_by("pk")
        ],
        "channels": {row.kind: row.channel for row in Preference.objects.filter(user=user)},
        "habit": {
            name: getattr(habit, name) for name in ("quiet_from", "quiet_to", "weekday", "leave_out_read")
        }
        if habit
        else None,
    }

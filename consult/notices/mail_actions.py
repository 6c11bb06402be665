"""The outbox: mails are written in the transaction that causes them, worded when they leave, and sent by the worker."""

import hashlib
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone, translation

from consult.core.posting import after_quiet, daily_cut, weekly_cut
from consult.notices.letters import letter_of
from consult.notices.models import Channel, Mail, MailHabit, Notice
from consult.notices.queue import wake
from consult.people.models import User

BACK_OFF_MINUTES = (1, 5, 30, 120, 360, 720, 1440)
MANY = 1000


def queue_mail(to: str, *, subject: str, body: str, key: str) -> None:
    """Put one mail into the outbox, in the caller's transaction; the worker sends it. A repeated key does nothing."""
    subject = " ".join(subject.split())
    with transaction.atomic():
        made = Mail.objects.bulk_create(
            [Mail(key=key[:160], to=to, subject=subject[:250], body=body)], ignore_conflicts=True
        )
    if made:
        transaction.on_commit(lambda: wake("send"))


def mails_for(notices: list[Notice]) -> dict[int, Mail]:
    """The mail that carries each of these new notices of one kind, by person: at once, or after the quiet hours.

    What comes in the same quiet hours goes into one mail; one that has left already takes nothing more.
    """
    if not notices:
        return {}
    now = timezone.localtime()
    quiet = {h.user_id: h for h in MailHabit.objects.filter(user__in=[n.user_id for n in notices])}
    wanted = {}
    for notice in notices:
        at = _after_quiet(now, quiet.get(notice.user_id))
        key = f"{notice.key}:{notice.user_id}"
        if at > now:
            key = f"quiet:{notice.kind}:{at:%Y%m%d%H}:{notice.user_id}"
        wanted[notice.user_id] = Mail(key=key, user=notice.user, to=notice.user.email, next_try_at=at)
    found = _written(wanted.values())
    gone = [n for n in notices if found[wanted[n.user_id].key].state != Mail.State.WAITING]
    for notice in gone:
        wanted[notice.user_id].key = f"{notice.key}:{notice.user_id}"
    found |= _written([wanted[notice.user_id] for notice in gone])
    transaction.on_commit(lambda: wake("send"))
    return {user_id: found[mail.key] for user_id, mail in wanted.items()}


def _written(mails) -> dict[str, Mail]:
    """These mails as they stand in the outbox, by key, locked: none leaves while a notice is put into it."""
    mails = list(mails)
    if not mails:
        return {}
    Mail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=MANY)
    rows = Mail.objects.filter(key__in=[mail.key for mail in mails]).order_by("pk")
    return {mail.key: mail for mail in rows.select_for_update()}


def _after_quiet(now, habit: MailHabit | None):
    return after_quiet(now, habit.quiet_from, habit.quiet_to) if habit else now


# --- digests -----------------------------------------------------------------------------------------------


def write_digests() -> int:
    """Write the daily and weekly mails that are due; returns how many. Called every minute, by several at once.

    A digest is due from its hour on, so a worker that was down writes it when it comes back; each notice goes into
    one mail, in one transaction per person.
    """
    due = Notice.objects.due_in_digest(timezone.localtime())
    users = list(due.order_by("user").values_list("user", flat=True).distinct())
    return sum(_write_digest(user_id) for user_id in users)


@transaction.atomic
def _write_digest(user_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [72432, user_id % 2**31])
    now = timezone.localtime()
    due = list(Notice.objects.due_in_digest(now).filter(user=user_id).values_list("pk", "channel"))
    user = User.objects.select_related("mail_habit").get(pk=user_id)
    habit = getattr(user, "mail_habit", None)
    written = 0
    for period in (Channel.DAILY, Channel.WEEKLY):
        members = [pk for pk, channel in due if channel == period]
        if not members:
            continue
        weekday = habit.weekday if habit else 0
        cut = daily_cut(now) if period == Channel.DAILY else weekly_cut(now, weekday)
        mail = Mail(
            key=f"digest:{period}:{cut:%Y-%m-%d}:{user_id}",
            user=user,
            to=user.email,
            period=period,
            next_try_at=_after_quiet(now, habit),
        )
        (mail,) = _written([mail]).values()
        if mail.state == Mail.State.WAITING:  # else a late notice: it waits for the next digest
            written += bool(Notice.objects.filter(pk__in=members).update(mail=mail))
    if written:
        transaction.on_commit(lambda: wake("send"))
    return written


# --- sending -----------------------------------------------------------------------------------------------


def send_due(limit: int = 50) -> int:
    """Send waiting mails, each under its row's lock; returns how many were dealt with. Safe in several at once.

    The Message-ID is made from the mail's key: should a worker die between sending and noting it, the second
    copy carries the same identity and the receiving side (or the demo's folder) keeps one.
    """
    done = 0
    for _n in range(limit):
        with transaction.atomic():
            mail = Mail.objects.due().select_for_update(skip_locked=True).order_by("id").first()
            if mail is None:
                return done
            done += _send(mail)
    return done


def message_id(mail: Mail) -> str:
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@consult>"


def _send(mail: Mail) -> int:
    message = _message(mail)
    if message is None:
        mail.state = Mail.State.DROPPED
        mail.save(update_fields=["state"])
        return 1
    mail.tries += 1
    try:
        message.send()
    except Exception as error:  # any fault of a mail server: keep the mail, try later
        mail.error = type(error).__name__[:300]
        if mail.tries > len(BACK_OFF_MINUTES):
            mail.state = Mail.State.FAILED
        else:
            mail.next_try_at = timezone.now() + timedelta(minutes=BACK_OFF_MINUTES[mail.tries - 1])
        mail.save()
        return 0
    mail.state, mail.sent_at, mail.error = Mail.State.SENT, timezone.now(), ""
    mail.save()
    return 1


def _message(mail: Mail) -> EmailMessage | None:
    """The mail with its words of this moment; None when nothing is left that its reader should get."""
    headers = {"Message-ID": message_id(mail)}
    if mail.user_id is None:
        return EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers)
    with translation.override("vi"):
        letter = letter_of(mail)
    if letter is None:
        return None
    mail.subject = letter.subject[:250]
    return EmailMessage(letter.subject, letter.body, to=[mail.to], headers={**headers, **letter.headers})

"""Write notices and mails. Called by the worker for ledger entries, and by actions for mails of their own."""

import hashlib
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.kit.verdicts import NotThere
from consult.ledger.models import Book, Entry
from consult.notices import registry, rules
from consult.notices.channels import DEFAULTS, Channel
from consult.notices.models import Mail, Notice, Preference
from consult.notices.queue import wake
from consult.people.models import User
from consult.people.selectors import consenting

BATCH = 500
BACK_OFF_MINUTES = (1, 5, 30, 120, 360, 720, 1440)


@transaction.atomic
def tell_book(book_id: int) -> int:
    """Turn the entries that the notices have not read yet into inbox lines and mails; returns how many entries.

    Called by the worker; safe to call at any time and by several processes (an advisory lock orders them).
    The number last read moves in the same transaction as the notices, so none is lost and none comes twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [72431, book_id % 2**31])
    after = Book.objects.values_list("told_seq", flat=True).get(pk=book_id)
    entries = list(Entry.objects.filter(book_id=book_id, seq__gt=after).order_by("seq")[:BATCH])
    with translation.override("vi"):
        for entry in entries:
            for place, told in enumerate(registry.told_by(entry)):
                _tell(told, f"entry:{entry.pk}:{place}")
    if entries:
        Book.objects.filter(pk=book_id).update(told_seq=entries[-1].seq)
    return len(entries)


def tell(user, *, kind: str, text: str, url: str, key: str) -> None:
    """One notice for one person, by the channel chosen for its kind; a repeated key does nothing."""
    _tell(registry.Told((user.pk,), kind, text, url), key)


def _tell(told: registry.Told, key: str) -> None:
    users = User.objects.filter(pk__in=told.user_ids, is_active=True).in_bulk()
    known = set(Notice.objects.filter(user__in=users, key=key).values_list("user_id", flat=True))
    fresh = [user for pk, user in users.items() if pk not in known]
    Notice.objects.bulk_create(
        [
            Notice(user=user, kind=told.kind, text=str(told.text)[:500], url=told.url, key=key)
            for user in fresh
        ],
        ignore_conflicts=True,
    )
    channels = _channels([user.pk for user in fresh], told.kind)
    for user in fresh:
        if channels[user.pk] == Channel.NOW:
            queue_mail(
                user.email,
                subject=str(told.text)[:200],
                body=_body(user, [(str(told.text), told.url)]),
                key=f"{key}:{user.pk}",
            )


def _channels(user_ids: list[int], kind: str) -> dict[int, str]:
    """The channel of each person; without the consent to e-mail it is the inbox."""
    chosen = dict(Preference.objects.filter(user__in=user_ids, kind=kind).values_list("user_id", "channel"))
    agreed = consenting(user_ids, "notices")
    return {pk: chosen.get(pk, DEFAULTS[kind]) if pk in agreed else Channel.INBOX.value for pk in user_ids}


def _body(user, lines: list[tuple[str, str]]) -> str:
    told = "\n\n".join(f"{text}\n{settings.SITE_URL}{url}" for text, url in lines)
    return _("Kính gửi %(name)s,\n\n%(lines)s\n\nTrân trọng,\n%(site)s\n\nTùy chọn nhận thư: %(link)s\n") % {
        "name": user.full_name,
        "lines": told,
        "site": settings.SITE_NAME,
        "link": f"{settings.SITE_URL}/thong-bao/tuy-chon/",
    }


def queue_mail(to: str, *, subject: str, body: str, key: str) -> None:
    """Put one mail into the outbox, in the caller's transaction; the worker sends it. A repeated key does nothing."""
    subject = " ".join(subject.split())
    with transaction.atomic():
        made = Mail.objects.bulk_create(
            [Mail(key=key[:160], to=to, subject=subject[:250], body=body)], ignore_conflicts=True
        )
    if made:
        transaction.on_commit(lambda: wake("send"))


def send_due(limit: int = 50) -> int:
    """Send waiting mails, each under its row's lock; called by the worker, safe in several at once.

    The Message-ID is made from the mail's key: should a worker die between sending and noting it, the second
    copy carries the same identity and the receiving side (or the demo's folder) keeps one.
    """
    sent = 0
    for _n in range(limit):
        with transaction.atomic():
            mail = Mail.objects.due().select_for_update(skip_locked=True).order_by("id").first()
            if mail is None:
                return sent
            sent += _send(mail)
    return sent


def message_id(mail: Mail) -> str:
    return f"<{hashlib.sha256(mail.key.encode()).hexdigest()[:32]}@consult>"


def _send(mail: Mail) -> int:
    message = EmailMessage(mail.subject, mail.body, to=[mail.to], headers={"Message-ID": message_id(mail)})
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


@transaction.atomic
def send_digest() -> int:
    """One mail a day to each person with unread notices of a daily kind; returns how many mails."""
    day = timezone.localdate()
    waiting = (
        Notice.objects.unread().filter(digested=False, at__gte=timezone.now() - timedelta(days=7))
    ).select_related("user")
    by_user = defaultdict(list)
    for notice in waiting.select_for_update(of=("self",), skip_locked=True).order_by("at"):
        by_user[notice.user].append(notice)
    mails = 0
    with translation.override("vi"):
        for user, notices in by_user.items():
            daily = [n for n in notices if _channels([user.pk], n.kind)[user.pk] == Channel.DAILY]
            if daily:
                queue_mail(
                    user.email,
                    subject=_("Thông báo ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"},
                    body=_body(user, [(n.text, n.url) for n in daily]),
                    key=f"digest:{user.pk}:{day}",
                )
                mails += 1
    Notice.objects.filter(pk__in=[n.pk for rows in by_user.values() for n in rows]).update(digested=True)
    return mails


@transaction.atomic
def mark_read(user, *, notice_id: int | None = None) -> int:
    """Mark one notice, or all of them, as read. Only the owner's; another's is not there."""
    mine = Notice.objects.filter(user=user)
    if notice_id is not None:
        notice = mine.filter(pk=notice_id).first()
        if notice is None:
            raise NotThere("")
        rules.may_read(user, notice).or_refuse()
        mine = mine.filter(pk=notice_id)
    return mine.unread().update(read_at=timezone.now())


@transaction.atomic
def choose_channels(user, *, channels: dict[str, str]) -> None:
    """Keep how the person wants to hear of each kind."""
    for kind, channel in channels.items():
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"channel": channel})

"""Write notices into inboxes, and keep how their readers want to hear of them. Mails are in mail_actions.py."""

from django.db import connection, transaction
from django.utils import timezone, translation

from consult.kit.verdicts import NotThere
from consult.ledger.models import Book, Entry
from consult.notices import registry, rules
from consult.notices.channels import DEFAULTS
from consult.notices.mail_actions import mails_for
from consult.notices.models import Channel, MailHabit, Notice, Preference
from consult.people.models import User
from consult.people.selectors import consenting

BATCH = 500
MANY = 1000


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


@transaction.atomic
def tell_due() -> int:
    """Tell what the calendar brings (a deadline that is near), each occasion once; returns how many were due."""
    with translation.override("vi"):
        found = registry.due(timezone.localtime())
        for key, told in found:
            _tell(told, key)
    return len(found)


@transaction.atomic
def tell(user, *, kind: str, text: str, url: str, key: str) -> None:
    """One notice for one person, by the channel chosen for its kind; a repeated key does nothing."""
    _tell(registry.Told((user.pk,), kind, text, url), key)


def _tell(told: registry.Told, key: str) -> None:
    """Seven queries for a thousand people; who was told of this occasion before is left out."""
    known = Notice.objects.filter(user__in=told.user_ids, key=key).values("user")
    people = User.objects.filter(pk__in=told.user_ids, is_active=True).exclude(pk__in=known)
    users = people.order_by("pk").in_bulk()
    if not users:
        return
    channels = _channels(list(users), told.kind)
    notices = [
        Notice(
            user=user,
            kind=told.kind,
            text=str(told.text)[:500],
            url=told.url,
            key=key,
            group=(told.group or key)[:120],
            head=told.head[:300],
            about=told.about,
            channel=channels[user.pk],
        )
        for user in users.values()
    ]
    mails = mails_for([notice for notice in notices if notice.channel == Channel.NOW])
    for notice in notices:
        notice.mail = mails.get(notice.user_id)
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=MANY)


def _channels(user_ids: list[int], kind: str) -> dict[int, str]:
    """The channel of each person; without the consent to e-mail it is the inbox."""
    chosen = dict(Preference.objects.filter(user__in=user_ids, kind=kind).values_list("user_id", "channel"))
    agreed = consenting(user_ids, "notices")
    return {
        pk: chosen.get(pk, DEFAULTS[kind].value) if pk in agreed else Channel.INBOX.value for pk in user_ids
    }


@transaction.atomic
def mark_read(user, *, notice_id: int | None = None, group: str = "") -> int:
    """Mark one notice, one group, or all of them, as read. Only the owner's; another's is not there."""
    mine = Notice.objects.filter(user=user)
    if notice_id is not None:
        notice = mine.filter(pk=notice_id).first()
        if notice is None:
            raise NotThere("")
        rules.may_read(user, notice).or_refuse()
        mine = mine.filter(pk=notice_id)
    if group:
        mine = mine.filter(group=group)
    return mine.unread().update(read_at=timezone.now())


@transaction.atomic
def choose_channels(user, *, channels: dict[str, str]) -> None:
    """Keep how the person wants to hear of each kind; what still waits for a digest follows the choice."""
    for kind, channel in channels.items():
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"channel": channel})
        waiting = Notice.objects.filter(user=user, kind=kind).exclude(mail__state="sent")
        if channel == Channel.INBOX:
            waiting.update(channel=channel)
        elif channel != Channel.NOW:
            waiting.filter(mail=None, channel__in=[Channel.DAILY, Channel.WEEKLY]).update(channel=channel)


@transaction.atomic
def choose_habit(user, *, quiet_from, quiet_to, weekday: int, leave_out_read: bool) -> None:
    """Keep when the person wants mails."""
    wanted = {
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "weekday": weekday,
        "leave_out_read": leave_out_read,
    }
    MailHabit.objects.update_or_create(user=user, defaults=wanted)


@transaction.atomic
def stop_mails(user, *, kinds: list[str]) -> dict[str, str]:
    """No more mails about these kinds; the inbox keeps them. Returns the channels before, for those that changed."""
    chosen = dict(Preference.objects.filter(user=user, kind__in=kinds).values_list("kind", "channel"))
    before = {kind: chosen.get(kind, DEFAULTS[kind].value) for kind in kinds}
    before = {kind: channel for kind, channel in before.items() if channel != Channel.INBOX}
    choose_channels(user, channels=dict.fromkeys(before, Channel.INBOX.value))
    return before


@transaction.atomic
def resume_mails(user, *, channels: dict[str, str]) -> None:
    """Take a stop back: the channels as they were, where nothing else was chosen since."""
    stopped = Preference.objects.filter(user=user, kind__in=channels, channel=Channel.INBOX)
    kinds = set(stopped.values_list("kind", flat=True))
    choose_channels(user, channels={kind: channels[kind] for kind in kinds})

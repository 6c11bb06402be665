"""What the inbox shows, and the mails of the demo."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.paginator import Page

from consult.kit.pages import paginate
from consult.notices.channels import DEFAULTS
from consult.notices.models import Kind, MailHabit, Notice, Preference
from consult.notices.wording import Group, groups_of, words_now

PER_PAGE, PER_GROUP = 30, 4


@dataclass(frozen=True)
class InboxPage:
    """One page of groups; `only_unread` says that the others are left out."""

    groups: tuple[Group, ...]
    page: Page
    unread: int
    only_unread: bool


@dataclass(frozen=True)
class DemoMail:
    to: str
    subject: str
    body: str
    at: datetime


def inbox(user, number, *, only_unread: bool = False) -> InboxPage:
    """A person's notices in groups, the newest first, with their words of now; the queries do not grow with rows."""
    mine = Notice.objects.filter(user=user)
    shown = mine.unread() if only_unread else mine
    found = paginate(shown.groups(), number, PER_PAGE)
    counts = {row["group"]: (row["count"], row["unread"]) for row in found.object_list}
    newest = list(shown.newest_of(counts, PER_GROUP))
    place = {name: n for n, name in enumerate(counts)}
    newest.sort(key=lambda notice: (place[notice.group], -notice.at.timestamp(), -notice.pk))
    groups = groups_of(newest, words_now(user, newest), counts)
    return InboxPage(groups, found, mine.unread().count(), only_unread)


def notice_url(user, pk: int) -> str | None:
    return Notice.objects.filter(user=user, pk=pk).values_list("url", flat=True).first()


def latest(user, limit: int = 5) -> list[Notice]:
    return list(Notice.objects.filter(user=user)[:limit])


def channels_of(user) -> dict[str, str]:
    """The person's channel for every kind, chosen or by default."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
    return {kind: chosen.get(kind, DEFAULTS[kind].value) for kind in Kind.values}


def habit_of(user) -> dict:
    """When the person wants mails, as the form takes it."""
    habit = MailHabit.objects.filter(user=user).first() or MailHabit(user=user)
    names = ("quiet_from", "quiet_to", "weekday", "leave_out_read")
    return {name: getattr(habit, name) for name in names}


def demo_mails(limit: int = 60) -> list[DemoMail]:
    """The newest mails in the demo's folder."""
    folder = Path(settings.MAIL_DIR)
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)[:limit]
    return [_read(path) for path in files]


def _read(path: Path) -> DemoMail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return DemoMail(
        str(message["To"]),
        str(message["Subject"]),
        body.get_content() if body else "",
        datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
    )

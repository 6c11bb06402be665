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
from consult.notices.models import Kind, Notice, Preference


@dataclass(frozen=True)
class InboxPage:
    page: Page
    unread: int


@dataclass(frozen=True)
class DemoMail:
    to: str
    subject: str
    body: str
    at: datetime


def inbox(user, number) -> InboxPage:
    """A person's notices, newest first."""
    return InboxPage(
        paginate(Notice.objects.filter(user=user), number, 30),
        Notice.objects.filter(user=user).unread().count(),
    )


def notice_url(user, pk: int) -> str | None:
    return Notice.objects.filter(user=user, pk=pk).values_list("url", flat=True).first()


def latest(user, limit: int = 5) -> list[Notice]:
    return list(Notice.objects.filter(user=user)[:limit])


def channels_of(user) -> dict[str, str]:
    """The person's channel for every kind, chosen or by default."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
    return {kind: chosen.get(kind, DEFAULTS[kind].value) for kind in Kind.values}


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

"""How a mail of notices is worded at the moment it leaves: only what its reader may read then, and never nothing."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.notices import stopping
from consult.notices.models import Channel, Kind, Mail, MailHabit
from consult.notices.wording import Group, groups_of, words_now
from consult.people.selectors import has_consent

MOST_GROUPS = 40
MOST_LINES = 5


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str
    headers: dict[str, str]


def letter_of(mail: Mail) -> Letter | None:
    """The letter of a mail's notices; None when the reader left, withdrew the consent, or nothing is left to say.

    A fixed number of queries. Left out: what was taken back or hidden since, what was stopped, and (the reader's
    choice) what was read in the inbox meanwhile.
    """
    user = mail.user
    if not user.is_active or not has_consent(user, "notices"):
        return None
    notices = mail.notices.exclude(channel=Channel.INBOX).order_by("at", "pk")
    habit = MailHabit.objects.filter(user=user).first()
    if habit is None or habit.leave_out_read:
        notices = notices.unread()
    notices = list(notices)
    said = words_now(user, notices)
    notices = [notice for notice in notices if said[notice.pk] is not None]
    if not notices:
        return None
    groups = groups_of(notices, said)
    kinds = sorted({notice.kind for notice in notices}, key=Kind.values.index)
    stop = {kind: _address("mail_stop", stopping.token_of(user, [kind])) for kind in kinds}
    whole = stop[kinds[0]] if len(kinds) == 1 else _address("mail_stop", stopping.token_of(user, kinds))
    headers = {
        "List-Unsubscribe": f"<{whole}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return Letter(_subject(mail, groups), _body(user, groups, stop), headers)


def _subject(mail: Mail, groups: tuple[Group, ...]) -> str:
    today = {"day": f"{timezone.localtime():%d/%m/%Y}"}
    if mail.period == Channel.DAILY:
        return _("Thông báo ngày %(day)s") % today
    if mail.period == Channel.WEEKLY:
        return _("Thông báo tuần đến ngày %(day)s") % today
    first = groups[0]
    subject = first.title or first.lines[0].words
    if len(groups) > 1:
        subject = _("%(first)s và %(n)s thông báo khác") % {"first": subject[:180], "n": len(groups) - 1}
    return " ".join(subject.split())[:200]


def _body(user, groups: tuple[Group, ...], stop: dict[str, str]) -> str:
    parts = [_section(group) for group in groups[:MOST_GROUPS]]
    if len(groups) > MOST_GROUPS:
        parts.append(_rest(len(groups) - MOST_GROUPS))
    stops = "\n".join(
        _("Thôi nhận thư “%(kind)s”: %(link)s") % {"kind": Kind(kind).label, "link": link}
        for kind, link in stop.items()
    )
    return _(
        "Kính gửi %(name)s,\n\n%(lines)s\n\nTrân trọng,\n%(site)s\n\n%(stops)s\nTùy chọn nhận thư: %(link)s\n"
    ) % {
        "name": user.full_name,
        "lines": "\n\n".join(parts),
        "site": settings.SITE_NAME,
        "stops": stops,
        "link": _address("notice_preferences"),
    }


def _section(group: Group) -> str:
    """One group: its title, then each line with its address; a line that stands alone is its own title."""
    lines = [f"{line.words}\n{settings.SITE_URL}{line.url}" for line in group.lines[:MOST_LINES]]
    if group.title:
        lines = [f"- {line}" for line in lines]
    if len(group.lines) > MOST_LINES:
        lines.append(_rest(len(group.lines) - MOST_LINES))
    return "\n".join([group.title, *lines] if group.title else lines)


def _rest(count: int) -> str:
    return _("Còn %(n)s nội dung khác trong hộp thông báo: %(link)s") % {
        "n": writing.number(count),
        "link": _address("inbox"),
    }


def _address(name: str, *args) -> str:
    return settings.SITE_URL + reverse(name, args=args)

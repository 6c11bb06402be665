"""What the pages of a round need between the form and the action."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.forums.models import Shown
from consult.forums.rules import may_show
from consult.kit.verdicts import NotThere
from consult.people.models import User
from consult.rounds.selectors import child_choices, member_choices, own_associations


def association_or_404(user, raw):
    """The officer's association: the only one, or the one that the address names."""
    mine = own_associations(user)
    found = [office for office in mine if office.slug == raw] if raw else mine[:1]
    if not found:
        raise NotThere("")
    return found[0]


def choices(office, consultation) -> dict:
    """Who may be asked, and the member associations."""
    children = child_choices(office)
    ids = [one.id for one in children]
    return {"members": member_choices(office, consultation, ids), "children": children}


def suggested_end(consultation):
    """Three days before the file's own deadline, where there are so many."""
    end, soon = consultation.book.closes_at, timezone.now() + timedelta(days=1)
    if end is None:
        return timezone.now() + timedelta(days=7)
    return max(end - timedelta(days=3), min(soon, timezone.now() + (end - timezone.now()) / 2))


def people(data: dict) -> dict:
    """The chosen numbers as users; None stays: everybody."""
    chosen = data["members"]
    return {**data, "members": None if chosen is None else list(User.objects.filter(pk__in=chosen))}


def levels(consultation) -> list[tuple[str, str]]:
    """Ways of showing the name that the file takes."""
    return [choice for choice in Shown.choices if may_show(consultation, choice[0])]


def said(data: dict) -> dict:
    """The fields of the action; a level counts only with the tick."""
    shown = data["shown"] if data["public"] else ""
    return {name: data[name] for name in ("position", "reason", "proposed", "client_key")} | {"shown": shown}


def sent_words(comment) -> str:
    if comment.published_id:
        return _("Đã gửi ý kiến cho hội viên và vào hồ sơ công khai.")
    return _("Đã gửi ý kiến. Chỉ hội viên trong đợt này đọc được.")

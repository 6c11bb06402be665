"""Notices in groups with the words that their reader may read at this moment."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.kit.stored import said as in_language
from consult.kit.writing import number
from consult.notices import registry
from consult.notices.models import Kind, Notice

LONGEST = 240


@dataclass(frozen=True)
class Line:
    """One notice: `words` are what it is about, shortened; `gone` where nothing may be shown any more."""

    id: int
    words: str
    url: str
    at: datetime
    unread: bool
    gone: bool


@dataclass(frozen=True)
class Group:
    """Notices that are read together; `more` counts those that are not among the lines."""

    name: str
    kind: str
    label: str
    title: str
    lines: tuple[Line, ...]
    more: int
    unread: int
    last: datetime


def words_now(user, notices: Sequence[Notice]) -> dict[int, str | None]:
    """What each notice says to this person now, by its number; None where it is taken back or not theirs.

    One question per kind of thing, however many notices.
    """
    asked = defaultdict(list)
    for notice in notices:
        if notice.about:
            what, _colon, pk = notice.about.rpartition(":")
            if pk.isascii() and pk.isdigit() and len(pk) <= 18:
                asked[what].append((notice.pk, int(pk)))
    said: dict[int, str | None] = {notice.pk: None if notice.about else notice.text for notice in notices}
    for what, pairs in asked.items():
        reader = registry.reader_of(what)
        found = reader(user, [thing for _notice, thing in pairs]) if reader else {}
        said.update({notice: found.get(thing) for notice, thing in pairs})
    return said


def groups_of(
    notices: Sequence[Notice], said: dict[int, str | None], counts: dict[str, tuple[int, int]] | None = None
) -> tuple[Group, ...]:
    """The notices in groups, in the order of the first of each.

    `counts` gives (how many, how many unread) by group where `notices` are only the newest.
    """
    members = defaultdict(list)
    for notice in notices:
        members[notice.group].append(notice)
    return tuple(_group(name, rows, said, (counts or {}).get(name)) for name, rows in members.items())


def _group(name: str, rows: list[Notice], said, counts) -> Group:
    total, unread = counts or (len(rows), sum(row.read_at is None for row in rows))
    first = rows[0]
    return Group(
        name=name,
        kind=first.kind,
        label=first.get_kind_display(),
        title=title_of(first, total),
        lines=_lines(rows, said),
        more=total - len(rows),
        unread=unread,
        last=max(row.at for row in rows),
    )


def title_of(notice: Notice, count: int) -> str:
    """What a group is: its place and how many; empty where the line says all."""
    if not notice.head:
        return ""
    return _("%(place)s: %(count)s") % {
        "place": capital(in_language(notice.head, [registry.HEAD])),
        "count": _counted(notice.kind, count),
    }


def _counted(kind: str, count: int) -> str:
    several = {
        Kind.CLAUSE: lambda n: ngettext("%(n)s ý kiến mới", "%(n)s ý kiến mới", n),
        Kind.REPLY: lambda n: ngettext("%(n)s trả lời mới", "%(n)s trả lời mới", n),
        Kind.MENTION: lambda n: ngettext("%(n)s lần nhắc đến", "%(n)s lần nhắc đến", n),
        Kind.EDITED: lambda n: ngettext("%(n)s lần sửa", "%(n)s lần sửa", n),
        Kind.ENDORSED: lambda n: ngettext("%(n)s lượt tán thành", "%(n)s lượt tán thành", n),
    }.get(kind, lambda n: ngettext("%(n)s thông báo", "%(n)s thông báo", n))
    return several(count) % {"n": number(count)}


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lines(rows: list[Notice], said) -> tuple[Line, ...]:
    """A line for each, but the same words at the same place once: three who endorsed one comment."""
    kept = {}
    for row in rows:
        kept.setdefault((said[row.pk] if row.about else row.pk, row.url), row)
    return tuple(_line(row, said[row.pk]) for row in kept.values())


def _line(notice: Notice, words: str | None) -> Line:
    shown = words if words is not None else _("Nội dung này đã được rút hoặc không còn hiển thị.")
    if notice.about:
        shown = Truncator(" ".join(shown.split())).chars(LONGEST)
    return Line(notice.pk, shown, notice.url, notice.at, notice.read_at is None, words is None)

"""How a file takes comments: read by the composer and by the act of posting."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.consultations.models import Voice
from consult.core import pace
from consult.forums.models import Comment, Conduct
from consult.kit.clock import database_now


def conduct_of(consultation) -> Conduct:
    """How the file takes comments; a file without a row takes them freely."""
    return getattr(consultation, "conduct", None) or Conduct(consultation=consultation)


def seconds_to_wait(voice: Voice | None, conduct: Conduct) -> int:
    """How long this voice waits before its next comment, by the database's clock; officers answer without waiting."""
    if voice is None or voice.kind != Voice.Kind.PERSON or not (conduct.gap or conduct.per_hour):
        return 0
    newest = Comment.objects.filter(voice=voice).order_by("-pk").values_list("created_at", flat=True)
    sent = list(newest[: max(conduct.per_hour, 1)])
    return pace.wait(sent, database_now(), gap=conduct.gap, per_hour=conduct.per_hour)


def in_words(seconds: int) -> str:
    if seconds < 120:
        return _("%(n)s giây") % {"n": seconds}
    return _("%(n)s phút") % {"n": -(-seconds // 60)}


@dataclass(frozen=True)
class Pace:
    """What the composer says about sending; empty words where nothing has to be said."""

    wait: str
    bounds: str
    premoderated: bool
    seconds: int = 0  # of the wait, for the script that counts them down


def pace_of(user, consultation) -> Pace:
    """No query where the file sets no bounds and came with its conduct."""
    row = conduct_of(consultation)
    if not (row.gap or row.per_hour):
        return Pace("", "", row.premoderated)
    mine = Voice.objects.filter(consultation=consultation, person=user) if user.is_authenticated else None
    seconds = seconds_to_wait(mine.first() if mine is not None else None, row)
    bounds = []
    if row.gap:
        bounds.append(_("%(wait)s giữa hai lần gửi") % {"wait": in_words(row.gap)})
    if row.per_hour:
        bounds.append(_("%(n)s ý kiến trong một giờ") % {"n": row.per_hour})
    return Pace(in_words(seconds) if seconds else "", "; ".join(bounds), row.premoderated, seconds)


def begins_held(voice: Voice, consultation) -> bool:
    """Whether a comment of this voice waits for approval; what officers answer does not."""
    return voice.kind == Voice.Kind.PERSON and conduct_of(consultation).premoderated

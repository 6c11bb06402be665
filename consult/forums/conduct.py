"""How a file takes comments: read by the composer and by the act of posting."""

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


def begins_held(voice: Voice, consultation) -> bool:
    """Whether a comment of this voice waits for approval; what officers answer does not."""
    return voice.kind == Voice.Kind.PERSON and conduct_of(consultation).premoderated

"""The pace of a file, and whether comments are approved before they are shown."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Voice
from consult.core import pace
from consult.forums import moderation_rules as rules
from consult.forums import moderation_verbs as verbs
from consult.forums.models import Case, Comment, Conduct
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record

LONGEST_GAP, MOST_PER_HOUR = 3600, 1000


@transaction.atomic
def set_conduct(by, *, consultation, gap: int, per_hour: int, premoderated: bool, version: int) -> Conduct:
    """Set how a file takes comments. Officers of the agency and coordinators of the council.

    Approval before showing only while the file is prepared (a trigger holds it too). Locks the file, so that an
    opening waits; Stale when another saved first. Records conduct.set.
    """
    files = Consultation.objects.select_for_update(of=("self",), no_key=True)
    consultation = files.select_related("book").get(pk=consultation.pk)
    rules.may_set_conduct(by, consultation).or_refuse()
    conduct, _made = Conduct.objects.get_or_create(consultation=consultation)
    wanted = (gap, per_hour, premoderated)
    stored = (conduct.gap, conduct.per_hour, conduct.premoderated)
    if stored == wanted:
        return conduct
    if conduct.version != version:
        raise Stale(_("Có người vừa lưu cách nhận ý kiến."), stored=_in_words(*stored), sent=_in_words(*wanted))
    if not 0 <= gap <= LONGEST_GAP or not 0 <= per_hour <= MOST_PER_HOUR:
        raise Refused(_("Số giây không quá 3600, số ý kiến trong một giờ không quá 1000."), "range")
    if premoderated != conduct.premoderated:
        rules.may_change_premoderation(consultation).or_refuse()
    conduct.gap, conduct.per_hour, conduct.premoderated = wanted
    conduct.version += 1
    conduct.save()
    data = {"gap": gap, "per_hour": per_hour, "premoderated": premoderated}
    record(verbs.CONDUCT_SET, book_id=consultation.book_id, by=by, target=consultation, data=data)
    return conduct


def _in_words(gap: int, per_hour: int, premoderated: bool) -> dict:
    return {
        _("Số giây giữa hai lần gửi"): gap,
        _("Số ý kiến trong một giờ"): per_hour,
        _("Duyệt trước khi hiện"): _("Có") if premoderated else _("Không"),
    }


def conduct_of(consultation) -> Conduct:
    """How the file takes comments; a file without a row takes them freely."""
    return getattr(consultation, "conduct", None) or Conduct(consultation=consultation)


def seconds_to_wait(voice: Voice | None, conduct: Conduct, now) -> int:
    """How long this voice waits before its next comment; officers answer without waiting."""
    if voice is None or voice.kind != Voice.Kind.PERSON or not (conduct.gap or conduct.per_hour):
        return 0
    newest = Comment.objects.filter(voice=voice).order_by("-pk").values_list("created_at", flat=True)
    return pace.wait(newest[: max(conduct.per_hour, 1)], now, gap=conduct.gap, per_hour=conduct.per_hour)


def pace_or_refuse(voice: Voice, consultation, now) -> None:
    """Refuse a sending that comes too soon; under the book's lock, so that two at once cannot both pass."""
    seconds = seconds_to_wait(voice, conduct_of(consultation), now)
    if seconds:
        raise Refused(
            _("Hồ sơ nhận ý kiến với tốc độ chậm, xin gửi tiếp sau %(wait)s. Nội dung đã viết được giữ.")
            % {"wait": in_words(seconds)},
            "too-soon",
        )


def in_words(seconds: int) -> str:
    if seconds < 120:
        return _("%(n)s giây") % {"n": seconds}
    return _("%(n)s phút") % {"n": -(-seconds // 60)}


def begins_held(voice: Voice, consultation) -> bool:
    """Whether a comment of this voice waits for approval; what officers answer does not."""
    return voice.kind == Voice.Kind.PERSON and conduct_of(consultation).premoderated


def hold(comment: Comment) -> Case:
    """Put a new comment before the moderators; called by the posting, in its transaction."""
    return Case.objects.create(comment=comment, consultation_id=comment.consultation_id, held=True)

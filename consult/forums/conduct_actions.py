"""The pace of a file, and whether comments are approved before they are shown."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Voice
from consult.forums import conduct
from consult.forums import moderation_rules as rules
from consult.forums import moderation_verbs as verbs
from consult.forums.models import Case, Comment, Conduct
from consult.kit.clock import database_now
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
    row, _made = Conduct.objects.get_or_create(consultation=consultation)
    wanted = (gap, per_hour, premoderated)
    stored = (row.gap, row.per_hour, row.premoderated)
    if stored == wanted:
        return row
    if row.version != version:
        raise Stale(
            _("Có người vừa lưu cách nhận ý kiến."), stored=_in_words(*stored), sent=_in_words(*wanted)
        )
    if not 0 <= gap <= LONGEST_GAP or not 0 <= per_hour <= MOST_PER_HOUR:
        raise Refused(_("Số giây không quá 3600, số ý kiến trong một giờ không quá 1000."), "range")
    if premoderated != row.premoderated:
        rules.may_change_premoderation(consultation).or_refuse()
    row.gap, row.per_hour, row.premoderated = wanted
    row.version += 1
    row.save()
    data = {"gap": gap, "per_hour": per_hour, "premoderated": premoderated}
    record(verbs.CONDUCT_SET, book_id=consultation.book_id, by=by, target=consultation, data=data)
    return row


def _in_words(gap: int, per_hour: int, premoderated: bool) -> dict:
    return {
        _("Số giây giữa hai lần gửi"): gap,
        _("Số ý kiến trong một giờ"): per_hour,
        _("Duyệt trước khi hiện"): _("Có") if premoderated else _("Không"),
    }


def pace_or_refuse(voice: Voice, consultation) -> None:
    """Refuse a sending that comes too soon; under the book's lock, so that two at once cannot both pass."""
    seconds = conduct.seconds_to_wait(voice, conduct.conduct_of(consultation))
    if seconds:
        raise Refused(
            _("Hồ sơ nhận ý kiến với tốc độ chậm, xin gửi tiếp sau %(wait)s. Nội dung đã viết được giữ.")
            % {"wait": conduct.in_words(seconds)},
            "too-soon",
        )


def hold(comment: Comment) -> Case:
    """Put a new comment before the moderators; called by the posting, in its transaction."""
    return Case.objects.create(comment=comment, consultation_id=comment.consultation_id, held=True)


def hold_anew(comment: Comment) -> bool:
    """Where comments are approved before they are shown, so are other words of one; called by the editing."""
    if not conduct.begins_held(comment.voice, comment.consultation):
        return False
    comment.state = Comment.State.HELD
    comment.save(update_fields=["state"])
    waits = {"state": Case.State.NEW, "held": True, "waiting_since": database_now(), "reminded_at": None}
    Case.objects.filter(comment=comment).update(**waits, version=F("version") + 1)
    return True


def release(comment: Comment) -> None:
    """Take a comment that its author withdrew off the moderators' list; called by the withdrawal."""
    Case.objects.filter(comment=comment).update(state=Case.State.DONE, version=F("version") + 1)

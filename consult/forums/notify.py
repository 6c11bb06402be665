"""Who hears of what is said in the forum. No line names an author: a notice outlives what its reader may know."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums.models import Comment
from consult.forums.revision_models import CommentRevision
from consult.notices.registry import Told


def on_edited(entry) -> list[Told]:
    """Those who endorsed a comment hear that its words are others now."""
    revision = (
        CommentRevision.objects.filter(pk=entry.target_id)
        .select_related("comment__consultation", "comment__clause", "comment__voice")
        .first()
    )
    if revision is None:
        return []
    comment = revision.comment
    voices = comment.endorsements.filter(voice__person__isnull=False).exclude(voice=comment.voice_id)
    people = tuple(voices.order_by("pk").values_list("voice__person_id", flat=True))
    if not people:
        return []
    place = comment.clause.citation if comment.clause else _("toàn văn dự thảo")
    text = _("Ý kiến đã tán thành về %(place)s, hồ sơ %(code)s, có câu chữ mới: %(words)s") % {
        "place": place,
        "code": comment.consultation.code,
        "words": (comment.reason or comment.proposed)[:160],
    }
    url = reverse("comment_revisions", args=[comment.consultation.code, comment.pk])
    return [Told(people, "reply", text, url)]


def on_posted(entry) -> list[Told]:
    """The author of a comment hears that it was answered, unless they answered themselves."""
    reply = (
        Comment.objects.filter(pk=entry.target_id, parent__isnull=False)
        .select_related("consultation", "clause", "parent__voice", "voice")
        .first()
    )
    if reply is None or reply.parent.voice.person_id in (None, reply.voice.person_id):
        return []
    place = reply.clause.citation if reply.clause else _("toàn văn dự thảo")
    text = _("Có trả lời góp ý về %(place)s, hồ sơ %(code)s: %(words)s") % {
        "place": place,
        "code": reply.consultation.code,
        "words": reply.reason[:160],
    }
    url = reverse("comment", args=[reply.consultation.code, reply.pk])
    return [Told((reply.parent.voice.person_id,), "reply", text, url)]

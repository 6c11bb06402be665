"""Who hears of what is said in the forum. No line names an author: a notice outlives what its reader may know."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums.models import Comment
from consult.notices.registry import Told


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


def on_released(entry) -> list[Told]:
    """The author of a comment made to the council alone hears that the council published it, and how."""
    comment = (
        Comment.objects.filter(pk=entry.target_id)
        .select_related("consultation", "clause", "voice")
        .exclude(released="")
        .first()
    )
    if comment is None or comment.voice.person_id is None:
        return []
    said = {
        "place": comment.clause.citation if comment.clause else _("toàn văn dự thảo"),
        "code": comment.consultation.code,
        "reason": comment.release_reason[:160],
    }
    if entry.data.get("level") == "named":
        text = _("Hội đồng đã công bố kèm họ tên ý kiến về %(place)s, hồ sơ %(code)s: %(reason)s") % said
    else:
        text = (
            _("Hội đồng đã công bố không kèm họ tên ý kiến về %(place)s, hồ sơ %(code)s: %(reason)s") % said
        )
    url = reverse("comment", args=[comment.consultation.code, comment.pk])
    return [Told((comment.voice.person_id,), "reply", text, url)]

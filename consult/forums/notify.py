"""Who hears of what is said in the forum. No line names an author: a notice outlives what its reader may know."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums.models import Comment
from consult.notices.registry import Told


def on_posted(entry) -> list[Told]:
    """The author of a comment hears that it was answered, unless they answered themselves."""
    reply = (
        Comment.objects.public()
        .filter(pk=entry.target_id, parent__isnull=False)
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

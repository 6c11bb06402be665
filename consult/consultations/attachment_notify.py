"""Who hears of a paper that came while the file was open."""

from django.utils.translation import gettext as _

from consult.consultations.models import Attachment
from consult.consultations.notify import _coordinators, _told
from consult.notices.models import Kind
from consult.notices.registry import Told


def on_attached(entry) -> list[Told]:
    """Who takes part and the council hear of a late paper; before the opening there is nobody to tell."""
    paper = Attachment.objects.filter(pk=entry.target_id, late=True).select_related("consultation").first()
    if paper is None:
        return []
    consultation = paper.consultation
    text = _("Hồ sơ %(code)s có thêm tài liệu kèm theo: %(title)s") % {
        "code": consultation.code,
        "title": paper.title,
    }
    speakers = consultation.voices.filter(person__isnull=False).values_list("person_id", flat=True)
    people = set(speakers) | set(_coordinators(consultation))
    return [_told(sorted(people), Kind.FILE, text, consultation)]

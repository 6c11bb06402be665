"""Who hears of the authors' check: every author who is asked. No line tells what was said."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.reports import checking, checking_verbs  # noqa: F401  (registers them)
from consult.reports.models import Compilation


def on_opened(entry):
    """Each author of an opinion in a point: until when it can be said whether the point is right."""
    found = Compilation.objects.select_related("consultation").filter(pk=entry.target_id).first()
    if found is None or found.check_closes_at is None:
        return []
    people = checking.asked_of(found).order_by().values_list("comment__voice__person_id", flat=True)
    text = _(
        "Ý kiến góp ý của Ông/Bà trong hồ sơ %(code)s đã được xếp vào điểm góp ý; mời kiểm tra đến %(until)s."
    ) % {
        "code": found.consultation.code,
        "until": writing.datetime_text(timezone.localtime(found.check_closes_at)),
    }
    where = reverse("check_mine", args=[found.consultation.code])
    return [Told(tuple(sorted(set(people))), Kind.ANSWER, text, where)]

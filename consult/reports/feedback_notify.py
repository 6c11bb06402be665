"""Who hears of an objection and of its answer. No line names anybody or tells what was said."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES
from consult.reports import feedback_verbs  # noqa: F401  (registers them)
from consult.reports.models import Objection


def on_filed(entry):
    """The agency's officers and signers: an objection waits, until when."""
    objection = _objection(entry)
    if objection is None:
        return []
    consultation = objection.citation.point.compilation.consultation
    staff = Membership.objects.holding(*AGENCY_ROLES).filter(organisation=consultation.agency_id)
    text = _("Có phản đối đối với một trả lời trong hồ sơ %(code)s, thời hạn trả lời %(day)s.") % {
        "code": consultation.code,
        "day": vietnamese.date_short(timezone.localtime(objection.answer_due)),
    }
    url = reverse("objection_answer", args=[consultation.code, objection.pk])
    return [Told(tuple(sorted(set(staff.values_list("user_id", flat=True)))), Kind.WORK, text, url)]


def on_answered(entry):
    """The author who objected."""
    objection = _objection(entry)
    person = objection.citation.comment.voice.person_id if objection else None
    if person is None:
        return []
    point = objection.citation.point
    text = _("Phản đối của Ông/Bà về %(place)s đã được cơ quan soạn thảo trả lời.") % {
        "place": vietnamese.nbsp(
            (point.clause.citation or point.clause.label) if point.clause else _("toàn văn dự thảo")
        )
    }
    return [Told((person,), Kind.ANSWER, text, reverse("my_opinion", args=[objection.citation_id]))]


def _objection(entry) -> Objection | None:
    rows = Objection.objects.select_related(
        "citation__point__compilation__consultation", "citation__point__clause", "citation__comment__voice"
    )
    return rows.filter(pk=entry.target_id).first()

"""Who hears of an objection and of its answer. No line names anybody or tells what was said."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import moderation_rules
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES, Role
from consult.reports import authors
from consult.reports.models import Objection, ObjectionRuling

WITH = ("citation__point__compilation__consultation", "citation__point__clause", "citation__comment__voice")


def on_filed(entry):
    """The agency's officers and signers: an objection waits, until when. Or the moderators, where it is to be approved."""
    objection = _objection(entry)
    return _of_agency(objection) if objection else []


def _of_agency(objection) -> list[Told]:
    """The line for the agency; while the objection waits for approval, one for the moderators in its place."""
    consultation = objection.citation.point.compilation.consultation
    if objection.state == Objection.State.HELD:
        text = _("Hồ sơ %(code)s có phản đối chờ duyệt.") % {"code": consultation.code}
        return [_to_moderators(objection, moderation_rules.moderators(consultation), text)]
    if objection.state == Objection.State.HIDDEN:
        return []
    staff = Membership.objects.holding(*AGENCY_ROLES).filter(organisation=consultation.agency_id)
    text = _("Có phản đối đối với một trả lời trong hồ sơ %(code)s, thời hạn trả lời %(day)s.") % {
        "code": consultation.code,
        "day": vietnamese.date_short(timezone.localtime(objection.answer_due)),
    }
    url = reverse("objection_answer", args=[consultation.code, objection.pk])
    return [Told(tuple(sorted(set(staff.values_list("user_id", flat=True)))), Kind.WORK, text, url)]


def on_ruled(entry):
    """The author reads what was decided and why; the agency hears of an objection that it is to answer now."""
    rows = ObjectionRuling.objects.select_related(*(f"objection__{name}" for name in WITH))
    ruling = rows.filter(pk=entry.target_id).first()
    if ruling is None:
        return []
    objection = ruling.objection
    values = {
        "code": objection.citation.point.compilation.consultation.code,
        "what": str(ruling.get_outcome_display()).lower(),
        "why": ruling.reason,
    }
    if ruling.reason:
        text = _("Phản đối trong hồ sơ %(code)s: %(what)s. Lý do: %(why)s") % values
    else:
        text = _("Phản đối trong hồ sơ %(code)s: %(what)s.") % values
    people = authors.people_of([objection.citation.comment.voice])
    url = f"{reverse('my_opinion', args=[objection.citation_id])}#phan-doi"
    told = [Told(people, Kind.MODERATION, text[:500], url)] if people else []
    shown = ruling.outcome in (ObjectionRuling.Outcome.APPROVED, ObjectionRuling.Outcome.RESTORED)
    return told + (_of_agency(objection) if shown and not objection.answer else [])


def on_appealed(entry):
    """The moderators but the one who decided; where the council has no other, the overseers."""
    objection = _objection(entry)
    last = objection.rulings.last() if objection else None
    if last is None:
        return []
    consultation = objection.citation.point.compilation.consultation
    people = set(moderation_rules.moderators(consultation)) - {last.by_id}
    if not people:
        people = set(Membership.objects.holding(Role.OVERSEER).values_list("user_id", flat=True))
    text = _("Hồ sơ %(code)s có khiếu nại việc ẩn một phản đối, cần người thứ hai xem xét.") % {
        "code": consultation.code
    }
    return [_to_moderators(objection, people, text)]


def _to_moderators(objection, people, text: str) -> Told:
    code = objection.citation.point.compilation.consultation.code
    return Told(tuple(sorted(people)), Kind.WORK, text, reverse("objection_case", args=[code, objection.pk]))


def on_answered(entry):
    """The author who objected; of an association, its officers."""
    objection = _objection(entry)
    people = authors.people_of([objection.citation.comment.voice]) if objection else ()
    if not people:
        return []
    point = objection.citation.point
    text = _("Phản đối của Ông/Bà về %(place)s đã được cơ quan soạn thảo trả lời.") % {
        "place": vietnamese.nbsp(
            (point.clause.citation or point.clause.label) if point.clause else _("toàn văn dự thảo")
        )
    }
    return [Told(people, Kind.ANSWER, text, reverse("my_opinion", args=[objection.citation_id]))]


def _objection(entry) -> Objection | None:
    rows = Objection.objects.select_related(*WITH)
    return rows.filter(pk=entry.target_id).first()

"""Who hears of the agency's work beside its answers. No line tells what was written or names anybody but a body."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports.models import Answer, Clarification, Compilation, Forwarding


def on_assigned(entry):
    """The officer who was given points."""
    compilation = Compilation.objects.select_related("consultation").filter(pk=entry.target_id).first()
    if compilation is None or not entry.data["to"]:
        return []
    code = compilation.consultation.code
    text = _("Hồ sơ %(code)s: %(count)s điểm góp ý được giao cho Ông/Bà trả lời.") % {
        "code": code,
        "count": writing.number(len(entry.data["points"])),
    }
    return [_work([entry.data["to"]], text, f"{reverse('answers', args=[code])}?phu-trach=toi")]


def on_sent_back(entry):
    """Who prepares the point, or who wrote the answer."""
    answer = Answer.objects.select_related("point__duty", "point__compilation__consultation")
    answer = answer.filter(pk=entry.target_id).exclude(remark="").first()
    if answer is None:
        return []
    code = answer.point.compilation.consultation.code
    text = _("Hồ sơ %(code)s: người ký trả lại một trả lời để sửa.") % {"code": code}
    return [
        _work(_preparing(answer.point) or [answer.written_by_id], text, _point_url(code, answer.point_id))
    ]


def on_loosened(entry):
    """Who is responsible for an answer that lost the words it was bound to, one line each, while it has not found others."""
    answers = Answer.objects.select_related("point__duty", "point__compilation__consultation")
    groups = defaultdict(list)
    for answer in answers.filter(pk__in=entry.data["answers"], loosened_at__isnull=False).order_by("pk"):
        for person in _preparing(answer.point) or [answer.written_by_id]:
            groups[person].append(answer.point)
    for person, points in sorted(groups.items()):
        code = points[0].compilation.consultation.code
        text = _(
            "Hồ sơ %(code)s: Dự thảo %(number)s vừa được sửa nên %(count)s trả lời không còn gắn với chữ đã sửa; "
            "đề nghị gắn lại."
        ) % {"code": code, "number": entry.data["version"], "count": writing.number(len(points))}
        yield _work([person], text, _point_url(code, points[0].pk))


def on_asked(entry):
    """The council's coordinators and head: the agency asks what a point means."""
    asked = _clarification(entry)
    if asked is None or asked.given_at is not None:
        return []
    file = asked.point.compilation.consultation
    text = _("Hồ sơ %(code)s: cơ quan soạn thảo đề nghị làm rõ một điểm góp ý.") % {"code": file.code}
    people = _holding(file.council_id, Role.COUNCIL_COORDINATOR, Role.COUNCIL_HEAD)
    return [_work(people, text, reverse("questions", args=[file.code]))]


def on_clarified(entry):
    """Who asked, and who prepares the point."""
    asked = _clarification(entry)
    if asked is None:
        return []
    code = asked.point.compilation.consultation.code
    text = _("Hồ sơ %(code)s: đơn vị tổng hợp đã làm rõ điểm góp ý được hỏi.") % {"code": code}
    return [_work({asked.asked_by_id, *_preparing(asked.point)}, text, _point_url(code, asked.point_id))]


def on_forwarded(entry):
    """Officers and signers of the agency that a point was forwarded to."""
    found = _forwarding(entry)
    if found is None or found.state != Forwarding.State.SENT:
        return []
    agency = found.point.compilation.consultation.agency.short_name
    text = _("%(agency)s chuyển đến một điểm góp ý để trả lời.") % {"agency": agency}
    people = _holding(found.to_id, Role.AGENCY_OFFICER, Role.AGENCY_SIGNER)
    return [_work(people, text, reverse("forwarding", args=[found.pk]))]


def on_replied(entry):
    """Who forwarded the point, and who prepares it: it was answered or given back."""
    found = _forwarding(entry)
    if found is None:
        return []
    code, name = found.point.compilation.consultation.code, found.to.short_name
    if found.state == Forwarding.State.RETURNED:
        text = _("Hồ sơ %(code)s: %(name)s trả lại điểm góp ý được chuyển đến.")
    else:
        text = _("Hồ sơ %(code)s: %(name)s đã trả lời điểm góp ý được chuyển đến.")
    people = {found.by_id, *_preparing(found.point)}
    return [_work(people, text % {"code": code, "name": name}, _point_url(code, found.point_id))]


def _work(people, text: str, url: str) -> Told:
    return Told(tuple(sorted(set(people))), Kind.WORK, text[:500], url)


def _point_url(code: str, pk: int) -> str:
    return f"{reverse('answers', args=[code])}?diem={pk}#diem-{pk}"


def _preparing(point) -> list[int]:
    duty = getattr(point, "duty", None)
    return [duty.owner_id] if duty and duty.owner_id else []


def _holding(organisation_id: int, *roles) -> list[int]:
    held = Membership.objects.holding(*roles).filter(organisation=organisation_id)
    return list(held.values_list("user_id", flat=True).distinct())


def _clarification(entry) -> Clarification | None:
    found = Clarification.objects.select_related("point__duty", "point__compilation__consultation")
    return found.filter(pk=entry.target_id).first()


def _forwarding(entry) -> Forwarding | None:
    found = Forwarding.objects.select_related("to", "point__duty", "point__compilation__consultation__agency")
    return found.filter(pk=entry.target_id).first()

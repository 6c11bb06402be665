"""Who hears of compiling and answering: the agency when it must answer, each author of what became of their words.

No line names anybody: a notice may be read over a shoulder or forwarded.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports import authors, deadlines
from consult.reports.models import Compilation


def on_closed(entry):
    """The agency's officers and signers: how many points wait, until when."""
    compilation = _compilation(entry)
    if compilation is None:
        return []
    consultation = compilation.consultation
    staff = Membership.objects.holding(Role.AGENCY_OFFICER, Role.AGENCY_SIGNER).filter(
        organisation=consultation.agency_id
    )
    ids = tuple(sorted(set(staff.values_list("user_id", flat=True))))
    text = _("Hồ sơ %(code)s có %(count)s điểm góp ý chờ trả lời, thời hạn %(day)s.") % {
        "code": consultation.code,
        "count": writing.number(compilation.points.count()),
        "day": vietnamese.date_short(timezone.localtime(compilation.answer_due)),
    }
    return [Told(ids, Kind.WORK, text, reverse("answers", args=[consultation.code]))]


def on_published(entry):
    """Each author of an opinion that a point cites: the outcome of that point, with its place on the public page."""
    compilation = _compilation(entry)
    if compilation is None:
        return []
    code = compilation.consultation.code
    last = deadlines.terms(deadlines.OBJECT).end(deadlines.OBJECT, compilation.published_at)
    until = vietnamese.date_short(timezone.localtime(last))
    points = compilation.points.with_answers().prefetch_related("citations__comment__voice")
    officers = authors.officers_of(voice for point in points for voice in _voices(point))
    return [told for point in points if (told := _outcome(point, code, until, officers)).user_ids]


def _voices(point) -> list:
    return [citation.comment.voice for citation in point.citations.all() if citation.comment_id]


def _outcome(point, code: str, until: str, officers) -> Told:
    people = authors.people_of(_voices(point), officers)
    text = _(
        "Ý kiến góp ý của Ông/Bà về %(place)s đã được trả lời: %(answer)s. Có thể đánh giá, và phản đối một lần đến ngày %(day)s."
    ) % {
        "day": until,
        "place": vietnamese.nbsp(
            (point.clause.citation or point.clause.label) if point.clause else _("toàn văn dự thảo")
        ),
        "answer": point.answer.get_code_display(),
    }
    return Told(people, Kind.ANSWER, text, reverse("result", args=[code, point.pk]))


def _compilation(entry) -> Compilation | None:
    found = Compilation.objects.select_related("consultation").filter(pk=entry.target_id)
    return found.first()

"""Who hears of a council's decision: those whose turn it is. No line tells what was said or voted."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports import deciding_verbs  # noqa: F401  (registers them)
from consult.reports.models import Decision


def on_opened(entry):
    """Every member with a seat: statements are asked for."""
    return _to_seats(
        entry, _("Hội đồng xem xét bản tổng hợp của hồ sơ %(code)s; mời nêu nhận định về các điểm.")
    )


def on_assigned(entry):
    """Those who now present a point."""
    decision = _decision(entry)
    if decision is None:
        return []
    seats = {seat for _point, seat in entry.data["seats"] if seat}
    people = decision.seats.filter(pk__in=seats).values_list("member_id", flat=True)
    text = _("Ông/Bà được phân công báo cáo điểm góp ý trong hồ sơ %(code)s.")
    return [_work(decision, people, text)]


def on_vote_opened(entry):
    """Every member with a seat: the vote has begun."""
    return _to_seats(entry, _("Hội đồng biểu quyết về bản tổng hợp của hồ sơ %(code)s."))


def on_counted(entry):
    """The head and the coordinators: the result is there, to be signed or to go back."""
    decision = _decision(entry)
    if decision is None:
        return []
    text = _("Hội đồng đã biểu quyết xong về bản tổng hợp của hồ sơ %(code)s.")
    return [_work(decision, _council(decision, Role.COUNCIL_HEAD, Role.COUNCIL_COORDINATOR), text)]


def on_stopped(entry):
    """The coordinators and everybody with a seat: the points are open again."""
    decision = _decision(entry)
    if decision is None:
        return []
    text = _("Quyết định của hội đồng về hồ sơ %(code)s đã dừng; các điểm góp ý được sửa trở lại.")
    people = set(decision.seats.values_list("member_id", flat=True))
    return [_work(decision, people | _council(decision, Role.COUNCIL_COORDINATOR), text)]


def on_reopened(entry):
    """The coordinators, who compile anew, and the agency, which waits."""
    decision = _decision(entry)
    if decision is None:
        return []
    consultation = decision.compilation.consultation
    text = _("Báo cáo của hội đồng về hồ sơ %(code)s được lập lại.")
    staff = Membership.objects.holding(Role.AGENCY_OFFICER, Role.AGENCY_SIGNER)
    ids = set(staff.filter(organisation=consultation.agency_id).values_list("user_id", flat=True))
    where = reverse("answers", args=[consultation.code])
    return [
        _work(decision, _council(decision, Role.COUNCIL_COORDINATOR), text),
        Told(tuple(sorted(ids)), Kind.WORK, text % {"code": consultation.code}, where),
    ]


def _to_seats(entry, text):
    decision = _decision(entry)
    if decision is None:
        return []
    return [_work(decision, decision.seats.values_list("member_id", flat=True), text)]


def _work(decision, people, text) -> Told:
    code = decision.compilation.consultation.code
    where = reverse("decision", args=[code])
    return Told(tuple(sorted(set(people))), Kind.WORK, text % {"code": code}, where)


def _council(decision, *roles) -> set[int]:
    council = decision.compilation.consultation.council_id
    return set(
        Membership.objects.holding(*roles).filter(organisation=council).values_list("user_id", flat=True)
    )


def _decision(entry) -> Decision | None:
    return Decision.objects.select_related("compilation__consultation").filter(pk=entry.target_id).first()

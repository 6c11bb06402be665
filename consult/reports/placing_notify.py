"""Who hears of setting aside: the second person, then the author, then the council when the author asks again.

No line names anybody or tells what was said.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports import placing_verbs  # noqa: F401  (registers them)
from consult.reports.models import SetAside


def on_proposed(entry):
    """Everybody of the council but who proposed: one of them confirms or puts the opinion back."""
    aside = _aside(entry)
    if aside is None or aside.state != SetAside.State.PROPOSED:
        return []
    text = _("Một ý kiến trong hồ sơ %(code)s được đề nghị không tính, chờ người thứ hai xác nhận.")
    people = _council(aside, Role.COUNCIL_COORDINATOR, Role.COUNCIL_MEMBER) - {aside.proposed_by_id}
    return [_work(aside, people, text)]


def on_confirmed(entry):
    """The author: why the opinion stands in no point, and that they may ask for another look."""
    text = _(
        "Ý kiến góp ý của Ông/Bà về %(place)s không được xếp vào điểm góp ý, lý do: %(reason)s. Ông/Bà được đề nghị xem lại một lần."
    )
    return _to_author(entry, text, SetAside.State.CONFIRMED)


def on_lifted(entry):
    """The author of an opinion that was set aside: it is being compiled again."""
    text = _("Ý kiến góp ý của Ông/Bà về %(place)s đã được đưa trở lại danh sách tổng hợp.")
    return _to_author(entry, text, SetAside.State.LIFTED)


def on_appealed(entry):
    """The coordinators: an author asks for another look."""
    aside = _aside(entry)
    if aside is None:
        return []
    text = _(
        "Tác giả của một ý kiến không tính trong hồ sơ %(code)s đề nghị xem lại; ý kiến đã trở lại danh sách."
    )
    return [_work(aside, _council(aside, Role.COUNCIL_COORDINATOR), text)]


def _to_author(entry, text, state):
    aside = _aside(entry)
    if aside is None or aside.state != state or aside.confirmed_by_id is None:
        return []
    person = aside.comment.voice.person_id
    clause = aside.comment.clause
    place = (clause.citation or clause.label) if clause else _("toàn văn dự thảo")
    words = text % {"place": vietnamese.nbsp(place), "reason": aside.get_reason_display().lower()}
    where = reverse("aside_mine", args=[aside.comment.consultation.code, aside.pk])
    return [Told((person,), Kind.ANSWER, words, where)] if person else []


def _work(aside, people, text) -> Told:
    consultation = aside.comment.consultation
    where = f"{reverse('compile', args=[consultation.code])}?y-kien={aside.comment_id}"
    return Told(tuple(sorted(people)), Kind.WORK, text % {"code": consultation.code}, where)


def _council(aside, *roles) -> set[int]:
    held = Membership.objects.holding(*roles).filter(organisation=aside.comment.consultation.council_id)
    return set(held.values_list("user_id", flat=True))


def _aside(entry) -> SetAside | None:
    asides = SetAside.objects.select_related("comment__consultation", "comment__voice", "comment__clause")
    return asides.filter(pk=entry.target_id).first()

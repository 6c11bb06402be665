"""Who may say what of an answer: the author of the opinion, once published; the agency answers an objection once."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_ROLES
from consult.people.selectors import holds
from consult.reports import authors
from consult.reports.models import Compilation, Objection

LONGEST = 5000


def may_see_mine(user, citation) -> Verdict:
    """One's own opinion, or that of one's association, with its published answer; to everybody else it is not there."""
    comment = citation.comment
    if comment is None or comment.state == "withdrawn":
        return hidden("")
    if not authors.is_mine(user, comment.voice, citation.point.compilation.consultation):
        return hidden("")
    if citation.point.compilation.state != Compilation.State.PUBLISHED:
        return hidden("")
    return YES


def may_rate(user, citation, *, now, until=None) -> Verdict:
    """Rate the answer to one's own opinion; change it until `until`, which is None before the first time."""
    allowed = may_see_mine(user, citation)
    if not allowed:
        return allowed
    if until is not None and now > until:
        return no(
            _("Đã hết thời hạn thay đổi đánh giá (%(day)s).") % {"day": _day(until)},
            "over",
        )
    return YES


def may_object(user, citation, *, now, until, objected: bool) -> Verdict:
    """Object once to the answer of one's own opinion, until the term is over."""
    allowed = may_see_mine(user, citation)
    if not allowed:
        return allowed
    if objected:
        return no(_("Ông/Bà đã phản đối trả lời này một lần."), "objected")
    if now > until:
        return no(_("Đã hết thời hạn phản đối (%(day)s).") % {"day": _day(until)}, "over")
    return YES


def may_see_objections(user, consultation) -> Verdict:
    """The list of objections with their words: the agency; to others it is not there."""
    if not holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id):
        return hidden(_("Trang này dành cho cơ quan soạn thảo."))
    return YES


def may_answer_objection(user, objection) -> Verdict:
    """Answer an objection: officers and signers of the agency, once. There is no day after which it may not be answered."""
    allowed = may_see_objections(user, objection.citation.point.compilation.consultation)
    if not allowed:
        return allowed
    if objection.state == Objection.State.HELD:
        return hidden(_("Phản đối này đang chờ duyệt."))
    if objection.state == Objection.State.HIDDEN:
        return no(_("Phản đối này đang được ẩn nên không phải trả lời."), "hidden")
    if objection.answer:
        return no(_("Phản đối này đã được trả lời; mỗi phản đối chỉ trả lời một lần."), "answered")
    return YES


def _day(moment) -> str:
    return vietnamese.date_short(timezone.localtime(moment))

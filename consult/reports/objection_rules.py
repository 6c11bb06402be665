"""Who moderates objections: as comments, by the council's moderators, with an appeal that a second person decides."""

from django.utils.translation import gettext as _

from consult.forums import moderation_rules
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_ROLES, Role
from consult.people.selectors import holds
from consult.reports import authors, feedback_rules
from consult.reports.models import Objection, ObjectionRuling

Outcome, State = ObjectionRuling.Outcome, Objection.State
HIDING = (Outcome.HIDDEN, Outcome.REFUSED, Outcome.UPHELD)


def is_appealed(objection, last) -> bool:
    """Whether an appeal waits; `last` is the last ruling."""
    return bool(objection.appealed_at and last and last.at < objection.appealed_at)


def outcomes(objection, last) -> tuple[str, ...]:
    """What may be decided now."""
    if objection.state == State.HELD:
        return (Outcome.APPROVED, Outcome.REFUSED)
    if objection.state == State.POSTED:
        return (Outcome.HIDDEN,)
    return (Outcome.RESTORED, Outcome.UPHELD) if is_appealed(objection, last) else (Outcome.RESTORED,)


def may_moderate_objections(user, consultation) -> Verdict:
    """All objections of a file for moderation: its moderators; to others the page is not there."""
    return moderation_rules.may_moderate(user, consultation)


def may_see_objection(user, objection, last) -> Verdict:
    """One of them: moderators; an overseer outside the agency where the council has no second person for an appeal."""
    consultation = objection.citation.point.compilation.consultation
    if moderation_rules.is_moderator(user, consultation):
        return YES
    alone = last is not None and not set(moderation_rules.moderators(consultation)) - {last.by_id}
    outside = not holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
    if holds(user, Role.OVERSEER) and outside and is_appealed(objection, last) and alone:
        return YES
    return hidden(_("Chỉ người kiểm duyệt của hồ sơ được xem trang này."))


def may_rule_objection(user, objection, last, outcome: str) -> Verdict:
    """Decide: who may see it, not about own words, an appeal not by who decided before."""
    allowed = may_see_objection(user, objection, last)
    if not allowed:
        return allowed
    citation = objection.citation
    if authors.is_mine(user, citation.comment.voice, citation.point.compilation.consultation):
        return no(_("Không quyết định về phản đối của chính mình."), "own")
    if outcome not in outcomes(objection, last):
        return no(_("Không còn quyết định được như vậy với trạng thái hiện nay của phản đối."), "outcome")
    if is_appealed(objection, last) and last.by_id == user.pk:
        return no(_("Khiếu nại do người khác với người đã quyết định xem xét."), "same-person")
    return YES


def may_appeal_hiding(user, objection) -> Verdict:
    """The author, once, while the objection is hidden."""
    allowed = feedback_rules.may_see_mine(user, objection.citation)
    if not allowed:
        return allowed
    if objection.state != State.HIDDEN:
        return no(_("Phản đối này không bị ẩn."), "not-hidden")
    if objection.appealed_at:
        return no(_("Việc ẩn phản đối này đã được khiếu nại một lần."), "appealed")
    return YES

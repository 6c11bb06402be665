"""Who may do what beside the answers: give them out, move a date, send one back, ask, forward, keep texts."""

from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_KINDS, AGENCY_ROLES, Role
from consult.people.selectors import holds
from consult.reports import rules
from consult.reports.models import Forwarding


def may_share_out(user, compilation) -> Verdict:
    """Say who prepares which answer: officers and signers of the agency, while it answers."""
    return rules.may_answer(user, compilation) or _signing(user, compilation)


def may_own(user, consultation) -> Verdict:
    """Whether somebody may be given a point: an officer of the agency."""
    if holds(user, Role.AGENCY_OFFICER, organisation_id=consultation.agency_id):
        return YES
    return no(_("Chỉ giao điểm góp ý cho cán bộ của cơ quan soạn thảo."), "not-officer")


def may_move_date(user, compilation) -> Verdict:
    """Set another date for one point: the agency's signer, while it answers."""
    return _signing(user, compilation)


def may_send_back(user, compilation, answer=None) -> Verdict:
    """Send an answer back to be rewritten: the agency's signer, while it answers; `answer` is None where there is none."""
    allowed = _signing(user, compilation)
    if allowed and answer is None:
        return no(_("Điểm này chưa có trả lời để gửi lại."), "no-answer")
    return allowed


def may_jot(user, compilation) -> Verdict:
    """Note something inside the agency: officers and signers, while it answers."""
    return may_share_out(user, compilation)


def may_ask_council(user, compilation) -> Verdict:
    """Ask the council what a point means: officers and signers, while the agency answers."""
    return may_share_out(user, compilation)


def may_see_questions(user, consultation) -> Verdict:
    """The questions put to the council: its own people; to others the page is not there."""
    return rules.may_see_compiling(user, consultation)


def may_clarify(user, clarification) -> Verdict:
    """Say what a point means: coordinators of the council, once, until the answers are published."""
    compilation = clarification.point.compilation
    allowed = files.may_compile(user, compilation.consultation)
    if not allowed:
        return allowed
    if clarification.given_at is not None:
        return no(_("Câu hỏi này đã được làm rõ."), "given")
    if compilation.state == "published":
        return no(_("Kết quả đã công bố nên không làm rõ thêm được."), "published")
    return YES


def may_forward_to(consultation, organisation) -> Verdict:
    """Whether a point of the file may go to this organisation: another agency of the state that exists today."""
    if organisation.pk == consultation.agency_id:
        return no(_("Không chuyển điểm góp ý cho chính cơ quan soạn thảo."), "own-agency")
    if organisation.kind not in AGENCY_KINDS or organisation.valid_to is not None:
        return no(_("Chỉ chuyển điểm góp ý cho cơ quan nhà nước đang hoạt động."), "not-agency")
    return YES


def may_see_forwarding(user, forwarding) -> Verdict:
    """A point that was forwarded: people of the organisation it went to; to others it is not there."""
    if not holds(user, *AGENCY_ROLES, organisation_id=forwarding.to_id):
        return hidden(_("Điểm góp ý này không chuyển đến cơ quan của người dùng."))
    return YES


def may_reply_to_forwarding(user, forwarding) -> Verdict:
    """Answer a forwarded point or give it back: people of the organisation it went to, once."""
    allowed = may_see_forwarding(user, forwarding)
    if not allowed:
        return allowed
    if forwarding.state == Forwarding.State.RECALLED:
        return no(_("Cơ quan gửi đã rút lại điểm góp ý này."), "recalled")
    if forwarding.state != Forwarding.State.SENT:
        return no(_("Điểm góp ý này đã được trả lời hoặc trả lại."), "replied")
    return YES


def may_keep_texts(user, agency) -> Verdict:
    """Write, change and remove the agency's stock texts: its officers; to strangers there is no such page."""
    if not holds(user, *AGENCY_ROLES, organisation_id=agency.pk):
        return hidden(_("Mẫu trả lời này thuộc cơ quan khác."))
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=agency.pk):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được sửa mẫu trả lời."), "not-officer")
    return YES


def _signing(user, compilation) -> Verdict:
    allowed = files.may_sign(user, compilation.consultation)
    if not allowed:
        return allowed
    return rules.answering_now(compilation)

"""Who opens the council's decision, states, votes, counts, signs, and takes a signed report up again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.consultations import rules as files
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role
from consult.people.selectors import holds
from consult.reports import rules
from consult.reports.models import Compilation, Decision

VOTERS = (Role.COUNCIL_MEMBER, Role.COUNCIL_HEAD)
LEAST_VOTERS = 2


def can_vote(consultation) -> Verdict:
    """Whether the file's council can decide by a vote: it has a head who signs, and members enough."""
    held = Membership.objects.holding(*VOTERS).filter(organisation=consultation.council_id)
    found = set(held.values_list("user_id", "role"))
    voters = {user for user, _role in found}
    if len(voters) < LEAST_VOTERS or Role.COUNCIL_HEAD not in {role for _user, role in found}:
        return no(_("Hội đồng cần có chủ nhiệm và ít nhất hai người biểu quyết."), "no-council")
    return YES


def may_open_decision(user, compilation) -> Verdict:
    """Open it: a coordinator, once, where the file is decided by a vote. What must be complete is asked beside."""
    allowed = rules.may_group(user, compilation)
    if not allowed:
        return allowed
    if not compilation.vote_needed:
        return no(_("Hồ sơ này được chốt không cần hội đồng biểu quyết."), "not-needed")
    return can_vote(compilation.consultation)


def may_assign_points(user, decision) -> Verdict:
    """Name the rapporteur of a point: a coordinator, until the vote."""
    allowed = files.may_compile(user, decision.compilation.consultation)
    return allowed and _is(decision, Decision.State.PREPARING)


def may_state(user, decision) -> Verdict:
    """Write a statement on a point: a member with a seat in this decision, until the vote."""
    return _seated(user, decision) and _is(decision, Decision.State.PREPARING)


def may_open_vote(user, decision) -> Verdict:
    """Begin the vote; statements stand still from then on. The head, or a coordinator."""
    return _leads(user, decision) and _is(decision, Decision.State.PREPARING)


def may_vote(user, decision) -> Verdict:
    """Vote, and vote anew until the vote ends: a member with a seat in this decision."""
    return _seated(user, decision) and _is(decision, Decision.State.VOTING)


def may_count(user, decision) -> Verdict:
    """End the vote: the head, or a coordinator."""
    return _leads(user, decision) and _is(decision, Decision.State.VOTING)


def may_sign_report(user, decision, *, carried: bool) -> Verdict:
    """Sign: the head, once the vote carried the report and each of its conclusions."""
    allowed = files.may_preside(user, decision.compilation.consultation)
    allowed = allowed and _is(decision, Decision.State.COUNTED)
    if allowed and not carried:
        return no(
            _(
                "Biểu quyết chưa thông qua báo cáo và mọi kết luận nên chưa ký được; hãy dừng để sửa bản tổng hợp."
            ),
            "not-carried",
        )
    return allowed


def may_stop(user, decision) -> Verdict:
    """Stop a decision that runs, so that points can be changed: the head, or a coordinator."""
    leads = _leads(user, decision)
    if leads and not decision.runs:
        return no(_("Quyết định này không còn đang tiến hành."), "not-running")
    return leads


def may_reopen(user, compilation) -> Verdict:
    """Take a signed report up again: the head, until the agency's answers are published."""
    allowed = files.may_preside(user, compilation.consultation)
    if not allowed:
        return allowed
    if compilation.state == Compilation.State.PUBLISHED:
        return no(_("Kết quả tiếp thu, giải trình đã công bố nên báo cáo không lập lại được."), "published")
    if compilation.state != Compilation.State.CLOSED or not compilation.vote_needed:
        return no(_("Chỉ lập lại báo cáo đã được hội đồng ký."), "not-signed")
    return YES


def may_see_report(user, consultation, decision) -> Verdict:
    """A signed report: the two organisations; everybody once the answers are published."""
    seen = files.may_see(user, consultation)
    if not seen or decision.state != Decision.State.SIGNED:
        return hidden("")
    own = holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)
    own = own or holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
    return YES if own or decision.compilation.state == Compilation.State.PUBLISHED else hidden("")


def _leads(user, decision) -> Verdict:
    consultation = decision.compilation.consultation
    return files.may_preside(user, consultation) or files.may_compile(user, consultation)


def _seated(user, decision) -> Verdict:
    """A member whose seat was fixed when the decision was opened, and who is of the council still."""
    council = decision.compilation.consultation.council_id
    seen = rules.may_see_compiling(user, decision.compilation.consultation)
    if not seen:
        return seen
    if not holds(user, *VOTERS, organisation_id=council) or not decision.seats.filter(member=user).exists():
        return no(_("Chỉ ủy viên có tên khi mở quyết định được nhận định và biểu quyết."), "no-seat")
    return YES


_WORDS = {
    Decision.State.PREPARING: gettext_lazy("Quyết định không còn ở bước chuẩn bị nhận định."),
    Decision.State.VOTING: gettext_lazy("Hội đồng không ở bước biểu quyết."),
    Decision.State.COUNTED: gettext_lazy("Biểu quyết chưa kết thúc hoặc báo cáo đã được ký."),
}


def _is(decision, state: str) -> Verdict:
    return YES if decision.state == state else no(str(_WORDS[state]), "wrong-step")

"""Who may flag, moderate, appeal and decide appeals. The council moderates; the agency whose draft it is never does."""

from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.forums.models import Case, Comment, Ground, Ruling
from consult.forums.rules import is_author
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES, Role
from consult.people.selectors import holds

MODERATORS = (Role.COUNCIL_COORDINATOR, Role.COUNCIL_HEAD)
Outcome = Ruling.Outcome
HIDING = (Outcome.HIDDEN, Outcome.REFUSED, Outcome.UPHELD)
_OPEN_OUTCOMES = {
    Comment.State.HELD: (Outcome.APPROVED, Outcome.REFUSED),
    Comment.State.POSTED: (Outcome.KEPT, Outcome.HIDDEN),
    Comment.State.HIDDEN: (Outcome.RESTORED, Outcome.HIDDEN),
    Comment.State.WITHDRAWN: (Outcome.KEPT,),
}


def outcomes(comment_state: str, case_state: str) -> tuple[str, ...]:
    """What may be decided now; of a case that is done only the hiding may still be taken back."""
    if case_state == Case.State.APPEALED:
        return (Outcome.RESTORED, Outcome.UPHELD)
    if case_state == Case.State.DONE:
        return (Outcome.RESTORED,) if comment_state == Comment.State.HIDDEN else ()
    return _OPEN_OUTCOMES[comment_state]


def is_moderator(user, consultation) -> bool:
    return holds(user, *MODERATORS, organisation_id=consultation.council_id)


def moderators(consultation) -> list[int]:
    """Persons who moderate the file today."""
    members = Membership.objects.holding(*MODERATORS).filter(organisation=consultation.council_id)
    return list(members.order_by("user_id").values_list("user_id", flat=True).distinct())


def may_moderate(user, consultation) -> Verdict:
    """See the queue and decide: coordinators and head of the file's council."""
    seen = files.may_see(user, consultation)
    if not seen:
        return seen
    if not is_moderator(user, consultation):
        return hidden(_("Chỉ điều phối viên và chủ nhiệm của đơn vị tổng hợp được kiểm duyệt ý kiến."))
    return YES


def may_flag(user, comment: Comment) -> Verdict:
    """Report somebody else's comment: any signed-in person who may read it, officers included."""
    if not user.is_authenticated:
        return no(_("Xin đăng nhập để báo cáo ý kiến."), "sign-in")
    if not files.may_see(user, comment.consultation):
        return hidden()
    if is_author(user, comment):
        return no(_("Không báo cáo ý kiến của chính mình; có thể rút ý kiến."), "own")
    if comment.state == Comment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút."), "withdrawn")
    if comment.state == Comment.State.HIDDEN:
        return no(_("Ý kiến này đang được ẩn."), "hidden")
    if comment.state == Comment.State.HELD:
        return no(_("Ý kiến này đang chờ duyệt."), "held")
    return YES


def may_assign(user, case: Case, to) -> Verdict:
    """Hand a case to oneself or another moderator of the file."""
    allowed = may_moderate(user, case.consultation)
    if not allowed:
        return allowed
    if not is_moderator(to, case.consultation):
        return no(_("Chỉ giao cho người kiểm duyệt của hồ sơ này."), "not-moderator")
    return YES


def may_rule(user, case: Case, outcome: str) -> Verdict:
    """Decide a case: a moderator, not about own words; an appeal is heard by another person."""
    if case.state == Case.State.APPEALED:
        allowed = may_hear(user, case)
    else:
        allowed = may_moderate(user, case.consultation)
    if not allowed:
        return allowed
    if is_author(user, case.comment):
        return no(_("Không quyết định về ý kiến của chính mình."), "own")
    if outcome not in outcomes(case.comment.state, case.state):
        return no(_("Không còn quyết định được như vậy với trạng thái hiện nay của ý kiến."), "outcome")
    return YES


def may_hear(user, case: Case) -> Verdict:
    """Decide an appeal: a moderator other than the one who ruled; an overseer where the council has no other."""
    seen = files.may_see(user, case.consultation)
    if not seen:
        return seen
    ruling = appealed_ruling(case)
    if is_moderator(user, case.consultation):
        if ruling is not None and ruling.by_id == user.pk:
            return no(_("Khiếu nại do người khác với người đã quyết định xem xét."), "same-person")
        return YES
    if not may_stand_in(user, case, ruling):
        return hidden(_("Chỉ người kiểm duyệt thứ hai được xem xét khiếu nại."))
    return YES


def may_stand_in(user, case: Case, ruling=None) -> bool:
    """Whether the person, an overseer outside the agency, hears the appeal because the council has no second moderator."""
    if case.state != Case.State.APPEALED or not holds(user, Role.OVERSEER):
        return False
    if holds(user, *AGENCY_ROLES, organisation_id=case.consultation.agency_id):
        return False
    ruling = ruling or appealed_ruling(case)
    return ruling is not None and not (set(moderators(case.consultation)) - {ruling.by_id})


def may_see_case(user, case: Case) -> Verdict:
    """The case with its flags: moderators; who stands in for the second one sees it without the reporters."""
    if is_moderator(user, case.consultation) or may_stand_in(user, case):
        return YES
    return hidden()


def may_note(user, case: Case) -> Verdict:
    """Leave a note for the other moderators."""
    return may_moderate(user, case.consultation)


def may_appeal(user, comment: Comment, ruling) -> Verdict:
    """The author, once, against the ruling by which the comment is hidden."""
    if not is_author(user, comment):
        return hidden()
    if ruling is None or comment.state != Comment.State.HIDDEN:
        return no(_("Ý kiến này không bị ẩn."), "not-hidden")
    if ruling.outcome == Outcome.SUSPENDED:
        return no(_("Ý kiến đang được tạm ẩn để xem xét; khiếu nại được sau khi có quyết định."), "undecided")
    if ruling.outcome == Outcome.UPHELD or hasattr(ruling, "appeal"):
        return no(_("Quyết định này đã được khiếu nại một lần."), "appealed")
    return YES


def may_set_conduct(user, consultation) -> Verdict:
    """Set the pace, and before opening whether comments are approved first: both sides of the file."""
    return files.may_invite(user, consultation)


def may_change_premoderation(consultation) -> Verdict:
    """Approval before showing is fixed when the file opens."""
    if consultation.state != consultation.State.PREPARED:
        return no(
            _("Chế độ duyệt trước chỉ được chọn khi hồ sơ chưa mở, không thay đổi trong khi lấy ý kiến."),
            "opened",
        )
    return YES


def says_why(outcome: str, ground: str, reason: str) -> Verdict:
    """Hiding takes a reason of the catalogue and words; keeping and restoring take words."""
    if outcome in HIDING and ground not in Ground.values:
        return no(_("Xin chọn lý do trong danh mục đã công bố."), "ground")
    if outcome not in HIDING and ground:
        return no(_("Lý do trong danh mục chỉ dùng khi ẩn ý kiến."), "ground")
    if outcome != Outcome.APPROVED and not reason:
        return no(_("Xin viết lý do của quyết định."), "reason")
    return YES


def appealed_ruling(case: Case):
    """The ruling against which the open appeal stands."""
    return Ruling.objects.filter(case=case, appeal__isnull=False, appeal__answer=None).order_by("-pk").first()

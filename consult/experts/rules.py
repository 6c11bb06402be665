"""Who may edit, verify and see a profile of the register."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.experts.models import Expert
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import Role
from consult.people.selectors import holds, organisations_of

State = Expert.State


def profile_of(user) -> Expert | None:
    """The person's profile, or None; the relation is kept on the user for the request."""
    return getattr(user, "expert", None) if user.is_authenticated else None


def is_verified(user) -> Verdict:
    """Whether the person speaks as a verified expert today."""
    if not user.is_authenticated or not user.is_active:
        return no(_("Cần đăng nhập bằng tài khoản chuyên gia đã xác thực."), "sign-in")
    expert = profile_of(user)
    if expert is None or expert.state != State.VERIFIED:
        return no(_("Hồ sơ chuyên gia chưa được hội xác thực."), "not-verified")
    if expert.verified_until and expert.verified_until < timezone.localdate():
        return no(_("Xác thực hồ sơ chuyên gia đã hết hạn, cần gửi yêu cầu xác thực lại."), "expired")
    return YES


def may_save_profile(user) -> Verdict:
    if not user.is_authenticated or not user.is_active:
        return no(_("Cần đăng nhập để khai hồ sơ chuyên gia."), "sign-in")
    return YES


def may_request_verification(user, expert) -> Verdict:
    if expert is None or expert.user_id != user.pk:
        return no(_("Cần lưu hồ sơ trước khi gửi yêu cầu xác thực."), "no-profile")
    if expert.state == State.WAITING:
        return no(_("Hồ sơ đang chờ xác thực."), "waiting")
    if is_verified(user):
        return no(_("Hồ sơ đã được xác thực."), "verified")
    missing = _missing(expert)
    if missing:
        return no(_("Hồ sơ còn thiếu: %(items)s.") % {"items": ", ".join(missing)}, "incomplete")
    return YES


def _missing(expert) -> list[str]:
    wanted = [
        (_("hội xác thực"), expert.association_id),
        (_("lĩnh vực"), expert.pk and expert.fields.exists()),
        (_("chuyên ngành"), expert.specialty),
        (_("đơn vị công tác"), expert.workplace),
        (_("minh chứng"), expert.evidence),
    ]
    return [str(name) for name, there in wanted if not there]


def may_review(officer, expert) -> Verdict:
    """See the evidence: officers of the profile's own association; for anybody else it is not there."""
    if expert.association_id and holds(
        officer, Role.ASSOCIATION_OFFICER, organisation_id=expert.association_id
    ):
        return YES
    return hidden()


def may_verify_at_all(officer) -> Verdict:
    if organisations_of(officer, Role.ASSOCIATION_OFFICER):
        return YES
    return no(_("Chỉ cán bộ hội được xác thực hồ sơ chuyên gia."))


def may_decide(officer, expert) -> Verdict:
    """Two pairs of eyes: never one's own profile."""
    allowed = may_review(officer, expert)
    if not allowed:
        return allowed
    if expert.user_id == officer.pk:
        return no(_("Không được xác thực hồ sơ của chính mình; cần cán bộ khác của hội."), "own")
    if expert.state != State.WAITING:
        return no(_("Hồ sơ không ở trạng thái chờ xác thực."), "not-waiting")
    return YES

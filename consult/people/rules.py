"""Who may administer organisations and memberships, and which memberships may be."""

from django.utils.translation import gettext as _

from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.holding import holds
from consult.people.roles import Role, clash, kinds_for


def _administers(by) -> bool:
    # None is the system itself: scenes and commands.
    return by is None or (by.is_active and (by.is_superuser or holds(by, Role.ADMINISTRATOR)))


def may_create_organisation(by) -> Verdict:
    if _administers(by):
        return YES
    return no(_("Chỉ quản trị hệ thống được lập tổ chức."))


def may_see_organisation(user, organisation) -> Verdict:
    """Officers of the organisation and administrators; for anybody else it has no such page."""
    officers = set(Role.values) - {Role.EXPERT}
    if _administers(user) or holds(user, *officers, organisation_id=organisation.pk):
        return YES
    return hidden()


def may_manage_members(by, organisation) -> Verdict:
    if _administers(by):
        return YES
    return no(_("Chỉ quản trị hệ thống được giao và kết thúc vai trò trong tổ chức."))


def may_add_member(by, *, user, organisation, role, held: set[str]) -> Verdict:
    """`held`: roles that the person holds or will hold, read under the lock on the person's row."""
    allowed = may_manage_members(by, organisation)
    if not allowed:
        return allowed
    if role not in Role.values:
        return no(_("Vai trò không có trong danh mục."), "unknown-role")
    if not user.is_active:
        return no(_("Tài khoản đã bị khóa, không thể giao vai trò."), "inactive")
    if organisation.kind not in kinds_for(role):
        return no(
            _("Tổ chức loại “%(kind)s” không giao vai trò “%(role)s”.")
            % {"kind": organisation.get_kind_display(), "role": Role(role).label},
            "wrong-kind",
        )
    if clash(held | {role}):
        return no(
            _(
                "Một người không được vừa giữ vai trò của cơ quan soạn thảo vừa giữ vai trò của Mặt trận,"
                " hội đồng tư vấn."
            ),
            "clash",
        )
    return YES


def may_end_membership(by, membership) -> Verdict:
    allowed = may_manage_members(by, membership.organisation)
    if allowed and membership.valid_to is not None:
        return no(_("Vai trò này đã kết thúc."), "ended")
    return allowed


def may_deactivate(by, user) -> Verdict:
    if not _administers(by):
        return no(_("Chỉ quản trị hệ thống được khóa hoặc mở lại tài khoản."))
    if by is not None and by.pk == user.pk:
        return no(_("Không thể khóa tài khoản của chính mình."), "own")
    return YES


def may_withdraw(purpose: str) -> Verdict:
    """The account itself rests on its consent: it ends with the account, not before."""
    if purpose == "account":
        return no(
            _("Sự đồng ý này gắn với tài khoản; muốn rút lại, xin gửi yêu cầu xóa tài khoản."), "required"
        )
    return YES

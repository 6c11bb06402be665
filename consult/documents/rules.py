"""Who may prepare and publish drafts: officers of the drafting agency, and nobody else."""

from django.utils.translation import gettext as _

from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_KINDS, AGENCY_ROLES, Role
from consult.people.selectors import holds


def may_draft(user, agency) -> Verdict:
    """Create drafts of this agency."""
    if agency.kind not in AGENCY_KINDS:
        return no(_("Tổ chức này không phải là cơ quan soạn thảo."), "not-agency")
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=agency.pk):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được lập dự thảo."), "not-officer")
    return YES


def may_draft_somewhere(user) -> Verdict:
    """Whether the person may create drafts in any agency at all."""
    if not holds(user, Role.AGENCY_OFFICER):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được lập dự thảo."), "not-officer")
    return YES


def may_see_draft(user, draft) -> Verdict:
    """The working page of a draft: everybody of the agency; to others it does not exist."""
    if not holds(user, *AGENCY_ROLES, organisation_id=draft.agency_id):
        return hidden(_("Dự thảo này không thuộc cơ quan của người dùng."))
    return YES


def may_write(user, draft) -> Verdict:
    """Upload, discard and publish versions of this draft."""
    seen = may_see_draft(user, draft)
    if not seen:
        return seen
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=draft.agency_id):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được tải lên và công bố dự thảo."), "not-officer")
    return YES


def may_upload(user, draft, prepared) -> Verdict:
    """`prepared` is the version of this draft that is not yet published, or None."""
    if prepared is not None:
        return may_write(user, draft) and no(
            _(
                "Bản %(number)s của dự thảo này đang được chuẩn bị. Công bố hoặc bỏ bản đó trước khi tải bản khác."
            )
            % {"number": prepared.number},
            "prepared-exists",
        )
    return may_write(user, draft)


def may_repair(user, version) -> Verdict:
    """Correct the tree of an upload: only before publication."""
    if version.state != "prepared":
        return may_write(user, version.draft) and no(
            _("Bản dự thảo đã công bố được giữ nguyên, không sửa cấu trúc được."), "published"
        )
    return may_write(user, version.draft)


def may_reword(user, version) -> Verdict:
    """Change words of a version that is written in place: only before publication, never those of an upload."""
    allowed = may_repair(user, version)
    if allowed and version.origin_id is None:
        return no(_("Lời văn của bản tải lên theo tệp gốc, không sửa tại đây."), "upload")
    return allowed


def may_discard(user, version) -> Verdict:
    """Throw an upload away: only before publication."""
    if version.state != "prepared":
        return may_write(user, version.draft) and no(
            _("Bản dự thảo đã công bố được giữ nguyên, không sửa và không bỏ được."), "published"
        )
    return may_write(user, version.draft)


def may_publish(user, version, declared: bool) -> Verdict:
    """Publish a prepared version: the officer must have declared that it holds no state secret."""
    if version.state != "prepared":
        return may_write(user, version.draft) and no(_("Bản dự thảo này đã được công bố."), "published")
    if not declared:
        return may_write(user, version.draft) and no(
            _("Cần cam đoan tài liệu không thuộc phạm vi bí mật nhà nước trước khi công bố."), "not-declared"
        )
    return may_write(user, version.draft)

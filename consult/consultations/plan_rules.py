"""Who reads and writes the yearly plan of a council, and what may still be done with an item of it."""

from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, PlanItem
from consult.consultations.rules import may_see
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import COUNCIL_KINDS, COUNCIL_ROLES, Role
from consult.people.selectors import holds

WRITERS = (Role.COUNCIL_COORDINATOR, Role.SECRETARY)


def may_see_plan(user, council) -> Verdict:
    """Members of the council; to others it is not there."""
    if council.kind not in COUNCIL_KINDS or not holds(user, *COUNCIL_ROLES, organisation_id=council.pk):
        return hidden(_("Kế hoạch này của đơn vị khác."))
    return YES


def may_write_plan(user, council) -> Verdict:
    """Add, change, move items: coordinators and secretaries of the council."""
    seen = may_see_plan(user, council)
    if not seen:
        return seen
    if not holds(user, *WRITERS, organisation_id=council.pk):
        return no(_("Chỉ điều phối viên hoặc thư ký của hội đồng được sửa kế hoạch năm."), "not-writer")
    return YES


def may_change_item(user, item) -> Verdict:
    """An item that is in the plan."""
    written = may_write_plan(user, item.council)
    if written and item.removed_at is not None:
        return no(_("Mục này đã bỏ khỏi kế hoạch; khôi phục trước khi sửa."), "removed")
    return written


def may_plan_file(user, item_council, file) -> Verdict:
    """Name a file as that of an item: one that the same council compiles."""
    written = may_write_plan(user, item_council)
    if not written:
        return written
    if not may_see(user, file) or file.council_id != item_council.pk:
        return no(_("Chỉ gắn hồ sơ do chính đơn vị này tổng hợp."), "other-council")
    return YES


def may_mark_item(user, item) -> Verdict:
    """Say of an item that it was done or is dropped, unless its file says how far it is."""
    changed = may_change_item(user, item)
    if changed and _under_way(item):
        return no(_("Hồ sơ của mục này đã mở nên tình trạng lấy theo hồ sơ."), "has-file")
    return changed


def may_remove_item(user, item) -> Verdict:
    """Take an item out of the plan, unless its file is open or over."""
    written = may_write_plan(user, item.council)
    if written and item.removed_at is None and _under_way(item):
        return no(_("Hồ sơ của mục này đã mở nên không bỏ được khỏi kế hoạch."), "has-file")
    return written


def _under_way(item: PlanItem) -> bool:
    return item.consultation is not None and item.consultation.state != Consultation.State.PREPARED

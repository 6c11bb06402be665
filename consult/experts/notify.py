"""Who hears of a verification: the officers of the association when asked, the expert when decided."""

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.experts.models import Expert, Verification
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role


def on_asked(entry):
    expert = Expert.objects.select_related("user").filter(pk=entry.target_id).first()
    if expert is None:
        return []
    officers = Membership.objects.holding(Role.ASSOCIATION_OFFICER).filter(organisation=expert.association_id)
    ids = tuple(officers.exclude(user=expert.user_id).values_list("user_id", flat=True).distinct())
    text = _("%(name)s gửi yêu cầu xác thực hồ sơ.") % {"name": expert.user.full_name}
    return [Told(ids, Kind.WORK, text, reverse("verification", args=[expert.pk]))]


def on_decided(entry):
    row = Verification.objects.select_related("expert").filter(pk=entry.target_id).first()
    if row is None:
        return []
    lines = {
        Expert.State.VERIFIED: _("Hồ sơ chuyên gia đã được xác thực."),
        Expert.State.RETURNED: _("Hồ sơ chuyên gia cần bổ sung: %(reason)s"),
        Expert.State.REJECTED: _("Hồ sơ chuyên gia bị từ chối xác thực: %(reason)s"),
    }
    text = lines[row.decision] % {"reason": row.reason[:300]}
    return [Told((row.expert.user_id,), Kind.ACCOUNT, text, reverse("my_profile"))]

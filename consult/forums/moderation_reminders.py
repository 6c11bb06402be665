"""Tell the moderators of cases that wait longer than they should."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.forums import moderation_rules as rules
from consult.forums.models import Case
from consult.notices.actions import tell
from consult.notices.models import Kind
from consult.people.models import User

BATCH = 200


@transaction.atomic
def remind() -> int:
    """One notice per case and waiting to each moderator of its file; returns how many cases. Called by the worker."""
    limit = timezone.now() - timedelta(hours=settings.MODERATION_HOURS)
    cases = (
        Case.objects.waiting()
        .filter(waiting_since__lt=limit, reminded_at=None)
        .select_related("consultation")
        .select_for_update(of=("self",), skip_locked=True)[:BATCH]
    )
    found = list(cases)
    for case in found:
        _tell(case)
        Case.objects.filter(pk=case.pk).update(reminded_at=timezone.now())
    return len(found)


def _tell(case: Case) -> None:
    code = case.consultation.code
    with translation.override("vi"):
        text = _("Hồ sơ %(code)s: một vụ việc kiểm duyệt đã chờ quá %(hours)s giờ.") % {
            "code": code,
            "hours": settings.MODERATION_HOURS,
        }
    people = User.objects.filter(pk__in=rules.moderators(case.consultation), is_active=True)
    for person in people:
        tell(
            person,
            kind=Kind.WORK,
            text=text,
            url=reverse("moderation_case", args=[code, case.pk]),
            key=f"waits:{case.pk}:{case.waiting_since:%Y%m%d%H%M%S}",
        )

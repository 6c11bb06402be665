"""Who may let authors check their points, who may say whether a point is right, and when the check is over."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.kit.verdicts import YES, Verdict, no

LONGEST_HOURS = 720


def is_a_length(hours: int) -> Verdict:
    """Whether authors may be given so many hours: none at all, or up to thirty days."""
    if not 0 <= hours <= LONGEST_HOURS:
        return no(_("Thời gian tác giả kiểm tra phải từ 0 đến 720 giờ."), "hours")
    return YES


def check_is_over(compilation, now) -> Verdict:
    """Whether the authors had their time, where the file gives them any."""
    if not compilation.check_hours:
        return YES
    if compilation.check_closes_at is None:
        return no(
            _(
                "Cần mở cho tác giả kiểm tra các điểm góp ý trước khi chốt; thời gian của hồ sơ này là %(hours)s giờ."
            )
            % {"hours": writing.number(compilation.check_hours)},
            "not-checked",
        )
    if compilation.check_closes_at > now:
        return no(
            _("Tác giả còn kiểm tra các điểm góp ý đến %(until)s nên chưa chốt được.")
            % {"until": writing.datetime_text(timezone.localtime(compilation.check_closes_at))},
            "checking",
        )
    return YES

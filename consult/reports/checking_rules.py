"""Who may let authors check their points, who may say whether a point is right, and when the check is over."""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.reports import checking, rules
from consult.reports.models import Compilation

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


def may_set_check(user, compilation) -> Verdict:
    """Say how long authors check: a coordinator, until the check is opened."""
    allowed = rules.may_group(user, compilation)
    if allowed and compilation.check_opened_at is not None:
        return no(_("Tác giả đã được mời kiểm tra nên thời gian không đổi được nữa."), "opened")
    return allowed


def may_open_check(user, compilation, *, unplaced: int, points: int) -> Verdict:
    """Ask the authors: a coordinator, once, with every opinion in its place."""
    allowed = rules.may_group(user, compilation) and rules.is_whole(unplaced=unplaced, points=points)
    if not allowed:
        return allowed
    if not compilation.check_hours:
        return no(_("Hồ sơ này không dành thời gian cho tác giả kiểm tra."), "no-check")
    if compilation.check_opened_at is not None:
        return no(_("Tác giả đã được mời kiểm tra."), "opened")
    return YES


def may_see_check(user, compilation) -> Verdict:
    """The page of one's own opinions and their points: who has one that was sent here, once the check was opened."""
    if not user.is_authenticated or compilation.check_opened_at is None:
        return hidden("")
    if not checking.asked_of(compilation).filter(comment__voice__person=user).exists():
        return hidden("")
    return YES


def may_reflect(user, compilation, comment, now) -> Verdict:
    """Say whether a point is right about an opinion: its author, until the check ends."""
    if comment.voice.person_id is None or comment.voice.person_id != user.pk:
        return hidden("")
    seen = may_see_check(user, compilation)
    if not seen:
        return seen
    if compilation.check_closes_at <= now or compilation.state != Compilation.State.OPEN:
        return no(_("Đã hết thời gian kiểm tra nên câu trả lời không đổi được nữa."), "over")
    return YES

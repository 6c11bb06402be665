"""Who may open, vote in, close and read a poll."""

from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.polls.models import Choice, Poll


def may_run(user, consultation) -> Verdict:
    """The agency's officers and the council's coordinators run polls."""
    if not files.may_see(user, consultation):
        return hidden()
    if files.may_manage(user, consultation) or files.may_compile(user, consultation):
        return YES
    return no(
        _("Chỉ cán bộ cơ quan soạn thảo hoặc điều phối viên của hội đồng được quản lý thăm dò."), "not-runner"
    )


def may_open(user, consultation) -> Verdict:
    """To open a poll: a runner, while the stage takes polls."""
    return may_run(user, consultation) and files.stage_open(consultation, "poll.opened")


def may_close(user, poll: Poll) -> Verdict:
    """To close before the time: a runner. The clock closes by itself."""
    return may_run(user, poll.consultation)


def may_vote(user, poll: Poll, *, now) -> Verdict:
    """To vote: whoever may speak in the file, save its officers, before the poll closes."""
    consultation = poll.consultation
    if not user.is_authenticated:
        return no(_("Xin đăng nhập để bỏ phiếu."), "sign-in")
    if not files.may_see(user, consultation):
        return hidden()
    if poll.state != Poll.State.OPEN or now >= poll.closes_at:
        return no(_("Cuộc thăm dò đã đóng nên không nhận thêm phiếu."), "closed")
    if files.is_official(user, consultation):
        return no(_("Cán bộ của cơ quan soạn thảo và của Mặt trận không bỏ phiếu thăm dò."), "official")
    return files.stage_open(consultation, "ballot.cast") and files.may_speak(user, consultation)


def is_ballot(choice: str, reason: str) -> Verdict:
    """A choice of the list; the two middle ones carry a reason."""
    if choice not in Choice.values:
        return no(_("Xin chọn một phương án."), "choice")
    if choice in (Choice.AMEND, Choice.NO) and not reason:
        return no(_("Xin nêu lý do cho lựa chọn này."), "reason")
    return YES

"""Rights in an internal round. Whoever is not asked gets the same answer as if there were no round."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.kit import clock
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.models import Membership
from consult.people.roles import ASSOCIATION_KINDS, Role
from consult.people.selectors import holds, organisations_of
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment, Seat

MEMBER_ROLES = (Role.EXPERT, Role.ASSOCIATION_OFFICER)


@dataclass(frozen=True)
class Standing:
    """What a person is in a round today: an officer of its association, a member with a seat, both or nothing."""

    officer: bool = False
    seat: Seat | None = None

    def __bool__(self):
        return self.officer or self.seat is not None


def standing(user, round: Round) -> Standing:
    """Asked at each reading: a seat is worth nothing once the membership behind it has ended.

    Who works for the file's agency or council is no part of the round, also as a member of the association.
    """
    if not user.is_authenticated or not user.is_active or takes_sides(user, round.consultation):
        return Standing()
    officer = holds(user, Role.ASSOCIATION_OFFICER, organisation_id=round.organisation_id)
    seat = Seat.objects.filter(round=round, user=user).first()
    member = seat and holds(user, *MEMBER_ROLES, organisation_id=seat.organisation_id)
    return Standing(officer, seat if member else None)


def takes_sides(user, consultation) -> bool:
    """Whether the person holds any role in the file's agency or council."""
    return bool({consultation.agency_id, consultation.council_id} & set(organisations_of(user)))


def may_open(user, organisation, consultation) -> Verdict:
    """Open a round: officers of an association, on a file that takes comments, from the association too."""
    if not files.may_see(user, consultation):
        return hidden()
    officer = holds(user, Role.ASSOCIATION_OFFICER, organisation_id=organisation.pk)
    if not officer or organisation.kind not in ASSOCIATION_KINDS:
        return no(_("Chỉ cán bộ hội được mở đợt góp ý nội bộ của hội mình."), "not-officer")
    if takes_sides(user, consultation):
        return no(
            _("Người của cơ quan soạn thảo hoặc đơn vị tổng hợp không tham gia đợt góp ý nội bộ."), "sides"
        )
    return files.stage_open(consultation, "comment.posted") and _heard(organisation, consultation)


def _heard(organisation, consultation) -> Verdict:
    """A file for invited experts hears the associations whose members are among those who accepted."""
    if consultation.invited == consultation.Invited.VERIFIED:
        return YES
    members = Membership.objects.holding(Role.EXPERT).filter(organisation=organisation).values("user")
    if consultation.invitations.accepted().filter(expert__user__in=members).exists():
        return YES
    return no(
        _("Hồ sơ này chỉ nhận ý kiến theo lời mời; hội chưa có hội viên nào được mời và đã nhận lời."),
        "not-invited",
    )


def may_read(user, round: Round) -> Verdict:
    """Read the round: officers of the association and the members asked, as long as they are members."""
    return YES if standing(user, round) else hidden()


def is_running(round: Round) -> Verdict:
    """Whether members may still speak, vote and object."""
    if round.filed_at is not None:
        return no(_("Ý kiến của hội đã được gửi; đợt góp ý nội bộ được giữ nguyên, không sửa được."), "filed")
    if clock.now() >= round.closes_at:
        return no(_("Đợt góp ý nội bộ đã hết hạn. Mọi nội dung đã gửi được giữ nguyên."), "over")
    return YES


def may_take_part(user, round: Round) -> Verdict:
    """Comment, endorse, reply, attach dissent: everybody who may read, while the round runs."""
    return may_read(user, round) and is_running(round)


def may_withdraw_comment(user, comment: RoundComment) -> Verdict:
    """One's own, while the round runs."""
    allowed = may_take_part(user, comment.round)
    if allowed and comment.seat.user_id != user.pk:
        return no(_("Chỉ người viết được rút ý kiến của mình."), "not-author")
    return allowed


def may_reply(user, comment: RoundComment) -> Verdict:
    allowed = may_take_part(user, comment.round)
    if allowed and comment.state == RoundComment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút nên không nhận trả lời."), "withdrawn")
    return allowed


def may_endorse(user, comment: RoundComment) -> Verdict:
    """Another member's comment."""
    allowed = may_take_part(user, comment.round)
    if allowed and comment.state == RoundComment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút."), "withdrawn")
    if allowed and comment.seat.user_id == user.pk:
        return no(_("Không tán thành ý kiến của chính mình."), "own")
    return allowed


def may_publish(user, comment: RoundComment) -> Verdict:
    """Put one's own comment into the file; what the file takes is the forum's question."""
    if not may_read(user, comment.round):
        return hidden()
    if comment.seat.user_id != user.pk:
        return no(_("Chỉ người viết được đưa ý kiến của mình ra hồ sơ công khai."), "not-author")
    if comment.parent_id is not None:
        return no(_("Trả lời trong thảo luận nội bộ không đưa ra hồ sơ công khai."), "reply")
    if comment.state == RoundComment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút."), "withdrawn")
    if comment.published_id is not None:
        return no(_("Ý kiến này đã có trong hồ sơ công khai."), "published")
    if comment.round.filed_at is not None:
        return is_running(comment.round)
    return YES


def may_manage(user, round: Round) -> Verdict:
    """Ask more members, set the deadline, draft: officers of the association, who read no more than members."""
    found = standing(user, round)
    if not found:
        return hidden()
    if not found.officer:
        return no(_("Chỉ cán bộ hội được thực hiện việc này."), "not-officer")
    return YES


def may_draft(user, round: Round) -> Verdict:
    """Write the lines and the covering note, open votes: officers, while members can still see and object."""
    return may_manage(user, round) and is_running(round)


def may_extend(user, round: Round, closes_at=None) -> Verdict:
    """Set another deadline, also after the first one passed: officers, until filing, before the file's own end."""
    allowed = may_manage(user, round)
    if not allowed:
        return allowed
    if round.filed_at is not None:
        return is_running(round)
    return deadline_fits(round.consultation, closes_at) if closes_at is not None else YES


def deadline_fits(consultation, closes_at) -> Verdict:
    """A deadline in the future that leaves time to file before the file itself stops taking comments."""
    if closes_at <= clock.now():
        return no(_("Thời hạn của đợt góp ý nội bộ phải ở sau thời điểm này."), "past")
    end = consultation.book.closes_at
    if end is not None and closes_at >= end:
        return no(_("Thời hạn trong hội phải trước thời hạn góp ý của hồ sơ."), "after-file")
    return YES


def may_end(user, round: Round) -> Verdict:
    """End the discussion before its time: officers."""
    return may_draft(user, round)


def may_vote(user, line: Line) -> Verdict:
    """Vote on a line: members with a vote, from the opening of the vote to the end or to the showing of results."""
    allowed = may_take_part(user, line.round)
    if not allowed:
        return allowed
    seat = standing(user, line.round).seat
    if seat is None or not seat.votes:
        return no(_("Chỉ hội viên được hỏi ý kiến biểu quyết; cán bộ hội không bỏ phiếu thay."), "no-vote")
    if line.state == Line.State.DROPPED:
        return no(_("Phương án này đã bỏ."), "dropped")
    if line.voting_at is None:
        return no(_("Phương án này chưa được đưa ra biểu quyết."), "not-yet")
    if line.shown_at is not None:
        return no(_("Kết quả đã công bố nên không nhận thêm phiếu."), "shown")
    return YES


def may_open_vote(user, line: Line) -> Verdict:
    allowed = may_draft(user, line.round)
    if allowed and line.state == Line.State.DROPPED:
        return no(_("Phương án này đã bỏ."), "dropped")
    return allowed


def may_show_result(user, line: Line) -> Verdict:
    """Show a result before the end: officers, only where the round was opened that way."""
    allowed = may_open_vote(user, line)
    if not allowed:
        return allowed
    if line.round.results != Round.Results.OFFICER:
        return no(_("Đợt này đã định trước: kết quả chỉ hiện khi đợt góp ý kết thúc."), "fixed")
    if line.voting_at is None:
        return no(_("Phương án này chưa được đưa ra biểu quyết."), "not-yet")
    return YES


def sees_result(line: Line) -> bool:
    """The same for everybody in the round, officers included: after the end, or once shown."""
    return line.voting_at is not None and (line.shown_at is not None or not is_running(line.round))


def is_line_ballot(choice: str, reason: str) -> Verdict:
    if choice not in LineBallot.Choice.values:
        return no(_("Xin chọn một phương án."), "choice")
    if choice in (LineBallot.Choice.AMEND, LineBallot.Choice.DISAGREE) and not reason:
        return no(_("Xin nêu lý do cho lựa chọn này."), "reason")
    return YES


def may_withdraw_dissent(user, dissent: Dissent) -> Verdict:
    """One's own, until the round ends; another's is not there."""
    allowed = may_take_part(user, dissent.round)
    if allowed and dissent.seat.user_id != user.pk:
        return hidden()
    return allowed


def may_file(user, round: Round) -> Verdict:
    """File the collective opinion, once: officers, after members had their time, while the file takes comments."""
    allowed = may_manage(user, round)
    if not allowed:
        return allowed
    if round.filed_at is not None:
        return is_running(round)
    if is_running(round):
        return no(
            _(
                "Hội viên còn được góp ý và nêu ý kiến khác đến hết hạn; xin kết thúc đợt góp ý trước khi gửi."
            ),
            "running",
        )
    open_now = files.stage_open(round.consultation, "comment.posted")
    if not open_now:
        return no(
            _(
                "Hồ sơ đã ngừng nhận góp ý nên không gửi được ý kiến của hội. "
                "Toàn bộ nội dung của đợt góp ý nội bộ được giữ nguyên."
            ),
            "late",
        )
    return _heard(round.organisation, round.consultation)


def may_see_position(user, round: Round) -> Verdict:
    """The filed opinion is as public as its file; before filing there is nothing to see."""
    if round.filed_at is None:
        return hidden()
    return files.may_see(user, round.consultation)

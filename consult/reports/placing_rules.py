"""Who may set an opinion aside, confirm it, ask for another look, and write beside it; when the few are carried."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit import writing
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import COUNCIL_ROLES, Role
from consult.people.selectors import holds
from consult.reports import rules
from consult.reports.models import Citation, Compilation, SetAside


def may_propose(user, compilation, comment) -> Verdict:
    """Propose that an opinion is set aside: a coordinator, of an opinion that waits."""
    allowed = rules.may_group(user, compilation)
    if not allowed:
        return allowed
    citable = rules.may_cite(compilation.consultation, comment)
    if not citable:
        return citable
    if Citation.objects.filter(comment=comment).exists():
        return no(_("Ý kiến đang ở trong một điểm góp ý nên không đề nghị không tính được."), "placed")
    return YES


def may_confirm(user, compilation, aside) -> Verdict:
    """Confirm it: another person of the council than the one who proposed, while the opinion stands."""
    allowed = _council_while_open(user, compilation)
    if not allowed:
        return allowed
    if aside.proposed_by_id == user.pk:
        return no(_("Người đề nghị không tự xác nhận được; cần người thứ hai của hội đồng."), "same-person")
    if aside.state != SetAside.State.PROPOSED:
        return no(_("Đề nghị này không còn chờ xác nhận."), "not-waiting")
    if aside.comment.state == "withdrawn":
        return no(_("Ý kiến đã được người viết rút."), "withdrawn")
    return YES


def may_lift(user, compilation, aside) -> Verdict:
    """Take a proposal or a setting aside back: anybody of the council who compiles, and who proposed or confirmed it."""
    allowed = _council_while_open(user, compilation)
    if not allowed:
        return allowed
    if user.pk not in (aside.proposed_by_id, aside.confirmed_by_id) and not rules.may_group(
        user, compilation
    ):
        return no(
            _("Chỉ điều phối viên hoặc người đã đề nghị, xác nhận đưa ý kiến trở lại được."), "not-yours"
        )
    if aside.state not in (SetAside.State.PROPOSED, SetAside.State.CONFIRMED):
        return no(_("Ý kiến đã được đưa trở lại."), "lifted")
    return YES


def may_see_aside(user, aside) -> Verdict:
    """The page of an opinion that was set aside is its author's alone."""
    person = aside.comment.voice.person_id
    if person is None or person != user.pk or aside.confirmed_by_id is None:
        return hidden("")
    return YES


def may_appeal(user, compilation, aside) -> Verdict:
    """Ask once for another look: the author, until the compilation is closed."""
    allowed = may_see_aside(user, aside)
    if not allowed:
        return allowed
    if aside.comment.asides.filter(appealed_at__isnull=False).exists():
        return no(_("Ông/Bà đã đề nghị xem lại một lần; quyết định sau đó là cuối cùng."), "appealed")
    if aside.state != SetAside.State.CONFIRMED:
        return no(_("Ý kiến đã được đưa trở lại danh sách tổng hợp."), "lifted")
    if compilation.state != Compilation.State.OPEN:
        return no(_("Bản tổng hợp đã chốt nên không đề nghị xem lại được nữa."), "closed")
    return YES


def may_note(user, compilation) -> Verdict:
    """Write a note or a tag beside an opinion: the council, while it compiles."""
    return _council_while_open(user, compilation)


def may_be_assigned(user, compilation) -> Verdict:
    """An opinion is assigned to a coordinator of the council."""
    if not holds(user, Role.COUNCIL_COORDINATOR, organisation_id=compilation.consultation.council_id):
        return no(_("Chỉ giao ý kiến cho điều phối viên của đơn vị tổng hợp."), "not-coordinator")
    return YES


def carries_the_few(unquoted: int, reason: str) -> Verdict:
    """Whether each opinion that few voices share is quoted, or the council says in writing why not."""
    if unquoted and not reason:
        return no(
            _(
                "Còn %(count)s ý kiến thiểu số chưa được trích nguyên văn. Xin trích các ý kiến này hoặc nêu lý do bằng văn bản."
            )
            % {"count": writing.number(unquoted)},
            "unquoted",
        )
    return YES


def appeals_are_over(compilation, now) -> Verdict:
    """Whether each author of an opinion that was set aside had the time to ask for another look."""
    told = SetAside.objects.filter(
        comment__consultation=compilation.consultation_id, state=SetAside.State.CONFIRMED,
        comment__voice__person__isnull=False,
    ).exclude(comment__asides__appealed_at__isnull=False)  # fmt: skip
    last = told.aggregate(last=Max("confirmed_at"))["last"]
    until = last and last + timedelta(hours=settings.ASIDE_APPEAL_HOURS)
    if until and until > now:
        return no(
            _("Tác giả của ý kiến không tính còn được đề nghị xem lại đến %(until)s nên chưa chốt được.")
            % {"until": writing.datetime_text(timezone.localtime(until))},
            "appealable",
        )
    return YES


def _council_while_open(user, compilation) -> Verdict:
    consultation = compilation.consultation
    if not holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id):
        return hidden(_("Trang này dành cho đơn vị tổng hợp."))
    return rules.points_move(compilation)

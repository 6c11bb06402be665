"""Who may ask a language model for a proposal, and make a point of one. It is off where no address is set."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.reports import rules
from consult.reports.models import ProposalRun

PER_HOUR = 20


def configured() -> bool:
    """Whether this site has a language model at all."""
    return bool(settings.LLM_ENDPOINT and settings.LLM_MODEL)


def may_ask_model(user, compilation) -> Verdict:
    """Ask for a proposal: a coordinator, while points may change, of a file that everybody may read."""
    if not configured():
        return hidden(_("Hệ thống không dùng mô hình ngôn ngữ."))
    allowed = rules.may_group(user, compilation)
    if allowed and compilation.consultation.state == Consultation.State.PREPARED:
        return no(_("Hồ sơ chưa công bố nên không gửi nội dung ra ngoài."), "not-public")
    return allowed


def not_too_often(compilation) -> Verdict:
    """Whether the hour's number of questions in one file is not used up."""
    since = database_now() - timedelta(hours=1)
    if ProposalRun.objects.filter(compilation=compilation, asked_at__gte=since).count() >= PER_HOUR:
        return no(
            _("Đã xin %(limit)s đề xuất trong một giờ; xin thử lại sau.")
            % {"limit": writing.number(PER_HOUR)},
            "too-often",
        )
    return YES


def may_take_group(user, group) -> Verdict:
    """Make a point of a proposed group: a coordinator, once, while points may change."""
    return rules.may_group(user, group.run.compilation) and not_taken(group)


def not_taken(group) -> Verdict:
    """Whether no point stands for this group; one that was removed or taken back makes it free again."""
    if group.point_id is not None:
        return no(_("Nhóm này đã được lập thành một điểm góp ý."), "taken")
    return YES

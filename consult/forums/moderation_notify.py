"""Who hears of moderation: the moderators that something waits, the author what was decided. Never who reported."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.forums import moderation_rules as rules
from consult.forums import notify
from consult.forums.models import Appeal, Case, Flag, Ruling
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role


def on_flagged(entry) -> list[Told]:
    """The moderators hear of the first report that waits on a comment, not of each."""
    flag = Flag.objects.select_related("case__consultation").filter(pk=entry.target_id).first()
    if flag is None:
        return []
    before = Flag.objects.filter(case=flag.case_id, pk__lt=flag.pk, outcome=Flag.Outcome.WAITING)
    if before.exists():
        return []
    text = _("Hồ sơ %(code)s có ý kiến bị báo cáo: %(ground)s.") % {
        "code": flag.case.consultation.code,
        "ground": str(flag.get_ground_display()).lower(),
    }
    return [_to_moderators(flag.case, text)]


def on_posted(entry) -> list[Told]:
    """The moderators hear of a comment that waits for their approval."""
    case = Case.objects.select_related("consultation").filter(comment=entry.target_id, held=True).first()
    if case is None:
        return []
    text = _("Hồ sơ %(code)s có ý kiến chờ duyệt.") % {"code": case.consultation.code}
    return [_to_moderators(case, text)]


def on_appealed(entry) -> list[Told]:
    """The others than the one who ruled; where the council has no other, the overseers."""
    appeal = Appeal.objects.select_related("ruling__case__consultation").filter(pk=entry.target_id).first()
    if appeal is None:
        return []
    case = appeal.ruling.case
    people = set(rules.moderators(case.consultation)) - {appeal.ruling.by_id}
    if not people:
        people = set(Membership.objects.holding(Role.OVERSEER).values_list("user_id", flat=True))
    text = _("Hồ sơ %(code)s có khiếu nại một quyết định kiểm duyệt, cần người thứ hai xem xét.") % {
        "code": case.consultation.code
    }
    return [Told(tuple(sorted(people)), Kind.WORK, text, _case_url(case))]


def on_approved(entry) -> list[Told]:
    """Who would have heard of the comment when it was sent hears of it now."""
    return notify.on_posted(SimpleNamespace(target_id=entry.data["comment"]))


def on_ruled(entry) -> list[Told]:
    """The author reads what was decided and why; a voice that leads to nobody is told by the page alone."""
    ruling = (
        Ruling.objects.select_related("case__comment__voice", "case__comment__clause", "case__consultation")
        .filter(pk=entry.target_id)
        .first()
    )
    if ruling is None or ruling.outcome == Ruling.Outcome.KEPT:
        return []
    comment = ruling.case.comment
    if comment.voice.person_id is None:
        return []
    values = {
        "place": comment.clause.citation if comment.clause else _("toàn văn dự thảo"),
        "code": ruling.case.consultation.code,
        "what": str(ruling.get_outcome_display()).lower(),
        "why": ruling.reason or (str(ruling.get_ground_display()) if ruling.ground else ""),
    }
    if values["why"]:
        text = _("Ý kiến về %(place)s, hồ sơ %(code)s: %(what)s. Lý do: %(why)s") % values
    else:
        text = _("Ý kiến về %(place)s, hồ sơ %(code)s: %(what)s.") % values
    url = reverse("comment_ruling", args=[values["code"], comment.pk])
    return [Told((comment.voice.person_id,), Kind.MODERATION, text[:500], url)]


def _to_moderators(case, text: str) -> Told:
    return Told(tuple(rules.moderators(case.consultation)), Kind.WORK, text, _case_url(case))


def _case_url(case) -> str:
    return reverse("moderation_case", args=[case.consultation.code, case.pk])

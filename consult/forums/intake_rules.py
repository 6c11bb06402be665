"""Who may enter opinions for others, and who reads the paper behind them.

The Front collects opinions on the draft that it sends out (Article 34 of the Law on the Fatherland Front); the drafting
agency collects those that it asks for itself (Articles 6 and 30 of Law 64/2025/QH15). So each side registers what it
received, the other side sees source and scan, and neither can change or take back what the other entered.
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.forums.intake_models import Paper
from consult.forums.models import Comment, Shown
from consult.forums.rules import knows_names, may_show
from consult.kit import clock
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role
from consult.people.selectors import holds


def office_id(user, consultation) -> int | None:
    """The side for which this person registers papers: its council or its agency, None for all others."""
    if holds(user, Role.COUNCIL_COORDINATOR, organisation_id=consultation.council_id):
        return consultation.council_id
    if holds(user, Role.AGENCY_OFFICER, organisation_id=consultation.agency_id):
        return consultation.agency_id
    return None


def may_see_papers(user, consultation) -> Verdict:
    """The register of papers: people of the file's agency and council; to others it is not there."""
    if files.is_official(user, consultation):
        return YES
    return hidden(_("Sổ văn bản góp ý dành cho cán bộ của hồ sơ này."))


def is_clerk(user, consultation) -> Verdict:
    """Register papers in this file at all: coordinators of its council, officers of its agency."""
    seen = may_see_papers(user, consultation)
    if not seen:
        return seen
    if office_id(user, consultation) is None:
        return no(
            _("Chỉ điều phối viên của đơn vị tổng hợp và cán bộ của cơ quan soạn thảo được nhập ý kiến."),
            "not-clerk",
        )
    return YES


def may_enter(user, consultation) -> Verdict:
    """Enter opinions now: a clerk, while the file takes or compiles opinions."""
    return is_clerk(user, consultation) and files.stage_open(consultation, "comment.entered")


def may_name(user, consultation, shown: str) -> Verdict:
    """Whether the clerk may enter at this level: what only the council may know is received by the council."""
    allowed = may_show(consultation, shown)
    if (
        allowed
        and shown not in (Shown.NAMED, Shown.ANONYMOUS)
        and office_id(user, consultation) != consultation.council_id
    ):
        return no(_("Ý kiến chỉ gửi hội đồng do đơn vị tổng hợp nhập."), "council-only")
    return allowed


def may_continue(user, paper: Paper) -> Verdict:
    """Enter further opinions of a paper: clerks of the side that registered it, until it is taken back."""
    if not may_see_papers(user, paper.consultation):
        return hidden()
    if office_id(user, paper.consultation) != paper.office_id:
        return no(_("Chỉ bên đã đăng ký văn bản này được nhập thêm hoặc thu hồi ý kiến."), "other-office")
    if paper.undone_at is not None:
        return no(_("Các ý kiến của văn bản này đã được thu hồi."), "undone")
    return may_enter(user, paper.consultation)


def knows_sender(user, paper: Paper) -> bool:
    """Whether the person may read who spoke and see the scan: the name is public, or the council, or who received it."""
    if paper.shown == Shown.NAMED or knows_names(user, paper.consultation):
        return True
    roles = AGENCY_ROLES | COUNCIL_ROLES
    return paper.shown == Shown.ANONYMOUS and holds(user, *roles, organisation_id=paper.office_id)


def may_see_scan(user, paper: Paper) -> Verdict:
    """The scan holds names and signatures: officers of the file who may know the sender."""
    seen = may_see_papers(user, paper.consultation)
    if not seen:
        return seen
    if not paper.scan or not knows_sender(user, paper):
        return hidden()
    return YES


def fits(paper_fields: dict) -> Verdict:
    """Whether the facts of a paper make sense: who spoke, and days that are not to come."""
    today = timezone.localdate(clock.now())
    if not paper_fields["sender"]:
        return no(_("Xin ghi ai góp ý, đúng như trên văn bản."), "no-sender")
    if paper_fields["received_on"] > today:
        return no(_("Ngày nhận không được sau ngày hôm nay."), "future")
    issued_on = paper_fields.get("issued_on")
    if issued_on and issued_on > paper_fields["received_on"]:
        return no(_("Ngày của văn bản không được sau ngày nhận."), "dates")
    return YES


_guards: list[Callable[[Paper], Verdict]] = []


def guard_undo(guard: Callable[[Paper], Verdict]) -> None:
    """What forbids to take a paper's opinions back, told from the apps above."""
    _guards.append(guard)


def may_undo(user, paper: Paper) -> Verdict:
    """Take all opinions of a paper back: its own side, while nobody answered or compiled any of them."""
    allowed = may_continue(user, paper)
    if not allowed:
        return allowed
    if Comment.objects.filter(parent__paper=paper).exists():
        return no(_("Đã có trả lời ý kiến nhập từ văn bản này nên không thu hồi được."), "answered")
    return next((verdict for guard in _guards if not (verdict := guard(paper))), YES)

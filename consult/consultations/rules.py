"""Rights in a file. The Front compiles and the agency answers: no rule gives one side the other's power."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from consult.consultations import stages
from consult.consultations.models import Consultation, Stage
from consult.experts.rules import is_verified
from consult.kit import clock
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_KINDS, AGENCY_ROLES, COUNCIL_KINDS, COUNCIL_ROLES, Role
from consult.people.selectors import holds, organisations_of

LONGEST_EXTENSION = timedelta(days=366)


def may_create(user, agency, council, version) -> Verdict:
    """A new file on a published version of the officer's own agency, compiled by a council."""
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=agency.pk) or agency.kind not in AGENCY_KINDS:
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được lập hồ sơ lấy ý kiến."), "not-officer")
    if version.draft.agency_id != agency.pk:
        return no(_("Dự thảo không thuộc cơ quan lập hồ sơ."), "other-agency")
    if version.state != "published":
        return no(_("Chỉ lập hồ sơ trên bản dự thảo đã công bố."), "not-published")
    if council.kind not in COUNCIL_KINDS:
        return no(_("Đơn vị tổng hợp phải là Mặt trận Tổ quốc hoặc hội đồng tư vấn."), "not-council")
    return YES


def may_see(user, consultation) -> Verdict:
    """Opened files are public; one in preparation is seen by its agency and its council."""
    if consultation.state != Consultation.State.PREPARED:
        return YES
    if {consultation.agency_id, consultation.council_id} & set(organisations_of(user)):
        return YES
    return hidden(_("Hồ sơ này chưa được công bố."))


def may_manage(user, consultation) -> Verdict:
    """Prepare, open and close the file, and invite: officers of its agency."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=consultation.agency_id):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được quản lý hồ sơ này."), "not-officer")
    return YES


def may_compile(user, consultation) -> Verdict:
    """Group comments into points: coordinators of the file's council, never the agency."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.COUNCIL_COORDINATOR, organisation_id=consultation.council_id):
        return no(_("Chỉ điều phối viên của đơn vị tổng hợp được tổng hợp ý kiến."), "not-coordinator")
    return YES


def may_preside(user, consultation) -> Verdict:
    """Sign what the council decided: the head of the file's council."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.COUNCIL_HEAD, organisation_id=consultation.council_id):
        return no(_("Chỉ chủ nhiệm hội đồng được ký báo cáo."), "not-head")
    return YES


def may_answer(user, consultation) -> Verdict:
    """Write answers to points: officers of the drafting agency, never the council."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.AGENCY_OFFICER, organisation_id=consultation.agency_id):
        return no(_("Chỉ cán bộ của cơ quan soạn thảo được trả lời góp ý."), "not-officer")
    return YES


def may_sign(user, consultation) -> Verdict:
    """Publish the answers: the signer of the drafting agency."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.AGENCY_SIGNER, organisation_id=consultation.agency_id):
        return no(
            _("Chỉ người ký của cơ quan soạn thảo được công bố bản tiếp thu, giải trình."), "not-signer"
        )
    return YES


def is_official(user, consultation) -> bool:
    """Whether the person takes part as an officer of the file's agency or council."""
    return holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id) or holds(
        user, *COUNCIL_ROLES, organisation_id=consultation.council_id
    )


def may_speak(user, consultation) -> Verdict:
    """Have a voice in this file, at any stage of it; which verbs are open is `stage_open`'s question."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if consultation.state != Consultation.State.OPEN:
        return _not_running(consultation)
    if not user.is_authenticated:
        return no(_("Cần đăng nhập bằng tài khoản chuyên gia đã xác thực để góp ý."), "sign-in")
    if is_official(user, consultation):
        return YES
    verified = is_verified(user)
    if not verified:
        return verified
    if consultation.invited == Consultation.Invited.INVITED:
        return _is_invited(user, consultation)
    return YES


def _is_invited(user, consultation) -> Verdict:
    if consultation.invitations.accepted().filter(expert__user=user).exists():
        return YES
    return no(_("Hồ sơ này chỉ nhận ý kiến của chuyên gia được mời và đã nhận lời."), "not-invited")


def may_declare_interest(user, voice) -> Verdict:
    """Only the person whose voice it is, while the file lasts."""
    if not user.is_authenticated or voice.person_id != user.pk:
        return hidden()
    if voice.consultation.state != Consultation.State.OPEN:
        return _not_running(voice.consultation)
    return YES


def stage_open(consultation, verb_name: str) -> Verdict:
    """Whether the present stage opens a verb now: the early answer; the ledger asks again under its lock."""
    if consultation.state != Consultation.State.OPEN:
        return _not_running(consultation)
    book, now = consultation.book, clock.now()
    if verb_name not in book.open_verbs:
        stage = next((s for s in consultation.stages.all() if s.state == Stage.State.NOW), None)
        return no(
            _("Hồ sơ đang ở giai đoạn %(stage)s, giai đoạn này không mở việc đang làm.")
            % {"stage": stage.get_kind_display().lower() if stage else ""},
            "stage-closed",
        )
    if book.opens_at and now < book.opens_at:
        return no(_("Chưa đến thời gian thực hiện việc này."), "not-yet")
    if book.closes_at and now >= book.closes_at:
        return no(_("Đã hết thời hạn thực hiện việc này."), "deadline-passed")
    return YES


def _not_running(consultation) -> Verdict:
    if consultation.state == Consultation.State.PREPARED:
        return no(_("Hồ sơ chưa mở lấy ý kiến."), "not-open")
    return no(_("Hồ sơ đã kết thúc."), "closed")


def may_open(user, consultation, closes_at) -> Verdict:
    """Open a prepared file; `closes_at` is the end of its comment stage."""
    managed = may_manage(user, consultation)
    if not managed:
        return managed
    if consultation.state != Consultation.State.PREPARED:
        return no(_("Hồ sơ này đã được mở."), "opened")
    if closes_at is None or closes_at <= clock.now():
        return no(_("Thời hạn góp ý phải ở sau thời điểm mở hồ sơ."), "deadline-passed")
    return YES


def may_choose_levels(user, consultation) -> Verdict:
    """Which levels of a voice the file takes: officers of its agency, until it opens."""
    managed = may_manage(user, consultation)
    if not managed:
        return managed
    if consultation.state != Consultation.State.PREPARED:
        return no(_("Mức công khai danh tính đã cố định khi mở lấy ý kiến."), "opened")
    return YES


def may_move(user, consultation, current: str, to: str) -> Verdict:
    """Move the file on. Until compiling both sides may; to answering only the council; the end the agency."""
    if consultation.state != Consultation.State.OPEN:
        return may_see(user, consultation) and _not_running(consultation)
    if to == "answer":
        allowed = may_preside(user, consultation) or may_compile(user, consultation)
    elif to == "closed":
        allowed = may_manage(user, consultation) or may_sign(user, consultation)
    else:
        allowed = may_manage(user, consultation) or may_compile(user, consultation)
    if not allowed:
        return allowed
    if to not in stages.NEXT[current]:
        return no(_("Hồ sơ không chuyển được sang giai đoạn này từ giai đoạn hiện nay."), "wrong-stage")
    return next((v for guard in _guards.get(to, ()) if not (v := guard(consultation))), YES)


def may_extend(user, consultation, stage, closes_at=None) -> Verdict:
    """Give the present stage more time: officers of the agency, while experts still speak in it.

    `stage` is the present one or None; `closes_at` the wished deadline, None to ask whether any is possible.
    """
    managed = may_manage(user, consultation)
    if not managed:
        return managed
    if consultation.state != Consultation.State.OPEN:
        return _not_running(consultation)
    if stage is None or stage.kind not in stages.EXTENDED or stage.closes_at is None:
        return no(_("Chỉ gia hạn giai đoạn góp ý hoặc thảo luận đang có thời hạn."), "wrong-stage")
    now = clock.now()
    if stage.closes_at <= now:
        return no(_("Giai đoạn này đã hết thời hạn nên không gia hạn được."), "deadline-passed")
    if closes_at is not None and closes_at <= stage.closes_at:
        return no(_("Thời hạn mới phải sau thời hạn hiện nay."), "not-later")
    if closes_at is not None and closes_at > now + LONGEST_EXTENSION:
        return no(_("Thời hạn mới không được quá một năm kể từ hôm nay."), "too-late")
    return YES


def may_ask_on(user, consultation, stage, version) -> Verdict:
    """Go on with a later version of the draft: officers of the agency, while experts still speak.

    `stage` is the present one or None; `version` the newest published one or None.
    """
    managed = may_manage(user, consultation)
    if not managed:
        return managed
    if consultation.state != Consultation.State.OPEN:
        return _not_running(consultation)
    if stage is None or stage.kind not in stages.EXTENDED:
        return no(_("Chỉ chuyển sang bản mới khi hồ sơ đang góp ý hoặc thảo luận."), "wrong-stage")
    if version is None or version.draft_id != consultation.draft_id or version.state != "published":
        return no(_("Chưa có bản dự thảo mới nào được công bố."), "no-version")
    if version.number <= consultation.version.number:
        return no(_("Chỉ chuyển sang bản mới hơn bản đang lấy ý kiến."), "not-later")
    return YES


_guards: dict[str, list[Callable[[Consultation], Verdict]]] = {}


def guard_move(to: str, guard: Callable[[Consultation], Verdict]) -> None:
    """What must be done before any file moves to a stage: asked from the apps above, told from their apps.py."""
    _guards.setdefault(to, []).append(guard)


def may_invite(user, consultation) -> Verdict:
    """Ask experts to take part: officers of the agency and coordinators of the council, while it lasts."""
    if consultation.state == Consultation.State.CLOSED:
        return no(_("Hồ sơ đã kết thúc."), "closed")
    return may_manage(user, consultation) or may_compile(user, consultation)


def may_reply_to_invitation(user, invitation) -> Verdict:
    """Only the invited expert, while the file lasts."""
    if not user.is_authenticated or invitation.expert.user_id != user.pk:
        return hidden(_("Lời mời này gửi cho người khác."))
    if invitation.consultation.state == Consultation.State.CLOSED:
        return no(_("Hồ sơ đã kết thúc."), "closed")
    return YES

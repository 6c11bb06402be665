"""Who may group opinions, answer them and publish: the council compiles, the agency answers, never both."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.consultations import rules as files
from consult.consultations.selectors import current_stage
from consult.kit import clock, writing
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES
from consult.people.selectors import holds
from consult.reports.models import Answer, Citation, Clarification, Compilation, Forwarding

WITH_CLAUSE = (Answer.Code.ACCEPTED, Answer.Code.PARTLY)
PLACED, ASIDE, WAITING = gettext_lazy("Đã xếp"), gettext_lazy("Không tính"), gettext_lazy("Chưa xếp")
NOT_STARTED = gettext_lazy("Bản tổng hợp chưa được lập.")


# --- compiling: the council ------------------------------------------------------------------------------


def may_see_compiling(user, consultation) -> Verdict:
    """The workspace of the council, where names behind "anonymous to the public" are known; to others it is not."""
    if not holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id):
        return hidden(_("Trang này dành cho đơn vị tổng hợp."))
    return YES


def may_start(user, consultation) -> Verdict:
    """Begin to compile: a coordinator of the file's council, once opinions are no longer taken."""
    allowed = files.may_compile(user, consultation)
    if not allowed:
        return allowed
    return _at_stage(consultation, "compile", _("Chỉ tổng hợp ý kiến ở giai đoạn tổng hợp của hồ sơ."))


def may_group(user, compilation) -> Verdict:
    """Change points and place opinions: a coordinator of the council, while the compilation is open."""
    allowed = files.may_compile(user, compilation.consultation) and points_move(compilation)
    if not allowed or compilation.edition > 1:
        return allowed
    return may_start(user, compilation.consultation)


def points_move(compilation) -> Verdict:
    """Whether points may change just now: not once closed, nor while authors check them or the council decides."""
    if compilation.state != Compilation.State.OPEN:
        return no(_("Bản tổng hợp đã chốt nên không thay đổi được nữa."), "closed")
    if compilation.deciding:
        return no(_("Hội đồng đang quyết định bản tổng hợp nên các điểm góp ý giữ nguyên."), "deciding")
    until = compilation.check_closes_at
    if until and until > clock.now():
        return no(
            _("Tác giả đang kiểm tra các điểm góp ý đến %(until)s nên các điểm giữ nguyên.")
            % {"until": writing.datetime_text(timezone.localtime(until))},
            "checking",
        )
    return YES


def may_remove(point) -> Verdict:
    """Whether a point may go: not one that the agency has begun to answer, where a signed report is taken up again."""
    begun = (Answer, Clarification, Forwarding)
    if point.compilation.edition > 1 and any(model.objects.filter(point=point).exists() for model in begun):
        return no(_("Cơ quan đã trả lời điểm này nên không bỏ hoặc gộp được; hãy sửa nội dung."), "answered")
    return YES


def may_cite(consultation, comment) -> Verdict:
    """Whether this comment may stand in a point: an opinion received in the same file, not a reply."""
    if comment.consultation_id != consultation.pk:
        return hidden(_("Ý kiến này không thuộc hồ sơ đang tổng hợp."))
    if comment.parent_id is not None:
        return no(_("Câu trả lời trong thảo luận không xếp riêng; hãy xếp ý kiến mà nó trả lời."), "reply")
    if comment.state == "withdrawn":
        return no(_("Ý kiến đã được người viết rút nên không xếp vào điểm góp ý."), "withdrawn")
    if any(aside.state in ("proposed", "confirmed") for aside in comment.asides.all()):
        return no(
            _("Ý kiến đang được đề nghị hoặc đã xác nhận không tính; đưa trở lại trước khi xếp."), "aside"
        )
    return YES


def not_compiled(paper) -> Verdict:
    """Whether no opinion entered from this paper stands in a point."""
    if Citation.objects.filter(comment__paper=paper).exists():
        return no(
            _("Đã có ý kiến của văn bản này được xếp vào điểm góp ý nên không thu hồi được."), "compiled"
        )
    return YES


def may_close(user, compilation, *, unplaced: int, points: int) -> Verdict:
    """Close the compilation, where no vote is needed. The counts are those under the lock."""
    allowed = may_group(user, compilation) and is_whole(unplaced=unplaced, points=points)
    if allowed and compilation.vote_needed:
        return no(_("Bản tổng hợp của hồ sơ này được chốt bằng quyết định của hội đồng."), "vote-needed")
    return allowed


def is_whole(*, unplaced: int, points: int) -> Verdict:
    """Whether every opinion stands in at least one point or was set aside."""
    if unplaced:
        return no(
            _("Còn %(count)s ý kiến chưa được xếp vào điểm góp ý nào nên chưa chốt được bản tổng hợp.")
            % {"count": writing.number(unplaced)},
            "unplaced",
        )
    if not points:
        return no(_("Bản tổng hợp chưa có điểm góp ý nào."), "empty")
    return YES


# --- answering: the agency -------------------------------------------------------------------------------


def may_see_answering(user, consultation) -> Verdict:
    """The workspace of the agency; to others it is not there."""
    if not holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id):
        return hidden(_("Trang này dành cho cơ quan soạn thảo."))
    return YES


def may_answer(user, compilation) -> Verdict:
    """Write answers: officers of the agency, after the council closed its compilation, until publication."""
    consultation = compilation.consultation
    allowed = files.may_answer(user, consultation)
    return answering_now(compilation) if allowed else allowed


def answering_now(compilation) -> Verdict:
    """Whether the agency is answering: after the compilation closed, until publication, at the stage of answers."""
    if compilation.state == Compilation.State.OPEN:
        return no(_("Mặt trận chưa chốt bản tổng hợp nên chưa trả lời được."), "not-closed")
    if compilation.state == Compilation.State.PUBLISHED:
        return no(_("Kết quả tiếp thu, giải trình đã công bố nên không sửa được nữa."), "published")
    return _at_stage(compilation.consultation, "answer", _("Hồ sơ không ở giai đoạn trả lời."))


def may_bind(consultation, clause) -> Verdict:
    """Whether an accepted point may name this clause: one of a later version of the same draft."""
    version = clause.version
    if version.draft_id != consultation.draft_id:
        return hidden(_("Điều khoản này thuộc dự thảo khác."))
    if version.number <= consultation.version.number:
        return no(_("Điều khoản đã sửa phải thuộc bản dự thảo mới hơn."), "not-newer")
    return YES


def says_enough(code: str, text: str, bound, *, not_yet: str = "", to=None) -> Verdict:
    """A code without text is not an answer; an acceptance says which changed words answer, or why none does yet.

    `bound` is what it names of the next version; `to` the organisation that a forwarded point goes to.
    """
    if code not in Answer.Code.values:
        return no(_("Xin chọn hướng xử lý."), "code")
    if not text:
        return no(
            _("Cần ghi nội dung tiếp thu, giải trình; chọn hướng xử lý thôi chưa phải là trả lời."), "empty"
        )
    if code in WITH_CLAUSE and not bound and not not_yet:
        return no(
            _(
                "Khi tiếp thu, cần chỉ rõ điều, khoản đã sửa ở bản dự thảo mới, hoặc nêu lý do chưa đưa vào bản này."
            ),
            "no-clause",
        )
    if code == Answer.Code.FORWARDED and to is None:
        return no(_("Xin chọn cơ quan được chuyển đến."), "no-organisation")
    return YES


def may_be_signer(user, consultation) -> Verdict:
    """Whether the person signs for the agency at all: the button is shown with its reason when it is not yet time."""
    return files.may_sign(user, consultation)


def may_publish(user, compilation, *, unanswered: int, unbound: int = 0) -> Verdict:
    """Publish all answers at once: the agency's signer, with every point answered and every acceptance bound.

    `unbound` counts acceptances whose changed words are not in a published version as they were chosen.
    """
    consultation = compilation.consultation
    allowed = files.may_sign(user, consultation)
    if not allowed:
        return allowed
    if compilation.state == Compilation.State.OPEN:
        return no(_("Mặt trận chưa chốt bản tổng hợp nên chưa công bố được."), "not-closed")
    if compilation.state == Compilation.State.PUBLISHED:
        return no(_("Kết quả tiếp thu, giải trình đã được công bố."), "published")
    if unanswered:
        return no(
            _("Còn %(count)s điểm góp ý chưa được trả lời nên chưa công bố được.")
            % {"count": writing.number(unanswered)},
            "unanswered",
        )
    if unbound:
        return no(
            _(
                "Còn %(count)s điểm tiếp thu chưa gắn với chỗ sửa trong bản dự thảo đã công bố nên chưa công bố được."
            )
            % {"count": writing.number(unbound)},
            "unbound",
        )
    return _at_stage(consultation, "answer", _("Hồ sơ không ở giai đoạn trả lời."))


# --- reading ---------------------------------------------------------------------------------------------


def may_see_results(user, compilation) -> Verdict:
    """The public page and papers: everybody, once the signer has published."""
    if compilation is None or compilation.state != Compilation.State.PUBLISHED:
        return hidden(_("Kết quả tiếp thu, giải trình chưa được công bố."))
    return files.may_see(user, compilation.consultation)


def may_take_paper(user, compilation) -> Verdict:
    """The official table: public after publication; a draft of it for the agency and the council before."""
    if compilation is None:
        return hidden(_("Hồ sơ chưa có bản tổng hợp."))
    consultation = compilation.consultation
    return (
        may_see_results(user, compilation)
        or may_see_answering(user, consultation)
        or may_see_compiling(user, consultation)
    )


# --- guards of the stages --------------------------------------------------------------------------------


def ready_for_answers(consultation) -> Verdict:
    """A file goes on to the answers with its compilation closed, unless nothing was said in it."""
    compilation = Compilation.objects.filter(consultation=consultation).first()
    if compilation is not None and compilation.state != Compilation.State.OPEN:
        return YES
    if compilation is None and not consultation.comments.received().exists():
        return YES
    return no(_("Cần chốt bản tổng hợp ý kiến trước khi chuyển sang giai đoạn trả lời."), "not-closed")


def ready_to_end(consultation) -> Verdict:
    """A file whose opinions were compiled ends with its answers published."""
    compilation = Compilation.objects.filter(consultation=consultation).first()
    if compilation is None or compilation.state == Compilation.State.PUBLISHED:
        return YES
    return no(_("Cần công bố kết quả tiếp thu, giải trình trước khi kết thúc hồ sơ."), "not-published")


def _at_stage(consultation, kind: str, reason) -> Verdict:
    stage = current_stage(consultation)
    if stage is None or stage.kind != kind:
        return no(reason, "stage-closed")
    return YES

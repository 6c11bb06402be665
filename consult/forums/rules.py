"""Who may post, answer, withdraw, endorse, and who may know a name."""

from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.core import evidence
from consult.forums.models import Added, Comment, Position, Shown
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import COUNCIL_ROLES, Role
from consult.people.selectors import holds


def may_comment(user, consultation, *, reply: bool = False) -> Verdict:
    """Whether the person may post an opinion (or a reply) in this file now.

    Officers of the file's agency and council only reply: their word on opinions is the official answer.
    """
    if not user.is_authenticated:
        return no(_("Xin đăng nhập để gửi góp ý."), "sign-in")
    if not files.may_see(user, consultation):
        return hidden()
    if not reply and files.is_official(user, consultation):
        return no(
            _(
                "Cán bộ của cơ quan soạn thảo và của Mặt trận chỉ trả lời trong thảo luận; "
                "ý kiến chính thức được ghi ở bản tổng hợp, giải trình."
            ),
            "official",
        )
    return files.stage_open(consultation, "comment.posted") and files.may_speak(user, consultation)


def takes_comments(consultation) -> Verdict:
    """Whether the file takes comments now from anybody; reads only the book, for pages that draw buttons."""
    if "comment.posted" not in consultation.book.open_verbs:
        return no(_("Hồ sơ hiện không nhận góp ý."), "stage-closed")
    return files.stage_open(consultation, "comment.posted")


def may_read(user, comment: Comment) -> Verdict:
    """The same as `CommentQuerySet.readable_by`, for one comment of a file that the person may see."""
    if not comment.guarded or knows_names(user, comment.consultation):
        return YES
    if is_author(user, comment) or (comment.root_id and is_author(user, comment.root)):
        return YES
    return hidden()


def may_answer_to(user, parent: Comment) -> Verdict:
    """Whether the person may reply to this comment."""
    readable = may_read(user, parent)
    if not readable:
        return readable
    if parent.state == Comment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút nên không nhận trả lời."), "withdrawn")
    if parent.state != Comment.State.POSTED:
        return no(_("Ý kiến này đang ẩn hoặc chờ duyệt nên không nhận trả lời."), parent.state)
    return may_comment(user, parent.consultation, reply=True)


def levels_for(consultation, parent: Comment | None = None) -> list[str]:
    """The levels that an opinion, or a reply to `parent`, may be given in this file.

    What is said under an opinion for the council alone stays there with it; nowhere else is a reply for it alone.
    """
    if parent is None:
        return list(consultation.levels)
    if parent.guarded:
        return [Shown.COUNCIL.value]
    return [level for level in consultation.levels if level != Shown.COUNCIL]


def may_show(consultation, shown: str, parent: Comment | None = None) -> Verdict:
    """Whether the file allows this level here."""
    if shown not in Shown.values:
        return no(_("Xin chọn ai được biết tên người góp ý."), "shown")
    if shown in levels_for(consultation, parent):
        return YES
    if parent is not None and parent.guarded:
        return no(_("Trả lời ý kiến chỉ hội đồng đọc cũng chỉ hội đồng và người viết đọc được."), "council")
    if shown == Shown.ANONYMOUS:
        return no(_("Hồ sơ này không nhận ý kiến ẩn danh với công chúng."), "anonymous")
    if parent is not None:
        return no(_("Trả lời ý kiến công khai không gửi riêng cho hội đồng được."), "council-reply")
    return no(_("Hồ sơ này không nhận ý kiến chỉ hội đồng đọc."), "council")


def fits_change(*, position: str, proposed: str, adds: str) -> Verdict:
    """A change of the text is one thing: a deletion brings no wording, and only an addition names a new unit."""
    if position == Position.DROP and proposed:
        return no(
            _(
                "Đề nghị bỏ không kèm câu chữ mới. Nếu muốn sửa câu chữ, xin chọn quan điểm “Đồng ý, có sửa đổi, bổ sung”."
            ),
            "drop-with-words",
        )
    if adds and adds not in Added.values:
        return no(_("Xin chọn bổ sung điều, khoản hay điểm."), "adds")
    if adds and position != Position.ADD:
        return no(_("Chỉ chọn đơn vị bổ sung khi đề nghị bổ sung."), "adds")
    return YES


def may_cite(sources: str) -> Verdict:
    """So many sources, one a line, and no more."""
    lines = [line for line in sources.splitlines() if line.strip()]
    if len(lines) > evidence.MOST_SOURCES or max(map(len, lines), default=0) > evidence.LONGEST_SOURCE:
        return no(
            _("Nhiều nhất %(most)s căn cứ, mỗi căn cứ một dòng không quá %(longest)s ký tự.")
            % {"most": evidence.MOST_SOURCES, "longest": evidence.LONGEST_SOURCE},
            "sources",
        )
    return YES


def says_enough(*, reply: bool, position: str, reason: str, proposed: str) -> Verdict:
    """A reply has words and no position; an opinion has a position, and grounds unless it simply agrees."""
    if reply:
        if position:
            return no(_("Trả lời không kèm quan điểm."), "position")
        return YES if reason else no(_("Xin viết nội dung trả lời."), "empty")
    if position not in Position.values:
        return no(_("Xin chọn quan điểm."), "position")
    if position != Position.YES and not reason and not proposed:
        return no(_("Xin nêu lý do hoặc đề nghị sửa đổi cụ thể."), "empty")
    return YES


def may_withdraw(user, comment: Comment) -> Verdict:
    """Only the author, while the stage takes comments; not what is hidden, whose case has its own way."""
    if not is_author(user, comment):
        return no(_("Chỉ người viết được rút ý kiến của mình."), "not-author")
    if comment.state == Comment.State.HIDDEN:
        return no(_("Ý kiến đang được ẩn theo quyết định nên không rút được."), "hidden")
    return files.stage_open(comment.consultation, "comment.withdrawn")


def may_edit(user, comment: Comment) -> Verdict:
    """Only the author, while the stage takes comments, and only what everybody still reads."""
    if not is_author(user, comment):
        return no(_("Chỉ người viết được sửa ý kiến của mình."), "not-author")
    if comment.state != Comment.State.POSTED:
        return no(_("Ý kiến đã rút hoặc đã gỡ thì không sửa được."), "not-posted")
    return files.stage_open(comment.consultation, "comment.edited")


def may_endorse(user, comment: Comment) -> Verdict:
    """Agree or disagree with a comment: whoever may speak in the file, but not on one's own words, and not its officers."""
    if not user.is_authenticated:
        return no(_("Xin đăng nhập để tán thành hoặc không tán thành ý kiến."), "sign-in")
    consultation = comment.consultation
    if not files.may_see(user, consultation):
        return hidden()
    readable = may_read(user, comment)
    if not readable:
        return readable
    if comment.state == Comment.State.WITHDRAWN:
        return no(_("Ý kiến này đã được rút."), "withdrawn")
    if comment.state != Comment.State.POSTED:
        return no(_("Ý kiến này đang ẩn hoặc chờ duyệt."), comment.state)
    if is_author(user, comment):
        return no(_("Không bày tỏ tán thành hay không tán thành với ý kiến của chính mình."), "own")
    if files.is_official(user, consultation):
        return no(
            _(
                "Cán bộ của cơ quan soạn thảo và của Mặt trận không bày tỏ tán thành hay không tán thành với ý kiến."
            ),
            "official",
        )
    return files.stage_open(consultation, "comment.endorsed") and files.may_speak(user, consultation)


def may_open(user, comment: Comment) -> Verdict:
    """Whether the person is of those who release comments of this file: a coordinator or the head of its council."""
    readable = may_read(user, comment)
    if not readable:
        return readable
    council = comment.consultation.council_id
    if holds(user, Role.COUNCIL_COORDINATOR, Role.COUNCIL_HEAD, organisation_id=council):
        return YES
    return no(
        _("Chỉ điều phối viên hoặc chủ nhiệm của đơn vị tổng hợp được công bố ý kiến gửi hội đồng."),
        "not-head",
    )


def may_release(user, comment: Comment, *, named: bool = False) -> Verdict:
    """Publish a comment made to the council alone; with the name only where the author agreed."""
    allowed = may_open(user, comment)
    if not allowed:
        return allowed
    if comment.shown != Shown.COUNCIL:
        return no(_("Ý kiến này không phải ý kiến chỉ hội đồng đọc."), "not-guarded")
    if comment.state != Comment.State.POSTED:
        return no(_("Ý kiến này đã được rút."), "withdrawn")
    if comment.consultation.state != "open":
        return no(_("Hồ sơ đã kết thúc."), "closed")
    if comment.root_id and comment.root.guarded:
        return no(_("Cần công bố ý kiến được trả lời trước."), "root-guarded")
    if named and not comment.name_agreed:
        return no(_("Người góp ý chưa đồng ý công bố kèm họ tên."), "no-consent")
    if comment.released == Shown.NAMED or (comment.released and not named):
        return no(_("Ý kiến này đã được công bố."), "released")
    return YES


def may_answer_about_name(user, comment: Comment) -> Verdict:
    """Agree, or no longer, to be named if the council releases the comment: its author."""
    if not is_author(user, comment):
        return hidden()
    if comment.shown != Shown.COUNCIL or comment.state != Comment.State.POSTED:
        return no(_("Ý kiến này không phải ý kiến chỉ hội đồng đọc."), "not-guarded")
    if comment.released == Shown.NAMED:
        return no(_("Ý kiến này đã được công bố kèm họ tên."), "released")
    if comment.consultation.state != "open":
        return no(_("Hồ sơ đã kết thúc."), "closed")
    return YES


def is_author(user, comment: Comment) -> bool:
    """Whether this person's own voice wrote the comment; a voice that leads to nobody has no author here."""
    return user.is_authenticated and comment.voice.person_id == user.pk


def knows_names(user, consultation) -> bool:
    """The council that compiles knows the name behind "anonymous to the public"; the agency does not."""
    return holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)

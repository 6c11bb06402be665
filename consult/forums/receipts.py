"""The receipt of a comment: what its author keeps after sending, and what comes next."""

from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.consultations.levels import Shown
from consult.consultations.selectors import stage_line
from consult.forums import rules
from consult.forums.authors import level_note
from consult.forums.models import Comment
from consult.forums.revision_selectors import edited_words
from consult.kit import writing
from consult.kit.verdicts import NotThere
from consult.ledger.models import Entry


@dataclass(frozen=True)
class ReceiptPage:
    """What the author keeps after sending, and what comes next."""

    comment: Comment
    number: str
    code: str
    facts: tuple[tuple[str, str], ...]
    next: tuple[tuple[str, str], ...]
    draft: str
    may_withdraw: bool
    may_edit: bool
    reason: str
    edited: str
    withdrawn: bool
    may_name: bool


def receipt_page(user, comment: Comment) -> ReceiptPage:
    """The receipt of a comment, for its author alone; to others it does not exist."""
    if not rules.is_author(user, comment):
        raise NotThere("")
    consultation = comment.consultation
    entry = Entry.objects.get(book=consultation.book_id, seq=comment.number)
    code = consultation.book.code
    facts = (
        (_("Điều khoản"), _place(comment)),
        (_("Gửi lúc"), writing.datetime_text(entry.at)),
        (_("Cách hiển thị"), comment.get_shown_display()),
        *_released(comment),
        (_("Nằm ở"), _("Bút toán %(seq)s của sổ %(book)s") % {
            "seq": writing.number(entry.seq), "book": code}),
    )  # fmt: skip
    return ReceiptPage(
        comment=comment,
        number=f"{code}-{entry.seq:06d}",
        code=_groups(entry.commitment),
        facts=facts,
        next=tuple(
            (item.words, item.when or item.left) for item in stage_line(consultation) if item.state != "done"
        ),
        draft=f"gop-y-{consultation.code}-"
        + (f"r{comment.parent_id}" if comment.parent_id else f"{comment.clause_id or 'chung'}"),
        may_withdraw=comment.state == Comment.State.POSTED and bool(rules.may_withdraw(user, comment)),
        may_edit=bool(rules.may_edit(user, comment)),
        reason=mark_safe(comment.reason_html),  # cleaned when it was saved
        edited=edited_words(comment.edition, comment.edited_at),
        withdrawn=comment.state == Comment.State.WITHDRAWN,
        may_name=bool(rules.may_answer_about_name(user, comment)),
    )


def _released(comment: Comment) -> tuple[tuple[str, str], ...]:
    """What the author of a comment for the council alone reads about its release."""
    if comment.shown != Shown.COUNCIL:
        return ()
    agreed = _("Đồng ý") if comment.name_agreed else _("Không đồng ý")
    opened = level_note(comment) if comment.released else _("Hội đồng chưa công bố.")
    if comment.released == Shown.NAMED:
        opened += " " + _("Công bố kèm họ tên.")
    return ((_("Công bố"), opened), (_("Công bố kèm họ tên"), agreed))


def _place(comment: Comment) -> str:
    version = _("Dự thảo %(number)s") % {"number": comment.version.number}
    if comment.attachment_id:
        return comment.attachment.title
    if comment.clause is None:
        return _("Toàn văn, %(version)s") % {"version": version}
    citation = comment.clause.citation
    return f"{citation[:1].upper()}{citation[1:]}, {version}"


def _groups(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))

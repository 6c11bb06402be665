"""Open to everybody what was said to the council alone, and the author's word about their name."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations.levels import Shown
from consult.core import vietnamese
from consult.forums import rules, verbs
from consult.forums.actions import fresh, where
from consult.forums.models import Comment
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import Refused
from consult.ledger.actions import record
from consult.ledger.models import Book

REASON_LIMIT = 1000


@transaction.atomic
def release_comment(by, *, comment: Comment, reason: str, named: bool = False) -> Comment:
    """Publish a comment that was for the council alone, without the name, or with it where its author agreed.

    A coordinator or the head of the council, with a reason that everybody reads; what was published without the name
    may be published with it later, never the other way. Locks the book; records comment.released. The same again
    changes nothing.
    """
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    comment = fresh(comment)
    level = Shown.NAMED if named else Shown.ANONYMOUS
    reason = vietnamese.clean(reason).strip()
    if (comment.released, comment.release_reason) == (level, reason) and rules.may_open(by, comment):
        return comment
    rules.may_release(by, comment, named=named).or_refuse()
    _good_or_refuse(reason, comment, named)
    comment.released, comment.release_reason, comment.released_at = level, reason, database_now()
    comment.save(update_fields=["released", "release_reason", "released_at"])
    data = {**where(comment), "level": level}
    record(verbs.COMMENT_RELEASED, book_id=book.pk, by=by, target=comment, data=data)
    return comment


@transaction.atomic
def agree_to_name(user, *, comment: Comment, agreed: bool) -> Comment:
    """Whether the council may publish the author's name with a comment made to it alone. The author; not once it is
    published with the name. Locks the book; records comment.naming, for the council alone."""
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    comment = fresh(comment)
    rules.may_answer_about_name(user, comment).or_refuse()
    if comment.name_agreed == agreed:
        return comment
    comment.name_agreed = agreed
    comment.save(update_fields=["name_agreed"])
    data = {"agreed": agreed}
    record(verbs.COMMENT_NAMING, book_id=book.pk, by=comment.voice, target=comment, data=data)
    return comment


def _good_or_refuse(reason: str, comment: Comment, named: bool) -> None:
    if not reason:
        raise Refused(_("Cần nêu lý do công bố; lý do được công khai cùng ý kiến."), "no-reason")
    if len(reason) > REASON_LIMIT:
        raise Refused(
            _("Lý do dài quá %(limit)s ký tự.") % {"limit": writing.number(REASON_LIMIT)}, "too-long"
        )
    if not named and _names(comment.voice.label, reason):
        raise Refused(_("Lý do có họ tên người góp ý trong khi công bố không kèm họ tên."), "names-author")


def _names(label: str, text: str) -> bool:
    """Whether a text holds the person's name, with or without marks."""
    words = [word for word in label.partition(", ")[0].split() if not word.endswith(".")]
    name = vietnamese.fold(" ".join(words))
    return bool(name) and f" {name} " in f" {' '.join(_letters(vietnamese.fold(text)).split())} "


def _letters(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text)

"""Read how a comment was edited: every wording with its day, its receipt and what changed."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.core import legal
from consult.forums import rules
from consult.forums.authors import AuthorView, author_of
from consult.forums.models import Comment, Criterion
from consult.forums.revision_models import CommentRevision
from consult.kit import writing
from consult.kit.templatetags import consult as look
from consult.kit.verdicts import NotThere


@dataclass(frozen=True)
class RevisionRow:
    """One wording: `reason` and `proposed` compared with the one before; the first stands as it was."""

    number: int
    when: str
    receipt: str
    position: str
    criterion: str
    reason: SafeString | str
    proposed: SafeString | str


@dataclass(frozen=True)
class RevisionsPage:
    comment: Comment
    author: AuthorView
    rows: tuple[RevisionRow, ...]


def revisions_page(user, comment: Comment) -> RevisionsPage:
    """The history of a comment that the person may read, newest first. Of one taken back only its author reads it.

    One query, whatever the number of wordings.
    """
    if comment.state != Comment.State.POSTED and not rules.is_author(user, comment):
        raise NotThere("")
    found = list(comment.revisions.all())
    if not found:
        raise NotThere("")
    rows = [_row(comment, found[0], None), *(_row(comment, new, old) for old, new in pairwise(found))]
    return RevisionsPage(comment, author_of(comment, user), tuple(reversed(rows)))


def _row(comment: Comment, new: CommentRevision, old: CommentRevision | None) -> RevisionRow:
    return RevisionRow(
        number=new.number,
        when=writing.datetime_text(timezone.localtime(new.at)),
        receipt=f"{comment.consultation.book.code}-{new.entry_number:06d}",
        position=new.position,
        criterion=str(dict(Criterion.choices).get(new.criterion, "")),
        reason=_compared(old and old.reason, new.reason),
        proposed=_compared(old and old.proposed, new.proposed),
    )


def _compared(old: str | None, new: str) -> SafeString | str:
    return new if old is None or old == new else look.redline(legal.redline(old, new))


def edited_words(edition: int, edited_at) -> str:
    """ "đã sửa lần 2, 14 giờ 30, 22/11/2026": beside a comment; empty for one that was never edited."""
    if edition < 2:
        return ""
    when = writing.datetime_text(timezone.localtime(edited_at))
    return _("đã sửa lần %(number)s, %(when)s") % {"number": edition - 1, "when": when}

"""Edit a comment in public: the words before stay readable, and each wording has an entry of its own."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import actions, draft_actions, mentions, rules, verbs
from consult.forums.conduct_actions import hold_anew
from consult.forums.models import Comment, Position
from consult.forums.revision_models import CommentRevision
from consult.kit import markdown
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Stale
from consult.ledger.actions import record
from consult.ledger.models import Book

WORDS = ("position", "criterion", "reason", "proposed", "adds")


@transaction.atomic
def edit_comment(
    user,
    *,
    comment: Comment,
    edition: int,
    position="",
    criterion="",
    reason="",
    proposed="",
    adds="",
    client_key,
) -> Comment:
    """Give one's own comment other words while the stage takes comments; those who endorsed it are told.

    `edition` is the number of the wording that was on the screen: another one stored since is Stale. Locks the file's
    book. Words that say the same change nothing. Records comment.edited.
    """
    key = read_key(client_key)
    sent = {
        "position": position,
        "criterion": criterion,
        "reason": vietnamese.clean(reason).strip(),
        "proposed": vietnamese.clean(proposed).strip(),
        "adds": adds,
    }
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    comment = actions.fresh(comment)
    if stored := CommentRevision.objects.filter(comment=comment, client_key=key).first():
        same_or_refuse(stored, **sent)
        return comment
    rules.may_edit(user, comment).or_refuse()
    if edition != comment.edition:
        reason = _("Ý kiến này đã được sửa ở một cửa sổ hoặc thiết bị khác.")
        raise Stale(reason, stored=_named(_words(comment)), sent=_named(sent))
    actions.words_or_refuse(sent, reply=comment.parent_id is not None)
    if sent == _words(comment):
        return comment
    at, number = database_now(), book.last_seq + 1
    if comment.edition == 1:
        _keep_first(comment)
    mentioned = mentions.find(user, comment.consultation, sent["reason"])
    _store(comment, sent, at, mentioned)
    mentions.keep(comment, mentioned)
    revision = CommentRevision.objects.create(
        comment=comment, number=comment.edition, at=at, entry_number=number, client_key=key, **sent
    )
    draft_actions.forget_sent(
        user, consultation=comment.consultation, clause_id=comment.clause_id, edits_id=comment.pk
    )
    where = {"clause": comment.clause_id, "parent": comment.parent_id, "comment": comment.pk}
    audience = "front" if hold_anew(comment) or comment.guarded else None
    record(
        verbs.COMMENT_EDITED,
        book_id=book.pk,
        by=comment.voice,
        target=revision,
        data=where,
        audience=audience,
    )
    return comment


def _words(comment: Comment) -> dict:
    return {name: getattr(comment, name) for name in WORDS}


def _keep_first(comment: Comment) -> None:
    CommentRevision.objects.create(
        comment=comment, number=1, at=comment.created_at, entry_number=comment.number,
        client_key=comment.client_key, **_words(comment),
    )  # fmt: skip


def _store(comment: Comment, sent: dict, at, mentioned) -> None:
    changed = {
        **sent,
        **actions.searchable(sent),
        "reason_html": mentions.link(markdown.render(sent["reason"]), mentioned),
        "edition": comment.edition + 1,
        "edited_at": at,
    }
    for name, value in changed.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(changed))


def _named(words: dict) -> dict:
    """Both texts of a conflict, under the names of the composer."""
    positions = dict(Position.choices)
    named = {
        _("Quan điểm"): positions.get(words["position"], ""),
        _("Lý do, căn cứ"): words["reason"],
        _("Đề nghị sửa thành"): words["proposed"],
    }
    return {name: text for name, text in named.items() if text}

"""What members say inside the round: comment, reply, endorse, withdraw, and publish one's own comment."""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consult.documents.models import Clause
from consult.forums import actions as forums
from consult.forums import rules as forum_rules
from consult.forums.selectors import words_of
from consult.kit import markdown
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import record
from consult.rounds import rules, verbs
from consult.rounds.actions import locked, seat_or_make, text_within
from consult.rounds.models import Round, RoundComment, RoundEndorsement


@transaction.atomic
def post(
    user, *, round: Round, clause: Clause | None = None, parent=None, position="", reason="", proposed="",
    shown="", client_key,
) -> RoundComment:  # fmt: skip
    """Say something to the members; with `shown` also to the file, as one's own comment at that level.

    Whoever takes part in the round. Locks the round; the file's book is locked before the round's. Both or
    neither: a file that refuses keeps nothing, and the form keeps every word. Records round_comment.posted.
    """
    key = read_key(client_key)
    round = locked(round)
    sent = _sent(clause, parent, position, reason, proposed)
    stored = RoundComment.objects.filter(round=round, seat__user=user, client_key=key).first()
    if stored is not None:
        rules.may_read(user, round).or_refuse()
        same_or_refuse(stored, **sent)
        return stored
    if parent is None:
        rules.may_take_part(user, round).or_refuse()
    else:
        rules.may_reply(user, _fresh(parent, round)).or_refuse()
    _fits_or_refuse(round, clause, parent, sent)
    comment = RoundComment.objects.create(
        **sent,
        round=round,
        root_id=(parent.root_id or parent.pk) if parent else None,
        seat=seat_or_make(user, round),
        quote=words_of(clause),
        reason_html=markdown.render(sent["reason"]),
        client_key=key,
    )
    if shown and parent is None:
        _publish(user, comment, shown, key)
    where = {"clause": comment.clause_id, "parent": comment.parent_id}
    record(verbs.COMMENT_POSTED, book_id=round.book_id, by=comment.seat, target=comment, data=where)
    return comment


def _sent(clause, parent, position, reason, proposed) -> dict:
    limit = settings.COMMENT_LIMIT
    return {
        "clause_id": parent.clause_id if parent else clause.pk if clause else None,
        "parent_id": parent.pk if parent else None,
        "position": position,
        "reason": text_within(reason, limit, _("Lý do, căn cứ")),
        "proposed": text_within(proposed, limit, _("Đề nghị sửa thành")),
    }


def _fits_or_refuse(round: Round, clause, parent, sent: dict) -> None:
    if parent is None and clause is not None and clause.version_id != round.consultation.version_id:
        raise Refused(_("Điều khoản này không thuộc bản dự thảo đang lấy ý kiến."), "clause")
    words = {name: sent[name] for name in ("position", "reason", "proposed")}
    forum_rules.says_enough(reply=parent is not None, **words).or_refuse()


@transaction.atomic
def publish(user, *, comment: RoundComment, shown: str, client_key) -> RoundComment:
    """Put one's own comment into the file, later than it was said. Its author. Locks the round.

    The forum decides whether the file takes it. Records round_comment.published for the author's eyes only:
    members see no link between the two, which would name an unnamed voice.
    """
    key = read_key(client_key)
    round = locked(comment.round)
    comment = _fresh(comment, round)
    if comment.published_id is not None and comment.published.client_key == key:
        rules.may_read(user, round).or_refuse()
        return comment
    rules.may_publish(user, comment).or_refuse()
    _publish(user, comment, shown, key)
    record(verbs.COMMENT_PUBLISHED, book_id=round.book_id, by=comment.seat, target=comment)
    return comment


def _publish(user, comment: RoundComment, shown: str, key: uuid.UUID) -> None:
    comment.published = forums.post_comment(
        user,
        consultation=comment.round.consultation,
        clause=comment.clause,
        position=comment.position,
        reason=comment.reason,
        proposed=comment.proposed,
        shown=shown,
        client_key=key,
        from_composer=False,
    )
    comment.save(update_fields=["published"])


@transaction.atomic
def withdraw(user, *, comment: RoundComment) -> RoundComment:
    """Take one's own comment back: marked, its text shown to nobody. Records round_comment.withdrawn."""
    round = locked(comment.round)
    comment = _fresh(comment, round)
    if comment.state == RoundComment.State.WITHDRAWN and comment.seat.user_id == user.pk:
        return comment
    rules.may_withdraw_comment(user, comment).or_refuse()
    comment.state = RoundComment.State.WITHDRAWN
    comment.save(update_fields=["state"])
    record(verbs.COMMENT_WITHDRAWN, book_id=round.book_id, by=comment.seat, target=comment)
    return comment


@transaction.atomic
def endorse(user, *, comment: RoundComment) -> RoundEndorsement:
    """Agree with another member's comment, once. Locks the round. Records round_comment.endorsed."""
    round = locked(comment.round)
    comment = _fresh(comment, round)
    rules.may_endorse(user, comment).or_refuse()
    found, made = RoundEndorsement.objects.get_or_create(comment=comment, seat=seat_or_make(user, round))
    if made:
        record(verbs.COMMENT_ENDORSED, book_id=round.book_id, by=found.seat, target=comment)
    return found


@transaction.atomic
def unendorse(user, *, comment: RoundComment) -> None:
    """Take the endorsement back while the round runs; without one nothing happens. Recorded."""
    round = locked(comment.round)
    rules.may_take_part(user, round).or_refuse()
    found = RoundEndorsement.objects.filter(comment=comment, seat__user=user).select_related("seat").first()
    if found is None:
        return
    found.delete()
    record(verbs.COMMENT_UNENDORSED, book_id=round.book_id, by=found.seat, target=comment)


def _fresh(comment: RoundComment, round: Round) -> RoundComment:
    """The comment as it is under the round's lock."""
    rows = RoundComment.objects.select_related("seat", "clause", "published")
    found = rows.filter(pk=comment.pk, round=round).first()
    if found is None:
        raise NotThere("")
    found.round = round
    return found

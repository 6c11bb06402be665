"""Open a poll, vote, close. The poll's row is locked before the book's: no ballot slips past the closing."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.consultations.actions import take_voice
from consult.core import vietnamese
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused
from consult.ledger.actions import record
from consult.polls import rules, verbs
from consult.polls.models import Ballot, Poll

REASON_LIMIT = 4_000


@transaction.atomic
def open_poll(by, *, consultation, clause, question: str, closes_at, client_key) -> Poll:
    """Ask the experts of the file a question on a clause. Records poll.opened; idempotent by key."""
    key = read_key(client_key)
    sent = {
        "clause_id": clause.pk,
        "question": vietnamese.clean_name(question),
        "closes_at": closes_at,
        "consultation_id": consultation.pk,
    }
    if stored := _stored_poll(by, key, sent):
        return stored
    rules.may_open(by, consultation).or_refuse()
    if clause.version_id != consultation.version_id:
        raise Refused(_("Điều khoản này không thuộc bản dự thảo đang lấy ý kiến."), "clause")
    if not 0 < len(sent["question"]) <= 500:
        raise Refused(_("Câu hỏi thăm dò cần từ 1 đến 500 ký tự."), "question")
    if closes_at <= database_now():
        raise Refused(_("Thời điểm đóng thăm dò phải ở sau thời điểm này."), "closes")
    try:
        with transaction.atomic():
            poll = Poll.objects.create(created_by=by, client_key=key, **sent)
    except IntegrityError:  # the same key arrived twice at once
        return _stored_poll(by, key, sent)
    record(verbs.POLL_OPENED, book_id=consultation.book_id, by=by, target=poll, data={"clause": clause.pk})
    return poll


@transaction.atomic
def cast_ballot(user, *, poll: Poll, choice: str, reason: str = "", client_key) -> Ballot:
    """Cast one ballot, once per voice, before the poll closes by the database's clock.

    Locks the poll's row, so a ballot that raced the closing is either counted or refused whole. Records
    ballot.cast for the owner's eyes only. Idempotent by key.
    """
    key = read_key(client_key)
    reason = vietnamese.clean(reason).strip()
    poll = Poll.objects.select_related("consultation__book").select_for_update(of=("self",)).get(pk=poll.pk)
    mine = Ballot.objects.filter(poll=poll, voice__person=user.pk).first() if user.pk else None
    if mine and mine.client_key == key:
        same_or_refuse(mine, choice=choice, reason=reason)
        return mine
    rules.may_vote(user, poll, now=database_now()).or_refuse()
    if mine:
        raise Refused(_("Phiếu của tài khoản này đã được ghi nhận; mỗi người bỏ một phiếu."), "voted")
    rules.is_ballot(choice, reason).or_refuse()
    if len(reason) > REASON_LIMIT:
        raise Refused(_("Lý do dài quá 4.000 ký tự. Xin rút gọn."), "too-long")
    voice = take_voice(user, consultation=poll.consultation)
    ballot = Ballot.objects.create(poll=poll, voice=voice, choice=choice, reason=reason, client_key=key)
    record(verbs.BALLOT_CAST, book_id=poll.consultation.book_id, by=voice, target=ballot)
    return ballot


@transaction.atomic
def close_poll(by, *, poll: Poll) -> Poll:
    """Close for good; from now on the result is shown. `by=None` is the clock. Records poll.closed."""
    poll = Poll.objects.select_related("consultation__book").select_for_update(of=("self",)).get(pk=poll.pk)
    if poll.state == Poll.State.CLOSED:
        return poll
    now = database_now()
    if by is not None:
        rules.may_close(by, poll).or_refuse()
    elif now < poll.closes_at:
        raise Refused(_("Chưa đến thời điểm đóng thăm dò."), "not-yet")
    poll.state, poll.closed_at = Poll.State.CLOSED, now
    poll.save(update_fields=["state", "closed_at"])
    clause = {"clause": poll.clause_id}
    record(verbs.POLL_CLOSED, book_id=poll.consultation.book_id, by=by, target=poll, data=clause)
    return poll


def close_due_polls() -> int:
    """Close every poll whose time has come, each in its own transaction; returns how many. Called by the worker."""
    due = Poll.objects.filter(state=Poll.State.OPEN, closes_at__lte=database_now())
    return len([close_poll(None, poll=poll) for poll in due])


def _stored_poll(by, key, sent: dict) -> Poll | None:
    stored = Poll.objects.filter(created_by=by, client_key=key).first()
    if stored:
        same_or_refuse(stored, **sent)
    return stored

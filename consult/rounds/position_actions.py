"""The collective opinion as it grows: lines, the covering note, votes, dissent. The round's row is locked first."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consult.forums.models import Position
from consult.forums.selectors import words_of
from consult.kit import markdown
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.rounds import rules, verbs
from consult.rounds.actions import locked, seat_or_make, text_within
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment

REASON_LIMIT, DISSENT_LIMIT, COVER_LIMIT, MOST_LINES = 4_000, 4_000, 10_000, 300


@transaction.atomic
def add_line(
    by, *, round: Round, clause=None, position, reason, proposed="", cites=(), client_key
) -> Line:  # fmt: skip
    """A line of the collective opinion, drawn from members' comments. Officers. Records round_line.saved."""
    key = read_key(client_key)
    round = locked(round)
    sent = {"clause_id": clause.pk if clause else None, **_words(position, reason, proposed)}
    if stored := Line.objects.filter(round=round, client_key=key).first():
        rules.may_manage(by, round).or_refuse()
        same_or_refuse(stored, **sent)
        return stored
    rules.may_draft(by, round).or_refuse()
    if clause is not None and clause.version_id != round.consultation.version_id:
        raise Refused(_("Điều khoản này không thuộc bản dự thảo đang lấy ý kiến."), "clause")
    if round.lines.filter(state=Line.State.DRAFT).count() >= MOST_LINES:
        raise Refused(_("Văn bản của hội có quá nhiều phương án. Xin gộp bớt."), "too-many")
    line = Line.objects.create(
        **sent,
        round=round,
        quote=words_of(clause),
        reason_html=markdown.render(sent["reason"]),
        created_by=by,
        client_key=key,
    )
    line.cites.set(_cited(round, cites))
    record(verbs.LINE_SAVED, book_id=round.book_id, by=by, target=line, data={"version": 1})
    return line


@transaction.atomic
def edit_line(by, *, line: Line, position, reason, proposed="", cites=(), version: int) -> Line:
    """Other words for a line. Officers, while the round runs; `version` is the one that was read, else Stale.

    Other words want other votes: ballots stay with the version they were cast on and count no more. Recorded.
    """
    round = locked(line.round)
    line = _fresh(line, round)
    rules.may_open_vote(by, line).or_refuse()
    sent = _words(position, reason, proposed)
    stored = {name: getattr(line, name) for name in sent}
    if line.version != version:
        raise Stale(
            _("Phương án này vừa được người khác sửa. Xin đối chiếu hai bản rồi lưu lại."),
            stored={**stored, "version": line.version},
            sent={**sent, "version": version},
        )
    line.cites.set(_cited(round, cites))
    if stored == sent:
        return line
    for name, value in sent.items():
        setattr(line, name, value)
    line.reason_html = markdown.render(line.reason)
    line.version, line.voting_at, line.shown_at = version + 1, None, None
    line.save()
    record(verbs.LINE_SAVED, book_id=round.book_id, by=by, target=line, data={"version": line.version})
    return line


@transaction.atomic
def drop_line(by, *, line: Line) -> Line:
    """Leave a line out of the opinion; its text, votes and dissent are kept. Officers. Records round_line.dropped."""
    round = locked(line.round)
    line = _fresh(line, round)
    if line.state == Line.State.DROPPED and rules.may_draft(by, round):
        return line
    rules.may_open_vote(by, line).or_refuse()
    line.state = Line.State.DROPPED
    line.save(update_fields=["state"])
    record(verbs.LINE_DROPPED, book_id=round.book_id, by=by, target=line)
    return line


def _words(position, reason, proposed) -> dict:
    if position not in Position.values:
        raise Refused(_("Xin chọn quan điểm."), "position")
    return {
        "position": position,
        "reason": text_within(reason, REASON_LIMIT, _("Lý do, căn cứ"), needed=True),
        "proposed": text_within(proposed, settings.COMMENT_LIMIT, _("Đề nghị sửa thành")),
    }


def _cited(round: Round, cites) -> list[RoundComment]:
    """Posted opinions of this round only; another number is not there."""
    wanted = {comment.pk for comment in cites}
    found = list(
        round.comments.filter(pk__in=wanted, parent=None, state=RoundComment.State.POSTED)
    )  # fmt: skip
    if len(found) != len(wanted):
        raise NotThere("")
    return found


@transaction.atomic
def save_cover(by, *, round: Round, text: str, version: int) -> Round:
    """The covering note. Officers, until filing; `version` is the one that was read, else Stale. Recorded."""
    round = locked(round)
    rules.may_manage(by, round).or_refuse()
    if round.filed_at is not None:
        rules.is_running(round).or_refuse()
    text = text_within(text, COVER_LIMIT, _("Lời dẫn"))
    if round.cover_version != version:
        raise Stale(
            _("Lời dẫn vừa được người khác sửa. Xin đối chiếu hai bản rồi lưu lại."),
            stored={"cover": round.cover, "version": round.cover_version},
            sent={"cover": text, "version": version},
        )
    if round.cover == text:
        return round
    round.cover, round.cover_version = text, version + 1
    round.save(update_fields=["cover", "cover_version"])
    record(verbs.COVER_SAVED, book_id=round.book_id, by=by, target=round, data={"version": version + 1})
    return round


# --- votes -----------------------------------------------------------------------------------------------


@transaction.atomic
def open_vote(by, *, line: Line) -> Line:
    """Put the words of a line to the vote. Officers, while the round runs. Records round_line.voting."""
    round = locked(line.round)
    line = _fresh(line, round)
    rules.may_open_vote(by, line).or_refuse()
    if line.voting_at is not None:
        return line
    line.voting_at = database_now()
    line.save(update_fields=["voting_at"])
    record(verbs.VOTE_OPENED, book_id=round.book_id, by=by, target=line, data={"version": line.version})
    return line


@transaction.atomic
def show_result(by, *, line: Line) -> Line:
    """End the vote on a line and show its result, where the round was opened that way. Officers. Recorded."""
    round = locked(line.round)
    line = _fresh(line, round)
    rules.may_show_result(by, line).or_refuse()
    if line.shown_at is not None:
        return line
    line.shown_at = database_now()
    line.save(update_fields=["shown_at"])
    record(verbs.RESULT_SHOWN, book_id=round.book_id, by=by, target=line)
    return line


@transaction.atomic
def cast_ballot(user, *, line: Line, choice: str, reason: str = "", version: int, client_key) -> LineBallot:
    """Vote on the words that were read, once. Members with a vote. Locks the round, so no ballot slips past the end.

    `version` is that of the page; words changed since are refused with everything kept. Records
    round_ballot.cast for the voter's eyes only.
    """
    key = read_key(client_key)
    round = locked(line.round)
    line = _fresh(line, round)
    reason = text_within(reason, REASON_LIMIT, _("Lý do"))
    mine = LineBallot.objects.filter(line=line, seat__user=user, version=line.version).first()
    if mine is not None and mine.client_key == key:
        rules.may_read(user, round).or_refuse()
        same_or_refuse(mine, choice=choice, reason=reason)
        return mine
    rules.may_vote(user, line).or_refuse()
    if version != line.version:
        raise Refused(_("Câu chữ của phương án vừa được sửa. Xin đọc bản mới rồi biểu quyết."), "changed")
    if mine is not None:
        raise Refused(_("Phiếu đã được ghi nhận; mỗi hội viên bỏ một phiếu cho mỗi phương án."), "voted")
    rules.is_line_ballot(choice, reason).or_refuse()
    ballot = LineBallot.objects.create(
        line=line,
        seat=rules.standing(user, round).seat,
        version=version,
        choice=choice,
        reason=reason,
        client_key=key,
    )
    record(verbs.BALLOT_CAST, book_id=round.book_id, by=ballot.seat, target=ballot)
    return ballot


# --- dissent ---------------------------------------------------------------------------------------------


@transaction.atomic
def attach_dissent(
    user, *, round: Round, line: Line | None = None, text: str, named: bool, client_key
) -> Dissent:
    """A statement that goes with the collective opinion as written, under the name or without it.

    Everybody in the round, until its end; one standing statement per person and line (None: the whole). Records
    dissent.attached for the author's eyes only.
    """
    key = read_key(client_key)
    round = locked(round)
    text = text_within(text, DISSENT_LIMIT, _("Ý kiến khác"), needed=True)
    sent = {"line_id": line.pk if line else None, "text": text, "named": named}
    if stored := Dissent.objects.filter(round=round, seat__user=user, client_key=key).first():
        rules.may_read(user, round).or_refuse()
        same_or_refuse(stored, **sent)
        return stored
    rules.may_take_part(user, round).or_refuse()
    if line is not None and _fresh(line, round).state == Line.State.DROPPED:
        raise Refused(_("Phương án này đã bỏ."), "dropped")
    if Dissent.objects.filter(round=round, line=line, seat__user=user, state="attached").exists():
        raise Refused(_("Đã có ý kiến khác của hội viên ở đây; xin rút ý kiến cũ rồi viết lại."), "once")
    dissent = Dissent.objects.create(round=round, seat=seat_or_make(user, round), client_key=key, **sent)
    record(verbs.DISSENT_ATTACHED, book_id=round.book_id, by=dissent.seat, target=dissent)
    return dissent


@transaction.atomic
def withdraw_dissent(user, *, dissent: Dissent) -> Dissent:
    """Take the statement back before the round ends: it is not filed. Its author. Records dissent.withdrawn."""
    round = locked(dissent.round)
    dissent = Dissent.objects.select_related("seat").get(pk=dissent.pk)
    dissent.round = round
    rules.may_withdraw_dissent(user, dissent).or_refuse()
    if dissent.state == Dissent.State.WITHDRAWN:
        return dissent
    dissent.state = Dissent.State.WITHDRAWN
    dissent.save(update_fields=["state"])
    record(verbs.DISSENT_WITHDRAWN, book_id=round.book_id, by=dissent.seat, target=dissent)
    return dissent


def _fresh(line: Line, round: Round) -> Line:
    """The line as it is under the round's lock."""
    found = Line.objects.select_related("clause").filter(pk=line.pk, round=round).first()
    if found is None:
        raise NotThere("")
    found.round = round
    return found

"""The council decides on its compilation: statements, votes, the signature, and a new edition.

Locks in one order: file, compilation, the file's book last. The lock of the compilation holds its decision too, so a
vote that comes at the moment of the counting is either counted or refused.
"""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.people.models import Membership
from consult.reports import actions, closing, deciding_rules, deciding_verbs, paper_actions
from consult.reports.deciding_counts import carried, counts
from consult.reports.models import (
    Compilation,
    Decision,
    PaperFile,
    Rapporteur,
    Seat,
    SeatVote,
    Statement,
)
from consult.reports.paper_council import report_form

TEXT_LENGTH = 10_000
Votes = dict[int | None, tuple[str, str]]
"""By point (None for the report as a whole): the choice and, where it is to disagree, the differing opinion."""


@transaction.atomic
def open_decision(by, *, compilation, unquoted_reason: str = "") -> Decision:
    """Lay the compilation before the council; points stand still until it is signed or stopped. Coordinators.

    It is complete as for closing. Who holds a vote now has a seat; quorum and majority are those of now. Locks file,
    compilation and book; records decision.opened. One that runs already is given back.
    """
    consultation = actions._locked_file(compilation.consultation_id)
    compilation = actions._locked(compilation.pk)
    running = compilation.decisions.filter(state__in=RUNNING).first()
    if running is not None:
        deciding_rules.rules.may_see_compiling(by, consultation).or_refuse()
        return running
    actions._lock_book(consultation.book_id)
    deciding_rules.may_open_decision(by, compilation).or_refuse()
    closing.ready_or_refuse(compilation, unquoted_reason)
    compilation.deciding = True
    compilation.save(update_fields=["deciding", "unquoted_reason"])
    decision = Decision.objects.create(
        compilation=compilation, edition=compilation.edition, quorum=settings.COUNCIL_QUORUM,
        majority=settings.COUNCIL_MAJORITY, opened_by=by, opened_at=database_now(),
    )  # fmt: skip
    held = Membership.objects.holding(*deciding_rules.VOTERS).filter(organisation=consultation.council_id)
    voters = sorted(set(held.values_list("user_id", flat=True)))
    Seat.objects.bulk_create(Seat(decision=decision, member_id=pk) for pk in voters)
    data = {"edition": decision.edition, "seats": len(voters)}
    data |= {"quorum": decision.quorum, "majority": decision.majority}
    _record(deciding_verbs.DECISION_OPENED, by, decision, data)
    return decision


RUNNING = (Decision.State.PREPARING, Decision.State.VOTING, Decision.State.COUNTED)


@transaction.atomic
def assign_points(by, *, decision, seats: dict[int, int | None]) -> int:
    """Which seat presents which point; None for nobody. Coordinators. Records decision.assigned with what changed."""
    decision = _locked(decision)
    deciding_rules.may_assign_points(by, decision).or_refuse()
    known = set(decision.seats.values_list("pk", flat=True))
    points = set(decision.compilation.points.values_list("pk", flat=True))
    if set(seats) - points or set(seats.values()) - known - {None}:
        raise NotThere("")
    held = dict(decision.rapporteurs.values_list("point_id", "seat_id"))
    changed = {point: seat for point, seat in seats.items() if held.get(point) != seat}
    if not changed:
        return 0
    decision.rapporteurs.filter(point__in=changed).delete()
    Rapporteur.objects.bulk_create(
        Rapporteur(decision=decision, point_id=point, seat_id=seat) for point, seat in changed.items() if seat
    )
    data = {"seats": [[point, seat] for point, seat in sorted(changed.items())]}
    _record(deciding_verbs.POINTS_GIVEN, by, decision, data)
    return len(changed)


@transaction.atomic
def write_statement(by, *, decision, point, text: str, version: int) -> Statement | None:
    """What this member states on the point; empty words take it back. Members with a seat, until the vote.

    Another text than the one that was seen (its `version`, 0 for none) is Stale with both. Records statement.written.
    """
    decision = _locked(decision)
    deciding_rules.may_state(by, decision).or_refuse()
    text = _text(text)
    seat = decision.seats.get(member=by)
    stored = Statement.objects.filter(seat=seat, point=point).first()
    if (stored.text if stored else "") == text:
        return stored
    if (stored.version if stored else 0) != version:
        raise Stale(
            _("Nhận định này vừa được lưu ở nơi khác. Nội dung của cả hai bên được giữ ở dưới."),
            stored={"text": stored.text if stored else "", "version": stored.version if stored else 0},
            sent={"text": text},
        )
    if not text:
        stored.delete()
    else:
        stored = stored or Statement(seat=seat, point=point, version=0)
        stored.text, stored.version = text, stored.version + 1
        stored.save()
    data = {"decision": decision.pk, "seat": seat.pk, "sha256": actions._hash({"text": text})}
    book_id = decision.compilation.consultation.book_id
    record(deciding_verbs.STATEMENT_WRITTEN, book_id=book_id, by=by, target=point, data=data)
    return stored if text else None


@transaction.atomic
def open_vote(by, *, decision) -> Decision:
    """Begin the vote; what is stated stands still. The head, or a coordinator. Records decision.vote_opened."""
    decision = _locked(decision)
    deciding_rules.may_open_vote(by, decision).or_refuse()
    decision.state = Decision.State.VOTING
    decision.save(update_fields=["state"])
    _record(deciding_verbs.VOTE_OPENED, by, decision, {"edition": decision.edition})
    return decision


@transaction.atomic
def cast_votes(by, *, decision, votes: Votes, version: int) -> Seat:
    """The member's votes, all together; sent again they replace the ones before, until the vote ends.

    Questions that are left out have no vote of theirs. `version` is that of the votes which the member saw; others in
    between are Stale with both. Locks the compilation; records decision.voted, readable by the member alone, with every
    vote, so that the ledger holds what was changed.
    """
    decision = _locked(decision)
    deciding_rules.may_vote(by, decision).or_refuse()
    votes = {point: (choice, _text(dissent)) for point, (choice, dissent) in votes.items()}
    if set(votes) - {None} - set(decision.compilation.points.values_list("pk", flat=True)):
        raise NotThere("")
    _choices_or_refuse(votes)
    seat = decision.seats.get(member=by)
    stored = {vote.point_id: (vote.choice, vote.dissent) for vote in seat.votes.all()}
    if stored == votes:
        return seat
    if seat.version != version:
        raise Stale(
            _("Phiếu này vừa được gửi ở nơi khác. Nội dung của cả hai bên được giữ ở dưới."),
            stored={"votes": stored, "version": seat.version},
            sent={"votes": votes},
        )
    seat.votes.all().delete()
    SeatVote.objects.bulk_create(
        SeatVote(seat=seat, point_id=point, choice=choice, dissent=dissent)
        for point, (choice, dissent) in votes.items()
    )
    seat.version += 1
    seat.save(update_fields=["version"])
    rows = sorted([point or 0, choice, dissent] for point, (choice, dissent) in votes.items())
    data = {
        "version": seat.version,
        "votes": [row[:2] for row in rows],
        "sha256": actions._hash({"votes": rows}),
    }
    _record(deciding_verbs.VOTES_CAST, by, decision, data)
    return seat


def _choices_or_refuse(votes: Votes) -> None:
    if not votes:
        raise Refused(_("Xin chọn ít nhất một câu để biểu quyết."), "empty")
    if {choice for choice, _d in votes.values()} - set(SeatVote.Choice.values):
        raise Refused(_("Xin chọn đồng ý, không đồng ý hoặc không biểu quyết."), "choice")
    if any((choice == SeatVote.Choice.DISAGREE) != bool(dissent) for choice, dissent in votes.values()):
        raise Refused(
            _("Khi không đồng ý cần ghi ý kiến khác; ý kiến khác chỉ ghi khi không đồng ý."), "dissent"
        )


@transaction.atomic
def count_votes(by, *, decision) -> Decision:
    """End the vote and show what it came to. The head, or a coordinator. Records decision.counted with every count."""
    decision = _locked(decision)
    deciding_rules.may_count(by, decision).or_refuse()
    decision.state, decision.counted_at = Decision.State.COUNTED, database_now()
    decision.save(update_fields=["state", "counted_at"])
    rows = [
        [point or 0, one.agree, one.disagree, one.abstain, one.members]
        for point, one in sorted(counts(decision).items(), key=lambda pair: pair[0] or 0)
    ]
    _record(deciding_verbs.VOTE_COUNTED, by, decision, {"counts": rows, "carried": carried(decision)})
    return decision


@transaction.atomic
def sign_report(by, *, decision) -> Decision:
    """Sign what was carried: the compilation is closed, the report frozen with its hash, its files are made.

    The head of the council. It is complete under the locks as when it was opened: what came from paper since must be
    placed first. Locks file, compilation and book; records compilation.closed, stage.moved and report.signed. Signed
    before: nothing changes.
    """
    consultation = actions._locked_file(decision.compilation.consultation_id)
    decision = _locked(decision)
    if decision.state == Decision.State.SIGNED:
        deciding_rules.may_see_report(by, consultation, decision).or_refuse()
        return decision
    actions._lock_book(consultation.book_id)
    deciding_rules.may_sign_report(by, decision, carried=carried(decision)).or_refuse()
    compilation = decision.compilation
    closing.ready_or_refuse(compilation, compilation.unquoted_reason)
    closing.record_closed(by, compilation)
    decision.signed_by, decision.signed_at = by, database_now()
    decision.report = paper_actions.freeze(by, consultation, report_form(consultation))
    decision.state = Decision.State.SIGNED
    decision.save(update_fields=["state", "signed_by", "signed_at", "report"])
    for kind in (PaperFile.Kind.DOCX, PaperFile.Kind.PDF):
        paper_actions.have_made(by, decision.report, kind, uuid.uuid4())
    data = {"edition": decision.edition, "hash": decision.report.digest}
    _record(deciding_verbs.REPORT_SIGNED, by, decision, data)
    return decision


@transaction.atomic
def stop_decision(by, *, decision, reason: str) -> Decision:
    """Back to the points, with a reason: what was voted decides nothing. The head, or a coordinator.

    Locks the compilation; records decision.stopped.
    """
    decision = _locked(decision)
    deciding_rules.may_stop(by, decision).or_refuse()
    decision.state, decision.stop_reason = Decision.State.STOPPED, _reason(reason)
    decision.save(update_fields=["state", "stop_reason"])
    Compilation.objects.filter(pk=decision.compilation_id).update(deciding=False)
    _record(deciding_verbs.DECISION_STOPPED, by, decision, {"reason": decision.stop_reason})
    return decision


@transaction.atomic
def reopen_report(by, *, compilation, reason: str) -> Compilation:
    """Take a signed report up again: the next edition. The signed one and its files stay as they are.

    The head, with a reason that everybody reads. The agency waits until the next edition is signed; what it has
    answered stays. Locks file and compilation; records report.reopened.
    """
    actions._locked_file(compilation.consultation_id)
    compilation = actions._locked(compilation.pk)
    deciding_rules.may_reopen(by, compilation).or_refuse()
    decision = compilation.decisions.select_related("report").get(
        state=Decision.State.SIGNED, edition=compilation.edition
    )
    decision.reopen_reason, decision.reopened_at = _reason(reason), database_now()
    decision.save(update_fields=["reopen_reason", "reopened_at"])
    compilation.state, compilation.edition = Compilation.State.OPEN, compilation.edition + 1
    compilation.closed_at = compilation.check_opened_at = compilation.check_closes_at = None
    compilation.save(update_fields=["state", "edition", "closed_at", "check_opened_at", "check_closes_at"])
    decision.compilation = compilation
    data = {"edition": compilation.edition, "reason": decision.reopen_reason}
    _record(deciding_verbs.REPORT_REOPENED, by, decision, data)
    return compilation


# --- parts -----------------------------------------------------------------------------------------------


def _locked(decision) -> Decision:
    compilation = actions._locked(decision.compilation_id)
    found = compilation.decisions.select_related("report").filter(pk=decision.pk).first()
    if found is None:
        raise NotThere("")
    found.compilation = compilation
    return found


def _record(verb, by, decision, data) -> None:
    record(verb, book_id=decision.compilation.consultation.book_id, by=by, target=decision, data=data)


def _text(text: str) -> str:
    text = vietnamese.clean(text).strip()
    if len(text) > TEXT_LENGTH:
        raise Refused(
            _("Nội dung dài quá %(limit)s ký tự.") % {"limit": writing.number(TEXT_LENGTH)}, "too-long"
        )
    return text


def _reason(text: str) -> str:
    text = _text(text)
    if not text:
        raise Refused(_("Cần ghi lý do."), "no-reason")
    return text

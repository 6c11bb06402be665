"""Read one round: where it stands, the lines of its opinion with votes and dissent, one line."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.kit.verdicts import NotThere, Verdict
from consult.rounds import rules, snapshot
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment
from consult.rounds.selectors import state_of


@dataclass(frozen=True)
class Vote:
    """The vote on a line as a member may see it: `counts` are empty while hidden."""

    open: bool
    cast: int
    asked: int
    counts: tuple[tuple[str, str, int], ...]
    quorum: bool
    mine: str
    may_vote: bool


@dataclass(frozen=True)
class DissentRow:
    id: int
    text: str
    who: str
    mine: bool


@dataclass(frozen=True)
class LineRow:
    """One line of the draft opinion."""

    id: int
    line: Line
    place: str
    cites: int
    vote: Vote | None
    dissents: tuple[DissentRow, ...]
    receipt: str


@dataclass(frozen=True)
class RoundPage:
    """One round: where it stands, the draft opinion, and what this person may do."""

    round: Round
    state: str
    closes: str
    asked: int
    took_part: int
    said: int
    lines: tuple[LineRow, ...]
    dissents: tuple[DissentRow, ...]
    officer: bool
    votes: bool
    running: Verdict
    may_file: Verdict | None
    cover_receipt: str
    members: tuple[tuple[str, bool], ...]


def round_page(user, round: Round) -> RoundPage:
    """The page of a round; the same number of queries whatever the number of lines and members."""
    found = rules.standing(user, round)
    running, state = rules.is_running(round), state_of(round)
    spoke = set(round.comments.values_list("seat_id", flat=True))
    seats = [seat for seat in round.seats.order_by("label", "pk") if seat.votes]
    dissents = _dissents(user, round)
    return RoundPage(
        round=round,
        state=state,
        closes=writing.datetime_text(round.closes_at),
        asked=len(seats),
        took_part=snapshot.took_part(round),
        said=round.comments.filter(parent=None, state=RoundComment.State.POSTED).count(),
        lines=line_rows(user, round, found, dissents),
        dissents=tuple(dissents.get(None, ())),
        officer=found.officer,
        votes=found.seat is not None and found.seat.votes,
        running=running,
        may_file=rules.may_file(user, round) if found.officer else None,
        cover_receipt=_receipt(round, round.comment) if round.comment_id else "",
        members=tuple((seat.label, seat.pk in spoke) for seat in seats),
    )


def line_rows(user, round: Round, found: rules.Standing, dissents) -> tuple[LineRow, ...]:
    """Lines that stand, in the order of the draft; four queries."""
    lines = (
        round.lines.filter(state=Line.State.DRAFT)
        .select_related("clause", "comment")
        .annotate(cited=Count("cites", distinct=True))
    )
    counts, asked = snapshot.ballots(round), snapshot.voters(round)
    mine = dict(
        LineBallot.objects.filter(line__round=round, seat__user=user, version=F("line__version")).values_list(
            "line_id", "choice"
        )
    )
    rows = []
    for line in lines:
        line.round = round
        rows.append(
            LineRow(
                id=line.pk,
                line=line,
                place=place_of(line),
                cites=line.cited,
                vote=_vote(line, counts.get(line.pk, {}), asked, mine.get(line.pk, ""), found),
                dissents=tuple(dissents.get(line.pk, ())),
                receipt=_receipt(round, line.comment) if line.comment_id else "",
            )
        )
    return tuple(rows)


def _vote(line: Line, counts, asked: int, mine: str, found: rules.Standing) -> Vote | None:
    if line.voting_at is None:
        return None
    cast, shown = sum(counts.values()), rules.sees_result(line)
    running = bool(rules.is_running(line.round))
    return Vote(
        open=running and line.shown_at is None,
        cast=cast,
        asked=asked,
        counts=snapshot.vote_bar(counts) if shown else (),
        quorum=snapshot.reached(cast, asked, line.round),
        mine=mine,
        may_vote=running
        and line.shown_at is None
        and not mine
        and found.seat is not None
        and found.seat.votes,
    )


def place_of(line: Line) -> str:
    """Where a line belongs, in words."""
    if line.clause is None:
        return _("Ý kiến chung về toàn văn")
    citation = line.clause.citation
    return citation[:1].upper() + citation[1:]


def _dissents(user, round: Round) -> dict[int | None, list[DissentRow]]:
    """Standing statements by line, in the order of their words: the order of arrival could tell who wrote what."""
    found: dict[int | None, list[DissentRow]] = {}
    for row in round.dissents.filter(state=Dissent.State.ATTACHED).select_related("seat"):
        who = row.seat.label if row.named else _("Hội viên không nêu tên")
        found.setdefault(row.line_id, []).append(
            DissentRow(row.pk, row.text, who, row.seat.user_id == user.pk)
        )
    for rows in found.values():
        rows.sort(key=lambda one: (vietnamese.fold(one.text), one.who))
    return found


def _receipt(round: Round, comment) -> str:
    return f"{round.consultation.code}-{comment.number:06d}"


def line_or_404(round: Round, pk: int) -> Line:
    line = Line.objects.select_related("clause").filter(round=round, pk=pk).first()
    if line is None:
        raise NotThere("")
    line.round = round
    return line


def dissent_or_404(round: Round, pk: int) -> Dissent:
    found = Dissent.objects.select_related("seat").filter(round=round, pk=pk).first()
    if found is None:
        raise NotThere("")
    found.round = round
    return found


@dataclass(frozen=True)
class LinePage:
    """One line with its vote: what was cited, and the reasons given with ballots once the result is shown."""

    row: LineRow
    cited: tuple[tuple[str, str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    may_vote: Verdict
    running: Verdict
    may_edit: bool
    may_open_vote: bool
    may_show: bool


def line_page(user, round: Round, line: Line) -> LinePage:
    """Reasons stand without names, in the order of their words."""
    found = rules.standing(user, round)
    row = next(
        (one for one in line_rows(user, round, found, _dissents(user, round)) if one.id == line.pk), None
    )
    if row is None:
        raise NotThere("")
    cited = line.cites.filter(state=RoundComment.State.POSTED).select_related("seat")
    given = line.ballots.filter(version=line.version).exclude(reason="").values_list("choice", "reason")
    labels = dict(LineBallot.Choice.choices)
    drafts = bool(rules.may_open_vote(user, line))
    return LinePage(
        row=row,
        cited=tuple((one.seat.label, one.position, one.reason_html) for one in cited),
        reasons=tuple(
            (str(labels[choice]), reason)
            for choice, reason in sorted(given, key=lambda one: vietnamese.fold(one[1]))
        )
        if rules.sees_result(line)
        else (),
        may_vote=rules.may_vote(user, line),
        running=rules.is_running(round),
        may_edit=drafts,
        may_open_vote=line.voting_at is None and drafts,
        may_show=line.shown_at is None and bool(rules.may_show_result(user, line)),
    )

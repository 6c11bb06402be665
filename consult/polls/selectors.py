"""Read polls. While one is open no count of it leaves this file, except the turnout for those who run it."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import opinion, vietnamese
from consult.documents.models import Clause
from consult.kit import stored, writing
from consult.kit.clock import now
from consult.kit.verdicts import NotThere, Verdict
from consult.polls import rules
from consult.polls.models import Ballot, Choice, Poll

# The tally's own words for the choices of a ballot.
_COUNTED = {"yes": "agree", "amend": "amend", "no": "disagree", "outside": "outside"}
REASONS_SHOWN = 200


@dataclass(frozen=True)
class OptionRow:
    """One choice in a result: its share is of the ballots that took a position."""

    choice: str
    label: str
    count: int
    percent: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PollResult:
    """The result of a closed poll. Withheld (too few ballots): then there are no figures at all."""

    withheld: bool
    ballots: int = 0
    counted: int = 0
    options: tuple[OptionRow, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    interval: tuple[int, int] | None = None


@dataclass(frozen=True)
class PollRow:
    """A poll beside its clause: no figure in it."""

    id: int
    question: str
    clause_id: int
    open: bool
    when: str


@dataclass(frozen=True)
class PollPage:
    """A poll and what this person may do with it."""

    poll: Poll
    state: str
    closes: str
    mine: Ballot | None
    mine_label: str
    may_vote: Verdict
    runs: bool
    may_close: bool
    turnout: int | None
    result: PollResult | None


def poll_or_404(consultation, pk: int) -> Poll:
    """A poll of this file; who may see the file was asked before."""
    poll = Poll.objects.select_related("clause__version").filter(consultation=consultation, pk=pk).first()
    if poll is None:
        raise NotThere("")
    poll.consultation = consultation
    return poll


def clause_choices(consultation) -> list[tuple[int, str]]:
    """The clauses of the version under discussion, for the form of a new poll; one query."""
    clauses = Clause.objects.filter(version=consultation.version_id).exclude(citation="").in_order()
    return [
        (pk, f"{citation[:1].upper()}{citation[1:]}: {(title or text)[:80]}".rstrip(": "))
        for pk, citation, title, text in clauses.values_list("pk", "citation", "title", "text")
    ]


def clause_or_404(consultation, pk) -> Clause:
    clause = Clause.objects.filter(version=consultation.version_id, pk=pk).first()
    if clause is None:
        raise NotThere("")
    return clause


def new_poll_start(consultation, raw_clause) -> dict:
    """What the form of a new poll begins with: the clause one came from, and the end of the stage."""
    start = {"clause": raw_clause or ""}
    if consultation.book.closes_at:
        start["closes_at"] = timezone.localtime(consultation.book.closes_at)
    return start


def polls_of(consultation) -> tuple[PollRow, ...]:
    """All polls of a file, newest first; one query."""
    return tuple(_poll_row(poll) for poll in Poll.objects.filter(consultation=consultation))


def _poll_row(poll: Poll) -> PollRow:
    is_open = poll.state == Poll.State.OPEN and now() < poll.closes_at
    return PollRow(poll.pk, poll.question, poll.clause_id, is_open, closing(poll))


def closing(poll: Poll) -> str:
    """When the poll closes or closed, in words."""
    return writing.datetime_text(poll.closed_at or poll.closes_at)


def poll_page(user, poll: Poll) -> PollPage:
    """One poll for one person."""
    mine = None
    if user.is_authenticated:
        mine = Ballot.objects.filter(poll=poll, voice__person=user).first()
    runs = bool(rules.may_run(user, poll.consultation))
    return PollPage(
        poll=poll,
        state=_state(poll),
        closes=closing(poll),
        mine=mine,
        mine_label=str(mine.get_choice_display()) if mine else "",
        may_vote=rules.may_vote(user, poll, now=now()),
        runs=runs,
        may_close=runs and poll.state == Poll.State.OPEN,
        turnout=poll.ballots.count() if runs else None,
        result=result(poll, user),
    )


def _state(poll: Poll) -> str:
    if poll.state == Poll.State.CLOSED:
        return "closed"
    return "open" if now() < poll.closes_at else "due"


def result(poll: Poll, user=None) -> PollResult | None:
    """The result for anybody who may see the file; None while hidden, for everybody alike.

    Under five ballots nothing is published. "outside" is shown and counts in no share. Two queries at most.
    """
    if poll.state != Poll.State.CLOSED:
        return None
    return _counted(list(poll.ballots.values_list("choice", "reason", "voice__descriptor")))


def closed_results(consultation) -> list[tuple[Poll, PollResult]]:
    """Closed polls of a file in the order of its clauses, with what the public reads of each; two queries in all."""
    polls = Poll.objects.filter(consultation=consultation, state=Poll.State.CLOSED).select_related("clause")
    polls = sorted(polls, key=lambda poll: (poll.clause.order, vietnamese.fold(poll.question), poll.pk))
    ballots = {poll.pk: [] for poll in polls}
    rows = Ballot.objects.filter(poll__in=ballots).values_list(
        "poll_id", "choice", "reason", "voice__descriptor"
    )
    for pk, *ballot in rows:
        ballots[pk].append(tuple(ballot))
    return [(poll, _counted(ballots[poll.pk])) for poll in polls]


def _counted(ballots: list[tuple[str, str, str]]) -> PollResult:
    """The result of (choice, reason, group) of every ballot; nothing at all under five."""
    if len(ballots) < opinion.LEAST:
        return PollResult(withheld=True)
    tally = opinion.tally(_COUNTED[choice] for choice, _reason, _group in ballots)
    percentages = tally.percentages()
    options = tuple(
        OptionRow(choice.value, str(choice.label), tally.count(_COUNTED[choice]),
                  percentages.get(_COUNTED[choice]), _reasons(ballots, choice))
        for choice in Choice
    )  # fmt: skip
    agrees = tally.interval("agree")
    interval = (round(agrees.low * 100), round(agrees.high * 100)) if agrees else None
    return PollResult(False, tally.ballots, tally.counted, options, _groups(ballots), interval)


def _reasons(ballots, choice: str) -> tuple[str, ...]:
    """Reasons in the order of their words: the order of arrival could tell who wrote what."""
    reasons = [reason for chosen, reason, _group in ballots if chosen == choice and reason]
    return tuple(sorted(reasons, key=vietnamese.fold)[:REASONS_SHOWN])


def _groups(ballots) -> tuple[tuple[str, int], ...]:
    """Ballots per group of voices; groups of fewer than five are merged until nobody can be found in them."""
    published = opinion.suppress(Counter(group for _choice, _reason, group in ballots))
    if published.withheld:
        return ()
    rows = sorted(published.groups.items(), key=lambda item: (-item[1], item[0]))
    if published.other is not None:
        rows.append((_("Các nhóm khác"), published.other))
    return tuple((stored.descriptor(group), count) for group, count in rows) if len(rows) > 1 else ()

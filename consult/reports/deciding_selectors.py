"""Read the council's decision: its members, what they state on each point, their votes, and the reports that were signed."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.consultations.rules import may_see
from consult.core import compiling, opinion
from consult.kit.verdicts import NotThere, Verdict, no
from consult.reports import checking, closing_state, deciding_rules, rules
from consult.reports.deciding_counts import carried, counts, shares
from consult.reports.models import Compilation, Decision, PaperFile, Seat, SeatVote, Statement
from consult.reports.selectors import address, compilation_or_404
from consult.reports.snapshot import group_name

HUES = {"agree": "la", "disagree": "son", "abstain": "chi"}


@dataclass(frozen=True)
class Result:
    """How one question was decided; `dissent` are pairs of a member's name and the differing opinion."""

    count: opinion.Count
    quorate: bool
    carried: bool
    dissent: tuple[tuple[str, str], ...]

    @property
    def parts(self) -> tuple[tuple[str, str, int], ...]:
        return tuple(
            (HUES[choice], str(SeatVote.Choice(choice).label), getattr(self.count, choice)) for choice in HUES
        )


@dataclass(frozen=True)
class Question:
    """What is voted on: `key` a point, 0 for the report as a whole; the member's own vote, and the result once counted.

    `other` is the vote that is stored where another one was just sent from elsewhere.
    """

    key: int
    choice: str = ""
    dissent: str = ""
    other: str = ""
    result: Result | None = None


@dataclass(frozen=True)
class Said:
    name: str
    text: str
    rapporteur: bool


@dataclass(frozen=True)
class PointPart:
    """One point before the council."""

    id: int
    number: int
    place: str
    title: str
    summary: str
    position: str
    opinions: int
    url: str
    rapporteur: int | None
    rapporteur_name: str
    mine: bool
    statements: tuple[Said, ...]
    my_text: str
    my_version: int
    checked: compiling.Checked | None
    question: Question


@dataclass(frozen=True)
class Member:
    seat: int
    name: str
    voted: bool


@dataclass(frozen=True)
class Signed:
    """A signed edition with its files: pairs of a kind and an address."""

    edition: int
    at: datetime
    digest: str
    by: str
    reopen_reason: str
    reopened_at: datetime | None
    files: tuple[tuple[str, str], ...]

    @property
    def check_url(self) -> str:
        return reverse("official_check", args=[self.digest])


@dataclass(frozen=True)
class DecisionPage:
    consultation: Consultation
    compilation: Compilation
    decision: Decision | None
    members: tuple[Member, ...]
    points: tuple[PointPart, ...]
    whole: Question
    version: int  # of the reader's own votes
    needed: int  # members that make a quorum
    lacking: tuple[str, ...]  # what must be done before it can be opened
    stopped: tuple[tuple[datetime, str], ...]  # decisions that were stopped: when opened, why
    signed: tuple[Signed, ...]
    may_open: Verdict
    may_assign: Verdict
    may_state: Verdict
    may_open_vote: Verdict
    may_vote: Verdict
    may_count: Verdict
    may_sign: Verdict
    may_stop: Verdict
    may_reopen: Verdict

    @property
    def voted(self) -> int:
        return sum(member.voted for member in self.members)

    @property
    def mine(self) -> int:
        return sum(point.mine for point in self.points)


def decision_or_404(user, consultation) -> Decision:
    """The latest decision of the file, for the council alone."""
    rules.may_see_compiling(user, consultation).or_refuse()
    compilation = compilation_or_404(consultation)
    decision = _latest(compilation)
    if decision is None:
        raise NotThere("")
    return decision


def decision_page(user, consultation, *, sent=None, stored=None) -> DecisionPage:
    """The council's page. `sent` are votes that were just refused, `stored` those that stand instead (after a stale send).

    Queries do not depend on the number of points or members.
    """
    rules.may_see_compiling(user, consultation).or_refuse()
    compilation = compilation_or_404(consultation)
    decision = _latest(compilation)
    none = no(_("Quyết định của hội đồng chưa được mở."), "not-opened")

    def ask(rule, **more) -> Verdict:
        return rule(user, decision, **more) if decision else none

    seats = list(decision.seats.select_related("member")) if decision else []
    mine = next((seat for seat in seats if seat.member_id == user.pk), None)
    shown = decision is not None and decision.counted_at is not None
    results = _results(decision) if shown else {}
    questions = _questions(mine, sent, stored, results)
    return DecisionPage(
        consultation=consultation,
        compilation=compilation,
        decision=decision,
        members=tuple(Member(s.pk, s.member.full_name, s.version > 0) for s in seats),
        points=_points(compilation, decision, seats, mine, questions),
        whole=questions.get(None, Question(0)),
        version=mine.version if mine else 0,
        needed=opinion.needed(len(seats), shares(decision)) if decision else 0,
        lacking=closing_state.lacking(compilation) if _may_begin(compilation, decision) else (),
        stopped=tuple(
            (one.opened_at, one.stop_reason)
            for one in compilation.decisions.filter(state=Decision.State.STOPPED)
        ),
        signed=_signed(consultation, compilation),
        may_open=_may_open(user, compilation, decision),
        may_assign=ask(deciding_rules.may_assign_points),
        may_state=ask(deciding_rules.may_state),
        may_open_vote=ask(deciding_rules.may_open_vote),
        may_vote=ask(deciding_rules.may_vote),
        may_count=ask(deciding_rules.may_count),
        may_sign=ask(deciding_rules.may_sign_report, carried=shown and carried(decision)),
        may_stop=ask(deciding_rules.may_stop),
        may_reopen=deciding_rules.may_reopen(user, compilation),
    )


def _latest(compilation) -> Decision | None:
    found = compilation.decisions.select_related("report", "signed_by").defer("report__data").last()
    if found is not None:
        found.compilation = compilation
    return found


def _may_begin(compilation, decision) -> bool:
    return compilation.state == Compilation.State.OPEN and not (decision and decision.runs)


def _may_open(user, compilation, decision) -> Verdict:
    if decision is not None and decision.runs:
        return no("", "running")
    return deciding_rules.may_open_decision(user, compilation)


def _results(decision) -> dict[int | None, Result]:
    rule = shares(decision)
    dissent: dict[int | None, list] = {}
    rows = SeatVote.objects.filter(seat__decision=decision, choice=SeatVote.Choice.DISAGREE)
    for vote in rows.select_related("seat__member").order_by("seat__member__full_name", "pk"):
        dissent.setdefault(vote.point_id, []).append((vote.seat.member.full_name, vote.dissent))
    return {
        point: Result(one, found.quorate, found.carried, tuple(dissent.get(point, ())))
        for point, one in counts(decision).items()
        for found in [opinion.outcome(one, rule)]
    }


def _questions(mine: Seat | None, sent, stored, results) -> dict[int | None, Question]:
    votes = {vote.point_id: (vote.choice, vote.dissent) for vote in mine.votes.all()} if mine else {}
    shown = votes if sent is None else sent
    found = {}
    for point in {*votes, *shown, *results, *(stored or {}), None}:
        choice, dissent = shown.get(point, ("", ""))
        found[point] = Question(point or 0, choice, dissent, result=results.get(point))
        if stored is not None and stored.get(point) != shown.get(point):
            found[point] = replace(found[point], other=_in_words(stored.get(point)))
    return found


def _in_words(vote) -> str:
    if vote is None:
        return _("chưa biểu quyết")
    label = str(SeatVote.Choice(vote[0]).label)
    return f"{label}: {vote[1]}" if vote[1] else label


def _points(compilation, decision, seats, mine, questions) -> tuple[PointPart, ...]:
    rows = compilation.points.select_related("clause").annotate(count=Count("citations__comment"))
    names = {seat.pk: seat.member.full_name for seat in seats}
    given = dict(decision.rapporteurs.values_list("point_id", "seat_id")) if decision else {}
    stated: dict[int, list[Statement]] = {}
    for one in Statement.objects.filter(seat__decision=decision).order_by("pk") if decision else ():
        stated.setdefault(one.point_id, []).append(one)
    authors = checking.by_point(compilation)
    found = []
    for number, point in enumerate(rows.order_by("order", "id"), 1):
        seat, said = given.get(point.pk), stated.get(point.pk, [])
        own = next((one for one in said if mine and one.seat_id == mine.pk), None)
        found.append(
            PointPart(
                id=point.pk,
                number=number,
                place=group_name(point.clause),
                title=point.title,
                summary=point.summary,
                position=point.position,
                opinions=point.count,
                url=address(compilation.consultation, diem=point.pk),
                rapporteur=seat,
                rapporteur_name=names.get(seat, ""),
                mine=mine is not None and seat == mine.pk,
                statements=tuple(
                    Said(names[one.seat_id], one.text, one.seat_id == seat)
                    for one in sorted(said, key=lambda one: one.seat_id != seat)
                ),
                my_text=own.text if own else "",
                my_version=own.version if own else 0,
                checked=authors.get(point.pk),
                question=questions.get(point.pk, Question(point.pk)),
            )
        )
    return tuple(found)


# --- signed reports --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportsPage:
    consultation: Consultation
    signed: tuple[Signed, ...]


def reports_page(user, consultation) -> ReportsPage:
    """The signed editions that this person may read, the newest first; not there where there is none."""
    compilation = compilation_or_404(consultation)
    first = compilation.decisions.filter(state=Decision.State.SIGNED).first()
    if first is None:
        raise NotThere("")
    first.compilation = compilation
    deciding_rules.may_see_report(user, consultation, first).or_refuse()
    return ReportsPage(consultation, _signed(consultation, compilation))


def has_signed(user, consultation) -> bool:
    """Whether there is a signed report that this person may read."""
    signed = Decision.objects.filter(compilation__consultation=consultation, state=Decision.State.SIGNED)
    first = signed.select_related("compilation").first()
    return first is not None and bool(deciding_rules.may_see_report(user, consultation, first))


def signed_file_or_404(user, consultation, pk: int) -> PaperFile:
    """A made file of a signed edition."""
    file = PaperFile.objects.filter(consultation=consultation, pk=pk, state=PaperFile.State.DONE).first()
    decision = file and Decision.objects.filter(report=file.data_id).select_related("compilation").first()
    if not decision or not deciding_rules.may_see_report(user, consultation, decision):
        raise NotThere("")
    return file


def _signed(consultation, compilation) -> tuple[Signed, ...]:
    rows = compilation.decisions.filter(state=Decision.State.SIGNED).select_related("report", "signed_by")
    rows = list(rows.defer("report__data").order_by("-edition"))
    made = PaperFile.objects.filter(data__in=[row.report_id for row in rows], state=PaperFile.State.DONE)
    files: dict[int, dict[str, str]] = {}
    for file in made.order_by("pk"):
        url = reverse("signed_file", args=[consultation.code, file.pk])
        files.setdefault(file.data_id, {})[file.get_kind_display()] = url
    return tuple(
        Signed(
            edition=row.edition,
            at=row.signed_at,
            digest=row.report.digest,
            by=row.signed_by.full_name,
            reopen_reason=row.reopen_reason,
            reopened_at=row.reopened_at,
            files=tuple(files.get(row.report_id, {}).items()),
        )
        for row in rows
    )


def later_edition(digest: str, user) -> tuple[int, str] | None:
    """The number of the newest edition after the one with this hash, and its hash; None where it is the newest.

    A report that was taken up again has a successor only once that is signed.
    """
    own = Decision.objects.filter(report__digest=digest, state=Decision.State.SIGNED)
    decision = own.select_related("compilation__consultation").first()
    if decision is None or not may_see(user, decision.compilation.consultation):
        return None
    later = decision.compilation.decisions.filter(state=Decision.State.SIGNED, edition__gt=decision.edition)
    newest = later.order_by("-edition").values_list("edition", "report__digest").first()
    return newest

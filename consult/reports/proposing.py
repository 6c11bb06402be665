"""Put the question together out of what everybody may read, and hold the answer against it. For actions and selectors."""

from dataclasses import dataclass

from django.conf import settings

from consult.core.compiling import asking
from consult.documents.models import Clause
from consult.forums.models import Comment
from consult.reports import model_client, proposal_rules
from consult.reports.coverage import is_placed
from consult.reports.model_client import Unanswered
from consult.reports.models import ProposalRun
from consult.reports.snapshot import group_name


@dataclass(frozen=True)
class Question:
    """What is sent, of which opinions ([id, wording] in order), and how many did not fit."""

    body: bytes
    sent: tuple[tuple[int, int], ...]
    opinions: tuple[asking.Opinion, ...]
    left_out: int


@dataclass(frozen=True)
class Outcome:
    """What came back: groups as title, ids and quotes; refused ones as number, code and what was wrong."""

    question: Question
    answer_hash: str
    groups: tuple[tuple[str, list[int], list[list]], ...]
    refused: tuple[tuple[int, str, str], ...]


def waiting(consultation, clause_id: int | None):
    """Opinions on the place that everybody may read, that no point carries and nobody proposes to set aside."""
    public = Comment.objects.readable_by(None, consultation).received().filter(clause=clause_id)
    unset = public.exclude(asides__state__in=["proposed", "confirmed"])
    return unset.filter(~is_placed()).order_by("pk")


def question_of(consultation, clause: Clause | None, model: str) -> Question:
    """The words of the law and of the opinions; no name, no descriptor, no number that leads to a person. One query."""
    rows = list(waiting(consultation, clause.pk if clause else None))
    given = [asking.Opinion(row.reason, row.proposed) for row in rows]
    fitting = asking.fitting(given)
    opinions = tuple(given[place] for place in fitting)
    body = asking.question(
        model, place=str(group_name(clause)), draft=clause.text if clause else "", opinions=opinions
    )
    sent = tuple((rows[place].pk, rows[place].edition) for place in fitting)
    return Question(body, sent, opinions, len(rows) - len(sent))


def asked(run: ProposalRun, question: Question) -> Outcome:
    """Ask the model and read its answer; Unanswered with the reason otherwise. Not inside a transaction: it takes long."""
    if not proposal_rules.configured():
        raise Unanswered(ProposalRun.Fault.OFF)
    if not question.sent:
        raise Unanswered(ProposalRun.Fault.NOTHING)
    body = model_client.ask(
        settings.LLM_ENDPOINT, settings.LLM_KEY, question.body, seconds=settings.LLM_TIMEOUT
    )
    ids = {asking.name_of(n): pk for n, (pk, _edition) in enumerate(question.sent)}
    try:
        good, bad = asking.read(asking.answered(body), dict(zip(ids, question.opinions, strict=True)))
    except asking.Unreadable as fault:
        raise Unanswered(ProposalRun.Fault.UNREADABLE) from fault
    groups = tuple(
        (one.title, [ids[name] for name in one.ids], [[ids[name], words] for name, words in one.quotes])
        for one in good
    )
    refused = tuple((one.place + 1, one.code, one.what) for one in bad)
    return Outcome(question, asking.digest(body), groups, refused)

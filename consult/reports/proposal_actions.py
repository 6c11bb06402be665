"""Ask a language model for a proposal, keep what it answered, make a point of a group. Locks: the compilation, the book last."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consult.core.compiling import asking
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import record
from consult.reports import actions, proposal_rules, proposal_verbs, proposing
from consult.reports.model_client import Unanswered
from consult.reports.models import Citation, Point, ProposalRun, ProposedGroup
from consult.reports.quotes import Chosen
from consult.reports.steps import step

RUNNING = (ProposalRun.State.WAITING, ProposalRun.State.RUNNING)
LOST = timedelta(minutes=15)
"""A run that has not ended after this long no longer keeps others from asking."""


@transaction.atomic
def ask_proposal(by, *, compilation, clause, client_key) -> ProposalRun:
    """Have the worker ask the model about the public opinions on a clause (None: the whole draft) that wait.

    Coordinators, where a model is set. The same key, or a run about the clause that has not ended, is the same run.
    Locks the compilation; records proposal.asked.
    """
    key = read_key(client_key)
    compilation = actions._locked(compilation.pk)
    proposal_rules.may_ask_model(by, compilation).or_refuse()
    stored = ProposalRun.objects.filter(asked_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, compilation_id=compilation.pk, clause_id=clause.pk if clause else None)
        return stored
    since = database_now() - LOST
    going = compilation.proposals.filter(clause=clause, state__in=RUNNING, asked_at__gte=since).first()
    if going is not None:
        return going
    proposal_rules.not_too_often(compilation).or_refuse()
    if not proposing.waiting(compilation.consultation, clause.pk if clause else None).exists():
        raise Refused(_("Không còn ý kiến công khai nào chờ xếp ở điều khoản này."), "nothing")
    run = ProposalRun.objects.create(
        compilation=compilation, clause=clause, model=settings.LLM_MODEL, asked_by=by, client_key=key
    )
    # One at a time: a slow model holds up no other job.
    app.configure_task("reports.proposal", lock="reports.proposal").defer(run_id=run.pk)
    data = {"clause": run.clause_id, "model": run.model}
    record(
        proposal_verbs.PROPOSAL_ASKED,
        book_id=compilation.consultation.book_id,
        by=by,
        target=run,
        data=data,
    )
    return run


def run(run_id: int) -> None:
    """Ask, and keep what came back or why nothing did. Called by the job; an ended run is left alone."""
    found = ProposalRun.objects.select_related("compilation__consultation__version", "clause")
    asked = found.filter(pk=run_id, state__in=RUNNING).first()
    if asked is None:
        return
    ProposalRun.objects.filter(pk=run_id, state__in=RUNNING).update(state=ProposalRun.State.RUNNING)
    question = proposing.question_of(asked.compilation.consultation, asked.clause, asked.model)
    try:
        outcome = proposing.asked(asked, question)
    except Unanswered as fault:
        _end(asked, question, fault=fault.code)
    except Exception:
        _end(asked, question, fault=ProposalRun.Fault.CRASHED)
        raise
    else:
        _end(asked, question, outcome=outcome)


@transaction.atomic
def _end(asked, question, *, outcome=None, fault="") -> None:
    """Keep the end of a run, once; records proposal.read by the system."""
    compilation = actions._locked(asked.compilation_id)
    stored = ProposalRun.objects.filter(pk=asked.pk, state__in=RUNNING).first()
    if stored is None:
        return
    stored.state = ProposalRun.State.FAILED if fault else ProposalRun.State.DONE
    stored.fault, stored.ended_at = fault, database_now()
    stored.prompt_hash = asking.digest(question.body)
    stored.sent, stored.left_out = [list(one) for one in question.sent], question.left_out
    if outcome is not None:
        stored.answer_hash, stored.refused = outcome.answer_hash, [list(one) for one in outcome.refused]
        ProposedGroup.objects.bulk_create(
            ProposedGroup(run=stored, order=order, title=title, comments=ids, quotes=quotes)
            for order, (title, ids, quotes) in enumerate(outcome.groups, 1)
        )
    stored.save()
    data = {
        "model": stored.model, "prompt": stored.prompt_hash, "answer": stored.answer_hash, "fault": fault,
        "sent": len(stored.sent), "groups": len(outcome.groups) if outcome else 0, "refused": len(stored.refused),
    }  # fmt: skip
    record(
        proposal_verbs.PROPOSAL_READ,
        book_id=compilation.consultation.book_id,
        by=None,
        target=stored,
        data=data,
    )


@transaction.atomic
def take_group(by, *, group, comments, title, position, client_key) -> Point:
    """Make a point of a proposed group, of those of its opinions that the person left ticked, with their quotations.

    Coordinators. Title and position are the person's; each citation keeps that a model proposed it. The same key gives
    the same point; taken by somebody else, or changed since it was sent, it is refused. Locks the compilation; records
    point.added, comment.cited and proposal.taken.
    """
    key = read_key(client_key)
    compilation = actions._locked(group.run.compilation_id)
    group = ProposedGroup.objects.select_related("run__clause", "point").get(pk=group.pk)
    group.run.compilation = compilation
    made = Point.objects.filter(created_by=by, client_key=key).first()
    if made is not None:
        same_or_refuse(made, compilation_id=compilation.pk, pk=group.point_id)
        return made
    proposal_rules.may_take_group(by, group).or_refuse()
    comments = list(comments)
    _as_sent_or_refuse(group, comments)
    ids = {comment.pk for comment in comments}
    chosen = [Chosen("", words, comment=pk) for pk, words in group.quotes if pk in ids]
    with step(by, compilation, "point") as watch:
        point = actions.add_point(
            by, compilation=compilation, title=title, clause=group.run.clause, position=position, client_key=key
        )  # fmt: skip
        watch.points.add(point.pk)
        actions.cite(by, point=point, comments=comments, source=Citation.Source.MODEL, chosen=chosen)
    group.point = point
    group.save(update_fields=["point"])
    data = {
        "run": group.run_id,
        "point": point.pk,
        "comments": sorted(ids),
        "left": len(group.comments) - len(ids),
    }
    book_id = compilation.consultation.book_id
    record(proposal_verbs.PROPOSAL_TAKEN, book_id=book_id, by=by, target=group, data=data)
    return point


def _as_sent_or_refuse(group, comments) -> None:
    if not comments:
        raise Refused(_("Xin chọn ít nhất một ý kiến của nhóm."), "empty")
    if {comment.pk for comment in comments} - set(group.comments):
        raise NotThere("")
    editions = dict(group.run.sent)
    if any(comment.edition != editions.get(comment.pk) for comment in comments):
        raise Refused(
            _("Có ý kiến đã được sửa sau khi gửi cho mô hình; xin xếp ý kiến đó bằng tay."), "edited"
        )

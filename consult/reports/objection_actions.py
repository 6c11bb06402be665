"""Moderate objections: decide, appeal. Locks the objection, the book last."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import moderation_rules
from consult.forums.models import Comment
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused
from consult.ledger.actions import record
from consult.reports import deadlines, feedback_rules, feedback_verbs, objection_rules
from consult.reports.models import Objection, ObjectionRuling

Outcome, State = ObjectionRuling.Outcome, Objection.State


@transaction.atomic
def rule_on_objection(
    by, *, objection, outcome: str, ground: str = "", reason: str = "", client_key
) -> ObjectionRuling:
    """Approve, refuse, hide or restore an objection, or decide its author's appeal.

    Moderators of the file; an appeal is decided by a second person. What is shown again, or for the first time, gives the
    agency its days anew. Locks the objection; of two at once the second is refused. Records the verb of the outcome, for
    the council alone where not everybody may know of the opinion. The same key gives the same ruling.
    """
    key = read_key(client_key)
    objection = locked(objection.pk)
    reason = _words(reason)
    if stored := ObjectionRuling.objects.filter(by=by, client_key=key).first():
        same_or_refuse(stored, objection_id=objection.pk, outcome=outcome, ground=ground, reason=reason)
        return stored
    objection_rules.may_rule_objection(by, objection, objection.rulings.last(), outcome).or_refuse()
    moderation_rules.says_why(outcome, ground, reason).or_refuse()
    now = database_now()
    ruling = ObjectionRuling.objects.create(
        objection=objection, outcome=outcome, ground=ground, reason=reason, by=by, at=now, client_key=key
    )
    objection.state = State.HIDDEN if outcome in objection_rules.HIDING else State.POSTED
    if objection.state == State.POSTED and not objection.answer:
        term = deadlines.terms(deadlines.ANSWER_OBJECTION)
        objection.answer_due = max(objection.answer_due, term.end(deadlines.ANSWER_OBJECTION, now))
    objection.save(update_fields=["state", "answer_due"])
    comment = objection.citation.comment
    record(
        feedback_verbs.OF_OUTCOME[outcome],
        book_id=comment.consultation.book_id,
        by=by,
        target=ruling,
        data={"ground": ground},
        audience=None if Comment.objects.known_to_all().filter(pk=comment.pk).exists() else "front",
    )
    return ruling


@transaction.atomic
def appeal_objection(by, *, objection, text: str) -> Objection:
    """Ask a second person to look at the ruling by which one's objection is hidden; once.

    Locks the objection; records objection.appealed. The same words again change nothing.
    """
    objection = locked(objection.pk)
    text = _words(text)
    if objection.appeal and objection.appeal == text:
        feedback_rules.may_see_mine(by, objection.citation).or_refuse()
        return objection
    objection_rules.may_appeal_hiding(by, objection).or_refuse()
    if not text:
        raise Refused(_("Xin viết lý do khiếu nại."), "reason")
    objection.appeal, objection.appealed_at = text, database_now()
    objection.save(update_fields=["appeal", "appealed_at"])
    comment = objection.citation.comment
    record(
        feedback_verbs.OBJECTION_APPEALED,
        book_id=comment.consultation.book_id,
        by=comment.voice,
        target=objection,
    )
    return objection


def locked(pk: int) -> Objection:
    """The objection with what its rules ask, its row locked."""
    rows = Objection.objects.select_for_update(of=("self",), no_key=True).select_related(
        "citation__point__compilation__consultation",
        "citation__comment__voice",
        "citation__comment__consultation",
    )
    return rows.get(pk=pk)


def _words(raw) -> str:
    text = vietnamese.clean(raw or "").strip()
    if len(text) > feedback_rules.LONGEST:
        raise Refused(_("Nội dung dài quá giới hạn cho phép."), "too-long")
    return text

"""Rate an answer, object to it, answer the objection. Locks the citation or the objection, the book last."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums.conduct import begins_held
from consult.kit.clock import database_now
from consult.kit.keys import read_key
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.reports import deadlines, feedback_rules, feedback_verbs
from consult.reports.models import Citation, Objection, Rating


@transaction.atomic
def rate(by, *, citation, score: int, text: str, version: int) -> Rating:
    """Say how satisfied one is with the answer to one's own opinion; later the same again, changed.

    Locks the citation; records answer.rated, without the score. Stale with both when another window saved in between;
    the same content again changes nothing.
    """
    citation = _locked(citation.pk)
    stored = Rating.objects.filter(citation=citation).first()
    now = database_now()
    until = deadlines.terms(deadlines.RATE).end(deadlines.RATE, stored.rated_at) if stored else None
    feedback_rules.may_rate(by, citation, now=now, until=until).or_refuse()
    if score not in Rating.Score.values:
        raise Refused(_("Xin chọn mức hài lòng."), "score")
    text = _words(text)
    if stored and (stored.score, stored.text) == (score, text):
        return stored
    if (stored.version if stored else 0) != version:
        kept = {"score": stored.score, "text": stored.text, "version": stored.version} if stored else {}
        raise Stale(
            _("Đánh giá này vừa được lưu ở cửa sổ khác. Nội dung của cả hai bên được giữ ở dưới."),
            stored=kept,
            sent={"score": score, "text": text},
        )
    rating = stored or Rating(citation=citation, version=0, rated_at=now)
    rating.score, rating.text, rating.version = score, text, rating.version + 1
    rating.save()
    record(
        feedback_verbs.ANSWER_RATED,
        book_id=citation.comment.consultation.book_id,
        by=citation.comment.voice,
        target=rating,
        data={"point": citation.point_id, "version": rating.version},
    )
    return rating


@transaction.atomic
def object_to(by, *, citation, text: str, shared: bool, client_key) -> Objection:
    """Object once to the answer of one's own opinion. The agency reads the words, everybody where the author agrees.

    Where comments are approved before they are shown, it waits for that. Locks the citation; records objection.filed, for
    the council alone where the opinion is for the council alone, or it waits. The same key gives the same objection.
    """
    citation = _locked(citation.pk)
    key = read_key(client_key)
    stored = Objection.objects.filter(citation=citation).first()
    if stored is not None and stored.client_key == key:
        feedback_rules.may_see_mine(by, citation).or_refuse()
        return stored
    now = database_now()
    term = deadlines.terms(deadlines.OBJECT, deadlines.ANSWER_OBJECTION)
    until = term.end(deadlines.OBJECT, citation.point.compilation.published_at)
    feedback_rules.may_object(by, citation, now=now, until=until, objected=stored is not None).or_refuse()
    text = _words(text)
    if not text:
        raise Refused(_("Cần nêu lý do phản đối."), "empty")
    comment = citation.comment
    held = begins_held(comment.voice, comment.consultation)
    objection = Objection.objects.create(
        citation=citation,
        text=text,
        state=Objection.State.HELD if held else Objection.State.POSTED,
        shared=shared and not comment.guarded,
        filed_at=now,
        answer_due=term.end(deadlines.ANSWER_OBJECTION, now),
        client_key=key,
    )
    record(
        feedback_verbs.OBJECTION_FILED,
        book_id=comment.consultation.book_id,
        by=comment.voice,
        target=objection,
        audience="front" if comment.guarded or held else None,
    )
    return objection


@transaction.atomic
def answer_objection(by, *, objection, text: str) -> Objection:
    """Answer an objection, once: officers and signers of the agency.

    Locks the objection; records objection.answered. The same words again change nothing.
    """
    rows = Objection.objects.select_for_update(of=("self",), no_key=True).select_related(
        "citation__point__compilation__consultation", "citation__comment"
    )
    objection = rows.get(pk=objection.pk)
    consultation = objection.citation.point.compilation.consultation
    text = _words(text)
    if objection.answer and objection.answer == text:
        feedback_rules.may_see_objections(by, consultation).or_refuse()
        return objection
    feedback_rules.may_answer_objection(by, objection).or_refuse()
    if not text:
        raise Refused(_("Cần ghi nội dung trả lời phản đối."), "empty")
    objection.answer, objection.answered_by, objection.answered_at = text, by, database_now()
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        feedback_verbs.OBJECTION_ANSWERED,
        book_id=consultation.book_id,
        by=by,
        target=objection,
        audience="front" if objection.citation.comment.guarded else None,
    )
    return objection


def _locked(pk: int) -> Citation:
    rows = Citation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "point__compilation__consultation", "comment__voice", "comment__consultation"
    )
    citation = rows.filter(pk=pk).first()
    if citation is None:
        raise NotThere("")
    return citation


def _words(raw) -> str:
    text = vietnamese.clean(raw or "").strip()
    if len(text) > feedback_rules.LONGEST:
        raise Refused(_("Nội dung dài quá giới hạn cho phép."), "too-long")
    return text

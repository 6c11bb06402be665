"""Compile and answer. Locks are taken in one order: file, compilation, points, and the file's book last."""

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations.actions import move_stage
from consult.consultations.models import Consultation
from consult.core import trust, vietnamese
from consult.documents.models import Draft
from consult.forums.models import Criterion, Position
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.ledger.models import Book
from consult.polls.models import Poll
from consult.reports import (
    answer_parts,
    checking_rules,
    citing,
    closing,
    deciding_rules,
    rules,
    snapshot,
    verbs,
)
from consult.reports.coverage import coverage
from consult.reports.models import Answer, Citation, Compilation, Point
from consult.reports.steps import step

TITLE_LENGTH = 300


# --- the compilation -------------------------------------------------------------------------------------


@transaction.atomic
def start_compilation(
    by, *, consultation, vote: bool | None = None, check_hours: int | None = None
) -> Compilation:
    """Open the council's work on a file. Coordinators of its council; again gives the first one.

    `vote` says whether the council votes before it is closed (by default where it can), `check_hours` how long authors
    check their points (by default the site's). Locks the file; records compilation.started.
    """
    consultation = _locked_file(consultation.pk)
    rules.may_start(by, consultation).or_refuse()
    stored = Compilation.objects.filter(consultation=consultation).first()
    if stored is not None:
        return stored
    able = deciding_rules.can_vote(consultation)
    if vote:
        able.or_refuse()
    hours = settings.AUTHOR_CHECK_HOURS if check_hours is None else check_hours
    checking_rules.is_a_length(hours).or_refuse()
    compilation = Compilation.objects.create(
        consultation=consultation, vote_needed=bool(able) if vote is None else vote, check_hours=hours
    )
    data = {"vote": compilation.vote_needed, "check_hours": hours}
    record(verbs.COMPILATION_STARTED, book_id=consultation.book_id, by=by, target=compilation, data=data)
    return compilation


@transaction.atomic
def close_compilation(by, *, compilation, unquoted_reason: str = "") -> Compilation:
    """Close the work where no vote is needed: the file goes on to its answers with a deadline.

    Opinions that few voices share are quoted, or the reason why not is written down and stays. Locks the file, the
    compilation and the book, so an opinion, a citation or its undoing that comes at the same moment is either counted
    or refused. Records compilation.closed and stage.moved.
    """
    consultation = _locked_file(compilation.consultation_id)
    compilation = _locked(compilation.pk)
    if compilation.state != Compilation.State.OPEN:
        rules.may_see_compiling(by, consultation).or_refuse()
        return compilation
    _lock_book(consultation.book_id)
    unplaced = coverage(consultation).unplaced
    rules.may_close(by, compilation, unplaced=unplaced, points=compilation.points.count()).or_refuse()
    closing.ready_or_refuse(compilation, unquoted_reason)
    return closing.record_closed(by, compilation)


# --- points ----------------------------------------------------------------------------------------------


@transaction.atomic
def add_point(
    by, *, compilation, title, clause=None, position, summary="", also=(), criteria=(), client_key, comments=(),
    chosen=(), folded=frozenset(),
) -> Point:  # fmt: skip
    """A point of the compilation, with the opinions that it is made from if any are given; `chosen` as for `cite`.

    Coordinators while the compilation is open; the same key gives the same point. Locks the compilation; records
    point.added, and comment.cited when opinions come with it.
    """
    key = read_key(client_key)
    compilation = _locked(compilation.pk)
    sent = _sent_point(
        compilation,
        title=title,
        clause=clause,
        position=position,
        summary=summary,
        also=also,
        criteria=criteria,
    )
    stored = Point.objects.filter(created_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, compilation_id=compilation.pk, **(sent if stored.version == 1 else {}))
        return stored
    rules.may_group(by, compilation).or_refuse()
    with step(by, compilation, "point") as watch:
        point = Point.objects.create(
            compilation=compilation, order=_order(clause), created_by=by, client_key=key, **sent
        )
        watch.points.add(point.pk)
        _record_point(verbs.POINT_ADDED, by, point)
        if comments:
            cite(by, point=point, comments=comments, chosen=chosen, folded=folded)
    return point


@transaction.atomic
def edit_point(
    by, *, point, version: int, title, clause=None, position, summary="", also=(), criteria=()
) -> Point:
    """Change a point that still has this version, else Stale with both texts. Records point.edited."""
    compilation = _locked(point.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    point = _locked_point(point.pk)
    sent = _sent_point(
        compilation,
        title=title,
        clause=clause,
        position=position,
        summary=summary,
        also=also,
        criteria=criteria,
    )
    stored = {name: getattr(point, name) for name in sent}
    if stored == sent:
        return point
    if point.version != version:
        raise Stale(
            _("Người khác vừa sửa điểm góp ý này. Nội dung của cả hai bên được giữ ở dưới."),
            stored={**stored, "version": point.version},
            sent=sent,
        )
    with step(by, compilation, "edit", points=[point.pk]):
        for name, value in sent.items():
            setattr(point, name, value)
        point.order, point.version = _order(clause), point.version + 1
        point.save(update_fields=[*sent, "order", "version"])
    _record_point(verbs.POINT_EDITED, by, point)
    return point


@transaction.atomic
def delete_point(by, *, point) -> None:
    """Take a point away; its opinions wait to be placed again. Records point.removed."""
    compilation = _locked(point.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    point = Point.objects.filter(pk=point.pk).first()
    if point is None:
        return
    rules.may_remove(point).or_refuse()
    pk = point.pk
    with step(by, compilation, "remove", points=[pk]):
        point.delete()
    point.pk = pk
    _record_point(verbs.POINT_REMOVED, by, point)


def _sent_point(compilation, *, title, clause, position, summary, also, criteria) -> dict:
    title = vietnamese.clean_name(title)
    if not title:
        raise Refused(_("Xin đặt tên điểm góp ý."), "no-title")
    if len(title) > TITLE_LENGTH:
        raise Refused(
            _("Tên điểm góp ý dài quá %(limit)s ký tự.") % {"limit": writing.number(TITLE_LENGTH)},
            "too-long",
        )
    if position not in Position.values:
        raise Refused(_("Xin chọn quan điểm của điểm góp ý."), "position")
    draft = compilation.consultation.draft_id
    if any(one.version.draft_id != draft for one in (clause, *also) if one is not None):
        raise NotThere("")
    if set(criteria) - set(Criterion.values):
        raise Refused(_("Xin chọn tiêu chí trong năm tiêu chí phản biện."), "criteria")
    return {
        "title": title,
        "clause_id": clause.pk if clause else None,
        "position": position,
        "summary": vietnamese.clean(summary).strip(),
        "also": sorted({one.pk for one in also if one is not None and one != clause}),
        "criteria": [value for value in Criterion.values if value in criteria],
    }


def _order(clause) -> int:
    """Points on the whole draft come first, then in the order of the law."""
    return clause.order + 1 if clause else 0


def _record_point(verb, by, point) -> None:
    words = {
        "title": point.title,
        "clause": point.clause_id,
        "position": point.position,
        "summary": point.summary,
    }
    words |= {name: found for name in ("also", "criteria") if (found := getattr(point, name))}
    data = {"version": point.version, "sha256": _hash(words)}
    record(verb, book_id=point.compilation.consultation.book_id, by=by, target=point, data=data)


# --- citations -------------------------------------------------------------------------------------------


@transaction.atomic
def cite(
    by, *, point, comments=(), polls=(), messages=(), source=Citation.Source.PERSON, rank=None, dissent=False, chosen=(),
    folded=frozenset(),
) -> list[Citation]:  # fmt: skip
    """Place opinions into a point, several at once; what already stands there is left. Returns the new citations.

    Opinions may stand in several points; `chosen` are words that the point quotes, of the first of them where they name none, and
    `source` tells who or what proposed it, `folded` are ids of those that go along as its repeats. Polls are cited once closed. Locks the compilation; records comment.cited.
    """
    compilation = _locked(point.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    consultation = compilation.consultation
    comments = citing.citable(consultation, comments)
    if any(poll.consultation_id != consultation.pk or poll.state != Poll.State.CLOSED for poll in polls):
        raise Refused(_("Chỉ dẫn được phiếu lấy ý kiến đã đóng của hồ sơ này."), "poll")
    if any(message.room.consultation_id != consultation.pk for message in messages):
        raise NotThere("")
    how = {"by": by, "source": source, "rank": rank, "dissent": dissent}
    with step(by, compilation, "place", points=[point.pk]):
        made = citing.made(point, {"comment": comments, "poll": polls, "message": messages}, how, folded)
        quoted = citing.quoted(point, comments, chosen)
    if made or quoted:
        data = _cited(made) | ({"source": source} if source != Citation.Source.PERSON else {})
        data |= {"quotations": len(quoted)} if quoted else {}
        record(verbs.COMMENT_CITED, book_id=consultation.book_id, by=by, target=point, data=data)
    return made


@transaction.atomic
def uncite(by, *, citation) -> None:
    """Take one citation back; a citation that is gone is gone. Records comment.uncited."""
    uncite_all(by, citations=[citation])


@transaction.atomic
def uncite_all(by, *, citations) -> None:
    """Take back what was placed into one point at once. Locks the compilation; records comment.uncited."""
    wanted = Citation.objects.filter(pk__in=[citation.pk for citation in citations])
    for point in Point.objects.filter(pk__in={citation.point_id for citation in citations}).order_by("pk"):
        compilation = _locked(point.compilation_id)
        rules.may_group(by, compilation).or_refuse()
        gone = list(wanted.filter(point=point).order_by("pk"))
        with step(by, compilation, "take", points=[point.pk]):
            wanted.filter(point=point).delete()
        if gone:
            book_id = compilation.consultation.book_id
            record(verbs.COMMENT_UNCITED, book_id=book_id, by=by, target=point, data=_cited(gone))


def _cited(citations) -> dict:
    names = ("comment", "poll", "message")
    ids = {name: [pk for c in citations if (pk := getattr(c, f"{name}_id"))] for name in names}
    return {f"{name}s": found for name, found in ids.items() if found}


# --- answers ---------------------------------------------------------------------------------------------


@transaction.atomic
def write_answer(
    by, *, point, code, text, changes=(), not_yet="", to=None, next_clause=None, version: int
) -> Answer:
    """The agency's answer to a point: officers of the agency, until the signer publishes.

    `changes` are keys of changed words (`reports.changes`), `next_clause` stands for all of a clause's; `not_yet` says
    why none is there, `to` is the organisation that a point is forwarded to. `version` is that of the answer which
    the writer saw, 0 for none; another one in between is Stale with both texts. Locks the compilation and the point, and
    the draft where words of it are named; records answer.written, and what follows for a forwarding. The same content again changes nothing.
    """
    compilation = _locked(point.compilation_id)
    rules.may_answer(by, compilation).or_refuse()
    point = _locked_point(point.pk)
    point.compilation = compilation
    stored = Answer.objects.select_related("written_by").filter(point=point).first()
    consultation = compilation.consultation
    if changes or next_clause:
        hold_words(consultation.draft_id)
    given = {"code": code, "text": text, "keys": changes, "not_yet": not_yet, "to": to, "clause": next_clause}
    sent = answer_parts.sent(consultation, stored, **given)
    if answer_parts.same(stored, sent):
        return stored
    if (stored.version if stored else 0) != version:
        raise answer_parts.stale(stored, sent)
    answer = answer_parts.saved(stored, point, by, sent)
    data = {"point": point.pk, "version": answer.version, "sha256": _hash(sent)}
    record(verbs.ANSWER_WRITTEN, book_id=consultation.book_id, by=by, target=answer, data=data)
    answer_parts.forward(by, answer, consultation)
    return answer


@transaction.atomic
def publish_answers(signer, *, compilation) -> Compilation:
    """Publish all answers at once and end the file: the agency's signer, with every point answered, every acceptance bound.

    Locks file, compilation, points. Freezes the rows of the official table and their SHA-256; records
    answers.published and stage.moved. Published before: nothing changes.
    """
    consultation = _locked_file(compilation.consultation_id)
    compilation = _locked(compilation.pk)
    if compilation.state == Compilation.State.PUBLISHED:
        rules.may_see_results(signer, compilation).or_refuse()
        return compilation
    list(compilation.points.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    unanswered = compilation.points.unanswered().count()
    answers, unbound = answer_parts.settled(compilation)
    rules.may_publish(signer, compilation, unanswered=unanswered, unbound=len(unbound)).or_refuse()
    Answer.objects.bulk_update(answers, ["changes", "next_clause", "next_version"])
    compilation.state, compilation.published_at = Compilation.State.PUBLISHED, database_now()
    compilation.snapshot = snapshot.build(compilation, signer=signer)
    compilation.snapshot_hash = _hash(compilation.snapshot)
    compilation.save(update_fields=["state", "published_at", "snapshot", "snapshot_hash"])
    move_stage(signer, consultation=consultation, to="closed")
    data = {"points": len(compilation.snapshot["rows"]), "sha256": compilation.snapshot_hash}
    record(verbs.ANSWERS_PUBLISHED, book_id=consultation.book_id, by=signer, target=compilation, data=data)
    return compilation


# --- locks -----------------------------------------------------------------------------------------------


def _locked_file(pk: int) -> Consultation:
    """Locked against every change but not against rows that point at it: opinions are written under the book."""
    files = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return files.select_related("book", "version").get(pk=pk)


def _locked(pk: int) -> Compilation:
    compilations = Compilation.objects.select_for_update(of=("self",), no_key=True)
    return compilations.select_related("consultation__book", "consultation__version").get(pk=pk)


def hold_compilation(consultation) -> None:
    """Nobody places opinions of the file until the caller's transaction ends."""
    Compilation.objects.select_for_update(of=("self",), no_key=True).filter(consultation=consultation).first()


def _locked_point(pk: int) -> Point:
    point = Point.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if point is None:
        raise NotThere("")
    return point


def hold_words(draft_id: int) -> None:
    """Nobody edits a version of the draft until the caller's transaction ends."""
    Draft.objects.select_for_update(no_key=True).get(pk=draft_id)


def _lock_book(pk: int) -> None:
    """No opinion is written while its row is locked."""
    Book.objects.select_for_update().get(pk=pk)


def _hash(value: dict) -> str:
    return hashlib.sha256(trust.canonical(value)).hexdigest()

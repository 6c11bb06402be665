"""Register a paper, enter opinions from it, take them back. One writer for hand and table."""

import hashlib
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations.models import Voice
from consult.core import vietnamese
from consult.forums import intake_rules as may
from consult.forums import rules, verbs
from consult.forums.actions import searchable
from consult.forums.intake_models import Import, Paper
from consult.forums.models import Added, Comment, Criterion, Position, Shown
from consult.forums.selectors import words_of
from consult.kit import markdown, uploads, writing
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.stored import WRITTEN
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import record
from consult.ledger.models import Book

REASON_LIMIT = 500
MOST_COUNTED = 1_000_000
FACTS = ("kind", "number", "issued_on", "received_on", "sender", "shown")


@transaction.atomic
def register_paper(by, *, consultation, scan: tuple[bytes, str] | None = None, client_key, **facts) -> Paper:
    """Register a letter, meeting, call or table. Clerks of the council and of the agency; records paper.registered.

    `scan` is (bytes, clean name) of a checked file. The same key gives the same paper.
    """
    key, digest = read_key(client_key), hashlib.sha256(scan[0]).hexdigest() if scan else ""
    sent = _facts(facts)
    stored = Paper.objects.filter(entered_by=by, client_key=key).first()
    if stored:
        same_or_refuse(stored, consultation_id=consultation.pk, scan_hash=digest, **sent)
        return stored
    may.may_enter(by, consultation).or_refuse()
    may.may_name(by, consultation, sent["shown"]).or_refuse()
    may.fits(sent).or_refuse()
    Book.objects.select_for_update().get(pk=consultation.book_id)
    if stored := Paper.objects.filter(entered_by=by, client_key=key).first():
        return stored  # equal keys sent at once meet at the book
    office = may.office_id(by, consultation)
    paper = Paper(
        consultation=consultation, entered_by=by, client_key=key, office_id=office, scan_hash=digest, **sent
    )
    if scan:
        paper.scan_name = scan[1]
        paper.scan.save(uploads.stored_name(scan[1]), ContentFile(scan[0]), save=False)
    paper.save()
    record(
        verbs.PAPER_REGISTERED,
        book_id=consultation.book_id,
        by=by,
        target=paper,
        data={"kind": paper.kind},
        audience=_audience(paper),
    )
    return paper


def _facts(given: dict) -> dict:
    sent = {name: given.get(name) for name in FACTS}
    sent["number"] = vietnamese.clean_name(sent["number"] or "")[:80]
    sent["sender"] = vietnamese.clean_name(sent["sender"] or "")[:250]
    return sent


@transaction.atomic
def enter_with_paper(by, *, consultation, scan=None, facts: dict, opinion: dict, client_key) -> Comment:
    """A paper and its first opinion, both or none. The same key gives the same comment."""
    paper = register_paper(by, consultation=consultation, scan=scan, client_key=client_key, **facts)
    return enter_opinion(by, paper=paper, client_key=client_key, **opinion)


@transaction.atomic
def enter_opinion(
    by, *, paper: Paper, clause=None, position, criterion="", reason="", proposed="", counted=1, client_key
) -> Comment:
    """Enter one opinion of a paper by hand. Locks the paper, then the book; records comment.entered."""
    paper = locked_paper(paper.pk)
    voice = voices_of(paper, [paper.sender])[paper.sender]
    book = Book.objects.select_for_update().get(pk=paper.consultation.book_id)
    key = read_key(client_key)
    given = said(clause=clause, position=position, criterion=criterion, reason=reason, proposed=proposed,
                 counted=counted)  # fmt: skip
    if stored := Comment.objects.filter(voice=voice, client_key=key).first():
        same_or_refuse(stored, **given)
        return stored
    may.may_continue(by, paper).or_refuse()
    complete(paper.consultation, given, clause)
    return write(by, paper=paper, voice=voice, book=book, clause=clause, given=given, key=key)


def said(*, clause, position, criterion, reason, proposed, counted) -> dict:
    """What is said, cleaned; equal sendings give equal values."""
    proposed = vietnamese.clean(proposed).strip()
    adds = clause.kind if clause and proposed and position == Position.ADD else ""
    return {
        "clause_id": clause.pk if clause else None,
        "position": position,
        "criterion": criterion,
        "reason": vietnamese.clean(reason).strip(),
        "proposed": proposed,
        "adds": adds if adds in Added.values else "",  # a unit like the one it follows
        "counted": counted,
    }


def complete(consultation, given: dict, clause=None) -> None:
    """Refuse what cannot stand as an opinion."""
    if clause is not None and clause.version.draft_id != consultation.draft_id:
        raise NotThere("")
    words = {name: given[name] for name in ("position", "reason", "proposed")}
    rules.says_enough(reply=False, **words).or_refuse()
    if given["criterion"] and given["criterion"] not in Criterion.values:
        raise Refused(_("Tiêu chí phản biện không hợp lệ."), "criterion")
    if not 1 <= given["counted"] <= MOST_COUNTED:
        raise Refused(_("Số người ký phải là số nguyên từ 1."), "counted")
    if max(len(given["reason"]), len(given["proposed"])) > settings.COMMENT_LIMIT:
        limit = writing.number(settings.COMMENT_LIMIT)
        raise Refused(
            _("Nội dung dài quá %(limit)s ký tự. Xin rút gọn hoặc chia thành nhiều ý kiến.")
            % {"limit": limit},
            "too-long",
        )


def voices_of(paper: Paper, labels) -> dict[str, Voice]:
    """The voice of each speaker of a paper, made on first use. They lead to no person. The paper's row is locked."""
    known = {v.label: v for v in Voice.objects.filter(comments__paper=paper).distinct()}
    fresh = [label for label in dict.fromkeys(labels) if label not in known]
    made = Voice.objects.bulk_create(
        Voice(consultation=paper.consultation, kind=Voice.Kind.PAPER, label=label, descriptor=WRITTEN)
        for label in fresh
    )
    return {**known, **{voice.label: voice for voice in made}}


def write(
    by, *, paper: Paper, voice: Voice, book: Book, clause, given: dict, key: uuid.UUID, before=None
) -> Comment:
    """Write one opinion under the locks of its paper and the book; `before(comment)` ties it to its row.

    Records comment.entered: not for the public where the name is not.
    """
    version = clause.version_id if clause else paper.consultation.version_id
    comment = Comment.objects.create(
        **given,
        consultation=paper.consultation,
        version_id=version,
        voice=voice,
        paper=paper,
        shown=paper.shown,
        client_key=key,
        quote=words_of(clause),
        reason_html=markdown.render(given["reason"]),
        number=book.last_seq + 1,
        **searchable(given),
    )
    if before:
        before(comment)
    entry = record(
        verbs.COMMENT_ENTERED,
        book_id=book.pk,
        by=by,
        target=comment,
        data={"clause": comment.clause_id, "parent": None, "source": paper.kind, "counted": given["counted"]},
        audience=_audience(paper),
    )
    book.last_seq = entry.seq
    return comment


@transaction.atomic
def undo_paper(by, *, paper: Paper, reason: str) -> Paper:
    """Take all opinions of a paper back: marked as withdrawn, kept. Its own side, while nobody answered any of them.

    Locks the paper, what the guards lock, then the book; records paper.undone once for all.
    """
    paper = locked_paper(paper.pk)
    reason = vietnamese.clean(reason).strip()
    if paper.undone_at is not None and paper.undone_reason == reason:
        return paper
    for hold in _holds:
        hold(paper.consultation)
    may.may_undo(by, paper).or_refuse()
    if not reason or len(reason) > REASON_LIMIT:
        raise Refused(
            _("Cần nêu lý do thu hồi, không quá %(limit)s ký tự.") % {"limit": REASON_LIMIT}, "no-reason"
        )
    Book.objects.select_for_update().get(pk=paper.consultation.book_id)
    may.may_undo(by, paper).or_refuse()  # a reply may have come while the book was taken
    count = paper.comments.filter(state=Comment.State.POSTED).update(state=Comment.State.WITHDRAWN)
    Import.objects.filter(paper=paper).update(state=Import.State.UNDONE)
    paper.undone_at, paper.undone_reason = database_now(), reason
    paper.save(update_fields=["undone_at", "undone_reason"])
    record(
        verbs.PAPER_UNDONE,
        book_id=paper.consultation.book_id,
        by=by,
        target=paper,
        data={"opinions": count},
        audience=_audience(paper),
    )
    return paper


def _audience(paper: Paper) -> str | None:
    """What the council alone may read is told to it alone, also that there was something."""
    return None if paper.shown in (Shown.NAMED, Shown.ANONYMOUS) else "front"


_holds: list[Callable] = []


def hold_for_undo(hold: Callable) -> None:
    """What is locked before opinions are taken back, so that nobody compiles them meanwhile; told from apps above."""
    _holds.append(hold)


def locked_paper(pk: int) -> Paper:
    papers = Paper.objects.select_for_update(of=("self",), no_key=True)
    return papers.select_related("consultation__book", "consultation__version").get(pk=pk)

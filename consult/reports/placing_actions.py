"""Quote, move and merge; set aside by two; tag, note, assign; take a step back.

Locks in the present order: the compilation first, the file's book last (where an opinion may change meanwhile).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums.models import Comment
from consult.kit.clock import database_now
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import record
from consult.reports import actions, merging, placing_rules, placing_verbs, quotes, rules, steps, verbs
from consult.reports.models import (
    Assignment,
    Citation,
    Compilation,
    Note,
    Point,
    Seen,
    SetAside,
    Step,
    Tagging,
)
from consult.reports.steps import step

TAG_LENGTH, TEXT_LENGTH, TAGS = 40, 5000, 20


# --- quotations ------------------------------------------------------------------------------------------


@transaction.atomic
def quote(by, *, citation, chosen) -> list:
    """Quote words of an opinion in the point where it stands; exact ones, or refused. Records point.quoted."""
    compilation, citation = _cited(by, citation)
    with step(by, compilation, "quote", points=[citation.point_id]):
        made = quotes.add(citation, citation.comment, chosen)
    if made:
        _record_quotes(placing_verbs.WORDS_QUOTED, by, citation, made)
    return made


@transaction.atomic
def unquote(by, *, quotation) -> None:
    """Quote these words no longer; words that are gone are gone. Records point.unquoted."""
    compilation, citation = _cited(by, quotation.citation)
    stored = citation.quotations.filter(pk=quotation.pk).first()
    if stored is None:
        return
    with step(by, compilation, "unquote", points=[citation.point_id]):
        citation.quotations.filter(pk=stored.pk).delete()
    _record_quotes(placing_verbs.WORDS_UNQUOTED, by, citation, [stored])


def _cited(by, citation):
    compilation = actions._locked(citation.point.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    stored = Citation.objects.select_related("point", "comment").filter(pk=citation.pk).first()
    if stored is None or stored.comment_id is None:
        raise NotThere("")
    stored.point.compilation = compilation
    return compilation, stored


def _record_quotes(verb, by, citation, rows) -> None:
    spans = [[row.part, row.edition, row.start, row.end] for row in rows]
    data = {"comment": citation.comment_id, "spans": spans}
    record(
        verb, book_id=citation.point.compilation.consultation.book_id, by=by, target=citation.point, data=data
    )


# --- moving and merging ----------------------------------------------------------------------------------


@transaction.atomic
def move(by, *, citation, point) -> Citation:
    """Take an opinion out of one point and place it in another, with what is quoted of it.

    Refused with "moved" where it no longer stands in the first. Locks the compilation; records comment.uncited and
    comment.cited.
    """
    compilation = actions._locked(point.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    stored = Citation.objects.select_related("point", "comment").filter(pk=citation.pk).first()
    if stored is None or stored.point_id != citation.point_id:
        raise Refused(_("Ý kiến không còn ở điểm này; người khác vừa chuyển đi."), "moved")
    if stored.comment_id is None or stored.point.compilation_id != compilation.pk or not _there(point):
        raise NotThere("")
    chosen = [quotes.Chosen(q.part, q.words, q.start, q.edition) for q in stored.quotations.all()]
    with step(by, compilation, "move", points=[stored.point_id, point.pk]):
        actions.uncite(by, citation=stored)
        actions.cite(
            by, point=point, comments=[stored.comment], chosen=chosen, source=stored.source, rank=stored.rank,
            dissent=stored.dissent,
        )  # fmt: skip
    return point.citations.get(comment=stored.comment)


@transaction.atomic
def merge_points(by, *, point, into) -> Point:
    """Put everything that one point rests on into another, and take the first away.

    Locks the compilation; records point.merged, with the citations that moved.
    """
    compilation = actions._locked(into.compilation_id)
    rules.may_group(by, compilation).or_refuse()
    if point.pk == into.pk:
        raise Refused(_("Xin chọn hai điểm góp ý khác nhau."), "same")
    point = compilation.points.filter(pk=point.pk).first()
    if point is None or not _there(into):
        raise NotThere("")
    rules.may_remove(point).or_refuse()
    with step(by, compilation, "merge", points=[point.pk, into.pk]):
        moved = merging.carry_over(point, into)
        pk = point.pk
        point.delete()
        quotes.quote_the_few(into)
    data = {"from": pk, "comments": moved}
    record(
        placing_verbs.POINTS_MERGED, book_id=compilation.consultation.book_id, by=by, target=into, data=data
    )
    return into


def _there(point) -> bool:
    return Point.objects.filter(pk=point.pk, compilation=point.compilation_id).exists()


# --- setting aside ---------------------------------------------------------------------------------------


@transaction.atomic
def propose_aside(by, *, compilation, comment, reason, note="") -> SetAside:
    """Propose that an opinion stands in no point, for one of the reasons; it waits for a second person.

    Locks the compilation; records aside.proposed. The same proposal again is the first one.
    """
    compilation = actions._locked(compilation.pk)
    stored = SetAside.objects.filter(comment=comment, state=SetAside.State.PROPOSED, proposed_by=by).first()
    if stored is not None and stored.reason == reason:
        return stored
    comment = Comment.objects.prefetch_related("asides").get(pk=comment.pk)
    placing_rules.may_propose(by, compilation, comment).or_refuse()
    if reason not in SetAside.Reason.values:
        raise Refused(_("Xin chọn lý do không tính."), "reason")
    aside = SetAside.objects.create(comment=comment, reason=reason, note=_text(note), proposed_by=by)
    Step.objects.create(compilation=compilation, by=by, kind="aside", changes={"aside": aside.pk})
    _record_aside(placing_verbs.ASIDE_PROPOSED, by, compilation, aside)
    return aside


@transaction.atomic
def confirm_aside(by, *, compilation, aside) -> SetAside:
    """Confirm it as the second person: the opinion is counted as set aside and its author is told.

    Locks the compilation and the book, so that a withdrawal at the same moment comes before or after. Records
    aside.confirmed.
    """
    compilation = actions._locked(compilation.pk)
    actions._lock_book(compilation.consultation.book_id)
    aside = _aside(compilation, aside)
    if aside.state == SetAside.State.CONFIRMED and aside.confirmed_by_id == by.pk:
        return aside
    placing_rules.may_confirm(by, compilation, aside).or_refuse()
    aside.state, aside.confirmed_by, aside.confirmed_at = SetAside.State.CONFIRMED, by, database_now()
    aside.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _record_aside(placing_verbs.ASIDE_CONFIRMED, by, compilation, aside)
    return aside


@transaction.atomic
def lift_aside(by, *, compilation, aside) -> SetAside:
    """Put the opinion back among those that wait. Locks the compilation; records aside.lifted."""
    compilation = actions._locked(compilation.pk)
    aside = _aside(compilation, aside)
    placing_rules.may_lift(by, compilation, aside).or_refuse()
    aside.state = SetAside.State.LIFTED
    aside.save(update_fields=["state"])
    _record_aside(placing_verbs.ASIDE_LIFTED, by, compilation, aside)
    return aside


@transaction.atomic
def appeal_aside(author, *, aside, text) -> SetAside:
    """The author asks once for another look; the opinion waits again. Locks the compilation; records aside.appealed."""
    file = aside.comment.consultation
    compilation = actions._locked(Compilation.objects.only("pk").get(consultation=file).pk)
    aside = _aside(compilation, aside)
    text = _text(text)
    if aside.appealed_at and aside.appeal == text and placing_rules.may_see_aside(author, aside):
        return aside
    placing_rules.may_appeal(author, compilation, aside).or_refuse()
    if not text:
        raise Refused(_("Xin nêu vì sao ý kiến cần được xem lại."), "empty")
    aside.state, aside.appeal, aside.appealed_at = SetAside.State.APPEALED, text, database_now()
    aside.save(update_fields=["state", "appeal", "appealed_at"])
    _record_aside(placing_verbs.ASIDE_APPEALED, author, compilation, aside)
    return aside


def _aside(compilation, aside) -> SetAside:
    asides = SetAside.objects.select_related("comment__voice").filter(pk=aside.pk)
    stored = asides.filter(comment__consultation=compilation.consultation_id).first()
    if stored is None:
        raise NotThere("")
    return stored


def _record_aside(verb, by, compilation, aside) -> None:
    data = {"comment": aside.comment_id, "reason": aside.reason}
    record(verb, book_id=compilation.consultation.book_id, by=by, target=aside, data=data)


# --- beside an opinion -----------------------------------------------------------------------------------


@transaction.atomic
def tag(by, *, compilation, comment, name) -> Tagging | None:
    """Put a tag of the council on an opinion, or take it off where it is on. Records comment.tagged or untagged."""
    compilation = actions._locked(compilation.pk)
    placing_rules.may_note(by, compilation).or_refuse()
    name = vietnamese.clean_name(name)[:TAG_LENGTH].strip()
    if not name:
        raise Refused(_("Xin ghi tên nhãn."), "empty")
    stored = Tagging.objects.filter(comment=comment, name=name).first()
    if stored is None and Tagging.objects.filter(comment=comment).count() >= TAGS:
        raise Refused(_("Ý kiến đã có quá nhiều nhãn."), "too-many")
    with step(by, compilation, "tag", comments=[comment.pk]):
        made = Tagging.objects.create(comment=comment, name=name, by=by) if stored is None else None
        if stored is not None:
            stored.delete()
    verb = placing_verbs.COMMENT_TAGGED if made else placing_verbs.COMMENT_UNTAGGED
    record(verb, book_id=compilation.consultation.book_id, by=by, target=comment)
    return made


@transaction.atomic
def note(by, *, compilation, comment, text) -> Note:
    """Write a note beside an opinion, for the council alone. Records comment.noted, without the words."""
    compilation = actions._locked(compilation.pk)
    placing_rules.may_note(by, compilation).or_refuse()
    text = _text(text)
    if not text:
        raise Refused(_("Xin ghi nội dung ghi chú."), "empty")
    stored = Note.objects.filter(comment=comment).order_by("-pk").first()
    if stored is not None and (stored.by_id, stored.text) == (by.pk, text):
        return stored
    with step(by, compilation, "note", comments=[comment.pk]):
        made = Note.objects.create(comment=comment, text=text, by=by)
    record(placing_verbs.COMMENT_NOTED, book_id=compilation.consultation.book_id, by=by, target=comment)
    return made


@transaction.atomic
def remove_note(by, *, compilation, note) -> None:
    """Take one's own note away. Records comment.note_removed."""
    compilation = actions._locked(compilation.pk)
    placing_rules.may_note(by, compilation).or_refuse()
    stored = Note.objects.select_related("comment").filter(pk=note.pk, by=by).first()
    if stored is None:
        raise NotThere("")
    with step(by, compilation, "note", comments=[stored.comment_id]):
        stored.delete()
    book_id = compilation.consultation.book_id
    record(placing_verbs.NOTE_REMOVED, book_id=book_id, by=by, target=stored.comment)


@transaction.atomic
def assign(by, *, compilation, comments, to) -> int:
    """Say which compiler handles these opinions; `to` None: nobody in particular. Records comment.assigned once."""
    compilation = actions._locked(compilation.pk)
    rules.may_group(by, compilation).or_refuse()
    if to is not None:
        placing_rules.may_be_assigned(to, compilation).or_refuse()
    ids = sorted({comment.pk for comment in comments})
    if not ids:
        raise Refused(_("Xin chọn ý kiến để phân công."), "empty")
    with step(by, compilation, "assign", comments=ids):
        if to is None:
            Assignment.objects.filter(comment__in=ids).delete()
        else:
            Assignment.objects.bulk_create(
                [Assignment(comment_id=pk, to=to, by=by) for pk in ids],
                update_conflicts=True, unique_fields=["comment"], update_fields=["to", "by"],
            )  # fmt: skip
    data = {"comments": ids, "to": to.pk if to else None}
    record(
        placing_verbs.COMMENTS_ASSIGNED,
        book_id=compilation.consultation.book_id,
        by=by,
        target=compilation,
        data=data,
    )
    return len(ids)


@transaction.atomic
def see(user, *, compilation, comment) -> None:
    """The person has this opinion open now: it is read, and others see who reads it."""
    Seen.objects.update_or_create(comment=comment, user=user, defaults={"at": timezone.now()})


# --- undo ------------------------------------------------------------------------------------------------


@transaction.atomic
def undo(by, *, compilation) -> Step:
    """Take back one's own last step, exactly; refused where somebody changed it since.

    Locks the compilation. What comes to stand in points and what leaves them is recorded as comment.cited and
    comment.uncited, the whole as compilation.undone.
    """
    compilation = actions._locked(compilation.pk)
    rules.may_group(by, compilation).or_refuse()
    last = Step.objects.filter(compilation=compilation, by=by, undone=False).order_by("-pk").first()
    if last is None:
        raise Refused(_("Không còn việc nào để hoàn tác."), "nothing")
    last.undone = True
    last.save(update_fields=["undone"])
    if aside := last.changes.get("aside"):
        lift_aside(by, compilation=compilation, aside=SetAside.objects.get(pk=aside))
    else:
        _may_return(compilation.consultation, last.changes)
        before = _placements(last.changes, "made", 1)
        after = _placements(last.changes, "gone", 0)
        steps.take_back(last.changes)
        _record_places(verbs.COMMENT_UNCITED, by, compilation, before)
        _record_places(verbs.COMMENT_CITED, by, compilation, after)
    data = {"kind": last.kind, "step": last.pk}
    record(
        placing_verbs.STEP_UNDONE,
        book_id=compilation.consultation.book_id,
        by=by,
        target=compilation,
        data=data,
    )
    return last


def _may_return(consultation, changes) -> None:
    ids = {row["comment_id"] for key, row in changes["gone"].items() if key.startswith("citation:")} - {None}
    for comment in Comment.objects.prefetch_related("asides").filter(pk__in=ids):
        rules.may_cite(consultation, comment).or_refuse()


def _placements(changes, rows: str, side: int) -> dict[int, list[int]]:
    """Opinions by point: of rows that are made or gone, and of citations that changed their point."""
    found: dict[int, list[int]] = {}
    cited = [row for key, row in changes[rows].items() if key.startswith("citation:")]
    cited += [
        pair[side]
        for key, pair in changes["changed"].items()
        if key.startswith("citation:") and pair[0]["point_id"] != pair[1]["point_id"]
    ]
    for row in cited:
        if row["comment_id"]:
            found.setdefault(row["point_id"], []).append(row["comment_id"])
    return found


def _record_places(verb, by, compilation, places) -> None:
    for pk, comments in sorted(places.items()):
        point = Point.objects.filter(pk=pk).first() or Point(pk=pk, compilation=compilation, title="")
        record(
            verb,
            book_id=compilation.consultation.book_id,
            by=by,
            target=point,
            data={"comments": sorted(comments)},
        )


def _text(raw) -> str:
    text = vietnamese.clean(raw or "").strip()
    if len(text) > TEXT_LENGTH:
        raise Refused(_("Nội dung dài quá giới hạn cho phép."), "too-long")
    return text

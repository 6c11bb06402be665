"""Post, withdraw, agree and disagree. The book's row is locked first: one order of acts, and one act per key."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.consultations.actions import take_voice
from consult.consultations.voice_actions import declare_interest, fits_interest
from consult.core import vietnamese
from consult.forums import (
    anchors,
    conduct,
    draft_actions,
    evidence_actions,
    following,
    mentions,
    rules,
    verbs,
)
from consult.forums.conduct_actions import hold, pace_or_refuse, release
from consult.forums.models import Added, Comment, Criterion, Endorsement, Position, Shown
from consult.forums.selectors import own_voice, words_of
from consult.kit import markdown, writing
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import record
from consult.ledger.models import Book

Stance = Endorsement.Stance
_TAKEN = {Stance.AGREE: verbs.COMMENT_ENDORSED, Stance.DISAGREE: verbs.COMMENT_OPPOSED}
_TAKEN_BACK = {Stance.AGREE: verbs.COMMENT_UNENDORSED, Stance.DISAGREE: verbs.COMMENT_UNOPPOSED}


@transaction.atomic
def post_comment(
    user, *, consultation, clause=None, attachment=None, parent=None, position="", criterion="", reason="",
    proposed="", adds="", cited="", cited_at=None, sources="", shown="named", name_agreed=False, interest=None,
    client_key, of_opinion=False, from_composer=True,
) -> Comment:  # fmt: skip
    """Post an opinion on a clause (or on an attachment, or on the whole draft), or a reply to a comment.

    Called by pages and scenes; sent from elsewhere than the composer, what waits in the composer is kept. Locks the
    file's book, so equal keys sent at once meet here and make one comment; the comment's `number` is the number of its
    entry, known under that lock. `name_agreed`: an opinion for the council alone may be released with the name.
    `interest`, if given, is declared with it. Records comment.posted, for the council alone where the comment is.
    """
    key = read_key(client_key)
    sent = _sent(clause=clause, attachment=attachment, parent=parent, position=position, criterion=criterion,
                 reason=reason, proposed=proposed, adds=adds, sources=sources, shown=shown, name_agreed=name_agreed)  # fmt: skip
    sent["anchor"] = None if parent else anchors.read_or_refuse(clause, cited, cited_at)
    voice = own_voice(user, consultation)
    if voice is None:  # a voice is taken before the book is locked, everywhere: one order of locks
        _may_or_refuse(user, consultation, parent)
        voice = take_voice(user, consultation=consultation)
    if interest is not None:
        voice = declare_interest(user, consultation=consultation, interest=interest)
    book = Book.objects.select_for_update().get(pk=consultation.book_id)
    if stored := _stored(voice, key, sent):
        return stored
    if parent is not None:
        parent = fresh(parent)  # whether it is guarded still is known under the lock
    _may_or_refuse(user, consultation, parent)
    _fits_or_refuse(consultation, clause, attachment, parent, sent)
    mentioned = mentions.find(user, consultation, sent["reason"])
    pace_or_refuse(voice, consultation)
    held = conduct.begins_held(voice, consultation)
    comment = Comment.objects.create(
        **sent,
        state=Comment.State.HELD if held else Comment.State.POSTED,
        consultation=consultation,
        version_id=_version_of(consultation, clause, parent),
        root_id=(parent.root_id or parent.pk) if parent else None,
        voice=voice,
        client_key=key,
        quote=words_of(clause),
        reason_html=mentions.link(markdown.render(sent["reason"]), mentioned),
        number=book.last_seq + 1,
        **searchable(sent),
    )
    mentions.keep(comment, mentioned)
    if from_composer:
        _take_from_composer(user, comment, of_opinion=of_opinion)
    following.by_itself(user, comment)
    if held:
        hold(comment)
    record(
        verbs.COMMENT_POSTED, book_id=book.pk, locked=book, by=voice, target=comment, **_told(comment, held)
    )
    return comment


def _take_from_composer(user, comment: Comment, *, of_opinion: bool) -> None:
    """The files of the draft become the comment's, and the draft goes; most sendings find neither.

    `of_opinion`: a reply made of what stood in the composer of an opinion takes the files from there.
    """
    unsent = draft_actions.unsent(user, comment.consultation_id)
    opinion, reply = (comment.clause_id, comment.attachment_id, None), (None, None, comment.parent_id)
    own = unsent.get(reply if comment.parent_id else opinion)
    if files_of := unsent.get(opinion) if of_opinion else own:
        evidence_actions.hand_over(files_of, comment)
    else:
        evidence_actions.has_none(comment)
    draft_actions.forget(own)


def may_post_or_refuse(
    user, *, consultation, clause=None, attachment=None, parent=None, position="", criterion="", reason="",
    proposed="", adds="", cited="", cited_at=None, sources="", shown="named", name_agreed=False, interest=None,
    client_key,
) -> None:  # fmt: skip
    """Whether this sending would be taken now, before it is looked at once more. Writes nothing."""
    read_key(client_key)
    fits_interest(interest or "").or_refuse()
    sent = _sent(clause=clause, attachment=attachment, parent=parent, position=position, criterion=criterion,
                 reason=reason, proposed=proposed, adds=adds, sources=sources, shown=shown,
                 name_agreed=name_agreed)  # fmt: skip
    if parent is None:
        anchors.read_or_refuse(clause, cited, cited_at)
    _may_or_refuse(user, consultation, parent)
    _fits_or_refuse(consultation, clause, attachment, parent, sent)


@transaction.atomic
def agree_and_add(
    user, *, comment: Comment, reason="", proposed="", sources="", shown, client_key
) -> Comment | None:
    """Endorse an opinion instead of repeating it; what was written becomes an answer to it, None without words.

    Takes the file's book as the two acts do. Records comment.endorsed and comment.posted.
    """
    take_stance(user, comment=comment, stance=Stance.AGREE)
    words = "\n\n".join(part for part in (reason.strip(), _as_quote(proposed), sources.strip()) if part)
    reply = None
    if words:
        reply = post_comment(
            user, consultation=comment.consultation, parent=comment, reason=words, shown=shown,
            client_key=client_key, of_opinion=True,
        )  # fmt: skip
    draft_actions.forget_sent(
        user,
        consultation=comment.consultation,
        clause_id=comment.clause_id,
        attachment_id=comment.attachment_id,
    )
    return reply


def _as_quote(proposed: str) -> str:
    lines = proposed.strip().splitlines()
    if not lines:
        return ""
    return "\n".join([_("Đề nghị sửa thành") + ":", "", *(f"> {line}" for line in lines)])


@transaction.atomic
def withdraw_comment(user, *, comment: Comment) -> Comment:
    """Take one's own comment back: marked, no longer counted, kept for the ledger. Records comment.withdrawn."""
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    comment = fresh(comment)
    if rules.is_author(user, comment) and comment.state == Comment.State.WITHDRAWN:
        return comment
    rules.may_withdraw(user, comment).or_refuse()
    held = comment.state == Comment.State.HELD
    comment.state = Comment.State.WITHDRAWN
    comment.save(update_fields=["state"])
    if held:
        release(comment)
    record(verbs.COMMENT_WITHDRAWN, book_id=book.pk, by=comment.voice, target=comment, **_told(comment, held))
    return comment


def endorse(user, *, comment: Comment) -> Endorsement:
    """Agree with somebody's comment; see `take_stance`."""
    return take_stance(user, comment=comment, stance=Stance.AGREE)


@transaction.atomic
def take_stance(user, *, comment: Comment, stance: str) -> Endorsement:
    """Agree or disagree with somebody's comment: one stance per voice, the same one again changes nothing.

    Locks the file's book. Records comment.endorsed or comment.opposed, also when the stance was the other one.
    """
    if stance not in Stance.values:
        raise Refused(_("Xin chọn tán thành hoặc không tán thành."), "stance")
    voice = own_voice(user, comment.consultation)
    mine = Endorsement.objects.filter(comment=comment, voice=voice)
    if voice and (stored := mine.filter(stance=stance).first()):
        return stored
    rules.may_endorse(user, comment).or_refuse()
    voice = voice or take_voice(user, consultation=comment.consultation)
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    rules.may_endorse(user, fresh(comment)).or_refuse()
    endorsement, made = Endorsement.objects.get_or_create(
        comment=comment, voice=voice, defaults={"stance": stance}
    )
    if not made and endorsement.stance == stance:
        return endorsement
    if not made:
        endorsement.stance, endorsement.at = stance, database_now()
        endorsement.save(update_fields=["stance", "at"])
    record(_TAKEN[stance], book_id=book.pk, by=voice, target=comment, data=where(comment))
    return endorsement


@transaction.atomic
def unendorse(user, *, comment: Comment) -> None:
    """Take one's stance back while endorsing is open; without one nothing happens.

    Locks the file's book. Records comment.unendorsed or comment.unopposed.
    """
    voice = own_voice(user, comment.consultation)
    if voice is None:
        return
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    comment.consultation.book = book  # the stage as it is under the lock
    files.stage_open(comment.consultation, "comment.endorsed").or_refuse()
    stored = Endorsement.objects.filter(comment=comment, voice=voice).first()
    if stored is None:
        return
    stored.delete()
    record(_TAKEN_BACK[stored.stance], book_id=book.pk, by=voice, target=comment, data=where(comment))


def _may_or_refuse(user, consultation, parent) -> None:
    if parent is None:
        rules.may_comment(user, consultation).or_refuse()
    else:
        rules.may_answer_to(user, parent).or_refuse()


def _sent(
    *, clause, attachment, parent, position, criterion, reason, proposed, adds, sources, shown, name_agreed
) -> dict:
    """The content of a sending, cleaned; equal sendings give equal values."""
    proposed = vietnamese.clean(proposed).strip()
    if position == Position.ADD and proposed and clause is not None and not adds:
        adds = clause.kind if clause.kind in Added.values else ""  # a unit like the one it follows
    return {
        "clause_id": parent.clause_id if parent else clause.pk if clause else None,
        "attachment_id": parent.attachment_id if parent else attachment.pk if attachment else None,
        "parent_id": parent.pk if parent else None,
        "position": position,
        "criterion": criterion,
        "reason": vietnamese.clean(reason).strip(),
        "proposed": proposed,
        "adds": adds,
        "sources": vietnamese.clean(sources).strip(),
        "shown": shown,
        "name_agreed": bool(name_agreed) and shown == Shown.COUNCIL,
    }


def _version_of(consultation, clause, parent) -> int:
    """The version on which a comment is written: its clause's, or the one under discussion."""
    if parent is not None:
        return parent.version_id
    return clause.version_id if clause is not None else consultation.version_id


def _stored(voice, key, sent: dict) -> Comment | None:
    mine = Comment.objects.filter(voice=voice, client_key=key)
    if not mine.exists():
        return None
    stored = mine.get()
    same_or_refuse(stored, **sent)
    return stored


def _fits_or_refuse(consultation, clause, attachment, parent, sent: dict) -> None:
    if parent is None and clause is not None and not _asked_on(clause, consultation):
        raise Refused(_("Điều khoản này không thuộc bản dự thảo đang lấy ý kiến."), "clause")
    if any(one is not None and one.consultation_id != consultation.pk for one in (parent, attachment)):
        raise NotThere("")
    rules.may_cite(sent["sources"]).or_refuse()
    rules.may_show(consultation, sent["shown"], parent).or_refuse()
    words_or_refuse(sent, reply=parent is not None)


def _asked_on(clause, consultation) -> bool:
    """The version under discussion, or an earlier one of its draft: somebody may have been writing when it changed."""
    if clause.version_id == consultation.version_id:
        return True
    version = clause.version
    known = version.draft_id == consultation.draft_id and version.state == "published"
    return known and version.number < consultation.version.number


def words_or_refuse(sent: dict, *, reply: bool) -> None:
    """Whether the words, cleaned, are enough and not too many; asked by editing too."""
    if sent["criterion"] and sent["criterion"] not in Criterion.values:
        raise Refused(_("Tiêu chí phản biện không hợp lệ."), "criterion")
    words = {name: sent[name] for name in ("position", "reason", "proposed")}
    rules.says_enough(reply=reply, **words).or_refuse()
    rules.fits_change(
        position=sent["position"], proposed=sent["proposed"], adds=sent.get("adds", "")
    ).or_refuse()
    if max(len(sent["reason"]), len(sent["proposed"])) > settings.COMMENT_LIMIT:
        raise Refused(
            _("Nội dung dài quá %(limit)s ký tự. Xin rút gọn hoặc chia thành nhiều ý kiến.")
            % {"limit": writing.number(settings.COMMENT_LIMIT)},
            "too-long",
        )


def searchable(sent: dict) -> dict:
    """What search reads of a comment with these words."""
    words = f"{sent['reason']}\n{sent['proposed']}"
    folded = vietnamese.fold(words)
    both = Value(f"{words.lower()}\n{folded}")
    return {"folded": folded, "search": SearchVector(both, config="simple")}


def _told(comment: Comment, held: bool) -> dict:
    """What `record` takes: that something was said to the council alone is the council's to know."""
    return {"data": where(comment), "audience": "front" if held or comment.guarded else None}


def where(comment: Comment) -> dict:
    """Public facts of an entry: where, never who."""
    return {"clause": comment.clause_id, "parent": comment.parent_id}


def fresh(comment: Comment) -> Comment:
    """The comment as it is under the book's lock."""
    return Comment.objects.select_related("consultation__book", "voice", "root__voice").get(pk=comment.pk)

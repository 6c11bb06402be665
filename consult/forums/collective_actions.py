"""Comments of an organisation's own voice, written by whoever files for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations import rules as files
from consult.consultations.models import Voice
from consult.core import vietnamese
from consult.forums import verbs
from consult.forums.actions import searchable
from consult.forums.models import Comment, Shown
from consult.forums.selectors import words_of
from consult.kit import markdown
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused
from consult.ledger.actions import record
from consult.ledger.models import Book


@transaction.atomic
def post_for_organisation(
    voice: Voice, *, clause=None, position, reason, proposed="", client_key
) -> Comment:  # fmt: skip
    """One comment under an organisation's name, which is always shown.

    Called by the act that files an organisation's opinion; whether this person may file was asked there, and
    limits of length hold for the parts that its text is made of. Locks the file's book; equal keys make one
    comment. Records comment.posted by the organisation's voice.
    """
    if voice.kind != Voice.Kind.ORGANISATION:
        raise RuntimeError("Only an organisation's voice is written for by somebody else.")
    key = read_key(client_key)
    sent = {
        "clause_id": clause.pk if clause else None,
        "position": position,
        "reason": vietnamese.clean(reason).strip(),
        "proposed": vietnamese.clean(proposed).strip(),
        "shown": Shown.NAMED,
    }
    consultation = voice.consultation
    book = Book.objects.select_for_update().get(pk=consultation.book_id)
    if stored := Comment.objects.filter(voice=voice, client_key=key).first():
        same_or_refuse(stored, **sent)
        return stored
    consultation.book = book
    files.stage_open(consultation, "comment.posted").or_refuse()
    if clause is not None and clause.version_id != consultation.version_id:
        raise Refused(_("Điều khoản này không thuộc bản dự thảo đang lấy ý kiến."), "clause")
    comment = Comment.objects.create(
        **sent,
        consultation=consultation,
        version_id=consultation.version_id,
        voice=voice,
        client_key=key,
        quote=words_of(clause),
        reason_html=markdown.render(sent["reason"]),
        number=book.last_seq + 1,
        **searchable(sent),
    )
    record(
        verbs.COMMENT_POSTED,
        book_id=book.pk,
        by=voice,
        target=comment,
        data={"clause": comment.clause_id, "parent": None},
    )
    return comment

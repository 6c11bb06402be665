"""Attach files to an unsent opinion, take them away, hand them over when it is sent. Not recorded before that."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import evidence
from consult.forums.draft_models import OpinionDraft
from consult.forums.evidence_models import EvidenceFile
from consult.kit import rates, uploads, writing
from consult.kit.verdicts import NotThere, Refused

_HOUR = 3600


@transaction.atomic
def attach_file(user, *, draft: OpinionDraft, file) -> EvidenceFile:
    """Clean a file and keep it with the draft; the same file again is the one that is there. Locks the draft.

    `file` is what a form gives. Refuses by name and size before reading, by content after it, each with a sentence.
    """
    rates.may_again("evidence", user.pk, most=settings.EVIDENCE_RATE, seconds=_HOUR).or_refuse()
    data, name = uploads.read_upload(file, extensions=evidence.EXTENSIONS)
    draft = OpinionDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.person_id != user.pk:
        raise NotThere("")
    extension = uploads.extension_of(name)
    try:
        data = evidence.cleaned(data, extension)
    except evidence.EvidenceRefused as refused:
        raise Refused(_(str(refused)), refused.code) from refused
    digest = hashlib.sha256(data).hexdigest()
    same = draft.files.filter(name=name, size=len(data)).first()
    if same is not None and same.extension == extension:
        return same
    if draft.files.count() >= settings.EVIDENCE_LIMIT:
        raise Refused(
            _("Mỗi ý kiến kèm nhiều nhất %(limit)s tệp.")
            % {"limit": writing.number(settings.EVIDENCE_LIMIT)},
            "too-many",
        )
    row = EvidenceFile(draft=draft, name=name, extension=extension, size=len(data), digest=digest)
    row.file.save(uploads.stored_name(name), ContentFile(data), save=False)
    row.save()
    return row


@transaction.atomic
def remove_file(user, *, file_id: int) -> OpinionDraft:
    """Take a file away from one's own draft; returns the draft."""
    row = EvidenceFile.objects.select_for_update().filter(pk=file_id, draft__person=user).first()
    if row is None:
        raise NotThere("")
    draft, stored = row.draft, row.file
    row.delete()
    transaction.on_commit(lambda: stored.delete(save=False))
    return draft


def hand_over(draft_id: int, comment) -> None:
    """The files of the draft become the comment's; called by the action that posts it, before its entry.

    A file keeps no name of its own: what it was called may name its maker.
    """
    if not EvidenceFile.objects.filter(draft=draft_id).update(draft=None, comment=comment, name=""):
        has_none(comment)


def has_none(comment) -> None:
    """Known to be none: the entry that commits to them need not ask again."""
    comment._prefetched_objects_cache = {"files": EvidenceFile.objects.none()}

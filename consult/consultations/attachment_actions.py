"""Attach papers to a file and take them away again; write and correct its plain summary. Officers of the agency."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations import attachment_rules as rules
from consult.consultations import attachment_verbs as verbs
from consult.consultations.actions import REASON_LIMIT
from consult.consultations.attachment_reading import EXTENSIONS, lines_of
from consult.consultations.models import Attachment, Consultation, SummaryCorrection
from consult.core import vietnamese
from consult.kit import uploads, writing
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record

TITLE_LIMIT = 300
SUMMARY_LIMIT = 10_000
MOST = 20


@transaction.atomic
def add_attachment(
    by, *, consultation, kind: str, title: str, data: bytes, name: str, declared: bool, client_key
) -> Attachment:
    """Attach a paper: refused by size and name before it is read, by content and marks of secrecy after.

    The file is read before anything is locked; then the consultation is. While the file is open the paper is marked
    as late. Records attachment.added; the same key with the same file gives the first one.
    """
    key, digest = read_key(client_key), hashlib.sha256(data).hexdigest()
    rules.may_attach(by, consultation).or_refuse()
    if stored := _stored(by, key, consultation, digest):
        return stored
    title = _checked(kind, title, declared)
    name = uploads.clean_name(name)
    uploads.check_extension(name, EXTENSIONS)
    uploads.check_size(len(data))
    lines = lines_of(data, name)
    consultation = _locked(consultation)
    if stored := _stored(by, key, consultation, digest):
        return stored
    rules.may_attach(by, consultation).or_refuse()
    if consultation.attachments.count() >= MOST:
        raise Refused(_("Mỗi hồ sơ có nhiều nhất %(most)s tài liệu kèm theo.") % {"most": MOST}, "too-many")
    late = consultation.state != Consultation.State.PREPARED
    paper = Attachment(
        consultation=consultation, kind=kind, title=title, file_name=name, file_hash=digest, lines=lines,
        late=late, by=by, client_key=key,
    )  # fmt: skip
    paper.file.save(uploads.stored_name(name), ContentFile(data), save=False)
    try:
        paper.save(force_insert=True)
    except Exception:
        paper.file.storage.delete(paper.file.name)
        raise
    # It may still be removed, so the entry carries the hash of the file instead of committing to a row.
    record(
        verbs.ATTACHMENT_ADDED,
        book_id=consultation.book_id,
        by=by,
        target=paper,
        data={"kind": kind, "title": title, "file": digest},
        audience="public" if late else "agency",
    )
    return paper


@transaction.atomic
def remove_attachment(by, *, attachment: Attachment) -> None:
    """Take a paper away before the file is open, with its bytes. Locks the consultation; records attachment.removed."""
    consultation = _locked(attachment.consultation)
    rules.may_remove(by, consultation).or_refuse()
    file = attachment.file
    record(
        verbs.ATTACHMENT_REMOVED,
        book_id=consultation.book_id,
        by=by,
        target=attachment,
        data={"kind": attachment.kind, "title": attachment.title, "file": attachment.file_hash},
    )
    attachment.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))


@transaction.atomic
def write_summary(by, *, consultation, text: str, reason: str = "", seen: str) -> Consultation:
    """Write the plain summary; on an open file that is a correction, with its reason, and the earlier text is kept.

    `seen` is the text that the writer began from; another one since is Stale with both texts. Locks the consultation;
    records summary.written or summary.corrected. The text that stands already changes nothing.
    """
    consultation = _locked(consultation)
    rules.may_summarise(by, consultation).or_refuse()
    text, reason = vietnamese.clean(text).strip(), vietnamese.clean(reason).strip()
    before = consultation.summary
    if text == before:
        return consultation
    if vietnamese.clean(seen).strip() != before:
        raise Stale(
            _("Bản tóm tắt đã được người khác sửa."),
            stored={_("Tóm tắt"): before},
            sent={_("Tóm tắt"): text},
        )
    if len(text) > SUMMARY_LIMIT:
        raise Refused(
            _("Bản tóm tắt dài quá %(limit)s ký tự; bản tóm tắt nên gọn trong một trang.")
            % {"limit": writing.number(SUMMARY_LIMIT)},
            "too-long",
        )
    opened = consultation.state != Consultation.State.PREPARED
    if opened and (not reason or len(reason) > REASON_LIMIT):
        raise Refused(
            _("Hồ sơ đã mở: cần nêu lý do đính chính, không quá %(limit)s ký tự.") % {"limit": REASON_LIMIT},
            "no-reason",
        )
    consultation.summary = text
    consultation.folded = vietnamese.fold(vietnamese.clean_name(f"{consultation.title} {text}"))
    consultation.save(update_fields=["summary", "folded"])
    if not opened:
        record(verbs.SUMMARY_WRITTEN, book_id=consultation.book_id, by=by, target=consultation)
        return consultation
    SummaryCorrection.objects.create(
        consultation=consultation, before=before, after=text, reason=reason, by=by
    )
    record(
        verbs.SUMMARY_CORRECTED,
        book_id=consultation.book_id,
        by=by,
        target=consultation,
        data={"reason": reason},
    )
    return consultation


def _checked(kind: str, title: str, declared: bool) -> str:
    if kind not in Attachment.Kind.values:
        raise Refused(_("Xin chọn loại tài liệu."), "kind")
    if not declared:
        raise Refused(
            _("Cần cam đoan tài liệu không thuộc phạm vi bí mật nhà nước trước khi đưa lên."), "not-declared"
        )
    title = vietnamese.clean_name(title)
    if not title or len(title) > TITLE_LIMIT:
        raise Refused(_("Xin ghi tên tài liệu, không quá %(limit)s ký tự.") % {"limit": TITLE_LIMIT}, "title")
    return title


def _stored(by, key, consultation, digest: str) -> Attachment | None:
    stored = Attachment.objects.filter(by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, consultation_id=consultation.pk, file_hash=digest)
    return stored


def _locked(consultation) -> Consultation:
    files = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return files.select_related("book").get(pk=consultation.pk)

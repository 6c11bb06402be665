"""Read the papers of a file and its plain summary."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.safestring import SafeString, mark_safe

from consult.consultations import attachment_rules as rules
from consult.consultations.models import Attachment, Consultation
from consult.core import legal, vietnamese
from consult.kit import markdown, writing
from consult.kit.templatetags import consult as look
from consult.kit.verdicts import NotThere, Verdict


@dataclass(frozen=True)
class AttachmentRow:
    """One paper in a list."""

    id: int
    title: str
    kind: str
    file_name: str
    at: str
    late: bool
    readable: bool


@dataclass(frozen=True)
class AttachmentsPage:
    """The papers of a file, with what officers may do."""

    consultation: Consultation
    rows: tuple[AttachmentRow, ...]
    may_attach: Verdict
    may_remove: bool
    manages: bool


@dataclass(frozen=True)
class CorrectionRow:
    """A correction of the summary: when, why, and what changed."""

    at: str
    reason: str
    redline: SafeString


@dataclass(frozen=True)
class SummaryPage:
    """The plain summary by the agency."""

    consultation: Consultation
    html: SafeString
    text: str
    corrections: tuple[CorrectionRow, ...]
    may_write: Verdict
    corrects: bool


def attachment_rows(consultation) -> tuple[AttachmentRow, ...]:
    """The papers of a file in their order; one query, their texts are not loaded."""
    kinds = dict(Attachment.Kind.choices)
    readable = ExpressionWrapper(~Q(lines=[]), output_field=BooleanField())
    rows = consultation.attachments.annotate(readable=readable)
    fields = ("pk", "title", "kind", "file_name", "at", "late", "readable")
    return tuple(
        AttachmentRow(pk, title, str(kinds[kind]), name, vietnamese.date_short(at), late, has_text)
        for pk, title, kind, name, at, late, has_text in rows.values_list(*fields)
    )


def attachments_page(user, consultation) -> AttachmentsPage:
    """The list of papers; who may see the file was asked before."""
    return AttachmentsPage(
        consultation,
        attachment_rows(consultation),
        rules.may_attach(user, consultation),
        bool(rules.may_remove(user, consultation)),
        bool(rules.may_manage(user, consultation)),
    )


def attachment_or_404(consultation, pk: int) -> Attachment:
    """A paper of this file with its text."""
    found = consultation.attachments.filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    found.consultation = consultation
    return found


def attachment_file(consultation, pk: int):
    """Name and open file of a paper, for downloading."""
    found = consultation.attachments.defer("lines").filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    try:
        return found.file_name, found.file.open("rb")
    except FileNotFoundError as error:
        raise NotThere("") from error


def summary_page(user, consultation) -> SummaryPage:
    """The summary and its corrections, the newest first; to visitors of a file without one it is not there."""
    may_write = rules.may_summarise(user, consultation)
    if not consultation.summary and not may_write:
        raise NotThere("")
    corrections = consultation.summary_corrections.order_by("-pk")
    return SummaryPage(
        consultation,
        mark_safe(markdown.render(consultation.summary)),
        consultation.summary,
        tuple(
            CorrectionRow(
                writing.datetime_text(row.at),
                row.reason,
                look.redline(legal.redline(row.before, row.after)),
            )
            for row in corrections
        ),
        may_write,
        consultation.state != Consultation.State.PREPARED,
    )

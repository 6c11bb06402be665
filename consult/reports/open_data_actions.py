"""Make the open data of closed files. Called by the job alone; locks the bundle's row, the book last."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from consult.kit.clock import database_now
from consult.ledger.actions import record
from consult.reports import feedback_verbs, open_data
from consult.reports.models import Compilation, OpenData
from consult.reports.open_data_schema import TABLES


def refresh(limit: int = 20) -> int:
    """Make or compare the bundles of files that went on since; returns how many. Harmless when called again."""
    waiting = Compilation.objects.filter(
        state=Compilation.State.PUBLISHED, consultation__state="closed"
    ).filter(
        Q(consultation__open_data=None)
        | ~Q(consultation__open_data__seq=F("consultation__book__last_seq"))
        # Made when a bundle held fewer tables than today.
        | ~Q(consultation__open_data__counts__has_keys=[table.name for table in TABLES])
    )
    found = list(waiting.order_by("pk").values_list("consultation_id", flat=True)[:limit])
    for pk in found:
        make(pk)
    return len(found)


@transaction.atomic
def make(consultation_id: int) -> OpenData:
    """The bundle of one closed file as the public may read it now; the same data keep their file and version.

    Locks the bundle's row. Records open_data.made, by nobody, where the data are new.
    """
    OpenData.objects.get_or_create(consultation_id=consultation_id)
    kept = OpenData.objects.select_for_update().get(consultation_id=consultation_id)
    compilation = Compilation.objects.select_related(
        "consultation__book", "consultation__version", "consultation__agency", "consultation__council"
    ).get(consultation_id=consultation_id)
    book = compilation.consultation.book
    data = open_data.dataset(compilation)
    digest = open_data.digest(data)
    if digest == kept.digest:
        kept.seq = book.last_seq
        kept.save(update_fields=["seq"])
        return kept
    old = kept.file.name if kept.file else ""
    made = open_data.bundle(data)
    kept.file_hash, kept.size, kept.digest = hashlib.sha256(made).hexdigest(), len(made), digest
    kept.version, kept.made_at = kept.version + 1, database_now()
    kept.counts = {table.name: len(data[table.name]) for table in TABLES}
    kept.file.save(f"{compilation.consultation.code}-{kept.file_hash}.zip", ContentFile(made), save=False)
    kept.save()
    entry = record(
        feedback_verbs.OPEN_DATA_MADE,
        book_id=book.pk,
        by=None,
        target=kept,
        data={"version": kept.version, "sha256": kept.file_hash},
    )
    # What was recorded in between belongs to the next comparison.
    kept.seq = entry.seq if entry.seq == book.last_seq + 1 else book.last_seq
    kept.save(update_fields=["seq"])
    if old and old != kept.file.name:
        storage = kept.file.storage
        transaction.on_commit(lambda: storage.delete(old))
    return kept

"""Files that take long to read are read by a job: taken in, shown as waiting, then a version or a refusal.

A .doc is converted by another program and a .pdf is read in a process of its own: both take seconds. What is quick is
read in the request (actions.upload_version). The ledger hears of an upload when it has become a version.
"""

import hashlib
import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consult.core import legal
from consult.documents import actions, rules
from consult.documents.models import Draft, Reading
from consult.documents.selectors import draft_or_404
from consult.kit import uploads
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.stored import said
from consult.kit.verdicts import NotThere, Refused

log = logging.getLogger("consult.documents")
SLOW = (".doc", ".pdf")
SLOW_FROM_BYTES = 1024 * 1024
State = Reading.State


@dataclass(frozen=True)
class Progress:
    """What the page that waits for a reading shows."""

    reading: Reading
    reason: str

    @property
    def waits(self) -> bool:
        return self.reading.state in (State.WAITING, State.READING)


def is_slow(name: str, size: int) -> bool:
    """Whether a job reads this file instead of the request."""
    return uploads.extension_of(name) in SLOW or size > SLOW_FROM_BYTES


@transaction.atomic
def take(by, *, draft, data: bytes, name: str, client_key) -> Reading:
    """Take a file for reading; the job starts once this is committed. The same key gives the same reading.

    Locks the draft. Refuses what can be refused unread: who, the name, the size, another version being prepared.
    """
    key, digest = read_key(client_key), hashlib.sha256(data).hexdigest()
    rules.may_write(by, draft).or_refuse()
    name = uploads.clean_name(name)
    uploads.check_extension(name)
    uploads.check_size(len(data))
    Draft.objects.select_for_update().get(pk=draft.pk)
    stored = Reading.objects.filter(by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, draft_id=draft.pk, source_hash=digest)
        return stored
    rules.may_upload(by, draft, draft.versions.filter(state="prepared").first()).or_refuse()
    if draft.readings.filter(state__in=(State.WAITING, State.READING)).exists():
        raise Refused(
            _("Một tệp khác của dự thảo này đang được đọc. Xin chờ đọc xong rồi tải tệp khác."), "reading"
        )
    reading = Reading(draft=draft, by=by, source_name=name, source_hash=digest, client_key=key)
    reading.source.save(uploads.stored_name(name), ContentFile(data), save=False)
    reading.save()
    app.configure_task("documents.read").defer(reading_id=reading.pk)
    return reading


@transaction.atomic
def take_new(by, *, agency, title: str, kind: str, data: bytes, name: str, client_key) -> Reading:
    """A new draft whose first file is read by a job. The same key gives the same reading."""
    stored = Reading.objects.filter(by=by, client_key=read_key(client_key)).first()
    if stored is not None:
        same_or_refuse(stored, source_hash=hashlib.sha256(data).hexdigest())
        return stored
    draft = actions.create_draft(by, agency=agency, title=title, kind=kind)
    return take(by, draft=draft, data=data, name=name, client_key=client_key)


def run(reading_id: int) -> None:
    """Read one file; called by the job, harmless when called again. The file itself goes, whatever came of it."""
    reading = Reading.objects.select_related("draft__agency", "by").filter(pk=reading_id).first()
    if reading is None or reading.state in (State.DONE, State.REFUSED):
        return
    _set(reading, State.READING)
    try:
        with reading.source.open("rb") as file:
            data = file.read()
        version = actions.upload_version(
            reading.by,
            draft=reading.draft,
            data=data,
            name=reading.source_name,
            client_key=reading.client_key,
        )
    except Refused as refused:
        _set(reading, State.REFUSED, reason=str(refused))
    except Exception:
        log.exception("reading %s failed", reading_id)
        _set(reading, State.REFUSED, reason=_("Chưa đọc được tệp do lỗi của hệ thống. Đề nghị tải lên lại."))
    else:
        _set(reading, State.DONE, version=version)
    reading.source.storage.delete(reading.source.name)


def _set(reading: Reading, state: str, **fields) -> None:
    Reading.objects.filter(pk=reading.pk).update(state=state, **fields)


def progress(user, pk: int) -> Progress:
    """How the reading of a file goes; for people of its agency, to others it is not there."""
    reading = Reading.objects.select_related("draft").filter(pk=pk).first()
    if reading is None:
        raise NotThere("")
    draft_or_404(user, reading.draft_id)
    return _shown(reading)


def latest(draft_id: int) -> Progress | None:
    """The file of a draft that was taken last, while it is being read or when it was refused."""
    reading = Reading.objects.filter(draft=draft_id).order_by("-pk").first()
    return _shown(reading) if reading and reading.state != State.DONE else None


def _shown(reading: Reading) -> Progress:
    return Progress(reading, said(reading.reason, legal.REFUSALS.values()))

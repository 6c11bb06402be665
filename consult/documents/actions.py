"""Write drafts: create, upload, discard, publish. Officers of the drafting agency only."""

import hashlib
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.core import legal, trust, vietnamese
from consult.documents import listening, next_actions, rules, verbs
from consult.documents.models import ClauseLink, Draft, DraftVersion
from consult.documents.selectors import nodes_of, tree
from consult.documents.storing import save_tree
from consult.kit import uploads
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.stored import said
from consult.kit.verdicts import Refused
from consult.ledger.actions import record


@transaction.atomic
def create_draft(by, *, agency, title: str, kind: str) -> Draft:
    """A draft without a version. Called by officers' pages and scenes; records draft.created."""
    rules.may_draft(by, agency).or_refuse()
    draft = Draft.objects.create(agency=agency, title=vietnamese.clean_name(title), kind=kind, created_by=by)
    record(
        verbs.DRAFT_CREATED, book_id=agency.book_id, by=by, target=draft, data={"title": draft.title[:200]}
    )
    return draft


@transaction.atomic
def create_with_version(by, *, agency, title: str, kind: str, data: bytes, name: str, client_key):
    """A draft and its first upload, both or neither. Returns the version; the same key gives the same one."""
    stored = _stored(by, read_key(client_key))
    if stored is not None:
        same_or_refuse(stored, source_hash=hashlib.sha256(data).hexdigest())
        return stored
    draft = create_draft(by, agency=agency, title=title, kind=kind)
    return upload_version(by, draft=draft, data=data, name=name, client_key=client_key)


@transaction.atomic
def upload_version(by, *, draft, data: bytes, name: str, client_key) -> DraftVersion:
    """Read a file into the next version, still in preparation, with its clause tree and the reader's warnings.

    Refuses, with one sentence, what the reader refuses. The file is read before anything is locked; then the
    draft's row is. Records version.uploaded. The same key with the same file gives the first version back.
    """
    key, digest = read_key(client_key), hashlib.sha256(data).hexdigest()
    stored = _stored(by, key)
    if stored is None:
        rules.may_write(by, draft).or_refuse()
        name = uploads.clean_name(name)
        uploads.check_extension(name)
        uploads.check_size(len(data))
        document = _read(data, name)
        Draft.objects.select_for_update().get(pk=draft.pk)
        stored = _stored(by, key)
    if stored is not None:
        same_or_refuse(stored, draft_id=draft.pk, source_hash=digest)
        return stored
    prepared = draft.versions.filter(state=DraftVersion.State.PREPARED).first()
    rules.may_upload(by, draft, prepared).or_refuse()
    version = _save_version(by, draft, document, data, name, key, digest)
    record(
        verbs.VERSION_UPLOADED,
        book_id=draft.agency.book_id,
        by=by,
        target=version,
        data={"number": version.number, "source": digest},
    )
    return version


@transaction.atomic
def discard_version(by, *, version) -> None:
    """Throw away an upload that is not published, with its file. Locks the draft; records version.discarded."""
    Draft.objects.select_for_update().get(pk=version.draft_id)
    version = DraftVersion.objects.select_for_update().select_related("draft__agency").get(pk=version.pk)
    rules.may_discard(by, version).or_refuse()
    source, number, draft = version.source, version.number, version.draft
    record(
        verbs.VERSION_DISCARDED,
        book_id=draft.agency.book_id,
        by=by,
        target=version,
        data={"number": number, "source": version.source_hash},
    )
    listening.changed(by, version, gone=True)
    version.delete()
    transaction.on_commit(lambda: source.storage.delete(source.name))


@transaction.atomic
def publish_version(by, *, version, declared: bool, note: str = "") -> DraftVersion:
    """Freeze a version for ever and link its clauses with those of the published version before it.

    `declared` is the officer's declaration that it holds no state secret. Locks the draft, then the version;
    records version.published. Publishing the same version again by the same officer returns it.
    """
    Draft.objects.select_for_update().get(pk=version.draft_id)
    version = DraftVersion.objects.select_for_update().get(pk=version.pk)
    if version.state == DraftVersion.State.PUBLISHED and version.declared_by_id == by.pk:
        return version
    rules.may_publish(by, version, declared).or_refuse()
    rows = tree(version.pk)
    _link_with_previous(version, rows)
    version.note = vietnamese.clean(note).strip()
    version.tree_hash = tree_hash(rows)
    version.declared_by = by
    version.published_at = database_now()
    version.state = DraftVersion.State.PUBLISHED
    fields = ["note", "tree_hash", "declared_by", "published_at", "state"]
    if version.origin_id:
        next_actions.write_source(version, nodes_of(rows))
        fields += ["source", "source_name", "source_hash"]
    version.save(update_fields=fields)
    record(
        verbs.VERSION_PUBLISHED,
        book_id=version.draft.agency.book_id,
        by=by,
        target=version,
        data={"number": version.number, "tree": version.tree_hash, "source": version.source_hash},
    )
    return version


def tree_hash(rows) -> str:
    """SHA-256 of the canonical clause tree: what a published text is held to."""
    fields = [[row.ident, row.kind, row.label, row.title, row.text, row.within] for row in rows]
    return hashlib.sha256(trust.canonical(fields)).hexdigest()


# --- parts -----------------------------------------------------------------------------------------------


def _stored(by, key) -> DraftVersion | None:
    return DraftVersion.objects.filter(uploaded_by=by, client_key=key).first()


def _read(data: bytes, name: str) -> legal.Document:
    try:
        return legal.read(data, name)
    except legal.Refused as refused:
        raise Refused(said(str(refused), legal.REFUSALS.values()), refused.code) from refused


def _save_version(by, draft, document, data, name, key, digest) -> DraftVersion:
    last = draft.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DraftVersion(
        draft=draft,
        number=last + 1,
        source_name=name,
        source_hash=digest,
        header=asdict(document.header),
        warnings=[asdict(warning) for warning in document.warnings],
        furniture=list(document.furniture),
        uploaded_by=by,
        client_key=key,
    )
    version.source.save(uploads.stored_name(name), ContentFile(data), save=False)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            save_tree(version, document.nodes)
    except IntegrityError as error:
        # Only the same key sent to another draft at the same moment gets here: the draft's row is locked.
        version.source.storage.delete(version.source.name)
        raise Refused(
            _("Mã gửi này đã dùng cho một nội dung khác. Xin tải lại trang rồi gửi lại."), "key-reused"
        ) from error
    except Exception:
        version.source.storage.delete(version.source.name)
        raise
    return version


def _link_with_previous(version: DraftVersion, rows) -> None:
    before = (
        DraftVersion.objects.published()
        .filter(draft=version.draft_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    if before is None:
        return
    old_rows = tree(before.pk)
    old, new = ({row.ident: row.id for row in side} for side in (old_rows, rows))
    ClauseLink.objects.bulk_create(
        ClauseLink(
            old_version=before,
            new_version=version,
            old_id=old.get(link.old),
            new_id=new.get(link.new),
            kind=link.kind,
            score=link.score,
            rule=link.rule[:40],
        )
        for link in legal.align(nodes_of(old_rows), nodes_of(rows))
    )

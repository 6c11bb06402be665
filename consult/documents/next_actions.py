"""The next version written in place: begun from the newest published one, edited unit by unit, published like any other.

Words change by steps of `repair_actions` (kinds reword and strike), so undo, redo, versions and the ledger are theirs.
"""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult.core.legal import plain_text
from consult.documents import rules, verbs
from consult.documents.models import Draft, DraftVersion
from consult.documents.selectors import nodes_of, tree
from consult.documents.storing import save_tree
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused
from consult.ledger.actions import record


@transaction.atomic
def begin_next(by, *, draft, client_key) -> DraftVersion:
    """The next version as a copy of the newest published one, still in preparation. Officers of its agency.

    Locks the draft; records version.begun. The same key gives the same version; one version is prepared at a time.
    """
    key = read_key(client_key)
    draft = Draft.objects.select_for_update(of=("self",)).select_related("agency").get(pk=draft.pk)
    stored = DraftVersion.objects.filter(uploaded_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, draft_id=draft.pk)
        return stored
    prepared = draft.versions.filter(state=DraftVersion.State.PREPARED).first()
    rules.may_upload(by, draft, prepared).or_refuse()
    origin = draft.versions.published().order_by("-number").first()
    if origin is None:
        raise Refused(_("Dự thảo chưa có bản nào được công bố để soạn tiếp."), "no-version")
    version = DraftVersion(
        draft=draft, number=origin.number + 1, origin=origin, header=origin.header, warnings=origin.warnings,
        furniture=origin.furniture, uploaded_by=by, client_key=key,
    )  # fmt: skip
    nodes = nodes_of(tree(origin.pk))
    write_source(version, nodes)
    version.save(force_insert=True)
    save_tree(version, nodes)
    data = {"number": version.number, "from": origin.number}
    record(verbs.VERSION_BEGUN, book_id=draft.agency.book_id, by=by, target=version, data=data)
    return version


def write_source(version: DraftVersion, nodes) -> None:
    """The file of a version written in place is its text: made when it is begun and again when it is published.

    Called with the version's row locked; the caller saves the row.
    """
    data = plain_text(nodes).encode()
    old = version.source.name
    version.source_name = f"du-thao-{version.draft_id}-{version.number}.txt"
    version.source_hash = hashlib.sha256(data).hexdigest()
    storage = version.source.storage
    version.source.save(version.source_name, ContentFile(data), save=False)
    if old:
        transaction.on_commit(lambda: storage.delete(old))

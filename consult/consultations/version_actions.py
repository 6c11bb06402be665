"""A file whose draft got a new version goes on with it: what was said stays where it was written and is carried on."""

from django.db import transaction

from consult.consultations import rules, verbs
from consult.consultations.models import Consultation, Stage
from consult.documents.models import DraftVersion
from consult.ledger.actions import record


@transaction.atomic
def ask_on_version(by, *, consultation, version: DraftVersion) -> Consultation:
    """From now on opinions are asked on this later published version. Officers of the agency, while experts speak.

    Locks the file; an opinion that is sent at the same moment is written on one version or the other, both are read on
    the new one. The version that is asked on already changes nothing. Records version.asked.
    """
    files = Consultation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "book", "version"
    )
    consultation = files.get(pk=consultation.pk)
    if consultation.version_id == version.pk:
        rules.may_manage(by, consultation).or_refuse()
        return consultation
    stage = Stage.objects.filter(consultation=consultation, state=Stage.State.NOW).first()
    rules.may_ask_on(by, consultation, stage, version).or_refuse()
    before = consultation.version.number
    consultation.version = version
    consultation.save(update_fields=["version"])
    data = {"from": before, "to": version.number}
    record(verbs.VERSION_ASKED, book_id=consultation.book_id, by=by, target=consultation, data=data)
    return consultation

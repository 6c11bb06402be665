"""Edit the prose of a paper, freeze its data, have its file made. Locks: the file, its prose, the book last."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consult.consultations.models import Consultation
from consult.core import papers
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record
from consult.people.models import Organisation
from consult.reports import paper_catalogue, paper_data, paper_rules, verbs
from consult.reports.models import Decision, PaperData, PaperFile, PaperProse


@transaction.atomic
def save_prose(by, *, consultation, form: papers.Form, texts: dict[str, str], version: int) -> PaperProse:
    """Keep what differs from the form's own words. Stale with both texts when somebody saved in between.

    Writers of the body that issues the paper. Locks the file and the prose; records official.edited. The same texts
    again change nothing.
    """
    consultation = _locked_file(consultation.pk)
    paper_rules.may_write_paper(by, consultation, form).or_refuse()
    if signed_data(consultation, form) is not None:
        raise Refused(
            _("Báo cáo đã được ký nên phần lời không sửa được; chủ nhiệm hội đồng lập lại báo cáo trước."),
            "signed",
        )
    defaults = {text.key: text.default for text in papers.texts_of(form)}
    changed = {key: text for key, text in texts.items() if text != defaults.get(key, text)}
    _fields_or_refuse(by, consultation, form, changed)
    prose, _made = PaperProse.objects.select_for_update().get_or_create(
        consultation=consultation, code=form.code
    )
    if prose.texts == changed:
        return prose
    if prose.version != version:
        raise Stale(
            _("Người khác vừa lưu văn bản này. Nội dung của cả hai bên được giữ ở dưới."),
            stored={**defaults, **prose.texts, "version": prose.version},
            sent=texts,
        )
    prose.texts, prose.version, prose.edited_by = changed, version + 1, by
    prose.save()
    digest = papers.hash_of(changed)
    record(
        verbs.OFFICIAL_EDITED,
        **_book(consultation, form),
        by=by,
        target=prose,
        data={"paper": form.code, "version": prose.version, "hash": digest},
    )
    return prose


def _fields_or_refuse(by, consultation, form, texts: dict[str, str]) -> None:
    """A field that there is not would be found only when the file is made."""
    known = {figure.name: figure.value for figure in papers.figures(paper_data.empty(consultation))}
    try:
        for text in texts.values():
            papers.fill(text, known)
    except papers.BadData as fault:
        raise Refused(str(fault), "field") from fault


@transaction.atomic
def ask_file(by, *, consultation, form: papers.Form, kind: str, client_key: str) -> PaperFile:
    """Freeze the data as it is now and have the file made by the worker; the same key gives the same file.

    Writers of the body that issues the paper. Locks the file; records official.made with the hash of the data.
    """
    consultation = _locked_file(consultation.pk)
    paper_rules.may_write_paper(by, consultation, form).or_refuse()
    if kind == PaperFile.Kind.XLSX and not form.tabular:
        raise Refused(_("Văn bản này không có bảng để xuất thành tệp Excel."), "no-table")
    key = read_key(client_key)
    stored = PaperFile.objects.filter(asked_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, consultation_id=consultation.pk, code=form.code, kind=kind)
        return stored
    data = signed_data(consultation, form) or freeze(by, consultation, form)
    file = have_made(by, data, kind, key)
    record(
        verbs.OFFICIAL_MADE,
        **_book(consultation, form),
        by=by,
        target=file,
        data={"paper": form.code, "kind": kind, "hash": data.digest},
    )
    return file


def _book(consultation, form) -> dict:
    """Where the act is recorded: in the file's book for the side that issues the paper, in an association's own for its
    officers, so that nobody else learns of it."""
    association = paper_catalogue.association_in(form.code)
    if association is None:
        return {"book_id": consultation.book_id, "audience": form.by}
    return {"book_id": Organisation.objects.get(pk=association).book_id, "audience": "office"}


def have_made(by, data: PaperData, kind: str, key) -> PaperFile:
    """Have the worker make a file of a frozen data set. For actions, which record it."""
    file = PaperFile.objects.create(
        consultation_id=data.consultation_id,
        code=data.code,
        kind=kind,
        data=data,
        asked_by=by,
        client_key=key,
    )
    app.configure_task("reports.paper").defer(file_id=file.pk)
    return file


def signed_data(consultation, form: papers.Form) -> PaperData | None:
    """The frozen report that the council's head signed, unless it was taken up again: nothing else is made of it."""
    found = PaperData.objects.filter(
        decisions__compilation__consultation=consultation, decisions__state=Decision.State.SIGNED, code=form.code,
        decisions__reopened_at=None,
    )  # fmt: skip
    return found.first()


def freeze(by, consultation, form: papers.Form | papers.OwnLayout) -> PaperData:
    """The data set of this moment; equal data and texts are one data set."""
    prose = PaperProse.objects.filter(consultation=consultation, code=form.code).first()
    texts = prose.texts if prose else {}
    if isinstance(form, papers.OwnLayout):
        dossier = paper_data.dossier(by, consultation, form)
        values = {figure.name: figure.value for figure in papers.figures(dossier)}
        words = {text.key: papers.fill(texts.get(text.key, text.default), values) for text in form.texts}
        kept = {"paper": paper_catalogue.frozen(form, consultation, words)}
    else:
        kept = {"dossier": papers.plain(paper_data.dossier(by, consultation, form)), "texts": texts}
    data = {"code": form.code, **kept}
    frozen, _made = PaperData.objects.get_or_create(
        digest=papers.hash_of(data), defaults={"consultation": consultation, "code": form.code, "data": data}
    )
    return frozen


def run(file_id: int) -> None:
    """Make the file from its frozen data; called by the job, harmless when called again."""
    file = PaperFile.objects.select_related("data", "consultation").filter(pk=file_id).first()
    if file is None or file.state in (PaperFile.State.DONE, PaperFile.State.FAILED):
        return
    _step(file, 1)
    try:
        paper = paper_catalogue.paper_of(file.data)
    except papers.BadData as fault:
        PaperFile.objects.filter(pk=file.pk).update(state=PaperFile.State.FAILED, fault=str(fault))
        return
    _step(file, 2)
    made = paper_catalogue.bytes_of(paper, file.kind)
    file.file_hash, file.size = hashlib.sha256(made).hexdigest(), len(made)
    file.file.save(f"{file.file_hash}.{file.kind}", ContentFile(made), save=False)
    file.state, file.step, file.made_at = PaperFile.State.DONE, PaperFile.STEPS, database_now()
    file.save(update_fields=["file", "file_hash", "size", "state", "step", "made_at"])


def _step(file: PaperFile, step: int) -> None:
    PaperFile.objects.filter(pk=file.pk).update(state=PaperFile.State.RUNNING, step=step)


def _locked_file(pk: int) -> Consultation:
    files = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return files.select_related("agency__parent", "council__parent", "draft", "version").get(pk=pk)

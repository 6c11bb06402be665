"""The pages of the official papers: the list with its history, one paper with its prose, what a hash belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.consultations import rules as files
from consult.core import papers
from consult.core.papers.forms import SOCIETY
from consult.kit.verdicts import NotThere
from consult.people.roles import Role
from consult.people.selectors import organisations_of
from consult.reports import paper_catalogue, paper_data, paper_rules
from consult.reports.deciding_selectors import later_edition
from consult.reports.models import Compilation, PaperData, PaperFile, PaperProse
from consult.reports.sending_selectors import SendingPart, sending_part

HISTORY = 50


@dataclass(frozen=True)
class FormRow:
    """A paper in the list, with the newest of its files."""

    number: int
    name: str
    url: str
    last: "FileRow | None" = None


@dataclass(frozen=True)
class FileRow:
    """One file of the history."""

    id: int
    code: str
    name: str
    kind: str
    state: str
    state_name: str
    step: int
    steps: int
    fault: str
    digest: str
    file_hash: str
    size: int
    by: str
    at: object
    latest: bool

    @property
    def waits(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True)
class PapersPage:
    """All papers of the reader's side, and the files that were made."""

    forms: tuple[FormRow, ...]
    files: tuple[FileRow, ...]
    waits: bool


@dataclass(frozen=True)
class PartRow:
    """One part of a paper in print order: a text to edit (`key`), a heading, or what the data put here."""

    kind: str
    words: str
    key: str = ""


@dataclass(frozen=True)
class PaperPage:
    """One paper: its parts, its figures with their sources, its files."""

    form: papers.Form | papers.OwnLayout
    parts: tuple[PartRow, ...]
    figures: tuple[papers.Figure, ...]
    texts: dict
    version: int
    edited_by: str
    edited_at: object
    files: tuple[FileRow, ...]
    kinds: tuple[tuple[str, str], ...]
    may_write: bool
    waits: bool
    filled: tuple[FormRow, ...]
    plan_url: str
    sending: SendingPart | None


@dataclass(frozen=True)
class CheckPage:
    """What a hash belongs to; `known` false for a hash that is not of this site."""

    digest: str
    known: bool
    name: str = ""
    code: str = ""
    title: str = ""
    url: str = ""
    frozen_at: object = None
    files: tuple[tuple[str, str], ...] = ()
    later: tuple[int, str] | None = None  # the newest edition after this one, and its hash


def form_or_404(user, consultation, code: str) -> papers.Form | papers.OwnLayout:
    """The form, for members of the body that issues it."""
    form = paper_catalogue.form_of(consultation, code)
    if form is None or not paper_rules.may_see_paper(user, consultation, form):
        raise NotThere("")
    return form


def papers_page(user, consultation) -> PapersPage:
    """NotThere for those who belong to neither side."""
    forms = [
        *papers.FORMS.values(),
        *paper_catalogue.own_layouts(consultation),
        *paper_catalogue.plan_forms(consultation),
    ]
    shown = [form for form in forms if paper_rules.own(user, consultation, form.by)]
    societies = organisations_of(user, Role.ASSOCIATION_OFFICER) if files.may_see(user, consultation) else ()
    shown += paper_catalogue.association_forms(consultation, societies)
    if not shown:
        raise NotThere("")
    sides = {form.by for form in shown} - {SOCIETY}
    mine = [form.code for form in shown if form.by == SOCIETY]
    made = _files(
        consultation, Q(code__in=mine) | paper_catalogue.of_sides(sides) if sides else Q(code__in=mine)
    )
    newest = {file.code: file for file in reversed(made) if file.state == PaperFile.State.DONE}
    rows = [
        FormRow(
            f.number, f.name, reverse("official_paper", args=[consultation.code, f.code]), newest.get(f.code)
        )
        for f in shown
    ]
    ordered = tuple(sorted(rows, key=lambda row: (row.number, row.name)))
    return PapersPage(ordered, made, any(file.waits for file in made))


def paper_page(user, consultation, form: papers.Form | papers.OwnLayout) -> PaperPage:
    """NotThere was asked by `form_or_404`."""
    prose = (
        PaperProse.objects.filter(consultation=consultation, code=form.code)
        .select_related("edited_by")
        .first()
    )
    made = _files(consultation, Q(code=form.code))
    kinds = [("docx", "Word"), ("pdf", "PDF"), *([("xlsx", "Excel")] if form.tabular else [])]
    return PaperPage(
        form=form,
        parts=_parts(form),
        figures=papers.figures(paper_data.dossier(user, consultation, form)),
        texts=prose.texts if prose else {},
        version=prose.version if prose else 0,
        edited_by=str(prose.edited_by) if prose and prose.edited_by else "",
        edited_at=prose.edited_at if prose else None,
        files=made,
        kinds=tuple(kinds),
        may_write=bool(paper_rules.may_write_paper(user, consultation, form)),
        waits=any(file.waits for file in made),
        filled=tuple(_filled(consultation, form)),
        plan_url=_plan_url(consultation, form),
        sending=sending_part(user, consultation, form),
    )


def _plan_url(consultation, form) -> str:
    """Where the items that the plan prints are kept; empty for other papers."""
    if paper_catalogue.base_of(form.code) != paper_catalogue.PLAN:
        return ""
    year = paper_catalogue.year_in(form.code) or timezone.localdate().year
    return reverse("plan", args=[consultation.council.slug, year])


def _filled(consultation, form) -> Iterator[FormRow]:
    """The blank form lists those who may fill it: everybody whose opinions are public."""
    if form.code in (paper_catalogue.SHEET, paper_catalogue.REVIEW):
        for one, label in paper_catalogue.filled_forms(consultation, form.code):
            yield FormRow(one.number, label, reverse("official_paper", args=[consultation.code, one.code]))


def _parts(form: papers.Form | papers.OwnLayout) -> tuple[PartRow, ...]:
    """Texts around the body stand before and after it, as in print."""
    if isinstance(form, papers.OwnLayout):
        return (PartRow("data", form.name), *(PartRow("text", "", text.key) for text in form.texts))
    texts = papers.texts_of(form)
    body = [part.key for part in form.parts if isinstance(part, papers.Text)]
    edges = [text.key for text in texts if text.key not in body]
    rows = [PartRow("text", "", key) for key in edges if key not in ("nguoi_ky", "noi_nhan")]
    for part in form.parts:
        match part:
            case papers.Text():
                rows.append(PartRow("text", "", part.key))
            case papers.Data():
                rows.append(PartRow("data", part.label))
            case papers.Annex():
                rows.append(PartRow("heading", f"{part.title}: {part.subject}"))
            case _:
                rows.append(PartRow("heading", part.text))
    return (*rows, *(PartRow("text", "", key) for key in edges if key in ("nguoi_ky", "noi_nhan")))


def _files(consultation, which: Q) -> tuple[FileRow, ...]:
    """The newest first; the newest of each paper and kind is marked."""
    found = PaperFile.objects.filter(which, consultation=consultation)
    seen: set[tuple[str, str]] = set()
    rows = []
    for file in found.select_related("data", "asked_by").defer("data__data")[:HISTORY]:
        latest = (file.code, file.kind) not in seen
        seen.add((file.code, file.kind))
        rows.append(_file(file, latest))
    return tuple(rows)


def _file(file: PaperFile, latest: bool) -> FileRow:
    return FileRow(
        id=file.pk,
        code=file.code,
        name=paper_catalogue.name_of(file.code),
        kind=file.get_kind_display(),
        state=file.state,
        state_name=file.get_state_display(),
        step=file.step,
        steps=PaperFile.STEPS,
        fault=file.fault,
        digest=file.data.digest,
        file_hash=file.file_hash,
        size=file.size,
        by=str(file.asked_by),
        at=file.made_at or file.asked_at,
        latest=latest,
    )


def file_or_404(user, consultation, pk: int) -> PaperFile:
    """A made file, for members of the body that issues it."""
    file = PaperFile.objects.filter(consultation=consultation, pk=pk, state=PaperFile.State.DONE).first()
    if file is None or not paper_rules.own_paper(user, consultation, file.code):
        raise NotThere("")
    return file


def check_page(user, digest: str) -> CheckPage:
    """What the hash belongs to; of a file that the reader may not see only that the hash is known."""
    data = PaperData.objects.filter(digest=digest).select_related("consultation").defer("data").first()
    if data is None:
        return _published(digest)
    name, when = paper_catalogue.name_of(data.code), data.frozen_at
    consultation = data.consultation
    if not files.may_see(user, consultation):
        return CheckPage(digest, True, name=name, frozen_at=when)
    made = data.files.filter(state=PaperFile.State.DONE).order_by("kind", "file_hash")
    hashes = tuple(dict.fromkeys((file.get_kind_display(), file.file_hash) for file in made))
    url = reverse("consultation", args=[consultation.code])
    later = later_edition(digest, user)
    return CheckPage(digest, True, name, consultation.code, consultation.title, url, when, hashes, later)


def _published(digest: str) -> CheckPage:
    """The frozen table of the published answers has a hash of its own."""
    found = (
        Compilation.objects.filter(snapshot_hash=digest, state=Compilation.State.PUBLISHED)
        .select_related("consultation")
        .defer("snapshot")
        .first()
    )
    if found is None:
        return CheckPage(digest, False)
    name, consultation = papers.FORMS["ban-tong-hop-tiep-thu"].name, found.consultation
    url = reverse("results", args=[consultation.code])
    return CheckPage(digest, True, name, consultation.code, consultation.title, url, found.published_at)

"""Read drafts: the officers' pages, the public text, and the comparison of two versions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from consult.core import legal
from consult.documents import rules
from consult.documents.models import Clause, Draft, DraftVersion
from consult.kit.stored import said
from consult.kit.verdicts import NotThere
from consult.people.models import Organisation
from consult.people.roles import AGENCY_KINDS, Role
from consult.people.selectors import agency_ids, organisations_of

_FIELDS = (
    "id", "ident", "parent_id", "order", "depth", "kind", "number", "label", "title", "text", "path",
    "within", "citation",
)  # fmt: skip


@dataclass(frozen=True)
class ClauseRow:
    """One unit of a text as pages show it; parents come before their children."""

    id: int
    ident: str
    parent_id: int | None
    order: int
    depth: int
    kind: str
    number: str
    label: str
    title: str
    text: str
    path: str
    within: str
    citation: str

    @property
    def printed(self) -> str:
        """The unit's own words as printed: label, title, text."""
        return " ".join(part for part in (self.label, self.title, self.text) if part)

    @property
    def cells(self) -> list[list[str]]:
        """Rows of cells of a table; the reader keeps a table as one unit, with marks between the cells."""
        return [[cell.replace("\u2028", "\n") for cell in row.split("\t")] for row in self.text.split("\n")]


@dataclass(frozen=True)
class WarningRow:
    """One doubt of the reader about a version, with its place."""

    message: str
    code: str
    citation: str
    clause_id: int | None

    @property
    def anchor(self) -> str:
        return f"c-{self.clause_id}" if self.clause_id else ""


@dataclass(frozen=True)
class VersionRow:
    """One version in a list."""

    id: int
    number: int
    state: str
    published_at: datetime | None
    uploaded_at: datetime
    source_name: str
    note: str
    warnings: int
    clauses: int

    @property
    def published(self) -> bool:
        return self.state == "published"


@dataclass(frozen=True)
class DraftPage:
    """The officer's page of one draft."""

    draft: Draft
    versions: tuple[VersionRow, ...]
    prepared: VersionRow | None
    may_write: bool


@dataclass(frozen=True)
class VersionPage:
    """A whole version: header, text, warnings, and its neighbours."""

    version: DraftVersion
    header: dict
    rows: tuple[ClauseRow, ...]
    contents: tuple[ClauseRow, ...]
    warnings: tuple[WarningRow, ...]
    others: tuple[VersionRow, ...]
    previous: VersionRow | None
    may_write: bool

    @property
    def articles(self) -> int:
        return sum(row.kind == "article" for row in self.rows)


# --- text ------------------------------------------------------------------------------------------------


def tree(version_id: int) -> tuple[ClauseRow, ...]:
    """All units of a version in order; one query. Who may read the version is the caller's question."""
    rows = Clause.objects.filter(version=version_id).in_order().values_list(*_FIELDS)
    return tuple(ClauseRow(*row) for row in rows)


def clause_row(version_id: int, clause_id: int) -> ClauseRow:
    """One unit of this version, or NotThere."""
    row = Clause.objects.filter(version=version_id, pk=clause_id).values_list(*_FIELDS).first()
    if row is None:
        raise NotThere("")
    return ClauseRow(*row)


def nodes_of(rows) -> list[legal.Node]:
    """Rows as the nodes that the legal engine speaks of."""
    idents = {row.id: row.ident for row in rows}
    return [
        legal.Node(
            row.ident, idents.get(row.parent_id), row.kind, row.number, row.label, row.title, row.text,
            row.path, row.within,
        )
        for row in rows
    ]  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------


def drafts_of(user):
    """Drafts of the person's agencies, newest first, with their last version numbers; for a paged list."""
    return Draft.objects.of_offices(agency_ids(user)).annotate(
        published=Count("versions", filter=Q(versions__state="published")),
        prepared=Max("versions__number", filter=Q(versions__state="prepared")),
        last_published_at=Max("versions__published_at"),
    )


def officer_or_404(user) -> None:
    """The list of drafts exists for people of agencies only."""
    if not agency_ids(user):
        raise NotThere("")


def writing_agencies(user):
    """Query of the agencies for which the person may create drafts."""
    ids = organisations_of(user, Role.AGENCY_OFFICER)
    return Organisation.objects.filter(pk__in=ids, kind__in=AGENCY_KINDS).order_by("official_name")


def writing_agencies_or_404(user):
    """As above, or NotThere when there is none."""
    officer_or_404(user)
    rules.may_draft_somewhere(user).or_refuse()
    return writing_agencies(user)


def source_file(user, pk: int):
    """Name and open file of a version that the person may read; NotThere when the file itself is gone."""
    version = version_or_404(user, pk)
    try:
        return version.source_name, version.source.open("rb")
    except FileNotFoundError as error:
        raise NotThere("") from error


def draft_or_404(user, pk: int) -> Draft:
    """A draft of the person's own agency."""
    draft = Draft.objects.select_related("agency").filter(pk=pk).first()
    if draft is None:
        raise NotThere("")
    rules.may_see_draft(user, draft).or_refuse()
    return draft


def version_or_404(user, pk: int) -> DraftVersion:
    """A version that this person, or visitor, may read."""
    version = DraftVersion.objects.visible_to(user).for_page().filter(pk=pk).first()
    if version is None:
        raise NotThere("")
    return version


def published_or_404(pk: int) -> DraftVersion:
    """A published version, for its public pages."""
    version = DraftVersion.objects.published().for_page().filter(pk=pk).first()
    if version is None:
        raise NotThere("")
    return version


def prepared_or_404(user, pk: int) -> DraftVersion:
    """A version in preparation of the person's own agency."""
    version = version_or_404(user, pk)
    rules.may_see_draft(user, version.draft).or_refuse()
    return version


def repairer_or_refuse(user, version: DraftVersion) -> None:
    """The page of repairs is for officers of the agency, before publication."""
    rules.may_repair(user, version).or_refuse()


def versions_of(draft_id: int, *, only_published: bool = False) -> tuple[VersionRow, ...]:
    """Versions of a draft, oldest first; one query."""
    versions = DraftVersion.objects.filter(draft=draft_id).annotate(count=Count("clauses"))
    if only_published:
        versions = versions.published()
    return tuple(
        VersionRow(
            v.pk, v.number, v.state, v.published_at, v.uploaded_at, v.source_name, v.note,
            len(v.warnings), v.count,
        )
        for v in versions.order_by("number")
    )  # fmt: skip


def draft_page(user, pk: int) -> DraftPage:
    """The page on which an officer works on a draft."""
    draft = draft_or_404(user, pk)
    versions = versions_of(draft.pk)
    prepared = next((v for v in versions if not v.published), None)
    return DraftPage(draft, versions, prepared, bool(rules.may_write(user, draft)))


def version_page(user, version: DraftVersion) -> VersionPage:
    """A version to read or to check; `version` comes from one of the *_or_404 functions."""
    rows = tree(version.pk)
    others = versions_of(version.draft_id, only_published=True)
    earlier = [v for v in others if v.number < version.number]
    return VersionPage(
        version=version,
        header=version.header,
        rows=rows,
        contents=tuple(row for row in rows if row.kind in _CONTENTS),
        warnings=warnings_of(version, rows),
        others=others,
        previous=earlier[-1] if earlier else None,
        may_write=bool(rules.may_write(user, version.draft)),
    )


_CONTENTS = {"part", "chapter", "section", "subsection", "article", "appendix", "attachment"}


def warnings_of(version: DraftVersion, rows) -> tuple[WarningRow, ...]:
    """The reader's doubts in the reader's language, each with the unit it is about."""
    places = {row.ident: row for row in rows}
    found = []
    for warning in version.warnings:
        row = places.get(warning.get("node"))
        citation = (row.citation or row.label or row.title[:80]) if row else ""
        message = said(warning["message"], legal.DOUBTS.values())
        found.append(WarningRow(message, warning["code"], citation, row.id if row else None))
    return tuple(found)

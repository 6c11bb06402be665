"""The text with what is proposed for it in place: struck, changed and added units, each with who supports it."""

from dataclasses import dataclass

from consult.consultations.models import Consultation
from consult.consultations.rules import is_official
from consult.documents import selectors as documents
from consult.documents.models import DraftVersion
from consult.forums import wordings
from consult.forums.models import Change
from consult.forums.rules import takes_comments
from consult.forums.wordings import WordingRow
from consult.kit.verdicts import NotThere


@dataclass(frozen=True)
class SuggestedUnit:
    """One unit of the text. `lead` is drawn in its place, `others` below it, `added` as units after it."""

    unit: documents.ClauseRow
    lead: WordingRow | None
    others: tuple[WordingRow, ...]
    added: tuple[WordingRow, ...]


@dataclass(frozen=True)
class SuggestionsPage:
    """The whole text; `only` is the clause to which the proposals are narrowed, if any."""

    consultation: Consultation
    version: DraftVersion
    units: tuple[SuggestedUnit, ...]
    modified: int
    deleted: int
    added: int
    only: documents.ClauseRow | None
    may_endorse: bool

    @property
    def total(self) -> int:
        return self.modified + self.deleted + self.added


def suggestions_page(user, consultation, only: int | None) -> SuggestionsPage:
    """The version under discussion with the wordings of all its clauses, or of one. NotThere for another clause."""
    version = consultation.version
    rows = documents.tree(version.pk)
    chosen = next((row for row in rows if row.id == only), None)
    if only is not None and chosen is None:
        raise NotThere("")
    found = wordings.by_clause(user, consultation, version)
    shown = {only: found.get(only, ())} if only is not None else found
    every = [row for those in shown.values() for row in those]
    open_now = bool(takes_comments(consultation))
    return SuggestionsPage(
        consultation,
        version,
        tuple(_unit(row, shown.get(row.id, ())) for row in rows),
        sum(row.change == Change.MODIFY for row in every),
        sum(row.change == Change.DELETE for row in every),
        sum(row.change == Change.ADD for row in every),
        chosen,
        open_now and user.is_authenticated and not is_official(user, consultation),
    )


def _unit(unit, rows) -> SuggestedUnit:
    changed = [row for row in rows if row.change != Change.ADD]
    added = tuple(row for row in rows if row.change == Change.ADD)
    return SuggestedUnit(unit, changed[0] if changed else None, tuple(changed[1:]), added)


def read_clause(raw: str | None) -> int | None:
    """The clause that an address names, or None for all."""
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise NotThere("")
    return int(raw)

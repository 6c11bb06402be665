"""Who supports which wording of a clause: equal wordings as one row, each voice counted once."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.consultations.rules import is_official
from consult.core.opinion import Proposal, Wording, group_wordings, suppress
from consult.documents import carrying
from consult.documents.selectors import ClauseRow, clause_row
from consult.forums import changes, rules
from consult.forums.keeping import kept
from consult.forums.models import Comment, Endorsement, Shown
from consult.forums.selectors import own_voice
from consult.kit import stored
from consult.kit.templatetags import consult as look

_FIELDS = (
    "id",
    "clause_id",
    "version_id",
    "change",
    "adds",
    "proposed",
    "voice_id",
    "voice__descriptor",
    "shown",
)


@dataclass(frozen=True)
class WordingRow:
    """One wording as readers see it. `first` is the comment that proposed it first, `comments` all of them by number.

    `fields` counts its voices by field, groups of fewer than five as one sum (`other`), or not at all.
    """

    first: int
    change: str
    label: str
    redline: SafeString
    voices: int
    comments: tuple[tuple[int, int], ...]
    fields: tuple[tuple[str, int], ...]
    other: int
    by_me: bool
    mine: bool


@dataclass(frozen=True)
class WordingsPage:
    """The wordings of one clause."""

    clause: ClauseRow
    rows: tuple[WordingRow, ...]
    may_endorse: bool
    may_write: bool


def by_clause(user, consultation, version) -> dict[int, tuple[WordingRow, ...]]:
    """The wordings proposed for each clause of a version, those of earlier versions included, most supported first.

    Three queries, and none while the file is as it was; how many suggestions there are does not matter.
    """
    return kept(user, consultation, f"wordings:{version.pk}", lambda: _read(user, consultation, version))


def wordings_page(user, consultation, clause_id: int) -> WordingsPage:
    """The wordings proposed for one clause of the version under discussion; NotThere for another."""
    version = consultation.version
    clause = clause_row(version.pk, clause_id)
    open_now = bool(rules.takes_comments(consultation))
    return WordingsPage(
        clause,
        by_clause(user, consultation, version).get(clause_id, ()),
        open_now and user.is_authenticated and not is_official(user, consultation),
        open_now,
    )


def _read(user, consultation, version) -> dict[int, tuple[WordingRow, ...]]:
    readable = Comment.objects.readable_by(user, consultation).suggestions()
    found = readable.filter(version__number__lte=version.number).order_by("pk")
    rows = list(found.values_list(*_FIELDS, "number", named=True))
    agreed = Endorsement.objects.filter(comment__in=[row.id for row in rows], stance="agree")
    behind, named = defaultdict(set), {row.voice_id: row.voice__descriptor for row in rows}
    for comment, voice, descriptor in agreed.values_list("comment_id", "voice_id", "voice__descriptor"):
        behind[comment].add(voice)
        named[voice] = descriptor
    places = carrying.places(version)
    by_place = defaultdict(list)
    for row in rows:
        place = row.clause_id
        if row.version_id != version.pk:
            place = places.get(row.clause_id, carrying.LOST).clause_id
        if place is not None:
            by_place[place].append(row)
    words = {pk: text or title for pk, text, title in _words(version, by_place)}
    voice = own_voice(user, consultation)
    me = voice.pk if voice else None
    return {
        place: tuple(
            _row(one, {row.id: row for row in those}, words.get(place, ""), named, me)
            for one in _grouped(those, behind, words.get(place, ""))
        )
        for place, those in by_place.items()
    }


def _words(version, places):
    return version.clauses.filter(pk__in=list(places)).order_by().values_list("pk", "text", "title")


def _grouped(rows, behind, words: str) -> tuple[Wording, ...]:
    """Whoever proposes the same with and without the name counts twice: counting once would tell who it was."""
    named = {row.voice_id for row in rows if row.shown == Shown.NAMED}
    author = {
        row.id: -row.voice_id if row.shown != Shown.NAMED and row.voice_id in named else row.voice_id
        for row in rows
    }
    return group_wordings(
        Proposal(
            row.id,
            (row.change, row.adds),
            "" if row.change == "delete" else changes.without_number(words, row.proposed),
            frozenset({author[row.id], *behind[row.id]}),
        )
        for row in rows
    )


def _row(wording: Wording, rows: dict, words: str, named: dict, me: int | None) -> WordingRow:
    first = rows[wording.proposals[0]]
    counts: dict[str, int] = defaultdict(int)
    for voice in wording.voices:
        counts[_field(named[abs(voice)])] += 1
    shown = suppress(counts)
    fields = sorted(shown.groups.items(), key=lambda one: (-one[1], one[0]))
    return WordingRow(
        first=first.id,
        change=first.change,
        label=changes.label(first.change, first.adds),
        redline=look.redline(changes.operations(first.change, words, first.proposed)),
        voices=len(wording.voices),
        comments=tuple((pk, rows[pk].number) for pk in wording.proposals),
        fields=tuple(fields),
        other=shown.other or 0,
        by_me=me is not None and not {me, -me}.isdisjoint(wording.voices),
        mine=any(rows[pk].voice_id == me for pk in wording.proposals),
    )


def _field(descriptor: str) -> str:
    """The field that a descriptor names: "Chuyên gia đã xác thực, lĩnh vực Pháp luật"."""
    return stored.word(stored.field_of(descriptor)) or _("Lĩnh vực khác")

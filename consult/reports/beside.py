"""What stands beside the opinion being read: who has it, what is quoted of it where, its repeats, notes and tags."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from consult.core import compiling
from consult.core.compiling import quoting
from consult.forums.models import Comment
from consult.kit.verdicts import Verdict
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports import placing_rules
from consult.reports.inbox import Fold, Reading, readers
from consult.reports.items import View
from consult.reports.models import Assignment, Citation, Note, Quotation, SetAside, Step, Tagging

HUES = 2
FOLD_SHOWN = 30
PHRASES = 5


@dataclass(frozen=True)
class Piece:
    """A run of letters of the opinion; `number` is the quotation's it belongs to, 0 for none, `hue` its colour."""

    text: str
    number: int = 0
    hue: int = 0


@dataclass(frozen=True)
class Quoted:
    id: int
    number: int
    hue: int
    words: str
    old: bool  # of a wording that the author has changed since


@dataclass(frozen=True)
class Place:
    """A point in which the opinion stands: who or what proposed that, and what is quoted there."""

    citation_id: int
    point_id: int
    number: int
    title: str
    how: str
    dissent: bool
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True)
class Repeat:
    """An opinion that repeats the one being read; `unique` is what only it says."""

    id: int
    receipt: str
    author: str
    unique: str


@dataclass(frozen=True)
class Aside:
    id: int
    reason: str
    note: str
    by: str
    waiting: bool
    appeal: str
    may_confirm: Verdict
    may_lift: Verdict


@dataclass(frozen=True)
class NoteRow:
    id: int
    text: str
    by: str
    at: datetime
    mine: bool


@dataclass(frozen=True)
class Beside:
    reason: tuple[Piece, ...]
    proposed: tuple[Piece, ...]
    left: tuple[str, ...]
    places: tuple[Place, ...]
    fold: Fold | None
    repeats: tuple[Repeat, ...]
    aside: Aside | None
    appeal: str
    notes: tuple[NoteRow, ...]
    tags: tuple[str, ...]
    to: str
    to_id: int | None
    compilers: tuple[tuple[int, str], ...]
    readers: tuple[str, ...]
    phrases: tuple[str, ...]
    edition: int

    @property
    def repeats_hidden(self) -> int:
        return max(0, len(self.fold.members) - 1 - len(self.repeats)) if self.fold else 0


def beside(view: View, compilation, comment: Comment, read: Reading, numbers: dict[int, int]) -> Beside:
    """Everything beside one opinion; ten queries, whatever the number of opinions."""
    cited = list(
        Citation.objects.filter(comment=comment)
        .select_related("point", "by")
        .prefetch_related("quotations")
        .order_by("pk")
    )
    places = _places(comment, cited, numbers)
    asides = list(SetAside.objects.filter(comment=comment).select_related("proposed_by"))
    live = next((one for one in asides if one.state in ("proposed", "confirmed")), None)
    assigned = Assignment.objects.filter(comment=comment).select_related("to").first()
    fold = read.folds.get(comment.pk)
    text = f"{comment.reason} {comment.proposed}".strip()
    notes = Note.objects.filter(comment=comment).select_related("by")
    held = Membership.objects.holding(Role.COUNCIL_COORDINATOR).filter(
        organisation=view.consultation.council_id
    )
    return Beside(
        reason=_pieces(comment, "reason", cited),
        proposed=_pieces(comment, "proposed", cited),
        left=_left(comment, cited),
        places=places,
        fold=fold,
        repeats=_repeats(view, comment, fold),
        aside=_aside(view, compilation, comment, live) if live else None,
        appeal=next((one.appeal for one in asides if one.appeal), ""),
        notes=tuple(NoteRow(n.pk, n.text, n.by.full_name, n.at, n.by_id == view.user.pk) for n in notes),
        tags=tuple(Tagging.objects.filter(comment=comment).values_list("name", flat=True)),
        to=assigned.to.full_name if assigned else "",
        to_id=assigned.to_id if assigned else None,
        compilers=tuple(
            held.order_by("user__full_name").values_list("user_id", "user__full_name").distinct()
        ),
        readers=readers(view, [comment.pk]).get(comment.pk, ()),
        phrases=tuple(p.words for p in compiling.phrases([compiling.Comment("", text)], most=PHRASES)),
        edition=comment.edition,
    )


def last_step(user, compilation) -> bool:
    """Whether this person has something to undo."""
    return Step.objects.filter(compilation=compilation, by=user, undone=False).exists()


def how(citation) -> str:
    """Who or what proposed a placement, in words."""
    words = {
        Citation.Source.SUGGESTED: _("gợi ý tự động hạng %(rank)s") % {"rank": citation.rank or 1},
        Citation.Source.FOLDED: _("cùng ý kiến trùng nội dung"),
        Citation.Source.MODEL: _("mô hình ngôn ngữ đề xuất"),
    }.get(citation.source, _("người tổng hợp chọn"))
    return f"{words}, {citation.by.full_name}" if citation.by else words


def _numbered(cited) -> list[tuple[int, int, Quotation]]:
    """Quotations with a number each, and the colour of their point."""
    return [
        (citation.pk, 1 + turn % HUES, row)
        for turn, citation in enumerate(cited)
        for row in citation.quotations.all()
    ]


def _places(comment, cited, numbers) -> tuple[Place, ...]:
    numbered = [(n, *one) for n, one in enumerate(_numbered(cited), 1)]
    return tuple(
        Place(
            c.pk, c.point_id, numbers.get(c.point_id, 0), c.point.title, how(c), c.dissent,
            tuple(
                Quoted(row.pk, n, hue, row.words, row.edition != comment.edition)
                for n, citation, hue, row in numbered
                if citation == c.pk
            ),
        )
        for c in cited
    )  # fmt: skip


def _pieces(comment, part: str, cited) -> tuple[Piece, ...]:
    """The wording as it stands, cut where quotations begin and end; where two overlap the first keeps its colour."""
    text = getattr(comment, part)
    spans = [
        (n, hue, row)
        for n, (_citation, hue, row) in enumerate(_numbered(cited), 1)
        if row.part == part and row.edition == comment.edition
    ]
    edges = sorted({0, len(text), *(row.start for _n, _h, row in spans), *(row.end for _n, _h, row in spans)})
    found = []
    for start, end in pairwise(edges):
        inside = next(((n, hue) for n, hue, row in spans if row.start <= start and end <= row.end), (0, 0))
        found.append(Piece(text[start:end], *inside))
    return tuple(found)


def _left(comment, cited) -> tuple[str, ...]:
    """What no point quotes yet of an opinion of which some words are quoted."""
    found = []
    for part in Quotation.Part.values:
        spans = [
            quoting.Span(row.start, row.end, row.words)
            for _c, _h, row in _numbered(cited)
            if row.part == part and row.edition == comment.edition
        ]
        found += [span.words for span in quoting.rest(spans, getattr(comment, part))] if cited else []
    return tuple(found) if any(c.quotations.all() for c in cited) else ()


def _repeats(view: View, comment, fold: Fold | None) -> tuple[Repeat, ...]:
    if fold is None:
        return ()
    ids = [pk for pk in fold.members if pk != comment.pk][:FOLD_SHOWN]
    readable = Comment.objects.readable_by(view.user, view.consultation).received()
    found = readable.select_related("voice").in_bulk(ids)
    return tuple(
        Repeat(
            pk, f"{view.consultation.code}-{found[pk].number:06d}", view.author(found[pk]).label,
            fold.unique.get(pk, ""),
        )
        for pk in ids
        if pk in found
    )  # fmt: skip


def _aside(view: View, compilation, comment, row: SetAside) -> Aside:
    row.comment = comment
    return Aside(
        id=row.pk,
        reason=row.get_reason_display(),
        note=row.note,
        by=row.proposed_by.full_name,
        waiting=row.state == SetAside.State.PROPOSED,
        appeal=row.appeal,
        may_confirm=placing_rules.may_confirm(view.user, compilation, row),
        may_lift=placing_rules.may_lift(view.user, compilation, row),
    )

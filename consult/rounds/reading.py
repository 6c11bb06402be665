"""The draft's text with the round's comments, and the public ones beside them, for members only."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.core import legal, vietnamese
from consult.documents.models import Clause
from consult.documents.selectors import tree
from consult.forums import selectors as forums
from consult.forums import threads as public
from consult.kit import writing
from consult.kit.verdicts import NotThere, Verdict
from consult.rounds import rules
from consult.rounds.models import Round, RoundComment

_SILENT = {"part", "chapter", "section", "subsection", "appendix", "attachment", "signature", "recipients"}
DEEPEST = 3


@dataclass(frozen=True)
class UnitRow:
    """One unit of the text with the number of internal opinions on it."""

    unit: object
    speaks: bool
    said: int
    current: bool


@dataclass(frozen=True)
class SaidRow:
    """One internal comment as members see it; `published` is told to its author alone."""

    id: int
    depth: int
    name: str
    detail: str
    initials: str
    position: str
    reason: str
    ops: list
    proposed: str
    when: str
    endorsed: int
    by_me: bool
    mine: bool
    withdrawn: bool
    published: bool
    opinion: bool


@dataclass(frozen=True)
class ReadingPage:
    """The text, the clause in view, what members said there and what the public file holds there."""

    units: tuple[UnitRow, ...]
    clause_id: int | None
    title: str
    source: str
    said: tuple[SaidRow, ...]
    public: public.Threads
    general: int
    may_write: Verdict
    may_draft: bool
    list_url: str
    public_url: str


def reading_page(user, round: Round, raw: str | None) -> ReadingPage:
    """The same number of queries whatever was said; `raw` is a clause's number, "chung", or nothing."""
    file = round.consultation
    rows = tree(file.version_id)
    counts = _counts(round)
    clause_id = _wanted(raw, rows, counts)
    here = next((row for row in rows if row.id == clause_id), None)
    if clause_id is not None and here is None:
        raise NotThere("")
    words = (here.text or here.title) if here else ""
    place = clause_id or "chung"
    return ReadingPage(
        units=tuple(UnitRow(row, _speaks(row), counts.get(row.id, 0), row.id == clause_id) for row in rows),
        clause_id=clause_id,
        title=_capital(here.citation or here.title) if here else _("Toàn văn dự thảo"),
        source=words,
        said=said_rows(user, round, clause_id),
        public=public.threads(user, file, clause_id, version=file.version, words=words),
        general=counts.get(None, 0),
        may_write=rules.may_take_part(user, round),
        may_draft=bool(rules.may_draft(user, round)),
        list_url=f"{reverse('reading', args=[file.code])}?clause={place}",
        public_url=f"{reverse('reading', args=[file.code])}?clause={place}#side",
    )


def _counts(round: Round) -> dict[int | None, int]:
    rows = round.comments.filter(parent=None, state=RoundComment.State.POSTED).order_by()
    return dict(rows.values_list("clause_id").annotate(n=Count("pk")))


def _wanted(raw, rows, counts) -> int | None:
    if raw == "chung":
        return None
    if not raw:
        speaking = [row.id for row in rows if _speaks(row)]
        return next((pk for pk in speaking if counts.get(pk)), speaking[0] if speaking else None)
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise NotThere("")
    return int(raw)


def _speaks(row) -> bool:
    return row.kind not in _SILENT and bool(row.text or row.title)


def _capital(words: str) -> str:
    return vietnamese.nbsp(words[:1].upper() + words[1:])


def said_rows(user, round: Round, clause_id: int | None) -> tuple[SaidRow, ...]:
    """Internal comments of a clause, each followed by its replies, drawn flat after three levels; one query."""
    by_me = RoundComment.endorsements.rel.related_model.objects.filter(
        comment=OuterRef("pk"), seat__user=user
    )
    rows = (
        round.comments.filter(clause=clause_id)
        .select_related("seat")
        .annotate(endorsed=Count("endorsements"), by_me=Exists(by_me))
        .order_by("pk")
    )
    children = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    return tuple(_row(row, depth, user) for row, depth in _placed(children[None], children, 0))


def _placed(rows, children, depth: int):
    for row in rows:
        yield row, depth
        yield from _placed(children.get(row.pk, ()), children, min(depth + 1, DEEPEST))


def _row(row: RoundComment, depth: int, user) -> SaidRow:
    gone = row.state == RoundComment.State.WITHDRAWN
    name, _comma, detail = row.seat.label.partition(", ")
    plain = " ".join(word for word in name.split() if not word.endswith("."))
    mine = row.seat.user_id == user.pk
    compared = legal.redline(row.quote, row.proposed) if row.proposed and row.quote and not gone else []
    return SaidRow(
        id=row.pk,
        depth=depth,
        name=name,
        detail=detail,
        initials=vietnamese.initials(plain),
        position="" if gone else row.position,
        reason="" if gone else mark_safe(row.reason_html),  # cleaned when it was saved
        ops=compared,
        proposed="" if gone or compared else row.proposed,
        when=writing.datetime_text(row.created_at),
        endorsed=row.endorsed,
        by_me=row.by_me,
        mine=mine,
        withdrawn=gone,
        published=mine and row.published_id is not None,
        opinion=row.parent_id is None,
    )


def comment_or_404(round: Round, pk: int) -> RoundComment:
    found = RoundComment.objects.select_related("seat", "clause").filter(round=round, pk=pk).first()
    if found is None:
        raise NotThere("")
    found.round = round
    return found


def clause_or_404(round: Round, raw) -> Clause | None:
    """The clause that a form names (None: the whole draft)."""
    return forums.clause_or_404(round.consultation, None if raw == "chung" else raw)


def opinions_to_cite(round: Round, clause_id: int | None, *, every: bool = False) -> list[tuple[int, str]]:
    """Members' opinions that a line may cite: those of its clause, or all of them; one query."""
    rows = round.comments.filter(parent=None, state=RoundComment.State.POSTED).select_related(
        "seat", "clause"
    )
    if not every:
        rows = rows.filter(clause=clause_id)
    return [
        (row.pk, f"{row.seat.label}: {row.get_position_display()}. {(row.reason or row.proposed)[:120]}")
        for row in rows
    ]

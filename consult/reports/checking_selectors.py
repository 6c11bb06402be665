"""The author's page of the points that carry their opinions."""

from dataclasses import dataclass, replace

from consult.core.compiling import quoting
from consult.forums.models import Comment
from consult.kit import clock
from consult.kit.verdicts import NotThere, Verdict, no
from consult.reports import checking, checking_rules
from consult.reports.models import Citation, Compilation, Reflection
from consult.reports.selectors import compilation_or_404, number_of
from consult.reports.snapshot import group_name


@dataclass(frozen=True)
class Piece:
    """A run of letters of the opinion; `quoted` where the point quotes it."""

    text: str
    quoted: bool


@dataclass(frozen=True)
class Carried:
    """One point that carries the opinion, and what its author answered. `other` is stored where something else was sent."""

    point: int
    title: str
    place: str
    summary: str
    position: str
    reason: tuple[Piece, ...]
    proposed: tuple[Piece, ...]
    answer: str
    text: str
    version: int
    changed: bool  # the council changed the point after it was answered
    other: str = ""

    @property
    def quoted(self) -> bool:
        return any(piece.quoted for piece in (*self.reason, *self.proposed))


@dataclass(frozen=True)
class Mine:
    """One of the author's own opinions with its points."""

    id: int
    receipt: str
    place: str
    position: str
    carried: tuple[Carried, ...]


@dataclass(frozen=True)
class CheckPage:
    compilation: Compilation
    opinions: tuple[Mine, ...]
    may_answer: Verdict

    @property
    def waiting(self) -> int:
        return sum(not one.answer for mine in self.opinions for one in mine.carried)


def check_page(user, consultation, *, comment=None, point=None, sent=None, stored=None) -> CheckPage:
    """The author's own opinions with their points. `sent` of that opinion and point was just refused, `stored` stands.

    Queries do not depend on how many there are. NotThere for who has no opinion that is asked about.
    """
    compilation = compilation_or_404(consultation)
    checking_rules.may_see_check(user, compilation).or_refuse()
    cited = checking.asked_of(compilation).filter(comment__voice__person=user)
    cited = cited.select_related("comment__clause", "comment__voice", "point__clause")
    said = {
        (one.comment_id, one.point_id): one
        for one in Reflection.objects.filter(comment__voice__person=user, point__compilation=compilation)
    }
    found: dict[int, list[Citation]] = {}
    for one in cited.prefetch_related("quotations").order_by("comment_id", "point__order", "point_id"):
        found.setdefault(one.comment_id, []).append(one)
    rows = tuple(_mine(consultation, rows, said) for rows in found.values())
    if sent is not None:
        rows = tuple(_with(row, comment, point, sent, stored) for row in rows)
    return CheckPage(compilation, rows, _may_answer(compilation))


def _may_answer(compilation) -> Verdict:
    over = compilation.check_closes_at <= clock.now() or compilation.state != Compilation.State.OPEN
    return no("", "over") if over else checking_rules.YES


def _mine(consultation, rows, said) -> Mine:
    comment = rows[0].comment
    return Mine(
        id=comment.pk,
        receipt=f"{consultation.code}-{comment.number:06d}",
        place=group_name(comment.clause),
        position=comment.position,
        carried=tuple(_carried(row, said.get((comment.pk, row.point_id))) for row in rows),
    )


def _carried(citation, said) -> Carried:
    point, comment = citation.point, citation.comment
    return Carried(
        point=point.pk,
        title=point.title,
        place=group_name(point.clause),
        summary=point.summary,
        position=point.position,
        reason=_pieces(citation, "reason", comment.reason),
        proposed=_pieces(citation, "proposed", comment.proposed),
        answer=said.answer if said else "",
        text=said.text if said else "",
        version=said.version if said else 0,
        changed=bool(said) and said.point_version != point.version,
    )


def _pieces(citation, part: str, text: str) -> tuple[Piece, ...]:
    """The author's own words with what the point quotes of this wording marked."""
    spans = [
        quoting.Span(q.start, q.end, q.words)
        for q in citation.quotations.all()
        if q.part == part and q.edition == citation.comment.edition
    ]
    pieces, place = [], 0
    for span in quoting.merged(spans, text):
        pieces += [Piece(text[place : span.start], False), Piece(text[span.start : span.end], True)]
        place = span.end
    return tuple(piece for piece in (*pieces, Piece(text[place:], False)) if piece.text)


def _with(row: Mine, comment: int, point: int, sent: dict, stored) -> Mine:
    if row.id != comment:
        return row
    carried = []
    for one in row.carried:
        if one.point == point:
            other = ""
            if stored is not None:
                label = Reflection.Answer(stored["answer"]).label if stored["answer"] else ""
                other = ": ".join(filter(None, [str(label), stored["text"]]))
            one = replace(one, answer=sent["answer"], text=sent["text"], other=other)
        carried.append(one)
    return replace(row, carried=tuple(carried))


def own_comment_or_404(user, consultation, raw) -> Comment:
    """An opinion that the form names, of this person's own voice."""
    rows = Comment.objects.filter(consultation=consultation, voice__person=user).select_related("voice")
    comment = rows.filter(pk=number_of(raw)).first()
    if comment is None:
        raise NotThere("")
    return comment

"""Words that a point quotes: exact parts of stored wordings, letter for letter. For actions and selectors."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from consult.core.compiling import quoting
from consult.core.compiling.measures import FEW
from consult.kit.verdicts import Refused
from consult.reports.models import Citation, Quotation

PARTS = tuple(Quotation.Part.values)


@dataclass(frozen=True)
class Chosen:
    """What somebody marked: `start` counts letters of the wording; without it the words must stand there once.

    `comment` names the opinion where several are placed at once; without it the first of them is meant.
    """

    part: str
    words: str
    start: int | None = None
    edition: int | None = None
    comment: int | None = None


def text_of(comment, part: str, edition: int) -> str:
    """The wording with this number; "" where there is none. One query for an opinion that was edited."""
    if part not in PARTS:
        return ""
    if edition == comment.edition:
        return getattr(comment, part)
    found = comment.revisions.filter(number=edition).values_list(part, flat=True).first()
    return found or ""


def span_or_refuse(comment, chosen: Chosen) -> tuple[int, quoting.Span]:
    """The number of the wording and the place of the words in it; refused with one letter off."""
    edition = chosen.edition or comment.edition
    text = text_of(comment, chosen.part, edition)
    words = chosen.words.replace("\r\n", "\n")
    if not words.strip():
        raise Refused(_("Xin chọn các từ cần trích."), "no-words")
    if chosen.start is not None:
        span = quoting.Span(chosen.start, chosen.start + len(words), words)
        if quoting.is_exact(text, span):
            return edition, _trimmed(span)
    found = quoting.find(text, words)
    if not found or not quoting.is_exact(text, found[0]):
        raise Refused(
            _("Lời trích không đúng nguyên văn của ý kiến. Xin chọn lại các từ trong ý kiến."), "inexact"
        )
    return edition, found[0]


def _trimmed(span: quoting.Span) -> quoting.Span:
    lead = len(span.words) - len(span.words.lstrip())
    words = span.words.strip()
    return quoting.Span(span.start + lead, span.start + lead + len(words), words)


def _in_part(comment, chosen: Chosen) -> Chosen:
    """Words that were marked without saying where stand in the reason, or else in the proposed wording."""
    if chosen.part:
        return chosen
    words = chosen.words.replace("\r\n", "\n").strip()
    inside = (
        Quotation.Part.PROPOSED
        if words not in comment.reason and words in comment.proposed
        else Quotation.Part.REASON
    )
    return replace(chosen, part=str(inside))


def add(citation: Citation, comment, chosen) -> list[Quotation]:
    """Quote marked words in a point; what is quoted already stays. Refused where a word is not exact."""
    return add_all([(citation, comment, chosen)])


def add_all(placed) -> list[Quotation]:
    """The same for several opinions, each with its citation and what was chosen of it; two queries."""
    wanted: dict[tuple, Quotation] = {}
    for citation, comment, chosen in placed:
        for one in (_in_part(comment, each) for each in chosen):
            edition, span = span_or_refuse(comment, one)
            row = Quotation(
                citation=citation, part=one.part, edition=edition, start=span.start, end=span.end,
                words=span.words,
            )  # fmt: skip
            wanted.setdefault(_place(row), row)
    if not wanted:
        return []
    stored = Quotation.objects.filter(citation__in={row.citation_id for row in wanted.values()})
    there = {_place(row) for row in stored}
    return Quotation.objects.bulk_create(row for place, row in wanted.items() if place not in there)


def _place(row: Quotation) -> tuple:
    return row.citation_id, row.part, row.edition, row.start, row.end


def whole(citation: Citation, comment) -> list[Quotation]:
    """The opinion as it stands now, all of it, as rows not saved yet."""
    return [
        Quotation(citation=citation, part=part, edition=comment.edition, start=0, end=len(text), words=text)
        for part in PARTS
        if (text := getattr(comment, part)).strip()
    ]


def quote_the_few(point) -> None:
    """Opinions in a point that at most FEW voices carry are quoted whole where nobody chose words. Two or three queries."""
    cited = list(
        point.citations.filter(comment__isnull=False)
        .exclude(comment__state="withdrawn")
        .select_related("comment")
        .prefetch_related("quotations")
    )
    if len({citation.comment.voice_id for citation in cited}) > FEW:
        return
    rows = [
        row
        for citation in cited
        if not citation.quotations.all()
        for row in whole(citation, citation.comment)
    ]
    Quotation.objects.bulk_create(rows)

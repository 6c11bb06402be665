"""The page of the council's summary: its text, the sources it may name, and how well the compilation carries what was said."""

from dataclasses import dataclass
from datetime import datetime

from consult.core import papers
from consult.core.compiling import sourcing
from consult.kit.verdicts import Verdict
from consult.reports import paper_council, rules, summary_rules
from consult.reports.models import Compilation, Summary
from consult.reports.selectors import compilation_or_404
from consult.reports.summing import open_quotes


@dataclass(frozen=True)
class Source:
    """A point with the words that it quotes: pairs of a source's name and the words."""

    name: str
    number: int
    title: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SummaryPage:
    compilation: Compilation
    text: str
    version: int
    edited_by: str
    edited_at: datetime | None
    sources: tuple[Source, ...]
    measured: tuple[papers.Measured, ...]
    may_write: Verdict


def summary_page(user, consultation) -> SummaryPage:
    """For the council alone. Queries do not depend on the number of points or quotations."""
    rules.may_see_compiling(user, consultation).or_refuse()
    compilation = compilation_or_404(consultation)
    stored = Summary.objects.filter(compilation=compilation).select_related("edited_by").first()
    rows = stored.sentences.all() if stored else ()
    return SummaryPage(
        compilation=compilation,
        text=sourcing.written(sourcing.Sentence(row.text, tuple(row.sources)) for row in rows),
        version=stored.version if stored else 0,
        edited_by=str(stored.edited_by) if stored and stored.edited_by else "",
        edited_at=stored.edited_at if stored else None,
        sources=_sources(compilation),
        measured=paper_council.measured(compilation),
        may_write=summary_rules.may_summarise(user, compilation),
    )


def _sources(compilation) -> tuple[Source, ...]:
    quotes: dict[int, list[tuple[str, str]]] = {}
    rows = open_quotes(compilation).order_by("pk")
    for pk, point, words in rows.values_list("pk", "citation__point_id", "words"):
        quotes.setdefault(point, []).append((f"trich-{pk}", words))
    points = compilation.points.order_by("order", "id").values_list("pk", "title")
    return tuple(
        Source(f"diem-{pk}", number, title, tuple(quotes.get(pk, ())))
        for number, (pk, title) in enumerate(points, 1)
    )

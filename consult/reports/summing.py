"""The sources of the summary: which there are, and how a sentence names them to a reader."""

from consult.forums.querysets import guarded
from consult.reports.models import Quotation, SummarySentence
from consult.reports.snapshot import UNREAD


def known(compilation) -> dict[str, str]:
    """Every source there is: "diem-<id>" with the point's own words, "trich-<id>" with the quoted ones; two queries.

    Words that were said to the council alone are no source: the summary is printed for everybody.
    """
    points = compilation.points.order_by("order", "id").values_list("pk", "title", "summary")
    quotes = open_quotes(compilation)
    found = {f"diem-{pk}": f"{title}\n{summary}" for pk, title, summary in points}
    return found | {f"trich-{pk}": words for pk, words in quotes.order_by("pk").values_list("pk", "words")}


def open_quotes(compilation):
    """The quoted words that everybody may read."""
    quotes = Quotation.objects.filter(citation__point__compilation=compilation)
    return quotes.exclude(guarded("citation__comment__")).exclude(citation__comment__state__in=UNREAD)


def sentences_with_points(compilation) -> list[tuple[str, list[int]]]:
    """The sentences in order, each with the numbers of the points that it rests on. Three queries."""
    order = compilation.points.order_by("order", "id").values_list("pk", flat=True)
    numbers = {pk: number for number, pk in enumerate(order, 1)}
    quotes = Quotation.objects.filter(citation__point__compilation=compilation)
    points = dict(quotes.values_list("pk", "citation__point_id"))
    rows = SummarySentence.objects.filter(summary__compilation=compilation).values_list("text", "sources")
    return [(text, _numbers(sources, numbers, points)) for text, sources in rows]


def _numbers(sources, numbers: dict[int, int], points: dict[int, int]) -> list[int]:
    ids = {name: int(name.partition("-")[2]) for name in sources}
    named = {numbers.get(points.get(pk) if name.startswith("trich-") else pk) for name, pk in ids.items()}
    return sorted(named - {None})

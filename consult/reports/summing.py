"""The sources of the summary: which there are, and how a sentence names them to a reader."""

from consult.core import vietnamese
from consult.reports.models import Quotation, SummarySentence


def known(compilation) -> dict[str, str]:
    """Every source there is: "diem-<id>" with the point's own words, "trich-<id>" with the quoted ones; two queries."""
    points = compilation.points.order_by("order", "id").values_list("pk", "title", "summary")
    quotes = Quotation.objects.filter(citation__point__compilation=compilation)
    found = {f"diem-{pk}": f"{title}\n{summary}" for pk, title, summary in points}
    return found | {f"trich-{pk}": words for pk, words in quotes.order_by("pk").values_list("pk", "words")}


def sources_in_words(compilation) -> list[tuple[str, str]]:
    """The sentences in order, each with the numbers of the points that it rests on ("điểm 1, 3"). Three queries."""
    numbers = {
        pk: number
        for number, pk in enumerate(
            compilation.points.order_by("order", "id").values_list("pk", flat=True), 1
        )
    }
    quotes = Quotation.objects.filter(citation__point__compilation=compilation)
    points = dict(quotes.values_list("pk", "citation__point_id"))
    rows = SummarySentence.objects.filter(summary__compilation=compilation).values_list("text", "sources")
    return [(text, _words(sources, numbers, points)) for text, sources in rows]


def _words(sources, numbers: dict[int, int], points: dict[int, int]) -> str:
    ids = {name: int(name.partition("-")[2]) for name in sources}
    named = {numbers.get(points.get(pk) if name.startswith("trich-") else pk) for name, pk in ids.items()}
    rows = [vietnamese.number(number) for number in sorted(named - {None})]
    return f"điểm {', '.join(rows)}" if rows else ""

"""Parts of placing: which opinions may stand in a point, the rows that say so, the words that are quoted. For actions."""

from consult.forums.models import Comment
from consult.reports import quotes, rules
from consult.reports.models import Citation


def citable(consultation, comments) -> list[Comment]:
    """The opinions as they stand now, in the order given; refused where one may not be placed."""
    wanted = [comment.pk for comment in comments]
    found = Comment.objects.prefetch_related("asides").in_bulk(wanted)
    for comment in found.values():
        rules.may_cite(consultation, comment).or_refuse()
    return [found[pk] for pk in wanted if pk in found]


def made(point, wanted: dict, how: dict, folded=frozenset()) -> list[Citation]:
    """The new citations, saved; `folded` are opinions that go along because they repeat the first."""
    made = []
    for name, things in wanted.items():
        there = set(point.citations.filter(**{f"{name}__isnull": False}).values_list(f"{name}_id", flat=True))
        fresh = sorted({thing.pk for thing in things} - there)
        made += Citation.objects.bulk_create(_row(point, name, pk, how, folded) for pk in fresh)
    return made


def _row(point, name: str, pk: int, how: dict, folded) -> Citation:
    row = Citation(point=point, **{f"{name}_id": pk}, **how)
    if name == "comment" and pk in folded:
        row.source, row.rank = Citation.Source.FOLDED, None
    return row


def quoted(point, comments, chosen) -> list:
    """The words that were chosen; and those of the few, whole, where nobody chose any."""
    found = []
    if chosen and comments:
        known = {comment.pk: comment for comment in comments}
        words: dict[int, list] = {}
        for one in chosen:
            words.setdefault(one.comment or comments[0].pk, []).append(one)
        cited = point.citations.filter(comment__in=words)
        found = quotes.add_all((row, known[row.comment_id], words[row.comment_id]) for row in cited)
    if comments:
        quotes.quote_the_few(point)
    return found

"""What two points hold becomes what one holds. For actions, which hold the compilation."""

from consult.reports.models import Citation, Quotation


def carry_over(point, into) -> list[int]:
    """Citations go over at once; where both points hold an opinion, only its quotations do."""
    there = {c.comment_id: c for c in _quoting(into) if c.comment_id}
    polls = set(into.citations.values_list("poll_id", "message_id"))
    moved, over, copies = [], [], []
    for citation in _quoting(point):
        double = there.get(citation.comment_id)
        if double is not None:
            held = {_span(row) for row in double.quotations.all()}
            for row in citation.quotations.all():
                if _span(row) not in held:
                    row.pk, row.citation = None, double
                    copies.append(row)
        elif citation.comment_id or (citation.poll_id, citation.message_id) not in polls:
            over.append(citation.pk)
        moved += [citation.comment_id] if citation.comment_id else []
    Citation.objects.filter(pk__in=over).update(point=into)
    Quotation.objects.bulk_create(copies)
    return moved


def _quoting(point):
    return point.citations.prefetch_related("quotations")


def _span(quotation) -> tuple:
    return quotation.part, quotation.edition, quotation.start, quotation.end

"""Find what the workspace's forms name, and the author's page of an opinion that was set aside."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from consult.forums.models import Comment
from consult.kit import writing
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import User
from consult.reports import placing_rules
from consult.reports.models import Citation, Compilation, Note, Quotation, SetAside
from consult.reports.selectors import compilation_or_404, number_of
from consult.reports.snapshot import group_name


@dataclass(frozen=True)
class AsidePage:
    """The author's own opinion, why it stands in no point, and whether they may ask for another look."""

    aside: SetAside
    comment: Comment
    place: str
    receipt: str
    may_appeal: Verdict


def aside_page(user, consultation, pk) -> AsidePage:
    aside = aside_or_404(consultation, pk)
    placing_rules.may_see_aside(user, aside).or_refuse()
    comment = aside.comment
    return AsidePage(
        aside=aside,
        comment=comment,
        place=group_name(comment.clause),
        receipt=f"{consultation.code}-{comment.number:06d}",
        may_appeal=placing_rules.may_appeal(user, compilation_or_404(consultation), aside),
    )


def aside_or_404(consultation, pk) -> SetAside:
    asides = SetAside.objects.select_related("comment__voice", "comment__clause", "comment__consultation")
    return _first(asides.filter(pk=number_of(pk), comment__consultation=consultation))


def citation_or_404(compilation, pk) -> Citation:
    return _first(
        Citation.objects.select_related("point").filter(pk=number_of(pk), point__compilation=compilation)
    )


def quotation_or_404(compilation, pk) -> Quotation:
    rows = Quotation.objects.select_related("citation__point", "citation__comment")
    return _first(rows.filter(pk=number_of(pk), citation__point__compilation=compilation))


def note_or_404(consultation, pk) -> Note:
    return _first(Note.objects.filter(pk=number_of(pk), comment__consultation=consultation))


def person_or_404(raw) -> User | None:
    """The person a form names; None where nobody is chosen."""
    return _first(User.objects.filter(pk=number_of(raw))) if raw else None


def aside_counts(compilation: Compilation) -> list[str]:
    """How many opinions were set aside for each reason, for everybody; one query."""
    rows = SetAside.objects.filter(
        comment__consultation=compilation.consultation_id, state=SetAside.State.CONFIRMED
    )
    found = (
        rows.exclude(comment__state="withdrawn")
        .order_by("reason")
        .values_list("reason")
        .annotate(n=Count("pk"))
    )
    return [
        (
            _("%(reason)s: %(count)s ý kiến")
            % {"reason": SetAside.Reason(reason).label, "count": writing.number(n)}
        )
        for reason, n in found
    ]


def _first(rows):
    found = rows.first()
    if found is None:
        raise NotThere("")
    return found

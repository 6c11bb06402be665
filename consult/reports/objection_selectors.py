"""Read objections for those who moderate them: the list of a file, and one with its rulings."""

from dataclasses import dataclass

from consult.kit import stored
from consult.kit.verdicts import NotThere, Verdict
from consult.reports import authors, objection_rules
from consult.reports.models import Objection, ObjectionRuling
from consult.reports.selectors import number_of
from consult.reports.snapshot import group_name, shown_name

State = Objection.State
WITH = (
    "citation__point__clause", "citation__point__compilation__consultation", "citation__comment__voice",
)  # fmt: skip


@dataclass(frozen=True)
class CaseRow:
    """An objection in the list; the author as everybody may see them."""

    objection: Objection
    place: str
    title: str
    author: str
    appealed: bool


def case_rows(user, consultation) -> tuple[CaseRow, ...]:
    """Those that wait for a moderator first, then the newest; queries do not depend on their number."""
    objection_rules.may_moderate_objections(user, consultation).or_refuse()
    found = Objection.objects.filter(citation__point__compilation__consultation=consultation)
    rows = [_row(one) for one in found.select_related(*WITH).prefetch_related("rulings")]
    waits = {True: 0, False: 1}
    rows.sort(key=lambda row: (waits[row.appealed or row.objection.state == State.HELD], -row.objection.pk))
    return tuple(rows)


def _row(one: Objection) -> CaseRow:
    point, rulings = one.citation.point, list(one.rulings.all())
    return CaseRow(
        objection=one,
        place=group_name(point.clause),
        title=point.title,
        author=stored.descriptor(shown_name(one.citation.comment)),
        appealed=objection_rules.is_appealed(one, rulings[-1] if rulings else None),
    )


@dataclass(frozen=True)
class CasePage:
    """One objection as its moderators read it."""

    row: CaseRow
    rulings: tuple[ObjectionRuling, ...]
    choices: tuple[tuple[str, str], ...]
    verdict: Verdict


def case_page(user, consultation, pk) -> CasePage:
    """NotThere for all but those who may decide."""
    objection = case_or_404(user, consultation, pk)
    rulings = tuple(objection.rulings.select_related("by"))
    last = rulings[-1] if rulings else None
    found = objection_rules.outcomes(objection, last)
    labels = dict(ObjectionRuling.Outcome.choices)
    return CasePage(
        row=_row(objection),
        rulings=rulings,
        choices=tuple((outcome, str(labels[outcome])) for outcome in found),
        verdict=objection_rules.may_rule_objection(user, objection, last, found[0]),
    )


def case_or_404(user, consultation, pk) -> Objection:
    """An objection of this file, for its moderators, or for who decides an appeal in the place of a second one."""
    rows = Objection.objects.select_related(*WITH).prefetch_related("rulings")
    objection = rows.filter(pk=number_of(pk), citation__point__compilation__consultation=consultation).first()
    if objection is None:
        raise NotThere("")
    rulings = list(objection.rulings.all())
    objection_rules.may_see_objection(user, objection, rulings[-1] if rulings else None).or_refuse()
    return objection


def mine_or_404(user, citation) -> Objection:
    """The objection to the answer of one's own opinion."""
    objection = Objection.objects.select_related(*WITH).filter(citation=citation).first()
    if objection is None or not authors.is_mine(
        user, objection.citation.comment.voice, objection.citation.point.compilation.consultation
    ):
        raise NotThere("")
    return objection

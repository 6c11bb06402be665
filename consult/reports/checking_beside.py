"""What the council reads of the authors' check, beside the points."""

from dataclasses import dataclass

from consult.core import compiling
from consult.kit import clock
from consult.kit.verdicts import Verdict
from consult.reports import checking, checking_rules
from consult.reports.items import View
from consult.reports.models import Reflection


@dataclass(frozen=True)
class Objection:
    """What an author finds not right, under the name that the council knows."""

    author: str
    url: str
    text: str
    changed: bool


@dataclass(frozen=True)
class Checks:
    """How the check stands for the council: all of it, and of one point with what is not right there."""

    opened: bool
    over: bool
    total: compiling.Checked
    may_set: Verdict
    may_open: Verdict


def checks(user, compilation, *, unplaced: int, points: int) -> Checks:
    """The check of a compilation; at most three queries."""
    until = compilation.check_closes_at
    return Checks(
        opened=until is not None,
        over=until is not None and until <= clock.now(),
        total=checking.checked(compilation),
        may_set=checking_rules.may_set_check(user, compilation),
        may_open=checking_rules.may_open_check(user, compilation, unplaced=unplaced, points=points),
    )


def objections(view: View, compilation) -> dict[int, tuple[Objection, ...]]:
    """By point what authors find not right; one query. A level that the council may not know stays a descriptor."""
    rows = checking.answers_of(compilation).filter(answer=Reflection.Answer.WRONG)
    rows = rows.select_related("comment__voice", "comment__clause", "point").order_by("pk")
    found: dict[int, tuple[Objection, ...]] = {}
    for one in rows:
        url = view.item(one.comment).url
        said = Objection(
            str(view.author(one.comment).label), url, one.text, one.point_version != one.point.version
        )
        found[one.point_id] = (*found.get(one.point_id, ()), said)
    return found

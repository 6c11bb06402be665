"""Whatever the council does in whatever order, every opinion is somewhere, once, and the ledger tells all of it."""

import uuid
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.forums.models import Comment
from consult.kit.verdicts import YES, Refused
from consult.ledger.models import Book
from consult.ledger.selectors import verify_book
from consult.reports import actions, merging, placing_actions, quotes, rules
from consult.reports.coverage import coverage, measures
from consult.reports.models import Citation, Quotation, SetAside
from consult.reports.quotes import Chosen
from tests.reports.conftest import a_case, an_opinion

pytestmark = pytest.mark.django_db
TEXT = "Thời hạn quá ngắn. Cần gửi thông báo."
OPINIONS = 5
number = st.integers(0, 4)
ACT = st.tuples(
    st.sampled_from(
        [
            "point", "place", "place_many", "split", "take", "move", "merge", "remove", "aside", "confirm", "lift",
            "appeal", "withdraw", "undo",
        ]
    ),
    number,
    number,
)  # fmt: skip


class Council:
    """A small file and every act on it by two numbers, as far as the rules let it."""

    def __init__(self):
        self.case = a_case(opinions=0)
        case = self.case
        self.comments = [an_opinion(case.file, case.clauses[0], reason=TEXT) for _ in range(OPINIONS)]
        self.compilation = actions.start_compilation(case.coordinator, consultation=case.file)

    def point(self, n):
        points = list(self.compilation.points.order_by("pk"))
        return points[n % len(points)] if points else None

    def citation(self, n):
        cited = list(Citation.objects.filter(point__compilation=self.compilation).order_by("pk"))
        return cited[n % len(cited)] if cited else None

    def waiting_aside(self, n, state):
        asides = list(SetAside.objects.filter(state=state).order_by("pk"))
        return asides[n % len(asides)] if asides else None

    def act(self, name, a, b):
        with suppress(Refused):
            getattr(self, f"do_{name}")(self.case.coordinator, a, b)

    def do_point(self, by, a, b):
        actions.add_point(
            by, compilation=self.compilation, title=f"Điểm {a}", position="no", client_key=uuid.uuid4(),
            comments=[self.comments[a]],
        )  # fmt: skip

    def do_place(self, by, a, b):
        if point := self.point(b):
            actions.cite(by, point=point, comments=[self.comments[a]], source="suggested", rank=1)

    def do_place_many(self, by, a, b):
        if point := self.point(b):
            actions.cite(by, point=point, comments=self.comments[a:], source="folded")

    def do_split(self, by, a, b):
        if point := self.point(b):
            words = TEXT.split(". ")[a % 2]
            actions.cite(by, point=point, comments=[self.comments[a]], chosen=[Chosen("reason", words)])

    def do_take(self, by, a, b):
        if citation := self.citation(a):
            actions.uncite(by, citation=citation)

    def do_move(self, by, a, b):
        if (citation := self.citation(a)) and (point := self.point(b)) and citation.point_id != point.pk:
            placing_actions.move(by, citation=citation, point=point)

    def do_merge(self, by, a, b):
        if one := self.point(a):
            placing_actions.merge_points(by, point=one, into=self.point(b))

    def do_remove(self, by, a, b):
        if point := self.point(a):
            actions.delete_point(by, point=point)

    def do_aside(self, by, a, b):
        placing_actions.propose_aside(
            by, compilation=self.compilation, comment=self.comments[a], reason="scope"
        )

    def do_confirm(self, by, a, b):
        if aside := self.waiting_aside(a, "proposed"):
            placing_actions.confirm_aside(self.case.member, compilation=self.compilation, aside=aside)

    def do_lift(self, by, a, b):
        if aside := self.waiting_aside(a, "confirmed"):
            placing_actions.lift_aside(by, compilation=self.compilation, aside=aside)

    def do_appeal(self, by, a, b):
        if aside := self.waiting_aside(a, "confirmed"):
            author = aside.comment.voice.person
            placing_actions.appeal_aside(author, aside=aside, text="Xin xem lại.")

    def do_withdraw(self, by, a, b):
        Comment.objects.filter(pk=self.comments[a].pk).update(state="withdrawn")

    def do_undo(self, by, a, b):
        placing_actions.undo(by, compilation=self.compilation)


def told(entries) -> dict[int, set[int]]:
    """Which opinions stand in which point, from the ledger alone."""
    points: dict[int, set[int]] = {}
    for entry in entries:
        pk = int(entry.target_id)
        if entry.verb == "comment.cited":
            points.setdefault(pk, set()).update(entry.data.get("comments", ()))
        elif entry.verb == "comment.uncited":
            points.get(pk, set()).difference_update(entry.data["comments"])
        elif entry.verb == "point.removed":
            points.pop(pk, None)
        elif entry.verb == "point.merged":
            points.setdefault(pk, set()).update(points.pop(entry.data["from"], set()))
    return {pk: comments for pk, comments in points.items() if comments}


def stands() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for point, comment in Citation.objects.values_list("point_id", "comment_id"):
        found.setdefault(point, set()).add(comment)
    return found


def check(council):
    found, measured = coverage(council.case.file), measures(council.compilation)
    assert found.received == OPINIONS
    assert found.received == found.placed + found.set_aside + found.withdrawn + found.unplaced
    assert (found.placed, found.set_aside, found.withdrawn, found.unplaced) == (
        measured.placed, measured.set_aside, measured.withdrawn, measured.waiting,
    )  # fmt: skip
    cited = set(Citation.objects.values_list("comment_id", flat=True))
    aside = set(
        SetAside.objects.filter(state__in=["proposed", "confirmed"]).values_list("comment_id", flat=True)
    )
    assert not cited & aside
    for quotation in Quotation.objects.select_related("citation__comment"):
        text = getattr(quotation.citation.comment, quotation.part)
        assert text[quotation.start : quotation.end] == quotation.words


def run(acts):
    """The acts in order, each followed by every check; at the end the ledger tells what stands. Leaves nothing behind."""
    with transaction.atomic():
        council = Council()
        for act in acts:
            council.act(*act)
            check(council)
        book = Book.objects.get(pk=council.case.file.book_id)
        assert verify_book(book) is None
        assert told(book.entries.order_by("seq")) == stands(), acts
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACT, min_size=4, max_size=16))
def test_nothing_is_lost_and_the_ledger_is_complete(django_db_blocker, acts):
    run(acts)


TWO = [("point", 0, 0), ("point", 1, 0)]


def a_shifted_quotation(monkeypatch):
    made = quotes.whole

    def shifted(citation, comment):
        for row in made(citation, comment):
            row.start, row.end = row.start + 1, row.end + 1
            yield row

    monkeypatch.setattr(quotes, "whole", shifted)


FAULTS = {
    "an undoing that nobody writes down": (
        lambda patch: patch.setattr(placing_actions, "_record_places", lambda *given: None),
        [*TWO, ("undo", 0, 0)],
    ),
    "a merge that loses what it carries": (
        lambda patch: patch.setattr(merging, "carry_over", lambda point, into: [c.comment_id for c in point.citations.all()]),
        [*TWO, ("merge", 0, 1)],
    ),
    "a placing of what is set aside": (
        lambda patch: patch.setattr(rules, "may_cite", lambda consultation, comment: YES),
        [("point", 0, 0), ("aside", 1, 0), ("place", 1, 0)],
    ),
    "a removal that leaves the ledger behind": (
        lambda patch: patch.setattr(actions, "_record_point", lambda *given: None),
        [*TWO, ("remove", 0, 0)],
    ),
    "a quotation one letter off": (a_shifted_quotation, [("point", 0, 0)]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_control_with_a_fault_in_the_acts_the_checks_fail(name, monkeypatch):
    fault, acts = FAULTS[name]
    run(acts)
    assert not Citation.objects.exists()
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run(acts)

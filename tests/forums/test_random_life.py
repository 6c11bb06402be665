"""A file's life in any order: comments, edits, hiding, appeals, papers, new versions. Nothing lost, nothing re-worded."""

import random
import uuid
from collections import Counter
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult.consultations.version_actions import ask_on_version
from consult.forums import (
    actions,
    carried,
    intake_actions,
    moderation_actions,
    moderation_verbs,
    release_actions,
)
from consult.forums.models import Comment
from consult.forums.moderation_models import Case, Ruling
from consult.forums.revision_actions import edit_comment
from consult.forums.revision_models import CommentRevision
from consult.kit.verdicts import Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make
from tests.consultations.test_version import published
from tests.core.intake_files import workbook
from tests.forums.test_intake_tables import checked, entered, line

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
TEXT = make.TEXT
ACTS = ("comment", "reply", "edit", "withdraw", "flag", "hide", "restore", "appeal", "decide", "endorse", "oppose",
        "version", "paper", "table", "undo", "release")  # fmt: skip


class World:
    """One file with its people, and what was said, kept beside the database to compare with."""

    def __init__(self):
        self.file = make.a_consultation(version=published(TEXT), levels=["named", "anonymous", "council"])
        self.officer = make.a_member(self.file.agency, Role.AGENCY_OFFICER)
        self.council = [make.a_member(self.file.council, Role.COUNCIL_COORDINATOR) for _n in range(2)]
        self.people = [make.an_expert(f"Người Viết {n}") for n in range(4)]
        self.words: dict[int, list[str]] = {}  # comment -> its wordings in order
        self.by: dict[int, object] = {}
        self.papers = []
        self.said = 0

    def new_words(self) -> str:
        self.said += 1
        return f"Ý kiến thứ {self.said}: thời hạn còn ngắn."

    def some(self, chance, **wanted):
        found = list(Comment.objects.filter(consultation=self.file, **wanted).select_related("voice"))
        comment = chance.choice(found) if found else None
        if comment:
            comment.consultation = self.file
        return comment

    # --- the acts; each returns nothing when there is nothing to act on

    def comment(self, chance):
        clause = chance.choice([*self.file.version.clauses.filter(kind="clause"), None])
        words, user = self.new_words(), chance.choice(self.people)
        made = actions.post_comment(
            user, consultation=self.file, clause=clause, position="no", reason=words,
            shown=chance.choice(["named", "anonymous", "council"]), client_key=uuid.uuid4(),
        )  # fmt: skip
        self.words[made.pk], self.by[made.pk] = [words], user

    def reply(self, chance):
        if parent := self.some(chance, state="posted"):
            words, user = self.new_words(), chance.choice(self.people)
            made = actions.post_comment(
                user,
                consultation=self.file,
                parent=parent,
                reason=words,
                shown="named",
                client_key=uuid.uuid4(),
            )
            self.words[made.pk], self.by[made.pk] = [words], user

    def edit(self, chance):
        if comment := self.some(chance, pk__in=self.by):
            words = self.new_words()
            position = "" if comment.parent_id else "no"
            edit_comment(self.by[comment.pk], comment=comment, edition=comment.edition, position=position,
                         reason=words, client_key=uuid.uuid4())  # fmt: skip
            self.words[comment.pk].append(words)

    def withdraw(self, chance):
        if comment := self.some(chance, pk__in=self.by):
            actions.withdraw_comment(self.by[comment.pk], comment=comment)

    def flag(self, chance):
        if comment := self.some(chance):
            moderation_actions.flag_comment(
                chance.choice(self.people), comment=comment, ground="off_topic", words="Không về điều này."
            )

    def _rule(self, chance, outcome, **case):
        found = Case.objects.filter(consultation=self.file, **case).first()
        if found:
            moderation_actions.rule_on(
                chance.choice(self.council), case=found, outcome=outcome, ground="off_topic" if outcome == "hidden" else "",
                reason="Đã xem xét nội dung.", version=found.version, client_key=uuid.uuid4(),
            )  # fmt: skip

    def hide(self, chance):
        self._rule(chance, "hidden")

    def restore(self, chance):
        self._rule(chance, "restored", comment__state="hidden")

    def appeal(self, chance):
        if comment := self.some(chance, state="hidden", pk__in=self.by):
            moderation_actions.appeal(self.by[comment.pk], comment=comment, words="Xin xem lại.")

    def decide(self, chance):
        self._rule(chance, chance.choice(["upheld", "restored"]), state="appealed")

    def endorse(self, chance):
        if comment := self.some(chance):
            actions.endorse(chance.choice(self.people), comment=comment)

    def oppose(self, chance):
        if comment := self.some(chance):
            actions.take_stance(chance.choice(self.people), comment=comment, stance="disagree")

    def version(self, chance):
        if self.file.version.number > 3:
            return
        text = TEXT.replace("07 ngày", f"{chance.randrange(8, 90)} ngày")
        new = published(text, self.file.draft)
        ask_on_version(self.officer, consultation=self.file, version=new)
        self.file.refresh_from_db()

    def paper(self, chance):
        facts = PAPER_FACTS | {"sender": f"Hội thứ {len(self.papers)}"}
        words = self.new_words()
        made = intake_actions.enter_with_paper(
            self.council[0], consultation=self.file, facts=facts, client_key=uuid.uuid4(),
            opinion={"clause": None, "position": "no", "reason": words, "counted": chance.randrange(1, 40)},
        )  # fmt: skip
        self.words[made.pk] = [words]
        self.papers.append(made.paper)

    def table(self, chance):
        """A sheet of a few rows, recognised and entered by the job's steps."""
        told = [self.new_words() for _row in range(chance.randrange(1, 4))]
        sheet = workbook([line(n, "Góp ý chung", text=words) for n, words in enumerate(told, 1)])
        table = entered(self.council[0], checked(self.council[0], self.file, sheet))
        made = dict(Comment.objects.filter(paper=table.paper).values_list("pk", "reason"))
        assert sorted(made.values()) == sorted(told)
        self.words |= {pk: [words] for pk, words in made.items()}
        self.papers.append(table.paper)

    def undo(self, chance):
        if self.papers:
            paper = chance.choice(self.papers)
            intake_actions.undo_paper(self.council[0], paper=paper, reason="Nhập nhầm hồ sơ.")

    def release(self, chance):
        if comment := self.some(chance, shown="council"):
            release_actions.release_comment(self.council[0], comment=comment, reason="Có ích cho mọi người.")


PAPER_FACTS = {
    "kind": "document",
    "number": "12/CV",
    "issued_on": None,
    "received_on": date(2026, 11, 20),
    "shown": "named",
}


def happen(world: World, act: str, chance) -> None:
    """One act; what is refused leaves no trace."""
    try:
        with transaction.atomic():
            getattr(world, act)(chance)
    except Refused:
        pass


def seen_words(comment: Comment) -> list[str]:
    """The wordings of a comment in order, as stored."""
    kept = list(
        CommentRevision.objects.filter(comment=comment).order_by("number").values_list("reason", flat=True)
    )
    return kept or [comment.reason]


def check(world: World) -> None:
    stored = Comment.objects.filter(consultation=world.file).select_related("clause", "paper")
    rows = {row.pk: row for row in stored}
    # nothing lost, nothing re-worded
    assert set(rows) == set(world.words)
    for pk, row in rows.items():
        assert seen_words(row) == world.words[pk]
        assert row.reason == world.words[pk][-1]
        assert row.version_id == (row.clause.version_id if row.clause_id else row.version_id)
        assert row.state in ("posted", "withdrawn", "hidden", "held")
    # every act has its entry, and the book holds
    entries = Counter(Entry.objects.filter(book=world.file.book_id).values_list("verb", flat=True))
    papers = sum(row.paper_id is not None for row in rows.values())
    assert entries["comment.posted"] == len(rows) - papers
    assert entries["comment.entered"] == papers
    assert entries["comment.edited"] == sum(len(words) - 1 for words in world.words.values())
    rulings = Ruling.objects.filter(case__consultation=world.file).count()
    assert rulings == sum(entries[verb.name] for verb in moderation_verbs.OF_OUTCOME.values())
    assert verify_book(Book.objects.get(pk=world.file.book_id)) is None
    check_counts(world, rows)


def check_counts(world: World, rows: dict[int, Comment]) -> None:
    """What everybody reads and counts is what stands and is open to all: each opinion at one place or listed."""
    open_to_all = {
        pk for pk, row in rows.items()
        if row.parent_id is None and row.state == "posted" and (row.shown != "council" or row.released)
    }  # fmt: skip
    counts = carried.counts(VISITOR, world.file, world.file.version)
    assert counts.lost + sum(n for by in counts.by_clause.values() for n in by.values()) == len(open_to_all)
    for clause in [None, *world.file.version.clauses.filter(kind="clause").values_list("pk", flat=True)]:
        there = carried.at_clause(VISITOR, world.file, world.file.version, clause).filter(
            parent=None, state="posted"
        )
        assert there.count() == sum(counts.by_clause.get(clause, {}).values())
    council = Comment.objects.readable_by(world.council[0], world.file)
    assert council.count() == len(rows)
    public = Comment.objects.readable_by(VISITOR, world.file)
    assert not public.filter(state__in=["hidden", "held"]).exists()
    assert not public.filter(shown="council", released="").exists()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.sampled_from(ACTS), min_size=12, max_size=40), st.randoms(use_true_random=False))
def test_whatever_happens_nothing_is_lost_and_nothing_re_worded(acts, chance):
    point = transaction.savepoint()
    try:
        world = World()
        for act in ("comment", "comment", *acts):
            happen(world, act, chance)
        check(world)
    finally:
        transaction.savepoint_rollback(point)


WANTED = {"comment.posted", "comment.entered", "comment.edited", "comment.withdrawn", "comment.hidden", "comment.restored",
          "comment.endorsed", "comment.opposed", "comment.released", "appeal.sent", "version.asked",
          "paper.registered", "paper.undone"}  # fmt: skip


def test_the_acts_of_the_random_life_really_happen():
    """A control of the test above: in a few long lives each act has its effect."""
    verbs: set[str] = set()
    for seed in range(5, 12):
        world, chance = World(), random.Random(seed)
        for act in ("comment", "comment", "comment", "paper", *chance.choices(ACTS, k=90)):
            happen(world, act, chance)
        check(world)
        verbs |= set(Entry.objects.filter(book=world.file.book_id).values_list("verb", flat=True))
        if verbs >= WANTED:
            return
    raise AssertionError(WANTED - verbs)


def test_a_lost_comment_would_be_seen():
    """The control of the whole: take one comment's words away past the actions, and the check fails."""
    world, chance = World(), random.Random(1)
    happen(world, "comment", chance)
    check(world)
    world.words[next(iter(world.words))].append("Lời khác.")
    with pytest.raises(AssertionError):
        check(world)

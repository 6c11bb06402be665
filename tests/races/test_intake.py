"""Races of the import on real PostgreSQL: others post between the portions, two workers enter each row once."""

import threading
import time
import uuid

import pytest
from django.db import close_old_connections, connection, transaction

from consult.forums import actions, intake_actions, intake_tables, tasks
from consult.forums.models import Comment, ImportRow
from consult.kit.verdicts import Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make
from tests.core.intake_files import workbook
from tests.forums.test_intake_tables import checked, line
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)


def a_table(file, rows):
    clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    table = checked(clerk, file, workbook([line(n) for n in range(rows)]))
    intake_tables.start_entering(clerk, table=table)
    return table


def longest_wait(file, table) -> float:
    """The longest that one of some people waits who post while the table is being entered."""
    people, waits, over = [make.an_expert() for _ in range(8)], [], threading.Event()

    def enter():
        close_old_connections()
        tasks.take_in(table.pk)
        connection.close()
        over.set()

    worker = threading.Thread(target=enter)
    worker.start()
    for person in people:
        start = time.monotonic()
        actions.post_comment(
            person, consultation=file, position="no", reason="Xen giữa.", client_key=uuid.uuid4()
        )
        waits.append(time.monotonic() - start)
        if over.is_set():
            break
    worker.join(60)
    return max(waits)


def test_others_post_while_a_table_is_entered(monkeypatch):
    file = make.a_consultation()
    table = a_table(file, 200)
    longest_wait(file, table)
    table.refresh_from_db()
    assert table.state == "done"
    seqs = list(Entry.objects.filter(book=file.book_id).order_by("seq").values_list("verb", flat=True))
    first, last = seqs.index("comment.entered"), len(seqs) - 1 - seqs[::-1].index("comment.entered")
    assert "comment.posted" in seqs[first:last]
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_control_in_one_portion_nobody_posts_in_between(monkeypatch):
    file = make.a_consultation()
    table = a_table(file, 200)
    monkeypatch.setattr(intake_tables, "BATCH", 1000)
    longest_wait(file, table)
    seqs = list(Entry.objects.filter(book=file.book_id).order_by("seq").values_list("verb", flat=True))
    first, last = seqs.index("comment.entered"), len(seqs) - 1 - seqs[::-1].index("comment.entered")
    assert "comment.posted" not in seqs[first:last]


def test_two_workers_enter_each_row_once():
    file = make.a_consultation()
    table = a_table(file, 60)
    assert together(3, lambda _n: tasks.take_in(table.pk)) == [None, None, None]
    assert Comment.objects.count() == Entry.objects.filter(verb="comment.entered").count() == 60
    assert not ImportRow.objects.filter(state="ready").exists()


def test_a_reply_and_taking_back_at_once_never_both():
    file = make.a_consultation()
    table = a_table(file, 3)
    tasks.take_in(table.pk)
    comment, expert = Comment.objects.first(), make.an_expert()

    def act(n):
        if n:
            return intake_actions.undo_paper(table.started_by, paper=table.paper, reason="Nhầm.")
        return actions.post_comment(
            expert, consultation=file, parent=comment, reason="Đồng tình.", client_key=uuid.uuid4()
        )

    table.refresh_from_db()
    out = together(2, act)
    refused = [error for error in out if isinstance(error, Refused)]
    assert len(refused) == 1 and refused[0].code in ("answered", "withdrawn"), out


def test_two_clerks_with_one_key_register_one_paper():
    file = make.a_consultation()
    clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    from tests.forums.test_intake_actions import enter

    key = uuid.uuid4()
    out = together(4, lambda _n: enter(clerk, file, key).pk)
    assert len(set(out)) == 1 and Comment.objects.count() == 1
    assert transaction.get_connection().in_atomic_block is False

"""Numbers of a room's book under real concurrency: no gap, and a reader who asks "after" misses nothing.

With a negative control: the same reader loses rows when numbers come from a sequence taken before commit.
"""

import threading
import time

import pytest
from django.db import connection, connections

from consult.kit.verdicts import Refused
from consult.ledger.models import Entry
from consult.ledger.selectors import feed, last_seq
from consult.rooms import actions
from consult.rooms.models import Message, Room, Turn
from tests.factories import an_expert
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 15


def in_threads(works) -> list:
    """Run callables at once in threads of their own, each with its own connection; their results."""
    results, barrier = [None] * len(works), threading.Barrier(len(works))

    def call(n, work):
        barrier.wait()
        try:
            results[n] = work()
        except BaseException as error:
            results[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def polled(read, done: threading.Event) -> list[int]:
    """What a reader sees who asks for everything after the highest number it has seen."""
    seen, after = [], 0
    try:
        while True:
            last_round = done.is_set()
            rows = read(after)
            seen += rows
            after = max([after, *rows])
            if last_round and not rows:
                return seen
            time.sleep(0.001)
    finally:
        connections.close_all()


def with_reader(read, works) -> tuple[list[int], list]:
    done, seen = threading.Event(), []
    reader = threading.Thread(target=lambda: seen.extend(polled(read, done)))
    reader.start()
    results = in_threads(works)
    done.set()
    reader.join(60)
    return seen, results


def test_reader_misses_nothing_and_numbers_have_no_gap():
    scene = a_room()
    experts = [an_expert(f"Trần Văn Số {n}") for n in range(WRITERS)]

    def speak(expert):
        return lambda: [
            actions.say(expert, room=scene.room, text=f"Ý kiến {n}", client_key=key()) for n in range(EACH)
        ]

    book = scene.room.book_id
    seen, results = with_reader(
        lambda after: [e.seq for e in feed(book, after=after, audiences=("file",))],
        [speak(e) for e in experts],
    )
    assert not [r for r in results if isinstance(r, BaseException)]
    stored = list(Entry.objects.filter(book=book).order_by("seq").values_list("seq", flat=True))
    assert stored == list(range(1, last_seq(book) + 1))
    assert seen == stored
    assert Message.objects.count() == WRITERS * EACH


def test_negative_control_numbers_taken_before_commit_lose_rows():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS race_numbers (id bigserial PRIMARY KEY, who int)")
        cursor.execute("TRUNCATE race_numbers RESTART IDENTITY")

    def write(n):
        def work():
            with connections["default"].cursor() as cursor:
                for m in range(EACH):
                    cursor.execute("BEGIN")
                    cursor.execute("INSERT INTO race_numbers (who) VALUES (%s)", [n])
                    time.sleep(0.002 * ((n + m) % 3))  # the rest of a transaction, now longer, now shorter
                    cursor.execute("COMMIT")

        return work

    def read(after):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT id FROM race_numbers WHERE id > %s ORDER BY id", [after])
            return [row[0] for row in cursor.fetchall()]

    try:
        seen, results = with_reader(read, [write(n) for n in range(WRITERS)])
        assert not [r for r in results if isinstance(r, BaseException)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM race_numbers")
            stored = cursor.fetchone()[0]
        assert stored == WRITERS * EACH
        assert len(seen) < stored, "the race did not appear: this test proves nothing"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE race_numbers")


def test_the_same_message_sent_at_once_is_said_once():
    scene = a_room()
    same = key()
    results = in_threads(
        [lambda: actions.say(scene.expert, room=scene.room, text="Một lần", client_key=same)] * 6
    )
    assert {r.pk for r in results} == {Message.objects.get().pk}
    assert Entry.objects.filter(verb="message.said").count() == 1


def test_one_speaker_when_two_hosts_call_at_once():
    scene = a_room()
    turns = [actions.ask_turn(an_expert(f"Lê Văn Số {n}"), room=scene.room) for n in range(4)]
    hosts = (scene.chair, scene.secretary)
    results = in_threads(
        [lambda t=t, h=hosts[n % 2]: actions.call_turn(h, turn=t) for n, t in enumerate(turns)]
    )
    assert Turn.objects.filter(state="speaking").count() == 1
    assert sum(isinstance(r, Refused) for r in results) == 3
    assert Entry.objects.filter(verb="turn.called").count() == 1


def test_hands_and_the_closing_of_a_show_cut_cleanly():
    scene = a_room()
    experts = [an_expert(f"Hồ Văn Số {n}") for n in range(5)]
    show = actions.open_show(scene.chair, room=scene.room, question="?", client_key=key())
    results = in_threads(
        [lambda e=e: actions.raise_hand(e, show=show, value="yes") for e in experts]
        + [lambda: actions.close_show(scene.chair, show=show)]
    )
    assert all(isinstance(r, Refused) for r in results if isinstance(r, BaseException))
    verbs = list(Entry.objects.filter(book=scene.room.book_id).order_by("seq").values_list("verb", flat=True))
    assert verbs.count("hand.raised") == show.hands.count()
    assert "hand.raised" not in verbs[verbs.index("show.closed") :]


def test_nothing_is_said_behind_the_closing_of_the_room():
    scene = a_room()
    experts = [an_expert(f"Đỗ Văn Số {n}") for n in range(5)]

    def speak(expert):
        def work():
            for n in range(8):
                actions.say(expert, room=scene.room, text=f"{n}", client_key=key())

        return work

    def end():
        time.sleep(0.05)
        actions.close_room(scene.chair, room=scene.room, conclusion="Xong")

    results = in_threads([*(speak(e) for e in experts), end])
    assert all(isinstance(r, Refused) for r in results if isinstance(r, BaseException))
    verbs = list(Entry.objects.filter(book=scene.room.book_id).order_by("seq").values_list("verb", flat=True))
    assert verbs[-1] == "room.closed"
    assert verbs.count("message.said") == Message.objects.count()
    assert Room.objects.get().state == Room.State.CLOSED

"""Whatever the network does, a reader ends with exactly what was committed: each once, in order.

The machine drives the client's half (tests/live/protocol.py) against the product's actions and feed on the real
database, and loses, doubles, delays and reorders nudges, answers and connections between them.
"""

import itertools
import uuid

from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from consult.ledger.models import Entry
from consult.live import selectors
from consult.rooms import actions
from consult.rooms.models import Message
from tests.factories import an_expert
from tests.live.protocol import Reader, Writer
from tests.rooms.scenes import a_room

PAGE = 3  # small, so that catching up takes several readings


class Room(RuleBasedStateMachine):
    """One room, one writer at a time, three readers; nudges are kept here until a rule delivers them."""

    unsent = Bundle("unsent")

    def __init__(self):
        super().__init__()
        self.scene = a_room()
        self.book = self.scene.room.book_id
        self.people = [an_expert(f"Trần Văn Số {n}") for n in range(3)]
        self.readers = [Reader(self.feed_of(person)) for person in self.people]
        self.nudges = []
        self.sent = {}
        self.counter = itertools.count(1)

    def feed_of(self, person):
        def read(after):
            feed = selectors.feed_for(person, self.book, after, limit=PAGE)
            return [(row.seq, row.verb) for row in feed.entries], feed.last_seq, feed.has_more

        return read

    def last(self) -> int:
        return selectors.last_numbers([self.book])[self.book]

    def post(self, key, text):
        before = self.last()
        actions.say(self.scene.expert, room=self.scene.room, text=text, client_key=key)
        self.sent[key] = text
        self.nudges += range(before + 1, self.last() + 1)

    @rule(target=unsent)
    def write(self):
        return Writer(self.post, str(uuid.uuid4()), f"Ý kiến {next(self.counter)}")

    @rule(target=unsent, writer=consumes(unsent))
    def send_and_lose_the_answer(self, writer):
        writer.attempt(answer_lost=True)
        return writer

    @rule(writer=unsent)
    def send(self, writer):
        writer.attempt(answer_lost=False)

    @rule(n=st.integers(0, 2))
    def connect(self, n):
        reader = self.readers[n]
        reader.connected = True
        reader.frame(self.last())

    @rule(n=st.integers(0, 2))
    def disconnect(self, n):
        self.readers[n].connected = False

    @rule(data=st.data(), n=st.integers(0, 2), keep=st.booleans())
    def deliver_some_nudge(self, data, n, keep):
        """Any nudge that is under way, late or early; kept, it comes again."""
        if not self.nudges:
            return
        place = data.draw(st.integers(0, len(self.nudges) - 1))
        seq = self.nudges[place] if keep else self.nudges.pop(place)
        if self.readers[n].connected:
            self.readers[n].frame(seq)

    @rule()
    def lose_all_nudges(self):
        self.nudges.clear()

    @rule(n=st.integers(0, 2))
    def heartbeat(self, n):
        if self.readers[n].connected:
            self.readers[n].frame(self.last())

    @rule(n=st.integers(0, 2))
    def poll(self, n):
        self.readers[n].fetch()

    @rule(n=st.integers(0, 2), back=st.integers(1, 5))
    def answer_comes_twice(self, n, back):
        """A reading that was under way when another began: its entries arrive after newer ones."""
        reader = self.readers[n]
        entries, _last, _more = reader.read(max(0, reader.seq - back))
        reader.apply(entries)

    @rule(n=st.integers(0, 2))
    def load_the_page_anew(self, n):
        fresh = Reader(self.readers[n].read, connected=True)
        fresh.frame(self.last())
        self.readers[n] = fresh

    def committed(self):
        found = Entry.objects.filter(book=self.book).order_by("seq")
        return list(found.values_list("seq", "verb"))

    @invariant()
    def what_is_shown_is_a_beginning_of_what_was_committed(self):
        committed = self.committed()
        for reader in self.readers:
            assert reader.shown == committed[: len(reader.shown)]

    @invariant()
    def each_message_is_stored_once(self):
        stored = Message.objects.filter(room=self.scene.room).values_list("client_key", "text")
        assert {str(key): text for key, text in stored} == self.sent
        assert len(stored) == len(self.sent)

    def teardown(self):
        """Everybody connects again, as browsers do: all end with the whole."""
        for reader in self.readers:
            reader.connected = True
            reader.frame(self.last())
            assert reader.shown == self.committed()


class ProtocolTest(Room.TestCase, TestCase):
    """Each example in a transaction of its own, rolled back after it."""

    settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class Careless(Reader):
    """Negative control: a client that trusts nudges, and takes each for the one entry that it names."""

    def frame(self, seq):
        entries, _last, _more = self.read(seq - 1)
        self.shown += entries[:1]


class CarelessTest(TransactionTestCase):
    def test_a_client_that_trusts_nudges_loses_and_doubles(self):
        room = Room()
        careless = Careless(room.feed_of(room.people[0]))
        for writer in [room.write() for _ in range(2)]:
            room.post(writer.key, writer.text)
        for seq in (4, 4, 3):  # doubled, out of order, one lost
            careless.frame(seq)
        assert careless.shown != room.committed()
        seqs = [seq for seq, _verb in careless.shown]
        assert len(seqs) != len(set(seqs))
        assert seqs != sorted(seqs)

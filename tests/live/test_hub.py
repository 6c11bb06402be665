"""The hub alone, with sockets made of lists: fan-out, coalescing, slow readers, lost layers, presence."""

import asyncio
import json

import pytest

from consult.live import hub as hubs
from consult.live import outlet as outlets
from consult.live.hub import Hub
from consult.live.outlet import MOST_WAITING, RESYNC, SIGNED_OUT, Outlet
from consult.live.presence import TTL, Presence
from consult.live.selectors import Readable, Ticket


class Person:
    def __init__(self, pk):
        self.pk = pk


@pytest.fixture
def open_gates(monkeypatch):
    """Everybody may read book 7, whose last number is 5; who is in `gone` has signed out."""
    gone, numbers = set(), {7: 5}

    def readable(user, book_id):
        if book_id not in numbers or user.pk in gone:
            return None
        return Readable(book_id, numbers[book_id], ("file",), True)

    def holders(tickets):
        return {t: Person(t.user_id) for t in tickets if t.session_key not in gone}

    monkeypatch.setattr(hubs.selectors, "readable", readable)
    monkeypatch.setattr(hubs.selectors, "holders", holders)
    monkeypatch.setattr(hubs.selectors, "last_numbers", lambda ids: {i: numbers[i] for i in ids})
    return gone, numbers


class Client:
    """A socket: what was sent to it, and a writer that can be stopped."""

    def __init__(self, hub, user_id=1):
        self.hub, self.frames, self.closed, self.open = hub, [], None, asyncio.Event()
        self.open.set()
        ticket = Ticket(f"s{user_id}", user_id, 0, "")
        self.outlet = Outlet(self.send, ticket, asyncio.get_running_loop().create_future())
        self.writer = asyncio.ensure_future(self.outlet.write())

    async def send(self, message):
        await self.open.wait()
        if message["type"] == "websocket.send":
            self.frames.append(json.loads(message["text"]))

    def numbers(self):
        return [frame["seq"] for frame in self.frames if "seq" in frame]

    async def follow(self, book_id=7):
        await self.hub.join(self.outlet)
        await self.hub.follow(self.outlet, book_id)
        return self

    def leave(self):
        self.writer.cancel()
        self.hub.leave(self.outlet)


async def until(condition, timeout=3.0):
    end = asyncio.get_running_loop().time() + timeout
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it never came"
        await asyncio.sleep(0.01)


@pytest.fixture
def run(open_gates, settings):
    settings.LIVE_HEARTBEAT, settings.LIVE_RECHECK = 60, 60

    def runner(scenario):
        async def whole():
            hub, clients = Hub(), []
            try:
                await scenario(hub, clients, *open_gates)
            finally:
                for client in clients:
                    client.leave()
                await asyncio.sleep(0)

        asyncio.run(asyncio.wait_for(whole(), 20))

    return runner


def test_one_frame_reaches_all_and_carries_no_content(run):
    async def scenario(hub, clients, gone, numbers):
        clients += [await Client(hub, n).follow() for n in range(20)]
        await until(lambda: all(c.numbers() == [5] for c in clients))
        hub.queue_announcement(7, 6)
        await until(lambda: all(c.numbers() == [5, 6] for c in clients))
        frame = clients[0].frames[-1]
        assert set(frame) <= {"book", "seq", "at", "present"}
        assert len(hub.layer.groups[hubs.group_of(7)]) == 1  # one subscription, twenty sockets

    run(scenario)


def test_doubled_and_late_nudges_end_in_the_hub(run):
    async def scenario(hub, clients, gone, numbers):
        clients.append(await Client(hub).follow())
        for seq in (8, 6, 8, 7, 9, 9):
            hub.arrived(7, seq)
        await until(lambda: clients[0].numbers()[-1:] == [9])
        assert clients[0].numbers() == sorted(set(clients[0].numbers()))

    run(scenario)


def test_only_the_highest_number_waits_for_a_slow_socket(run):
    async def scenario(hub, clients, gone, numbers):
        slow, quick = await Client(hub, 1).follow(), await Client(hub, 2).follow()
        clients += [slow, quick]
        await until(lambda: slow.numbers() and quick.numbers())
        slow.open.clear()
        for seq in range(6, 40):
            hub.arrived(7, seq)
            await asyncio.sleep(0)
        await until(lambda: quick.numbers()[-1] == 39)
        slow.open.set()
        await until(lambda: slow.numbers()[-1] == 39)
        assert len(slow.numbers()) <= 4
        assert not slow.outlet.ended.done()

    run(scenario)


def test_socket_that_takes_nothing_is_closed_and_the_others_go_on(run):
    async def scenario(hub, clients, gone, numbers):
        stuck, quick = await Client(hub, 1).follow(), await Client(hub, 2).follow()
        clients += [stuck, quick]
        await until(lambda: stuck.numbers() and quick.numbers())
        stuck.open.clear()
        for seq in range(6, 6 + MOST_WAITING + 5):
            hub.arrived(7, seq)
            await asyncio.sleep(0)
        assert stuck.outlet.ended.result() == RESYNC
        assert len(stuck.outlet.frames) <= 3
        await until(lambda: quick.numbers()[-1] == 6 + MOST_WAITING + 4)
        assert not quick.outlet.ended.done()

    run(scenario)


def test_closing_a_socket_that_takes_nothing_does_not_wait(run, monkeypatch):
    monkeypatch.setattr(outlets, "CLOSE_WITHIN", 0.05)

    async def scenario(hub, clients, gone, numbers):
        client = await Client(hub).follow()
        clients.append(client)
        client.open.clear()
        await asyncio.wait_for(client.outlet.close(RESYNC), 1)

    run(scenario)


def test_book_that_is_not_theirs_is_refused_and_left(run):
    async def scenario(hub, clients, gone, numbers):
        clients.append(await Client(hub).follow(8))
        await until(lambda: clients[0].frames == [{"book": 8, "refused": True}])
        assert 8 not in hub.followers

    run(scenario)


def test_heartbeat_repeats_the_last_number(run, settings):
    settings.LIVE_HEARTBEAT = 0.2

    async def scenario(hub, clients, gone, numbers):
        clients.append(await Client(hub).follow())
        await until(lambda: clients[0].numbers() == [5])
        numbers[7] = 9  # a nudge that was lost on its way
        await until(lambda: clients[0].numbers()[-1] == 9)

    run(scenario)


def test_signed_out_and_excluded_sockets_are_closed(run, settings):
    settings.LIVE_RECHECK = 0.2

    async def scenario(hub, clients, gone, numbers):
        signed_out, excluded, stays = [await Client(hub, n).follow() for n in (1, 2, 3)]
        clients += [signed_out, excluded, stays]
        gone.update({"s1", 2})
        await until(lambda: signed_out.outlet.ended.done() and excluded.outlet.ended.done())
        assert {signed_out.outlet.ended.result(), excluded.outlet.ended.result()} == {SIGNED_OUT}
        assert not stays.outlet.ended.done()

    run(scenario)


def test_lost_layer_only_delays(run, monkeypatch):
    async def scenario(hub, clients, gone, numbers):
        clients.append(await Client(hub).follow())

        async def lost(*_args):
            raise ConnectionError("no Redis")

        monkeypatch.setattr(hub.layer, "group_send", lost)
        hub.queue_announcement(7, 6)
        await until(lambda: clients[0].numbers()[-1:] == [6])

    run(scenario)


def test_last_socket_takes_the_hub_down_and_the_next_starts_it(run):
    async def scenario(hub, clients, gone, numbers):
        first = await Client(hub).follow()
        first.leave()
        await asyncio.sleep(0.05)
        assert (hub.tasks, hub.followers, hub.outlets) == ([], {}, set())
        clients.append(await Client(hub, 2).follow())
        hub.queue_announcement(7, 6)
        await until(lambda: clients[0].numbers()[-1:] == [6])

    run(scenario)


def test_nudge_from_a_thread_without_a_hub_never_raises(monkeypatch):
    class Entry:
        verb, book_id, seq = "message.said", 7, 1

    monkeypatch.setattr(hubs, "_hub", None)
    hubs.nudge_recorded(Entry)

    def broken(*_args):
        raise OSError("no loop")

    monkeypatch.setattr(hubs, "announce", broken)
    hubs.nudge_recorded(Entry)


def test_presence_counts_people_not_sockets_and_forgets(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("consult.live.presence.time.monotonic", lambda: now[0])

    class Fake:
        def __init__(self, user_id):
            self.ticket = Ticket("s", user_id, 0, "")

    here, twice = Fake(1), Fake(1)
    presence = Presence("p1")
    presence.came(7, here)
    presence.came(7, twice)
    presence.heard(7, "p2", [1, 2, 3])
    presence.heard(7, "p1", [99])  # one's own word, come back
    assert presence.count(7) == 3
    assert list(presence.changes()) == [(7, 3, [1])]
    assert list(presence.changes()) == []
    presence.went(7, here)
    assert presence.count(7) == 3
    presence.went(7, twice)
    now[0] += TTL + 1
    assert presence.count(7) == 0
    assert list(presence.changes()) == [(7, 0, [])]
    assert list(presence.changes()) == []
    assert presence.here == {}

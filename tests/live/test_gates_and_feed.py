"""The feed over HTTP: gates, order, pages of entries, numbers that make no sense."""

import pytest

from consult.kit.verdicts import NotThere
from consult.ledger.models import Book
from consult.live import gates, selectors
from consult.live.consumers import wanted_book
from consult.rooms import actions
from tests.factories import a_user
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db


def test_book_without_a_gate_is_not_there(client, signed_in):
    book = Book.objects.create(code="X-1", kind=Book.Kind.OFFICE)
    assert gates.gate_of(Book.Kind.OFFICE) is None
    assert client.get(f"/live/{book.pk}/").status_code == 404
    assert signed_in(a_user()).get(f"/live/{book.pk}/").status_code == 404
    assert client.get(f"/live/{book.pk + 1}/").status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "²", "", "9" * 19 + "9", "9" * 400])
def test_number_that_makes_no_sense(signed_in, after):
    scene = a_room()
    path = f"/live/{scene.room.book_id}/"
    assert signed_in(scene.expert).get(path, {"after": after}).status_code == 404


def test_feed_is_never_kept_by_a_proxy_and_only_read(signed_in):
    scene = a_room()
    browser = signed_in(scene.expert)
    response = browser.get(f"/live/{scene.room.book_id}/")
    assert "no-store" in response["Cache-Control"]
    assert browser.post(f"/live/{scene.room.book_id}/").status_code == 405


def test_pages_of_the_feed_join_without_gap():
    scene = a_room()
    for n in range(7):
        actions.say(scene.expert, room=scene.room, text=f"{n}", client_key=key())
    after, seen, more = 0, [], True
    while more:
        feed = selectors.feed_for(scene.chair, scene.room.book_id, after, limit=3)
        seen += [row.seq for row in feed.entries]
        after, more = feed.last_seq, feed.has_more
    scene.room.book.refresh_from_db()
    assert seen == list(range(1, scene.room.book.last_seq + 1))
    again = selectors.feed_for(scene.chair, scene.room.book_id, after, limit=3)
    assert (again.entries, again.last_seq, again.has_more) == ((), after, False)


def test_entries_of_an_audience_one_is_not_in_are_passed_over(monkeypatch):
    scene = a_room()
    gate = gates.Gate(lambda user, book_id: ("public",))
    monkeypatch.setitem(gates._gates, Book.Kind.ROOM, gate)
    feed = selectors.feed_for(scene.chair, scene.room.book_id, 0)
    scene.room.book.refresh_from_db()
    assert feed.entries == ()
    assert feed.last_seq == scene.room.book.last_seq  # so that the reader does not ask for ever


def test_gate_is_asked_on_every_read():
    scene = a_room()
    assert selectors.feed_for(scene.expert, scene.room.book_id, 0).entries
    scene.expert.expert.state = "editing"
    scene.expert.expert.save()
    fresh = type(scene.expert).objects.get(pk=scene.expert.pk)
    with pytest.raises(NotThere):
        selectors.feed_for(fresh, scene.room.book_id, 0)


def test_renderer_of_one_entry(monkeypatch):
    monkeypatch.setattr(gates, "_renderers", {})
    gates.register_renderer("room.opened", lambda entry, user: f"<p id=x>{entry.seq} {user.pk}</p>")
    scene = a_room()
    rows = selectors.feed_for(scene.chair, scene.room.book_id, 0).entries
    assert [row.html for row in rows] == ["", f"<p id=x>2 {scene.chair.pk}</p>"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        "[]",
        "7",
        "null",
        '{"follow": 7}',
        '{"follow": {}}',
        '{"follow": {"book": "7"}}',
        '{"follow": {"book": true}}',
        '{"follow": {"book": 7.0}}',
        '{"follow": {"book": -1}}',
        '{"follow": {"book": 9223372036854775808}}',
        '{"follow": {"book": 7, "after": "x"}}',
        '{"follow": {"book": 7, "after": NaN}}',
        '{"follow": {"book": 7}}' + " " * 4096,
        "[" * 4000,
        "\ud800",
    ],
)
def test_frames_that_make_no_sense(text):
    assert wanted_book(text) is None


def test_frame_that_follows():
    assert wanted_book('{"follow": {"book": 7, "after": 3}}') == 7
    assert wanted_book('{"follow": {"book": 7}}') == 7

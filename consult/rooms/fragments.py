"""How acts in a room look: the very parts of the page, made for the person who reads the feed.

What is said is one piece each. Everything else changes a region of the page: the region is made once, as it
is now, and goes with the last entry that touches it; a region that comes twice only says the same again.
"""

from collections.abc import Sequence

from django.template.loader import render_to_string

from consult.ledger.models import Entry
from consult.rooms import verbs
from consult.rooms.models import Room
from consult.rooms.selectors import messages_for_reading, said_of, state_of

REGIONS = {
    verbs.ROOM_CREATED.name: (),
    verbs.ROOM_OPENED.name: ("bar", "note", "agenda", "clause", "queue", "show"),
    verbs.ROOM_CLOSED.name: ("bar", "note", "agenda", "clause", "speaker", "queue", "show"),
    verbs.ROOM_ENTERED.name: ("attendance", "note", "show"),
    verbs.MESSAGE_SAID.name: (),
    verbs.TURN_ASKED.name: ("queue",),
    verbs.TURN_WITHDRAWN.name: ("queue",),
    verbs.TURN_CALLED.name: ("queue", "speaker"),
    verbs.TURN_ENDED.name: ("queue", "speaker"),
    verbs.AGENDA_MOVED.name: ("agenda", "clause"),
    verbs.SHOW_OPENED.name: ("show",),
    verbs.HAND_RAISED.name: ("show",),
    verbs.SHOW_CLOSED.name: ("show",),
}


def render(entries: Sequence[Entry], user) -> dict[int, str]:
    """Fragments by number, of entries of one room's book, in order. A fixed number of queries."""
    pieces: dict[int, list[str]] = {entry.seq: [] for entry in entries}
    for seq, html in _messages(entries).items():
        pieces[seq].append(html)
    last = {region: entry.seq for entry in entries for region in REGIONS.get(entry.verb, ())}
    if last:
        room = Room.objects.select_related("consultation", "book", "chair", "secretary").get(
            book_id=entries[0].book_id
        )
        context = {"room": state_of(user, room)}
        for region, seq in last.items():
            pieces[seq].append(render_to_string(f"rooms/_{region}.html", context))
    return {seq: "".join(htmls) for seq, htmls in pieces.items()}


def _messages(entries: Sequence[Entry]) -> dict[int, str]:
    wanted = {int(e.target_id): e.seq for e in entries if e.verb == verbs.MESSAGE_SAID.name}
    found = messages_for_reading().in_bulk(wanted.keys()) if wanted else {}
    return {
        wanted[pk]: render_to_string("rooms/_said.html", {"said": said_of(message)})
        for pk, message in found.items()
    }

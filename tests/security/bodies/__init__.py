"""A right form for every address that takes one, and a role that may send it. One module per part of the house.

Each part has `forms(world)`: URL name -> (role, fields), and `ready(world, name)`, which brings the world to the moment
in which the form is taken.
"""

from tests.security.bodies import (
    answering,
    documents,
    files,
    forums,
    intake,
    moderation,
    own,
    reports,
    rooms,
    rounds,
)
from tests.security.bodies.stages import enter

__all__ = ["enter"]

PARTS = (own, documents, files, forums, intake, moderation, rooms, reports, answering, rounds)
# Addresses of one's own things: no object of another stands behind them.
OWN_THINGS = {
    "preferences",
    "notices_read",
    "notice_preferences",
    "consent",
    "sign_out_everywhere",
    "my_profile",
    "verification_request",
    "follow_choice",
    "stock_texts",
}
# Forms of everybody who may speak: an expert of elsewhere is no outsider there.
OPEN_TO_EXPERTS = {
    "comment_new",
    "reply_new",
    "comment_endorse",
    "poll",
    "room_enter",
    "room_say",
    "room_hand",
}
# A point that was forwarded is answered by the agency that it was forwarded to, here the other one.
FORWARDED = {"forwarding"}
# Forms of everybody who is signed in: whoever reads an open file may report, follow, keep a draft, print.
OPEN_TO_ALL = {"comment_flag", "follow", "opinion_draft_save", "print_copy_new", "reading_seen"}
# Forms without a session: what takes its place stands in the form or in its address, and nothing of another is met.
SESSIONLESS = {
    "mail_stop": "the signed address is the right",
    "preview_text": "answers with the words that were sent",
}
# Forms that are answered with a page of their own instead of leading on.
PAGES = {"compile_seen", "mail_stop", "preview_text"}


def bodies(world) -> dict[str, dict]:
    """Fields by URL name; an address without fields has an empty form."""
    return {name: fields for name, (_role, fields) in forms(world).items()}


def forms(world) -> dict[str, tuple[str, dict]]:
    found = {}
    for part in PARTS:
        mine = part.forms(world)
        assert not found.keys() & mine.keys()
        found |= mine
    return found


def body_for(world, name: str) -> dict | None:
    """The form of an address, or None where it takes none."""
    return bodies(world).get(name)


def role_for(world, name: str) -> str:
    return forms(world)[name][0]


def make_ready(world, name: str) -> None:
    """Bring the world to the moment in which the form of this address is taken."""
    for part in PARTS:
        part.ready(world, name)

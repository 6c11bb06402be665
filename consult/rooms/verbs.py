"""Acts in a room. They go into the room's own book: a busy room does not slow its file.

Staged verbs are open between the opening and the closing of the room, and nowhere else.
"""

from django.utils.translation import gettext_lazy as _

from consult.ledger.registry import Verb, register


def _room(name: str, sentence: str, *, staged: bool = True, content=None) -> Verb:
    return register(Verb(name, sentence, audience="file", live=True, staged=staged, content=content))


def _message(message) -> dict:
    return {"text": message.text, "voice": message.voice_id, "item": message.item_id}


def _hand(hand) -> dict:
    return {"show": hand.show_id, "voice": hand.voice_id, "value": hand.value}


ROOM_CREATED = _room("room.created", _("%(who)s lập phiên thảo luận %(what)s"), staged=False)
ROOM_OPENED = _room("room.opened", _("%(who)s mở phiên thảo luận %(what)s"), staged=False)
ROOM_CLOSED = _room(
    "room.closed",
    _("%(who)s kết thúc phiên thảo luận %(what)s"),
    staged=False,
    content=lambda room: {"conclusion": room.conclusion},
)
ROOM_ENTERED = _room("room.entered", _("%(who)s vào phiên thảo luận %(what)s"))
MESSAGE_SAID = _room("message.said", _("%(who)s nêu ý kiến %(what)s"), content=_message)
TURN_ASKED = _room("turn.asked", _("%(who)s đăng ký phát biểu %(what)s"))
TURN_WITHDRAWN = _room("turn.withdrawn", _("%(who)s rút đăng ký phát biểu %(what)s"))
TURN_CALLED = _room("turn.called", _("%(who)s mời phát biểu %(what)s"))
TURN_ENDED = _room("turn.ended", _("%(who)s kết thúc lượt phát biểu %(what)s"))
AGENDA_MOVED = _room("agenda.moved", _("%(who)s chuyển sang nội dung %(what)s"))
SHOW_OPENED = _room(
    "show.opened", _("%(who)s mở biểu quyết %(what)s"), content=lambda show: {"question": show.question}
)
HAND_RAISED = _room("hand.raised", _("%(who)s biểu quyết %(what)s"), content=_hand)
SHOW_CLOSED = _room("show.closed", _("%(who)s đóng biểu quyết %(what)s"))

OPEN_VERBS = tuple(
    verb.name
    for verb in (
        ROOM_ENTERED,
        MESSAGE_SAID,
        TURN_ASKED,
        TURN_WITHDRAWN,
        TURN_CALLED,
        TURN_ENDED,
        AGENDA_MOVED,
        SHOW_OPENED,
        HAND_RAISED,
        SHOW_CLOSED,
    )
)

"""Forms of live sessions."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone


def forms(world) -> dict:
    things, people, key = world.things, world.people, str(uuid4())
    soon = timezone.localtime() + timedelta(days=2)
    chair = {
        "room_open": {},
        "room_close": {"conclusion": "Kết luận."},
        "room_turn": {"call": things["turn"].pk},
        "room_agenda": {"item": things["item"].pk},
        "room_show": {"show-question": "Thông qua?", "show-client_key": key},
    }
    return {name: ("coordinator", fields) for name, fields in chair.items()} | {
        "room_new": ("secretary", {
            "title": "Phiên", "starts_at": f"{soon:%Y-%m-%dT%H:%M}", "chair": people["coordinator"].pk,
            "secretary": people["secretary"].pk, "client_key": key, "agenda-TOTAL_FORMS": 1,
            "agenda-INITIAL_FORMS": 0, "agenda-0-title": "Khai mạc", "agenda-0-clause": things["clause"].pk,
        }),
        "room_enter": ("expert", {}),
        "room_say": ("expert", {"text": "Xin nói", "client_key": key}),
        "room_hand": ("expert", {"show": things["show"].pk, "value": "yes"}),
    }  # fmt: skip


def ready(world, name: str) -> None:
    if name in ("room_close", "room_show"):
        world.things["room"].shows.update(state="closed")

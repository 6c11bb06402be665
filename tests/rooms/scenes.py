"""A room with its people, made through the actions."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from consult.consultations.models import Consultation
from consult.people.models import User
from consult.people.roles import Role
from consult.rooms import actions
from consult.rooms.models import Room
from tests.factories import a_consultation, a_member, an_expert


def key() -> str:
    return str(uuid.uuid4())


@dataclass
class Scene:
    consultation: Consultation
    room: Room
    chair: User
    secretary: User
    expert: User


def a_room(*, opened=True, items=("Khai mạc", "Thảo luận Điều 3"), **fields) -> Scene:
    """A session of an open file; its second item is tied to a clause. The expert has not entered."""
    consultation = a_consultation(**fields)
    council = consultation.council
    chair = a_member(council, Role.COUNCIL_HEAD, "Phạm Thị Dung")
    secretary = a_member(council, Role.SECRETARY, "Võ Văn Em")
    clause = consultation.version.clauses.get(label="Điều 3.")
    room = actions.create_room(
        secretary,
        consultation=consultation,
        title="Hội nghị phản biện xã hội",
        starts_at=timezone.now() + timedelta(hours=1),
        chair=chair,
        secretary=secretary,
        agenda=[(title, clause if n == 1 else None) for n, title in enumerate(items)],
        client_key=key(),
    )
    if opened:
        room = actions.open_room(chair, room=room)
    return Scene(consultation, room, chair, secretary, an_expert())

"""Polls and rooms."""

import uuid
from datetime import timedelta

from django.utils import timezone

from consult.consultations.models import Consultation
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.desk.scenes.files import clause_of
from consult.polls import actions as polls
from consult.polls.models import Poll
from consult.rooms import actions as rooms
from consult.rooms.models import Room


def a_poll(city: City, consultation: Consultation, name: str = "main-open", *, closed=False) -> Poll:
    """A poll with its ballots, open for ten more days or closed at once by the council."""
    words = sources.toml("talks")["polls"][name]
    poll = polls.open_poll(
        city["dieuphoi"],
        consultation=consultation,
        clause=clause_of(consultation.version_id, words["on"]),
        question=words["question"],
        closes_at=timezone.now() + timedelta(days=10),
        client_key=uuid.uuid4(),
    )
    for who, choice, reason in words["ballots"]:
        polls.cast_ballot(city[who], poll=poll, choice=choice, reason=reason, client_key=uuid.uuid4())
    return polls.close_poll(city["dieuphoi"], poll=poll) if closed else poll


def a_planned_room(city: City, consultation: Consultation, name: str = "planned", *, days: int = 3) -> Room:
    """A session to come, at nine in the morning."""
    words = sources.toml("talks")["rooms"][name]
    start = (timezone.localtime() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    return rooms.create_room(
        city["dieuphoi"],
        consultation=consultation,
        title=words["title"],
        starts_at=start if days else timezone.now(),
        chair=city["chunhiem"],
        secretary=city["thuky"],
        agenda=[(title, clause_of(consultation.version_id, place)) for title, place in words["agenda"]],
        client_key=uuid.uuid4(),
    )


def a_room_that_met(city: City, consultation: Consultation, name: str = "met") -> Room:
    """A session that met: messages on both items, two turns, a show of hands, a conclusion."""
    words = sources.toml("talks")["rooms"][name]
    chair = city["chunhiem"]
    room = rooms.open_room(chair, room=a_planned_room(city, consultation, name, days=0))
    for who in ("chunhiem", "thuky", "uyvien", "coquan"):
        rooms.enter(city[who], room=room)
    _say(city, room, words["first"])
    for who in words["turns"]:
        turn = rooms.ask_turn(city[who], room=room)
        rooms.call_turn(chair, turn=turn)
        rooms.end_turn(chair, turn=turn)
    show = rooms.open_show(chair, room=room, question=words["question"], client_key=uuid.uuid4())
    for who, value in words["hands"]:
        rooms.raise_hand(city[who], show=show, value=value)
    rooms.close_show(chair, show=show)
    rooms.move_agenda(chair, room=room, item=room.agenda.order_by("order").last())
    _say(city, room, words["second"])
    return rooms.close_room(chair, room=room, conclusion=words["conclusion"])


def _say(city: City, room: Room, lines) -> None:
    for who, text in lines:
        rooms.say(city[who], room=room, text=text, client_key=uuid.uuid4())

"""The record of a room in order: what the draft of the minutes and the printed minutes are made from."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from consult.rooms.models import Attendance, Message, Room, Show, Turn
from consult.rooms.selectors import clock_text, count_parts


@dataclass(frozen=True)
class Part:
    """One item of the agenda, with what was said and spoken on it, in order."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Vote:
    question: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Record:
    attendees: tuple[str, ...]
    parts: tuple[Part, ...]
    votes: tuple[Vote, ...]


@translation.override("vi")
def record_of(room: Room) -> Record:
    """The whole record, in Vietnamese whoever asks. Five queries whatever was said."""
    attendees = Attendance.objects.filter(room=room).select_related("voice").order_by("pk")
    return Record(
        tuple(row.voice.name for row in attendees),
        _parts(room),
        _votes(room),
    )


def _parts(room: Room) -> tuple[Part, ...]:
    lines: dict[int | None, list[tuple[datetime, str]]] = {}
    for message in Message.objects.filter(room=room).select_related("voice").order_by("pk"):
        lines.setdefault(message.item_id, []).append((message.at, _message_line(message)))
    for turn in room.turns.select_related("voice").exclude(started_at=None):
        lines.setdefault(turn.item_id, []).append((turn.started_at, _turn_line(turn)))
    items = [(None, _("Trước khi vào chương trình"))] if None in lines else []
    items += [(item.pk, item.title) for item in room.agenda.all()]
    return tuple(
        Part(heading, tuple(text for _at, text in sorted(lines.get(pk, [])))) for pk, heading in items
    )


def _message_line(message: Message) -> str:
    return f"{clock_text(message.at)}. {message.voice.name}: {message.text}"


def _turn_line(turn: Turn) -> str:
    facts = {
        "time": clock_text(turn.started_at),
        "who": turn.voice.name,
        "end": clock_text(turn.ended_at),
    }
    if turn.ended_at is None:
        return _("%(time)s. %(who)s phát biểu.") % facts
    return _("%(time)s. %(who)s phát biểu trực tiếp, kết thúc lúc %(end)s.") % facts


def _votes(room: Room) -> tuple[Vote, ...]:
    shows = room.shows.filter(state=Show.State.CLOSED).order_by("pk")
    counted = shows.order_by("pk").values_list("pk", "question", "hands__value").annotate(n=Count("hands"))
    found: dict[int, tuple[str, dict]] = {}
    for pk, question, value, n in counted:
        found.setdefault(pk, (question, {}))[1][value] = n
    return tuple(
        Vote(question, tuple((words, n) for _hue, words, n in count_parts(counts)))
        for question, counts in found.values()
    )

"""The rooms' part of "download my data": what one wrote, when one asked to speak, raised a hand, came in."""

from consult.rooms.models import Attendance, Hand, Message, Turn


def sessions(user) -> dict:
    messages = Message.objects.filter(voice__person=user).select_related("room__book").order_by("pk")
    turns = Turn.objects.filter(voice__person=user).select_related("room__book").order_by("pk")
    hands = Hand.objects.filter(voice__person=user).select_related("show__room__book").order_by("pk")
    came = Attendance.objects.filter(voice__person=user).select_related("room__book").order_by("pk")
    return {
        "messages": [{"room": _code(row), "text": row.text, "at": row.at.isoformat()} for row in messages],
        "turns": [{"room": _code(row), "state": row.state} for row in turns],
        "hands": [
            {
                "room": _code(row.show),
                "question": row.show.question,
                "value": row.value,
                "at": row.at.isoformat(),
            }
            for row in hands
        ],
        "attendance": [{"room": _code(row), "at": row.first_at.isoformat()} for row in came],
    }


def _code(row) -> str:
    return row.room.book.code

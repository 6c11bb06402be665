"""Dates as a calendar that phones and mail programs subscribe to (RFC 5545); times in UTC, so no zone is described."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None, "\0": None})
LINE = 75


@dataclass(frozen=True)
class Event:
    """A meeting (`start` and `end` aware datetimes) or a day (`start` a date, no end). `uid` is lasting and tells nobody's name."""

    uid: str
    start: datetime | date
    summary: str
    stamp: datetime
    end: datetime | None = None
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], *, product: str = "Consult") -> bytes:
    """The calendar as UTF-8, its lines folded at 75 octets and ended as the standard asks. The same events, the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines += _lines(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _lines(event: Event) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_moment(event.stamp)}"]
    if isinstance(event.start, datetime):
        lines.append(f"DTSTART:{_moment(event.start)}")
        lines.append(f"DTEND:{_moment(event.end or event.start + timedelta(hours=1))}")
    else:
        lines.append(f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}")
        lines.append(f"DTEND;VALUE=DATE:{event.start + timedelta(days=1):%Y%m%d}")
        lines.append("TRANSP:TRANSPARENT")
    lines.append(f"SUMMARY:{_text(event.summary)}")
    if event.description:
        lines.append(f"DESCRIPTION:{_text(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """At most 75 octets a line, never cut inside a letter; what goes on begins with a space."""
    rows: list[bytes] = []
    row = b""
    for letter in line:
        octets = letter.encode()
        if len(row) + len(octets) > LINE:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"

"""Calendars as RFC 5545 has them, read back by a strict reader of our own."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from consult.core.ics import Event, calendar

AT = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
WORDS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\ệự"), max_size=120
)


def read(data: bytes) -> list[tuple[str, str]]:
    """(name with parameters, value) of every content line; fails on what the standard forbids."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = b"\r\n".join(lines).replace(b"\r\n ", b"").decode("utf-8")
    found = []
    for line in whole.split("\r\n"):
        name, value = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z-]+)?):(.*)", line, re.DOTALL).groups()
        found.append((name, value))
    return found


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value, flags=re.DOTALL)


@given(WORDS, WORDS)
def test_words_come_back_as_they_went_in(summary, description):
    rows = dict(read(calendar("Hồ sơ", [Event("a@b", AT, summary, AT, description=description)])))
    assert plain(rows["SUMMARY"]) == summary
    assert plain(rows.get("DESCRIPTION", "")) == description


def test_days_and_hours():
    here = timezone(timedelta(hours=7))
    events = [
        Event("han@x", date(2026, 12, 31), "Hết hạn góp ý", AT),
        Event(
            "hop@x", datetime(2026, 12, 1, 8, 30, tzinfo=here), "Phiên họp", AT, url="https://x.vn/phong/1/"
        ),
    ]
    rows = read(calendar("Hồ sơ", events))
    assert ("DTSTART;VALUE=DATE", "20261231") in rows and ("DTEND;VALUE=DATE", "20270101") in rows
    assert ("DTSTART", "20261201T013000Z") in rows and ("DTEND", "20261201T023000Z") in rows
    assert [value for name, value in rows if name == "BEGIN"] == ["VCALENDAR", "VEVENT", "VEVENT"]
    assert [value for name, value in rows if name == "END"] == ["VEVENT", "VEVENT", "VCALENDAR"]
    assert calendar("Hồ sơ", events) == calendar("Hồ sơ", events)


def test_nothing_typed_begins_a_line_of_its_own():
    bad = "Họp\r\nEND:VCALENDAR\r\nBEGIN:VEVENT"
    rows = read(calendar(bad, [Event("u", AT, bad, AT, description=bad)]))
    assert [value for name, value in rows if name == "END"] == ["VEVENT", "VCALENDAR"]

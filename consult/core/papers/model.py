"""What the official papers are made from: frozen plain data, checked when it is made.

Texts may hold line breaks; each line becomes a paragraph. Characters that no file may hold (controls, zero-width,
bidi) are taken out before printing.
"""

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from consult.core.vietnamese import clean_name

ANSWERS = {
    "accepted": "Tiếp thu",
    "partly": "Tiếp thu một phần",
    "explained": "Giải trình",
    "noted": "Ghi nhận",
    "forwarded": "Chuyển cơ quan khác",
}
"""Codes of an agency's answer and the words that open it in print."""


@dataclass(frozen=True)
class Letterhead:
    """The top of a paper. ``parent`` may be empty; ``number_symbol`` is what follows the slash ("BC-SKHCN").

    The number itself is left blank. Without a date, the date is left to be filled in by hand.
    """

    parent: str
    issuer: str
    number_symbol: str
    place: str
    date: Date | None = None


@dataclass(frozen=True)
class MatrixRow:
    """One opinion and its answer. Rows of one group must stand together, in the order of the draft."""

    group: str
    contributor: str
    opinion: str
    answer_code: str
    answer_text: str

    def __post_init__(self):
        if self.answer_code not in ANSWERS:
            raise ValueError(f"Unknown answer code: {self.answer_code!r}.")
        if not clean_name(self.answer_text):
            raise ValueError("An answer needs its text: a code alone is not allowed.")


@dataclass(frozen=True)
class Matrix:
    """Bản tổng hợp ý kiến, tiếp thu, giải trình.

    ``sent_to``: bodies and persons asked; ``received``: opinions received. ``intro`` is the opening sentence, empty
    for the usual one. ``signer_title`` may have several lines ("KT. GIÁM ĐỐC" / "PHÓ GIÁM ĐỐC"). ``snapshot_hash``
    is the hash of the frozen data set; ``verify_url`` is what the QR code opens, or the hash itself when empty.
    """

    letterhead: Letterhead
    draft_title: str
    sent_to: int
    received: int
    intro: str
    rows: tuple[MatrixRow, ...]
    signer_title: str
    signer_name: str
    recipients: tuple[str, ...]
    snapshot_hash: str
    verify_url: str = ""

    def __post_init__(self):
        if min(self.sent_to, self.received) < 0:
            raise ValueError("Counts cannot be negative.")


@dataclass(frozen=True)
class Agenda:
    """One item of a meeting and what was said, in order."""

    heading: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """The outcome of one show of hands: the question, and (choice, count) in the order asked."""

    question: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class MinutesPaper:
    """Biên bản (Mẫu 1.9). ``ended`` is None while the meeting is open; its last sentence is then left to fill in.

    ``form`` is how the meeting was held ("Trực tuyến"); ``present`` counts everybody who took part, ``attendees``
    names those who are named.
    """

    letterhead: Letterhead
    meeting: str
    started: datetime
    ended: datetime | None
    place: str
    form: str
    present: int
    attendees: tuple[str, ...]
    chair: str
    secretary: str
    agenda: tuple[Agenda, ...]
    votes: tuple[Tally, ...]
    conclusion: str
    recipients: tuple[str, ...]
    snapshot_hash: str
    verify_url: str = ""

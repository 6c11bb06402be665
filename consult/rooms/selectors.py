"""Read rooms: the state that the page and the feed both show, and who reads which book."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import Voice
from consult.consultations.selectors import consultation_or_404
from consult.core import vietnamese
from consult.documents.models import Clause
from consult.kit import writing
from consult.kit.verdicts import NotThere
from consult.people.roles import COUNCIL_ROLES
from consult.rooms import rules
from consult.rooms.models import AgendaItem, Attendance, Hand, Message, Room, Show, Turn

STREAM = 200
FACES = 12
AVATARS = {
    Voice.Kind.PERSON: "named",
    Voice.Kind.OFFICIAL: "org",
    Voice.Kind.ORGANISATION: "org",
    Voice.Kind.PAPER: "named",
}
HUES = {Hand.Value.YES: "la", Hand.Value.NO: "son", Hand.Value.ABSTAIN: "chi"}


@dataclass(frozen=True)
class Face:
    """A voice as a room shows it: rooms are held under names."""

    kind: str
    initials: str
    name: str
    line: str


@dataclass(frozen=True)
class Said:
    id: int
    face: Face
    text: str
    time: str
    about: str


@dataclass(frozen=True)
class AgendaRow:
    id: int
    title: str
    state: str
    when: str


@dataclass(frozen=True)
class ClauseNow:
    citation: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TurnRow:
    id: int
    face: Face
    about: str
    speaking: bool
    mine: bool
    since: datetime | None


@dataclass(frozen=True)
class ShowNow:
    """A show of hands. `parts` (hue, words, count) only once it is closed; `mine` is one's own choice."""

    id: int
    question: str
    open: bool
    raised: int
    mine: str
    parts: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class RoomState:
    """Everything of a room that changes while it lasts, as one person sees it."""

    id: int
    book_id: int
    last_seq: int
    title: str
    state: str
    code: str
    file_title: str
    version_id: int
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    conclusion: str
    chair: str
    secretary: str
    hosting: bool
    taking_part: bool
    entered: bool
    attending: int
    faces: tuple[Face, ...]
    agenda: tuple[AgendaRow, ...]
    clause: ClauseNow | None
    turns: tuple[TurnRow, ...]
    show: ShowNow | None
    values: tuple[tuple[str, str], ...] = field(default=())

    @property
    def speaker(self) -> TurnRow | None:
        return next((turn for turn in self.turns if turn.speaking), None)

    @property
    def mine(self) -> TurnRow | None:
        return next((turn for turn in self.turns if turn.mine), None)

    @property
    def place(self) -> int:
        """One's place among those who wait, from 1; 0 when not waiting."""
        waiting = [turn for turn in self.turns if not turn.speaking]
        return next((n for n, turn in enumerate(waiting, 1) if turn.mine), 0)

    @property
    def next_item(self) -> AgendaRow | None:
        return next((item for item in self.agenda if item.state == AgendaItem.State.NEXT), None)


def face_of(voice: Voice) -> Face:
    """Name and workplace of a voice; its label reads "TS. Nguyễn Văn An, Trường …"."""
    name, _comma, line = voice.name.partition(", ")
    plain = name.rpartition(".")[2] or name
    return Face(AVATARS.get(voice.kind, "sealed"), vietnamese.initials(plain), name, line)


# --- finding rooms ---------------------------------------------------------------------------------------


def room_or_404(user, pk: int) -> Room:
    """The room with its file and book, for those who may read it."""
    found = Room.objects.select_related("consultation__council", "book", "chair", "secretary")
    room = found.filter(pk=pk).first()
    if room is None or not rules.may_read(user, room):
        raise NotThere("")
    return room


def audiences(user, book_id: int) -> tuple[str, ...]:
    """The gate of rooms: participants read everything of the room's book, others nothing."""
    room = Room.objects.select_related("consultation").filter(book_id=book_id).first()
    if room is None or not rules.may_read(user, room):
        return ()
    return ("public", "file")


def turn_or_404(room: Room, raw) -> Turn:
    return _member_or_404(Turn.objects.select_related("room", "voice"), room, raw)


def item_or_404(room: Room, raw) -> AgendaItem:
    return _member_or_404(AgendaItem.objects, room, raw)


def show_or_404(room: Room, raw) -> Show:
    return _member_or_404(Show.objects.select_related("room"), room, raw)


def _member_or_404(found, room: Room, raw):
    """A thing of this room by the number that a form sent; anything else is not there."""
    number = str(raw)[:18]
    thing = found.filter(room=room, pk=int(number)).first() if _is_number(number) else None
    if thing is None:
        raise NotThere("")
    return thing


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


# --- the state ---------------------------------------------------------------------------------------------


def state_of(user, room: Room) -> RoomState:
    """The room as this person sees it. A fixed number of queries.

    The number is read before everything else: what is recorded meanwhile comes again by the feed, and
    fragments may come twice without harm.
    """
    room.book.refresh_from_db(fields=["last_seq"])
    attending = _attending(room)
    mine = next((voice for voice in attending if voice.person_id == user.pk), None)
    agenda = tuple(room.agenda.select_related("clause"))
    current = next((item for item in agenda if item.state == AgendaItem.State.NOW), None)
    return RoomState(
        id=room.pk,
        book_id=room.book_id,
        last_seq=room.book.last_seq,
        title=room.title,
        state=room.state,
        code=room.consultation.code,
        file_title=room.consultation.title,
        version_id=room.consultation.version_id,
        starts_at=room.starts_at,
        opened_at=room.opened_at,
        closed_at=room.closed_at,
        conclusion=room.conclusion,
        chair=str(room.chair),
        secretary=str(room.secretary),
        hosting=rules.is_host(user, room),
        taking_part=bool(rules.may_take_part(user, room)),
        entered=mine is not None,
        attending=len(attending),
        faces=tuple(face_of(voice) for voice in attending[:FACES]),
        agenda=tuple(_agenda_row(item) for item in agenda),
        clause=_clause_now(current.clause) if current and current.clause_id else None,
        turns=_turns(room, user),
        show=_show(room, user),
        values=tuple(Hand.Value.choices),
    )


def _attending(room: Room) -> list[Voice]:
    rows = Attendance.objects.filter(room=room).select_related("voice").order_by("pk")
    return [row.voice for row in rows]


def clock_text(moment: datetime | None) -> str:
    return writing.time_long(timezone.localtime(moment)) if moment else ""


def _agenda_row(item: AgendaItem) -> AgendaRow:
    begun, ended = clock_text(item.started_at), clock_text(item.ended_at)
    when = f"{begun} – {ended}" if begun and ended else ""
    if item.state == AgendaItem.State.NOW:
        when = _("từ %(time)s") % {"time": begun}
    return AgendaRow(item.pk, item.title, item.state, when)


def _clause_now(clause: Clause) -> ClauseNow:
    """The clause that is discussed, with the units right below it."""
    below = Clause.objects.filter(parent_id=clause.pk).order_by("order")
    lines = [clause.text, *(f"{unit.label} {unit.title or unit.text}".strip() for unit in below)]
    title = f"{clause.label} {clause.title}".strip()
    return ClauseNow(clause.citation, title, tuple(line for line in lines if line))


def _turns(room: Room, user) -> tuple[TurnRow, ...]:
    waiting = [Turn.State.ASKED, Turn.State.SPEAKING]
    found = room.turns.filter(state__in=waiting).select_related("voice", "item__clause").order_by("pk")
    rows = [
        TurnRow(
            turn.pk,
            face_of(turn.voice),
            about_of(turn.item),
            turn.state == Turn.State.SPEAKING,
            turn.voice.person_id == user.pk,
            turn.started_at,
        )
        for turn in found
    ]
    return tuple(sorted(rows, key=lambda row: not row.speaking))


def about_of(item: AgendaItem | None) -> str:
    """What an act in the room is about: the clause of the item, or its words."""
    if item is None:
        return ""
    return item.clause.citation if item.clause_id else item.title


def _show(room: Room, user) -> ShowNow | None:
    """The show that is open, or else the last one; two queries at most beside it."""
    show = room.shows.order_by("-pk").first()
    if show is None:
        return None
    counts = dict(show.hands.order_by().values_list("value").annotate(n=Count("pk")))
    own = show.hands.filter(voice__person=user).values_list("value", flat=True).first() or ""
    closed = show.state == Show.State.CLOSED
    return ShowNow(
        id=show.pk,
        question=show.question,
        open=not closed,
        raised=sum(counts.values()),
        mine=str(Hand.Value(own).label) if own else "",
        parts=count_parts(counts) if closed else (),
    )


def count_parts(counts: dict) -> tuple[tuple[str, str, int], ...]:
    return tuple((HUES[value], str(value.label), counts.get(value, 0)) for value in Hand.Value)


# --- what was said -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stream:
    """Newest first. `older` is the number to ask before for more, 0 when there is no more."""

    said: tuple[Said, ...]
    older: int


def stream_of(room: Room, before: int = 0) -> Stream:
    """What was said, at most `STREAM` messages. One query."""
    found = messages_for_reading().filter(room=room)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: STREAM + 1])
    shown = rows[:STREAM]
    return Stream(tuple(map(said_of, shown)), shown[-1].pk if len(rows) > STREAM else 0)


def messages_for_reading():
    return Message.objects.select_related("voice", "item__clause")


def said_of(message: Message) -> Said:
    return Said(
        message.pk,
        face_of(message.voice),
        message.text,
        clock_text(message.at),
        about_of(message.item),
    )


# --- calling a session ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Calling:
    """What the form for a new session offers; hosts and clauses as (number, words)."""

    consultation: object
    hosts: tuple[tuple[int, str], ...]
    clauses: tuple[tuple[int, str], ...]
    people: dict
    units: dict


def calling(user, code: str) -> Calling:
    """The file and its choices, for those who may call a session in it; 404 for others."""
    consultation = consultation_or_404(user, code)
    if not rules.may_create(user, consultation):
        raise NotThere("")
    members = consultation.council.memberships.holding(*COUNCIL_ROLES).select_related("user")
    people = {member.user_id: member.user for member in members.order_by("user__name_key", "pk")}
    units = {clause.pk: clause for clause in consultation.version.clauses.order_by("order")}
    return Calling(
        consultation,
        tuple((pk, str(person)) for pk, person in people.items()),
        tuple((pk, unit.citation) for pk, unit in units.items()),
        people,
        units,
    )


@dataclass(frozen=True)
class RoomRow:
    """One session in the list of a file."""

    id: int
    title: str
    state: str
    state_name: str
    starts_at: datetime


def rooms_of(consultation) -> tuple[RoomRow, ...]:
    """Sessions of a file, newest first, for pages above. One query."""
    return tuple(
        RoomRow(room.pk, room.title, room.state, room.get_state_display(), room.starts_at)
        for room in consultation.rooms.all()
    )

"""Acts in a room. Each locks its room or its thing, asks the rule, writes, records in the room's book.

Rows are locked without their key (no_key), so that what only refers to a room never waits for its hosts.
What a participant sends carries a key of the browser: sent twice, it is done once. Steps of the hosts are
done once by their nature: a step already taken returns what is there.
"""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.consultations.actions import take_voice
from consult.consultations.models import Consultation
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import open_book, record, set_stage
from consult.ledger.models import Book
from consult.rooms import rules, verbs
from consult.rooms.models import AgendaItem, Attendance, Hand, Message, Room, Show, Turn
from consult.rooms.texts import agenda_or_refuse, text_or_refuse

TITLE_LIMIT, QUESTION_LIMIT, CONCLUSION_LIMIT = 300, 500, 20_000


@transaction.atomic
def create_room(by, *, consultation, title, starts_at, chair, secretary, agenda: list, client_key) -> Room:
    """Call a session with its agenda and a book of its own. Coordinators and secretaries of the council.

    `agenda`: pairs (title, clause of the file's version or None). Locks the file's row, which numbers the
    sessions. Records room.created.
    """
    key = read_key(client_key)
    title = text_or_refuse(title, TITLE_LIMIT, _("tên phiên"))
    consultation = Consultation.objects.select_for_update(no_key=True, of=("self",)).get(pk=consultation.pk)
    stored = Room.objects.filter(created_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, consultation_id=consultation.pk, title=title)
        return stored
    rules.may_create(by, consultation).or_refuse()
    for host in (chair, secretary):
        rules.may_lead(host, consultation).or_refuse()
    items = agenda_or_refuse(agenda, consultation.version_id, TITLE_LIMIT)
    number = Room.objects.filter(consultation=consultation).count() + 1
    room = Room.objects.create(
        consultation=consultation,
        book=open_book(code=f"{consultation.code}-P{number}", kind=Book.Kind.ROOM),
        title=title,
        starts_at=starts_at,
        chair=chair,
        secretary=secretary,
        created_by=by,
        client_key=key,
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(room=room, order=order, title=words, clause=clause)
        for order, (words, clause) in enumerate(items, 1)
    )
    record(verbs.ROOM_CREATED, book_id=room.book_id, by=by, target=room)
    return room


def _locked(room) -> Room:
    """The room as it is now, its row held until the end of the transaction."""
    return (
        Room.objects.select_for_update(no_key=True, of=("self",))
        .select_related("consultation")
        .get(pk=room.pk)
    )


@transaction.atomic
def open_room(by, *, room) -> Room:
    """Begin. The hosts. Opens the verbs of the room in its book; the first item of the agenda is on."""
    room = _locked(room)
    if room.state == Room.State.OPEN and rules.may_manage(by, room):
        return room
    rules.may_open(by, room).or_refuse()
    room.state, room.opened_at = Room.State.OPEN, database_now()
    room.save(update_fields=["state", "opened_at"])
    first = room.agenda.order_by("order").first()
    if first is not None:
        room.agenda.filter(pk=first.pk).update(state=AgendaItem.State.NOW, started_at=room.opened_at)
    set_stage(room.book_id, verbs=verbs.OPEN_VERBS)
    record(verbs.ROOM_OPENED, book_id=room.book_id, by=by, target=room)
    return room


@transaction.atomic
def close_room(by, *, room, conclusion) -> Room:
    """End, with the conclusion of the chair. The hosts; refused while somebody speaks or hands are counted.

    Closes the verbs in the book, so that whatever raced the end is refused whole. Waiting turns stay as they
    are: the minutes say who did not come to speak.
    """
    room = _locked(room)
    conclusion = text_or_refuse(conclusion, CONCLUSION_LIMIT, _("kết luận"))
    if room.state == Room.State.CLOSED and rules.may_manage(by, room):
        same_or_refuse(room, conclusion=conclusion)
        return room
    rules.may_close(by, room).or_refuse()
    room.state, room.closed_at, room.conclusion = Room.State.CLOSED, database_now(), conclusion
    room.save(update_fields=["state", "closed_at", "conclusion"])
    room.agenda.filter(state=AgendaItem.State.NOW).update(
        state=AgendaItem.State.DONE, ended_at=room.closed_at
    )
    set_stage(room.book_id, verbs=())
    record(verbs.ROOM_CLOSED, book_id=room.book_id, by=by, target=room)
    return room


# --- what participants do ------------------------------------------------------------------------------


def _attend(room, voice) -> Attendance:
    """The voice is in the room: by entering, or by the first thing it does there. Records room.entered once."""
    attendance, first = Attendance.objects.get_or_create(room=room, voice=voice)
    if first:
        record(verbs.ROOM_ENTERED, book_id=room.book_id, by=voice, target=attendance)
    return attendance


def _item_now(room) -> AgendaItem | None:
    return room.agenda.filter(state=AgendaItem.State.NOW).first()


def _fresh(room) -> Room:
    return Room.objects.select_related("consultation").get(pk=room.pk)


@transaction.atomic
def enter(user, *, room) -> Attendance:
    """Come in; the minutes list it. Participants, while the room is open. Recorded the first time only."""
    room = _fresh(room)
    rules.may_take_part(user, room).or_refuse()
    voice = take_voice(user, consultation=room.consultation)
    return _attend(room, voice)


@transaction.atomic
def say(user, *, room, text, client_key) -> Message:
    """Write in the room, on the item that is on. Participants. Records message.said.

    No lock but the book's: the entry is refused there if the room was closed in between.
    """
    key, room = read_key(client_key), _fresh(room)
    rules.may_read(user, room).or_refuse()
    text = text_or_refuse(text, None, _("ý kiến"))
    stored = Message.objects.filter(room=room, voice__person=user, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, text=text)
        return stored
    rules.may_take_part(user, room).or_refuse()
    voice = take_voice(user, consultation=room.consultation)
    _attend(room, voice)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                room=room, voice=voice, item=_item_now(room), text=text, client_key=key
            )
    except IntegrityError:
        stored = Message.objects.get(room=room, voice=voice, client_key=key)
        same_or_refuse(stored, text=text)
        return stored
    record(verbs.MESSAGE_SAID, book_id=room.book_id, by=voice, target=message)
    return message


@transaction.atomic
def ask_turn(user, *, room, client_key=None) -> Turn:
    """Ask to speak. Participants; one waiting turn per voice, a second request returns it."""
    key, room = read_key(client_key or uuid.uuid4()), _fresh(room)
    rules.may_take_part(user, room).or_refuse()
    voice = take_voice(user, consultation=room.consultation)
    _attend(room, voice)
    known = Turn.objects.filter(room=room, voice=voice)
    waiting = [Turn.State.ASKED, Turn.State.SPEAKING]
    stored = known.filter(client_key=key).first() or known.filter(state__in=waiting).first()
    if stored is not None:
        return stored
    try:
        with transaction.atomic():
            turn = Turn.objects.create(room=room, voice=voice, item=_item_now(room), client_key=key)
    except IntegrityError:
        return known.filter(client_key=key).first() or known.get(state__in=waiting)
    record(verbs.TURN_ASKED, book_id=room.book_id, by=voice, target=turn)
    return turn


def _locked_turn(turn) -> Turn:
    """The turn as it is now, behind the lock of its room: one host's step at a time."""
    room = _locked(turn.room)
    turn = Turn.objects.select_for_update(no_key=True, of=("self",)).select_related("voice").get(pk=turn.pk)
    turn.room = room
    return turn


@transaction.atomic
def withdraw_turn(user, *, turn) -> Turn:
    """Take back one's own request. Locks the room."""
    turn = _locked_turn(turn)
    rules.may_withdraw_turn(user, turn).or_refuse()
    if turn.state == Turn.State.ASKED:
        turn.state, turn.ended_at = Turn.State.WITHDRAWN, database_now()
        turn.save(update_fields=["state", "ended_at"])
        record(verbs.TURN_WITHDRAWN, book_id=turn.room.book_id, by=turn.voice, target=turn)
    return turn


@transaction.atomic
def raise_hand(user, *, show, value) -> Hand:
    """Vote in a show of hands, once and for all. Participants. Locks the show.

    The entry commits to the value (salted); nobody reads it there, and no result is shown before the end.
    """
    show = (
        Show.objects.select_for_update(no_key=True, of=("self",))
        .select_related("room__consultation")
        .get(pk=show.pk)
    )
    if value not in Hand.Value.values:
        raise Refused(_("Xin chọn một trong các phương án biểu quyết."), "bad-value")
    rules.may_read(user, show.room).or_refuse()
    stored = Hand.objects.filter(show=show, voice__person=user).first()
    if stored is not None:
        if stored.value != value:
            raise Refused(_("Đã biểu quyết. Mỗi người biểu quyết một lần và không đổi được."), "voted")
        return stored
    rules.may_raise(user, show).or_refuse()
    voice = take_voice(user, consultation=show.room.consultation)
    _attend(show.room, voice)
    hand = Hand.objects.create(show=show, voice=voice, value=value)
    record(verbs.HAND_RAISED, book_id=show.room.book_id, by=voice, target=hand)
    return hand


# --- what the hosts do -----------------------------------------------------------------------------------


@transaction.atomic
def call_turn(chair, *, turn) -> Turn:
    """Give the floor. The hosts, one speaker at a time. Locks the room."""
    turn = _locked_turn(turn)
    rules.may_call_turn(chair, turn).or_refuse()
    if turn.state == Turn.State.ASKED:
        turn.state, turn.started_at = Turn.State.SPEAKING, database_now()
        turn.save(update_fields=["state", "started_at"])
        record(verbs.TURN_CALLED, book_id=turn.room.book_id, by=chair, target=turn)
    return turn


@transaction.atomic
def end_turn(by, *, turn) -> Turn:
    """Take the floor back. The hosts, or the speaker. Locks the room."""
    turn = _locked_turn(turn)
    rules.may_end_turn(by, turn).or_refuse()
    if turn.state == Turn.State.SPEAKING:
        turn.state, turn.ended_at = Turn.State.DONE, database_now()
        turn.save(update_fields=["state", "ended_at"])
        record(verbs.TURN_ENDED, book_id=turn.room.book_id, by=by, target=turn)
    return turn


@transaction.atomic
def move_agenda(chair, *, room, item) -> AgendaItem:
    """Go to an item of the agenda; the one that was on is done. The hosts. Locks the room."""
    room = _locked(room)
    rules.may_lead_now(chair, room).or_refuse()
    item = room.agenda.filter(pk=item.pk).first()
    if item is None:
        raise NotThere("")
    if item.state == AgendaItem.State.NOW:
        return item
    now = database_now()
    room.agenda.filter(state=AgendaItem.State.NOW).update(state=AgendaItem.State.DONE, ended_at=now)
    item.state, item.started_at, item.ended_at = AgendaItem.State.NOW, item.started_at or now, None
    item.save(update_fields=["state", "started_at", "ended_at"])
    record(verbs.AGENDA_MOVED, book_id=room.book_id, by=chair, target=item)
    return item


@transaction.atomic
def open_show(chair, *, room, question, client_key) -> Show:
    """Ask for a show of hands. The hosts, one at a time. Locks the room."""
    key, room = read_key(client_key), _locked(room)
    rules.may_lead_now(chair, room).or_refuse()
    question = text_or_refuse(question, QUESTION_LIMIT, _("câu hỏi biểu quyết"))
    stored = room.shows.filter(client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, question=question)
        return stored
    if room.shows.filter(state=Show.State.OPEN).exists():
        raise Refused(_("Đang biểu quyết. Xin đóng biểu quyết trước."), "show-open")
    show = Show.objects.create(room=room, item=_item_now(room), question=question, client_key=key)
    record(verbs.SHOW_OPENED, book_id=room.book_id, by=chair, target=show)
    return show


@transaction.atomic
def close_show(chair, *, show) -> Show:
    """Count. The hosts. Locks the room, then the show: a hand is either counted or refused."""
    room = _locked(show.room)
    rules.may_lead_now(chair, room).or_refuse()
    show = Show.objects.select_for_update(no_key=True, of=("self",)).get(pk=show.pk)
    if show.state == Show.State.OPEN:
        show.state = Show.State.CLOSED
        show.save(update_fields=["state"])
        record(verbs.SHOW_CLOSED, book_id=room.book_id, by=chair, target=show)
    return show

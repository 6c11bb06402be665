"""Acts in a room: done once, recorded once, refused readably."""

import pytest

from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.ledger.selectors import verify_book
from consult.rooms import actions
from consult.rooms.models import AgendaItem, Attendance, Hand, Message, Room, Turn
from tests.factories import a_member, a_version, an_expert
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db


def recorded(room):
    return list(Entry.objects.filter(book=room.book_id).order_by("seq").values_list("verb", flat=True))


def test_a_whole_session_is_one_gapless_book():
    scene = a_room()
    room, expert, chair = scene.room, scene.expert, scene.chair
    actions.enter(expert, room=room)
    actions.enter(expert, room=room)
    actions.say(expert, room=room, text="  Nên bổ sung tiêu chí.\u200b ", client_key=key())
    turn = actions.ask_turn(expert, room=room)
    assert actions.ask_turn(expert, room=room) == turn
    actions.call_turn(chair, turn=turn)
    actions.call_turn(chair, turn=turn)
    actions.end_turn(expert, turn=turn)
    actions.move_agenda(chair, room=room, item=room.agenda.get(order=2))
    show = actions.open_show(chair, room=room, question="Nhất trí?", client_key=key())
    actions.raise_hand(expert, show=show, value="yes")
    actions.raise_hand(expert, show=show, value="yes")
    actions.close_show(chair, show=show)
    actions.close_show(chair, show=show)
    room = actions.close_room(chair, room=room, conclusion="Nhất trí")
    assert recorded(room) == [
        "room.created",
        "room.opened",
        "room.entered",
        "message.said",
        "turn.asked",
        "turn.called",
        "turn.ended",
        "agenda.moved",
        "show.opened",
        "hand.raised",
        "show.closed",
        "room.closed",
    ]
    assert Message.objects.get().text == "Nên bổ sung tiêu chí."
    assert verify_book(room.book) is None
    states = room.agenda.values_list("state", flat=True)
    assert set(states) == {AgendaItem.State.DONE}
    assert all(item.started_at and item.ended_at for item in room.agenda.all())


def test_same_key_gives_the_same_message_and_no_second_entry():
    scene = a_room()
    same = key()
    first = actions.say(scene.expert, room=scene.room, text="Một", client_key=same)
    assert actions.say(scene.expert, room=scene.room, text="Một", client_key=same) == first
    with pytest.raises(Refused, match="đã dùng cho một nội dung khác"):
        actions.say(scene.expert, room=scene.room, text="Hai", client_key=same)
    other = actions.say(scene.chair, room=scene.room, text="Hai", client_key=same)
    assert other != first
    assert recorded(scene.room).count("message.said") == 2


def test_repeated_key_after_the_end_still_gives_the_message():
    scene = a_room()
    same = key()
    first = actions.say(scene.expert, room=scene.room, text="Một", client_key=same)
    actions.close_room(scene.chair, room=scene.room, conclusion="Xong")
    assert actions.say(scene.expert, room=scene.room, text="Một", client_key=same) == first
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.say(scene.expert, room=scene.room, text="Hai", client_key=key())


def test_text_has_a_limit_and_says_something(settings):
    scene = a_room()
    for empty in ("", "   ", "\u200b\u202e"):
        with pytest.raises(Refused, match="Xin nhập nội dung"):
            actions.say(scene.expert, room=scene.room, text=empty, client_key=key())
    long = "ý" * (settings.MESSAGE_LIMIT + 1)
    with pytest.raises(Refused, match=r"4\.001 ký tự, vượt giới hạn 4\.000"):
        actions.say(scene.expert, room=scene.room, text=long, client_key=key())
    actions.say(scene.expert, room=scene.room, text=long[:-1], client_key=key())


def test_forged_key_is_refused():
    scene = a_room()
    with pytest.raises(Refused, match="Mã gửi"):
        actions.say(scene.expert, room=scene.room, text="x", client_key="1 OR 1=1")


def test_one_speaker_at_a_time():
    scene = a_room()
    first = actions.ask_turn(scene.expert, room=scene.room)
    second = actions.ask_turn(an_expert("Ngô Văn Hải"), room=scene.room)
    actions.call_turn(scene.chair, turn=first)
    with pytest.raises(Refused, match="Đang có người phát biểu"):
        actions.call_turn(scene.secretary, turn=second)
    actions.end_turn(scene.secretary, turn=first)
    actions.call_turn(scene.secretary, turn=second)
    assert Turn.objects.get(state="speaking") == second


def test_room_is_not_closed_over_a_speaker_or_a_show():
    scene = a_room()
    turn = actions.call_turn(scene.chair, turn=actions.ask_turn(scene.expert, room=scene.room))
    with pytest.raises(Refused, match="Đang có người phát biểu"):
        actions.close_room(scene.chair, room=scene.room, conclusion="Xong")
    actions.end_turn(scene.chair, turn=turn)
    show = actions.open_show(scene.chair, room=scene.room, question="?", client_key=key())
    with pytest.raises(Refused, match="Đang biểu quyết"):
        actions.close_room(scene.chair, room=scene.room, conclusion="Xong")
    actions.close_show(scene.chair, show=show)
    with pytest.raises(Refused, match="kết luận"):
        actions.close_room(scene.chair, room=scene.room, conclusion="  ")
    assert actions.close_room(scene.chair, room=scene.room, conclusion="Xong").state == Room.State.CLOSED


def test_hand_is_raised_once_and_for_all():
    scene = a_room()
    show = actions.open_show(scene.chair, room=scene.room, question="?", client_key=key())
    actions.raise_hand(scene.expert, show=show, value="yes")
    with pytest.raises(Refused, match="không đổi được"):
        actions.raise_hand(scene.expert, show=show, value="no")
    with pytest.raises(Refused, match="chọn một trong"):
        actions.raise_hand(scene.expert, show=show, value="maybe")
    actions.close_show(scene.chair, show=show)
    with pytest.raises(Refused, match="Biểu quyết đã đóng"):
        actions.raise_hand(scene.chair, show=show, value="no")
    assert Hand.objects.count() == 1
    entry = Entry.objects.get(verb="hand.raised")
    assert entry.data == {}
    assert "yes" not in str(vars(entry))


def test_show_of_a_key_is_opened_once_also_after_its_end():
    scene = a_room()
    same = key()
    show = actions.open_show(scene.chair, room=scene.room, question="A?", client_key=same)
    with pytest.raises(Refused, match="Đang biểu quyết"):
        actions.open_show(scene.chair, room=scene.room, question="B?", client_key=key())
    actions.close_show(scene.chair, show=show)
    assert actions.open_show(scene.chair, room=scene.room, question="A?", client_key=same) == show


def test_item_of_another_room_is_not_there():
    scene, other = a_room(), a_room()
    with pytest.raises(NotThere):
        actions.move_agenda(scene.chair, room=scene.room, item=other.room.agenda.first())


def test_room_is_called_with_its_own_people_and_clauses():
    scene = a_room()
    sent = {
        "consultation": scene.consultation,
        "title": "Phiên 2",
        "starts_at": scene.room.starts_at,
        "chair": scene.chair,
        "secretary": scene.secretary,
        "agenda": [("Khai mạc", None)],
        "client_key": key(),
    }
    room = actions.create_room(scene.secretary, **sent)
    assert actions.create_room(scene.secretary, **sent) == room
    assert room.book.code == f"{scene.consultation.code}-P2"
    with pytest.raises(Refused, match="người của hội đồng"):
        actions.create_room(scene.secretary, **{**sent, "chair": scene.expert, "client_key": key()})
    with pytest.raises(Refused, match="ít nhất một nội dung"):
        actions.create_room(scene.secretary, **{**sent, "agenda": [], "client_key": key()})
    foreign = a_version().clauses.first()
    with pytest.raises(Refused, match="không thuộc bản dự thảo"):
        actions.create_room(scene.secretary, **{**sent, "agenda": [("A", foreign)], "client_key": key()})


def test_attendance_counts_everybody_who_did_something():
    scene = a_room()
    officer = a_member(scene.consultation.agency, "agency_officer", "Đỗ Thị Kim")
    actions.say(officer, room=scene.room, text="Sở tiếp thu", client_key=key())
    actions.ask_turn(scene.expert, room=scene.room)
    actions.enter(scene.chair, room=scene.room)
    assert Attendance.objects.filter(room=scene.room).count() == 3

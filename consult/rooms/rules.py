"""Rights in a room. Those who have a voice in the file take part; its chair and its secretary lead."""

from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Voice
from consult.consultations.rules import may_see, may_speak
from consult.kit.verdicts import YES, Verdict, hidden, no
from consult.people.roles import COUNCIL_ROLES, Role
from consult.people.selectors import holds
from consult.rooms.models import Room, Show, Turn


def may_create(user, consultation) -> Verdict:
    """Call a session: coordinators and meeting secretaries of the file's council, while the file is open."""
    seen = may_see(user, consultation)
    if not seen:
        return seen
    if not holds(user, Role.COUNCIL_COORDINATOR, Role.SECRETARY, organisation_id=consultation.council_id):
        return no(_("Chỉ điều phối viên hoặc thư ký của hội đồng được lập phiên thảo luận."), "not-council")
    if consultation.state != Consultation.State.OPEN:
        return no(_("Chỉ lập phiên thảo luận khi hồ sơ đang lấy ý kiến."), "not-open")
    return YES


def may_lead(user, consultation) -> Verdict:
    """Be chair or secretary of a session: people of the file's council."""
    if holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id):
        return YES
    return no(_("Chủ trì và thư ký phải là người của hội đồng tổng hợp hồ sơ này."), "not-council")


def is_host(user, room) -> bool:
    """Chair or secretary of this room, as long as they belong to the council."""
    named = user.is_authenticated and user.pk in (room.chair_id, room.secretary_id)
    return named and bool(may_lead(user, room.consultation))


def may_read(user, room) -> Verdict:
    """See the room: those who may speak in the file; after its end also those who had a voice then."""
    if not user.is_authenticated:
        return hidden(_("Cần đăng nhập để vào phòng thảo luận."))
    if is_host(user, room) or may_speak(user, room.consultation):
        return YES
    if room.state == Room.State.CLOSED and _had_a_voice(user, room):
        return YES
    return hidden(_("Phiên thảo luận này dành cho người tham gia hồ sơ."))


def _had_a_voice(user, room) -> bool:
    return Voice.objects.filter(consultation=room.consultation_id, person=user).exists()


def may_take_part(user, room) -> Verdict:
    """Enter, write, ask for a turn, raise a hand: participants, while the room is open."""
    seen = may_read(user, room)
    if not seen:
        return seen
    if room.state == Room.State.PLANNED:
        return no(_("Phiên thảo luận chưa mở."), "not-yet")
    if room.state == Room.State.CLOSED:
        return no(_("Phiên thảo luận đã kết thúc."), "closed")
    return may_speak(user, room.consultation)


def may_manage(user, room) -> Verdict:
    """Lead the room: its chair and its secretary."""
    seen = may_read(user, room)
    if not seen:
        return seen
    if not is_host(user, room):
        return no(_("Chỉ chủ trì hoặc thư ký điều hành phiên thảo luận."), "not-host")
    return YES


def may_lead_now(user, room) -> Verdict:
    """Agenda, turns and shows of hands: the hosts, while the room is open."""
    managed = may_manage(user, room)
    if not managed:
        return managed
    return may_take_part(user, room)


def may_open(user, room) -> Verdict:
    managed = may_manage(user, room)
    if not managed:
        return managed
    if room.state == Room.State.CLOSED:
        return no(_("Phiên thảo luận đã kết thúc, không mở lại được."), "closed")
    if room.consultation.state != Consultation.State.OPEN:
        return no(_("Hồ sơ không còn lấy ý kiến nên không mở được phiên thảo luận."), "file-closed")
    return YES


def may_close(user, room) -> Verdict:
    """End the room: not while somebody speaks or hands are being counted."""
    managed = may_manage(user, room)
    if not managed:
        return managed
    if room.state == Room.State.PLANNED:
        return no(_("Phiên thảo luận chưa mở."), "not-yet")
    if room.turns.filter(state=Turn.State.SPEAKING).exists():
        return no(_("Đang có người phát biểu. Xin kết thúc lượt phát biểu trước."), "speaking")
    if room.shows.filter(state=Show.State.OPEN).exists():
        return no(_("Đang biểu quyết. Xin đóng biểu quyết trước."), "show-open")
    return YES


def may_withdraw_turn(user, turn) -> Verdict:
    """Only one's own, only while waiting."""
    taken = may_take_part(user, turn.room)
    if not taken:
        return taken
    if turn.voice.person_id != user.pk:
        return no(_("Chỉ người đăng ký được rút đăng ký phát biểu của mình."), "not-own")
    if turn.state in (Turn.State.SPEAKING, Turn.State.DONE):
        return no(_("Lượt phát biểu đã bắt đầu nên không rút được."), "begun")
    return YES


def may_call_turn(user, turn) -> Verdict:
    """The hosts, one speaker at a time."""
    led = may_lead_now(user, turn.room)
    if not led:
        return led
    if turn.state in (Turn.State.WITHDRAWN, Turn.State.DONE):
        return no(_("Lượt phát biểu này đã xong hoặc đã được rút."), "over")
    speaking = turn.room.turns.filter(state=Turn.State.SPEAKING).exclude(pk=turn.pk)
    if speaking.exists():
        return no(_("Đang có người phát biểu. Xin kết thúc lượt phát biểu trước."), "speaking")
    return YES


def may_end_turn(user, turn) -> Verdict:
    """The hosts, or the speaker."""
    taken = may_take_part(user, turn.room)
    if not taken:
        return taken
    if turn.voice.person_id != user.pk and not is_host(user, turn.room):
        return no(_("Chỉ chủ trì, thư ký hoặc người đang phát biểu được kết thúc lượt này."), "not-host")
    if turn.state in (Turn.State.ASKED, Turn.State.WITHDRAWN):
        return no(_("Lượt phát biểu này chưa bắt đầu."), "not-begun")
    return YES


def may_raise(user, show) -> Verdict:
    taken = may_take_part(user, show.room)
    if not taken:
        return taken
    if show.state != Show.State.OPEN:
        return no(_("Biểu quyết đã đóng."), "show-closed")
    return YES


def may_read_minutes(user, room) -> Verdict:
    """Participants once the room is closed; before that the hosts, as a draft."""
    seen = may_read(user, room)
    if not seen:
        return seen
    if room.state == Room.State.CLOSED or (room.state == Room.State.OPEN and is_host(user, room)):
        return YES
    return no(_("Biên bản có sau khi phiên thảo luận kết thúc."), "not-closed")

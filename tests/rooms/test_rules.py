"""Each right in a room: who has it, and at least two refusals with their reasons."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.rooms import actions, rules
from consult.rooms.models import Room
from tests.factories import a_consultation, a_member, a_user, an_expert
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db


def refused(verdict, reason):
    assert not verdict
    assert reason in verdict.reason


def test_may_create():
    c = a_consultation()
    assert rules.may_create(a_member(c.council, "secretary"), c)
    assert rules.may_create(a_member(c.council, "council_coordinator"), c)
    refused(rules.may_create(a_member(c.agency, "agency_officer"), c), "Chỉ điều phối viên hoặc thư ký")
    refused(rules.may_create(an_expert(), c), "Chỉ điều phối viên hoặc thư ký")
    ended = a_consultation(state="closed")
    refused(rules.may_create(a_member(ended.council, "secretary"), ended), "khi hồ sơ đang lấy ý kiến")


def test_may_lead():
    c = a_consultation()
    assert rules.may_lead(a_member(c.council, "council_member"), c)
    refused(rules.may_lead(a_member(c.agency, "agency_signer"), c), "người của hội đồng")
    refused(rules.may_lead(an_expert(), c), "người của hội đồng")


def test_may_read():
    scene = a_room()
    officer = a_member(scene.consultation.agency, "agency_officer")
    for user in (scene.expert, scene.chair, scene.secretary, officer):
        assert rules.may_read(user, scene.room)
    refused(rules.may_read(AnonymousUser(), scene.room), "đăng nhập")
    refused(rules.may_read(a_user(), scene.room), "người tham gia hồ sơ")
    refused(rules.may_read(an_expert(verified=False), scene.room), "người tham gia hồ sơ")


def test_those_who_had_a_voice_read_the_closed_room():
    scene = a_room()
    actions.say(scene.expert, room=scene.room, text="Ý kiến", client_key=key())
    actions.close_room(scene.chair, room=scene.room, conclusion="Xong")
    room = Room.objects.get()
    room.consultation.state = "closed"
    room.consultation.save()
    assert rules.may_read(scene.expert, room)
    refused(rules.may_read(an_expert(), room), "người tham gia hồ sơ")


def test_may_take_part():
    scene = a_room(opened=False)
    refused(rules.may_take_part(scene.expert, scene.room), "chưa mở")
    room = actions.open_room(scene.chair, room=scene.room)
    assert rules.may_take_part(scene.expert, room)
    refused(rules.may_take_part(a_user(), room), "người tham gia hồ sơ")
    room = actions.close_room(scene.chair, room=room, conclusion="Xong")
    refused(rules.may_take_part(scene.expert, room), "đã kết thúc")


def test_may_manage_open_and_lead_now():
    scene = a_room(opened=False)
    member = a_member(scene.consultation.council, "council_member")
    for rule in (rules.may_manage, rules.may_open, rules.may_lead_now, rules.may_close):
        refused(rule(scene.expert, scene.room), "Chỉ chủ trì hoặc thư ký")
        refused(rule(member, scene.room), "Chỉ chủ trì hoặc thư ký")
    assert rules.may_open(scene.secretary, scene.room)
    refused(rules.may_lead_now(scene.chair, scene.room), "chưa mở")
    refused(rules.may_close(scene.chair, scene.room), "chưa mở")
    room = actions.open_room(scene.chair, room=scene.room)
    assert rules.may_lead_now(scene.chair, room)
    room = actions.close_room(scene.chair, room=room, conclusion="Xong")
    refused(rules.may_open(scene.chair, room), "không mở lại được")
    refused(rules.may_lead_now(scene.chair, room), "đã kết thúc")


def test_a_host_who_left_the_council_leads_no_more():
    scene = a_room()
    scene.chair.memberships.update(valid_to="2020-01-01", valid_from="2019-01-01")
    scene.chair.__dict__.pop("_held", None)
    assert not rules.is_host(scene.chair, scene.room)
    refused(rules.may_manage(scene.chair, scene.room), "người tham gia hồ sơ")


def test_rules_of_turns():
    scene = a_room()
    turn = actions.ask_turn(scene.expert, room=scene.room)
    other = an_expert("Lý Văn Lộc")
    assert rules.may_withdraw_turn(scene.expert, turn)
    refused(rules.may_withdraw_turn(other, turn), "Chỉ người đăng ký")
    refused(rules.may_call_turn(scene.expert, turn), "Chỉ chủ trì hoặc thư ký")
    refused(rules.may_end_turn(scene.chair, turn), "chưa bắt đầu")
    turn = actions.call_turn(scene.chair, turn=turn)
    refused(rules.may_withdraw_turn(scene.expert, turn), "đã bắt đầu")
    refused(rules.may_end_turn(other, turn), "Chỉ chủ trì, thư ký hoặc người đang phát biểu")
    assert rules.may_end_turn(scene.expert, turn)
    turn = actions.end_turn(scene.chair, turn=turn)
    refused(rules.may_call_turn(scene.chair, turn), "đã xong")


def test_may_raise():
    scene = a_room()
    show = actions.open_show(scene.chair, room=scene.room, question="?", client_key=key())
    assert rules.may_raise(scene.expert, show)
    refused(rules.may_raise(a_user(), show), "người tham gia hồ sơ")
    show = actions.close_show(scene.chair, show=show)
    refused(rules.may_raise(scene.expert, show), "đã đóng")


def test_may_read_minutes():
    scene = a_room()
    assert rules.may_read_minutes(scene.secretary, scene.room)
    refused(rules.may_read_minutes(scene.expert, scene.room), "sau khi phiên thảo luận kết thúc")
    refused(rules.may_read_minutes(a_user(), scene.room), "người tham gia hồ sơ")
    room = actions.close_room(scene.chair, room=scene.room, conclusion="Xong")
    assert rules.may_read_minutes(scene.expert, room)

"""Pages of rooms through the browser's door: what is shown, what plain forms do, how many queries."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from consult.rooms import actions
from consult.rooms.models import Message, Room, Show, Turn
from tests.factories import a_consultation, a_member, a_user, an_expert
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db


def address(room, tail=""):
    return f"/phong/{room.pk}/{tail}"


def client_key_of(html, form):
    part = html[html.index(form) :]
    return re.search(r'name="[a-z-]*client_key" value="([^"]+)"', part)[1]


def test_participant_reads_the_room(signed_in):
    scene = a_room()
    actions.move_agenda(scene.chair, room=scene.room, item=scene.room.agenda.get(order=2))
    actions.say(scene.chair, room=scene.room, text="Xin mời <b>góp ý</b>\nvề Điều 3", client_key=key())
    html = signed_in(scene.expert).get(address(scene.room)).content.decode()
    assert "Hội nghị phản biện xã hội" in html
    assert "Đang diễn ra" in html
    assert "Xin mời &lt;b&gt;góp ý&lt;/b&gt;<br>về Điều 3" in html
    assert "Đặt hàng, giao nhiệm vụ" in html
    assert "Vào phòng" in html
    assert "Kết thúc phiên thảo luận" not in html
    scene.room.book.refresh_from_db()
    assert f'data-seq="{scene.room.book.last_seq}"' in html


def test_chair_has_the_means_to_lead(signed_in):
    scene = a_room()
    turn = actions.ask_turn(scene.expert, room=scene.room)
    html = signed_in(scene.chair).get(address(scene.room)).content.decode()
    assert f'name="call" value="{turn.pk}"' in html
    assert "Kết luận của chủ trì" in html
    assert "Tạo biểu quyết mới" in html
    assert "Dự thảo biên bản" in html


@pytest.mark.parametrize("who", ["visitor", "stranger", "unverified", "other council"])
def test_room_is_not_there_for_others(client, signed_in, who):
    scene = a_room()
    people = {
        "stranger": a_user,
        "unverified": lambda: an_expert(verified=False),
        "other council": lambda: a_member(a_consultation().council, "council_head"),
    }
    browser = client if who == "visitor" else signed_in(people[who]())
    for path in (address(scene.room), address(scene.room, "bien-ban/")):
        response = browser.get(path)
        if who == "visitor":
            assert response.status_code == 302
            assert "/tai-khoan/" in response["Location"]
        else:
            assert response.status_code == 404
    assert browser.post(address(scene.room, "noi/"), {"text": "x", "client_key": key()}).status_code in (
        302,
        404,
    )
    assert not Message.objects.exists()


def test_plain_forms_do_every_act(signed_in):
    scene = a_room(opened=False)
    chair = signed_in(scene.chair)
    assert chair.post(address(scene.room, "mo/")).status_code == 302
    second = scene.room.agenda.get(order=2)
    assert chair.post(address(scene.room, "chuong-trinh/"), {"item": second.pk}).status_code == 302
    expert = signed_in(scene.expert)
    assert expert.post(address(scene.room, "vao/")).status_code == 302
    html = expert.get(address(scene.room)).content.decode()
    sent = {"text": "Đề nghị định nghĩa rõ", "client_key": client_key_of(html, 'id="room-say"')}
    for _ in range(2):
        response = expert.post(address(scene.room, "noi/"), sent)
        assert (response.status_code, response["Location"]) == (302, address(scene.room))
    assert Message.objects.get().text == "Đề nghị định nghĩa rõ"
    assert expert.post(address(scene.room, "luot/"), {"ask": "1"}).status_code == 302
    turn = Turn.objects.get()
    chair = signed_in(scene.chair)
    assert chair.post(address(scene.room, "luot/"), {"call": turn.pk}).status_code == 302
    assert chair.post(address(scene.room, "luot/"), {"end": turn.pk}).status_code == 302
    asked = {"show-question": "Kéo dài thời hạn công khai?", "show-client_key": key()}
    assert chair.post(address(scene.room, "bieu-quyet/"), asked).status_code == 302
    show = Show.objects.get()
    assert chair.post(address(scene.room, "gio-tay/"), {"show": show.pk, "value": "yes"}).status_code == 302
    assert chair.post(address(scene.room, "bieu-quyet/"), {"close": show.pk}).status_code == 302
    assert "Tán thành: 1" in chair.get(address(scene.room)).content.decode()
    ended = chair.post(address(scene.room, "ket-thuc/"), {"conclusion": "Thống nhất bổ sung."})
    assert ended.status_code == 302
    scene.room.refresh_from_db()
    assert scene.room.state == Room.State.CLOSED
    assert "Thống nhất bổ sung." in signed_in(scene.expert).get(address(scene.room)).content.decode()


def test_refused_form_keeps_what_was_typed(signed_in):
    scene = a_room(opened=False)
    browser = signed_in(scene.expert)
    response = browser.post(address(scene.room, "noi/"), {"text": "Chưa gửi được", "client_key": key()})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Phiên thảo luận chưa mở." in html
    assert ">Chưa gửi được</textarea>" in html.replace("\n", "")


def test_script_gets_the_reason_as_json(signed_in):
    scene = a_room(opened=False)
    browser = signed_in(scene.expert)
    live = {"HTTP_X_LIVE": "1"}
    response = browser.post(address(scene.room, "noi/"), {"text": "x", "client_key": key()}, **live)
    assert (response.status_code, response.json()) == (403, {"reason": "Phiên thảo luận chưa mở."})
    response = browser.post(address(scene.room, "noi/"), {"text": " ", "client_key": key()}, **live)
    assert response.status_code == 403
    response = browser.post(address(scene.room, "noi/"), {"client_key": key()}, **live)
    assert response.status_code == 400
    assert response.json()["reason"]
    actions.open_room(scene.chair, room=scene.room)
    response = browser.post(address(scene.room, "noi/"), {"text": "x", "client_key": "forged"}, **live)
    assert response.status_code == 403


@pytest.mark.parametrize("raw", ["", "0", "x", "-1", "9" * 30, "²"])
def test_numbers_that_name_nothing_are_not_there(signed_in, raw):
    scene = a_room()
    browser = signed_in(scene.chair)
    assert browser.post(address(scene.room, "luot/"), {"call": raw}).status_code == 404
    assert browser.post(address(scene.room, "chuong-trinh/"), {"item": raw}).status_code == 404
    assert browser.post(address(scene.room, "gio-tay/"), {"show": raw, "value": "yes"}).status_code == 404
    other = a_room()
    turn = actions.ask_turn(other.expert, room=other.room)
    assert browser.post(address(scene.room, "luot/"), {"call": turn.pk}).status_code == 404


def test_minutes_are_a_word_file(signed_in):
    scene = a_room()
    actions.say(scene.expert, room=scene.room, text="Nên kéo dài thời hạn", client_key=key())
    refused = signed_in(scene.expert).get(address(scene.room, "bien-ban/"))
    assert refused.status_code == 403
    assert "sau khi phiên thảo luận kết thúc" in refused.content.decode()
    actions.close_room(scene.chair, room=scene.room, conclusion="Tiếp thu, chỉnh lý")
    response = signed_in(scene.expert).get(address(scene.room, "bien-ban/"))
    text = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode()
    for words in ("Hội nghị phản biện xã hội", "Nên kéo dài thời hạn", "Tiếp thu, chỉnh lý", "Phạm Thị Dung"):
        assert words in re.sub(r"<[^>]+>", "", text).replace("\u00a0", " ")


def test_session_is_called_by_the_council(signed_in):
    consultation = a_consultation()
    secretary = a_member(consultation.council, "secretary")
    chair = a_member(consultation.council, "council_head")
    path = f"/ho-so/{consultation.code}/phong/moi/"
    assert signed_in(an_expert()).get(path).status_code == 404
    browser = signed_in(secretary)
    html = browser.get(path).content.decode()
    clause = consultation.version.clauses.get(label="Điều 3.")
    sent = {
        "client_key": client_key_of(html, "<form"),
        "title": "Hội nghị",
        "starts_at": (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "chair": chair.pk,
        "secretary": secretary.pk,
        "agenda-TOTAL_FORMS": 6,
        "agenda-INITIAL_FORMS": 0,
        "agenda-0-title": "Khai mạc",
        "agenda-2-title": "Thảo luận Điều 3",
        "agenda-2-clause": clause.pk,
    }
    bad = browser.post(path, {**sent, "starts_at": "hôm qua"})
    assert bad.status_code == 400
    assert 'value="Hội nghị"' in bad.content.decode()
    none = browser.post(path, {**sent, "agenda-0-title": "", "agenda-2-title": "", "agenda-2-clause": ""})
    assert none.status_code == 403
    assert "ít nhất một nội dung" in none.content.decode()
    response = browser.post(path, sent)
    room = Room.objects.get()
    assert response["Location"] == address(room)
    assert list(room.agenda.values_list("title", "clause_id")) == [
        ("Khai mạc", None),
        ("Thảo luận Điều 3", clause.pk),
    ]


def _full(people):
    scene = a_room()
    for n in range(people):
        expert = an_expert(f"Lê Văn Số {n}")
        actions.say(expert, room=scene.room, text=f"Ý kiến {n}", client_key=key())
        actions.ask_turn(expert, room=scene.room)
    show = actions.open_show(scene.chair, room=scene.room, question="Đồng ý?", client_key=key())
    actions.raise_hand(scene.chair, show=show, value="yes")
    return scene


@pytest.mark.parametrize("leading", [False, True])
def test_queries_do_not_grow_with_the_room(signed_in, leading, django_assert_max_num_queries):
    counts = []
    for people in (3, 30):
        scene = _full(people)
        browser = signed_in(scene.chair if leading else scene.expert)
        with django_assert_max_num_queries(32) as seen:
            assert browser.get(address(scene.room)).status_code == 200
        with django_assert_max_num_queries(24) as fed:
            rows = browser.get(f"/live/{scene.room.book_id}/?after=0").json()["entries"]
        assert len(rows) > people
        counts.append((len(seen), len(fed)))
    assert counts[0] == counts[1]

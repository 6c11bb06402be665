"""The session ends while somebody writes: after sign-in the text is there, and one press sends it."""

from uuid import uuid4

import lxml.html
import pytest
from django.urls import reverse

from consult.reports.models import Answer
from consult.rooms import actions as rooms
from consult.rooms.models import Message
from tests import factories as make
from tests.reports.conftest import compiled
from tests.rooms.scenes import a_room

pytestmark = pytest.mark.django_db
KEPT = "/noi-dung-da-giu/"
WORDS = "Không tiếp thu vì khoản này\ntrái với <b>Điều 5</b> của Luật."


def send_signed_out(client, url, body):
    response = client.post(url, body)
    assert response.status_code == 302
    assert response.url == f"/tai-khoan/login/?next={KEPT}"
    assert "nội dung đã viết được giữ" in client.get(response.url).content.decode()


def form_of(page):
    """The kept form as a browser sees it."""
    forms = lxml.html.fromstring(page).forms
    return next(form for form in forms if form.xpath(".//textarea[starts-with(@id, 'giu-')]"))


def resend(client):
    page = client.get(KEPT).content.decode()
    assert "Nội dung này chưa được gửi vì phiên làm việc đã hết hạn" in page
    form = form_of(page)
    data = {
        name: value.strip("\n") if isinstance(value, str) else value for name, value in form.form_values()
    }
    return client.post(form.action, data)


def test_an_answer_of_the_agency(client, signed_in):
    case = compiled(opinions=1)
    url = reverse("answer", args=[case.file.code, case.points[0].pk])
    body = {"version": 0, "code": "exp", "text": WORDS}
    send_signed_out(client, url, body)
    assert not Answer.objects.filter(text__contains="Không tiếp thu").exists()
    signed_in(case.officer)
    assert resend(client).status_code == 302
    assert Answer.objects.get(point=case.points[0]).text.split() == WORDS.split()
    assert client.get(KEPT).status_code == 404


def test_a_message_of_a_room(client, signed_in):
    scene = a_room()
    rooms.enter(scene.chair, room=scene.room)
    key = str(uuid4())
    send_signed_out(client, reverse("room_say", args=[scene.room.pk]), {"text": WORDS, "client_key": key})
    signed_in(scene.chair)
    assert resend(client).status_code == 302
    message = Message.objects.get()
    assert (str(message.client_key), message.text.split()) == (key, WORDS.split())


def test_another_person_of_the_machine_is_asked_by_the_action(client, signed_in):
    """The kept text gives nobody a right."""
    case = compiled(opinions=1)
    url = reverse("answer", args=[case.file.code, case.points[0].pk])
    send_signed_out(client, url, {"version": 0, "code": "exp", "text": WORDS})
    signed_in(make.an_expert())
    assert resend(client).status_code == 404
    assert not Answer.objects.exclude(text="").exists()


def test_nothing_written_nothing_kept(client, signed_in):
    case = compiled(opinions=1)
    response = client.post(reverse("answers_publish", args=[case.file.code]), {"client_key": str(uuid4())})
    assert KEPT not in response.url
    signed_in(case.officer)
    assert client.get(KEPT).status_code == 404


def test_passwords_are_never_kept(client):
    client.post(
        reverse("account_change_password"), {"oldpassword": "mat khau cu rat dai", "password1": "a b"}
    )
    assert "kept_post" not in client.session


def test_signing_out_takes_the_kept_text_with_it(client, signed_in):
    scene = a_room()
    client.post(reverse("room_say", args=[scene.room.pk]), {"text": WORDS, "client_key": str(uuid4())})
    signed_in(scene.chair)
    client.logout()
    signed_in(scene.chair)
    assert client.get(KEPT).status_code == 404

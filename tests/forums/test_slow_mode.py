"""A file that takes comments slowly says when the next may be sent, and keeps every word meanwhile."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from consult.forums.models import Comment, Conduct
from tests.forums.moderating import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    place = Place()
    Conduct.objects.create(consultation=place.file, gap=300)
    place.file = type(place.file).objects.select_related("book", "conduct").get(pk=place.file.pk)
    return place


def composer(client, place):
    return html.fromstring(
        client.get(f"/ho-so/{place.file.code}/gop-y/moi/?clause={place.clause.pk}").content.decode()
    )


def test_the_composer_says_when_the_next_may_be_sent(place, signed_in):
    client = signed_in(place.author)
    assert not composer(client, place).xpath("//*[@data-countdown]")
    place.comment()
    (box,) = composer(client, place).xpath("//*[@data-countdown]")
    assert 280 < int(box.get("data-countdown")) <= 300
    assert "Gửi tiếp được sau 5 phút." in box.text_content()  # the sentence that stands without a script
    assert box.get("data-words") == "Gửi tiếp được sau {}." and box.get("data-done")
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=301))
    assert not composer(client, place).xpath("//*[@data-countdown]")


def test_nothing_is_lost_by_a_sending_that_came_too_soon(place, signed_in):
    client = signed_in(place.author)
    place.comment()
    key, words = str(uuid.uuid4()), "Viết trong khi chờ, dài và có căn cứ."
    data = {
        "clause": place.clause.pk,
        "client_key": key,
        "position": "no",
        "reason": words,
        "shown": "named",
        "buoc": "gui",
    }
    refused = client.post(f"/ho-so/{place.file.code}/gop-y/moi/", data)
    page = refused.content.decode()
    assert refused.status_code == 403 and "Hồ sơ nhận ý kiến với tốc độ chậm" in page
    assert words in page and key in page and "data-countdown" in page
    Comment.objects.update(created_at=timezone.now() - timedelta(seconds=301))
    assert client.post(f"/ho-so/{place.file.code}/gop-y/moi/", data).status_code == 302
    assert Comment.objects.filter(reason=words).count() == 1

"""A mention names a comment; nothing in it leads to an unnamed voice."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.forums import actions, mentions
from consult.forums.models import Comment, Mention
from consult.kit import markdown
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def post(file, user=None, **given):
    given = {"position": "no", "reason": "Không đủ.", **given}
    if "parent" in given:
        given["position"] = ""
    return actions.post_comment(user or make.an_expert(), consultation=file, client_key=uuid.uuid4(), **given)


def test_a_named_voice_is_linked_by_name_and_told_once(file):
    first = post(file, make.an_expert("Phạm Văn Khải"))
    text = f"Như @#{first.number} và @#{first.number} đã nêu."
    second = post(file, reason=text)
    assert second.reason_html.count("@TS. Phạm Văn Khải (#") == 2
    assert f"/gop-y/{first.pk}/" in second.reason_html
    assert Mention.objects.count() == 1
    assert mentions.mentioned_by(second) == (first.voice.person_id,)


def test_an_unnamed_voice_is_told_and_not_revealed(file):
    first = post(file, make.an_expert("Phạm Văn Canary"), shown="anonymous")
    second = post(file, reason=f"Tán thành @#{first.number}.")
    assert "Canary" not in second.reason_html and f">@#{first.number}</a>" in second.reason_html
    assert mentions.mentioned_by(second) == (first.voice.person_id,)


def test_what_is_no_mention_stays_as_it_was_typed(file):
    first, user = post(file), make.an_expert()
    text = f"Số @#999999, thư a@#{first.number}, mã `@#{first.number}` và [đường dẫn](https://vi.du/@#{first.number})."
    second = post(file, user, reason=text)
    assert second.reason_html == markdown.render(second.reason)
    other = make.a_consultation()
    elsewhere = post(other, reason=f"@#{first.number + 50}")
    assert not Mention.objects.filter(comment=elsewhere).exists()


def test_oneself_and_the_withdrawn_are_not_told(file):
    user = make.an_expert()
    own, gone = post(file, user), post(file)
    actions.withdraw_comment(gone.voice.person, comment=gone)
    comment = post(file, user, reason=f"@#{own.number} @#{gone.number}")
    assert mentions.mentioned_by(comment) == ()
    assert list(Mention.objects.values_list("of", flat=True)) == [own.pk]


def test_at_most_ten_and_one_query_more(file, django_assert_max_num_queries):
    numbers = [post(file).number for _n in range(12)]
    words = " ".join(f"@#{number}" for number in numbers)
    reader = AnonymousUser()
    with django_assert_max_num_queries(1):
        found = mentions.find(reader, file, words)
    assert len(found) == mentions.MOST


def test_only_named_voices_of_the_file_are_offered(file, django_assert_num_queries):
    named = post(file, make.an_expert("Đỗ Hòa Bình"))
    post(file, make.an_expert("Đỗ Hòa Ẩn Danh"), shown="anonymous")
    post(make.a_consultation(), make.an_expert("Đỗ Hòa Người Ngoài"))
    make.an_expert("Đỗ Hòa Im Lặng")
    me = post(file, make.an_expert("Đỗ Hòa Tôi")).voice.person
    assert [one.name for one in mentions.offered(me, file, "do hoa")] == ["TS. Đỗ Hòa Bình"]
    assert mentions.offered(me, file, "do hoa")[0].number == named.number
    assert mentions.offered(me, file, "  ") == ()
    for _n in range(30):
        post(file, make.an_expert("Trần Hòa"))
    with django_assert_num_queries(1):
        assert len(mentions.offered(AnonymousUser(), file, "hoà")) == mentions.OFFERED


def test_who_was_named_once_is_offered_by_that_comment_alone(file):
    user = make.an_expert("Lê Văn Hai Mặt")
    named = post(file, user)
    hidden = post(file, user, shown="anonymous")
    assert [one.number for one in mentions.offered(AnonymousUser(), file, "hai mat")] == [named.number]
    assert hidden.number not in {one.number for one in mentions.offered(AnonymousUser(), file, "hai")}


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from('@#1 <>"&a[](){}`*_:/.hrefst\n'), max_size=60))
def test_links_never_break_the_cleaned_html(text):
    class Voice:
        label = 'TS. "A" <b>, nơi'

    comment = Comment(pk=5, number=1, shown="named")
    comment._state.fields_cache["voice"] = Voice()

    class File:
        code = "GY-2026-001"

    comment._state.fields_cache["consultation"] = File()
    html = markdown.render(text)
    linked = mentions.link(html, {1: comment})
    shown = '<a href="/ho-so/GY-2026-001/gop-y/5/">@TS. &quot;A&quot; &lt;b&gt; (#1)</a>'
    assert linked.replace(shown, "@#1") == html


def test_the_list_of_who_may_be_mentioned(file, client):
    named = post(file, make.an_expert("Đỗ Hòa Bình"))
    post(file, make.an_expert("Đỗ Hòa Ẩn Danh"), shown="anonymous")
    url = reverse("mentionable", args=[file.code])
    assert client.get(url, {"q": "hoa"}).status_code == 302
    client.force_login(make.an_expert())
    part = client.get(url, {"q": "do hoa"}, headers={"HX-Request": "true"}).content.decode()
    assert f'data-mention="@#{named.number}"' in part and "Ẩn Danh" not in part
    page = client.get(url, {"q": "do hoa"}).content.decode()
    assert f"<code>@#{named.number}</code>" in page and "Ẩn Danh" not in page

"""Before an opinion goes: who said it already, how the name will appear; and what is quoted in an answer."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.quoting import quoted
from consult.forums import actions
from consult.forums.models import Comment, Endorsement
from tests import factories as make

pytestmark = pytest.mark.django_db
SAID = "Thời hạn bảy ngày là quá ngắn để các chuyên gia ở xa chuẩn bị đề xuất có dự toán đầy đủ, nên kéo dài."


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def said(file, reason=SAID, *, user=None, citation="khoản 1 Điều 3", **given):
    given = {"position": "no", "shown": "anonymous", **given}
    return actions.post_comment(
        user or make.an_expert("Trần Văn Kín"), consultation=file, clause=clause_of(file, citation), reason=reason,
        client_key=uuid.uuid4(), **given,
    )  # fmt: skip


def typed(file, **given):
    return {
        "clause": clause_of(file).pk, "client_key": str(uuid.uuid4()), "position": "no", "reason": SAID + " Xin xét.",
        "proposed": "15 ngày làm việc", "criterion": "soundness", "shown": "anonymous", "buoc": "xem", **given,
    }  # fmt: skip


def send(client, file, data, **more):
    return client.post(f"/ho-so/{file.code}/gop-y/moi/", data, **more)


def test_the_look_shows_who_said_it_without_a_name_and_sends_nothing(file, signed_in):
    comment, client = said(file), signed_in(make.an_expert("Lê Thị Viết"))
    page = send(client, file, typed(file)).content.decode()
    assert "Đã có ý kiến tương tự ở đây" in page
    assert f'name="dong_tinh" value="{comment.pk}"' in page
    assert "Trần Văn Kín" not in page
    assert "Chuyên gia đã xác thực" in page and "Lê Thị Viết" not in page.split("<main")[1]
    assert Comment.objects.count() == 1


def test_everything_typed_goes_along_and_is_sent_by_the_second_press(file, signed_in):
    client, data = signed_in(make.an_expert("Lê Thị Viết")), typed(file, shown="named")
    page = send(client, file, data).content.decode()
    assert "Lê Thị Viết" in page
    for words in (data["client_key"], "15 ngày làm việc", "Xin xét.", 'value="soundness"'):
        assert words in page
    back = send(client, file, {**data, "buoc": "sua"}).content.decode()
    assert "15 ngày làm việc</textarea>" in back and "Xin xét." in back
    answer = send(client, file, {**data, "buoc": "gui"})
    assert answer.url.endswith("/bien-nhan/")
    comment = Comment.objects.get()
    assert (comment.reason, comment.criterion) == (data["reason"], "soundness")


def test_a_script_gets_the_part_alone(file, signed_in):
    answer = send(signed_in(make.an_expert()), file, typed(file), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200 and page.lstrip().startswith("<form") and "<html" not in page


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [({"position": ""}, 400, "Xin chọn quan điểm."), ({"reason": "", "proposed": ""}, 403, "Xin nêu lý do")],
)
def test_what_cannot_be_sent_is_said_at_the_first_press(file, signed_in, given, status, sentence):
    answer = send(signed_in(make.an_expert()), file, typed(file, **given))
    assert answer.status_code == status and sentence in answer.content.decode()


def test_agreeing_endorses_and_what_was_written_becomes_an_answer(file, signed_in):
    comment, user = said(file), make.an_expert()
    client, data = signed_in(user), typed(file, dong_tinh="", buoc="gui")
    data["dong_tinh"] = comment.pk
    first, again = send(client, file, data), send(client, file, data)
    assert first.url == again.url
    assert Endorsement.objects.get().comment == comment
    reply = Comment.objects.get(parent=comment)
    assert reply.reason == f"{SAID} Xin xét.\n\nĐề nghị sửa thành:\n\n> 15 ngày làm việc"
    assert reply.shown == "anonymous"


def test_agreeing_without_words_endorses_alone(file, signed_in):
    comment = said(file)
    data = typed(file, position="yes", reason="", proposed="", dong_tinh=comment.pk, buoc="gui")
    answer = send(signed_in(make.an_expert()), file, data)
    assert f"#y-{comment.pk}" in answer.url
    assert Endorsement.objects.count() == 1 and Comment.objects.count() == 1


def test_one_agrees_neither_with_oneself_nor_with_what_is_not_there(file, signed_in):
    user = make.an_expert()
    own, client = said(file, user=user), signed_in(user)
    page = send(client, file, typed(file)).content.decode()
    assert "sửa ý kiến đó" in page and 'name="dong_tinh"' not in page
    refused = send(client, file, typed(file, dong_tinh=own.pk, buoc="gui"))
    assert refused.status_code == 403 and "Xin xét." in refused.content.decode()
    assert send(client, file, typed(file, dong_tinh="9" * 9, buoc="gui")).status_code == 404
    assert not Endorsement.objects.exists()


def test_other_places_other_words_and_what_was_taken_back_are_not_offered(file, signed_in):
    said(file, citation="khoản 2 Điều 3")
    said(file, "Nên giao cho Ủy ban nhân dân cấp xã quyết định danh mục đặt hàng hằng năm theo phân cấp.")
    gone = said(file)
    actions.withdraw_comment(gone.voice.person, comment=gone)
    page = send(signed_in(make.an_expert()), file, typed(file)).content.decode()
    assert "Đã có ý kiến tương tự" not in page and "Xem lại trước khi gửi" in page


def test_the_look_takes_the_same_queries_for_many_opinions(file, signed_in, django_assert_max_num_queries):
    user = make.an_expert()
    client = signed_in(user)
    for count in (1, 20):
        for n in range(count):
            said(file, f"{SAID} {n}")
        with django_assert_max_num_queries(20):
            send(client, file, typed(file))


def test_a_preview_is_cleaned(file, client, signed_in):
    answer = client.post("/gop-y/xem-truoc/", {"reason": "**đậm** <script>alert(1)</script>"})
    assert "<strong>đậm</strong>" in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    page = send(
        signed_in(make.an_expert()), file, typed(file, reason="**đậm**", buoc="truoc")
    ).content.decode()
    assert '<details class="preview" open>' in page and "<strong>đậm</strong>" in page
    assert "15 ngày làm việc" in page


def test_an_answer_begins_with_what_it_quotes(file, signed_in):
    comment, client = said(file), signed_in(make.an_expert())
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tra-loi/"
    assert f"&gt; {SAID}" in client.get(f"{url}?trich=1").content.decode()
    assert "&gt; quá ngắn" in client.get(url, {"trich": "quá ngắn"}).content.decode()


@given(st.text(max_size=80), st.text(max_size=40))
def test_a_quotation_keeps_what_was_written(words, written):
    found = quoted(words, written)
    assert written.rstrip().lstrip("\n") in found
    assert quoted(words, found) == found
    for line in words.strip().splitlines():
        assert f"> {line}".rstrip() in found

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from consult.forums import actions
from consult.forums.models import Comment, Endorsement
from consult.ledger.models import Book
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file):
    return file.version.clauses.get(citation="khoản 1 Điều 3")


def typed(file, **given):
    return {
        "clause": clause_of(file).pk,
        "client_key": str(uuid.uuid4()),
        "position": "amend",
        "reason": "Bảy ngày **không đủ**.",
        "proposed": "15 ngày làm việc",
        "criterion": "soundness",
        "shown": "anonymous",
        **given,
    }


def address(file):
    return f"/ho-so/{file.code}/gop-y/moi/"


def a_comment(file, user=None, **given):
    given = {"position": "no", "reason": "Không đủ.", "shown": "named", **given}
    return actions.post_comment(
        user or make.an_expert(), consultation=file, clause=clause_of(file), client_key=uuid.uuid4(), **given
    )


def test_sending_leads_to_the_receipt_for_the_author_alone(file, signed_in, django_assert_max_num_queries):
    author = make.an_expert()
    client = signed_in(author)
    data = typed(file)
    make.a_voice(file, author)
    with django_assert_max_num_queries(20):  # 18, and the two that open and close the transaction
        response = client.post(address(file), data)
    comment = Comment.objects.get()
    assert response.url == f"/ho-so/{file.code}/gop-y/{comment.pk}/bien-nhan/"
    page = client.get(response.url).content.decode()
    assert f"{file.code}-{comment.number:06d}" in page
    assert f'data-draft-sent="gop-y-{file.code}-{comment.clause_id}"' in page
    assert "Tổng hợp" in page or "Lập bản tổng hợp" in page
    assert signed_in(make.an_expert()).get(response.url).status_code == 404


def test_pressing_twice_sends_once(file, signed_in):
    client, data = signed_in(make.an_expert()), typed(file)
    first, second = client.post(address(file), data), client.post(address(file), data)
    assert first.url == second.url
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"position": ""}, 400, "Xin chọn quan điểm."),
        ({"client_key": "forged"}, 403, "Mã gửi của biểu mẫu không hợp lệ"),
        ({"shown": "sealed"}, 400, "Ai được biết tên tôi"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_is_kept(file, signed_in, given, status, sentence):
    response = signed_in(make.an_expert()).post(address(file), typed(file, **given))
    page = response.content.decode()
    assert response.status_code == status
    assert sentence in page
    assert "Bảy ngày **không đủ**." in page
    assert "15 ngày làm việc" in page
    assert not Comment.objects.exists()


def test_a_script_gets_the_form_alone_with_a_status_that_it_shows(file, signed_in):
    response = signed_in(make.an_expert()).post(
        address(file), typed(file, position=""), headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert page.lstrip().startswith("<form") and "<html" not in page
    done = signed_in(make.an_expert()).post(address(file), typed(file), headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"].endswith("/bien-nhan/")


def test_after_the_deadline_the_reason_is_said_and_the_text_kept(file, signed_in):
    Book.objects.filter(pk=file.book_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    response = signed_in(make.an_expert()).post(address(file), typed(file))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Đã hết thời hạn thực hiện việc này." in page
    assert "Bảy ngày **không đủ**." in page


def test_a_session_that_ended_while_writing_loses_nothing(file, client, signed_in):
    data = typed(file)
    response = client.post(address(file), data)
    assert response.status_code == 302
    assert response.url.startswith("/tai-khoan/login/?next=")
    assert f"gop-y%2Fmoi%2F%3Fclause%3D{data['clause']}" in response.url
    signed_in(make.an_expert())  # the same browser signs in
    page = client.get(f"{address(file)}?clause={data['clause']}").content.decode()
    assert "Bảy ngày **không đủ**." in page
    assert data["client_key"] in page
    room = client.get(f"/ho-so/{file.code}/van-ban/?clause={data['clause']}&muc=viet").content.decode()
    assert "Bảy ngày **không đủ**." in room
    client.post(address(file), data)
    assert "Bảy ngày" not in client.get(f"{address(file)}?clause={data['clause']}").content.decode()


def test_a_reply_typed_without_a_session_is_kept_too(file, client, signed_in):
    comment = a_comment(file)
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tra-loi/"
    client.post(
        url, {"parent": comment.pk, "client_key": str(uuid.uuid4()), "reason": "Đồng tình.", "shown": "named"}
    )
    signed_in(make.an_expert())
    assert "Đồng tình." in client.get(url).content.decode()


def test_only_three_forms_are_kept(file, client):
    clauses = list(file.version.clauses.filter(kind__in=["clause", "point"]))[:4]
    for clause in clauses:
        client.post(address(file), typed(file, clause=clause.pk))
    assert len(client.session["kept_forms"]) == 3


def test_a_reply_is_sent_and_read_under_the_comment(file, signed_in):
    comment = a_comment(file)
    client = signed_in(make.a_member(file.agency, Role.AGENCY_OFFICER))
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tra-loi/"
    assert client.get(url).status_code == 200
    data = {
        "parent": comment.pk,
        "client_key": str(uuid.uuid4()),
        "reason": "Xin ghi nhận.",
        "shown": "named",
    }
    assert client.post(url, data).status_code == 302
    assert Comment.objects.get(parent=comment).reason == "Xin ghi nhận."
    assert (
        "Xin ghi nhận."
        in client.get(f"/ho-so/{file.code}/van-ban/?clause={comment.clause_id}").content.decode()
    )


def test_endorsing_with_and_without_a_script(file, signed_in):
    comment = a_comment(file)
    client = signed_in(make.an_expert())
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tan-thanh/"
    assert client.get(url).status_code == 405
    response = client.post(url)
    assert response.url.endswith(f"?clause={comment.clause_id}&sau={comment.pk - 1}#y-{comment.pk}")
    assert client.get(response.url).status_code == 200
    again = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in again and Endorsement.objects.count() == 1
    back = client.post(url, {"thoi": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="false"' in back and not Endorsement.objects.exists()
    refused = signed_in(comment.voice.person).post(url)
    assert refused.status_code == 403
    assert "của chính mình" in refused.content.decode()


def test_withdrawing_takes_the_words_off_the_page(file, signed_in):
    comment = a_comment(file, reason="Lời sẽ rút.")
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/rut/"
    assert signed_in(make.an_expert()).post(url).status_code == 403
    client = signed_in(comment.voice.person)
    response = client.post(url, follow=True)
    page = response.content.decode()
    assert "Ý kiến đã được người viết rút." in page
    assert "Lời sẽ rút." not in page


@pytest.mark.parametrize("raw", ["0", "-1", "999999999999999999", "9" * 40, "x", "١", "%00"])
def test_a_clause_that_is_not_there(file, client, raw):
    assert client.get(f"{address(file)}?clause={raw}").status_code == 404


def test_a_comment_of_another_file_is_not_there(file, client):
    comment = a_comment(make.a_consultation())
    assert client.get(f"/ho-so/{file.code}/gop-y/{comment.pk}/").status_code == 404


def test_files_in_preparation_have_no_composer_for_outsiders(signed_in):
    file = make.a_consultation(state="prepared")
    client = signed_in(make.an_expert())
    assert client.get(address(file)).status_code == 404
    assert client.post(address(file), typed(file)).status_code == 404


def test_posting_asks_for_the_token_of_the_form(file):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(file), typed(file)).status_code == 403


def test_publishing_the_name_is_chosen_for_nobody(file, client):
    assert "checked" not in client.get(address(file)).content.decode()
    strict = make.a_consultation(levels=["named"])
    page = client.get(address(strict)).content.decode()
    assert page.count("checked") == 1
    assert 'value="anonymous"' not in page

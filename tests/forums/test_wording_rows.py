"""Who supports which wording: equal wordings in one row, each voice once, small groups merged, no name anywhere."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.urls import reverse

from consult.forums import actions, wordings
from consult.forums.selectors import file_or_404
from tests import factories as make
from tests.forums.test_carried import published

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def post(file, user=None, **given):
    given = {"clause": clause_of(file), "position": "amend", "reason": "Vì thế.", **given}
    return actions.post_comment(user or make.an_expert(), consultation=file, client_key=uuid.uuid4(), **given)


def rows_of(file, user=VISITOR):
    file = file_or_404(user, file.code)
    return wordings.by_clause(user, file, file.version).get(clause_of(file).pk, ())


def test_equal_wordings_are_one_row_and_each_voice_counts_once(file):
    one = post(file, proposed="Cơ quan đặt hàng công khai trong 15 ngày.")
    two = post(file, proposed="1. cơ quan đặt hàng  công khai trong 15 ngày")
    other = post(file, proposed="Cơ quan đặt hàng công khai trong 20 ngày.")
    actions.endorse(two.voice.person, comment=one)  # stands behind both: one voice
    actions.endorse(make.an_expert(), comment=one)
    actions.take_stance(make.an_expert(), comment=other, stance="disagree")
    rows = rows_of(file)
    assert [row.voices for row in rows] == [3, 1]
    assert [pk for pk, _number in rows[0].comments] == [one.pk, two.pk]
    assert rows[0].redline.count("<ins>") and rows[1].first == other.pk


def test_a_deletion_and_an_addition_are_rows_of_their_own(file):
    post(file, position="drop")
    post(file, position="drop", reason="Trùng lặp.")
    post(file, position="add", proposed="Kết quả được công bố.")
    post(file, position="add", proposed="Kết quả được công bố.", adds="point")
    found = {(row.change, row.label): row.voices for row in rows_of(file)}
    assert found == {
        ("delete", "Đề nghị bỏ"): 2,
        ("add", "Đề nghị bổ sung khoản mới"): 1,
        ("add", "Đề nghị bổ sung điểm mới"): 1,
    }


def test_fields_are_shown_from_five_voices_on(file):
    first = post(file, proposed="Trong 15 ngày.")
    for _n in range(3):
        actions.endorse(make.an_expert(), comment=first)
    (row,) = rows_of(file)
    assert (row.voices, row.fields, row.other) == (4, (), 0)
    actions.endorse(make.an_expert(), comment=first)
    (row,) = rows_of(file)
    assert (row.voices, row.fields) == (5, (("Pháp luật", 5),))


def test_who_proposes_the_same_with_and_without_a_name_is_not_told(file):
    user = make.an_expert("Trần Văn Canary")
    post(file, user, proposed="Trong 15 ngày.")
    post(file, user, proposed="Trong 15 ngày", shown="anonymous")
    (row,) = rows_of(file)
    assert row.voices == len(row.comments) == 2
    assert rows_of(file, user)[0].by_me
    assert "Canary" not in repr(row)


def test_withdrawn_ones_go_and_earlier_versions_come_along():
    old = published(make.TEXT)
    file = make.a_consultation(version=old)
    kept, gone = post(file, proposed="Trong 20 ngày."), post(file, proposed="Trong 9 ngày.")
    actions.withdraw_comment(gone.voice.person, comment=gone)
    file.version = published(make.TEXT_2, old.draft)
    file.save(update_fields=["version"])
    (row,) = rows_of(file)
    assert row.first == kept.pk
    assert "15 ngày làm việc" in row.redline  # compared with the words as they are now


def test_the_same_queries_for_three_and_for_thirty(file, django_assert_num_queries):
    for size in (3, 30):
        for n in range(size):
            comment = post(file, proposed=f"Trong {n} ngày.")
            actions.endorse(make.an_expert(), comment=comment)
        caches["pages"].clear()
        asked = file_or_404(VISITOR, file.code)
        with django_assert_num_queries(3):
            wordings.by_clause(VISITOR, asked, asked.version)
        with django_assert_num_queries(0):
            wordings.by_clause(VISITOR, asked, asked.version)


def test_the_page_and_its_button(file, client):
    comment = post(file, make.an_expert("Lê Văn Ẩn Mình"), proposed="Trong 15 ngày.", shown="anonymous")
    url = reverse("clause_wordings", args=[file.code, comment.clause_id])
    page = client.get(url).content.decode()
    assert "1 người ủng hộ" in page and "Ẩn Mình" not in page and "Ủng hộ phương án này" not in page
    supporter = make.an_expert()
    client.force_login(supporter)
    assert "Ủng hộ phương án này" in client.get(url).content.decode()
    back = client.post(reverse("comment_endorse", args=[file.code, comment.pk]), {"phuong-an": "1"})
    assert back["Location"] == url
    page = client.get(url).content.decode()
    assert "2 người ủng hộ" in page and "Đã ủng hộ phương án này" in page
    assert client.get(reverse("clause_wordings", args=[file.code, 10**9])).status_code == 404


def test_proposals_stand_in_the_text(file, client):
    clause = clause_of(file)
    other = clause_of(file, "khoản 2 Điều 2")
    best = post(file, proposed="Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 15 ngày.")
    actions.endorse(make.an_expert(), comment=best)
    post(file, proposed="Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 9 ngày.")
    post(file, position="add", proposed="Kết quả lựa chọn được công bố.")
    post(file, clause=other, position="drop")
    url = reverse("suggestions", args=[file.code])
    page = client.get(url).content.decode()
    assert "<del>07</del><ins>15</ins>" in page
    assert "1 phương án khác" in page
    assert page.index(f'id="c-{clause.pk}"') < page.index("<ins>Kết quả lựa chọn được công bố.</ins>")
    assert f"<del>{other.text}</del>" in page
    narrowed = client.get(url, {"clause": other.pk}).content.decode()
    assert (
        "<ins>" not in narrowed.replace("<ins>Đề nghị bổ sung</ins>", "")
        and f"<del>{other.text}</del>" in narrowed
    )
    assert client.get(url, {"clause": "x"}).status_code == 404
    assert client.get(url, {"clause": "999999999"}).status_code == 404

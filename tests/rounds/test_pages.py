"""The pages of a round through the door of the site."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.forums.models import Comment
from consult.people.roles import Role
from consult.rounds.models import Dissent, Line, LineBallot, Round, RoundComment
from tests import factories as make
from tests import pages
from tests.rounds.hall import a_hall, a_line, dissent, ended, filed, say, vote

pytestmark = pytest.mark.django_db


def text(response, status=200):
    return pages.text(response, status)


def key():
    return str(uuid.uuid4())


def moment(days):
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_an_officer_opens_a_round(signed_in):
    hall = a_hall(2, opened=False)
    client = signed_in(hall.officer)
    page = text(client.get("/hoi/"))
    url = f"/hoi/dot/moi/{hall.file.code}/"
    assert url in page
    assert "Hội viên số 1" in text(client.get(url))
    data = {"client_key": key(), "closes_at": moment(400), "whom": "all", "quorum": 50, "results": "end",
            "note": "Kính mời."}  # fmt: skip
    refused = text(client.post(url, data), 403)
    assert "Thời hạn trong hội phải trước thời hạn góp ý của hồ sơ." in refused
    assert "Kính mời." in refused
    assert "Thời điểm không hợp lệ." in text(client.post(url, {**data, "closes_at": "mai"}), 400)
    assert client.post(url, {**data, "closes_at": moment(3)}).url == f"/hoi/dot/{Round.objects.get().pk}/"
    assert "Kính mời." in text(client.get(f"/hoi/dot/{Round.objects.get().pk}/"))


def test_others_cannot_open_one(signed_in):
    hall = a_hall(1, opened=False)
    url = f"/hoi/dot/moi/{hall.file.code}/"
    assert signed_in(hall.members[0]).get(url).status_code == 404
    assert signed_in(make.a_member(hall.file.agency, Role.AGENCY_OFFICER)).get(url).status_code == 404


def test_a_member_reads_both_and_writes(signed_in):
    hall = a_hall(2)
    client = signed_in(hall.members[0])
    base = f"/hoi/dot/{hall.round.pk}/"
    from consult.forums.actions import post_comment

    post_comment(make.an_expert(), consultation=hall.file, clause=hall.clause, position="yes",
                 reason="Lời công khai.", client_key=uuid.uuid4())  # fmt: skip
    data = {"client_key": key(), "clause": hall.clause.pk, "position": "no", "reason": "Lời trong hội."}
    assert client.post(f"{base}gop-y/moi/", data).status_code == 302
    page = text(client.get(f"{base}van-ban/?clause={hall.clause.pk}"))
    assert page.index("Lời trong hội.") < page.index("Lời công khai.")
    assert Comment.objects.count() == 1
    said = RoundComment.objects.get()
    other = signed_in(hall.members[1])
    assert other.post(f"{base}gop-y/{said.pk}/tan-thanh/").status_code == 302
    assert (
        other.post(f"{base}gop-y/{said.pk}/tra-loi/", {"client_key": key(), "reason": "Đúng."}).status_code
        == 302
    )
    assert "Đúng." in text(other.get(f"{base}van-ban/?clause={hall.clause.pk}"))


def test_refused_words_stay_in_the_form(signed_in):
    hall = a_hall(1)
    client = signed_in(hall.members[0])
    url = f"/hoi/dot/{hall.round.pk}/gop-y/moi/"
    data = {"client_key": key(), "clause": "chung", "reason": "Giữ lại lời này.", "position": ""}
    page = text(client.post(url, data), 400)
    assert "Giữ lại lời này." in page
    assert "Xin chọn quan điểm." in page
    page = text(client.post(url, {**data, "position": "no", "public": "on"}), 400)
    assert "Xin chọn ai được biết tên người góp ý." in page
    ended(hall)
    page = text(client.post(url, {**data, "position": "no"}), 403)
    assert "Giữ lại lời này." in page
    assert "đã hết hạn" in page


def test_a_member_publishes_on_the_page_and_only_they_see_the_mark(signed_in):
    hall = a_hall(2)
    said = say(hall, hall.members[0])
    url = f"/hoi/dot/{hall.round.pk}/gop-y/{said.pk}/cong-khai/"
    client = signed_in(hall.members[0])
    assert "Gửi vào hồ sơ" in text(client.get(url))
    assert client.post(url, {"client_key": key(), "shown": "anonymous"}).status_code == 302
    where = f"/hoi/dot/{hall.round.pk}/van-ban/?clause={hall.clause.pk}"
    assert "Đã đưa ra hồ sơ công khai" in text(client.get(where))
    assert "Đã đưa ra hồ sơ công khai" not in text(signed_in(hall.members[1]).get(where))
    assert "Đã đưa ra hồ sơ công khai" not in text(signed_in(hall.officer).get(where))


def test_lines_votes_and_results_on_the_pages(signed_in):
    hall = a_hall(5)
    officer, base = signed_in(hall.officer), f"/hoi/dot/{hall.round.pk}/"
    say(hall, hall.members[0])
    new = f"{base}phuong-an/moi/"
    assert "Thời hạn quá ngắn." in text(officer.get(f"{new}?clause={hall.clause.pk}"))
    data = {"client_key": key(), "clause": hall.clause.pk, "position": "amend", "reason": "Thêm ngày.",
            "cites": [RoundComment.objects.get().pk]}  # fmt: skip
    assert officer.post(new, data).status_code == 302
    line = Line.objects.get()
    page = f"{base}phuong-an/{line.pk}/"
    assert officer.post(f"{page}bieu-quyet/").status_code == 302
    for user in hall.members[:4]:
        client = signed_in(user)
        assert "Gửi phiếu" in text(client.get(page))
        assert client.post(page, {"client_key": key(), "version": 1, "choice": "agree"}).status_code == 302
    ballot = {"client_key": key(), "version": 1, "choice": "disagree", "reason": ""}
    client = signed_in(hall.members[4])
    assert "Xin nêu lý do cho lựa chọn này." in text(client.post(page, ballot), 403)
    assert client.post(page, {**ballot, "reason": "Lý do kín đáo."}).status_code == 302
    for user in (hall.officer, hall.members[0]):
        seen = text(signed_in(user).get(page))
        assert "giữ kín" in seen
        assert "Lý do kín đáo." not in seen
    assert signed_in(hall.officer).post(f"{base}ket-thuc/").status_code == 302
    seen = text(signed_in(hall.members[0]).get(page))
    assert "5/5 hội viên bỏ phiếu" in seen
    assert "Lý do kín đáo." in seen
    assert "Hội viên số 4" not in seen


def test_a_stale_edit_shows_both_texts(signed_in):
    hall = a_hall(1)
    line = a_line(hall)
    url = f"/hoi/dot/{hall.round.pk}/phuong-an/{line.pk}/sua/"
    data = {"client_key": key(), "version": 1, "position": "amend", "reason": "Lời thứ nhất."}
    client = signed_in(hall.officer)
    assert client.post(url, data).status_code == 302
    page = text(client.post(url, {**data, "reason": "Lời thứ hai."}), 409)
    assert "Lời thứ nhất." in page
    assert "Lời thứ hai." in page
    assert client.post(url, {**data, "reason": "Lời thứ hai.", "version": 2}).status_code == 302


def test_dissent_named_and_unnamed(signed_in):
    hall = a_hall(2)
    url = f"/hoi/dot/{hall.round.pk}/y-kien-khac/"
    for user, named in zip(hall.members, ("yes", "no"), strict=True):
        assert signed_in(user).post(url, {"client_key": key(), "text": f"Khác {named}.", "named": named}).url
    page = text(signed_in(hall.officer).get(f"/hoi/dot/{hall.round.pk}/"))
    assert "Khác yes." in page
    assert "Hội viên không nêu tên" in page
    own = Dissent.objects.get(named=False)
    back = f"/hoi/dot/{hall.round.pk}/y-kien-khac/{own.pk}/rut/"
    assert signed_in(hall.officer).post(back).status_code == 404
    assert signed_in(hall.members[1]).post(back).status_code == 302
    assert text(signed_in(hall.members[1]).get(f"{url}?phuong-an=abc"), 404)


def test_the_officer_files_and_everybody_sees_it(signed_in, client):
    hall = a_hall(5)
    line = a_line(hall)
    for user in hall.members:
        vote(user, line)
    dissent(hall, hall.members[0], "Giữ nguyên 07 ngày.", line=line)
    base = f"/hoi/dot/{hall.round.pk}/"
    public = f"/hoi/y-kien/{hall.round.pk}/"
    assert client.get(public).status_code == 404
    ended(hall)
    officer = signed_in(hall.officer)
    preview = text(officer.get(f"{base}gui/"))
    assert "Giữ nguyên 07 ngày." in preview
    assert officer.post(f"{base}gui/").url == public
    assert officer.post(f"{base}gui/").url == public
    client.logout()
    page = text(client.get(public))
    for words in ("Ý kiến tập thể của", "Giữ nguyên 07 ngày.", "hội viên không nêu tên", "5 tán thành"):
        assert words in page
    where = text(client.get(f"/ho-so/{hall.file.code}/van-ban/?clause={hall.clause.pk}"))
    assert "Liên hiệp hội Cần Thơ" in where
    assert "Giữ nguyên 07 ngày." in where
    word = client.get(f"{public}bao-cao.docx")
    inside = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "BÁO CÁO" in inside
    assert "Giữ nguyên 07 ngày." in inside.replace("\u00a0", " ")
    assert client.get(f"{public}bao-cao.pdf").content.startswith(b"%PDF")
    assert Comment.objects.filter(voice__kind="organisation").count() == 2


def test_the_officers_page(signed_in):
    hall = a_hall(1)
    late = make.a_member(hall.association, Role.EXPERT, user=make.an_expert("Hội viên đến sau"))
    officer, base = signed_in(hall.officer), f"/hoi/dot/{hall.round.pk}/"
    assert "Hội viên đến sau" in text(officer.get(f"{base}quan-ly/"))
    assert officer.post(f"{base}moi-them/", {"members": [late.pk]}).status_code == 302
    assert officer.post(f"{base}quan-ly/", {"cover": "Kính gửi.", "version": 0}).status_code == 302
    stale = text(officer.post(f"{base}quan-ly/", {"cover": "Bản khác.", "version": 0}), 409)
    assert "Kính gửi." in stale
    assert "Bản khác." in stale
    assert officer.post(f"{base}thoi-han/", {"closes_at": moment(4)}).status_code == 302
    assert "phải trước thời hạn góp ý của hồ sơ" in text(
        officer.post(f"{base}thoi-han/", {"closes_at": moment(400)}), 403
    )
    member = signed_in(hall.members[0])
    for place in ("quan-ly/", "gui/", "phuong-an/moi/?clause=chung"):
        assert "Chỉ cán bộ hội được thực hiện việc này." in text(member.get(base + place), 403)
    assert member.post(f"{base}ket-thuc/").status_code == 403
    assert Round.objects.get(pk=hall.round.pk).closes_at > timezone.now()


@pytest.mark.parametrize("place", ["", "van-ban/?clause={clause}", "phuong-an/{line}/", "quan-ly/"])
def test_the_same_number_of_queries_with_three_rows_and_with_thirty(signed_in, place):
    def fill(hall, number):
        lines = [a_line(hall, reason=f"Lý do {n}.") for n in range(number)]
        for n in range(number):
            user = hall.members[n % len(hall.members)]
            said = say(hall, user, f"Ý kiến {n}.")
            LineBallot.objects.get_or_create(
                line=lines[n], seat=hall.round.seats.get(user=user), version=1, choice="agree"
            )
            Dissent.objects.create(
                round=hall.round, line=lines[n], seat=said.seat, text=f"Khác {n}.", named=True
            )
        return lines[0]

    def count(hall, line):
        client = signed_in(hall.officer)
        url = f"/hoi/dot/{hall.round.pk}/" + place.format(clause=hall.clause.pk, line=line.pk)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            text(client.get(url))
        return len(queries)

    few, many = a_hall(3), a_hall(10)
    assert count(few, fill(few, 3)) == count(many, fill(many, 30))


def test_the_filed_page_asks_the_same_number_of_queries(signed_in, client):
    def count(number):
        hall = a_hall(2)
        for n in range(number):
            a_line(hall, reason=f"Lý do {n}.", voting=False)
        filed(hall)
        client.get(f"/hoi/y-kien/{hall.round.pk}/")
        with CaptureQueriesContext(connection) as queries:
            text(client.get(f"/hoi/y-kien/{hall.round.pk}/"))
        return len(queries)

    assert count(3) == count(30)


def test_a_preview_asks_the_same_number_of_queries(signed_in):
    def count(number):
        hall = a_hall(2)
        for n in range(number):
            a_line(hall, reason=f"Lý do {n}.", voting=False)
        ended(hall)
        client = signed_in(hall.officer)
        client.get(f"/hoi/dot/{hall.round.pk}/gui/")
        with CaptureQueriesContext(connection) as queries:
            text(client.get(f"/hoi/dot/{hall.round.pk}/gui/"))
        return len(queries)

    assert count(3) == count(30)


def test_the_page_of_the_file_names_filed_opinions_and_ones_own_rounds(signed_in, client):
    file = make.a_consultation()
    done, running = a_hall(1, file=file), a_hall(1, file=file)
    a_line(done)
    filed(done)
    running.association.short_name = "Hội Luật gia Cần Thơ"
    running.association.save()
    page = f"/ho-so/{file.code}/"
    for visitor in (client, signed_in(make.a_member(file.council, Role.COUNCIL_HEAD))):
        seen = text(visitor.get(page))
        assert f"/hoi/y-kien/{done.round.pk}/" in seen
        assert "Hội Luật gia Cần Thơ" not in seen
        assert "/hoi/dot/" not in seen
    assert f"/hoi/dot/{running.round.pk}/" in text(signed_in(running.members[0]).get(page))
    assert f"/hoi/dot/{running.round.pk}/" in text(signed_in(running.officer).get(page))


def test_the_desk_says_how_many_members_have_spoken(signed_in):
    hall = a_hall(3)
    say(hall, hall.members[0])
    vote(hall.members[0], a_line(hall))
    seen = text(signed_in(hall.officer).get("/viec-cua-toi/"))
    assert "1/3 hội viên đã góp ý" in seen
    seen = text(signed_in(hall.members[1]).get("/viec-cua-toi/"))
    assert "1 phương án chờ biểu quyết" in seen
    assert f"/hoi/dot/{hall.round.pk}/" not in text(signed_in(hall.members[0]).get("/viec-cua-toi/"))

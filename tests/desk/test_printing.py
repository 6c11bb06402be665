"""Text and opinions for print: who reads what on the page and in the file, and whose the file is."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as tree

from consult.desk import print_copies, tasks
from consult.desk.models import PrintCopy
from consult.desk.reading_visits import file_read_or_404
from consult.forums import actions
from consult.kit.verdicts import NotThere, Refused
from consult.people.models import Membership
from consult.people.roles import Role
from tests import factories as make
from tests.core.pdf_reading import page_texts
from tests.desk.test_reading import CANARY, clause_of, many, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation(levels=["named", "anonymous", "council"])


@pytest.fixture
def council(file):
    return make.a_member(file.council, Role.COUNCIL_COORDINATOR)


@pytest.fixture
def officer(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def page_of(user, file, query=""):
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(f"/ho-so/{file.code}/van-ban/1/in/{query}")
    assert response.status_code == 200
    return response.content.decode()


def ask(user, file, *only):
    found = file_read_or_404(user, file.code)
    return print_copies.ask(user, consultation=found, version=found.version, only=only)


def pdf_of(user, file, *only):
    """What the file says, made by the job."""
    copy = ask(user, file, *only)
    tasks.make_copy(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "done"
    with copy.file.open("rb") as stored:
        return " ".join("\n".join(page_texts(stored.read())).split())


def test_the_page_holds_the_text_and_then_each_opinion(file):
    author = make.an_expert(CANARY)
    said = say(
        file,
        author,
        shown="named",
        reason="Bảy ngày **không đủ**.",
        proposed="Trong 15 ngày.",
        position="amend",
    )
    say(file, clause=None, parent=said, position="", reason="Xin nêu căn cứ.")
    say(file, clause=None, position="yes", reason="Tán thành toàn văn.")
    page = tree.fromstring(page_of(None, file))
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//article[@class='comment']")]
    assert "Tán thành toàn văn." in rows[0]
    assert all(
        words in rows[1]
        for words in (
            CANARY,
            "Bảy ngày không đủ.",
            "Trong 15 ngày.",
            f"{file.code}-{said.number:06d}",
            "Đề nghị sửa thành",
        )
    )
    assert "Xin nêu căn cứ." in rows[2]
    assert page.xpath("//article[@class='law']//text()[contains(., 'Điều\u00a03')]")
    assert not page.xpath("//article[@class='law']//a")


def test_an_unnamed_voice_is_named_to_the_council_alone(file, council, officer):
    say(file, make.an_expert(CANARY), shown="anonymous", reason="Thời hạn quá ngắn.")
    reader = make.an_expert()
    for user in (None, reader, officer):
        page = page_of(user, file)
        assert "Thời hạn quá ngắn." in page and "Canary" not in page
    for user in (reader, officer):
        paper = pdf_of(user, file)
        assert "Thời hạn quá ngắn." in paper and "Canary" not in paper
    for paper in (page_of(council, file), pdf_of(council, file)):
        assert CANARY in paper and "chỉ dùng trong hội đồng" in paper


def test_the_paper_prints_words_not_marks(file, officer):
    say(
        file,
        reason="Nêu **rõ** hai việc:\n\n- thời hạn < 15 ngày;\n- kinh phí.\n\n<script>x</script>",
        position="drop",
    )
    paper = pdf_of(officer, file)
    assert "Nêu rõ hai việc: - thời hạn < 15 ngày; - kinh phí." in paper
    assert "**" not in paper and "&lt;" not in paper and "sửa thành" not in paper


def test_what_was_said_to_the_council_alone_is_printed_for_it_and_its_author(file, council, officer):
    author = make.an_expert(CANARY)
    say(file, author, shown="council", reason="Riêng cho hội đồng.")
    for user in (None, officer, make.an_expert()):
        assert "Riêng cho hội đồng." not in page_of(user, file)
    assert "Riêng cho hội đồng." not in pdf_of(officer, file)
    for user in (author, council):
        assert "Riêng cho hội đồng." in pdf_of(user, file)


def test_withdrawn_and_hidden_ones_are_left_out_for_the_council_too(file, council):
    author = make.an_expert()
    actions.withdraw_comment(author, comment=say(file, author, reason="Rút lại."))
    hidden = say(file, reason="Bị ẩn.")
    type(hidden).objects.filter(pk=hidden.pk).update(state="hidden")
    say(file, reason="Còn đó.")
    page = page_of(council, file)
    assert "Còn đó." in page and "Rút lại." not in page and "Bị ẩn." not in page


def test_filters_of_the_reading_room_hold(file):
    me = make.an_expert()
    say(file, me, reason="Của chính tôi.")
    say(file, reason="Của người khác.")
    page = page_of(me, file, "?loc=cua-toi")
    assert "Của chính tôi." in page and "Của người khác." not in page and "khớp bộ lọc: của tôi" in page
    paper = pdf_of(me, file, "cua-toi")
    assert "Của chính tôi." in paper and "Của người khác." not in paper


def test_the_page_asks_the_same_whatever_the_number_of_opinions(file):
    counted = []
    for total in (3, 27):
        many(file, total)
        type(file.book).objects.filter(pk=file.book_id).update(head=uuid.uuid4().hex)
        page_of(None, file)
        type(file.book).objects.filter(pk=file.book_id).update(head=uuid.uuid4().hex)
        with CaptureQueriesContext(connection) as queries:
            page_of(None, file)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 6


# --- the file ----------------------------------------------------------------------------------------------


def test_the_same_file_until_the_next_act_and_one_at_a_time(file, officer):
    first = ask(officer, file)
    assert ask(officer, file).pk == first.pk
    with pytest.raises(Refused) as refused:
        ask(officer, file, "chua-tra-loi")
    assert refused.value.code == "printing"
    tasks.make_copy(first.pk)
    assert ask(officer, file).pk == first.pk
    say(file)
    assert ask(officer, file).pk != first.pk


def test_a_file_is_its_askers_alone_and_leaves_as_a_download(file, officer, client, signed_in):
    copy = ask(officer, file)
    mine, other = signed_in(officer), make.a_member(file.agency, Role.AGENCY_OFFICER)
    wait = f"/ho-so/{file.code}/ban-in/{copy.pk}/"
    assert "hx-get" in mine.get(wait).content.decode()
    assert mine.get(f"{wait}tep/").status_code == 404
    tasks.make_copy(copy.pk)
    assert f"{wait}tep/" in mine.get(wait, headers={"HX-Request": "true"}).content.decode()
    answer = mine.get(f"{wait}tep/")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    stranger = Client()
    stranger.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert [stranger.get(url).status_code for url in (wait, f"{wait}tep/")] == [404, 404]
    assert Client().get(f"{wait}tep/").status_code == 302


def test_who_leaves_the_council_loses_the_file_with_the_names(file, council):
    say(file, make.an_expert(CANARY), shown="anonymous")
    assert CANARY in pdf_of(council, file)
    copy = PrintCopy.objects.get()
    waiting = ask_after_an_act(council, file)
    Membership.objects.filter(user=council).update(valid_to=timezone.localdate() - timedelta(days=1))
    council = type(council).objects.get(pk=council.pk)
    with pytest.raises(NotThere):
        print_copies.copy_or_404(council, file_read_or_404(council, file.code), copy.pk)
    tasks.make_copy(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, bool(waiting.file)) == ("failed", False)


def ask_after_an_act(user, file):
    say(file)
    return ask(user, file)


def test_files_go_after_a_day(file, officer):
    pdf_of(officer, file)
    copy = PrintCopy.objects.get()
    storage, name = copy.file.storage, copy.file.name
    tasks.clear_copies(0)
    assert storage.exists(name)
    PrintCopy.objects.update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotThere):
        print_copies.copy_or_404(officer, file_read_or_404(officer, file.code), copy.pk)
    tasks.clear_copies(0)
    assert not storage.exists(name) and not PrintCopy.objects.exists()


def test_a_failure_is_told_and_may_be_asked_again(file, officer, monkeypatch, signed_in):
    copy = ask(officer, file)
    with monkeypatch.context() as broken:
        broken.setattr(print_copies.printing, "pdf", lambda *_given: 1 / 0)
        tasks.make_copy(copy.pk)
    page = signed_in(officer).get(f"/ho-so/{file.code}/ban-in/{copy.pk}/").content.decode()
    assert "Chưa lập được tệp" in page
    again = ask(officer, file)
    assert (again.pk, again.state) == (copy.pk, "waiting")
    tasks.make_copy(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "done"


def test_nobody_fills_the_disk(file, officer):
    found = file_read_or_404(officer, file.code)
    for n in range(print_copies.MOST_A_DAY):
        PrintCopy.objects.create(
            person=officer,
            consultation=file,
            version=file.version,
            head=str(n),
            audience="public",
            state="done",
        )
    with pytest.raises(Refused) as refused:
        print_copies.ask(officer, consultation=found, version=found.version, only=())
    assert refused.value.code == "too-many-copies"


def test_a_carried_opinion_stands_at_its_clause_and_says_where_it_was_written(file):
    say(file, reason="Viết trên bản cũ.")
    second = make.a_version(draft=file.version.draft, text=make.TEXT_2)
    page = Client().get(f"/ho-so/{file.code}/van-ban/{second.number}/in/").content.decode()
    assert "Viết trên bản cũ." in page and "Dự thảo 1" in page
    assert clause_of(file).citation

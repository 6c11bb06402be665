"""Evidence of an opinion: files kept with the draft, handed over on sending, read by the right to read the opinion."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html as tree

from consult.desk import printing
from consult.desk.reading_visits import file_read_or_404
from consult.forums import actions, draft_actions
from consult.forums.draft_models import OpinionDraft
from consult.forums.evidence_models import EvidenceFile
from consult.forums.models import Comment
from consult.ledger.models import Book
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from consult.reports.actions import start_compilation
from tests import factories as make
from tests.core.pdf_reading import page_texts
from tests.core.test_evidence import CANARY, docx, png, unpacked

pytestmark = pytest.mark.django_db
SECRET = "Nguyen-Van-Canary.docx"


@pytest.fixture
def file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.a_consultation()


@pytest.fixture
def author():
    return make.an_expert("Nguyễn Văn Canary")


def typed(file, **given):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    return {
        "clause": clause.pk, "client_key": str(uuid.uuid4()), "position": "no", "reason": "Bảy ngày không đủ.",
        "shown": "anonymous", "sources": "điều 43, khoản 2 luật Giáo dục\nhttps://vi.du/so-lieu", **given,
    }  # fmt: skip


def upload(data=None, name=SECRET):
    return SimpleUploadedFile(name, docx() if data is None else data)


def send(client, file, data):
    return client.post(f"/ho-so/{file.code}/gop-y/moi/", data)


def test_a_file_waits_with_the_draft_and_goes_with_the_opinion(file, author, client, signed_in):
    signed_in(author)
    data = typed(file)
    page = send(client, file, {**data, "buoc": "tep", "files": upload()}).content.decode()
    assert SECRET in page and "Bảy ngày không đủ." in page and "Chưa gửi được" not in page
    assert not Comment.objects.exists()
    again = client.get(f"/ho-so/{file.code}/gop-y/moi/?clause={data['clause']}").content.decode()
    assert SECRET in again
    send(client, file, data)
    comment, kept = Comment.objects.get(), EvidenceFile.objects.get()
    assert (kept.comment, kept.draft, kept.name) == (comment, None, "")
    assert "Canary" not in kept.file.name
    assert verify_book(Book.objects.get(pk=file.book_id)) is None
    client.logout()
    room = client.get(f"/ho-so/{file.code}/van-ban/?clause={data['clause']}").content.decode()
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tep/{kept.pk}/"
    assert url in room and "Canary" not in room
    assert "khoản 2 Điều 43 Luật Giáo dục" in room
    assert '<a href="https://vi.du/so-lieu" rel="nofollow noopener noreferrer">' in room
    answer = client.get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="tai-lieu-{kept.pk}.docx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert CANARY.encode() not in unpacked(io.BytesIO(b"".join(answer.streaming_content)).read())


def test_a_changed_file_or_source_is_found_by_the_ledger(file, author, client, signed_in):
    signed_in(author)
    send(client, file, {**typed(file), "buoc": "gui", "files": upload(png(), "hinh.png")})
    book = Book.objects.get(pk=file.book_id)
    assert EvidenceFile.objects.get().comment_id and verify_book(book) is None
    digest = EvidenceFile.objects.get().digest
    EvidenceFile.objects.update(digest="0" * 64)
    assert verify_book(book).reason == "content"
    EvidenceFile.objects.update(digest=digest)
    Comment.objects.update(sources="Khác")
    assert verify_book(book).reason == "content"


def test_of_what_was_taken_back_only_the_author_has_the_file(file, author, client, signed_in):
    signed_in(author)
    send(client, file, {**typed(file), "buoc": "gui", "files": upload()})
    comment, kept = Comment.objects.get(), EvidenceFile.objects.get()
    actions.withdraw_comment(author, comment=comment)
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tep/{kept.pk}/"
    assert client.get(url).status_code == 200
    client.logout()
    assert client.get(url).status_code == 404
    assert client.get(url.replace(f"/{kept.pk}/", "/999999/")).status_code == 404


def test_what_is_not_taken_is_said_and_nothing_typed_is_lost(file, author, client, signed_in, settings):
    signed_in(author)
    settings.EVIDENCE_LIMIT = 1
    data = typed(file)
    wrong = send(client, file, {**data, "buoc": "tep", "files": upload(b"x", "a.exe")})
    assert wrong.status_code == 422 and "a.exe: Loại tệp" in wrong.content.decode()
    macro = send(
        client, file, {**data, "buoc": "xem", "files": upload(docx(**{"word/vbaProject.bin": b"x"}))}
    )
    page = macro.content.decode()
    assert "macro" in page and "Bảy ngày không đủ." in page and data["client_key"] in page
    send(client, file, {**data, "buoc": "tep", "files": upload()})
    second = send(client, file, {**data, "buoc": "tep", "files": upload(png(), "b.png")})
    assert "nhiều nhất 1 tệp" in second.content.decode()
    assert not Comment.objects.exists()
    settings.EVIDENCE_RATE = 0
    assert "quá nhanh" in send(client, file, {**data, "buoc": "tep", "files": upload()}).content.decode()


def test_files_of_a_draft_are_its_writers_and_go_with_it(file, author, client, signed_in):
    signed_in(author)
    data = typed(file)
    send(client, file, {**data, "buoc": "tep", "files": upload()})
    kept = EvidenceFile.objects.get()
    assert signed_in(make.an_expert()).post(
        f"/ho-so/{file.code}/gop-y/moi/", {**data, "bo_tep": kept.pk}
    ).status_code == 404  # fmt: skip
    assert client.get(f"/ho-so/{file.code}/gop-y/1/tep/{kept.pk}/").status_code == 404
    signed_in(author)
    page = send(client, file, {**data, "bo_tep": kept.pk}).content.decode()
    assert SECRET not in page and "Bảy ngày không đủ." in page
    send(client, file, {**data, "buoc": "tep", "files": upload()})
    draft_actions.discard_draft(author, draft=EvidenceFile.objects.get().draft)
    assert not EvidenceFile.objects.exists()


def test_sources_have_a_measure(file, author, client, signed_in):
    answer = send(signed_in(author), file, typed(file, sources="\n".join(f"Nguồn {n}" for n in range(21))))
    assert answer.status_code == 403 and "Nhiều nhất 20 căn cứ" in answer.content.decode()


def test_agreeing_takes_the_evidence_along(file, author, client, signed_in):
    data = typed(file)
    first = actions.post_comment(
        make.an_expert(), consultation=file, clause=file.version.clauses.get(pk=data["clause"]), position="no",
        reason="Bảy ngày không đủ.", client_key=uuid.uuid4(),
    )  # fmt: skip
    signed_in(author)
    send(client, file, {**data, "buoc": "tep", "files": upload()})
    send(client, file, {**data, "buoc": "gui", "dong_tinh": first.pk})
    reply = Comment.objects.get(parent=first)
    assert EvidenceFile.objects.get().comment == reply
    assert "https://vi.du/so-lieu" in reply.reason
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_evidence_stands_in_print_and_before_the_council(file, author, client, signed_in, settings):
    """Under the opinion on the page for print, in its PDF with an address for the file, and beside the reading pane."""
    signed_in(author)
    send(client, file, {**typed(file), "buoc": "gui", "files": upload()})
    comment, kept = Comment.objects.get(), EvidenceFile.objects.get()
    url = f"/ho-so/{file.code}/gop-y/{comment.pk}/tep/{kept.pk}/"
    client.logout()
    page = tree.fromstring(client.get(f"/ho-so/{file.code}/van-ban/1/in/").content.decode())
    (block,) = page.xpath("//article[@class='comment']//div[@class='evidence']")
    assert "khoản 2 Điều 43 Luật Giáo dục" in block.text_content()
    assert block.xpath(f".//a[@href='{url}']") and block.xpath(".//a[@href='https://vi.du/so-lieu']")
    reader = make.an_expert("Đinh Thị Khác")
    data = printing.pdf(reader, file_read_or_404(reader, file.code), file.version, ())
    words = " ".join(" ".join(page_texts(data)).replace("\u00a0", " ").split())
    assert "Căn cứ: – khoản 2 Điều 43 Luật Giáo dục – https://vi.du/so-lieu – Tệp 1 (DOCX, 1 KB)" in words
    assert settings.SITE_URL + url in words.replace(" ", "") and "Canary" not in words
    council = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    enter_compiling(file, council)
    signed_in(council)
    pane = tree.fromstring(client.get(f"/ho-so/{file.code}/tong-hop/?y-kien={comment.pk}").content.decode())
    (block,) = pane.xpath("//section[@id='reading']//div[@class='evidence']")
    assert block.xpath(f".//a[@href='{url}']") and client.get(url).status_code == 200


def enter_compiling(file, council):
    file.stages.filter(state="now").update(state="done")
    file.stages.filter(kind="compile").update(state="now")
    Book.objects.filter(pk=file.book_id).update(open_verbs=make.OPEN_VERBS["compile"])
    file.refresh_from_db()
    start_compilation(council, consultation=file)


def test_what_was_withdrawn_has_no_evidence_in_print(file, author, client, signed_in):
    signed_in(author)
    send(client, file, {**typed(file), "buoc": "gui", "files": upload()})
    actions.withdraw_comment(author, comment=Comment.objects.get())
    assert "evidence" not in client.get(f"/ho-so/{file.code}/van-ban/1/in/").content.decode()


def test_a_reply_brings_evidence_of_its_own(file, author, client, signed_in):
    """Sources and files wait with the draft of the reply, not with that of an opinion on the same clause."""
    parent = actions.post_comment(
        make.an_expert("Đinh Thị Khác"), consultation=file, position="no", reason="Chưa đủ.", shown="named",
        clause=file.version.clauses.get(citation="khoản 1 Điều 3"), client_key=uuid.uuid4(),
    )  # fmt: skip
    signed_in(author)
    url = f"/ho-so/{file.code}/gop-y/{parent.pk}/tra-loi/"
    send(client, file, {**typed(file), "buoc": "tep", "files": upload(png(), "cua-y-kien.png")})
    reply = {
        "parent": parent.pk, "client_key": str(uuid.uuid4()), "reason": "Số liệu kèm theo.", "shown": "anonymous",
        "sources": "điều 43, khoản 2 luật Giáo dục",
    }  # fmt: skip
    page = client.post(url, {**reply, "buoc": "tep", "files": upload()}).content.decode()
    assert SECRET in page and "Số liệu kèm theo." in page and "cua-y-kien.png" not in page
    assert SECRET in client.get(url).content.decode()
    wrong = client.post(url, {**reply, "files": upload(b"x", "a.exe")})
    assert wrong.status_code == 422 and "a.exe: Loại tệp" in wrong.content.decode()
    assert "Số liệu kèm theo." in wrong.content.decode() and reply["client_key"] in wrong.content.decode()
    assert client.post(url, reply).status_code == 302
    said = Comment.objects.get(parent=parent)
    (kept,) = EvidenceFile.objects.filter(comment=said)
    assert (kept.extension, kept.name) == (".docx", "")
    assert EvidenceFile.objects.get(comment=None).name == "cua-y-kien.png"
    assert verify_book(Book.objects.get(pk=file.book_id)) is None
    client.logout()
    room = client.get(f"/ho-so/{file.code}/van-ban/?clause={parent.clause_id}").content.decode()
    assert f"/ho-so/{file.code}/gop-y/{said.pk}/tep/{kept.pk}/" in room and "Canary" not in room
    assert "khoản 2 Điều 43 Luật Giáo dục" in room


def test_an_opinion_on_an_attachment_brings_evidence_and_has_a_draft(file, author, client, signed_in):
    paper = make.an_attachment(file)
    signed_in(author)
    data = {key: value for key, value in typed(file).items() if key != "clause"} | {"attachment": paper.pk}
    page = send(client, file, {**data, "buoc": "tep", "files": upload()}).content.decode()
    assert SECRET in page and "Bảy ngày không đủ." in page
    saved = client.post(
        f"/ho-so/{file.code}/gop-y/nhap/", {**data, "reason": "Viết tiếp.", "age": "0"}
    ).json()
    assert saved["saved"]
    again = client.get(f"/ho-so/{file.code}/gop-y/moi/?attachment={paper.pk}").content.decode()
    assert SECRET in again and "Viết tiếp." in again
    whole = client.get(f"/ho-so/{file.code}/gop-y/moi/").content.decode()
    assert SECRET not in whole and "Viết tiếp." not in whole
    work = client.get("/viec-cua-toi/").content.decode()
    assert f"/gop-y/moi/?attachment={paper.pk}" in work and paper.title in work
    assert send(client, file, {**data, "buoc": "gui"}).status_code == 302
    comment, kept = Comment.objects.get(), EvidenceFile.objects.get()
    assert (kept.comment, kept.name, comment.attachment) == (comment, "", paper)
    assert not OpinionDraft.objects.exists()
    client.logout()
    threads = client.get(f"/ho-so/{file.code}/tai-lieu/{paper.pk}/").content.decode()
    assert f"/ho-so/{file.code}/gop-y/{comment.pk}/tep/{kept.pk}/" in threads and "Canary" not in threads


def test_an_interest_that_was_typed_stays_when_a_file_is_attached(file, author, client, signed_in):
    signed_in(author)
    data = {**typed(file), "interest_kind": "yes", "interest": "Góp vốn ở đơn vị chịu tác động."}
    page = send(client, file, {**data, "buoc": "tep", "files": upload()}).content.decode()
    assert "Góp vốn ở đơn vị chịu tác động." in page

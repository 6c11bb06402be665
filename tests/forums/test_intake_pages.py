"""Pages of papers and tables: what officers see, what is kept after a refusal, the same cost for many rows."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consult.forums import tasks
from consult.forums.models import Comment, Import, ImportRow, Paper
from consult.people.roles import Role
from tests import factories as make
from tests.core.intake_files import workbook
from tests.forums.test_intake_actions import enter
from tests.forums.test_intake_tables import checked, entered, line

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def clerk(file):
    return make.a_member(file.council, Role.COUNCIL_COORDINATOR)


@pytest.fixture
def at(file):
    return lambda name, *args: reverse(name, args=[file.code, *args])


def form(**given):
    return {
        "client_key": str(uuid.uuid4()), "kind": "letter", "number": "", "issued_on": "", "sender": "Bà Lê Thị Hoa",
        "received_on": timezone.localdate().isoformat(), "shown": "named", "place": "K1 Đ3", "position": "no",
        "reason": "Thời hạn quá ngắn.", "proposed": "", "criterion": "", "counted": "30", **given,
    }  # fmt: skip


def test_an_opinion_entered_by_hand_is_read_beside_the_clause(file, clerk, at, signed_in, client):
    answer = signed_in(clerk).post(at("paper_new"), form())
    comment = Comment.objects.get()
    assert answer.url == at("paper", comment.paper_id)
    assert comment.clause.citation == "khoản 1 Điều 3"
    page = signed_in(clerk).get(answer.url).content.decode()
    assert "Bà Lê Thị Hoa" in page and "thay cho 30 người ký" in page
    client.logout()
    room = client.get(reverse("reading", args=[file.code]), {"clause": comment.clause_id}).content.decode()
    assert "Nhập từ thư, thay cho 30 người ký" in room and "Bà Lê Thị Hoa" in room


def test_an_unnamed_letter_leads_to_nobody(file, clerk, at, signed_in, client):
    given = form(shown="anonymous", number="05/CV-HLG", kind="document")
    scan = SimpleUploadedFile("Bà Lê Thị Hoa.png", PNG)
    signed_in(clerk).post(at("paper_new"), {**given, "scan": scan})
    comment = Comment.objects.get()
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    client.logout()
    pages = [client.get(reverse("reading", args=[file.code]), {"clause": comment.clause_id})]
    for page in (at("papers"), at("paper", comment.paper_id), reverse("compile", args=[file.code])):
        pages.append(signed_in(officer).get(page))
    assert signed_in(officer).get(at("paper_scan", comment.paper_id)).status_code == 404
    for page in pages:
        for word in ("Lê Thị Hoa", "05/CV-HLG", comment.paper.scan.name):
            assert word not in page.content.decode()
    known = signed_in(clerk).get(at("paper", comment.paper_id)).content.decode()
    assert "Lê Thị Hoa" in known and "05/CV-HLG" in known


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"place": "Điều 99"}, "Không nhận ra điều, khoản, điểm trong dự thảo này."),
        ({"counted": "0"}, "Đảm bảo giá trị"),
        ({"received_on": "2090-01-01"}, "Ngày nhận không được sau ngày hôm nay."),
        ({"reason": ""}, "Xin nêu lý do hoặc đề nghị sửa đổi cụ thể."),
        ({"shown": ""}, "Xin chọn ai được biết tên người góp ý."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(clerk, at, signed_in, given, sentence):
    answer = signed_in(clerk).post(at("paper_new"), form(**given))
    page = answer.content.decode()
    assert answer.status_code == 400 and "Bà Lê Thị Hoa" in page
    if given != {"counted": "0"}:
        assert sentence in page
    assert not Comment.objects.exists() and not Paper.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.png", b"%PDF-1.4 ...", "Nội dung tệp không đúng với phần mở rộng của tên tệp."),
        ("a.exe", b"MZ", "Loại tệp này không được nhận."),
        ("a.pdf", b"", "Tệp không có dữ liệu."),
    ],
)
def test_a_scan_is_checked_by_its_content(clerk, at, signed_in, name, data, sentence):
    answer = signed_in(clerk).post(at("paper_new"), {**form(), "scan": SimpleUploadedFile(name, data)})
    assert answer.status_code == 400 and sentence in answer.content.decode()


def test_a_scan_is_only_ever_downloaded(clerk, at, signed_in):
    signed_in(clerk).post(at("paper_new"), {**form(), "scan": SimpleUploadedFile("thư.png", PNG)})
    answer = signed_in(clerk).get(at("paper_scan", Paper.objects.get().pk))
    assert answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == PNG


def test_a_further_opinion_of_a_letter(clerk, at, file, signed_in):
    paper = enter(clerk, file).paper
    given = form(place="Chung", position="yes", reason="")
    assert signed_in(clerk).post(at("paper_opinion", paper.pk), given).status_code == 302
    assert paper.comments.count() == 2


def test_who_signs_two_opinions_of_a_letter_is_counted_once(clerk, at, signed_in):
    browser = signed_in(clerk)
    browser.post(at("paper_new"), form())
    paper = Paper.objects.get()
    browser.post(at("paper_opinion", paper.pk), form(counted="28", place="K2 Đ3"))
    assert paper.comments.count() == 2
    register = browser.get(at("papers")).content.decode()
    assert "thay cho 30 người ký" in register and "thay cho 58" not in register


def test_from_upload_to_result(file, clerk, at, signed_in):
    client = signed_in(clerk)
    data = workbook([line(1), line(2, "Điều 99")])
    upload = SimpleUploadedFile("bang.xlsx", data)
    client.post(at("table_new"), {**form(), "scan": upload})
    table = Import.objects.get()
    where = at("table", table.paper_id)
    assert "Đang đọc tệp" in client.get(where).content.decode()
    tasks.take_in(table.pk)
    assert client.get(where).url == at("table_columns", table.paper_id)
    page = client.get(at("table_columns", table.paper_id)).content.decode()
    assert "B. Điều, khoản, điểm" in page
    named = {"b0-used": "on", "b0-header": "0", "b0-place": "1", "b0-speaker": "2", "b0-text": "4"}
    assert client.post(at("table_columns", table.paper_id), named).url == where
    tasks.take_in(table.pk)
    page = client.get(where).content.decode()
    assert "Không nhận ra điều, khoản, điểm trong dự thảo này." in page and "Trong tệp ghi: Điều 99" in page
    row = table.lines.get(state="doubt")
    fixed = {
        "version": 1,
        "place": "Điều 1",
        "speaker": "Hội X",
        "position": "no",
        "text": "Sửa.",
        "counted": 1,
    }
    client.post(at("table_row", table.paper_id, row.order), fixed)
    client.post(at("table_start", table.paper_id))
    assert "Đã nhập 0/2 dòng" in client.get(where).content.decode()
    tasks.take_in(table.pk)
    answer = client.get(where, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == where
    assert "Đã nhập xong" in client.get(where).content.decode()
    client.post(at("paper_undo", table.paper_id), {"reason": "Nhầm tệp."})
    assert "Các ý kiến của bảng này đã được thu hồi." in client.get(where).content.decode()
    assert Comment.objects.filter(state="withdrawn").count() == 2


def test_a_stale_row_is_409_with_both_texts(file, clerk, at, signed_in):
    table = checked(clerk, file, workbook([line(2, "Điều 99")]))
    row = table.lines.get(state="doubt")
    fixed = {
        "version": 1,
        "place": "Điều 1",
        "speaker": "Hội X",
        "position": "no",
        "text": "Một.",
        "counted": 1,
    }
    signed_in(clerk).post(at("table_row", table.paper_id, row.order), fixed)
    answer = signed_in(clerk).post(at("table_row", table.paper_id, row.order), {**fixed, "text": "Hai."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Một." in page and "Hai." in page


def test_a_row_refused_keeps_what_was_typed(file, clerk, at, signed_in):
    table = checked(clerk, file, workbook([line(2, "Điều 99")]))
    row = table.lines.get(state="doubt")
    answer = signed_in(clerk).post(
        at("table_row", table.paper_id, row.order),
        {"version": 1, "position": "no", "text": "Giữ lời này.", "counted": 1, "aside": "1"},
    )
    page = answer.content.decode()
    assert answer.status_code == 403 and "Giữ lời này." in page and "Xin nêu lý do để riêng dòng này." in page


def test_the_forms_to_fill_in_are_read_by_spreadsheet_programs(clerk, at, signed_in):
    answer = signed_in(clerk).get(at("table_template_xlsx"))
    assert load_workbook(io.BytesIO(answer.content)).active.max_column == 8
    assert signed_in(clerk).get(at("table_template_docx")).content[:2] == b"PK"


@pytest.mark.parametrize("name", ["papers", "paper_new", "table_new"])
def test_others_do_not_find_the_register(file, at, signed_in, name):
    assert signed_in(make.an_expert()).get(at(name)).status_code == 404


def test_the_other_side_sees_the_paper_and_not_the_table(file, clerk, at, signed_in):
    table = checked(clerk, file, workbook([line(1)]))
    officer = signed_in(make.a_member(file.agency, Role.AGENCY_OFFICER))
    assert officer.get(at("paper", table.paper_id)).status_code == 200
    assert officer.get(at("table", table.paper_id)).status_code == 404


def queries(client, address):
    with CaptureQueriesContext(__import__("django").db.connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_many_rows(file, clerk, at, signed_in):
    client = signed_in(clerk)
    tables = [checked(clerk, file, workbook([line(n, "Điều 99") for n in range(size)])) for size in (3, 30)]
    few, many = (queries(client, at("table", table.paper_id)) for table in tables)
    assert few == many <= 20
    papers = [entered(clerk, checked(clerk, file, workbook([line(n + size * 50) for n in range(size)]))).paper
              for size in (3, 30)]  # fmt: skip
    few, many = (queries(client, at("paper", paper.pk)) for paper in papers)
    assert few == many <= 20
    before = queries(client, at("papers"))
    for _ in range(20):
        enter(clerk, file)
    assert queries(client, at("papers")) == before <= 12


def test_what_waits_is_on_the_clerks_desk(file, clerk, at, signed_in):
    checked(clerk, file, workbook([line(1, "Điều 99")]))
    page = signed_in(clerk).get(reverse("desk")).content.decode()
    assert "Nhập ý kiến từ văn bản: bang.xlsx" in page and "1 dòng cần xem lại" in page
    ImportRow.objects.update(state="aside", aside_reason="x")
    Import.objects.update(state="done")
    assert "bang.xlsx" not in signed_in(clerk).get(reverse("desk")).content.decode()


def test_the_compiling_shows_source_and_count(clerk, at, signed_in):
    file = make.a_consultation("compile")
    council_clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    comment = enter(council_clerk, file, opinion={"counted": 30})
    from consult.reports.actions import add_point, start_compilation

    compilation = start_compilation(council_clerk, consultation=file)
    page = signed_in(council_clerk).get(reverse("compile", args=[file.code])).content.decode()
    assert "thay cho 30 người ký" in page
    add_point(council_clerk, compilation=compilation, title="Thời hạn", position="no", client_key=uuid.uuid4(),
              comments=[comment])  # fmt: skip
    answer = signed_in(council_clerk).post(
        reverse("paper_undo", args=[file.code, comment.paper_id]), {"reason": "Nhầm."}
    )
    assert answer.status_code == 403
    assert "Đã có ý kiến của văn bản này được xếp vào điểm góp ý" in answer.content.decode()

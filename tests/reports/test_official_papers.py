"""Official papers: whose they are, prose with versions, files from frozen data, and what never leaves the file."""

import io
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from consult.core import papers
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.people.roles import Role
from consult.reports import actions as compiling
from consult.reports import paper_actions as actions
from consult.reports import paper_catalogue as catalogue
from consult.reports import paper_selectors as selectors
from consult.reports.models import PaperData, PaperFile, PaperProse
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, answered, compiled, point_of, published

pytestmark = pytest.mark.django_db

REPORT, LETTER, WORKING = (
    papers.FORMS[code] for code in ("bao-cao-phan-bien", "cong-van-tiep-thu", "bang-tong-hop")
)


def asked(by, case, form=REPORT, kind="docx"):
    return actions.ask_file(by, consultation=case.file, form=form, kind=kind, client_key=str(uuid.uuid4()))


def made(by, case, form=REPORT, kind="docx") -> PaperFile:
    file = asked(by, case, form, kind)
    actions.run(file.pk)
    file.refresh_from_db()
    assert file.state == "done", file.fault
    return file


def said(file: PaperFile) -> str:
    document = Document(io.BytesIO(file.file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


def a_speaker(case, shown):
    voice = make.a_voice(case.file)
    voice.label, voice.descriptor = f"Tên {shown}", f"Mô tả {shown}, lĩnh vực Luật"
    voice.save()
    return voice


def saved(by, case, texts, version=0, form=REPORT):
    return actions.save_prose(by, consultation=case.file, form=form, texts=texts, version=version)


# --- what is in a paper ----------------------------------------------------------------------------------------


def test_numbers_and_words_come_from_the_file():
    case = compiled(opinions=3)
    text = said(made(case.coordinator, case))
    assert "nhận được 3 ý kiến" in text
    assert all(point.title in text for point in case.points)
    assert all(comment.reason in text for comment in case.comments)


def test_names_only_of_those_who_chose_it_and_nothing_hidden_withdrawn_or_guarded():
    case = a_case(opinions=0)
    words = {
        "named": "Lời của người công khai tên.",
        "anonymous": "Lời của người ẩn danh.",
    }
    spoken = {
        shown: an_opinion(
            case.file, case.clauses[0], shown=shown, reason=reason,
            voice=a_speaker(case, shown),
        )
        for shown, reason in words.items()
    }  # fmt: skip
    for state in ("hidden", "held", "withdrawn"):
        spoken[state] = an_opinion(case.file, case.clauses[0], reason=f"Lời {state}.")
    spoken["council"] = an_opinion(case.file, case.clauses[0], shown="council", reason="Lời council.")
    case.compilation = compiling.start_compilation(case.coordinator, consultation=case.file)
    for comment in spoken.values():
        point_of(case, comment)
    for state in ("hidden", "held", "withdrawn"):
        Comment.objects.filter(pk=spoken[state].pk).update(state=state)
    for form in (REPORT, WORKING, papers.FORMS["bao-cao-lay-y-kien"]):
        text = said(made(case.coordinator, case, form))
        kept = str(PaperData.objects.latest("pk").data)
        for words_of_one in ("Lời hidden", "Lời held", "Lời withdrawn", "Lời council", "Tên anonymous"):
            assert words_of_one not in text, (form.code, words_of_one)
            assert words_of_one not in kept
        assert "Tên named" in text
        assert "Lời của người ẩn danh." in text
        assert "Mô tả anonymous" in text


def test_the_council_does_not_see_answers_before_they_are_published():
    case = answered(2)
    answer = case.points[0].answer
    asked(case.coordinator, case)
    assert answer.text not in str(PaperData.objects.latest("pk").data)
    text = said(made(case.officer, case, LETTER))
    assert answer.text in text


def test_the_agency_sees_no_points_before_the_council_has_closed():
    case = a_case(opinions=1)
    case.compilation = compiling.start_compilation(case.coordinator, consultation=case.file)
    point_of(case, case.comments[0])
    asked(case.officer, case, LETTER)
    assert PaperData.objects.latest("pk").data["dossier"]["issues"] == []


# --- frozen data -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_equal_data_are_equal_bytes_and_older_files_stay(kind):
    case = compiled(opinions=2)
    first, again = made(case.coordinator, case, kind=kind), made(case.coordinator, case, kind=kind)
    assert (first.pk != again.pk, first.data_id, first.file_hash) == (True, again.data_id, again.file_hash)
    saved(case.coordinator, case, {"tinh_hinh": "Lời khác."})
    later = made(case.coordinator, case, kind=kind)
    assert later.data_id != first.data_id
    assert later.file_hash != first.file_hash
    assert PaperFile.objects.count() == 3
    assert catalogue.bytes_of(catalogue.paper_of(first.data), kind) == first.file.read()


def test_a_file_is_made_from_the_data_of_the_moment_it_was_asked_for():
    case = compiled(opinions=1)
    file = asked(case.coordinator, case)
    an_opinion(case.file, reason="Đến sau.")
    actions.run(file.pk)
    file.refresh_from_db()
    assert "nhận được 1 ý kiến" in said(file)


def test_the_job_may_run_twice_and_a_fault_is_told():
    case = compiled(opinions=1)
    file = made(case.coordinator, case)
    before = file.made_at
    actions.run(file.pk)
    file.refresh_from_db()
    assert file.made_at == before
    broken = asked(case.coordinator, case)
    PaperData.objects.filter(pk=broken.data_id).update(data={"code": REPORT.code, "dossier": {}, "texts": {}})
    actions.run(broken.pk)
    broken.refresh_from_db()
    assert broken.state == "failed"
    assert "thiếu" in broken.fault


def test_the_same_key_is_the_same_file():
    case, key = compiled(opinions=1), str(uuid.uuid4())
    given = {"consultation": case.file, "form": REPORT, "client_key": key}
    first = actions.ask_file(case.coordinator, kind="docx", **given)
    assert actions.ask_file(case.coordinator, kind="docx", **given).pk == first.pk
    with pytest.raises(Refused) as refusal:
        actions.ask_file(case.coordinator, kind="pdf", **given)
    assert refusal.value.code == "key-reused"
    assert Entry.objects.filter(verb="official.made").count() == 1


# --- prose -----------------------------------------------------------------------------------------------------


def test_prose_is_kept_with_a_version_and_a_stale_one_is_told_with_both_texts():
    case = a_case(opinions=1)
    assert saved(case.coordinator, case, {"tinh_hinh": "Lần một."}).version == 1
    assert saved(case.coordinator, case, {"tinh_hinh": "Lần một."}).version == 1
    with pytest.raises(Stale) as stale:
        saved(case.coordinator, case, {"tinh_hinh": "Lần hai."})
    assert stale.value.stored["tinh_hinh"] == "Lần một."
    assert stale.value.sent["tinh_hinh"] == "Lần hai."
    entry = Entry.objects.get(verb="official.edited")
    assert entry.audience == "front"
    assert "Lần một" not in str(entry.data)


def test_a_field_that_there_is_not_is_refused_with_its_name():
    case = a_case(opinions=1)
    with pytest.raises(Refused, match="so_la") as refusal:
        saved(case.coordinator, case, {"tinh_hinh": "Có {so_la} ý kiến."})
    assert refusal.value.code == "field"
    assert not PaperProse.objects.exists()


# --- whose -----------------------------------------------------------------------------------------------------


def test_papers_belong_to_the_body_that_issues_them():
    case = compiled(opinions=1)
    for by, form in ((case.officer, REPORT), (case.coordinator, LETTER), (make.a_user(), REPORT)):
        with pytest.raises(NotThere):
            selectors.form_or_404(by, case.file, form.code)
        with pytest.raises(Refused):
            asked(by, case, form)
    with pytest.raises(Refused) as refusal:
        asked(case.member, case)
    assert refusal.value.code == "not-writer"
    assert selectors.form_or_404(case.member, case.file, REPORT.code) is REPORT
    assert Entry.objects.filter(verb="official.made").count() == 0


def test_a_file_is_not_there_for_the_other_side(client):
    case = compiled(opinions=1)
    file = made(case.coordinator, case)
    address = reverse("official_file", args=[case.file.code, file.pk])
    client.force_login(case.officer)
    assert client.get(address).status_code == 404
    client.force_login(case.member)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'-{file.pk}.docx"')
    assert Document(io.BytesIO(answer.content))


# --- pages -----------------------------------------------------------------------------------------------------


def test_the_page_keeps_what_was_typed_and_shows_what_another_saved(client):
    case = a_case(opinions=1)
    client.force_login(case.coordinator)
    address = reverse("official_paper", args=[case.file.code, REPORT.code])
    page = client.get(address)
    assert page.status_code == 200
    saved(case.coordinator, case, {"tinh_hinh": "Lời đã lưu."})
    sent = {"version": 0, "trich_yeu": "Trích yếu", "tinh_hinh": "Lời đang gõ."}
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "Lời đã lưu." in stale.content.decode()
    assert "Lời đang gõ." in stale.content.decode()
    bad = client.post(address, sent | {"version": 1, "tinh_hinh": "Có {so_la}."})
    assert bad.status_code == 422
    assert "Có {so_la}." in bad.content.decode()
    assert client.post(address, sent | {"version": 1}).status_code == 302


def test_a_file_is_asked_for_followed_and_taken(client):
    case = compiled(opinions=1)
    client.force_login(case.coordinator)
    where = [case.file.code, REPORT.code]
    sent = {"client_key": str(uuid.uuid4()), "kind": "docx"}
    assert client.post(reverse("official_make", args=where), sent).status_code == 302
    waiting = client.get(reverse("official_paper", args=where), headers={"HX-Request": "true"})
    assert "Đang chờ lập" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    actions.run(PaperFile.objects.get().pk)
    listed = client.get(reverse("official_papers", args=where[:1]))
    assert "Tải Word" in listed.content.decode()
    assert listed.content.decode().count("tệp mới nhất: Word") == 1
    assert "hx-trigger" not in listed.content.decode().split('id="official-files"')[1].split(">")[0]


@pytest.mark.parametrize("code", [code for code, form in papers.FORMS.items() if form.by != "association"])
def test_every_paper_has_a_page_and_a_file(client, code):
    case, form = compiled(opinions=2), papers.FORMS[code]
    by = case.coordinator if form.by == "front" else case.officer
    client.force_login(by)
    assert client.get(reverse("official_paper", args=[case.file.code, code])).status_code == 200
    assert made(by, case, form).size > 5000


def test_a_paper_without_a_table_has_no_workbook():
    case = compiled(opinions=1)
    with pytest.raises(Refused) as refusal:
        asked(case.coordinator, case, papers.FORMS["giay-moi"], "xlsx")
    assert refusal.value.code == "no-table"
    assert made(case.coordinator, case, WORKING, "xlsx").size > 2000


def test_anybody_can_see_what_a_hash_belongs_to(client):
    case = compiled(opinions=1)
    file = made(case.coordinator, case)
    page = client.get(reverse("official_check", args=[file.data.digest]))
    assert page.status_code == 200
    text = page.content.decode()
    assert file.file_hash in text
    assert case.file.code in text
    unknown = client.get(reverse("official_check", args=["0" * 64]))
    assert unknown.status_code == 404
    assert "không có bộ dữ liệu nào" in unknown.content.decode()


def test_the_hash_of_a_file_in_preparation_names_no_file(client):
    case = SimpleNamespace(file=make.a_consultation(state="prepared"))
    case.coordinator = make.a_member(case.file.council, Role.COUNCIL_COORDINATOR)
    file = made(case.coordinator, case)
    text = client.get(reverse("official_check", args=[file.data.digest])).content.decode()
    assert REPORT.name in text
    assert case.file.code not in text
    assert case.file.title not in text


def test_the_hash_of_the_published_table_is_known_too(client):
    case = published(1)
    digest = case.compilation.snapshot_hash
    assert case.file.code in client.get(reverse("official_check", args=[digest])).content.decode()


@pytest.mark.parametrize("code", [REPORT.code, WORKING.code])
def test_queries_do_not_grow_with_points(client, code):
    counts = []
    for opinions in (3, 30):
        case = compiled(opinions=opinions)
        for _ in range(opinions // 3):
            asked(case.coordinator, case)
        client.force_login(case.coordinator)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("official_paper", args=[case.file.code, code]))
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""Papers of one thing of the file: a room's minutes, a comparison of versions, a form filled in by one contributor."""

import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from consult.kit.verdicts import NotThere
from consult.people.roles import Role
from consult.reports import paper_actions as actions
from consult.reports import paper_catalogue as catalogue
from consult.reports import paper_selectors as selectors
from consult.reports.models import PaperFile
from consult.rooms import actions as rooms
from tests import factories as make
from tests.reports.conftest import a_case, an_opinion, with_next_version
from tests.rooms.scenes import a_room

pytestmark = pytest.mark.django_db


def made(by, file, code, kind="docx") -> PaperFile:
    form = selectors.form_or_404(by, file, code)
    asked = actions.ask_file(by, consultation=file, form=form, kind=kind, client_key=str(uuid.uuid4()))
    actions.run(asked.pk)
    asked.refresh_from_db()
    assert asked.state == "done", asked.fault
    return asked


def words(file: PaperFile) -> str:
    document = Document(io.BytesIO(file.file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


def a_closed_room():
    scene = a_room()
    scene.room = rooms.close_room(scene.chair, room=scene.room, conclusion="Kết luận của hội nghị.")
    scene.coordinator = make.a_member(scene.consultation.council, Role.COUNCIL_COORDINATOR)
    scene.code = f"{catalogue.MINUTES}-{scene.room.pk}"
    return scene


def test_minutes_are_made_from_frozen_data_with_the_officers_recipients():
    scene = a_closed_room()
    form = selectors.form_or_404(scene.coordinator, scene.consultation, scene.code)
    lines = "Ông Nguyễn Văn Nhận\n{co_quan}"
    actions.save_prose(
        scene.coordinator, consultation=scene.consultation, form=form, texts={"noi_nhan": lines}, version=0
    )
    file = made(scene.coordinator, scene.consultation, scene.code)
    text = words(file)
    assert all(one in text for one in ("BIÊN BẢN", "Kết luận của hội nghị.", "Ông Nguyễn Văn Nhận"))
    assert scene.consultation.agency.official_name in text
    assert catalogue.bytes_of(catalogue.paper_of(file.data), "docx") == file.file.open().read()
    assert made(scene.coordinator, scene.consultation, scene.code, "pdf").file.read(5) == b"%PDF-"


def test_an_open_room_has_no_minutes_yet_and_another_files_room_none_here():
    scene, other = a_room(), a_closed_room()
    by = make.a_member(scene.consultation.council, Role.COUNCIL_COORDINATOR)
    for pk in (scene.room.pk, other.room.pk, 10**14):
        with pytest.raises(NotThere):
            selectors.form_or_404(by, scene.consultation, f"{catalogue.MINUTES}-{pk}")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_comparison_is_the_agencys(kind):
    case = with_next_version(a_case())
    code = f"{catalogue.COMPARISON}-{case.second.pk}"
    file = made(case.officer, case.file, code, kind)
    assert file.size > 5000
    if kind == "docx":
        assert "BẢN SO SÁNH DỰ THẢO" in words(file)
    with pytest.raises(NotThere):
        selectors.form_or_404(case.coordinator, case.file, code)
    first = f"{catalogue.COMPARISON}-{case.file.version_id}"
    with pytest.raises(NotThere):
        selectors.form_or_404(case.officer, case.file, first)


def a_two_faced_contributor():
    """One voice that spoke once with the name and once without, and once for the council alone."""
    case = a_case(opinions=0)
    voice = make.a_voice(case.file)
    voice.label, voice.descriptor = (
        "TS. Nguyễn Thị Tên, Trường Đại học",
        "Chuyên gia đã xác thực, lĩnh vực Luật",
    )
    voice.save()
    said = {"named": "Lời có tên.", "anonymous": "Lời không tên.", "council": "Lời cho hội đồng."}
    for shown, reason in said.items():
        clause = case.clauses[0]
        an_opinion(case.file, clause, shown=shown, reason=reason, voice=voice, quote=clause.text)
    return case, voice


@pytest.mark.parametrize("base", [catalogue.SHEET, catalogue.REVIEW])
def test_a_filled_form_never_joins_what_was_said_with_and_without_the_name(base):
    case, voice = a_two_faced_contributor()
    listed = {form.code: label for form, label in catalogue.filled_forms(case.file, base)}
    assert listed == {
        f"{base}-{voice.pk}": voice.label,
        f"{base}-{voice.pk}-kin": voice.descriptor,
    }
    named = words(made(case.coordinator, case.file, f"{base}-{voice.pk}"))
    unnamed = words(made(case.coordinator, case.file, f"{base}-{voice.pk}-kin"))
    assert "Nguyễn Thị Tên" in named
    assert "Nguyễn Thị Tên" not in unnamed
    assert "Lời không tên." not in named
    assert "Lời có tên." not in unnamed
    assert "■ Đề nghị không công bố tên" in unnamed
    assert "□ Đề nghị không công bố tên" in named
    assert "Lời cho hội đồng." not in named + unnamed
    if base == catalogue.SHEET:
        assert "Lời có tên." in named
        assert "Lời không tên." in unnamed


def test_a_review_is_filled_by_criterion():
    case = a_case(opinions=0)
    voice = make.a_voice(case.file)
    an_opinion(case.file, case.clauses[0], reason="Thật cần thiết.", criterion="need", voice=voice)
    an_opinion(case.file, case.clauses[1], reason="Khó làm.", criterion="soundness", voice=voice)
    file = made(case.coordinator, case.file, f"{catalogue.REVIEW}-{voice.pk}")
    tables = Document(io.BytesIO(file.file.read())).tables
    rows = {
        row.cells[0].text: row.cells[1].text for table in tables for row in table.rows if len(row.cells) == 4
    }
    assert (rows["Sự cần thiết"], rows["Tính đúng đắn, khoa học, khả thi"]) == ("Thật cần thiết.", "Khó làm.")
    assert rows["Tác động, hiệu quả"] == ""


def test_the_pages_list_them_and_show_them(client):
    scene = a_closed_room()
    client.force_login(scene.coordinator)
    where = [scene.consultation.code]
    assert (
        f"Biên bản: {scene.room.title}" in client.get(reverse("official_papers", args=where)).content.decode()
    )
    page = client.get(reverse("official_paper", args=[*where, scene.code]))
    assert page.status_code == 200
    assert 'name="noi_nhan"' in page.content.decode()
    sent = {"client_key": str(uuid.uuid4()), "kind": "docx"}
    assert client.post(reverse("official_make", args=[*where, scene.code]), sent).status_code == 302
    actions.run(PaperFile.objects.get().pk)
    listed = client.get(reverse("official_papers", args=where)).content.decode()
    assert "Tải Word" in listed
    file = PaperFile.objects.get()
    check = client.get(reverse("official_check", args=[file.data.digest])).content.decode()
    assert "Biên bản" in check
    assert file.file_hash in check


def test_the_agencys_history_holds_no_paper_of_the_council(client):
    scene = a_closed_room()
    file = made(scene.coordinator, scene.consultation, scene.code)
    officer = make.a_member(scene.consultation.agency, Role.AGENCY_OFFICER)
    client.force_login(officer)
    where = [scene.consultation.code]
    assert "Tải Word" not in client.get(reverse("official_papers", args=where)).content.decode()
    assert client.get(reverse("official_file", args=[*where, file.pk])).status_code == 404
    client.force_login(scene.coordinator)
    assert client.get(reverse("official_file", args=[*where, file.pk])).status_code == 200


def test_the_list_of_contributors_does_not_ask_for_each(client):
    counts = []
    for voices in (3, 30):
        case = a_case(opinions=voices)
        client.force_login(case.coordinator)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("official_paper", args=[case.file.code, catalogue.SHEET]))
        assert f"Bản đã ghi ý kiến của {voices} người góp ý" in page.content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1]

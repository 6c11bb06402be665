"""Paper no. 8 is of one association: its officers write and take it, and nobody else learns that it is there."""

import io
import uuid

import pytest
from django.urls import reverse
from docx import Document

from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.people.roles import OrganisationKind, Role
from consult.reports import paper_actions as actions
from consult.reports import paper_catalogue as catalogue
from consult.reports import paper_selectors as selectors
from consult.reports.models import PaperData, PaperFile
from tests import factories as make
from tests.reports.conftest import an_opinion
from tests.rounds.hall import CANARY, a_hall, a_line, dissent, filed, say, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    hall = a_hall(6)
    say(hall, hall.members[0], CANARY)
    line = a_line(hall)
    for member in hall.members:
        vote(member, line)
    dissent(hall, hall.members[1], "Không nên kéo dài thời hạn.", line=line)
    filed(hall)
    hall.code = f"{catalogue.OF_ASSOCIATION}-{hall.association.pk}"
    return hall


def form_of(by, hall, code=None):
    return selectors.form_or_404(by, hall.file, code or hall.code)


def made(by, hall, kind="docx") -> PaperFile:
    asked = actions.ask_file(
        by, consultation=hall.file, form=form_of(by, hall), kind=kind, client_key=str(uuid.uuid4())
    )
    actions.run(asked.pk)
    asked.refresh_from_db()
    assert asked.state == "done", asked.fault
    return asked


def words(file: PaperFile) -> str:
    document = Document(io.BytesIO(file.file.open().read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells]).replace("\xa0", " ")


def test_it_tells_the_associations_own_work(hall):
    text = words(made(hall.officer, hall))
    assert hall.association.official_name.upper() in text
    assert hall.file.agency.official_name in text
    assert "hỏi 6 hội viên, 6 hội viên tham gia, 1 ý kiến nội bộ" in text
    assert "6 trên 6 hội viên bỏ phiếu; 6 tán thành" in text
    assert "Cần thêm thời gian." in text
    assert "“Không nên kéo dài thời hạn.” (hội viên không nêu tên)" in text


def test_neither_words_said_inside_nor_unnamed_opinions_of_members_are_in_it(hall):
    speaker, quiet = hall.members[2], hall.members[3]
    an_opinion(hall.file, hall.clause, voice=make.a_voice(hall.file, speaker), reason="Lời công khai.")
    an_opinion(
        hall.file, hall.clause, voice=make.a_voice(hall.file, quiet), shown="anonymous", reason="Lời ẩn danh."
    )
    an_opinion(hall.file, hall.clause, reason="Lời của người ngoài hội.")
    text = words(made(hall.officer, hall))
    kept = str(PaperData.objects.latest("pk").data)
    assert "Lời công khai." in text
    assert speaker.full_name in text
    silent = [member.full_name for member in hall.members if member != speaker]
    for hidden in (CANARY, "Lời ẩn danh.", "Lời của người ngoài hội.", *silent):
        assert hidden not in text, hidden
        assert hidden not in kept, hidden


def test_an_unnamed_opinion_of_a_member_gives_the_association_no_part():
    hall = a_hall(1, opened=False)
    code = f"{catalogue.OF_ASSOCIATION}-{hall.association.pk}"
    voice = make.a_voice(hall.file, hall.members[0])
    an_opinion(hall.file, hall.clause, voice=voice, shown="anonymous")
    with pytest.raises(NotThere):
        form_of(hall.officer, hall, code)
    an_opinion(hall.file, hall.clause, voice=voice)
    assert form_of(hall.officer, hall, code).code == code


def test_before_the_opinion_is_filed_there_is_no_paper():
    hall = a_hall(2)
    say(hall, hall.members[0])
    with pytest.raises(NotThere):
        form_of(hall.officer, hall, f"{catalogue.OF_ASSOCIATION}-{hall.association.pk}")


def test_to_everybody_else_it_is_not_there(hall, client):
    file = made(hall.officer, hall)
    other = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội khác")
    outsiders = [
        make.a_member(other, Role.ASSOCIATION_OFFICER),
        make.a_member(hall.file.council, Role.COUNCIL_COORDINATOR),
        make.a_member(hall.file.agency, Role.AGENCY_OFFICER),
        hall.members[0],
        make.a_user(),
    ]
    addresses = [
        reverse("official_paper", args=[hall.file.code, hall.code]),
        reverse("official_file", args=[hall.file.code, file.pk]),
    ]
    for by in outsiders:
        client.force_login(by)
        assert [client.get(address).status_code for address in addresses] == [404, 404], by
        listed = client.get(reverse("official_papers", args=[hall.file.code]))
        assert hall.code not in listed.content.decode()
        with pytest.raises(Refused):
            actions.ask_file(
                by, consultation=hall.file, form=catalogue.form_of(hall.file, hall.code), kind="docx",
                client_key=str(uuid.uuid4()),
            )  # fmt: skip
    client.force_login(hall.officer)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    listed = client.get(reverse("official_papers", args=[hall.file.code])).content.decode()
    assert hall.code in listed
    assert "bao-cao-phan-bien" not in listed


@pytest.mark.parametrize("code", ["bao-cao-tu-van", "bao-cao-tu-van-0", "bao-cao-tu-van-99999999999999"])
def test_there_is_no_paper_of_no_association(hall, code):
    for by in (hall.officer, make.a_member(hall.file.council, Role.COUNCIL_COORDINATOR)):
        with pytest.raises(NotThere):
            form_of(by, hall, code)


def test_acts_stand_in_the_book_of_the_association_alone(hall):
    form = form_of(hall.officer, hall)
    actions.save_prose(
        hall.officer, consultation=hall.file, form=form, texts={"de_nghi": "Lời riêng."}, version=0
    )
    assert "Lời riêng." in words(made(hall.officer, hall))
    found = Entry.objects.filter(verb__startswith="official.")
    assert {(one.book_id, one.audience) for one in found} == {(hall.association.book_id, "office")}
    assert found.count() == 2


def test_equal_data_are_equal_bytes_and_the_pdf_is_one(hall):
    first, again = made(hall.officer, hall), made(hall.officer, hall)
    assert (first.file_hash, first.data_id) == (again.file_hash, again.data_id)
    assert made(hall.officer, hall, "pdf").file.open().read(5) == b"%PDF-"

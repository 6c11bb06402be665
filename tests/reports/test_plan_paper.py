"""Paper no. 12: the items of the council's plan in order, then files of the year that no item names."""

import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from consult.consultations import plan_actions as plans
from consult.consultations.models import Consultation
from consult.kit.verdicts import NotThere
from consult.people.roles import OrganisationKind, Role
from consult.reports import paper_actions as actions
from consult.reports import paper_plan
from consult.reports import paper_selectors as selectors
from tests import factories as make

pytestmark = pytest.mark.django_db
CODE = "ke-hoach-nam"


class Case:
    """A council with its coordinator, an agency and one file."""

    def __init__(self):
        self.council = make.an_organisation(OrganisationKind.FRONT, name="Mặt trận thành phố")
        self.agency = make.an_organisation(name="Sở Y tế")
        self.coordinator = make.a_member(self.council, Role.COUNCIL_COORDINATOR)
        self.file = make.a_consultation(agency=self.agency, council=self.council, title="Hồ sơ thứ nhất")
        self.year = timezone.localdate().year

    def item(self, content, *, year=None, **changes):
        sent = {"content": content, "agency": self.agency, "form": "dialogue", "period": "q2"} | changes
        return plans.add_item(
            self.coordinator, council=self.council, year=year or self.year, client_key=uuid.uuid4(), **sent
        )

    def lines(self, by=None, year=None):
        return paper_plan.lines(by or self.coordinator, self.council, year or self.year)

    def rows(self, code=CODE) -> list[list[str]]:
        """The rows of the table of the made file, without their heads."""
        form = selectors.form_or_404(self.coordinator, self.file, code)
        file = actions.ask_file(
            self.coordinator, consultation=self.file, form=form, kind="docx", client_key=str(uuid.uuid4())
        )
        actions.run(file.pk)
        file.refresh_from_db()
        assert file.state == "done", file.fault
        document = Document(io.BytesIO(file.file.open().read()))
        self.words = "\n".join(p.text for p in document.paragraphs).replace("\xa0", " ")
        tables = [one for one in document.tables if one.style is not None and one.style.name == "Table Grid"]
        return [[cell.text.replace("\xa0", " ") for cell in row.cells] for row in tables[0].rows[1:]]


@pytest.fixture
def case():
    return Case()


def test_items_stand_in_their_order_and_files_without_one_follow(case):
    first, second = case.item("Mục một"), case.item("Mục hai", lead="Hội đồng tư vấn", note="Lời ghi.")
    plans.move_item(case.coordinator, item=second, place=1)
    rows = case.rows()
    assert [row[:2] for row in rows] == [["1", "Mục hai"], ["2", "Mục một"], ["3", "Hồ sơ thứ nhất"]]
    assert rows[0][2:] == [
        "Đối thoại trực tiếp",
        "Quý II",
        "Hội đồng tư vấn",
        case.agency.official_name,
        "Lời ghi.",
    ]
    assert rows[1][4] == case.council.official_name
    assert rows[2][6] == f"Hồ sơ {case.file.code}."
    assert "thực hiện 3 nội dung" in case.words
    assert first.year == case.year


def test_of_an_item_with_a_file_code_dates_and_agency_come_from_the_file(case):
    other = make.an_organisation(name="Sở Xây dựng")
    case.item("Mục có hồ sơ", agency=other, consultation=case.file)
    (row,) = case.rows()
    stage = case.file.stages.get(kind="comment")
    until = timezone.localtime(stage.closes_at)
    opened = timezone.localtime(case.file.opened_at)
    assert row[1] == "Mục có hồ sơ"
    assert row[3] == f"Quý II\nLấy ý kiến từ {opened:%d/%m/%Y} đến {until:%d/%m/%Y}"
    assert row[5] == case.agency.official_name
    assert row[6] == f"Hồ sơ {case.file.code}."


def test_dropped_and_removed_items_are_not_printed_and_their_file_is_again_without_one(case):
    case.item("Mục giữ")
    plans.mark_item(case.coordinator, item=case.item("Mục rút"), mark="dropped", reason="Rút dự thảo.")
    file = make.a_consultation(agency=case.agency, council=case.council, title="Hồ sơ hai", state="prepared")
    plans.remove_item(case.coordinator, item=case.item("Mục bỏ", consultation=file))
    assert [line.content for line in case.lines()] == ["Mục giữ", "Hồ sơ thứ nhất", "Hồ sơ hai"]


def test_another_year_has_a_paper_of_its_own_once_it_has_an_item(case):
    code = f"{CODE}-{case.year + 1}"
    with pytest.raises(NotThere):
        selectors.form_or_404(case.coordinator, case.file, code)
    case.item("Năm sau", year=case.year + 1)
    assert [row[:2] for row in case.rows(code)] == [["1", "Năm sau"]]
    assert f"Phản biện xã hội năm {case.year + 1}" in case.words
    for wrong in (f"{CODE}-{case.year + 2}", f"{code}-kin", f"{CODE}-0"):
        with pytest.raises(NotThere):
            selectors.form_or_404(case.coordinator, case.file, wrong)


def test_pages_lead_to_the_items_and_back(case, client):
    case.item("Năm sau", year=case.year + 1)
    client.force_login(case.coordinator)
    for code, year in ((CODE, case.year), (f"{CODE}-{case.year + 1}", case.year + 1)):
        paper = reverse("official_paper", args=[case.file.code, code])
        plan = reverse("plan", args=[case.council.slug, year])
        assert f'href="{plan}"' in client.get(paper).content.decode()
        assert f'href="{paper}"' in client.get(plan).content.decode()
        assert (
            f'href="{paper}"'
            in client.get(reverse("official_papers", args=[case.file.code])).content.decode()
        )
    other = client.get(reverse("official_paper", args=[case.file.code, "giay-moi"])).content.decode()
    assert "/ke-hoach-phan-bien/" not in other


def test_files_and_items_of_another_council_are_not_in_it(case):
    make.a_consultation(agency=case.agency, title="Hồ sơ nơi khác")
    assert [line.content for line in case.lines()] == ["Hồ sơ thứ nhất"]


def test_a_file_in_preparation_is_in_it_for_the_council_alone(case):
    make.a_consultation(agency=case.agency, council=case.council, title="Hồ sơ hai", state="prepared")
    assert [line.content for line in case.lines()] == ["Hồ sơ thứ nhất", "Hồ sơ hai"]
    assert [line.content for line in case.lines(make.a_user())] == ["Hồ sơ thứ nhất"]


def test_a_plan_without_anything_says_so(case):
    Consultation.objects.filter(pk=case.file.pk).update(created_at="2020-01-01T00:00:00Z")
    form = selectors.form_or_404(case.coordinator, case.file, CODE)
    file = actions.ask_file(
        case.coordinator, consultation=case.file, form=form, kind="docx", client_key=str(uuid.uuid4())
    )
    actions.run(file.pk)
    file.refresh_from_db()
    assert file.state == "done", file.fault
    words = "\n".join(p.text for p in Document(io.BytesIO(file.file.open().read())).paragraphs)
    assert "Chưa có nội dung nào trong kế hoạch." in words.replace("\xa0", " ")


def test_as_many_queries_for_thirty_items(case, django_assert_num_queries):
    case.item("a", consultation=case.file)
    make.a_consultation(agency=case.agency, council=case.council)
    with django_assert_num_queries(4):
        case.lines()
    for number in range(30):
        file = make.a_consultation(agency=case.agency, council=case.council)
        if number % 2:
            case.item(str(number), consultation=file)
    with django_assert_num_queries(4):
        assert len(case.lines()) == 32

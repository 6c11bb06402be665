"""Pages that are joined from pieces are well-formed: the reading room, the page for print, results, compiling."""

import pytest
from django.utils import timezone

from consult.documents.models import Clause, DraftVersion
from consult.people.roles import Role
from tests import factories as make
from tests.desk.test_reading import say
from tests.kit.wellformed import faults
from tests.reports.conftest import published

pytestmark = pytest.mark.django_db
LIST = "Hai việc:\n\n- thời hạn;\n- kinh phí.\n\n1. một\n2. hai"


def test_the_check_finds_what_it_is_for():
    assert faults("<div><p>x</p></div><br><svg><path d='M0'/></svg>") == []
    assert faults("<div><p>x</p>") == ["<div> of line 1 is not closed"]
    assert faults("<p><div>x</div></p>") == ["<div> in a <p>, line 1"]
    assert faults("<b><i>x</b></i>")[0] == "</b> in <i> of line 1, line 1"
    assert faults("<p>x</p></div>") == ["</div> in nothing, line 1"]


@pytest.fixture
def file():
    """A draft with a part that does not speak, a table, and opinions with lists, replies and evidence."""
    version = make.a_version(published=False)
    Clause.objects.filter(version=version, label="b)").update(kind="recipients")
    Clause.objects.filter(version=version, label="a)").update(kind="table", label="", text="1\ta\n2\tb")
    DraftVersion.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), declared_by=version.uploaded_by, tree_hash="1" * 64
    )
    version.refresh_from_db()
    file = make.a_consultation(version=version, agency=version.draft.agency)
    said = say(
        file,
        shown="named",
        reason=LIST,
        proposed="Trong 15 ngày.",
        position="amend",
        sources="khoản 2 Điều 43 Luật Giáo dục",
    )
    for _level in range(3):
        said = say(file, shown="named", clause=None, parent=said, position="", reason=LIST)
    return file


@pytest.mark.parametrize("role", ["anonymous", "expert", "council"])
def test_pages_of_the_reading_room(file, client, signed_in, role):
    if role == "expert":
        signed_in(make.an_expert("Đinh Thị Khác"))
    if role == "council":
        signed_in(make.a_member(file.council, Role.COUNCIL_COORDINATOR))
    clause = file.version.clauses.get(citation="khoản 1 Điều 3").pk
    start = f"/ho-so/{file.code}/van-ban/"
    for url in (
        start, f"{start}?clause={clause}", f"{start}?clause={clause}&muc=viet",
        f"{start}?tim=ng%C3%A0y", f"{start}1/in/", f"{start}khoan/{clause}/", f"/ho-so/{file.code}/",
    ):  # fmt: skip
        page = client.get(url, follow=True)
        assert page.status_code == 200, url
        assert faults(page.content.decode()) == [], url


def test_each_unit_of_the_text_stands_beside_the_next_and_not_in_it(file, client):
    """The part that does not speak is closed: what follows in the page is not inside it."""
    from lxml import html

    for url in (f"/ho-so/{file.code}/van-ban/", f"/ho-so/{file.code}/van-ban/1/in/"):
        tree = html.fromstring(client.get(url).content.decode())
        assert tree.xpath("//*[contains(@class, 'law')]//div[contains(@class, 'clause')]")
        assert not tree.xpath("//div[contains(@class, 'clause')]//div[contains(@class, 'clause')]"), url


def test_pages_of_results_and_compiling(client, signed_in):
    case = published()
    for user, rest in (
        (None, "ket-qua/"),
        (case.coordinator, "tong-hop/"),
        (case.coordinator, f"tong-hop/?y-kien={case.comments[0].pk}"),
        (case.officer, "tra-loi/"),
    ):
        if user:
            signed_in(user)
        page = client.get(f"/ho-so/{case.file.code}/{rest}")
        assert page.status_code == 200, rest
        assert faults(page.content.decode()) == [], rest

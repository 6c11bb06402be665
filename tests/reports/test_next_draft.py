"""The next version, written beside the answers: begun, edited, undone, published; what points ask for what."""

import uuid

import pytest
from django.urls import resolve, reverse

from consult.documents import next_actions, repair_actions
from consult.documents.actions import discard_version, publish_version
from consult.documents.models import ClauseLink, DraftVersion
from consult.kit.verdicts import Refused, Stale
from consult.ledger.models import Book
from consult.people.models import User
from consult.people.roles import Role
from consult.reports import actions, changes, next_draft
from consult.reports.models import Answer
from tests import factories as make
from tests.pages import text
from tests.races.test_forums import together
from tests.reports.conftest import a_case, an_opinion, compiled, point_of

pytestmark = pytest.mark.django_db


def url(case):
    return reverse("next_draft", args=[case.file.code])


def a_point_on_days():
    """A compiled file whose one point asks for 15 days in place of 07."""
    case = a_case(opinions=0)
    case.clause = case.file.version.clauses.get(text__contains="07 ngày")
    comment = an_opinion(case.file, case.clause, proposed="trong thời hạn 15 ngày làm việc")
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, comment)]
    case.compilation = actions.close_compilation(case.coordinator, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


def begun(case):
    case.version = next_actions.begin_next(case.officer, draft=case.file.draft, client_key=uuid.uuid4())
    case.unit = case.version.clauses.get(text__contains="07 ngày")
    return case


def reworded(case, words="15 ngày làm việc", revision=0):
    new = case.unit.text.replace("07 ngày", words)
    return repair_actions.repair(
        case.officer, version=case.version, revision=revision, kind="reword", clause_id=case.unit.pk,
        client_key=uuid.uuid4(), title="", text=new,
    )  # fmt: skip


def test_a_version_is_begun_edited_undone_and_published(signed_in):
    case = a_point_on_days()
    client = signed_in(case.officer)
    assert "Lập bản tiếp theo" in text(client.get(url(case)))
    key = str(uuid.uuid4())
    for _time in range(2):
        assert client.post(url(case), {"act": "begin", "client_key": key}).status_code == 302
    version = DraftVersion.objects.get(origin__isnull=False)
    assert version.number == 2
    before = list(case.file.version.clauses.order_by("order").values_list("ident", "label", "title", "text"))
    assert list(version.clauses.order_by("order").values_list("ident", "label", "title", "text")) == before
    page = text(client.get(url(case)))
    assert case.points[0].title in page
    assert "trong thời hạn 15 ngày làm việc" in page
    unit = version.clauses.get(text__contains="07 ngày")
    new = unit.text.replace("07 ngày", "15 ngày làm việc")
    sent = {"act": "reword", "unit": unit.pk, "revision": 0, "client_key": str(uuid.uuid4()), "text": new}
    assert client.post(url(case), sent).url.endswith(f"?muc={unit.pk}#c-{unit.pk}")
    assert client.post(url(case), sent).status_code == 302
    unit.refresh_from_db()
    assert unit.text == new
    page = text(client.get(url(case), {"muc": unit.pk}))
    assert "<del>07 ngày</del><ins>15 ngày làm việc</ins>" in page
    stale = client.post(url(case), {**sent, "client_key": str(uuid.uuid4()), "text": "Lời của người sau."})
    assert stale.status_code == 409
    assert "Lời của người sau." in text(stale)
    assert new in text(stale)
    back = {"act": "undo", "revision": 1, "client_key": str(uuid.uuid4())}
    assert client.post(url(case), back).status_code == 302
    assert version.clauses.get(pk=unit.pk).text == unit.text.replace("15 ngày làm việc", "07 ngày")
    again = {"act": "redo", "revision": 2, "client_key": str(uuid.uuid4())}
    assert client.post(url(case), again).status_code == 302
    book = Book.objects.get(pk=case.file.agency.book_id)
    found = list(
        book.entries.filter(verb__in=["version.begun", "version.reworded"])
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert found == ["version.begun", "version.reworded"]
    version.refresh_from_db()
    publish_version(case.officer, version=version, declared=True)
    version.refresh_from_db()
    assert "15 ngày làm việc" in version.source.read().decode()
    assert ClauseLink.objects.filter(new_version=version).count() == len(before)


def test_an_answer_is_bound_while_the_version_is_written_and_published_after_it(signed_in):
    case = begun(a_point_on_days())
    reworded(case)
    [key] = [spot.key for spot in changes.spots(case.file, DraftVersion.objects.get(pk=case.version.pk))]
    actions.write_answer(
        case.officer, point=case.points[0], code="acc", text="Đã sửa.", changes=[key], version=0
    )
    assert "tag--hue" in text(signed_in(case.officer).get(url(case)))
    with pytest.raises(Refused, match="chưa gắn với chỗ sửa"):
        actions.publish_answers(case.signer, compilation=case.compilation)
    publish_version(case.officer, version=case.version, declared=True)
    actions.publish_answers(case.signer, compilation=case.compilation)
    assert Answer.objects.get().next_clause_id == case.unit.pk


def test_a_discarded_version_leaves_its_acceptances_unbound():
    case = begun(a_point_on_days())
    reworded(case)
    [key] = [spot.key for spot in changes.spots(case.file, DraftVersion.objects.get(pk=case.version.pk))]
    actions.write_answer(
        case.officer, point=case.points[0], code="acc", text="Đã sửa.", changes=[key], version=0
    )
    discard_version(case.officer, version=case.version)
    with pytest.raises(Refused, match="Còn 1 điểm tiếp thu"):
        actions.publish_answers(case.signer, compilation=case.compilation)


def test_words_of_an_upload_are_not_changed_here(signed_in):
    case = compiled(1)
    case.version = make.a_version(draft=case.file.draft, text=make.TEXT, published=False)
    case.unit = case.version.clauses.get(text__contains="07 ngày")
    with pytest.raises(Refused) as refused:
        reworded(case)
    assert refused.value.code == "upload"
    client = signed_in(case.officer)
    assert "được tải lên từ tệp" in text(client.get(url(case)))
    sent = {
        "act": "reword",
        "unit": case.unit.pk,
        "revision": 0,
        "client_key": str(uuid.uuid4()),
        "text": "x",
    }
    assert client.post(url(case), sent).status_code == 403
    repair = reverse("version_repair", args=[case.version.pk])
    assert client.post(repair, {**sent, "act": "strike"}).status_code == 400
    assert case.version.clauses.get(pk=case.unit.pk).text == case.unit.text


def test_one_version_is_prepared_at_a_time_and_the_signer_writes_none():
    case = begun(compiled(1))
    for by, code in ((case.officer, "prepared-exists"), (case.signer, "not-officer")):
        with pytest.raises(Refused) as refused:
            next_actions.begin_next(by, draft=case.file.draft, client_key=uuid.uuid4())
        assert refused.value.code == code


def test_a_struck_unit_is_gone_and_its_points_are_shown(signed_in):
    case = begun(a_point_on_days())
    client = signed_in(case.officer)
    sent = {"act": "strike", "unit": case.unit.pk, "revision": 0, "client_key": str(uuid.uuid4())}
    assert client.post(url(case), sent).status_code == 302
    assert not case.version.clauses.filter(text__contains="07 ngày").exists()
    page = text(client.get(url(case)))
    assert "Các điểm về đơn vị đã bỏ" in page
    assert client.get(url(case), {"muc": case.unit.pk}).status_code == 404


def test_the_page_is_the_agencys_alone(signed_in):
    case = begun(a_point_on_days())
    stranger = make.a_member(make.an_organisation(), Role.AGENCY_OFFICER)
    for user in (case.coordinator, case.member, make.an_expert(), stranger):
        assert signed_in(user).get(url(case)).status_code == 404
        sent = {"act": "undo", "revision": 0, "client_key": str(uuid.uuid4())}
        assert signed_in(user).post(url(case), sent).status_code == 404
    client = signed_in(case.signer)
    assert client.get(url(case)).status_code == 200
    for odd in ({"act": "x"}, {"act": "reword", "client_key": "1"}, {}):
        assert client.post(url(case), odd).status_code == 400
    assert client.get(url(case), {"muc": "²"}).status_code == 404


def test_it_takes_as_many_queries_for_many(signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = begun(compiled(size))
        client = signed_in(case.officer)
        client.get(url(case))
        with django_assert_max_num_queries(resolve(url(case)).func.budget) as seen:
            assert client.get(url(case)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_no_point_is_lost_when_its_unit_becomes_another():
    case = begun(a_point_on_days())
    for revision, kind in enumerate(("promote", "merge")):
        units = next_draft.next_page(case.officer, case.file).units
        unit = next(one.row for one in units if "07 ngày" in one.row.text)
        repair_actions.repair(
            case.officer,
            version=case.version,
            revision=revision,
            kind=kind,
            clause_id=unit.id,
            client_key=uuid.uuid4(),
        )
        page = next_draft.next_page(case.officer, case.file)
        assert sum(unit.points for unit in page.units) + len(page.removed) >= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False])
def test_of_two_officers_on_one_unit_one_wins(locked, monkeypatch):
    case = begun(a_point_on_days())
    mate = make.a_member(case.file.agency, Role.AGENCY_OFFICER)
    if not locked:  # the control: without the lock both read the same revision
        import threading

        gate, plain = threading.Barrier(2), repair_actions.tree
        monkeypatch.setattr(
            repair_actions,
            "_locked",
            lambda version: DraftVersion.objects.select_related("draft__agency").get(pk=version.pk),
        )

        def meeting(pk):
            found = plain(pk)
            gate.wait(timeout=5)
            return found

        monkeypatch.setattr(repair_actions, "tree", meeting)

    def write(n):
        user = User.objects.get(pk=(case.officer, mate)[n].pk)
        repair_actions.repair(
            user, version=DraftVersion.objects.get(pk=case.version.pk), revision=0, kind="reword",
            clause_id=case.unit.pk, client_key=uuid.uuid4(), title="", text=f"Lời của người {n}.",
        )  # fmt: skip
        return n

    out = together(2, write)
    if locked:
        assert sum(isinstance(one, int) for one in out) == 1, out
        assert sum(isinstance(one, Stale) for one in out) == 1, out
        assert case.version.repairs.count() == 1
    else:
        assert not any(isinstance(one, Stale) for one in out), out

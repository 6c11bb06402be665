"""The yearly plan of a council: who writes it, what its items are, how far they are, and that nothing is lost."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consult.consultations import plan_actions as actions
from consult.consultations import plan_rules as rules
from consult.consultations import plan_selectors as selectors
from consult.consultations.models import Consultation, PlanItem
from consult.consultations.plan_states import period_end, standing
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.people.roles import OrganisationKind, Role
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def hall():
    """A council with its people, an agency, and somebody of everywhere else."""

    class Hall:
        council = make.an_organisation(OrganisationKind.FRONT, name="Mặt trận")
        agency = make.an_organisation(name="Sở Y tế")

    hall = Hall()
    hall.coordinator = make.a_member(hall.council, Role.COUNCIL_COORDINATOR)
    hall.secretary = make.a_member(hall.council, Role.SECRETARY)
    hall.member = make.a_member(hall.council, Role.COUNCIL_MEMBER)
    hall.head = make.a_member(hall.council, Role.COUNCIL_HEAD)
    return hall


def fields(hall, content="Dự thảo nghị quyết", **changes):
    return {"content": content, "agency": hall.agency, "form": "conference", "period": "q2"} | changes


def an_item(hall, content="Dự thảo nghị quyết", *, by=None, year=YEAR, key=None, **changes):
    sent = fields(hall, content, **changes)
    return actions.add_item(
        by or hall.coordinator, council=hall.council, year=year, client_key=key or uuid.uuid4(), **sent
    )


def a_file(hall, stage="comment", **words):
    return make.a_consultation(stage, agency=hall.agency, council=hall.council, **words)


def contents(hall, year=YEAR) -> list[str]:
    page = selectors.plan_page(hall.coordinator, hall.council, year)
    assert [row.number for row in page.rows] == list(range(1, len(page.rows) + 1))
    return [row.item.content for row in page.rows]


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="plan.").order_by("pk").values_list("verb", flat=True))


# --- who may ----------------------------------------------------------------------------------------------------


def others(hall):
    elsewhere = make.an_organisation(OrganisationKind.FRONT, name="Mặt trận khác")
    return {
        "person": make.a_user(),
        "officer": make.a_member(hall.agency, Role.AGENCY_OFFICER),
        "signer": make.a_member(hall.agency, Role.AGENCY_SIGNER),
        "coordinator elsewhere": make.a_member(elsewhere, Role.COUNCIL_COORDINATOR),
        "administrator": make.a_member(hall.council, Role.ADMINISTRATOR),
        "data officer": make.a_member(hall.council, Role.DATA_OFFICER),
        "overseer": make.a_member(hall.council, Role.OVERSEER),
    }


def acts(hall, by, item):
    """Every act, as a call."""
    return {
        "add": lambda: an_item(hall, by=by),
        "edit": lambda: actions.edit_item(by, item=item, version=1, **fields(hall, "Khác")),
        "move": lambda: actions.move_item(by, item=item, place=1),
        "mark": lambda: actions.mark_item(by, item=item, mark="done", reason="Đã họp."),
        "remove": lambda: actions.remove_item(by, item=item),
        "restore": lambda: actions.restore_item(by, item=item),
    }


def test_coordinator_and_secretary_write(hall):
    for by in (hall.coordinator, hall.secretary):
        item = an_item(hall, by=by)
        for name, act in acts(hall, by, item).items():
            act()
            assert name
    done = ("added", "edited", "moved", "marked", "removed", "restored")
    assert set(verbs()) == {f"plan.{name}" for name in done}


def test_members_read_and_are_told_why_they_do_not_write(hall):
    item = an_item(hall)
    for by in (hall.member, hall.head):
        assert rules.may_see_plan(by, hall.council)
        for name, act in acts(hall, by, item).items():
            with pytest.raises(Refused) as refused, transaction.atomic():
                act()
            assert refused.value.code == "not-writer", name
    assert verbs() == ["plan.added"]


def test_to_everybody_else_it_is_not_there(hall, client):
    item = an_item(hall)
    pages = [
        reverse("plan", args=[hall.council.slug, YEAR]),
        reverse("plan_new", args=[hall.council.slug, YEAR]),
        reverse("plan_item", args=[item.pk]),
    ]
    for who, by in others(hall).items():
        for name, act in acts(hall, by, item).items():
            with pytest.raises(NotThere), transaction.atomic():
                act()
            assert name
        client.force_login(by)
        assert [client.get(page).status_code for page in pages] == [404] * 3, who
    client.force_login(hall.member)
    assert [client.get(page).status_code for page in pages] == [200, 403, 403]
    client.force_login(hall.secretary)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


@pytest.mark.parametrize("year", [1999, 2101, 99999])
def test_a_year_that_is_none_is_not_there(hall, client, year):
    client.force_login(hall.coordinator)
    assert client.get(reverse("plan", args=[hall.council.slug, year])).status_code == 404
    with pytest.raises(Refused):
        an_item(hall, year=year)


def test_an_agency_has_no_plan(hall, client):
    officer = make.a_member(hall.agency, Role.AGENCY_OFFICER)
    client.force_login(officer)
    assert client.get(reverse("plan", args=[hall.agency.slug, YEAR])).status_code == 404


# --- items ------------------------------------------------------------------------------------------------------


def test_pressing_twice_adds_once_and_a_used_key_takes_no_other_words(hall):
    key = uuid.uuid4()
    assert an_item(hall, key=key) == an_item(hall, key=key)
    with pytest.raises(Refused) as refused:
        an_item(hall, "Nội dung khác", key=key)
    assert refused.value.code == "key-reused"
    assert verbs() == ["plan.added"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content": "  "}, "empty"),
        ({"content": "x" * 1001}, "too-long"),
        ({"note": "x" * 1001}, "too-long"),
        ({"agency": None}, "agency"),
        ({"form": "letter"}, "choice"),
        ({"period": "q5"}, "choice"),
    ],
)
def test_what_is_missing_is_refused_with_a_reason(hall, changes, code):
    with pytest.raises(Refused) as refused:
        an_item(hall, **changes)
    assert (refused.value.code, PlanItem.objects.count()) == (code, 0)


def test_the_body_that_is_reviewed_is_an_agency(hall):
    with pytest.raises(Refused) as refused:
        an_item(hall, agency=hall.council)
    assert refused.value.code == "agency"


def test_a_stale_change_is_answered_with_both_texts(hall, client):
    item = an_item(hall)
    actions.edit_item(hall.secretary, item=item, version=1, **fields(hall, "Lời của thư ký"))
    with pytest.raises(Stale) as stale:
        actions.edit_item(hall.coordinator, item=item, version=1, **fields(hall, "Lời của điều phối viên"))
    assert stale.value.stored["content"] == "Lời của thư ký"
    assert stale.value.sent["content"] == "Lời của điều phối viên"
    client.force_login(hall.coordinator)
    address = reverse("plan_item", args=[item.pk])
    sent = {**fields(hall, "Lời muộn"), "agency": hall.agency.pk, "version": 1}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lời của thư ký" in page and "Lời muộn" in page
    assert PlanItem.objects.get().content == "Lời của thư ký"
    assert 'name="version" value="2"' in page
    assert client.post(address, sent | {"version": 2}).status_code == 302
    assert PlanItem.objects.get().content == "Lời muộn"


def test_equal_fields_change_nothing_whatever_the_version(hall):
    item = an_item(hall)
    actions.edit_item(hall.coordinator, item=item, version=0, **fields(hall))
    assert verbs() == ["plan.added"]
    assert PlanItem.objects.get().version == 1


# --- order ------------------------------------------------------------------------------------------------------


def test_items_move_to_a_place_and_the_others_close_up(hall):
    first, _second, third = (an_item(hall, name) for name in "abc")
    an_item(hall, "d", year=YEAR + 1)
    actions.move_item(hall.coordinator, item=third, place=1)
    assert contents(hall) == ["c", "a", "b"]
    actions.move_item(hall.coordinator, item=third, place=1)
    actions.move_item(hall.coordinator, item=first, place=99)
    assert contents(hall) == ["c", "b", "a"]
    assert verbs().count("plan.moved") == 2
    assert contents(hall, YEAR + 1) == ["d"]


def test_the_list_moves_by_buttons_alone_and_comes_back_at_the_item(hall, client):
    first, second = an_item(hall, "a"), an_item(hall, "b")
    client.force_login(hall.secretary)
    page = client.get(reverse("plan", args=[hall.council.slug, YEAR])).content.decode()
    assert page.count('name="place" value="0" disabled') == 2, "up of the first, down of the last"
    answer = client.post(reverse("plan_item_move", args=[second.pk]), {"place": 1})
    assert answer.url.endswith(f"#muc-{second.pk}")
    assert contents(hall) == ["b", "a"]
    assert f'id="muc-{first.pk}"' in page
    client.post(reverse("plan_item_move", args=[second.pk]), {"place": 0})
    assert contents(hall) == ["b", "a"]


def test_a_removed_item_comes_back_to_its_place(hall, client):
    items = [an_item(hall, name) for name in "abc"]
    client.force_login(hall.coordinator)
    answer = client.post(reverse("plan_item_remove", args=[items[1].pk]), follow=True)
    page = answer.content.decode()
    assert contents(hall) == ["a", "c"]
    assert reverse("plan_item_restore", args=[items[1].pk]) in page
    with pytest.raises(Refused) as refused:
        actions.edit_item(hall.coordinator, item=items[1], version=1, **fields(hall, "x"))
    assert refused.value.code == "removed"
    client.post(reverse("plan_item_remove", args=[items[1].pk]))
    client.post(reverse("plan_item_restore", args=[items[1].pk]))
    client.post(reverse("plan_item_restore", args=[items[1].pk]))
    assert contents(hall) == ["a", "b", "c"]
    assert (verbs().count("plan.removed"), verbs().count("plan.restored")) == (1, 1)


def test_members_see_no_removed_items(hall, client):
    item = an_item(hall, "Bỏ đi")
    actions.remove_item(hall.coordinator, item=item)
    client.force_login(hall.member)
    page = client.get(reverse("plan", args=[hall.council.slug, YEAR]), {"bo": item.pk}).content.decode()
    assert "Bỏ đi" not in page


# --- files and states -------------------------------------------------------------------------------------------

LATER, EARLIER = date(2026, 12, 1), date(2026, 1, 10)


def state(item, today=EARLIER):
    item = selectors.items_of(item.council_id, item.year).get(pk=item.pk)
    found = standing(item, today)
    return found.state, found.reason, found.late


@pytest.mark.parametrize(
    ("period", "end"),
    [("m02", date(2026, 2, 28)), ("m12", date(2026, 12, 31)), ("q1", date(2026, 3, 31)), ("q4", date(2026, 12, 31))],
)  # fmt: skip
def test_the_end_of_a_period(period, end):
    assert period_end(YEAR, period) == end


def test_without_a_file_it_is_planned_and_late_when_its_time_is_over(hall):
    item = an_item(hall, period="q2")
    assert state(item, date(2026, 6, 30)) == ("planned", "Chưa có hồ sơ.", False)
    assert state(item, date(2026, 7, 1)) == (
        "planned", "Đã hết thời gian theo kế hoạch (Quý II) mà chưa có hồ sơ.", True,
    )  # fmt: skip


def test_with_a_file_the_state_is_that_of_the_file(hall):
    file = a_file(hall, state="prepared")
    item = an_item(hall, consultation=file)
    assert state(item) == ("planned", f"Hồ sơ {file.code} đang chuẩn bị.", False)
    Consultation.objects.filter(pk=file.pk).update(state="open", opened_at=timezone.now())
    name, reason, _late = state(item)
    assert name == "opened"
    assert reason.startswith(f"Hồ sơ {file.code} lấy ý kiến từ ")
    Consultation.objects.filter(pk=file.pk).update(state="closed")
    assert state(item, LATER) == ("done", f"Hồ sơ {file.code} đã kết thúc.", False)


def test_a_mark_needs_a_reason_and_gives_way_to_an_open_file(hall):
    item = an_item(hall)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(Refused) as refused:
            actions.mark_item(hall.coordinator, item=item, mark="done", reason=reason)
        assert refused.value.code == "no-reason"
    actions.mark_item(hall.coordinator, item=item, mark="done", reason="Đã họp ngoài hệ thống.")
    actions.mark_item(hall.coordinator, item=item, mark="done", reason="Đã họp ngoài hệ thống.")
    assert state(item) == ("done", "Đã họp ngoài hệ thống.", False)
    actions.mark_item(hall.coordinator, item=item, mark="dropped", reason="Cơ quan rút dự thảo.")
    assert state(item, LATER) == ("dropped", "Cơ quan rút dự thảo.", False)
    assert contents(hall) == []
    actions.mark_item(hall.coordinator, item=item, mark="", reason="bỏ qua")
    assert state(item)[0] == "planned"
    assert verbs().count("plan.marked") == 3
    actions.edit_item(hall.coordinator, item=item, version=1, **fields(hall, consultation=a_file(hall)))
    for act in (
        lambda: actions.mark_item(hall.coordinator, item=item, mark="dropped", reason="x"),
        lambda: actions.remove_item(hall.coordinator, item=item),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "has-file"


def test_a_dropped_item_has_no_place_to_move_to(hall):
    item = an_item(hall)
    actions.mark_item(hall.coordinator, item=item, mark="dropped", reason="Rút.")
    with pytest.raises(Refused) as refused:
        actions.move_item(hall.coordinator, item=item, place=1)
    assert refused.value.code == "dropped"


def test_a_file_is_of_one_item_and_of_this_council(hall):
    file = a_file(hall)
    item = an_item(hall, "a", consultation=file)
    with pytest.raises(Refused) as refused:
        an_item(hall, "b", consultation=file)
    assert refused.value.code == "file-taken"
    with pytest.raises(Refused) as refused:
        an_item(hall, "c", consultation=make.a_consultation())
    assert refused.value.code == "other-council"
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.create(
            council=hall.council, year=YEAR, order=9, content="d", agency=hall.agency, form="written", period="q1",
            consultation=file, by=hall.coordinator,
        )  # fmt: skip
    other = an_item(hall, "b", consultation=a_file(hall, state="prepared"))
    actions.remove_item(hall.coordinator, item=other)
    an_item(hall, "e", consultation=other.consultation)
    with pytest.raises(Refused) as refused:
        actions.restore_item(hall.coordinator, item=other)
    assert refused.value.code == "file-taken"
    assert item.consultation == file


def test_files_without_an_item_are_listed_and_begin_one(hall, client):
    year = timezone.localdate().year
    file, other = a_file(hall, title="Hồ sơ chưa có mục"), make.a_consultation(title="Hồ sơ nơi khác")
    client.force_login(hall.coordinator)
    address = reverse("plan", args=[hall.council.slug, year])
    page = client.get(address).content.decode()
    assert f"?ho-so={file.code}" in page
    assert other.code not in page
    form = client.get(reverse("plan_new", args=[hall.council.slug, year]), {"ho-so": file.code})
    assert f'<option value="{file.code}" selected>' in form.content.decode()
    an_item(hall, year=year, consultation=file)
    assert f"?ho-so={file.code}" not in client.get(address).content.decode()


def test_the_forms_keep_what_was_typed_and_say_what_is_wrong(hall, client):
    client.force_login(hall.coordinator)
    address = reverse("plan_new", args=[hall.council.slug, YEAR])
    sent = {**fields(hall, ""), "agency": "", "note": "Giữ lại lời này", "client_key": uuid.uuid4()}
    answer = client.post(address, sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Giữ lại lời này" in page and "Xin ghi nội dung phản biện." in page
    item = an_item(hall)
    answer = client.post(reverse("plan_item_mark", args=[item.pk]), {"mark": "dropped", "reason": ""})
    assert answer.status_code == 403
    assert "Xin ghi lý do" in answer.content.decode()


def test_the_page_asks_as_much_for_thirty_items(hall, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(hall.coordinator)
    address = reverse("plan", args=[hall.council.slug, timezone.localdate().year])

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def add(number):
        for n in range(number):
            an_item(
                hall, str(n), year=timezone.localdate().year, consultation=a_file(hall) if n % 2 else None
            )
            a_file(hall)

    add(3)
    three = count()
    add(27)
    assert count() == three <= 16

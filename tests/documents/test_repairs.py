"""The officer's corrections of an upload: step by step, with undo and redo, nothing lost."""

import uuid

import pytest
from django.urls import reverse

from consult.core import legal
from consult.documents import actions, repair_actions, selectors
from consult.documents.models import Clause, Repair
from consult.documents.repair_page import pieces_of
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories
from tests.factories import TEXT
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)


@pytest.fixture
def version(officer):
    return uploaded(officer)


def uploaded(officer, text=TEXT):
    agency = officer.memberships.get().organisation
    draft = actions.create_draft(officer, agency=agency, title="Nghị quyết", kind="resolution")
    return actions.upload_version(
        officer, draft=draft, data=text.encode(), name="a.txt", client_key=uuid.uuid4()
    )


def step(officer, version, kind, citation=None, **given):
    clause = given.pop("clause", None) or version.clauses.get(citation=citation)
    return repair_actions.repair(
        officer,
        version=version,
        **{"revision": given.pop("revision", now(version)), "client_key": given.pop("key", uuid.uuid4())},
        kind=kind,
        clause_id=clause.pk,
        **given,
    )


def now(version):
    version.refresh_from_db()
    return version.revision


def turn(officer, version, act="undo"):
    return getattr(repair_actions, act)(
        officer, version=version, revision=now(version), client_key=uuid.uuid4()
    )


def stored(version):
    """The whole tree as it is stored: fields and places, and that parents are right."""
    rows = selectors.tree(version.pk)
    assert [row.order for row in rows] == list(range(len(rows)))
    places = {row.id: row for row in rows}
    for row in rows:
        assert row.parent_id is None or places[row.parent_id].order < row.order
        assert row.depth == (places[row.parent_id].depth + 1 if row.parent_id else 0)
        assert row.citation == legal.cite(*_of(row, rows))
    return selectors.nodes_of(rows)


def _of(row, rows):
    nodes = selectors.nodes_of(rows)
    return next(node for node in nodes if node.id == row.ident), nodes


def letters(nodes):
    return "".join(f"{n.label}{n.title}{n.text}" for n in nodes).replace(" ", "").replace("\n", "")


STEPS = [
    ("promote", "điểm b khoản 2 Điều 3", {}),
    ("demote", "khoản 2 Điều 3", {}),
    ("merge", "điểm b khoản 2 Điều 3", {}),
    ("split", "khoản 1 Điều 3", {"at": 8, "kind_to": "paragraph"}),
    ("retype", "điểm a khoản 2 Điều 3", {"kind_to": "clause", "number": "3"}),
    ("retitle", "Điều 3", {"title": "Đặt hàng,"}),
]


@pytest.mark.parametrize(("kind", "citation", "given"), STEPS, ids=[row[0] for row in STEPS])
def test_a_step_is_stored_taken_back_and_done_again(officer, version, kind, citation, given):
    before = stored(version)
    numbers = set(version.clauses.values_list("pk", flat=True))
    _made, focus = step(officer, version, kind, citation, **given)
    after = stored(version)
    assert after != before
    assert letters(after) == letters(before)
    assert version.clauses.filter(pk=focus).exists()
    assert len(set(version.clauses.values_list("pk", flat=True)) & numbers) >= len(before) - 1
    assert not version.clauses.filter(search=None).exists()
    turn(officer, version)
    assert stored(version) == before
    turn(officer, version, "redo")
    assert stored(version) == after
    kinds = list(version.repairs.values_list("kind", flat=True))
    assert kinds == [kind, "undo", "redo"]
    entries = Entry.objects.filter(verb="version.repaired").order_by("seq")
    assert [entry.data["kind"] for entry in entries] == kinds
    assert entries[0].data["place"] == citation
    assert entries[0].audience == "office"
    assert verify_book(version.draft.agency.book) is None


def test_many_steps_are_taken_back_in_their_order(officer, version):
    trees = [stored(version)]
    for kind, citation, given in (STEPS[2], STEPS[5], ("demote", "khoản 2 Điều 2", {}), STEPS[3]):
        step(officer, version, kind, citation, **given)
        trees.append(stored(version))
    for tree in trees[-2::-1]:
        turn(officer, version)
        assert stored(version) == tree
    with pytest.raises(Refused, match="Không còn bước nào để hoàn tác"):
        turn(officer, version)
    for tree in trees[1:]:
        turn(officer, version, "redo")
        assert stored(version) == tree
    with pytest.raises(Refused, match="Không còn bước nào để làm lại"):
        turn(officer, version, "redo")


def test_after_another_step_what_was_taken_back_is_gone(officer, version):
    step(officer, version, *STEPS[2][:2])
    turn(officer, version)
    step(officer, version, "demote", "khoản 2 Điều 2")
    with pytest.raises(Refused, match="làm lại"):
        turn(officer, version, "redo")


def test_the_last_fifty_steps_can_be_taken_back(officer, version):
    for n in range(54):
        act = ("demote", "khoản 2 Điều 2") if n % 2 == 0 else ("promote", "điểm 2 khoản 1 Điều 2")
        clause = version.clauses.get(text__startswith="Cơ quan, tổ chức")
        step(officer, version, act[0], clause=clause)
    for _n in range(50):
        turn(officer, version)
    with pytest.raises(Refused):
        turn(officer, version)
    assert version.repairs.filter(undone=False).exclude(kind="undo").count() == 4


def test_warnings_follow_the_tree(officer):
    version = uploaded(officer, "Điều 1. Phạm vi\n1. Một.\n3. Ba.\nĐiều 2. Hiệu lực\nCó hiệu lực ngay.")
    (before,) = [w for w in version.warnings if w["code"] == "gap"]
    step(officer, version, "merge", "khoản 3 Điều 1")
    version.refresh_from_db()
    assert [w for w in version.warnings if w["code"] == "gap"] == []
    turn(officer, version)
    version.refresh_from_db()
    assert before in version.warnings


def test_the_same_key_makes_one_step(officer, version):
    key = uuid.uuid4()
    first, _focus = step(officer, version, *STEPS[2][:2], key=key)
    again, _none = step(officer, version, "merge", "khoản 2 Điều 3", key=key)
    assert first == again
    assert Repair.objects.count() == 1
    with pytest.raises(Refused) as refusal:
        step(officer, version, "promote", "khoản 2 Điều 3", key=key)
    assert refusal.value.code == "key-reused"


def test_a_step_on_a_tree_that_changed_meanwhile_gets_both_texts(officer, version):
    old = now(version)
    step(officer, version, "merge", "điểm b khoản 2 Điều 3")
    before = stored(version)
    with pytest.raises(Stale) as stale:
        step(officer, version, "split", "khoản 1 Điều 3", revision=old, at=8, kind_to="paragraph")
    assert "Gộp" in stale.value.stored["Bước vừa lưu"]
    assert "07 ngày" in stale.value.stored["khoản 1 Điều 3"]
    assert stale.value.sent["Thao tác"] == "Tách khoản 1 Điều 3"
    with pytest.raises(Stale):
        repair_actions.undo(officer, version=version, revision=old, client_key=uuid.uuid4())
    assert stored(version) == before


def test_what_makes_no_sense_is_refused_with_the_engines_sentence(officer, version):
    with pytest.raises(Refused) as refusal:
        step(officer, version, "promote", "Chương I")
    assert str(refusal.value) == legal.REPAIRS["top"]
    with pytest.raises(Refused):
        step(officer, version, "retitle", "Điều 3", title="Chữ khác hẳn")
    assert Repair.objects.count() == 0


def test_only_the_agency_repairs_and_only_before_publication(officer, version):
    agency = version.draft.agency
    stranger = factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)
    for nobody in (stranger, factories.an_expert()):
        with pytest.raises(NotThere):
            step(nobody, version, "merge", "điểm b khoản 2 Điều 3")
    with pytest.raises(Refused) as refusal:
        step(factories.a_member(agency, Role.AGENCY_SIGNER), version, "merge", "điểm b khoản 2 Điều 3")
    assert refusal.value.code == "not-officer"
    step(officer, version, "merge", "điểm b khoản 2 Điều 3")
    actions.publish_version(officer, version=version, declared=True)
    with pytest.raises(Refused, match="không sửa cấu trúc được"):
        step(officer, version, "demote", "khoản 2 Điều 2")
    with pytest.raises(Refused, match="không sửa cấu trúc được"):
        turn(officer, version)


def test_a_unit_of_another_version_is_not_there(officer, version):
    other = factories.a_version().clauses.first()
    with pytest.raises(NotThere):
        step(officer, version, "merge", clause=other)


def test_the_published_text_is_the_repaired_one(officer, version):
    step(officer, version, "merge", "điểm b khoản 2 Điều 3")
    published = actions.publish_version(officer, version=version, declared=True)
    rows = selectors.tree(version.pk)
    assert published.tree_hash == actions.tree_hash(rows)
    assert not Clause.objects.filter(version=version, citation="điểm b khoản 2 Điều 3").exists()
    assert "b) Tính khả thi" in rows[-1].text
    assert version.repairs.count() == 1


# --- the page ----------------------------------------------------------------------------------------------


@pytest.fixture
def page(signed_in, officer, version):
    """The page of repairs as the officer has it open: `page()` reads it, `page(act, unit, …)` does a step."""
    client = signed_in(officer)
    url = reverse("version_repair", args=[version.pk])

    def ask(act=None, citation=None, *, script=False, **fields):
        headers = {"HX-Request": "true"} if script else {}
        if act is None:
            return client.get(url, fields, headers=headers)
        unit = version.clauses.get(citation=citation).pk if citation else ""
        sent = {"act": act, "unit": unit, "revision": now(version), "client_key": str(uuid.uuid4()), **fields}
        return client.post(url, sent, headers=headers)

    ask.url = url
    return ask


def test_the_page_shows_every_unit_and_what_can_be_done(page, version):
    clause = version.clauses.get(citation="khoản 1 Điều 3")
    shown = page(muc=clause.pk)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert text.count('class="unit"') == version.clauses.count()
    assert f'id="c-{clause.pk}" data-unit="{clause.pk}"' in text
    assert text.count('aria-current="true"') == 1
    for words in (
        "Nâng cấp",
        "Hạ cấp",
        "Gộp với đơn vị trước",
        "Tách đơn vị",
        "Đổi loại",
        "Hoàn tác",
        "Phím tắt",
    ):
        assert words in text
    assert "<script>" not in text


def test_a_step_without_a_script_comes_back_to_the_unit(page, version):
    response = page("merge", "điểm b khoản 2 Điều 3")
    kept = version.clauses.get(citation="điểm a khoản 2 Điều 3").pk
    assert response.url == f"{page.url}?muc={kept}#c-{kept}"
    assert "b) Tính khả thi" in version.clauses.get(pk=kept).text
    assert "Gộp với đơn vị trước: điểm b khoản 2 Điều 3" in page().content.decode()
    page("undo")
    assert version.clauses.filter(citation="điểm b khoản 2 Điều 3").exists()


def test_a_script_gets_the_part_that_changed_with_the_focus(page, version):
    text = page("demote", "khoản 2 Điều 2", script=True).content.decode()
    assert text.lstrip().startswith("<div")
    moved = version.clauses.get(text__startswith="Cơ quan, tổ chức")
    assert f'data-unit="{moved.pk}"' in text
    assert text.split(f'data-unit="{moved.pk}"')[1].split(">")[0].endswith('aria-current="true"')


def test_splitting_by_place_and_by_words(page, version):
    page("split", "khoản 1 Điều 3", words="trong thời hạn")
    assert version.clauses.get(citation="khoản 1 Điều 3").text.endswith("công khai nhiệm vụ")
    assert version.clauses.get(text__startswith="trong thời hạn").kind == "paragraph"
    refused = page("split", "Điều 1", words="không có chữ này")
    assert refused.status_code == 403
    assert "đúng một lần" in refused.content.decode()


def test_a_printed_label_gives_the_kind(page, version):
    page("merge", "khoản 2 Điều 2")
    merged = version.clauses.get(citation="khoản 1 Điều 2")
    at = merged.text.index("2. Cơ quan")
    assert str(at) in [str(piece.at) for piece in pieces_of(merged.text)]
    page("split", "khoản 1 Điều 2", at=at)
    assert version.clauses.get(citation="khoản 2 Điều 2").text == "Cơ quan, tổ chức có liên quan."


def test_refusals_are_said_on_the_page(page, version):
    refused = page("promote", "Chương I", script=True)
    assert refused.status_code == 422
    assert legal.REPAIRS["top"] in refused.content.decode()
    stale = page("merge", "điểm b khoản 2 Điều 3", revision=7, script=True)
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.content.decode()
    assert "b) Tính khả thi của phương án." in stale.content.decode()
    assert page("fly", "Chương I").status_code == 400
    assert page("undo", client_key="x").status_code == 400
    assert version.repairs.count() == 0


def test_the_page_is_for_the_officers_alone(page, version, signed_in):
    for user, status in (
        (factories.a_member(version.draft.agency, Role.AGENCY_SIGNER), 403),
        (factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER), 404),
        (factories.an_expert(), 404),
    ):
        assert signed_in(user).get(page.url).status_code == status
        assert signed_in(user).post(page.url, {"act": "undo"}).status_code == status


def test_after_publication_the_page_leads_to_the_text(page, version, officer):
    actions.publish_version(officer, version=version, declared=True)
    assert page().url == reverse("version", args=[version.pk])
    assert page("undo").url == reverse("version", args=[version.pk])


def test_a_unit_asked_for_alone(page, version):
    clause = version.clauses.get(citation="Điều 1")
    unit = text(page(script=True, muc=clause.pk))
    assert unit.startswith("<aside")
    assert f'data-bench="{clause.pk}"' in unit
    assert page(script=True, muc="abc").status_code == 404
    assert page(script=True, muc=factories.a_version().clauses.first().pk).status_code == 404


def test_the_page_costs_the_same_for_3_and_30_articles(signed_in, officer, django_assert_max_num_queries):
    costs = []
    for articles in (3, 30):
        text = "\n".join(f"Điều {n}. Tên\n1. Nội dung {n}\n3. Nội dung khác" for n in range(1, articles + 1))
        url = reverse("version_repair", args=[uploaded(officer, text).pk])
        client = signed_in(officer)
        with django_assert_max_num_queries(12) as counted:
            assert client.get(url).status_code == 200
        costs.append(len(counted.captured_queries))
    assert costs[0] == costs[1]

"""Drafts through their life: create, upload, discard, publish; frozen for ever afterwards."""

import hashlib
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from consult.documents import actions, selectors
from consult.documents.models import Clause, ClauseLink, Draft, DraftVersion
from consult.kit.verdicts import Refused
from consult.ledger import selectors as ledger
from consult.ledger.models import Book, Entry
from consult.people.roles import Role
from tests import factories
from tests.factories import TEXT, TEXT_2

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return factories.an_organisation()


@pytest.fixture
def officer(agency):
    return factories.a_member(agency, Role.AGENCY_OFFICER)


@pytest.fixture
def draft(agency, officer):
    return actions.create_draft(officer, agency=agency, title="Nghị quyết về trí thức", kind="resolution")


def upload(officer, draft, text=TEXT, key=None, name="du-thao.txt"):
    return actions.upload_version(
        officer, draft=draft, data=text.encode(), name=name, client_key=key or uuid.uuid4()
    )


def publish(officer, version, **fields):
    return actions.publish_version(officer, version=version, **{"declared": True, **fields})


def test_an_upload_becomes_a_clause_tree_in_order(officer, draft):
    version = upload(officer, draft)
    rows = selectors.tree(version.pk)
    assert (version.number, version.state) == (1, "prepared")
    assert [row.order for row in rows] == list(range(len(rows)))
    assert [row.number for row in rows if row.kind == "article"] == ["1", "2", "3"]
    point = next(row for row in rows if row.kind == "point" and row.number == "b")
    assert point.citation == "điểm b khoản 2 Điều 3"
    assert {row.id: row for row in rows}[point.parent_id].number == "2"
    assert version.source_hash == hashlib.sha256(TEXT.encode()).hexdigest()
    with version.source.open("rb") as stored:
        assert stored.read() == TEXT.encode()
    assert "du-thao" not in version.source.name


def test_every_unit_is_found_with_and_without_accents(officer, draft):
    version = upload(officer, draft)
    with connection.cursor() as cursor:
        for words in ("đặt hàng", "dat hang"):
            cursor.execute(
                "SELECT count(*) FROM documents_clause WHERE version_id = %s "
                "AND search @@ plainto_tsquery('simple', %s)",
                [version.pk, words],
            )
            assert cursor.fetchone()[0] >= 1, words
    assert not Clause.objects.filter(version=version, search=None).exists()
    assert Clause.objects.filter(version=version, folded__contains="dat hang").exists()


def test_the_same_key_gives_the_same_version_and_another_file_is_refused(officer, draft):
    key = uuid.uuid4()
    first = upload(officer, draft, key=key)
    assert upload(officer, draft, key=key).pk == first.pk
    with pytest.raises(Refused) as refusal:
        upload(officer, draft, TEXT_2, key=key)
    assert refusal.value.code == "key-reused"
    assert DraftVersion.objects.count() == 1
    assert Entry.objects.filter(verb="version.uploaded").count() == 1


def test_a_draft_and_its_first_version_are_made_together_or_not_at_all(agency, officer):
    key = uuid.uuid4()
    fields = {"agency": agency, "title": "Quyết định", "kind": "decision", "client_key": key}
    with pytest.raises(Refused):
        actions.create_with_version(officer, data=b"MZ\x90", name="a.txt", **fields)
    assert not Draft.objects.exists()
    first = actions.create_with_version(officer, data=TEXT.encode(), name="a.txt", **fields)
    again = actions.create_with_version(officer, data=TEXT.encode(), name="a.txt", **fields)
    assert first.pk == again.pk
    assert Draft.objects.count() == 1


def test_a_forged_key_is_refused(officer, draft):
    with pytest.raises(Refused) as refusal:
        upload(officer, draft, key="không phải mã")
    assert refusal.value.code == "bad-key"


def test_a_second_upload_waits_for_the_first_to_be_published_or_discarded(officer, draft):
    first = upload(officer, draft)
    with pytest.raises(Refused, match="Bản 1 của dự thảo này đang được chuẩn bị"):
        upload(officer, draft, TEXT_2)
    with pytest.raises(Refused):
        actions.discard_version(factories.a_user(), version=first)
    actions.discard_version(officer, version=first)
    assert upload(officer, draft, TEXT_2).number == 1


def test_a_discarded_file_is_deleted_once_the_act_is_committed(
    officer, draft, django_capture_on_commit_callbacks
):
    version = upload(officer, draft)
    storage, name = version.source.storage, version.source.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_version(officer, version=version)
    assert not storage.exists(name)


def test_no_file_is_left_of_a_refused_upload(officer, draft, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with monkeypatch.context() as broken:
        broken.setattr(actions, "save_tree", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upload(officer, draft)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    upload(officer, draft)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_publishing_needs_the_declaration_and_freezes(officer, draft):
    version = upload(officer, draft)
    with pytest.raises(Refused, match="cam đoan"):
        publish(officer, version, declared=False)
    version = publish(officer, version, note="  Bản đầu  ")
    assert (version.state, version.declared_by, version.note) == ("published", officer, "Bản đầu")
    assert version.tree_hash == actions.tree_hash(selectors.tree(version.pk))
    assert publish(officer, version).published_at == version.published_at
    assert Entry.objects.filter(verb="version.published", audience="public").count() == 1
    with pytest.raises(Refused, match="đã công bố được giữ nguyên"):
        actions.discard_version(officer, version=version)


FORBIDDEN = [
    "UPDATE documents_clause SET text = 'khác' WHERE version_id = %(id)s",
    "DELETE FROM documents_clause WHERE version_id = %(id)s",
    "UPDATE documents_draftversion SET note = 'khác' WHERE id = %(id)s",
    "DELETE FROM documents_draftversion WHERE id = %(id)s",
    'INSERT INTO documents_clause (version_id, ident, "order", depth, kind, number, label, title, text, path,'
    " within, citation, folded) VALUES (%(id)s, 'x', 9999, 0, 'article', '', '', '', '', '', 'main', '', '')",
    'UPDATE documents_clause SET version_id = %(id)s WHERE version_id = %(other)s AND "order" = 0',
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_published_version_is_frozen_even_for_raw_sql(officer, draft, sql):
    version = publish(officer, upload(officer, draft))
    other = upload(officer, draft, TEXT_2)
    with (
        pytest.raises(DatabaseError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, {"id": version.pk, "other": other.pk})
    assert len(selectors.tree(version.pk)) == Clause.objects.filter(version=version).count() > 5


def test_the_next_version_is_linked_with_the_one_before(officer, draft):
    first = publish(officer, upload(officer, draft))
    second = publish(officer, upload(officer, draft, TEXT_2))
    links = ClauseLink.objects.filter(old_version=first, new_version=second)
    assert links.count() == len(selectors.tree(first.pk))
    edited = links.get(kind="edited")
    assert "07 ngày" in edited.old.text
    assert "15 ngày làm việc" in edited.new.text


def test_the_book_of_the_agency_verifies_after_all_this(officer, draft):
    publish(officer, upload(officer, draft))
    actions.discard_version(officer, version=upload(officer, draft, TEXT_2))
    publish(officer, upload(officer, draft, TEXT_2))
    assert ledger.verify_book(Book.objects.get(pk=draft.agency.book_id)) is None


def test_a_thousand_units_cost_no_more_queries_than_a_few(officer, draft, django_assert_max_num_queries):
    def words(articles):
        return "\n".join(
            f"Điều {n}. Tên điều\n1. Nội dung khoản một;\n2. Nội dung khoản hai."
            for n in range(1, articles + 1)
        )

    costs = []
    for articles in (3, 340):
        with django_assert_max_num_queries(24) as counted:
            version = upload(officer, draft, words(articles))
        costs.append(len(counted.captured_queries))
        assert version.clauses.count() == articles * 3
        actions.discard_version(officer, version=version)
    assert costs[0] == costs[1]

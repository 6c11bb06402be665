"""Races of drafts on real PostgreSQL, each with a control in which the lock is off and the race appears."""

import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from consult.documents import actions
from consult.documents.models import Clause, Draft, DraftVersion
from consult.kit.verdicts import Refused
from consult.ledger.models import Entry
from consult.people.models import User
from consult.people.roles import Role
from tests import factories as make
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return make.a_member(make.an_organisation(), Role.AGENCY_OFFICER)


@pytest.fixture
def draft(officer):
    agency = officer.memberships.get().organisation
    return actions.create_draft(officer, agency=agency, title="Nghị quyết", kind="resolution")


def uploader(draft, user_id, key=None):
    def upload(_n):
        return actions.upload_version(
            User.objects.get(pk=user_id),
            draft=Draft.objects.get(pk=draft.pk),
            data=make.TEXT.encode(),
            name="a.txt",
            client_key=key or uuid.uuid4(),
        ).pk

    return upload


def test_ten_equal_uploads_make_one_version(officer, draft):
    out = together(10, uploader(draft, officer.pk, uuid.uuid4()))
    assert len(out) == 10
    assert len(set(out)) == 1, out
    assert DraftVersion.objects.count() == Entry.objects.filter(verb="version.uploaded").count() == 1


def test_different_uploads_at_once_leave_one_in_preparation(officer, draft):
    out = together(6, uploader(draft, officer.pk))
    assert sum(isinstance(result, int) for result in out) == 1, out
    assert {result.code for result in out if isinstance(result, Refused)} == {"prepared-exists"}
    assert list(DraftVersion.objects.values_list("number", flat=True)) == [1]


def test_control_without_the_lock_of_the_draft_uploads_collide(officer, draft, monkeypatch):
    gate = threading.Barrier(4)
    save = actions._save_version

    def meet(*given):
        gate.wait(timeout=20)
        return save(*given)

    monkeypatch.setattr(actions, "_save_version", meet)
    monkeypatch.setattr(type(Draft.objects.all()), "select_for_update", lambda self, **_: self)
    out = together(4, uploader(draft, officer.pk))
    refused = [result for result in out if isinstance(result, Refused)]
    # All passed the rule; only the number's constraint stopped the others, with a reason that is not theirs.
    assert len(refused) == 3, out
    assert {result.code for result in refused} == {"key-reused"}


# --- a clause is edited while the version is published ----------------------------------------------------

UNLOCKED_GUARD = """
CREATE OR REPLACE FUNCTION documents_clause_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE holder bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN holder := OLD.version_id; ELSE holder := NEW.version_id; END IF;
  IF EXISTS (SELECT 1 FROM documents_draftversion WHERE id = holder AND state = 'published') THEN
    RAISE EXCEPTION 'clauses of a published version are frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
"""


def _guard() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('documents_clause_frozen'::regproc)")
        return cursor.fetchone()[0]


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def publish_while_editing(officer, version):
    """The publication is written but not committed when another connection edits a clause; both then end."""
    written, edited = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            actions.publish_version(User.objects.get(pk=officer.pk), version=version, declared=True)
            written.set()
            # Locked, the edit waits for this transaction; so the wait here must end by itself.
            edited.wait(timeout=2)

    def edit():
        assert written.wait(timeout=20)
        with transaction.atomic():
            Clause.objects.filter(version=version, kind="article").update(title="Đã sửa")
        edited.set()

    return together(2, lambda n: (publish, edit)[n]())


def test_no_clause_changes_once_its_version_is_being_published(officer, draft):
    version = DraftVersion.objects.get(pk=uploader(draft, officer.pk)(0))
    out = publish_while_editing(officer, version)
    assert sum(isinstance(result, DatabaseError) for result in out) == 1, out
    version.refresh_from_db()
    assert version.state == "published"
    assert not Clause.objects.filter(version=version, title="Đã sửa").exists()
    assert version.tree_hash == actions.tree_hash(actions.tree(version.pk))


def test_control_a_guard_that_does_not_lock_lets_the_edit_slip_in(officer, draft):
    version = DraftVersion.objects.get(pk=uploader(draft, officer.pk)(0))
    whole = _guard()
    _run(UNLOCKED_GUARD)
    try:
        out = publish_while_editing(officer, version)
    finally:
        _run(whole)
    assert out == [None, None]
    version.refresh_from_db()
    assert version.state == "published"
    assert Clause.objects.filter(version=version, title="Đã sửa").exists()
    assert version.tree_hash != actions.tree_hash(actions.tree(version.pk))


def test_two_officers_publishing_at_once_publish_once(officer, draft):
    version = DraftVersion.objects.get(pk=uploader(draft, officer.pk)(0))
    other = make.a_member(draft.agency, Role.AGENCY_OFFICER)
    users = [officer.pk, other.pk]
    out = together(
        2,
        lambda n: actions.publish_version(User.objects.get(pk=users[n]), version=version, declared=True).pk,
    )
    assert sorted(isinstance(result, Refused) for result in out) == [False, True], out
    assert Entry.objects.filter(verb="version.published").count() == 1

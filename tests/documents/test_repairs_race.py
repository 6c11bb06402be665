"""Two officers repair, or one repairs while the other publishes: one order of acts, and never half a tree."""

import uuid

import pytest

from consult.documents import actions, repair_actions, selectors
from consult.documents.models import DraftVersion
from consult.kit.verdicts import Refused, Stale
from consult.ledger.models import Entry
from consult.people.models import User
from consult.people.roles import Role
from tests import factories
from tests.documents.test_repairs import stored, uploaded
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)


@pytest.fixture
def version(officer):
    return uploaded(officer)


def merging(officer, version, key=None):
    unit = version.clauses.get(citation="điểm b khoản 2 Điều 3").pk

    def merge(_n):
        step, _focus = repair_actions.repair(
            User.objects.get(pk=officer.pk),
            version=DraftVersion.objects.get(pk=version.pk),
            revision=0,
            kind="merge",
            clause_id=unit,
            client_key=key or uuid.uuid4(),
        )
        return step.pk

    return merge


def test_of_five_steps_on_one_revision_one_is_done(officer, version):
    units = version.clauses.count()
    out = together(5, merging(officer, version))
    assert sum(isinstance(result, int) for result in out) == 1, out
    assert sum(isinstance(result, Stale) for result in out) == 4, out
    assert len(stored(version)) == units - 1
    assert Entry.objects.filter(verb="version.repaired").count() == 1


def test_the_same_step_sent_five_times_is_done_once(officer, version):
    out = together(5, merging(officer, version, uuid.uuid4()))
    assert len(set(out)) == 1, out
    assert version.repairs.count() == 1


def test_a_publication_and_a_repair_meet_whole(officer, version):
    merge = merging(officer, version)

    def both(n):
        if n:
            return merge(n)
        actions.publish_version(
            User.objects.get(pk=officer.pk), version=DraftVersion.objects.get(pk=version.pk), declared=True
        )
        return 0

    out = together(2, both)
    version.refresh_from_db()
    assert version.state == "published"
    assert version.tree_hash == actions.tree_hash(selectors.tree(version.pk))
    assert version.revision == version.repairs.count()
    assert all(isinstance(result, int | Refused) for result in out), out

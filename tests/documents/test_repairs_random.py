"""Random repairs on a stored tree: every step keeps the words, and undoing them all gives the first tree back."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.documents import selectors
from consult.kit.verdicts import Refused
from consult.people.roles import Role
from tests import factories
from tests.documents.test_repairs import letters, step, stored, turn, uploaded

pytestmark = pytest.mark.django_db
KINDS = ("clause", "point", "paragraph", "article", "dash", "chapter")


def random_step(officer, version, chance) -> bool:
    """One step of any kind on any unit; False where it makes no sense there."""
    row = chance.choice(selectors.tree(version.pk))
    kind = chance.choice(("promote", "demote", "merge", "split", "retype", "retitle"))
    given = {
        "split": {"at": chance.randrange(len(row.text) + 1), "kind_to": chance.choice(KINDS), "number": "9"},
        "retype": {"kind_to": chance.choice(KINDS), "number": str(chance.randrange(1, 30))},
        "retitle": {"label": row.label, "title": " ".join(f"{row.title} {row.text}".split()[:3])},
    }.get(kind, {})
    try:
        step(officer, version, kind, clause=version.clauses.get(pk=row.id), **given)
    except Refused:
        return False
    return True


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), acts=st.integers(1, 10))
def test_repairs_keep_every_word_and_can_all_be_undone(seed, acts):
    chance = random.Random(seed)
    with transaction.atomic():
        officer = factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)
        version = uploaded(officer)
        trees = [stored(version)]
        for _act in range(acts):
            if random_step(officer, version, chance):
                trees.append(stored(version))
        assert {letters(tree) for tree in trees} == {letters(trees[0])}
        for tree in trees[-2::-1]:
            turn(officer, version)
            assert stored(version) == tree
        for tree in trees[1:]:
            turn(officer, version, "redo")
            assert stored(version) == tree
        transaction.set_rollback(True)

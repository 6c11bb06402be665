"""Two officers give power on both sides at the same moment: one of them is refused."""

import threading

import pytest
from django.db import connection

from consult.kit.verdicts import Refused
from consult.people import actions
from consult.people.models import Membership, User
from consult.people.roles import OrganisationKind, Role
from tests.factories import a_user, an_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def _race(user_id, jobs):
    start, outcomes = threading.Barrier(len(jobs)), []

    def give(organisation, role):
        try:
            start.wait(timeout=10)
            user = User.objects.get(pk=user_id)
            outcomes.append(actions.add_member(None, user=user, organisation=organisation, role=role))
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


def _jobs():
    return [
        (an_organisation(), Role.AGENCY_OFFICER),
        (an_organisation(OrganisationKind.FRONT), Role.COUNCIL_COORDINATOR),
    ]


def test_the_lock_lets_one_side_win():
    for _n in range(3):
        user = a_user()
        outcomes = _race(user.pk, _jobs())
        assert len(outcomes) == 2
        assert outcomes.count("clash") == 1
        assert Membership.objects.filter(user=user).count() == 1


def test_without_the_lock_both_sides_would_win(monkeypatch):
    waiting = threading.Barrier(2)

    def unlocked(user):
        return User.objects.get(pk=user.pk)

    real = actions.rules.may_add_member

    def slow(*args, **kwargs):
        verdict = real(*args, **kwargs)
        waiting.wait(timeout=10)
        return verdict

    monkeypatch.setattr(actions, "_lock", unlocked)
    monkeypatch.setattr(actions.rules, "may_add_member", slow)
    user = a_user()
    _race(user.pk, _jobs())
    assert Membership.objects.filter(user=user).count() == 2

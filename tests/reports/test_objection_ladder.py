"""Objections that wait climb the ladder of reminders: who hears when, once, and of which."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from consult.notices import actions as notices
from consult.notices.models import Notice
from consult.people.models import Membership
from consult.people.roles import Role
from consult.reports import feedback_actions, objection_reminders
from consult.reports.models import Duty, Objection, ReminderStep
from tests import factories as make
from tests.reports.conftest import published
from tests.reports.test_feedback import objected, with_levels

pytestmark = pytest.mark.django_db


def heard(now):
    return {key.rsplit(":", 1)[1]: told for key, told in objection_reminders.objections_due(now)}


def ladder():
    return Notice.objects.filter(kind="deadline", text__contains="phản đối")


def test_an_objection_that_waits_climbs_the_ladder_and_each_rung_is_told_once():
    case = published(2)
    overseer = make.a_member(case.file.council, Role.OVERSEER)
    objection = objected(case)
    ReminderStep.objects.all().delete()
    for days, to in ((-2, "officers"), (0, "signers"), (3, "overseers")):
        ReminderStep.objects.create(days=days, to=to, source="Quy chế")
    due = objection.answer_due
    told, seen = [], Counter()
    for day in (*range(-10, 15), *range(20, 366, 30)):
        with time_machine.travel(due + timedelta(days=day), tick=False):
            for _twice in range(2):
                notices.tell_due()
            told.append(len(set(ladder().values_list("text", flat=True))))
    for notice in ladder():
        seen[notice.user_id] += 1
    officers = Membership.objects.holding(Role.AGENCY_OFFICER).filter(organisation=case.file.agency_id)
    everybody = {*officers.values_list("user_id", flat=True), case.signer.pk, overseer.pk}
    assert case.officer.pk in everybody
    assert seen == dict.fromkeys(everybody, 1)
    first = [told.index(n) - 10 for n in (1, 2, 3)]
    assert first == [-2, 0, 3]
    assert "quá hạn trả lời 3 ngày" in ladder().get(user=overseer).text.replace("\xa0", " ")


def test_an_answered_objection_is_told_no_more_and_each_date_is_its_own():
    case = published(2)
    objected(case)
    later = objected(case, 1)
    Objection.objects.filter(pk=later.pk).update(answer_due=later.answer_due + timedelta(days=30))
    far = later.answer_due + timedelta(days=60)
    keys = {key for key, _told in objection_reminders.objections_due(far)}
    assert len({key.split(":")[2] for key in keys}) == 2
    for one in Objection.objects.all():
        feedback_actions.answer_objection(case.officer, objection=one, text="Đã xem.")
    assert not list(objection_reminders.objections_due(far))


def test_nobody_outside_the_agency_hears_of_an_objection_for_the_council_alone():
    case = with_levels("council", "named")
    make.a_member(case.file.council, Role.OVERSEER)
    far = objected(case).answer_due + timedelta(days=60)
    assert set(heard(far)) == {"officers", "signers"}
    objected(case, 1)
    assert "có 1 phản đối" in heard(far)["overseers"].text.replace("\xa0", " ")
    assert "có 2 phản đối" in heard(far)["officers"].text.replace("\xa0", " ")
    owner = make.a_member(case.file.agency, Role.AGENCY_OFFICER)
    Duty.objects.create(point=case.points[0], owner=owner)
    assert heard(far)["owner"].user_ids == (owner.pk,)

"""Who hears of what happens to a file, once it is committed."""

from datetime import timedelta

import pytest
import time_machine

from consult.consultations import actions, notify
from consult.ledger.models import Entry
from consult.notices import registry
from consult.notices.actions import tell_due
from consult.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return factories.a_consultation()


@pytest.fixture
def officer(consultation):
    return factories.a_member(consultation.agency, Role.AGENCY_OFFICER)


def test_an_invitation_tells_the_invited_and_the_answer_tells_who_invited(consultation, officer):
    user = factories.an_expert("Võ Văn Kiên")
    (invitation,) = actions.invite(officer, consultation=consultation, experts=[user.expert])
    (told,) = registry.told_by(Entry.objects.get(verb="invitation.sent"))
    assert (told.user_ids, told.kind, told.url) == ((user.pk,), "invitation", f"/loi-moi/{invitation.pk}/")
    assert "Hết hạn góp ý" in told.text
    actions.answer_invitation(user, invitation=invitation, accept=False, reason="Lý do riêng")
    (told,) = registry.told_by(Entry.objects.get(verb="invitation.declined"))
    assert told.user_ids == (officer.pk,)
    assert "Võ Văn Kiên đã từ chối" in told.text
    assert "Lý do riêng" not in told.text


def test_a_move_tells_whose_turn_it_is(consultation, officer):
    coordinator = factories.a_member(consultation.council, Role.COUNCIL_COORDINATOR)
    voice = factories.a_voice(consultation)
    actions.move_stage(officer, consultation=consultation, to="compile")
    work, news = registry.told_by(Entry.objects.get(verb="stage.moved"))
    assert (work.user_ids, work.kind) == ((coordinator.pk,), "work")
    assert (news.user_ids, news.kind) == ((voice.person_id,), "file")
    assert consultation.code in work.text


def test_a_target_that_is_gone_tells_nobody():
    gone = Entry(verb="stage.moved", target_id="0", data={"to": "compile"})
    assert notify.on_moved(gone) == notify.on_invited(gone) == notify.on_answered(gone) == []
    assert notify.on_opened(gone) == []


def test_a_new_version_tells_who_takes_part(consultation):
    officer = consultation.version.uploaded_by
    voice = factories.a_voice(consultation)
    second = factories.a_version(draft=consultation.draft, by=officer, text=factories.TEXT_2)
    entry = Entry(verb="version.published", target_id=str(second.pk))
    (told,) = notify.on_version(entry)
    assert (told.user_ids, told.kind) == ((voice.person_id,), "version")
    assert "Dự thảo 2" in told.text and consultation.code in told.text
    assert notify.on_version(Entry(target_id=str(consultation.version_id))) == []  # the first one is no news
    assert notify.on_version(Entry(target_id="0")) == []


def ask(consultation, officer, *names):
    experts = [factories.an_expert(name) for name in names]
    rows = actions.invite(officer, consultation=consultation, experts=[user.expert for user in experts])
    return experts, rows


def test_deadlines_are_told_three_days_and_one_day_before_each_once(consultation, officer):
    (asked, declined), rows = ask(consultation, officer, "Võ Văn Kiên", "Hồ Thị Lan")
    actions.answer_invitation(declined, invitation=rows[1], accept=False, reason="Bận")
    stage = consultation.stages.get(kind="comment")
    for hours in (100, 72, 71, 60, 25, 24, 23, 2, 1):
        with time_machine.travel(stage.closes_at - timedelta(hours=hours), tick=False):
            tell_due()
    with time_machine.travel(stage.closes_at + timedelta(minutes=1), tick=False):
        tell_due()
    assert [n.kind for n in asked.notices.all()] == ["deadline", "deadline"]
    assert not declined.notices.exists()
    texts = set(asked.notices.values_list("text", flat=True))
    assert all("hết hạn góp ý lúc" in text and consultation.code in text for text in texts)


def test_a_worker_that_slept_tells_only_the_nearer_deadline(consultation, officer):
    (asked,), _rows = ask(consultation, officer, "Võ Văn Kiên")
    stage = consultation.stages.get(kind="comment")
    with time_machine.travel(stage.closes_at - timedelta(hours=5), tick=False):
        tell_due()
        tell_due()
    assert asked.notices.count() == 1


def test_more_time_brings_a_new_reminder(consultation, officer):
    (asked,), _rows = ask(consultation, officer, "Võ Văn Kiên")
    stage = consultation.stages.get(kind="comment")
    for _n in range(2):
        with time_machine.travel(stage.closes_at - timedelta(hours=60), tick=False):
            tell_due()
        stage.closes_at += timedelta(days=10)
        stage.save()
    assert asked.notices.count() == 2

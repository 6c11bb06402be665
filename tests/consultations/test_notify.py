"""Who hears of what happens to a file, once it is committed."""

import pytest

from consult.consultations import actions, notify
from consult.ledger.models import Entry
from consult.notices import registry
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

"""The levels of a file: chosen while it is prepared, fixed when it opens; an interest, declared by its owner."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse

from consult.consultations import actions, voice_actions
from consult.consultations.models import Consultation, Voice
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared():
    return make.a_consultation(state="prepared")


def officer_of(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def test_chosen_before_the_opening_with_the_name_always_among_them(prepared):
    officer = officer_of(prepared)
    found = voice_actions.choose_levels(officer, consultation=prepared, levels=["council"])
    assert found.levels == ["named", "council"]
    voice_actions.choose_levels(officer, consultation=prepared, levels=["council", "named"])
    (entry,) = Entry.objects.filter(verb="levels.chosen")
    assert (entry.audience, entry.data) == ("agency", {"levels": ["named", "council"]})


def test_fixed_by_the_rule_once_open(prepared):
    officer = officer_of(prepared)
    voice_actions.choose_levels(officer, consultation=prepared, levels=["anonymous", "council"])
    opened = actions.open_consultation(officer, consultation=prepared)
    assert Entry.objects.get(verb="consultation.opened").data == {"levels": ["named", "anonymous", "council"]}
    with pytest.raises(Refused) as refused:
        voice_actions.choose_levels(officer, consultation=opened, levels=[])
    assert refused.value.code == "opened"


def test_others_do_not_choose(prepared):
    with pytest.raises(Refused) as refused:
        council = make.a_member(prepared.council, Role.COUNCIL_COORDINATOR)
        voice_actions.choose_levels(council, consultation=prepared, levels=["council"])
    assert refused.value.code == "not-officer"
    with pytest.raises(NotThere):
        voice_actions.choose_levels(make.an_expert(), consultation=prepared, levels=["council"])


@pytest.mark.parametrize("change", [{"levels": ["named", "council"]}, {"state": "prepared"}])
def test_fixed_by_the_database_once_open(change):
    file = make.a_consultation()
    with pytest.raises((IntegrityError, InternalError), match="fixed"), transaction.atomic():
        Consultation.objects.filter(pk=file.pk).update(**change)


def test_the_database_lets_a_prepared_file_choose(prepared):
    """The control of the trigger."""
    assert Consultation.objects.filter(pk=prepared.pk).update(levels=["named", "council"]) == 1


@pytest.mark.parametrize("levels", [[], ["anonymous"], ["named", "secret"]])
def test_the_database_knows_the_levels(prepared, levels):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=prepared.pk).update(levels=levels)


def sign_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_the_page_of_the_officer(client, prepared):
    officer = officer_of(prepared)
    sign_in(client, officer)
    page = reverse("consultation_manage", args=[prepared.code])
    address = reverse("consultation_levels", args=[prepared.code])
    assert address in client.get(page).content.decode()
    assert client.post(address, {"levels": ["council"]}).status_code == 302
    html = client.get(page).content.decode()
    assert "Chỉ hội đồng tổng hợp đọc." in html
    actions.open_consultation(officer, consultation=prepared)
    html = client.get(page).content.decode()
    assert address not in html
    assert "Đã cố định khi mở lấy ý kiến." in html
    assert client.post(address, {"levels": []}).status_code == 403


# --- interest --------------------------------------------------------------------------------------------


def test_declared_by_its_owner_while_the_file_lasts(client):
    file = make.a_consultation()
    voice = make.a_voice(file)
    sign_in(client, voice.person)
    address = reverse("voice_interest", args=[file.code])
    assert "Chưa khai báo" in client.get(address).content.decode()
    lacking = client.post(address, {"interest_kind": "yes", "interest": " "})
    assert lacking.status_code == 400
    assert "Cần ghi lợi ích liên quan." in lacking.content.decode()
    client.post(address, {"interest_kind": "yes", "interest": "Góp vốn ở Công ty A"})
    client.post(address, {"interest_kind": "yes", "interest": "Góp vốn ở Công ty A"})
    assert Voice.objects.get(pk=voice.pk).interest == "Góp vốn ở Công ty A"
    client.post(address, {"interest_kind": "no", "interest": "bỏ"})
    assert Voice.objects.get(pk=voice.pk).interest == ""
    data = Entry.objects.filter(verb="interest.declared").order_by("seq").values_list("data", flat=True)
    assert list(data) == [{"declared": True}, {"declared": False}]
    sign_in(client, make.an_expert())
    assert client.get(address).status_code == 404


def test_not_after_the_end():
    file = make.a_consultation("closed", state="closed")
    voice = make.a_voice(file)
    with pytest.raises(Refused) as refused:
        voice_actions.declare_interest(voice.person, consultation=file, interest="")
    assert refused.value.code == "closed"

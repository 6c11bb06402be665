"""Sending paper no. 8 is an act: who may say so and why others may not, who is told, and what of it is public."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.consultations import collective
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.models import Membership, User
from consult.people.roles import OrganisationKind, Role
from consult.reports import paper_actions as actions
from consult.reports import paper_catalogue as catalogue
from consult.reports import paper_rules as rules
from consult.reports import sending_actions as sending
from consult.reports.models import PaperFile, PaperSending
from tests import factories as make
from tests.reports.conftest import an_opinion
from tests.rounds.hall import CANARY, a_hall, a_line, filed, say

pytestmark = pytest.mark.django_db


def a_ready_hall(*, file_it=True, made=True, **fields):
    """An association whose opinion is filed and whose report is made as a Word file."""
    hall = a_hall(2, **fields)
    say(hall, hall.members[0], CANARY)
    a_line(hall, voting=False)
    if file_it:
        filed(hall)
    else:
        an_opinion(hall.file, hall.clause, voice=make.a_voice(hall.file, hall.members[0]), reason="Có tên.")
    hall.code = f"{catalogue.OF_ASSOCIATION}-{hall.association.pk}"
    hall.paper = a_report(hall) if made else None
    return hall


def a_report(hall, *, run=True) -> PaperFile:
    form = catalogue.form_of(hall.file, hall.code)
    asked = actions.ask_file(
        hall.officer, consultation=hall.file, form=form, kind="docx", client_key=str(uuid.uuid4())
    )
    if run:
        actions.run(asked.pk)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def hall():
    return a_ready_hall()


def mark(hall, by=None, *, key=None, **fields):
    sent = {"digest": hall.paper.data.digest, "to": ["council", "agency"], **fields}
    return sending.mark_sent(
        by or hall.officer,
        consultation=hall.file,
        form=catalogue.form_of(hall.file, hall.code),
        client_key=key or uuid.uuid4(),
        **sent,
    )


def the_act():
    return Entry.objects.filter(verb="official.sent")


# --- the matrix -------------------------------------------------------------------------------------------------


def people(hall) -> dict:
    other = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội khác")
    council, agency = hall.file.council, hall.file.agency
    return {
        "officer of another association": make.a_member(other, Role.ASSOCIATION_OFFICER),
        "member of the association": hall.members[0],
        "member who spoke": hall.members[1],
        "administrator of the association": make.a_member(hall.association, Role.ADMINISTRATOR),
        "coordinator": make.a_member(council, Role.COUNCIL_COORDINATOR),
        "head": make.a_member(council, Role.COUNCIL_HEAD),
        "council member": make.a_member(council, Role.COUNCIL_MEMBER),
        "secretary": make.a_member(council, Role.SECRETARY),
        "agency officer": make.a_member(agency, Role.AGENCY_OFFICER),
        "signer": make.a_member(agency, Role.AGENCY_SIGNER),
        "overseer": make.a_member(agency, Role.OVERSEER),
        "person": make.a_user(),
        "expert": make.an_expert("Chuyên gia ngoài hội"),
    }


def test_to_everybody_but_its_officers_the_paper_and_the_act_are_not_there(hall, client):
    form = catalogue.form_of(hall.file, hall.code)
    addresses = [
        reverse("official_paper", args=[hall.file.code, hall.code]),
        reverse("official_file", args=[hall.file.code, hall.paper.pk]),
    ]
    act = reverse("official_sent", args=[hall.file.code, hall.code])
    body = {"client_key": uuid.uuid4(), "digest": hall.paper.data.digest, "to": "council"}
    for who, by in people(hall).items():
        assert rules.may_see_paper(by, hall.file, form).code == "not-there", who
        assert rules.may_mark_sent(by, hall.file, form).code == "not-there", who
        with pytest.raises(NotThere), transaction.atomic():
            mark(hall, by)
        client.force_login(by)
        assert [client.get(one).status_code for one in addresses] == [404, 404], who
        assert client.post(act, body).status_code == 404, who
    client.logout()
    assert client.post(act, body).status_code == 302
    assert PaperSending.objects.count() == 0
    client.force_login(hall.officer)
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    assert client.post(act, body).status_code == 302
    assert PaperSending.objects.get().to == ["council"]


def test_an_officer_whose_role_has_ended_may_not(hall):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=hall.officer).update(valid_from=yesterday, valid_to=yesterday)
    with pytest.raises(NotThere):
        mark(hall, User.objects.get(pk=hall.officer.pk))
    assert PaperSending.objects.count() == 0


def test_papers_of_the_council_and_the_agency_are_not_marked_here(hall):
    for code, by in (
        ("bao-cao-phan-bien", make.a_member(hall.file.council, Role.COUNCIL_COORDINATOR)),
        ("cong-van-tiep-thu", make.a_member(hall.file.agency, Role.AGENCY_OFFICER)),
    ):
        verdict = rules.may_mark_sent(by, hall.file, catalogue.form_of(hall.file, code))
        assert (verdict.code, bool(verdict.reason)) == ("other-paper", True)
        assert (
            rules.may_mark_sent(hall.officer, hall.file, catalogue.form_of(hall.file, code)).code
            == "not-there"
        )


def test_without_a_filed_opinion_it_is_not_said_in_public(client):
    hall = a_ready_hall(file_it=False)
    assert hall.paper.state == "done"
    with pytest.raises(Refused) as refused:
        mark(hall)
    assert refused.value.code == "not-filed"
    client.force_login(hall.officer)
    page = client.get(reverse("official_paper", args=[hall.file.code, hall.code])).content.decode()
    assert str(refused.value) in page
    assert reverse("official_sent", args=[hall.file.code, hall.code]) not in page


def test_only_what_was_made_is_sent(client):
    hall = a_ready_hall(made=False)
    hall.paper = a_report(hall, run=False)
    with pytest.raises(Refused) as refused:
        mark(hall)
    assert refused.value.code == "not-made"
    client.force_login(hall.officer)
    page = client.get(reverse("official_paper", args=[hall.file.code, hall.code])).content.decode()
    assert "Lập tệp báo cáo trước" in page
    other = a_ready_hall(association=make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội kia"))
    with pytest.raises(Refused) as refused:
        mark(hall, digest=other.paper.data.digest)
    assert refused.value.code == "not-made"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": []}, "no-addressee"),
        ({"to": ["public"]}, "no-addressee"),
        ({"number": "x" * 61}, "too-long"),
        ({"dated": timezone.localdate() + timedelta(days=2)}, "later"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason(hall, fields, code):
    with pytest.raises(Refused) as refused:
        mark(hall, **fields)
    assert refused.value.code == code
    assert not the_act().exists()


# --- the act ----------------------------------------------------------------------------------------------------


def test_it_is_recorded_once_in_the_book_of_the_file_for_everybody(hall):
    key = uuid.uuid4()
    first = mark(hall, key=key, number=" 12/BC-LHH ", dated=timezone.localdate())
    assert mark(hall, key=key, number="12/BC-LHH", dated=timezone.localdate()) == first
    entry = the_act().get()
    assert (entry.book_id, entry.audience) == (hall.file.book_id, "public")
    assert entry.data == {
        "hash": hall.paper.data.digest, "to": ["council", "agency"], "number": "12/BC-LHH",
        "dated": timezone.localdate().isoformat(),
    }  # fmt: skip


def test_a_used_key_takes_nothing_else_and_one_data_set_is_sent_once(hall):
    key = uuid.uuid4()
    mark(hall, key=key)
    for changes, used in (({"to": ["agency"], "key": key}, "key-reused"), ({}, "already-sent")):
        with pytest.raises(Refused) as refused:
            mark(hall, **changes)
        assert refused.value.code == used
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSending.objects.create(
            consultation=hall.file,
            organisation=hall.association,
            data=hall.paper.data,
            to=["agency"],
            by=hall.officer,
        )
    assert the_act().count() == 1


def test_pressing_twice_on_the_page_is_answered_alike(hall, client):
    client.force_login(hall.officer)
    address = reverse("official_sent", args=[hall.file.code, hall.code])
    body = {"client_key": uuid.uuid4(), "digest": hall.paper.data.digest, "to": ["council", "agency"]}
    assert [client.post(address, body).status_code for _n in range(2)] == [302, 302]
    assert client.post(address, body | {"client_key": uuid.uuid4()}).status_code == 403
    assert client.post(address, body | {"to": []}).status_code == 400
    assert the_act().count() == 1


def test_newer_words_are_another_paper_that_is_sent_again(hall):
    mark(hall)
    form = catalogue.form_of(hall.file, hall.code)
    actions.save_prose(
        hall.officer, consultation=hall.file, form=form, texts={"de_nghi": "Lời mới."}, version=0
    )
    first, hall.paper = hall.paper, a_report(hall)
    assert first.data_id != hall.paper.data_id
    mark(hall, number="13/BC-LHH")
    assert [one.number for one in collective.sent_on(hall.file)] == ["", "13/BC-LHH"]


# --- who is told, and what everybody reads ----------------------------------------------------------------------


@pytest.mark.parametrize("to", [["council"], ["agency"], ["council", "agency"]])
def test_the_bodies_that_it_was_sent_to_are_told(hall, to):
    found = people(hall)
    mark(hall, to=to)
    tell_book(hall.file.book_id)
    told = Notice.objects.filter(text__contains="đã gửi báo cáo kết quả tư vấn")
    wanted = {"coordinator", "head", "secretary"} if "council" in to else set()
    wanted |= {"agency officer", "signer"} if "agency" in to else set()
    hearing = set(told.values_list("user", flat=True))
    assert {who for who, user in found.items() if user.pk in hearing} == wanted
    assert hall.association.short_name in told.first().text
    assert told.first().url == f"{reverse('consultation', args=[hall.file.code])}#hoi"


def public_pages(hall) -> list[str]:
    return [reverse("position", args=[hall.round.pk]), reverse("consultation", args=[hall.file.code])]


def test_opinion_and_file_show_it_with_the_hash_that_leads_to_the_check(hall, client):
    for page in public_pages(hall):
        assert hall.paper.data.digest not in client.get(page).content.decode()
    mark(hall, number="12/BC-LHH", to=["council"])
    check = reverse("official_check", args=[hall.paper.data.digest])
    for page in public_pages(hall):
        text = client.get(page).content.decode()
        assert f'href="{check}"' in text
        assert "Báo cáo số 12/BC-LHH" in text
        assert hall.file.council.official_name in text
    assert client.get(check).status_code == 200


def test_no_word_of_the_report_and_of_the_round_is_public_by_it(hall, client):
    """What stands in the report alone, and what was said inside, is on no page that anybody may open."""
    form = catalogue.form_of(hall.file, hall.code)
    actions.save_prose(
        hall.officer,
        consultation=hall.file,
        form=form,
        texts={"de_nghi": "Lời chỉ trong báo cáo."},
        version=0,
    )
    hall.paper = a_report(hall)
    mark(hall)
    digest = hall.paper.data.digest
    for page in (*public_pages(hall), reverse("official_check", args=[digest])):
        text = client.get(page).content.decode()
        assert digest in text
        for words in ("Lời chỉ trong báo cáo.", CANARY, hall.officer.full_name, hall.members[0].full_name):
            assert words not in text, (page, words)
    entry = str(the_act().get().data)
    assert "Lời" not in entry and hall.officer.full_name not in entry


def test_a_report_of_one_association_does_not_stand_at_the_opinion_of_another(hall, client):
    other = a_ready_hall(
        file=hall.file,
        association=make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội thứ hai"),
    )
    mark(hall)
    check = reverse("official_check", args=[hall.paper.data.digest])
    assert check in client.get(reverse("position", args=[hall.round.pk])).content.decode()
    assert check not in client.get(reverse("position", args=[other.round.pk])).content.decode()


def test_as_many_queries_for_thirty_reports(hall, client):
    pages = public_pages(hall)

    def count() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    mark(hall)
    before = count()
    for number in range(29):
        data = type(hall.paper.data).objects.create(
            consultation=hall.file, code=hall.code, digest=f"{number:064x}", data={}
        )
        PaperSending.objects.create(
            consultation=hall.file, organisation=hall.association, data=data, to=["agency"], by=hall.officer
        )
    assert count() == before
    assert client.get(pages[0]).content.decode().count("Ghi nhận đã gửi lúc") == 30
